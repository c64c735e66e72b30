"""Sums that the order of the rows gives away, where round amounts are no evidence by themselves.

A sum stands beside its parts. Of round amounts some row is often the sum of its neighbours anyway,
and how often is tried: the same sizes, as round as they are, in another order. What so seldom comes
of itself is asked about. A row that is the sum of all the others, or of all there is on one side of
it in a short list, always is, and so is one whose parts are set in below it or have its code first.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from veivalg.own.intake.called import FEWEST
from veivalg.own.intake.sums import Mask, Places, Total, Values, grain

Part = tuple[int, Places]
"""A row, and the rows that are its parts."""
SHORT, LONG, PARTS = 6, 100, 15
"""Rows of a short list, rows that are tried in other orders, and parts a sum has at most there."""
TRIES, SELDOM = 400, 0.08
"""Orders that are tried, and share of them that may have as many rows explained."""
ROUND, NEAR = 100.0, 0.005
"""How many times rounder than the others a rounded sum is, and share of it that rounding is."""
_SET_IN = re.compile(r"[ \t\u00a0\u2003]*")
_CODE = re.compile(r"\s*((?:[A-ZÆØÅ](?=[.\s\d]))?\.?\d*(?:\.\d+)*)(?![^\W_])")


def ordered(values: Values, free: Mask, may: Mask, below: Sequence[Part]) -> list[Total]:
    """Give the rows that are sums of those beside them.

    Parameters
    ----------
    values
        (row, group, field); a sum holds in each group and field.
    free, may
        Rows that may be parts, and those of them that may be totals.
    below
        Rows with those that are set in below them, or have their code first.
    """
    found, free = list[Total](), free & (np.nan_to_num(values) != 0).any(axis=(1, 2))
    while free.sum() >= FEWEST:
        held = list(_one_step(values, np.flatnonzero(free), may, below))
        if not held:
            return found
        free[[at for at, _parts in held]] = False
        found += [Total(at, tuple(map(int, parts)), False, 0.0) for at, parts in held]
    return found


def families(names: Sequence[str], codes: NDArray[np.intp]) -> list[Part]:
    """Give the rows with others set in below (or above) them, or whose codes begin with theirs.

    Parameters
    ----------
    names, codes
        What the rows are called, as it is written, and their places.
    """
    depth = [len(_SET_IN.match(name)[0]) for name in names]  # type: ignore[index]
    written = [hit[1] if (hit := _CODE.match(name)) else "" for name in names]
    code = [text.rstrip("0.") for text in written]  # «1000» has «1100» and «1200» below it

    one_size = len({len(text) for text in written if text}) == 1

    def under(one: int, other: int) -> bool:
        longer = len(written[other]) > len(written[one]) > 0
        alike = one_size and len(code[other]) > len(code[one]) > 0
        begins = written[one] if longer else code[one]
        below = (longer or alike) and written[other].startswith(begins)
        return depth[other] > depth[one] or below

    found = list[Part]()
    for lay in (range(len(names)), range(len(names) - 1, -1, -1)):
        for i, at in enumerate(lay):
            held = list[int]()
            for other in lay[i + 1 :]:
                if not under(at, other):
                    break
                if not any(under(one, other) for one in held):  # not a part of a part
                    held = [one for one in held if not under(other, one)] + [other]
            if len(held) > 1:
                found.append((int(codes[at]), codes[held]))
    return found


def _one_step(values: Values, order: Places, may: Mask, below: Sequence[Part]) -> Iterator[Part]:
    """Give the rows that all the others give, else those of families, else those in their order."""
    held, rough = np.nan_to_num(values[order]), _rough(values[order])
    whole, slack = held.sum(axis=0), _slack(held, rough, rough.sum(axis=0) - rough)
    off = np.abs(whole - 2 * held) <= np.maximum(slack, _unit(held) * 1.01)
    there = (np.isfinite(values[order]) | (whole - held == 0)).all(axis=(1, 2))
    every = np.flatnonzero(off.all(axis=(1, 2)) & there & may[order])
    if len(every):
        at = every[np.abs(held[every]).sum(axis=(1, 2)).argmax()]
        yield int(order[at]), np.delete(order, at)
        return
    place, sums = {int(at): i for i, at in enumerate(order)}, dict[int, Places]()
    for at, parts in below:
        if at in place and may[at] and len(kept := [place[p] for p in parts if p in place]) > 1:
            slack, i = _slack(held, rough, rough[kept].sum(axis=0)), place[at]
            if (np.abs(held[kept].sum(axis=0) - held[i]) <= slack[i]).all():
                sums[at] = order[kept]
    laid = {} if sums else dict(_laid(held, rough, may[order]))
    yield from sums.items() or ((int(order[at]), order[parts]) for at, parts in laid.items())


def _rough(values: Values) -> Values:
    """Give half of what each row is rounded to, where the others are much finer; else nothing."""
    own = grain(values[None])  # of each number by itself
    return np.where(own >= ROUND * grain(values), own / 2, 0.0)


def _slack(row: Values, rough: Values, of_parts: Values) -> Values:
    """Give how far from the sum of its parts a row may be, when it or they are rounded."""
    size = np.abs(row)
    return np.minimum(NEAR * size, np.maximum(rough, of_parts)) + 1e-9 * size + 1e-9


def _unit(held: Values) -> Values:
    """Give what the last digit of the numbers is, where it is little of each: they are rounded."""
    unit = grain(held)
    return np.where(unit <= NEAR * np.abs(held), unit, 0.0)


def _laid(held: Values, rough: Values, may: Mask) -> list[tuple[int, Places]]:
    """Give the sums right before or after their parts, where it is hardly by chance."""
    n, held = len(held), held.reshape(len(held), -1)
    if n > LONG:
        return []
    weights = 1 + np.modf(np.arange(held.shape[1]) * np.sqrt(2))[0]
    rough = rough.reshape(n, -1) @ weights
    best, found = max((_explained(held @ weights, rough, may, back) for back in (0, 1)), key=_many)
    if not best:
        return []
    ends = [*(at for at, _parts in found), *(p[i] for _at, p in found for i in (0, -1))]
    if n <= SHORT and {0, n - 1} & {*map(int, ends)}:
        return found
    random = np.random.default_rng(n)
    unit = np.array([np.gcd.reduce(np.rint(c * 100).astype(np.int64)) for c in held.T]) / 100
    unit = np.maximum(unit, 0.01)
    moved = random.permuted(np.tile(np.arange(n), (TRIES, 1)), axis=1)
    sizes = held[moved] * random.uniform(0.7, 1.4, (TRIES, n, 1))
    tried = (np.rint(sizes / unit) * unit) @ weights
    more = np.maximum(*(_most(tried, rough[moved], back)[0] for back in (0, 1))) >= best
    return found if more.mean() <= SELDOM else []


def _many(one: tuple[int, list[tuple[int, Places]]]) -> int:
    return one[0]


def _explained(
    row: Values, rough: Values, may: Mask, back: int
) -> tuple[int, list[tuple[int, Places]]]:
    """Give how many rows are sums or parts of them, and which, with the sums last or first."""
    best, chosen = _most(np.where(may, row, np.nan)[None], rough[None], back, row[None])
    found, end, n = list[tuple[int, Places]](), len(row), len(row)
    while end > 0:
        size = int(chosen[end, 0])
        if size:
            rows = np.arange(end - size - 1, end)
            rows = n - 1 - rows if back else rows
            found.append((int(rows[-1]), np.sort(rows[:-1])))
        end -= size + 1
    return int(best[0]), found


def _most(
    total: Values, rough: Values, back: int, part: Values | None = None
) -> tuple[Values, NDArray[np.intp]]:
    """Give how many rows of each order can be sums or parts, and how many parts end where."""
    part = total if part is None else part
    if back:
        total, rough, part = total[:, ::-1], rough[:, ::-1], part[:, ::-1]
    tries, n = total.shape
    summed, slack = (np.pad(np.cumsum(v, axis=1), ((0, 0), (1, 0))) for v in (part, rough))
    best, chosen = np.zeros((n + 1, tries)), np.zeros((n + 1, tries), dtype=np.intp)
    for end in range(1, n + 1):
        best[end] = best[end - 1]
        row, own = total[:, end - 1], rough[:, end - 1]
        for size in range(2, min(PARTS, end - 1) + 1):
            start = end - 1 - size
            off = summed[:, end - 1] - summed[:, start] - row
            fits = np.abs(off) <= _slack(row, own, slack[:, end - 1] - slack[:, start])
            better = fits & (best[start] + size + 1 > best[end])
            best[end] = np.where(better, best[start] + size + 1, best[end])
            chosen[end] = np.where(better, size, chosen[end])
    return best[n], chosen
