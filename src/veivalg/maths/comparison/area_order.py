"""Who is cheaper: the best quarter of a group, and a place in its order with the places around it.

Method M4, on the areas of `veivalg.maths.comparison.area_year`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from veivalg.maths.comparison.area_gaps import WageShare
from veivalg.maths.comparison.area_year import AreaYear, Mask, enough

_GRID = 6


@dataclass(frozen=True, slots=True)
class Quarter:
    """The best quarter of a group in one area: who stands there, and the gap to it, NOK."""

    member: str
    position: int
    of: int
    gap: float


def best_quarter(year: AreaYear, own: str, members: Mask, share: float = 0.0) -> Quarter | None:
    """Give the gap to the member with ⌊n/4⌋ cheaper ones before it, or None without a group."""
    here = year.index(own)
    amounts, weights = year.at_rate(year.rates[here], share), year.weights(need=True)
    levels = np.where(members, amounts / weights, np.nan)
    known = np.flatnonzero(np.isfinite(levels))
    if len(known) < 2 or not np.isfinite(weights[here]):
        return None
    before = len(known) // 4
    at = known[np.argsort(levels[known], kind="stable")][before]
    return Quarter(
        year.codes[at],
        before + 1,
        len(known),
        float(amounts[here] - levels[at] * weights[here]),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in the order of a group, 1 the cheapest, and the places it may take."""

    position: int
    of: int
    low: int
    high: int


def standings(
    years: Iterable[AreaYear], members: Collection[str], full: float, share: WageShare
) -> dict[str, Standing]:
    """Rank municipalities by cost per inhabitant of average need, all at the full rate of tax.

    Parameters
    ----------
    years
        The year that is ranked first, then others whose order widens the interval.
    full
        The full rate of employer's tax.

    Returns
    -------
    dict
        Municipality → place; one without an amount or a need index is absent. The interval holds
        the place at every w of its range, and in every year.
    """
    first: dict[str, int] = {}
    places: dict[str, list[int]] = {}
    for year in years:
        # Two municipalities change places once at most as w rises, but not at the ends alone.
        for w in (share.value, *np.linspace(share.low, share.high, _GRID)):
            found = _positions(year, members, full, float(w))
            first = first or found
            if not first:
                return {}
            for code, place in found.items():
                places.setdefault(code, []).append(place)
    of = len(first)
    return {
        code: Standing(place, of, min(places[code]), min(max(places[code]), of))
        for code, place in first.items()
    }


def average_need_levels(year: AreaYear, full: float, share: float) -> dict[str, float]:
    """Give what is ranked: NOK per inhabitant of average need, at the full rate of tax."""
    levels = year.at_rate(full, share) / year.weights(need=True)
    known = np.isfinite(levels)
    return {
        code: float(level) for code, level, k in zip(year.codes, levels, known, strict=True) if k
    }


def _positions(
    year: AreaYear, members: Collection[str], full: float, share: float
) -> dict[str, int]:
    if not enough(year, members):
        return {}
    levels = average_need_levels(year, full, share)
    held = {code: level for code, level in levels.items() if code in members}
    if len(held) < 2:
        return {}
    ordered = np.sort(list(held.values()))
    found = np.searchsorted(ordered, list(held.values()), side="left") + 1
    return dict(zip(held, (int(n) for n in found), strict=True))
