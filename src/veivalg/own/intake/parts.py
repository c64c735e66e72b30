"""Rows that are parts of what the table has one row of: an account, an art, a voucher each.

A ledger has many rows of the same unit and month, told apart by columns the table doesn't have.
Where all else is the same they are added up, when a person has said so.
"""

import re
from dataclasses import replace

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.intake.called import numbers_of, numeric, plain_keys
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import forms
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.units import is_rate, written
from veivalg.own.tables import OwnField

PARTS, SUM, MINUS = "rows:sum", "sum", "minus"
PEOPLE = {"elever", "barn", "personer"}
_NAMED = re.compile(
    r"(?i)\b(?:kont|art|funksjon|prosjekt|bilag|tjeneste|objekt|aktivitet|kostnadssted|anlegg|"
    r"post|linje|lønnsart|motpart|leverandør|kjønn|tekst)"
)


def by_sex(heading: str) -> bool:
    """Say whether a heading is of the sex of those who are counted."""
    return "kjønn" in heading.casefold()


def named(heading: str) -> bool:
    """Say whether a heading is of parts of an account, or of people.

    Examples
    --------
    >>> named("Konto (T)"), named("Versjon")
    (True, False)
    """
    return bool(_NAMED.search(heading))


def amounts(match: Match, rows: Rows) -> list[OwnField]:
    """Give the amounts of money that can be added up."""
    return [f for f in numeric(match, rows) if f.unit == "kr" and not is_rate(f)]


def keys(match: Match, rows: Rows) -> pl.DataFrame | None:
    """Give the keys of the rows as texts; None where the table or the file lacks them."""
    held = [f.name for f in match.table.own_fields() if f.key and f.name in rows.columns]
    return pl.DataFrame({n: plain_keys(rows.columns[n]) for n in held}) if held else None


def may_add(match: Match, rows: Rows) -> tuple[str, ...]:
    """Give the fields to add up, where rows with the same keys are parts; none where they may not.

    All but the amounts must be the same, every number read, and each row told from the others by
    what the table doesn't have. A row that is the sum of the others is a total among parts.
    """
    same, unread = keys(match, rows), _unread(match)
    if same is None or match.table.personal or not unread:
        return ()
    people = any(by_sex(match.assignment.columns[i].heading) for i in unread)
    fields = amounts(match, rows)
    fields += [f for f in numeric(match, rows) if people and f.unit in PEOPLE]
    names = {f.name for f in fields}
    others = [n for n in rows.columns if n not in names and n not in same.columns]
    whole = same.hstack([plain_keys(rows.columns[n]).alias(n) for n in others])
    texts = [plain_keys(match.grid.columns[i]).gather(rows.numbers) for i in unread]
    apart = same.hstack([t.alias(f"_{n}") for n, t in enumerate(texts)])
    different = same.n_unique()
    if not fields or different == same.height or whole.n_unique() != different:
        return ()
    if apart.n_unique() != same.height:
        return ()
    blank = pl.DataFrame({str(n): t == "" for n, t in enumerate(texts)})
    values = numbers_of(rows, fields)
    bad = any(rows.read[f.name].bad.any() or rows.read[f.name].unclear.any() for f in fields)
    none = blank.select(pl.all_horizontal(pl.all())).to_series() & same.is_duplicated()
    return () if bad or none.any() or _totals(same, values[0]) else tuple(f.name for f in fields)


def _unread(match: Match) -> list[int]:
    columns = enumerate(match.assignment.columns[: len(match.grid.columns)])
    return [i for i, column in columns if not column.field and forms(column.heading)]


def _totals(same: pl.DataFrame, values: pl.Series) -> bool:
    """Say whether half of those of three rows or more have a row that is the sum of the others."""
    size = pl.col("value").abs()
    held = same.with_columns(value=values).group_by(same.columns)
    several = held.agg(n=pl.len(), twice=size.max() * 2, all=size.sum()).filter(pl.col("n") > 2)
    total = (several["twice"] - several["all"]).abs() < 1
    return several.height > 0 and int(total.sum()) * 2 >= several.height


def told(match: Match, rows: Rows, fields: tuple[str, ...]) -> str:
    """Say what the rows become when they are added up, and the first of them."""
    same = keys(match, rows)
    field = next(f for f in match.table.own_fields() if f.name in fields)
    assert same is not None
    (values,) = numbers_of(rows, [field])
    values = pl.select(
        pl.when(rows.numbers.is_in(rows.minus)).then(-values).otherwise(values)
    ).to_series()
    several = same.with_columns(value=values).filter(same.is_duplicated())
    of = several.group_by(same.columns, maintain_order=True).agg(pl.col("value").drop_nulls())
    first = max(of.iter_rows(), key=lambda row: bool(row[-1]))  # the first with any amount
    text = _("Alle radene, lagt sammen: {n} rader blir {m}. {name}: {parts} = {sum}.")
    return text.format(
        n=same.height,
        m=same.n_unique(),
        name=" ".join(f"«{k}»" for k in first[:-1]),
        parts=" + ".join(map(written, first[-1][:3])) + (" + …" if first[-1][3:] else ""),
        sum=written(sum(first[-1])),
    )


def ask_of_parts(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows to be added up, where no column of few kinds tells them apart; ask of it."""
    same = None if rows.added or match.table.personal or not _unread(match) else keys(match, rows)
    if same is None or same.n_unique() == same.height:
        return rows
    if not (fields := may_add(match, rows)):
        return rows
    titles = ", ".join(f"«{f.title}»" for f in match.table.own_fields() if f.key)
    headings = ", ".join(f"«{match.assignment.columns[i].heading}»" for i in _unread(match))
    text = _("Flere rader har samme {titles}, og bare {headings} skiller dem. Skal de summeres?")
    option = Option(SUM, told(match, rows, fields))
    found.ask(Question(PARTS, text.format(titles=titles, headings=headings), (option,)))
    return replace(rows, added=fields)


def added(
    match: Match, rows: Rows, typed: dict[str, pl.Series], wrong: pl.Series
) -> tuple[Rows, dict[str, pl.Series], pl.Series]:
    """Give the rows with amounts taken away, and those with the same keys added up."""
    if rows.minus:
        less = rows.numbers.is_in(rows.minus)
        for field in amounts(match, rows):
            value = typed[field.name]
            typed[field.name] = pl.select(pl.when(less).then(-value).otherwise(value)).to_series()
    if not rows.added:
        return rows, typed, wrong
    names = [f.name for f in match.table.own_fields() if f.key]
    frame = pl.DataFrame(typed).with_columns(_wrong=wrong)
    first = frame.select(pl.struct(names).is_first_distinct()).to_series()
    sums = [
        pl.when(pl.col(n).count() > 0).then(pl.col(n).sum()).cast(frame.schema[n]).alias(n)
        for n in rows.added
    ]
    rest = [pl.col(n).first() for n in typed if n not in (*names, *rows.added)]
    held = frame.group_by(names, maintain_order=True).agg(*sums, *rest, pl.col("_wrong").any())
    return rows.only(first), {n: held[n] for n in typed}, held["_wrong"]
