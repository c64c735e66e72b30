"""Places needed at a coverage rate, when they are needed, and what a programme gives (M15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """New places that open on 1 January of a year (``name`` as shown to people)."""

    name: str
    year: int
    places: float


def coverage(places: float | None, persons: float | None) -> float | None:
    """Give places per person in the group, as a fraction; None when it can't be told.

    Examples
    --------
    >>> round(coverage(237, 1386), 3)
    0.171
    """
    return places / persons if places is not None and persons else None


def places_needed(rate: float, persons: Mapping[int, float | None]) -> dict[int, float | None]:
    """Give places needed by year at a fixed coverage rate.

    Examples
    --------
    >>> places_needed(0.10, {2040: 2600})
    {2040: 260.0}
    """
    return {year: None if n is None else rate * n for year, n in persons.items()}


def first_year_reached(
    needed: Mapping[int, float | None], places_now: float, extra: float, since: int
) -> int | None:
    """Give the first year from `since` on when need is `extra` places above today; None if never.

    The year it begins counts too: at another coverage than today's it can be so already.

    Examples
    --------
    >>> first_year_reached({2026: 240, 2030: 255, 2040: 262}, 237, 23, 2026)
    2040
    >>> first_year_reached({2026: 262, 2030: 270}, 237, 23, 2026)
    2026
    """
    for year in sorted(needed):
        value = needed[year]
        if year >= since and value is not None and value - places_now >= extra:
            return year
    return None


def capacity(
    places_now: float, openings: Sequence[Opening], years: Sequence[int]
) -> dict[int, float]:
    """Give places in each year: today's and all that have opened by then.

    Examples
    --------
    >>> capacity(100, [Opening("Ytteren", 2030, 40)], [2029, 2030])
    {2029: 100, 2030: 140}
    """
    return {year: places_now + sum(o.places for o in openings if o.year <= year) for year in years}


def shortage(
    needed: Mapping[int, float | None], available: Mapping[int, float]
) -> dict[int, float | None]:
    """Give the places lacking each year; 0 when there are enough, None when need is unknown."""
    return {
        year: None if value is None else max(value - available[year], 0.0)
        for year, value in needed.items()
    }


def yearly_cost(places_lacking: float, cost_per_place: float) -> float:
    """Give NOK a year for that many places at `cost_per_place` NOK a year."""
    return places_lacking * cost_per_place


def implied_start(
    extra_low: float, extra_high: float, rate_low: float, rate_high: float, rate_now: float
) -> tuple[float, float, float]:
    """Solve what a printed pair of targets implies (Rana: 10–12 %, 23–75 places, 17.1 %).

    From ``rate_low·N1 − P0 = extra_low`` and ``rate_high·N1 − P0 = extra_high``.

    Returns
    -------
    tuple
        ``(N1, P0, N0)``: persons then, places now, persons now.

    Examples
    --------
    >>> [round(x) for x in implied_start(23, 75, 0.10, 0.12, 0.171)]
    [2600, 237, 1386]
    """
    persons_then = (extra_high - extra_low) / (rate_high - rate_low)
    places_now = rate_low * persons_then - extra_low
    return persons_then, places_now, places_now / rate_now
