"""Care as it is today set against today's people: the form the paths are worked out from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.conversion import WEEKS, WorkingYear
from veivalg.maths.service_model.marginal import OLD, OLDEST, VERY_OLD, marginal_hours
from veivalg.maths.service_model.services import AgeGroup, ServiceToday, services
from veivalg.norway.prices import price

Array = NDArray[np.floating[Any]]
PAY_SHARE = 0.75
"""The share of cost that is pay, where accounts by art aren't there (range 0.65–0.90)."""


def ages_name(low: int, high: int) -> str:
    """Name the column of people of an age group."""
    return f"ages_{low}_{high}"


@dataclass(frozen=True, slots=True)
class Followed:
    """Users of an age group: how many today, how many people then, and their hours as a weight.

    `by_number` follows a number of users, not the people of `column`.
    """

    column: str
    users: float
    people: float
    hours: float
    old: bool
    oldest: bool
    by_number: bool


@dataclass(frozen=True, slots=True)
class Booked:
    """NOK a year of a service in the accounts, and what of it no service explains.

    Parameters
    ----------
    still, still_net
        Of ``gross``, and of ``net``; None where it is as large a share of that.
    """

    net: float
    gross: float
    still: float
    still_net: float | None = None

    def part(self, net: bool) -> tuple[float, float]:
        """Give what moves and what stands still, net or gross."""
        if net and self.still_net is not None:
            return self.net - self.still_net, self.still_net
        still = self.still / self.gross if self.gross else 0.0
        amount = self.net if net else self.gross
        return amount * (1 - still), amount * still


@dataclass(frozen=True, slots=True)
class Start:
    """Care today in the form the arithmetic needs; None is not known.

    Parameters
    ----------
    volume
        Places of institutions, else residents where there are no own places.
    share
        Service → share of all årsverk; empty where no split may be used.
    booked
        Service → its accounts; empty without accounts by function: then no kroner.
    follows
        Service → what it follows (`Service.follows`).
    hour
        NOK for an hour with the user, gross: nobody with extensive need pays for it.
    marginal, home_old
        Hours a week of one who moves into a place, and of a user of home care aged 67 or older.
    ward
        Places in a ward.
    """

    home: tuple[Followed, ...] | None
    long_stay: tuple[Followed, ...] | None
    users_home: float
    users_long: float
    places: float | None
    volume: float | None
    dwellings: float | None
    persons_80: float
    persons: float
    fte: float | None
    share: Mapping[str, float]
    booked: Mapping[str, Booked]
    follows: Mapping[str, str]
    hours_home: float | None
    hour: float | None
    marginal: float
    home_old: float
    ward: float
    pay_share: float
    year: WorkingYear

    def of(self, id: str) -> float:
        """Give the share of all årsverk that a service has, 0 where it has none of its own."""
        return self.share.get(id, 0.0)

    @property
    def per_place(self) -> float | None:
        """Give årsverk per place of institutions; None where they have no share of their own."""
        if not self.fte or not self.places or not self.share.get("long_stay"):
            return None
        return self.fte * self.share["long_stay"] / self.places

    def worth(self, hours: float) -> float | None:
        """Give årsverk per place less those of so many hours at home a week; None likewise."""
        place = self.per_place
        return None if place is None else place - self.year.fte_weekly(hours)

    @property
    def per_dwelling(self) -> float | None:
        """Give årsverk per staffed dwelling; None where dwellings have no share of their own."""
        if not self.fte or not self.dwellings or not self.share.get("dwellings"):
            return None
        return self.fte * self.share["dwellings"] / self.dwellings


def columns(care: CareToday) -> dict[str, tuple[int, int]]:
    """Give the ages that the people a path is worked out from must have, by column."""
    found = {"persons": (0, 105), "persons_80": (80, 105), "persons_90": (90, 105)}
    for service in care.services.values():
        found |= {ages_name(*group.follows): group.follows for group in service.groups}
    return found


