"""Fixed prices and what growth is made of (M13): demography, price and volume per need."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

DEMOGRAPHY, PRICE, VOLUME = "demography", "price", "volume"
FACTORS = (DEMOGRAPHY, PRICE, VOLUME)


def chain(growth: Mapping[int, float], base: int) -> dict[int, float]:
    """Give the price level of every year from yearly growth, the base year = 1.

    Parameters
    ----------
    growth
        Year → growth from the year before, as a share. The first year's own growth also gives the
        level of the year before it.

    Returns
    -------
    dict
        Year → level, for the unbroken run of years around `base`; empty when the base year can't be
        placed.

    Examples
    --------
    >>> {y: round(level, 4) for y, level in chain({2021: 0.10, 2022: 0.05}, 2021).items()}
    {2020: 0.9091, 2021: 1.0, 2022: 1.05}
    """
    if base not in growth and base + 1 not in growth:
        return {}
    levels, year = {base: 1.0}, base
    while year + 1 in growth:
        levels[year + 1] = levels[year] * (1 + growth[year + 1])
        year += 1
    year = base
    while year in growth:
        levels[year - 1] = levels[year] / (1 + growth[year])
        year -= 1
    return dict(sorted(levels.items()))


def real(
    nominal: Mapping[int, float | None], growth: Mapping[int, float], base: int
) -> dict[int, float | None]:
    """Give a series in the prices of the base year: ``nominal[t]·D[base]/D[t]``.

    A year without a value or a price level is None, never 0 and never left nominal.

    Examples
    --------
    >>> real({2021: 100.0, 2022: 110.0, 2023: None}, {2022: 0.25}, 2022)
    {2021: 125.0, 2022: 110.0, 2023: None}
    """
    levels = chain(growth, base)
    return {
        year: None if value is None or year not in levels else value / levels[year]
        for year, value in nominal.items()
    }


def growth_between(
    series: Mapping[int, float | None], first: int, last: int
) -> tuple[float, float] | None:
    """Give the change from `first` to `last` in the series' unit and as a share, or None."""
    start, end = series.get(first), series.get(last)
    if start is None or end is None or start == 0:
        return None
    return end - start, end / start - 1


@dataclass(frozen=True, slots=True)
class Level:
    """Spending in a year and two of the three things it is the product of.

    Parameters
    ----------
    spending
        Nominal kroner.
    need
        Inhabitants in need, in any unit that is the same in both years (above 0).
    price
        Price level (above 0).
    """

    spending: float
    need: float
    price: float

    def __post_init__(self) -> None:
        """Refuse a need or a price that nothing can be divided by."""
        if not (self.need > 0 and self.price > 0 and math.isfinite(self.spending)):
            raise ValueError(f"need and price must be above 0, spending finite: {self!r}")

    @property
    def volume(self) -> float:
        """Give the volume per inhabitant in need: spending in fixed prices by need."""
        return self.spending / (self.need * self.price)


@dataclass(frozen=True, slots=True)
class Growth:
    """A change in nominal spending and its three parts, in kroner; the parts sum to it."""

    start: float
    end: float
    demography: float
    price: float
    volume: float

    @property
    def total(self) -> float:
        """Give the whole change."""
        return self.end - self.start

    @property
    def real(self) -> float:
        """Give the change that isn't price."""
        return self.demography + self.volume

    def part(self, factor: str) -> float:
        """Give one part by its name in `FACTORS`."""
        return {DEMOGRAPHY: self.demography, PRICE: self.price, VOLUME: self.volume}[factor]

    def __add__(self, other: Growth) -> Growth:
        """Put two sectors together."""
        return Growth(
            self.start + other.start,
            self.end + other.end,
            self.demography + other.demography,
            self.price + other.price,
            self.volume + other.volume,
        )


def split_growth(start: Level, end: Level) -> Growth:
    """Split a change in spending into demography, price and volume per need (Shapley).

    Spending is need × price × volume. Each factor's part is the mean, over the six orders in which
    the factors can be moved, of the change when it is moved; so no factor gets the interaction by
    coming last, and the parts sum to the change exactly. Spending of 0 or below is allowed.

    Examples
    --------
    >>> split_growth(Level(100, 10, 1.0), Level(220, 11, 2.0)).volume
    0.0
    """
    before = (start.need, start.price, start.volume)
    after = (end.need, end.price, end.volume)
    parts = [0.0, 0.0, 0.0]
    orders = list(permutations(range(3)))
    for order in orders:
        now = list(before)
        for factor in order:
            value = math.prod(now)
            now[factor] = after[factor]
            parts[factor] += math.prod(now) - value
    need, price, volume = (part / len(orders) for part in parts)
    return Growth(start.spending, end.spending, need, price, volume)


def total_growth(parts: Sequence[Growth]) -> Growth | None:
    """Add the sectors' growth; None when there is none."""
    if not parts:
        return None
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
