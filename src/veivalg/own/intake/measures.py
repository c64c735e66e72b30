"""Figures that are of something else than they are read as: so far this year, of a budget, mixed.

A heading can say more than the name of its field, a text can part the rows, and months that only
grow are no months: each is asked about, with what the first row becomes.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import polars as pl

from veivalg.foundation.columns import letters
from veivalg.foundation.i18n import _
from veivalg.foundation.texts import muted
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake import units
from veivalg.own.intake.asides import above, among
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import AS_OF, heading_text, missing_fields, titles
from veivalg.own.intake.questions import NO, Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.result import Column, rows_text
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.spelled import months
from veivalg.own.intake.unit_words import money_in
from veivalg.own.tables import OwnField

DECEMBER = 12
SECTION, ALL = "rows:section", "alle"
SO_FAR = re.compile(
    r"(?i)\bhittil\b|\bakk(?:umuler\w*)?\b|\bkumulat\w+|\bh\.?i\.?å\b|\bytd\b|year to date|"
    r"\bså langt\b|\btil og med\b|\bt\.? ?o\.? ?m\b"
)
SO_FAR_HEADING = re.compile(rf"(?i){AS_OF}")
OTHER = re.compile(
    r"(?i)\b(?:regnskap|rekneskap|forbruk|faktisk|virkelig|budsjett|prognose|avvik|endring|rest|"
    r"differanse|plan|planlagt|mål|måltall|estimat|anslag|revidert|opprinnelig|opphavleg|vedtatt|"
    r"vedteke|justert|fjor|fjoråret|forrige|føregåande)\b"
)
"""Words of measures: what a heading says beside its field, or a cell of a column of kinds."""
ACTUAL = {"regnskap", "rekneskap", "forbruk", "faktisk", "virkelig"}
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
RISES, STEADY, SURE = 0.9, (0.6, 1.7), 2.0
"""Share of the units that grow every month, how near a twelfth a month their growth is, and digits
of chance that all of them do."""
MOST, TWICE = 0.6, (0.9, 1.1)
"""Share of the months, and of the units, that grow where all of them together do; how near twice
the first of two months the second is, for the same."""


def one_section(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows of one section, where a text among them tells of another year or measure."""
    parts = [one for one in rows.asides if _parts(match, one.text)]
    if not any(one.among for one in parts):
        return rows
    of = pl.Series(
        values=[sum(one.row < row for one in parts) for row in rows.numbers], dtype=pl.UInt32
    )
    options = [Option(ALL, _("Alle radene, for teksten skiller dem ikke."))]
    for n, count in sorted(of.value_counts().iter_rows()):
        under, over = _("Bare radene under «{text}» ({n})."), _("Bare radene over «{text}» ({n}).")
        name = muted(heading_text(parts[max(n - 1, 0)].text))
        options.append(Option(str(n), (under if n else over).format(text=name, n=rows_text(count))))
    told = ", ".join(
        _("rad {row} «{text}»").format(row=one.row + 1, text=muted(one.text)) for one in parts
    )
    text = _("Det står tekst mellom radene: {told}. Hvilke rader er «{title}»?").format(
        told=told, title=match.table.title
    )
    answer = found.ask(Question(SECTION, text, tuple(options), remember=False))
    if answer == ALL:
        return rows
    at = int(answer or options[1].value)  # until it is answered, the first are checked
    keep = of == at
    if answer is not None:
        left = _("{rows} er ikke tatt med, for de står i en annen del av arket.")
        left = left.format(rows=rows_text(len(of) - int(keep.sum())))
        found.cell(match.grid, match.row, None, left, "", warning=True)
    inside = [one for one in rows.asides if sum(p.row <= one.row for p in parts) == at]
    kept = rows.only(keep)
    return replace(kept, asides=among(inside, kept.numbers))


def _parts(match: Match, text: str) -> bool:
    """Say whether a text among the rows may tell those below it from those above."""
    years = YEAR.search(text) and "year" not in match.assignment.found
    says = foreign(text, *match.table.own_fields()) or SO_FAR.search(text) or years
    return bool(says or any(said.factor != 1.0 for said in money_in(text)))


def foreign(text: str, *fields: OwnField) -> set[str]:
    """Give the words of measures in a text that the names of fields don't have."""
    names = " ".join(t for f in fields for t in (*titles(f), *f.aliases))
    own = {w.casefold() for w in OTHER.findall(names)}
    words = {w.casefold() for w in OTHER.findall(text)}
    return words - own - (ACTUAL if own & ACTUAL else set())


