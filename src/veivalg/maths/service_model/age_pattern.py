"""Who uses a service by age: one year where they are many, else three years and the group."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from veivalg.maths.service_model.counts import AgedPersons
from veivalg.maths.service_model.services import AgeGroup
from veivalg.maths.service_model.usage import SUPPRESS_BELOW, Ages, AgeUse, Usage, newest_usage
from veivalg.tables import Sourced

MANY = 100
"""Users from which chance is under 10 % of the number, and the newest year is used as it is."""
YEARS = 3
STRENGTH = 50.0
"""k: the group's pattern counts as so many users beside the municipality's own."""
YOUNG = 67
HOME = "home_services"


class Peers(NamedTuple):
    """The KOSTRA group, so that few can be drawn to many and priced by many.

    Parameters
    ----------
    users, persons
        Its users by age, None where they aren't fetched, and its people.
    name, tables
        What it is called, and its rows of the tables care is read from.
    """

    users: Sourced | None
    persons: AgedPersons
    name: str = ""
    tables: Mapping[str, Sourced] = MappingProxyType({})


def age_groups(
    table: Sourced,
    service: str,
    used: Usage,
    persons: AgedPersons,
    base_year: int,
    peers: Peers | None = None,
) -> tuple[AgeGroup, ...]:
    """Give the users by age that are carried forward; they add up to today's.

    Users of home services under 67 are a number, whatever the population does.

    Parameters
    ----------
    table
        Rows of the place in ``care_users``.
    service
        Its name there.
    used
        The newest year, with what is hidden left hidden.
    """
    used = _split(used, _cells(table, service, used.year), table, service)
    rates = None if used.total >= MANY else _rates(table, service, used, persons)
    if rates is not None and peers is not None:
        rates = _drawn(rates, service, used, peers)
    spread = {g.basis: g.users for g in used.groups}
    if rates is not None:
        now = {g.basis: rates[g.basis] * (persons(*g.basis, base_year) or 0.0) for g in used.groups}
        whole = sum(now.values())
        if whole:
            spread = {ages: n * used.total / whole for ages, n in now.items()}
    return tuple(
        AgeGroup(
            g.low,
            g.high,
            spread[g.basis],
            g.basis,
            by_number=service == HOME and g.high < YOUNG,
            hidden=g.follows is not None,
        )
        for g in used.groups
    )


def _split(used: Usage, known: Mapping[Ages, float], table: Sourced, service: str) -> Usage:
    """Let the one hidden group follow its own people where it holds five or more.

    It is what the published groups leave of the total, and is used only inside the arithmetic.
    """
    young = next((g for g in used.groups if g.follows is not None), None)
    if young is None:
        return used
    rows = table.frame.filter(pl.col("service") == service, pl.col("year") == used.year)
    bands = [(a, b) for a, b in rows.select("age_from", "age_to").iter_rows()]
    inside = sorted(b for b in bands if young.low <= b[0] and b[1] <= young.high)
    lacking = [ages for ages in inside if ages not in known]
    rest = young.users - sum(known[ages] for ages in inside if ages in known)
    if len(lacking) != 1 or rest < SUPPRESS_BELOW or not _tiles(inside, young):
        return used
    apart = [
        AgeUse(*ages, known[ages])
        if ages in known
        else AgeUse(*ages, rest, derived=True, follows=ages)
        for ages in inside
    ]
    return Usage(used.year, used.total, (*apart, *(g for g in used.groups if g is not young)))


def _tiles(bands: Sequence[Ages], whole: AgeUse) -> bool:
    """Say whether bands follow each other and make up a group of ages."""
    starts = [whole.low, *(high + 1 for _low, high in bands)]
    return starts == [*(low for low, _high in bands), whole.high + 1]


def _rates(
    table: Sourced, service: str, used: Usage, persons: AgedPersons
) -> dict[Ages, float] | None:
    """Give the mean rate of three years by group; None when one of them has nobody to follow."""
    found: dict[Ages, list[float]] = {g.basis: [] for g in used.groups}
    for year in range(used.year - YEARS + 1, used.year + 1):
        cells = _cells(table, service, year)
        for group, users in _within(used.groups, cells).items():
            people = persons(*group, year + 1)
            if people:
                found[group].append(users / people)
    if not all(found.values()):
        return None
    return {ages: sum(rates) / len(rates) for ages, rates in found.items()}


def _cells(table: Sourced, service: str, year: int) -> dict[Ages, float]:
    rows = table.frame.filter(
        pl.col("service") == service, pl.col("year") == year, pl.col("users").is_not_null()
    )
    return {(a, b): n for a, b, n in rows.select("age_from", "age_to", "users").iter_rows()}


def _within(groups: tuple[AgeUse, ...], cells: Mapping[Ages, float]) -> dict[Ages, float]:
    """Give the users of a year in the groups of the newest; {} where they can't be told.

    The youngest group is what the others leave of the total: it is the one that is put together.
    """
    youngest, *older = sorted(groups, key=lambda g: g.low)
    if (0, 105) not in cells or any((g.low, g.high) not in cells for g in older):
        return {}
    found = {g.basis: cells[g.low, g.high] for g in older}
    rest = cells[0, 105] - sum(found.values())
    return {**found, youngest.basis: rest} if rest >= 0 else {}


def _drawn(own: Mapping[Ages, float], service: str, used: Usage, peers: Peers) -> dict[Ages, float]:
    """Draw rates to the group's: own weight n / (n + k), n the users of a group of ages."""
    theirs = newest_usage(peers.users, service)
    if theirs is None or peers.users is None:
        return dict(own)
    cells = _cells(peers.users, service, theirs.year)
    users = {g.basis: g.users for g in used.groups}
    found = dict(own)
    for ages, n in _within(used.groups, cells).items():
        people = peers.persons(*ages, theirs.year + 1)
        if people:
            weight = users[ages] / (users[ages] + STRENGTH)
            found[ages] = weight * own[ages] + (1 - weight) * n / people
    return found
