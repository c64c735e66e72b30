"""Brukergrupper: shares, cost by target group, and a deviation as volume, mix and price (M9)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from veivalg.tables.small_numbers import THRESHOLD

TOLERANCE = 0.10
"""Two ways to the same cost that differ by more than this are told as a fault."""

ZERO = 1e-9
PEOPLE = frozenset({"users", "places"})
"""Units that count people."""

MERGED = "merged"
ALL_AGES = "all"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a service to a user group costs a year.

    Parameters
    ----------
    gross, net
        NOK; ``net`` (after grants and user fees) may be unknown.
    volume
        Places, users or hours by ``unit``; None when unknown.
    stated
        Unit cost as the municipality has worked it out itself, NOK.
    users
        People who get the service, where ``volume`` counts something else.
    services
        The services a merged row holds; else just ``service``.
    """

    group: str
    service: str
    age: str
    gross: float
    net: float | None = None
    volume: float | None = None
    unit: str | None = None
    stated: float | None = None
    users: int | None = None
    services: tuple[str, ...] = ()

    @property
    def unit_cost(self) -> float | None:
        """Give gross cost by unit of volume."""
        return self.gross / self.volume if self.volume else None

    @property
    def few(self) -> bool:
        """Say whether the row is about one to four people or places, or nobody knows how many."""
        if not self.counted:
            return self.gross != 0
        return any(n is not None and 0 < n < THRESHOLD for n in (self.counted, self.users))

    @property
    def counted(self) -> float | None:
        """Give the people or places of the row, the fewest where both are known; else None."""
        known = (self.volume if self.unit in PEOPLE else None, self.users)
        held = [n for n in known if n is not None]
        return min((n for n in held if n > 0), default=0.0) if held else None


def shares(amounts: Mapping[str, float]) -> dict[str, float]:
    """Give each group's share of the whole; empty when there is nothing to share.

    Examples
    --------
    >>> shares({"other": 73.0, "disability": 20.0, "mental_health": 7.0})["disability"]
    0.2
    """
    whole = sum(amounts.values())
    return {group: a / whole for group, a in amounts.items()} if whole else {}


def whole_sum(values: Iterable[float | None]) -> float | None:
    """Add up, or give None when one is missing or there is none.

    Examples
    --------
    >>> whole_sum([1.0, 2.0]), whole_sum([1.0, None]), whole_sum([])
    (3.0, None, None)
    """
    given = list(values)
    known = [v for v in given if v is not None]
    return sum(known) if known and len(known) == len(given) else None


def per_target(amount: float, people: float, need: float = 1.0) -> float | None:
    """Give NOK by inhabitant of the target group at average need: C ÷ T ÷ need index.

    Examples
    --------
    >>> round(per_target(16_945_824, 4832))
    3507
    """
    return amount / people / need if people > 0 and need > 0 else None


def coverage(places: float, people: float) -> float | None:
    """Give places by inhabitant of 80 and over (dekningsgrad).

    Examples
    --------
    >>> round(coverage(237.4, 1358), 4)
    0.1748
    """
    return places / people if people > 0 else None


def gap(one: float, other: float) -> float | None:
    """Give how far `one` is from `other`, as a share of `other`.

    Examples
    --------
    >>> round(gap(341.8, 330.9), 3)
    0.033
    """
    return one / other - 1 if other else None


def off(one: float, other: float) -> bool:
    """Say whether two ways to the same cost differ too much to be believed."""
    found = gap(one, other)
    return found is not None and abs(found) > TOLERANCE + 1e-12


@dataclass(frozen=True, slots=True)
class Pair:
    """A service here and at the reference: volume and cost, in the same units.

    The reference is at the municipality's own inhabitants and need, so costs are NOK.
    """

    volume: float
    cost: float
    volume0: float
    cost0: float

    @property
    def change(self) -> float:
        """Give what the service costs above the reference."""
        return self.cost - self.cost0

    @property
    def empty(self) -> bool:
        """Say whether a volume or a cost is zero on a side: then nothing can be said of price."""
        return min(self.volume, self.volume0, self.cost, self.cost0) <= 0


@dataclass(frozen=True, slots=True)
class Split:
    """A deviation in NOK as the part of volume, of mix and of price."""

    volume: float = 0.0
    mix: float = 0.0
    price: float = 0.0

    @property
    def total(self) -> float:
        """Give the whole deviation."""
        return self.volume + self.mix + self.price

    def __add__(self, other: Split) -> Split:
        """Add part by part."""
        return Split(self.volume + other.volume, self.mix + other.mix, self.price + other.price)


def shapley(pair: Pair) -> Split:
    """Split a service's deviation in volume and price, each at the mean of the other.

    Where a side is zero the whole deviation is volume.

    Examples
    --------
    >>> found = shapley(Pair(0.1748, 0.1748 * 1.44, 0.150, 0.150 * 1.30))
    >>> round(found.volume, 6), round(found.price, 6)
    (0.033976, 0.022736)
    """
    if pair.empty:
        return Split(volume=pair.change)
    own, reference = pair.cost / pair.volume, pair.cost0 / pair.volume0
    return Split(
        volume=(pair.volume - pair.volume0) * (own + reference) / 2,
        price=(own - reference) * (pair.volume + pair.volume0) / 2,
    )


def log_mean(a: float, b: float) -> float:
    """Give the logarithmic mean of two positive numbers, (a − b) ÷ ln(a ÷ b); a where equal.

    Examples
    --------
    >>> log_mean(2.0, 2.0), round(log_mean(1.0, math.e), 4)
    (2.0, 1.7183)
    """
    step = (a - b) / b
    if abs(step) < 1e-7:  # the ratio below loses its digits; the series does not
        return b * (1 + step / 2)
    # Near −1 the step has lost the digits of the smaller number.
    return (a - b) / (math.log1p(step) if abs(step) < 0.5 else math.log(a / b))


def lmdi(pairs: Sequence[Pair]) -> Split:
    """Split the deviation of services with one unit of volume in volume, mix and price (LMDI-I).

    The parts add up to the deviation. A service with a zero side is counted at next to nothing
    and its whole deviation is volume.

    Examples
    --------
    >>> found = lmdi([Pair(.1748, .1748 * 1.44, .150, .150 * 1.30),
    ...               Pair(.0765, .0765 * .73, .070, .070 * .75)])
    >>> [round(x, 6) for x in (found.volume, found.mix, found.price, found.total)]
    [0.036754, 0.002045, 0.021258, 0.060057]
    """
    now = sum(max(p.volume, ZERO) for p in pairs)
    then = sum(max(p.volume0, ZERO) for p in pairs)
    found = Split()
    for pair in pairs:
        if pair.empty:
            found += Split(volume=pair.change)
            continue
        weight = log_mean(pair.cost, pair.cost0)
        level = math.log(now / then)
        volume = math.log(pair.volume / pair.volume0)
        price = math.log(pair.cost / pair.cost0) - volume
        found += Split(weight * level, weight * (volume - level), weight * price)
    return found


def lmdi_by_unit(pairs: Iterable[tuple[str, Pair]]) -> Split:
    """Split services with several units: mix is only within a unit, for hours and places don't add.

    Parameters
    ----------
    pairs
        (unit, service).
    """
    units: dict[str, list[Pair]] = {}
    for unit, pair in pairs:
        units.setdefault(unit, []).append(pair)
    return sum((lmdi(found) for found in units.values()), Split())
