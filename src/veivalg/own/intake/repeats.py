"""Rows that repeat other rows: sums and means by arithmetic, whatever they are called.

A row that is the sum or the mean of others is counted twice when it is stored. Whether it is one is
asked, for numbers may agree by chance; a chance that a few small numbers give is not asked about.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.foundation.i18n import _
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import heading_text
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows

Values = NDArray[np.float64]
ID = "rows:repeats"
LARGEST = 20_000
"""Rows that are gone through; in larger files totals are no rows among others."""
SURE = 3.0
"""Digits that must agree before arithmetic alone is believed: 1,127 or several smaller numbers."""
NAMED = re.compile(
    r"(?i)(?<!\w)(sum|hovedsum|delsum|total|totalt|totalsum|i alt|snitt|gjennomsnitt|middel|samlet"
    r"|hele (?:kommunen|landet|året|sektoren|området)|alle (?:enheter|skoler|sektorer))(?!\w)"
)
"""Names of totals and means; «Sumatra barnehage» is none."""
HALF = 0.5
"""A mean is written rounded."""
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row of the body that others give: its place in it, and what it is of them."""

    at: int
    kind: str


def leave_out(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows without those that repeat others, when a person has said so; else ask."""
    if match.table.personal or not 2 < len(rows.numbers) <= LARGEST:
        return rows
    held = sorted({r.at: r for r in _repeats(match, rows)}.values(), key=lambda r: r.at)
    if not held:
        return rows
    answer = found.ask(_question(match, rows, held))
    if answer != "drop":
        return rows
    out = {r.at for r in held}
    keep = pl.Series(values=[i not in out for i in range(len(rows.numbers))], dtype=pl.Boolean)
    told = tuple(
        (int(rows.numbers[r.at]), _("Raden er {kind}, og er ikke tatt med.").format(kind=r.kind))
        for r in held
    )
    return replace(
        rows,
        columns={name: column.take(keep) for name, column in rows.columns.items()},
        numbers=rows.numbers.filter(keep),
        skipped=tuple(sorted((*rows.skipped, *told))),
    )


def _question(match: Match, rows: Rows, held: Sequence[Repeat]) -> Question:
    names = _names(match, rows)
    told = [
        _("rad {row}{name} er {kind}").format(
            row=int(rows.numbers[r.at]) + 1, name=f" «{names[r.at]}»" if names else "", kind=r.kind
        )
        for r in held[:SHOWN]
    ]
    more = _(" og {n} til").format(n=len(held) - SHOWN) if len(held) > SHOWN else ""
    text = _("Noen rader gjentar andre i arket «{sheet}»: {told}{more}. Skal de være med?").format(
        sheet=match.grid.sheet, told="; ".join(told), more=more
    )
    return Question(
        ID,
        text,
        (
            Option("drop", _("Nei, ta dem ut. Summene regnes ut.")),
            Option("keep", _("Ja, de er rader som de andre.")),
        ),
        tuple(int(rows.numbers[r.at]) + 1 for r in held),
        remember=False,
    )


def _names(match: Match, rows: Rows) -> list[str]:
    """Give what each row is called: its first key of text; empty without one."""
    keys = [f for f in match.table.own_fields() if f.key and f.dtype == pl.String]
    keys = [f for f in keys if f.name in rows.columns and not f.pseudonym]
    if not keys:
        return []
    column = rows.columns[keys[0].name]
    return [heading_text(column.cell(i)) for i in range(len(rows.numbers))]


def _repeats(match: Match, rows: Rows) -> Iterator[Repeat]:
    """Give the rows that are the sum or mean of others with the same other keys."""
    names = _names(match, rows)
    values = _values(match, rows)
    if not names or values is None:
        return
    first = next(f.name for f in match.table.own_fields() if f.key and f.dtype == pl.String)
    groups = _groups(match, rows, first)
    by_name: dict[str, list[tuple[int, str, float]]] = {}
    for members in groups.values():
        for at, kind, digits in _in_group(values[members], [names[i] for i in members]):
            by_name.setdefault(names[members[at]], []).append((members[at], kind, digits))
    for name, hits in by_name.items():
        if NAMED.search(name) or sum(d for _at, _kind, d in hits) >= SURE:
            yield from (Repeat(at, kind) for at, kind, _digits in hits)


def _values(match: Match, rows: Rows) -> Values | None:
    """Give the numbers of the rows, (row, field); None without any."""
    fields = [
        f
        for f in match.table.own_fields()
        if not f.key and f.dtype.is_numeric() and f.name in rows.columns and not f.choices
    ]
    if not fields:
        return None
    read = [read_numbers(rows.columns[f.name], whole=False, unit=f.unit).values for f in fields]
    return np.column_stack([s.cast(pl.Float64).to_numpy() for s in read])


def _groups(match: Match, rows: Rows, first: str) -> Mapping[tuple[object, ...], list[int]]:
    """Give other keys → rows in the order they stand."""
    others = [
        rows.columns[f.name]
        for f in match.table.own_fields()
        if f.key and f.name != first and f.name in rows.columns
    ]
    found: dict[tuple[object, ...], list[int]] = {}
    for i in range(len(rows.numbers)):
        found.setdefault(tuple(column.cell(i) for column in others), []).append(i)
    return found


def _in_group(values: Values, names: Sequence[str]) -> Iterator[tuple[int, str, float]]:
    """Give (row, what it is, digits that agree) of the rows that others of the group give.

    A row is tried against all the others that are no totals, and against those since the total
    before it, so that sums of parts and the sum of sums are both seen.
    """
    free = np.ones(len(values), dtype=np.bool_)
    named: dict[str, list[int]] = {}
    for j, name in enumerate(names):
        if name:
            named.setdefault(name.casefold(), []).append(j)
    start = 0
    for i, name in enumerate(names):
        free[i] = False  # never a part of itself
        above, rest = start + np.flatnonzero(free[start:i]), np.flatnonzero(free)
        stem = [j for j in named.get(_stem(name), ()) if free[j]]
        total = bool(NAMED.search(name))
        least = 1 if total else 2
        for parts, needed in ((above, least), (rest, least), (stem, 1)):
            found = _agrees(values[i], values[parts]) if len(parts) >= needed else None
            if found is not None:
                kind, digits = found
                yield i, kind, digits
                start = i + 1
                break
        else:
            if total:
                yield i, _("kalt en sum, men er ikke summen av de andre"), 0.0
                start = i + 1
            else:
                free[i] = True


def _stem(name: str) -> str:
    return " ".join(NAMED.sub(" ", name).split()).casefold()


def _agrees(row: Values, parts: Values) -> tuple[str, float] | None:
    """Say whether a row is the sum or the mean of parts in every number, and in how many digits."""
    there = np.isfinite(row) & np.isfinite(parts).any(axis=0) & (row != 0)
    if not there.any():
        return None
    every, size = np.nansum(parts, axis=0), np.isfinite(parts).sum(axis=0)
    exact = 1e-6 * np.maximum(np.abs(row), 1)
    kinds = [(_("summen av andre"), every, exact)]
    if len(parts) > 1:
        kinds.append((_("snittet av andre"), every / np.maximum(size, 1), np.maximum(exact, HALF)))
    for kind, wanted, slack in kinds:
        off = np.abs(row - wanted)
        if (off <= slack)[there].all():
            alike = row[there & (off <= exact)]
            return kind, float(sum(math.log10(abs(v) + 1) for v in alike))
    return None
