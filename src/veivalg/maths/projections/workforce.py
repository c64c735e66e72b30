"""Users, årsverk, employees and recruitment when coverage and practice stay as today (M7)."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from veivalg.maths.service_model.usage import Usage

AgedPersons = Callable[[int, int, int], float | None]
"""Persons aged low–high (both included) on 1 January of a year, or None."""


def project_users(
    used: Usage,
    persons: AgedPersons,
    base_year: int,
    years: Sequence[int],
    young_trend: float = 0.0,
) -> dict[int, dict[tuple[int, int], float] | None]:
    """Give users by age group and year at today's coverage: ``users·P(t)/P(base)``.

    Parameters
    ----------
    base_year
        The 1 January the base population is of (users 31 December 2025 → 2026).
    young_trend
        Yearly growth in coverage of users under 67, on top of demography.

    Returns
    -------
    dict
        Year → users by group; None where the ages of the population are not known.
    """
    bases = {g: persons(*g.basis, base_year) for g in used.groups}
    found: dict[int, dict[tuple[int, int], float] | None] = {}
    for year in years:
        row: dict[tuple[int, int], float] = {}
        for group, base in bases.items():
            then = persons(*group.basis, year)
            if then is None or not base:
                break
            trend = (1 + young_trend) ** (year - base_year) if group.high < 67 else 1.0
            row[group.low, group.high] = group.users * then / base * trend
        found[year] = row if len(row) == len(bases) else None
    return found


def weigh(
    users: Mapping[tuple[int, int], float], weights: Mapping[tuple[int, int], float] | None
) -> float:
    """Give users weighted by hours per user; groups that straddle weights get the mean by span.

    Examples
    --------
    >>> weigh({(0, 66): 10, (80, 105): 10}, {(0, 66): 15.0, (67, 79): 6.0, (80, 105): 5.0})
    200.0
    """
    if weights is None:
        return sum(users.values())
    return sum(n * _weight(ages, weights) for ages, n in users.items())


def _weight(ages: tuple[int, int], weights: Mapping[tuple[int, int], float]) -> float:
    spans = [
        (max(min(ages[1], high) - max(ages[0], low) + 1, 0), weight)
        for (low, high), weight in weights.items()
    ]
    width = sum(span for span, _ in spans)
    return sum(span * weight for span, weight in spans) / width


def project_fte(
    fte_now: float,
    users: Mapping[int, Mapping[tuple[int, int], float] | None],
    base_year: int,
    weights: Mapping[tuple[int, int], float] | None = None,
) -> dict[int, float | None]:
    """Give årsverk by year: today's, moved with weighted users.

    Raises
    ------
    KeyError
        When the base year is not among the years.
    """
    now = users[base_year]
    base = weigh(now, weights) if now else 0.0
    return {
        year: fte_now * weigh(row, weights) / base if row is not None and base > 0 else None
        for year, row in users.items()
    }


def split_fte(total: float, places: float, fte_per_place: float) -> tuple[float, float]:
    """Split årsverk between institution and services at home, so that the parts are the whole.

    Institutions get `fte_per_place` a place (never more than all), home services the rest.

    Examples
    --------
    >>> split_fte(747, 241, 1.0)
    (241.0, 506.0)
    """
    institution = min(places * fte_per_place, total)
    return institution, total - institution


def employees(fte: float, position: float) -> float:
    """Give the people needed for `fte` årsverk when the average position is `position`.

    Examples
    --------
    >>> round(employees(251, 0.72), 1)
    348.6
    """
    if not 0 < position <= 1:
        raise ValueError(f"position {position!r} must be above 0 and at most 1")
    return fte / position


def recruits(needed: Mapping[int, float], exit_share: float) -> dict[int, float]:
    """Give recruits needed in each year after the first: growth and replacement of leavers.

    ``hires[t] = max(E[t] − E[t−1]·(1 − exit_share), 0)``: nobody is dismissed when need falls
    faster than people leave.

    Examples
    --------
    >>> recruits({2026: 100, 2027: 102}, 0.1)
    {2027: 12.0}
    """
    years = sorted(needed)
    return {
        year: max(needed[year] - needed[before] * (1 - exit_share), 0.0)
        for before, year in pairwise(years)
    }
