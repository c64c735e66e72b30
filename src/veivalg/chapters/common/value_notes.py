"""Notes on the values a chapter rests on: jumps, holes and known differences in booking.

A chapter gives its indicators and functions and puts the answer in ``Chapter.notes``.
"""

import math
from collections.abc import Iterable, Sequence

import polars as pl

from veivalg.chapters.common.sentences import fill
from veivalg.content import Note, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.quality_notes import (
    FEWEST_CHANGES,
    Values,
    Written,
    booking_notes,
    one_off_note,
    one_offs,
    series_notes,
)
from veivalg.norway.indicators import SmallNumbers, indicator
from veivalg.norway.kostra import labels
from veivalg.norway.register import members_of, municipalities
from veivalg.norway.splits import before_split
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR

RECENT = 5
"""Years back from the newest that a jump or a hole is told for; older ones only clutter."""
SPAN = 16
MOST = 12


def value_notes(
    evidence: Evidence,
    indicators: Iterable[str] = (),
    functions: Iterable[str] = (),
    years: Iterable[int] | None = None,
) -> tuple[Note, ...]:
    """Give the notes on a municipality's values, documented ones first, then the newest.

    Parameters
    ----------
    indicators
        Ids in the register.
    functions
        KOSTRA functions, sectors or kinds of a table a chapter uses, for known differences.
    years
        The years those are shown for; every year when None.
    """
    ids = list(dict.fromkeys(indicators))
    found = {n.id: n for n in booking_notes(evidence.place, functions, years)}
    frame = _rows(evidence, ids)
    if frame.height:
        newest = frame["year"].max()
        last = newest if isinstance(newest, int) else 0
        for id, rows in frame.group_by("indicator"):
            for note in _of(evidence, str(id[0]), rows):
                if note.source is not None or _last_year(note) > last - RECENT:
                    found.setdefault(note.id, note)
    return _ordered(found.values())


def one_off_notes(evidence: Evidence) -> tuple[Note, ...]:
    """Give the notes on amounts of recent years that stand out from those beside them."""
    table = evidence.rows("accounts", evidence.place)
    if table is None:
        return ()
    net = table.frame.filter(pl.col("art") == "sum_net", pl.col("scope") == "konsern")
    totals = dict(net.group_by("year").agg(pl.col("amount").sum()).iter_rows())
    names, first = labels({}), max(totals, default=0) - RECENT
    found = []
    for (code,), rows in net.group_by("function"):
        name = fill(_("Funksjon {name}"), name=names.get(str(code), str(code)))
        series = Written(str(code), name, Unit.MILLION_NOK, 1)
        amounts: Values = dict(rows.select("year", "amount").iter_rows())
        years = [y for y in one_offs(amounts, totals) if y > first]
        found += [one_off_note(evidence.place, series, amounts, y) for y in years]
    return _ordered(found)


def _ordered(found: Iterable[Note]) -> tuple[Note, ...]:
    return tuple(sorted(found, key=lambda n: (n.source is None, -_last_year(n), n.id))[:MOST])


def _rows(evidence: Evidence, ids: Sequence[str], *, everybody: bool = False) -> pl.DataFrame:
    """Give the rows of the municipality and of its group's members, or of all municipalities."""
    table = evidence.country.get("indicators") or evidence.table("indicators")
    if table is None or not ids:
        return pl.DataFrame()
    group = evidence.municipality.kostra_group
    members = municipalities() if everybody else members_of(group)
    return table.frame.filter(
        pl.col("indicator").is_in(list(ids)),
        pl.col("municipality").is_in([evidence.place.code, *(m.code for m in members)]),
    )


def _of(evidence: Evidence, id: str, rows: pl.DataFrame) -> tuple[Note, ...]:
    entry = indicator(id)
    series = Written(id, entry.name, entry.unit, entry.decimals)
    here = pl.col("municipality") == evidence.place.code
    # What was before a split is told once (`splits`), and not for each indicator.
    own = rows.filter(here, ~before_split()).sort("year").tail(SPAN)
    if not own.height:
        return ()
    shares = entry.unit is Unit.SHARE and entry.small_number is SmallNumbers.SHARE
    reasons = dict(own.select("year", "reason").iter_rows())
    values = _values(own)
    few = {
        year: _("for lite grunnlag")
        for year, v in _raw(own).items()
        if v is not None and values[year] is None
    }
    return series_notes(
        evidence.place,
        series,
        values,
        reasons=reasons | few,
        others=_others(evidence, id, rows, values),
        errors=_errors(own) if shares else None,
    )


def _others(
    evidence: Evidence, id: str, rows: pl.DataFrame, values: Values
) -> list[dict[int, float | None]]:
    """Give what the series is held against: its group, and where it is short, everybody."""
    short = sum(v is not None for v in values.values()) <= FEWEST_CHANGES
    least, among = (1, _rows(evidence, [id], everybody=True)) if short else (FEWEST_CHANGES, rows)
    own = evidence.place.code
    return [found for c, found in _by_place(among).items() if c != own and len(found) > least]


def _raw(rows: pl.DataFrame) -> dict[int, float | None]:
    return dict(rows.select("year", "value").iter_rows())


def _shown() -> pl.Expr:
    """Give the value; what rests on fewer than 20 is no value (M18)."""
    kept = pl.when(pl.col("denominator").fill_null(math.inf) >= SMALLEST_DENOMINATOR)
    return kept.then(pl.col("value"))


def _values(rows: pl.DataFrame) -> Values:
    """Give year → value."""
    return dict(rows.select("year", _shown()).iter_rows())


def _by_place(rows: pl.DataFrame) -> dict[str, dict[int, float | None]]:
    """Give municipality → year → value; one pass, for a group has up to a hundred members."""
    found: dict[str, dict[int, float | None]] = {}
    for place, year, value in rows.select("municipality", "year", _shown()).iter_rows():
        found.setdefault(place, {})[year] = value
    return found


def _errors(rows: pl.DataFrame) -> dict[int, float]:
    """Give the standard error of a share of people, where its denominator is known."""
    return {
        year: math.sqrt(max(value * (1 - value), 0.0) / n)
        for year, value, n in rows.select("year", "value", "denominator").iter_rows()
        if value is not None and n
    }


def _last_year(note: Note) -> int:
    ends = note.period.replace("–", " ").split()
    return int(ends[-1]) if ends and ends[-1].isdecimal() else 0
