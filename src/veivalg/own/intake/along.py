"""Which rows repeat others, along each key and among those with the same other keys."""

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.i18n import _
from veivalg.norway.register import municipality
from veivalg.own.intake import sums
from veivalg.own.intake.called import (
    DENSE,
    FEWEST,
    PROPER,
    SUM,
    SUM_OF,
    Repeat,
    numbers_of,
    numeric,
    plain_keys,
    text_keys,
)
from veivalg.own.intake.headings import heading_text
from veivalg.own.intake.ordered import Part, families, ordered
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.units import family, is_rate, written
from veivalg.own.tables import OwnField

NAMED = (
    r"(?i)\b(?:sum|summen|(?:hoved|del|total|slutt)sum|total|totalt|totalen|i alt|"
    r"til ?sam(?:men|an)|sammenlagt|saml(?:et|a)|snitt|gjennomsnitt|gj\.? ?snitt|middel|average|"
    r"alle (?:enhet|eining|skol|skul|sektor|barnehag|son|avdeling|virksomhet)\w*)\b"
    r"|^\W*(?:ikke-?)?(?:kommunale|private|offentlige)(?: (?:barnehag|skol|skul)\w+)?\W*$"
    r"|^\W*(?:hei?le [^d\W]\w*(?:en|et|a)|alle|alt|median|maks(?:imum)?|minimum|[Σ∑].*)\W*$"
)
"""Names of totals and means; «Sumatra barnehage» is none."""
WHOLE = r"(?i)^kommunen?$|\w kommune$|^kommunale? \w+$"
"""Names the whole may have; they are also those of units, so that arithmetic must say it."""
COMPARED, LEAST = 2_000_000, 5
"""Rows that are gone through for all that are called sums, of each; at least so many are tried."""
LISTED, NEAR, FAR, LONGEST = 3, 3.0, 1e-6, 10_000
UNITS = {"unit", "sector", "zone", "school", "kindergarten"}
"""Keys among which the municipality itself is no row like the others."""


