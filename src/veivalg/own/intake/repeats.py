"""Rows that repeat other rows: sums and means by arithmetic, whatever they are called.

A row that is the sum or the mean of others is counted twice when it is stored. Whether it is one is
asked, for numbers may agree by chance; a chance that a few small numbers give is not asked about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from veivalg.content import format_plain
from veivalg.foundation.i18n import _
from veivalg.own.intake.asides import among
from veivalg.own.intake.called import (
    DENSE,
    FEWEST,
    PROPER,
    SUM,
    SUM_OF,
    Repeat,
    numbers_of,
    numeric,
    text_keys,
)
from veivalg.own.intake.called_parts import called_parts
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows

ID, MEAN = "rows:repeats", "average"
"""The question, and the column by which a table says itself that a row is the mean of others."""
SHOWN = 8


def without_sums(match: Match, rows: Rows) -> Rows:
    """Give the rows without those that are called sums and are; note those that are called so only.

    A sum is of rows with the same other keys where it has them, else of all, or of those a person
    sees: before it, after it, or every one.
    """
    called = _called_sums(match, rows)
    if not called.any():
        return rows
    from veivalg.own.intake import along  # NumPy: most large files never come here

    unlike = along.unlike(match, rows, called)
    told = [(n, _summed()) for n in rows.numbers.filter(called).to_list() if n not in unlike]
    kept = rows.only(~rows.numbers.is_in([n for n, _told in told]), told)
    return replace(kept, unlike=unlike, asides=among(rows.asides, kept.numbers))


def leave_out(match: Match, rows: Rows, found: Collector, code: str) -> Rows:
    """Give the rows without those that repeat others, when a person has said so; else ask.

    Until it is answered, those that are called sums are left out of the check.
    """
    held: dict[int, Repeat] = {}
    unlike = rows.numbers.is_in([*rows.unlike]).arg_true().to_list() if rows.unlike else []
    for i in unlike:
        name, kind = rows.unlike[int(rows.numbers[i])]
        held[i] = Repeat(i, kind, "" if match.table.personal else name)
    others = rows.only(~rows.numbers.is_in([*rows.unlike])) if unlike else rows
    for r in _repeats(match, others, code):
        at = int(rows.numbers.index_of(others.numbers[r.at]) or 0) if unlike else r.at
        held[at] = replace(r, at=at)
    held |= {r.at: r for r in called_parts(match, rows, held.copy())}
    if MEAN in rows.columns:
        said = rows.columns[MEAN].text.str.contains(r"(?i)^\s*ja\s*$").fill_null(False)
        held = {i: r for i, r in held.items() if not said[i]}
    if not held:
        return rows
    answer = found.ask(_question(match, rows, [held[i] for i in sorted(held)]))
    out = held if answer == "drop" else unlike if answer is None else ()
    if not out:
        return rows
    keep = pl.Series(values=[i not in out for i in range(len(rows.numbers))], dtype=pl.Boolean)
    text = _("Raden er {kind}, og er ikke tatt med.")
    told = [(int(rows.numbers[i]), text.format(kind=held[i].kind)) for i in out if answer]
    return rows.only(keep, told)


def _repeats(match: Match, rows: Rows, code: str) -> Iterable[Repeat]:
    """Give the rows that are the sum or mean of others, where there may be any."""
    fields, keys = numeric(match, rows), text_keys(match, rows)
    if len(rows.numbers) < FEWEST or not fields or not (keys or match.table.personal):
        return ()
    if not keys and len(rows.numbers) * len(fields) > DENSE:
        # Of so many only what is a fifth of all or more is looked at: see `sums.whole`.
        held = (s.cast(pl.Float64).fill_nan(None) for s in numbers_of(rows, fields))
        sizes = ((float(v.abs().max() or 0), abs(float(v.sum()))) for v in held)  # type: ignore[arg-type]
        if all(not most or 5 * most < every * (1 - 1e-9) for most, every in sizes):
            return ()
    from veivalg.own.intake import along

    return along.repeats(match, rows, code)


def _summed() -> str:
    return _("Raden er en sum, og er ikke tatt med. Summene regnes ut.")


def _called_sums(match: Match, rows: Rows) -> pl.Series:
    """Mark the rows whose first cell says «Sum», or whose key says «Sum helse»."""
    found = pl.repeat(False, len(rows.numbers), dtype=pl.Boolean, eager=True)
    empty_so_far = ~found
    order = sorted(match.assignment.found.items(), key=lambda item: item[1])
    fields = {f.name: f for f in match.table.own_fields()}
    for name, _at in order:
        column = rows.columns[name]
        text = column.text.str
        if empty_so_far.any():
            found = found | (empty_so_far & text.contains(SUM).fill_null(False))
        if fields[name].key and fields[name].dtype == pl.String:
            sums_of = text.contains(SUM_OF).fill_null(False)
            if sums_of.any():
                found = found | (sums_of & ~text.strip_chars().str.contains(PROPER))
        empty_so_far = empty_so_far & ~column.filled()
    return found


def _question(match: Match, rows: Rows, held: Sequence[Repeat]) -> Question:
    told = [
        _("rad {row}{name} er {kind}").format(
            row=int(rows.numbers[r.at]) + 1, name=f" «{r.name}»" if r.name else "", kind=r.kind
        )
        for r in held[:SHOWN]
    ]
    more = _(" og {n} til").format(n=len(held) - SHOWN) if len(held) > SHOWN else ""
    text = _(
        "Noen rader kan gjenta andre i arket «{sheet}»: {told}{more}. Skal de være med?"
    ).format(sheet=match.grid.sheet, told="; ".join(told), more=more)
    return Question(
        ID,
        text,
        (
            Option("drop", _("Nei, ta dem ut. Summene regnes ut.") + _left(match, rows, held)),
            Option("keep", _("Ja, de er rader som de andre.")),
        ),
        tuple(int(rows.numbers[r.at]) + 1 for r in held),
        remember=False,
    )


def _left(match: Match, rows: Rows, held: Sequence[Repeat]) -> str:
    """Say what the amounts come to without the rows."""
    fields = [f for f in numeric(match, rows) if f.unit == "kr"][:1]
    if not fields or match.table.personal:
        return ""
    (values,) = numbers_of(rows, fields)
    every, out = (float(v.sum()) for v in (values, values.gather([r.at for r in held])))
    return _(" «{title}» blir {left} i alt, mot {every} med dem.").format(
        title=fields[0].title, left=format_plain(every - out), every=format_plain(every)
    )
