"""Which rows of numbers are sums or means of others, and how sure arithmetic alone makes it.

Evidence is counted in digits: that 7-digit numbers agree by chance is ten million to one. What is
rounded has fewer digits than it seems; every way tried to find parts makes chance likelier; and
small numbers agree often, so that half a digit of each is no evidence.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.own.intake.called import FEWEST

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
Found = tuple[int, Places, float]
"""A row, its parts, and how many ways were tried to find them."""
SURE, LIKELY, HINTED = 2.7, 1.5, -0.5
"""Digits that must agree: of any row, of a first or last row that all others give, and of a row
with the name of the whole."""
CHANCE = 0.5
SUBSETS = 18
"""So many rows can be put together in every way."""
MOST, TRIED = 200, 40
_POWERS = (1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1.0, 1e-1, 1e-2, 1e-3, 1e-4)


@dataclass(frozen=True, slots=True)
class Total:
    """A row that others give: its place, which they are, the mean of them or not, and evidence."""

    at: int
    parts: tuple[int, ...]
    mean: bool
    digits: float


def totals(
    values: Values, free: Mask, may: Mask, hinted: Mask, known: Iterable[Total]
) -> list[Total]:
    """Give the rows that are sums or means of others, the surest first.

    Parameters
    ----------
    values
        (row, group, field); a sum holds within each group and field. NaN where there is none.
    free, may
        Rows that may be parts, and those of them that may be totals.
    hinted
        Rows whose name hints at the whole.
    known
        Totals the order of the rows gives.
    """
    found, free = list(known), free.copy()
    free[[total.at for total in found]] = False
    while len(found) < MOST and free.sum() >= FEWEST:
        best = max(_candidates(values, free, may, hinted), key=lambda c: c[1], default=None)
        if best is None:
            break
        free[best[0].at] = False
        found.append(best[0])
    return found


def whole(values: Values, name: Places, group: Places) -> list[int]:
    """Give the names whose rows are the sum of all others in their groups, in tables too large.

    Where there are sums of parts too, all rows of a group come to the total two, three or four
    times.
    """
    size, alone = np.bincount(group), not group.any()
    digits = np.zeros(int(name.max()) + 1)
    for column in values.T:
        held = np.nan_to_num(column)
        every = np.bincount(group, held)
        # Few of a million rows are a fourth of all or more, and only those can be it.
        least = np.abs(every) / 5
        large = np.flatnonzero(np.abs(held) >= (least[0] if alone else least[group]))
        large = large[(held[large] != 0) & (size[group[large]] > FEWEST)]
        one, all_of = held[large], every[group[large]]
        off = [np.abs(times * one - all_of) <= 1e-9 * np.abs(all_of) for times in (2, 3, 4)]
        agree = large[np.logical_or.reduce(off)]
        worth = np.maximum(np.log10(np.abs(held[agree]) + 1) - CHANCE, 0)
        np.add.at(digits, name[agree], worth)
    return [int(i) for i in np.flatnonzero(digits >= SURE)]


def as_total(values: Values, free: Mask, at: int) -> Total | None:
    """Say what a row with the name of a total is of the free rows; None when it is nothing."""
    tried = [(p, m, 1.0) for p in _beside(values, free, at) for m in (False, True)]
    order = np.flatnonzero(free | (np.arange(len(free)) == at))
    blocks = _blocks(values, order, order == at, 2.0 * len(order))
    tried += [(parts, False, ways) for _at, parts, ways in blocks]
    held = [_judged(values, at, parts, mean=mean, ways=ways) for parts, mean, ways in tried]
    found = max((t for t in held if t is not None), key=lambda t: t.digits, default=None)
    return found if found is not None and found.digits > HINTED else None


def _beside(values: Values, free: Mask, at: int) -> Iterator[Places]:
    """Give all the free rows, and those before and after a row up to the next that is not free."""
    every = np.flatnonzero(free)
    yield every[every != at]
    taken = np.flatnonzero(~free)
    above, below = taken[taken < at], taken[taken > at]
    start, end = (above[-1] if len(above) else -1), (below[0] if len(below) else len(values))
    yield every[(every > start) & (every < at)]
    yield every[(every > at) & (every < end)]


def _candidates(
    values: Values, free: Mask, may: Mask, hinted: Mask
) -> Iterator[tuple[Total, float]]:
    """Give totals with what is left of their evidence when it is held against what is needed."""
    order = np.flatnonzero(free)
    held = values[order]
    each = np.log10(np.nan_to_num(np.abs(held)) / grain(held) + 1)
    most, any_most = each.sum((1, 2)), each.max(0).sum()
    for mean, needed in ((False, LIKELY), (True, SURE)):
        enough = any_most - math.log10(len(order)) if mean else most
        able = may[order] & (hinted[order] | (enough >= needed))
        for at in _worth(values, order, able, mean=mean):
            parts = order[order != at]
            edge = at in (order[0], order[-1]) and len(parts) >= FEWEST
            least = HINTED if hinted[at] else LIKELY if edge and not mean else SURE
            ways = float(len(order)) if mean else 1.0
            total = _judged(values, at, parts, mean=mean, ways=ways)
            if total is not None and total.digits >= least:
                yield total, total.digits - least
    for at, parts, ways in _searched(values, order, may[order], most - SURE):
        total = _judged(values, at, parts, mean=False, ways=ways)
        if total is not None and total.digits >= SURE:
            yield total, total.digits - SURE


def _searched(values: Values, order: Places, may: Mask, most: Values) -> Iterator[Found]:
    """Give the rows that may be sums of some others, where their digits can be evidence enough."""
    n = len(order)
    yield from _blocks(values, order, may & (most >= math.log10(2 * n)), 2.0 * n)
    if n <= SUBSETS:
        ways = 2.0 ** (n - 1)
        yield from _subsets(values, order, may & (most >= math.log10(ways)), ways)


def _worth(values: Values, order: Places, able: Mask, *, mean: bool) -> list[int]:
    """Give the rows that are the sum, or the mean, of all the others somewhere."""
    held = values[order]
    every, there = np.nansum(held, axis=0), np.isfinite(held)
    size, unit = there.sum(axis=0), grain(held)
    with np.errstate(invalid="ignore", divide="ignore"):
        off = held - every / size if mean else 2 * held - every
        agree = np.abs(off) <= (unit if mean else unit * (np.sqrt(size) + 1))
    near = (there & (size > 2) & (held != 0) & agree).any(axis=(1, 2)) & able
    return [int(i) for i in order[near]][:MOST]


def grain(values: Values) -> Values:
    """Give the largest power of ten all numbers of a column are whole multiples of.

    Examples
    --------
    >>> float(grain(np.array([2500.0, 100.0]))), float(grain(np.array([0.25, 3.0])))
    (100.0, 0.01)
    """
    found = np.full(values.shape[1:], _POWERS[-1])
    done = np.zeros(values.shape[1:], dtype=np.bool_)
    for power in _POWERS:
        off = np.abs(values - np.rint(values / power) * power)
        with np.errstate(invalid="ignore"):
            whole = ~(off > 1e-9 * (np.abs(values) + 1)).any(axis=0)
        found = np.where(whole & ~done, power, found)
        done |= whole
    return found


def _judged(values: Values, at: int, parts: Places, *, mean: bool, ways: float) -> Total | None:
    """Give a row as the total of parts with its evidence; None when nothing agrees."""
    if len(parts) < 2:
        return None
    row, held = values[at], values[parts]
    size = np.isfinite(held).sum(axis=0)
    wanted = np.nansum(held, axis=0)
    unit = grain(np.concatenate([held, row[None]]))
    there = np.isfinite(row) & (size > 0) & (row != 0)
    if mean:
        wanted = wanted / np.maximum(size, 1)
        there &= size > 1
        spread = 2 * np.std(np.where(np.isfinite(held), held, row), axis=0)
        slack = unit / 2
    else:
        spread, slack = np.abs(row), unit * (np.sqrt(size) + 1) / 2
    off = np.abs(np.where(there, row - wanted, 0))
    agree = there & (off <= slack * (1 + 1e-9) + 1e-9 * np.abs(wanted))
    if not agree.any():
        return None
    exact = np.where(mean, 1, 2 * np.rint(off / unit) + 1)
    digits = np.maximum(np.log10(spread / (unit * exact) + 1) - CHANCE, 0)
    fields = [
        _of_field(row[:, f], digits[:, f], agree[:, f], there[:, f]) for f in range(row.shape[1])
    ]
    tried = max(sum(there.any(axis=0)), 1)
    total = sum(fields) - math.log10(tried) - math.log10(ways)
    return Total(at, tuple(map(int, parts)), mean, float(total))


def _of_field(row: Values, digits: Values, agree: Mask, there: Mask) -> float:
    """Add up a field's evidence; a number that is repeated from group to group counts once."""
    first = np.unique(np.where(agree, row, np.nan), return_index=True)[1]
    n, k = int(there.sum()), int(agree.sum())
    chosen = (math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)) / math.log(10)
    return max(float(digits[first][agree[first]].sum()) - chosen, 0.0)


