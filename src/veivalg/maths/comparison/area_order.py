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


def standing(
    years: Iterable[AreaYear], own: str, members: Collection[str], full: float, share: WageShare
) -> Standing | None:
    """Rank a municipality by cost per inhabitant of average need, all at the full rate of tax.

    Parameters
    ----------
    years
        The year that is ranked first, then others whose order widens the interval.
    full
        The full rate of employer's tax.

    Returns
    -------
    Standing or None
        The interval holds the place at every w of its range, and in every year.
    """
    places: list[tuple[int, int]] = []
    for year in years:
        # Two municipalities change places once at most as w rises, but not at the ends alone.
        for w in (share.value, *np.linspace(share.low, share.high, _GRID)):
            found = _position(year, own, members, full, float(w))
            if found is None and not places:
                return None
            places += [found] if found else []
    (position, of), numbers = places[0], [p for p, _of in places]
    return Standing(position, of, min(numbers), min(max(numbers), of))


def _position(
    year: AreaYear, own: str, members: Collection[str], full: float, share: float
) -> tuple[int, int] | None:
    if own not in year.codes or not enough(year, members):
        return None
    levels = year.at_rate(full, share) / year.weights(need=True)
    mine, others = levels[year.index(own)], levels[year.mask(members) & np.isfinite(levels)]
    if not np.isfinite(mine) or len(others) < 2:
        return None
    return 1 + int((others < mine).sum()), len(others)