def unlike(match: Match, rows: Rows, called: pl.Series) -> dict[int, tuple[str, str]]:
    """Give row of the file → name and kind of those that are called sums and are none."""
    marked = called.arg_true().to_list()
    every = numeric(match, rows)
    fields = [f for f in every if family(f) != "share" and not is_rate(f)] or every
    values = _values(rows, fields) if fields else np.zeros((len(rows.numbers), 0))
    free, found, before = ~called.to_numpy(), dict[int, tuple[str, str]](), 0
    seen = free & ~rows.numbers.is_in(match.grid.hidden_rows).to_numpy()
    held = [f for f in match.table.own_fields() if f.key and f.name in rows.columns]
    keys = [plain_keys(rows.columns[f.name]) for f in held]
    named = [key.str.contains(f"{SUM}|{SUM_OF}") for key in keys]
    slack = np.array([_slack(f) for f in fields])
    left = max(COMPARED // len(free), LEAST)
    for at in marked:
        block, before = slice(before, at), at + 1
        there = np.isfinite(values[at])
        near = [np.nansum(values[block][free[block]], axis=0)]
        near += [values[i] for i in (at - 1, at + 1) if 0 <= i < len(free) and free[i]]
        if any(np.allclose(n[there], values[at][there], rtol=1e-9, atol=0) for n in near):
            continue
        kind, name, same, left = _("etter navnet en sum"), "", free, left - 1
        for key, says in zip(keys, named, strict=True):
            name = name or (key[at] if says[at] else "")
            if left >= 0 and key[at] and not says[at]:
                same = same & (key == key[at]).to_numpy()
        if left >= 0:
            tried = {m.tobytes(): m for m in (same, free, same & seen, seen)}
            if any(_is_sum(values, parts, at, slack) for parts in tried.values()):
                continue
            parts = values[block][free[block]] if len(marked) > 1 else values[same]
            kind = _sum_only(values[at], parts if len(parts) else values[free])
        found[int(rows.numbers[at])] = name, kind
    return found


def _slack(field: OwnField) -> float:
    """Give how many roundings a sum may be off: none of what is counted, and any of no money."""
    return 0.0 if field.dtype().is_integer() else 1.0 if field.unit == "kr" else math.inf


def _is_sum(values: sums.Values, parts: sums.Mask, at: int, slack: sums.Values) -> bool:
    """Say whether a row is the sum of others, or of those before or after it.

    All its amounts are sums then; what is counted is one exactly, or not at all.
    """
    mine = parts.copy()
    mine[at] = True
    held, place = values[mine][:, None, :], int(mine[:at].sum())
    total = sums.as_total(held, parts[mine], place)
    if total is None or total.mean:
        return total is not None
    found = held[list(total.parts), 0]
    off = np.nan_to_num(np.abs(values[at] - np.nansum(found, axis=0)))
    off[~np.isfinite(found).any(axis=0)] = 0
    rounded = sums.grain(held)[0] * (math.sqrt(len(found)) + 1) / 2
    near = np.where(slack == 0, (off > 0) & (off <= NEAR), off > rounded * (1 + 1e-9) + 1e-6)
    return not (near & np.isfinite(slack)).any()


def _sum_only(row: sums.Values, others: sums.Values) -> str:
    """Say what a row that is called a sum is, and what the others come to."""
    held = np.flatnonzero(np.isfinite(row))
    if not len(held):
        return _("etter navnet en sum, men ikke summen av de andre")
    off = np.abs(row - np.nansum(others, axis=0)) / (np.abs(row) + 1)
    held = held[[np.argmax(off[held] > FAR)]]  # the first that is not
    return _("etter navnet en sum, men er {value}, mens de andre er {sum} til sammen").format(
        value=written(float(row[held[0]])), sum=written(float(np.nansum(others[:, held[0]])))
    )


def _values(rows: Rows, fields: Sequence[OwnField]) -> NDArray[np.float64]:
    """Give the numbers of the rows, (row, field)."""
    held = (s.cast(pl.Float64).to_numpy() for s in numbers_of(rows, fields))
    return np.column_stack([*held])


def repeats(match: Match, rows: Rows, code: str) -> Iterator[Repeat]:
    """Give the rows that are the sum or mean of others with the same other keys.

    Totals are looked for along each key of text, and along all of them at once.
    """
    fields, keys = numeric(match, rows), text_keys(match, rows)
    adds = [i for i, f in enumerate(fields) if family(f) != "share" and not is_rate(f)]
    others = [f for f in match.table.own_fields() if f.key and f not in keys]
    values = _values(rows, fields)
    ways = [[k] for k in keys] + [keys] * (len(keys) > 1 and not all(k.choices for k in keys))
    for way in ways or [[]]:
        rest = [f for f in (*keys, *others) if f not in way and f.name in rows.columns]
        names = [plain_keys(rows.columns[f.name]) for f in way]
        group = [plain_keys(rows.columns[f.name]) for f in rest] if way else []
        size = len(rows.numbers)
        coded = *_codes(names, size, alone=True), _codes(group, size)[0]
        along = _Along(match, way, *coded, _own_names(code), _below(rows, way, coded[0]), adds)
        yield from along.held(values)


def _below(rows: Rows, way: Sequence[OwnField], name: NDArray[np.intp]) -> list[Part]:
    """Give the rows whose names, as they are written, say that others are below them."""
    if len(way) != 1 or len(name) > LONGEST:
        return []
    text, first = rows.columns[way[0].name].text, np.unique(name, return_index=True)[1]
    names = ["" if (cell := text[int(i)]) is None else cell for i in first]
    return families(names, name[first])


def _own_names(code: str) -> list[str]:
    """Give what a row of the whole municipality is called, beside the words for sums."""
    with suppress(UnknownMunicipalityError):
        place = municipality(code)
        names = {place.name, place.official_name, *place.names.values()}
        names |= {f"{n} {kind}" for n in names for kind in ("kommune", "herad")} | {"Kommunen"}
        return [f(n) for n in names for f in (str, str.lower, str.upper, str.title)]
    return []


def _codes(
    keys: Sequence[pl.Series], size: int, *, alone: bool = False
) -> tuple[NDArray[np.intp], pl.Series]:
    """Number the different keys in the order they are met, and give them.

    Without any, each row is alone or all are one.
    """
    if not keys:
        codes = np.arange(size) if alone else np.zeros(size, dtype=np.intp)
        return codes, pl.repeat("", int(codes[-1]) + 1, dtype=pl.String, eager=True)
    several = len(keys) > 1
    joined = pl.select(pl.concat_str(keys, separator=" ")).to_series() if several else keys[0]
    if joined.n_unique() == size:
        return np.arange(size), joined
    first = joined.unique(maintain_order=True)
    return joined.cast(pl.Enum(first)).to_physical().to_numpy().astype(np.intp), first


@dataclass(frozen=True, slots=True)
class _Along:
    """Rows by name, along one or more keys, and by group, which the other keys are."""

    match: Match
    way: Sequence[OwnField]
    name: NDArray[np.intp]
    called: pl.Series
    group: NDArray[np.intp]
    own: list[str]
    below: list[Part]
    adds: list[int]

    def held(self, values: NDArray[np.float64]) -> Iterator[Repeat]:
        """Give the rows that others give."""
        n, m = len(self.called), int(self.group.max()) + 1
        may = self._may()
        if n < FEWEST or not may.any():
            return
        named, own = self._named() & may, self._own() & may
        named |= own
        free, found = ~named, {}
        if n * m * values.shape[1] > DENSE:
            whole = sums.whole(values, self.name, self.group)
            found = dict.fromkeys((i for i in whole if may[i]), _("summen av andre"))
            free[list(found)] = False
            found |= dict.fromkeys(map(int, np.flatnonzero(named)), _("etter navnet en sum"))
        else:
            table = np.full((n, m, values.shape[1]), np.nan)
            table[self.name, self.group] = values
            hinted = self.called.str.contains(WHOLE).to_numpy() & may
            laid = ordered(table[:, :, self.adds], free, may, self.below) if self._told else []
            for total in sums.totals(table, free, may, hinted, laid):
                free[total.at] = False
                found[total.at] = self._kind(total)
            for at in map(int, np.flatnonzero(named)):
                known = sums.as_total(table, free, at)
                group = int(np.isfinite(table[at]).any(axis=1).argmax())
                unknown = _sum_only(table[at, group], table[free, group])
                found[at] = self._kind(known) if known is not None else unknown
        if not found:
            return
        parts = np.zeros(m, dtype=np.bool_)
        parts[self.group[free[self.name]]] = True
        repeated = np.flatnonzero(np.isin(self.name, list(found)) & parts[self.group])
        for i in map(int, repeated):
            at = int(self.name[i])
            yield Repeat(i, found[at], self._called(at) if self._told else "")

    @property
    def _told(self) -> bool:
        """Say whether names may be told: those of persons never are."""
        return not self.match.table.personal and not any(f.pseudonym for f in self.way)

    def _named(self) -> sums.Mask:
        named = self.called.str.contains(NAMED)
        return (named & ~self.called.str.contains(PROPER) if named.any() else named).to_numpy()

    def _own(self) -> sums.Mask:
        """Say which names are the municipality's own, where it is not one of many."""
        of_units = any(f.name in UNITS for f in self.way)
        own = self.called.is_in(self.own if of_units else [])
        many = own.any() and (self.called.str.contains(r"(?i)\w kommune$") & ~own).any()
        return (own & (not many)).to_numpy()

    def _called(self, at: int) -> str:
        return heading_text(self.called[at])

    def _may(self) -> NDArray[np.bool_]:
        """Say which names may be those of totals: of a list of choices, only «alle»."""
        choices = [f for f in self.way if f.choices]
        if not choices or len(self.way) > 1:
            return np.ones(len(self.called), dtype=np.bool_)
        every = choices[0].choices.get("all", "")
        return ((self.called == every) & (self.called != "")).to_numpy()

    def _kind(self, total: sums.Total) -> str:
        if total.mean:
            return _("snittet av andre")
        if len(total.parts) > LISTED or not self._told:
            return _("summen av andre")
        *first, last = (f"«{self._called(i)}»" for i in total.parts)
        return _("summen av {names} og {last}").format(names=", ".join(first), last=last)