def with_year(match: Match, found: Collector) -> Match:
    """Give the table with the year its headings say, where it has no column of years; ask of it."""
    table, grid, at = match.table, match.grid, match.assignment.found
    fields = {at[f.name]: f for f in table.own_fields() if f.name in at}
    columns = match.assignment.columns
    years = {y for i, f in fields.items() for y in YEAR.findall(beside(columns[i].heading, f))}
    lacking = [f for f in missing_fields(table, match.assignment) if f.name == "year"]
    held = pl.repeat(False, grid.height, dtype=pl.Boolean, eager=True)
    for i, field in fields.items():
        held = held | grid.columns[i].filled() if field.dtype.is_numeric() else held
    held = held & (pl.int_range(grid.height, eager=True) > match.row)
    if lacking and "month" in at:  # «202501» says it
        _months, of = months(grid.columns[at["month"]])
        if held.any() and not of.filter(held).null_count():
            return _with_column(match, lacking[0], of.set(~held, None))
    if not lacking or len(years) != 1:
        return match
    year, title = years.pop(), lacking[0].title
    text = _("Filen har ingen kolonne for «{title}». Er alle radene for {year}?")
    yes = Option(year, _("Ja, det sier overskriften."))
    if found.ask(Question("heading:year", text.format(title=title, year=year), (yes,))) == NO:
        return match
    values = pl.select(pl.when(held).then(float(year))).to_series()
    return _with_column(match, lacking[0], values)


def _with_column(match: Match, field: OwnField, values: pl.Series) -> Match:
    """Give the table with one more column, of what is said elsewhere."""
    grid, columns = match.grid, match.assignment.columns
    nothing = pl.Series(values=[None], dtype=pl.String).new_from_index(0, grid.height)
    added = Column(field.title, letters(len(grid.columns)), field.name, "given")
    padded = (*columns, *(Column("", letters(i)) for i in range(len(columns), len(grid.columns))))
    return replace(
        match,
        grid=replace(grid, columns=(*grid.columns, RawColumn(nothing, values))),
        assignment=replace(match.assignment, columns=(*padded, added)),
    )


def beside(heading: str, field: OwnField) -> str:
    """Give what a heading says beside what its field is called."""
    said = heading_text(heading)
    for name in sorted((*titles(field), *field.aliases), key=len, reverse=True):
        if name.casefold() in said.casefold():
            at = said.casefold().index(name.casefold())
            return f"{said[:at]} {said[at + len(name) :]}"
    return ""


def per_month(
    match: Match, found: Collector, rows: Rows, typed: dict[str, pl.Series]
) -> dict[str, pl.Series]:
    """Give amounts of the month alone, where a person has said that they are so far this year."""
    body = rows.columns
    keys = [f.name for f in match.table.own_fields() if f.key and f.name != "month"]
    if "month" not in body or any(typed[k].null_count() for k in (*keys, "month")):
        return typed
    frame = pl.DataFrame({k: typed[k] for k in (*keys, "month")}).with_row_index("row")
    if not (typed["month"] > 1).any():
        return typed  # in January the month and the year so far are the same
    last = _("bare måned 12 står i filen") if (typed["month"] == DECEMBER).all() else ""
    for field in match.table.own_fields():
        if field.name not in body or field.key or not field.dtype.is_numeric():
            continue
        held = frame.with_columns(v=typed[field.name].cast(pl.Float64)).sort(*keys, "month")
        why = _so_far(match, field, rows) or (
            _("tallene vokser hver måned") if _grows(held, keys) else last
        )
        last = ""  # one question of the whole file
        if why and _ask(match, found, body, field, why, held, keys) == "year":
            before = pl.col("v").shift(1).over(keys).fill_null(0)
            typed = {
                **typed,
                field.name: held.with_columns(v=pl.col("v") - before).sort("row")["v"],
            }
    return typed


def _so_far(match: Match, field: OwnField, rows: Rows) -> str:
    """Give where it stands that amounts are so far this year: in heading or title; else empty."""
    heading = units.headed(match, field, rows.asides)
    if SO_FAR.search(heading) or SO_FAR_HEADING.search(beside(heading, field)):
        return _("overskriften er «{text}»").format(text=heading)
    texts = [*above(match), *(one.text for one in rows.asides if not one.heads)]
    said = next((text for text in texts if SO_FAR.search(text)), "")
    return _("det står «{text}»").format(text=muted(said)) if said else ""


