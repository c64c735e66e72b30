"""Users of a service by age as they were counted last, with what is hidden left hidden (M18)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from veivalg.tables import Sourced

SUPPRESS_BELOW = 5
"""Counts of people under this are never shown nor worked out from other cells (M18)."""


HIDDEN = "skjermet"
Ages = tuple[int, int]


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


def newest_usage(table: Sourced | None, service: str) -> Usage | None:
    """Give the newest year with an age pattern that ageing can be carried forward from.

    Parameters
    ----------
    table
        The rows of one place in ``care_users``.
    service
        ``home_services`` or ``long_stay``.
    """
    if table is None:
        return None
    cells: dict[int, dict[Ages, float | None]] = {}
    hidden: dict[int, list[Ages]] = {}
    for row in table.frame.iter_rows(named=True):
        if row["service"] == service:
            ages = (row["age_from"], row["age_to"])
            cells.setdefault(row["year"], {})[ages] = row["users"]
            if row["users"] is None and row["reason"] == HIDDEN:
                hidden.setdefault(row["year"], []).append(ages)
    follow = (67, 79) if service == "long_stay" else None
    for year in sorted(cells, reverse=True):
        found = usage(year, cells[year], follow, hidden.get(year, ()))
        if found is not None:
            return found
    return None


def newest_value(table: Sourced | None, value: str, **where: str | int) -> float | None:
    """Give the newest known number of a column in the rows that fit; None when there is none."""
    if table is None:
        return None
    known = [
        (r["year"], r[value])
        for r in table.frame.iter_rows(named=True)
        if r[value] is not None and all(r[k] == v for k, v in where.items())
    ]
    return max(known)[1] if known else None