def _signs(values: Values, order: Places) -> Iterator[tuple[Values, float]]:
    """Give a number for each row that adds up as the row does, and how it is rounded.

    Of each field: all groups together, with weights no sum by chance agrees in, and the last alone.
    """
    held = np.nan_to_num(values[order])
    groups = held.shape[1]
    weights = 1 + np.modf(np.arange(groups) * math.sqrt(2))[0]
    for f in range(held.shape[2]):
        unit = float(grain(held[:, :, f]).min())
        yield held[:, :, f] @ weights, unit * groups
        if groups > 1:
            yield held[:, -1, f], unit


def _blocks(values: Values, order: Places, able: Mask, ways: float) -> Iterator[Found]:
    """Give the rows that may be the sum of the rows right before or right after them."""
    for sign, unit in _signs(values, order):
        summed = np.concatenate([[0.0], np.cumsum(sign)])
        rank = np.argsort(summed, kind="stable")
        place = summed[rank]
        for wanted, after in ((summed[1:] + sign, True), (summed[:-1] - sign, False)):
            low = np.searchsorted(place, wanted - 1.5 * unit)
            high = np.searchsorted(place, wanted + 1.5 * unit, side="right")
            for i in np.flatnonzero(able & (high > low) & (sign != 0))[:MOST]:
                for j in rank[low[i] : high[i]][:TRIED]:
                    block = order[i + 1 : j] if after else order[j:i]
                    if len(block) > 1:
                        yield int(order[i]), block, ways


def _subsets(values: Values, order: Places, able: Mask, ways: float) -> Iterator[Found]:
    """Give the rows that may be the sum of any others, where there are few enough to try all."""
    half = len(order) // 2
    for sign, unit in _signs(values, order):
        left, right = _all_sums(sign[:half]), _all_sums(sign[half:])
        rank = np.argsort(right, kind="stable")
        place = right[rank]
        for i in np.flatnonzero(able & (sign != 0)):
            rest = sign[i] - left
            low = np.searchsorted(place, rest - unit / 100)
            high = np.searchsorted(place, rest + unit / 100, side="right")
            for a in np.flatnonzero(high > low)[:TRIED]:
                for b in rank[low[a] : high[a]][:TRIED]:
                    chosen = int(a) | int(b) << half
                    parts = [j for j in range(len(order)) if chosen >> j & 1 and sign[j]]
                    if len(parts) > 1 and i not in parts:
                        yield int(order[i]), order[parts], ways


def _all_sums(sign: Values) -> Values:
    """Give the sum of every choice of numbers; the bits of its place say which."""
    found = np.zeros(1)
    for value in sign:
        found = np.concatenate([found, found + value])
    return found