def start(care: CareToday, people: Mapping[str, Array]) -> Start:
    """Set care today against today's people.

    Parameters
    ----------
    people
        Column → (draw, year); the first year is ``care.base_year``. `columns` says which.
    """
    now = {name: float(values[0, 0]) for name, values in people.items()}
    old = now["persons_80"]
    share_90 = now.get("persons_90", 0.0) / old if old else 0.0
    long_stay, home = (care.services.get(id, ServiceToday(id)) for id in ("long_stay", "home"))
    weights = {age: rate(care, f"home_hours_{age}") for age in (0, OLD, OLDEST)}
    extensive = {age: rate(care, f"extensive_hours_{age}") for age in (OLD, OLDEST, VERY_OLD)}
    groups = long_stay.groups
    hour = care.prices.get("hour_gross")
    each = care.prices.get("gross_per_fte")
    per_hour = hour.value if hour else each.value / care.year.with_users if each else None
    return Start(
        home=_followed(home.groups, now, weights),
        long_stay=_followed(groups, now, weights),
        users_home=sum(g.users for g in home.groups),
        users_long=sum(g.users for g in groups),
        places=long_stay.places,
        volume=long_stay.places or sum(g.users for g in groups) or None,
        dwellings=(care.services["dwellings"].places if "dwellings" in care.services else None),
        persons_80=old,
        persons=now["persons"],
        fte=care.fte,
        share={s.id: s.labour_share for s in care.services.values() if s.labour_share},
        booked=_booked(care),
        follows={id: s.follows for id, s in services().items()},
        hours_home=home.hours,
        hour=per_hour,
        marginal=marginal_hours(groups, extensive, share_90),
        home_old=_hours_old(home, weights),
        ward=rate(care, "ward_places"),
        pay_share=_pay_share(care),
        year=care.year,
    )


def rate(care: CareToday, id: str) -> float:
    """Give a price or rate: the municipality's or a reader's, else that of the price list."""
    found = care.prices.get(id)
    return found.value if found else price(id).value


def _followed(
    groups: tuple[AgeGroup, ...], now: Mapping[str, float], weights: Mapping[int, float]
) -> tuple[Followed, ...] | None:
    """Give the groups with whom they follow; None when one has users and nobody to follow."""
    found: list[Followed] = []
    for group in groups:
        column = ages_name(*group.follows)
        if not now[column] and group.users and not group.by_number:
            return None
        found.append(
            Followed(
                column,
                group.users,
                now[column],
                _weight(group, weights),
                group.high >= OLD,
                group.low >= OLDEST,
                group.by_number,
            )
        )
    return tuple(found) or None


def _weight(group: AgeGroup, weights: Mapping[int, float]) -> float:
    """Give the hours of a group; one that straddles ages gets the mean by span."""
    spans = ((0, OLD - 1), (OLD, OLDEST - 1), (OLDEST, 105))
    widths = [max(min(group.high, b) - max(group.low, a) + 1, 0) for a, b in spans]
    return sum(w * weights[a] for w, (a, _b) in zip(widths, spans, strict=True)) / sum(widths)


def _hours_old(home: ServiceToday, weights: Mapping[int, float]) -> float:
    """Give the hours a week of a user of home care aged 67 or older, at the municipality's level.

    The national hours by age are weights; where the municipality's own hours are known, they decide
    the level.
    """
    every = sum(g.users * _weight(g, weights) for g in home.groups)
    old = [g for g in home.groups if g.low >= OLD]
    users = sum(g.users for g in old)
    mean = sum(g.users * _weight(g, weights) for g in old) / users if users else weights[OLDEST]
    level = home.hours / WEEKS / every if home.hours and every else 1.0
    return mean * level


def _booked(care: CareToday) -> dict[str, Booked]:
    """Give the accounts of each service that moves a function; {} when there are none."""
    if not care.priced:
        return {}
    found = {}
    for service in services().values():
        today = care.services.get(service.id)
        if today is None or today.gross is None or today.net is None:
            continue
        function = care.functions.get(service.function)
        found[service.id] = Booked(
            today.net,
            today.gross,
            function.other if function else 0.0,
            function.other_net if function else None,
        )
    return found


def _pay_share(care: CareToday) -> float:
    known = [f for f in care.functions.values() if f.pay is not None and f.gross]
    gross = sum(f.gross for f in known)
    return sum(f.pay or 0.0 for f in known) / gross if gross else PAY_SHARE
