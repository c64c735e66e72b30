"""Demographic need by sector from the cost keys (method M3).

Each criterion that follows age is given the need per person ``weight / national share``; the need
of a year is the sum over the people living then. The rest of the key is held as it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from veivalg.maths.projections.population import PopulationPath
from veivalg.norway.cost_keys import (
    TOTAL,
    CostKey,
    Criterion,
    KeySystem,
    criteria,
    death_rates,
    implied_national_share,
)

Persons = Callable[[int, int], float | None]
"""Persons aged low–high (both included), or None when it can't be told."""

Share = Callable[[int, int], float]
"""Norway's share of inhabitants aged low–high."""


class Variant(IntEnum):
    """Which criteria move: only the age groups, or also those that follow age indirectly."""

    AGE_ONLY = 0
    FULL = 1


@dataclass(frozen=True, slots=True)
class AgeNeed:
    """The need of an age group: its weight in the key and its share of Norway's population."""

    low: int
    high: int
    weight: float
    share: float

    @property
    def per_person(self) -> float:
        """Give the need per person, where the country's mean for all its criteria is 1."""
        return self.weight / self.share


def age_needs(
    system: KeySystem,
    sector: str,
    share: Share = implied_national_share,
    variant: Variant = Variant.AGE_ONLY,
) -> tuple[AgeNeed, ...]:
    """Give the age groups that drive the need of a sector (or ``total``), youngest first.

    Criteria of the same ages are put together; groups without weight or people are left out.
    """
    kinds = {"age"} if variant is Variant.AGE_ONLY else {"age", "follows"}
    own = {sector: 1.0} if sector in system.keys else dict(system.shares)
    weights: dict[tuple[int, int], float] = {}
    for part, factor in own.items():
        for id, weight in system.keys[part].weights.items():
            criterion = criteria()[id]
            if criterion.kind in kinds:
                ages = (criterion.low, criterion.high)
                weights[ages] = weights.get(ages, 0.0) + factor * weight
    return tuple(
        AgeNeed(*ages, weights[ages], share(*ages))
        for ages in sorted(weights)
        if weights[ages] > 0 and share(*ages) > 0
    )


def national_share(path: PopulationPath | None) -> Share:
    """Give Norway's age shares: counted when loaded, else those the key itself implies."""

    def share(low: int, high: int) -> float:
        if path is not None:
            part = path.group(low, high, path.base_year)
            whole = path.group(0, 105, path.base_year)
            if part is not None and whole:
                return part / whole
        return implied_national_share(low, high)

    return share


def demographic_need(
    key: CostKey,
    persons: Persons,
    base_persons: Persons,
    share: Share = implied_national_share,
    variant: Variant = Variant.AGE_ONLY,
) -> float | None:
    """Give the need D of a year, in persons with the country's average need of the sector.

    Parameters
    ----------
    persons, base_persons
        The people of the year and of the base year (constant criteria stay at the latter).
    share
        Norway's age shares in the year of the key.

    Returns
    -------
    float or None
        None when an age group of the key can't be told.
    """
    total = 0.0
    for id, weight in key.weights.items():
        count = _national_equivalents(criteria()[id], persons, base_persons, share, variant)
        if count is None:
            return None
        total += weight * count
    return total


def _national_equivalents(
    criterion: Criterion, persons: Persons, base: Persons, share: Share, variant: Variant
) -> float | None:
    """Give the criterion's count over Norway's count per inhabitant (0 when it is left out)."""
    low, high = criterion.low, criterion.high
    if criterion.kind == "age":
        return _divide(persons(low, high), share(low, high))
    if variant is Variant.AGE_ONLY:
        return 0.0
    if criterion.kind == "follows":
        return _divide(persons(low, high), share(low, high))
    if criterion.kind == "deaths":
        national = sum(rate * share(a, b) for a, b, rate in death_rates())
        return _divide(expected_deaths(persons), national)
    return persons(0, 105) if criterion.kind == "per_inhabitant" else base(0, 105)


def _divide(count: float | None, by: float) -> float | None:
    return None if count is None or by <= 0 else count / by


def expected_deaths(persons: Persons) -> float | None:
    """Give the deaths in a year at fixed death rates by age, or None when ages are missing."""
    total = 0.0
    for low, high, rate in death_rates():
        count = persons(low, high)
        if count is None:
            return None
        total += rate * count
    return total


def sector_need(
    system: KeySystem,
    sector: str,
    persons: Persons,
    base_persons: Persons,
    share: Share = implied_national_share,
    variant: Variant = Variant.AGE_ONLY,
) -> float | None:
    """Give the need of one sector, or of all (``total``): sectors weighted by their shares.

    None when the system has no key for the sector.
    """
    if sector in system.keys:
        return demographic_need(system.keys[sector], persons, base_persons, share, variant)
    if sector != TOTAL or not system.shares:
        return None
    total = 0.0
    for part, weight in system.shares.items():
        need = demographic_need(system.keys[part], persons, base_persons, share, variant)
        if need is None:
            return None
        total += weight * need
    return total


def need_index(
    system: KeySystem,
    sector: str,
    persons: Callable[[int, int, int], float | None],
    base_year: int,
    years: Sequence[int],
    share: Share = implied_national_share,
    variant: Variant = Variant.AGE_ONLY,
) -> dict[int, float | None]:
    """Give the index of total need by year, base year = 100.

    Parameters
    ----------
    persons
        Persons aged low–high on 1 January of a year: ``persons(low, high, year)``.

    Returns
    -------
    dict
        Year → index; None where the year's ages are not known, empty when the base year's are not.
    """

    def at(year: int) -> Persons:
        return lambda low, high: persons(low, high, year)

    base = sector_need(system, sector, at(base_year), at(base_year), share, variant)
    if not base:
        return {}
    found: dict[int, float | None] = {}
    for year in years:
        need = sector_need(system, sector, at(year), at(base_year), share, variant)
        found[year] = None if need is None else 100 * need / base
    return found
