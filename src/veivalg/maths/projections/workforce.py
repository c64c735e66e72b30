"""Users, årsverk, employees and recruitment when coverage and practice stay as today (M7)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SUPPRESS_BELOW = 5
"""Counts of people under this are never shown nor worked out from other cells (M18)."""

AgedPersons = Callable[[int, int, int], float | None]
"""Persons aged low–high (both included) on 1 January of a year, or None."""


@dataclass(frozen=True, slots=True)
class AgeUse:
    """Users in an age group and the population they follow.

    Parameters
    ----------
    low, high
        Ages of the users.
    users
        Users at the base; never a suppressed cell taken as 0.
    derived
        Whether it is the total minus the other groups.
    follows
        Ages of the population the group moves with (differs only where groups were merged).
    """

    low: int
    high: int
    users: float
    derived: bool = False
    follows: tuple[int, int] | None = None

    @property
    def basis(self) -> tuple[int, int]:
        """Give the ages of the population the users follow."""
        return self.follows or (self.low, self.high)


@dataclass(frozen=True, slots=True)
class Usage:
    """Users of a service in a year by age group; the groups add up to ``total``."""

    year: int
    total: float
    groups: tuple[AgeUse, ...]

    @property
    def merged(self) -> bool:
        """Say whether age groups had to be put together because a cell was suppressed."""
        return any(group.follows is not None for group in self.groups)


def usage(
    year: int,
    cells: Mapping[tuple[int, int], float | None],
    merged_follow: tuple[int, int] | None = None,
    hidden: Collection[tuple[int, int]] = (),
) -> Usage | None:
    """Make the age pattern of a service from published cells, respecting suppression.

    One group that is not published is worked out as total minus the rest, and all missing groups
    are 0 where nothing is left for them. Where a cell is hidden
    (suppressed), or the rest is 1–4, the missing groups are merged with the
    younger ones, so that no hidden cell is revealed.

    Parameters
    ----------
    cells
        (low, high) → users; (0, 105) is the total; None is suppressed or not published.
    merged_follow
        Ages whose population a merged group follows (default: all its ages).
    hidden
        Groups that are suppressed, not merely unpublished.

    Returns
    -------
    Usage or None
        None when the total or the oldest group is not known: ageing can't be carried forward.
    """
    groups = {ages: users for ages, users in cells.items() if ages != (0, 105)}
    known = {ages: users for ages, users in groups.items() if users is not None}
    total = cells.get((0, 105))
    if total is None and groups and len(known) == len(groups):
        total = sum(known.values())
    if total is None or not groups or max(groups) not in known:
        return None
    missing = [ages for ages in groups if ages not in known]
    rest = total - sum(known.values())
    if missing and rest == 0:  # nobody is left for them, and zero is shown
        known |= dict.fromkeys(missing, 0.0)
        missing, derived = [], missing
    elif len(missing) == 1 and missing[0] not in hidden and rest >= SUPPRESS_BELOW:
        known[missing[0]] = rest
        missing, derived = [], missing
    else:
        derived = []
    if missing:
        return _merged(year, total, groups, known, merged_follow, hidden)
    return Usage(year, total, tuple(AgeUse(*a, known[a], a in derived) for a in sorted(known)))


def _merged(
    year: int,
    total: float,
    groups: Mapping[tuple[int, int], float | None],
    known: Mapping[tuple[int, int], float],
    follow: tuple[int, int] | None,
    hidden: Collection[tuple[int, int]],
) -> Usage | None:
    """Put every group below the oldest known run together as total minus the published rest."""
    kept: list[AgeUse] = []
    for ages in sorted(groups, reverse=True):
        if ages not in known:
            break
        kept.append(AgeUse(*ages, known[ages]))
    below = [ages for ages in groups if ages not in {(g.low, g.high) for g in kept}]
    rest = total - sum(g.users for g in kept)
    while kept[1:] and (rest < SUPPRESS_BELOW or (len(below) == 1 and below[0] in hidden)):
        last = kept.pop()
        below.append((last.low, last.high))
        rest += last.users
    if rest < 0:
        return None
    low, high = min(below)[0], max(below)[1]
    young = AgeUse(low, high, rest, derived=True, follows=follow or (low, high))
    return Usage(year, total, (young, *reversed(kept)))


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
