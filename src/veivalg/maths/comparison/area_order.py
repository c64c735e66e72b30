"""Who is cheaper: the best quarter of a group, and a place in its order with the places around it.

Method M4, on the areas of `veivalg.maths.comparison.area_year`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.maths.comparison.area_gaps import (
    LITTLE,
    NEAR_ZERO,
    PEOPLE_MOVE,
    WageShare,
    expected,
    movers,
)
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
        year.codes[at], before + 1, len(known), float(amounts[here] - levels[at] * weights[here])
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in the order of a group, 1 the cheapest, and the places it may take."""

    position: int
    of: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Members whose own cost gives no place in an order, each for one reason.

    Grants make most of it in `little`: then that it moved, too, tells nothing more.
    """

    moved: frozenset[str] = frozenset()
    little: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Give all of them."""
        return self.moved | self.little


def left_out(
    now: AreaYear, before: AreaYear | None, members: Collection[str], share: float
) -> LeftOut:
    """Name the members whose comparison doesn't hold, by the rules of a gap (`compare_area`).

    That its own cost moved is known of a member also where that of most others isn't.
    """
    group = now.mask(members)
    moved = set(movers(now, before, members)) if before is not None else set()
    little = {
        code
        for code, amount in zip(now.codes, now.amounts, strict=True)
        if code in members
        and amount < (LITTLE if code in moved else NEAR_ZERO) * expected(now, code, group, share)
    }
    return LeftOut(frozenset(moved - little), frozenset(little))


def other_people(now: AreaYear, before: AreaYear) -> dict[str, float]:
    """Give the inhabitants a year earlier of those whose number has changed much since."""
    earlier = dict(zip(before.codes, before.people, strict=True))
    return {
        code: float(earlier[code])
        for code, people in zip(now.codes, now.people, strict=True)
        if earlier.get(code) and abs(people / earlier[code] - 1) > PEOPLE_MOVE
    }


def standings(
    years: Iterable[AreaYear],
    members: Collection[str],
    full: float,
    share: WageShare,
    people: Mapping[str, float] | None = None,
) -> dict[str, Standing]:
    """Rank municipalities by cost per inhabitant of average need, all at the full rate of tax.

    Parameters
    ----------
    years
        The year that is ranked first, then others whose order widens the interval.
    members
        Those that are ranked, without those that are `left_out`.
    full
        The full rate of employer's tax.
    people
        Municipality → inhabitants the need index was made of, where they differ much.

    Returns
    -------
    dict
        Municipality → place; one without an amount or a need index is absent. The interval holds
        the place at every w of its range, in every year, and with either count of people.
    """
    first: dict[str, int] = {}
    places: dict[str, list[int]] = {}
    for year in years:
        otherwise = {} if first else people or {}
        # Two municipalities change places once at most as w rises, but not at the ends alone.
        for w in (share.value, *np.linspace(share.low, share.high, _GRID)):
            found = _positions(year, members, full, float(w))
            first = first or found
            if not first:
                return {}
            for code, place in found.items():
                places.setdefault(code, []).append(place)
            for code in otherwise.keys() & found.keys():
                counted = year.with_people(code, otherwise[code])
                places[code].append(_positions(counted, members, full, float(w))[code])
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
