"""Users, places and årsverk from people and drivers (methods M7, M15, M16), for every draw.

Everything here is plain arithmetic on arrays that spread over each other, so that the same lines
serve all years at once, one year of a waterfall, and one draw of a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.scenarios.drivers import Path, Paths
from veivalg.maths.scenarios.technology import freed
from veivalg.maths.services.technology import HOURS_A_WEEK

Array = NDArray[np.floating[Any]]
OLD = 67
"""From this age health improvement counts, and rehabilitation is given."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Users of an age group: how many per person today, their hours, and whom they follow."""

    column: str
    rate: float
    hours: float
    old: bool


@dataclass(frozen=True, slots=True)
class Base:
    """The services where they stand, in the form the arithmetic needs; None is not known.

    ``fte_home`` and ``fte_institution`` are årsverk today; rates are places per person 80+.
    """

    home: tuple[Followed, ...] | None
    long_stay: tuple[Followed, ...] | None
    rate_institution: float | None
    rate_dwellings: float | None
    institution: float | None
    dwellings: float | None
    fte_home: float | None
    fte_institution: float | None
    weighted_home: float
    users_long: float
    per_place: float
    sick_leave: float
    attendance: float


def flow(base: Base, people: Mapping[str, Array], paths: Paths) -> dict[str, Array]:
    """Give users, places and årsverk; what can't be told is left out."""
    found: dict[str, Array] = {}
    old = people["persons_80"] * paths["health_improvement"]
    moved = _places(base, old, paths, found)
    _users(base, people, paths, moved, found)
    if "users" in found:
        _fte(base, people, paths, moved, found)
    return found


def _places(base: Base, old: Array, paths: Paths, found: dict[str, Array]) -> Array:
    """Put places needed in `found`; give the people helped at home instead of in a place.

    Those who would have had a place by today's coverage and don't get one live at home, except
    those whom more staffed dwellings take. More places than today take people from home care.
    """
    moved: Array = np.zeros((1, 1), dtype=np.float32)
    if base.rate_institution is not None:
        rate = institution_rate(paths)
        found["institution_needed"] = rate * old
        moved = moved + (base.rate_institution - rate) * old
    if base.rate_dwellings is not None:
        found["dwellings_24h_needed"] = paths["share_staffed_housing"] * old
        moved = moved - (paths["share_staffed_housing"] - base.rate_dwellings) * old
    return moved


def institution_rate(paths: Paths) -> Path:
    """Give institution places per person 80+ after those who are helped at home instead."""
    found: Path = paths["coverage_institution"] * (1 - paths["home_instead_of_institution"])
    return found


def _users(
    base: Base, people: Mapping[str, Array], paths: Paths, moved: Array, found: dict[str, Array]
) -> None:
    if base.home is not None:
        users = sum(_group(g, people, paths) for g in base.home) * paths["coverage_home"]
        found["users_home"] = np.maximum(users + moved, 0)
    if base.long_stay is not None:
        users = np.zeros((1, 1), dtype=np.float32)
        for group in base.long_stay:
            better = paths["health_improvement"] if group.old else np.float32(1)
            users = users + group.rate * people[group.column] * better
        if base.rate_institution:
            users = users * (institution_rate(paths) / base.rate_institution)
        found["users_long_stay"] = users
    if base.home is not None and base.long_stay is not None:
        found["users"] = found["users_home"] + found["users_long_stay"]


def _group(group: Followed, people: Mapping[str, Array], paths: Paths) -> Array:
    course = paths["health_improvement"] if group.old else paths["young_trend"]
    found: Array = group.rate * people[group.column] * course
    return found


def _fte(
    base: Base, people: Mapping[str, Array], paths: Paths, moved: Array, found: dict[str, Array]
) -> None:
    """Put årsverk by service in `found`: today's, moved with weighted users (M7), then measures."""
    if base.home is None or base.fte_home is None or base.fte_institution is None:
        return
    organised = organisation(base, paths)
    trained = paths["rehabilitation_team"]
    less = 1 - trained * paths["rehabilitation_effect"]
    weighted: Array = np.zeros((1, 1), dtype=np.float32)
    aged: Array = np.zeros((1, 1), dtype=np.float32)
    for group in base.home:
        users = _group(group, people, paths) * paths["coverage_home"]
        weighted = weighted + users * group.hours * (less if group.old else 1)
        aged = aged + users if group.old else aged
    extra = moved * paths["substitute_hours"] / HOURS_A_WEEK
    team = trained * aged * paths["rehabilitation_fte"] / 100
    home = (base.fte_home * weighted / base.weighted_home + extra + team) * organised
    home = np.maximum(home, 0)
    saved = freed(paths, home)
    more = paths["share_staffed_housing"] - (base.rate_dwellings or 0.0)
    old = people["persons_80"] * paths["health_improvement"]
    found["fte_freed"] = saved
    found["fte_home"] = home - saved
    beds = base.fte_institution * found["users_long_stay"] / base.users_long
    found["fte_institution"] = beds * (paths["fte_per_place"] / base.per_place) * organised
    found["fte_dwellings"] = more * old * paths["fte_per_dwelling"] * organised
    found["fte"] = found["fte_home"] + found["fte_institution"] + found["fte_dwellings"]


def organisation(base: Base, paths: Paths) -> Array:
    """Give the factor on årsverk from absence: the same hours at work need more or fewer paid."""
    sick = (1 - base.sick_leave) / (1 - paths["sick_leave"])
    found: Array = sick * (base.attendance / paths["attendance"])
    return found


def position(paths: Paths, full_time_today: float) -> Array:
    """Give the average position when the share in full positions moves (M17).

    Those not in a full position keep their average: ``p = f + (1 − f)·q`` with ``q`` from today.
    """
    size, full = paths["position_size"], paths["full_time"]
    part = (size - full_time_today) / (1 - full_time_today)
    found: Array = np.clip(full + (1 - full) * part, 0.05, 1.0)
    return found


def staff(fte: Array, size: Array, exit_share: Array) -> dict[str, Array]:
    """Give employees, and those who leave and are recruited in each year after the first (M7).

    ``hires[t] = max(E[t] − E[t−1]·(1 − exits), 0)``. In the first year, which is today, exits and
    hires are those of keeping the staff as it is.
    """
    people = fte / size
    before = np.concatenate([people[:, :1], people[:, :-1]], axis=1)
    share = np.broadcast_to(exit_share, people.shape).copy()
    share[:, :1] = share[:, 1:2] if share.shape[1] > 1 else share[:, :1]
    leave = before * share
    return {"employees": people, "exits": leave, "hires": np.maximum(people - before + leave, 0)}