def _grows(held: pl.DataFrame, keys: list[str]) -> bool:
    """Say whether amounts grow from month to month as sums so far this year do."""
    kept = held.filter(pl.col("v").is_not_null() & (pl.col("v") != 0))
    if _all_grow(kept, keys):
        return True
    step = pl.col("v").abs().diff().drop_nulls()
    units_ = kept.group_by(keys).agg(
        n=pl.len(),
        rises=(step > 0).all(),
        growth=(pl.col("v").last() / pl.col("v").first()).abs()
        / (pl.col("month").last() / pl.col("month").first()),
        times=pl.col("month").last() / pl.col("month").first(),
    )
    units_ = units_.filter((pl.col("n") > 1) & (pl.col("times") >= 2))
    if not units_.height or float(units_["rises"].mean() or 0) < RISES:  # type: ignore[arg-type]
        return False
    chance = sum(math.log10(math.factorial(n)) for n in units_.filter(pl.col("rises"))["n"])
    near = units_["growth"].is_between(*STEADY)
    return chance >= SURE and float(near.mean() or 0) >= RISES - 0.2  # type: ignore[arg-type]


def _all_grow(kept: pl.DataFrame, keys: list[str]) -> bool:
    """Say whether what all units come to grows by about as much every month, whatever one does.

    Of two months the second must be about twice the first, and so for most of the units.
    """
    of = [key for key in keys if key == "year"]
    whole = kept.group_by(*of, "month").agg(pl.col("v").sum().abs()).sort(*of, "month")
    pairs = (
        kept.sort(*keys, "month")
        .group_by(keys)
        .agg(
            pl.col("v", "month").first().name.keep(),
            last=pl.col("v").last(),
            end=pl.col("month").last(),
        )
        .filter(pl.col("end") > pl.col("month"))
    )
    steps = (pl.col("last") / pl.col("v")).abs() / (pl.col("end") / pl.col("month"))
    near = pairs.select(steps.is_between(*STEADY)).to_series()
    if len(near) < 2 or float(near.mean() or 0) < MOST:  # type: ignore[arg-type]
        return False
    for _year, one in whole.group_by(of) if of else [((), whole)]:
        values, months = one["v"].to_list(), one["month"].to_list()
        if len(values) < 2 or not values[0]:
            return False
        rises = sum(b > a for a, b in pairwise(values)) / (len(values) - 1)
        growth = values[-1] / values[0] / (months[-1] / months[0])
        ends = TWICE if len(values) == 2 else STEADY
        if rises < MOST or months[-1] < 2 * months[0] or not ends[0] <= growth <= ends[1]:
            return False
    return True


def _ask(
    match: Match,
    found: Collector,
    body: Mapping[str, RawColumn],
    field: OwnField,
    why: str,
    held: pl.DataFrame,
    keys: list[str],
) -> str | None:
    """Ask whether amounts are of the month alone; so far this year, where that can be split."""
    steps = held.group_by(keys).agg(
        whole=(pl.col("month").diff().fill_null(pl.col("month").first()) == 1).all()
    )
    alone = _("De gjelder måneden alene: {example}")
    month = Option("month", alone.format(example=units.example(match, field, body, 1.0)))
    text = _("Gjelder «{title}» måneden alene, eller hittil i år? Det spørres fordi {why}.").format(
        title=field.title, why=why
    )
    if steps["whole"].all():
        year = _("Hittil i år. Måneden regnes ut: {example}")
        year = year.format(example=next(_split(held, keys, field), ""))
        options = (Option("year", year), month)
    else:
        text += _(" Er det hittil i år, ta ut tallene per måned: det mangler måneder her.")
        no = Option(NO, _("De er hittil i år, og må tas ut per måned."))
        options = (no, month)
    answer = found.ask(Question(f"period:{field.name}", text, options))
    if answer == NO:
        found.refused.append(muted(text))
    return answer


def _split(held: pl.DataFrame, keys: list[str], field: OwnField) -> Iterator[str]:
    """Write what the first second month becomes when the one before is taken away."""
    before = pl.col("v").shift(1).over(keys)
    for row in held.with_columns(d=pl.col("v") - before).drop_nulls("d").iter_rows(named=True):
        yield _("{name}, måned {month}: {value} {unit}").format(
            name=row[keys[0]], month=row["month"], value=units.written(row["d"]), unit=_(field.unit)
        )
