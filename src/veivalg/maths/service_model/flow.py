"""The paths: people → users → places and hours with users → årsverk → kroner, for every draw.

Plain arithmetic on arrays that spread over each other, so that the same lines serve all years at
once, one year of a waterfall, and one draw of a test. In the base year everything equals what was
counted and booked, whatever is to come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from veivalg.maths.service_model.conversion import WEEKS
from veivalg.maths.service_model.drivers import ratios
from veivalg.maths.service_model.marginal import staffed
from veivalg.maths.service_model.services import Driver
from veivalg.maths.service_model.start import Array, Followed, Start
from veivalg.maths.service_model.terms import Part, Parts

ZERO: Array = np.zeros((1, 1), dtype=np.float32)
ONE: Array = np.ones((1, 1), dtype=np.float32)
UNDECIDED: Array = np.full((1, 1), np.nan, dtype=np.float32)
THREE = {driver: f"institution_{driver.value}" for driver in Driver}
"""Driver → the quantity that tells the places needed by it."""


WHOLE = 0.999
"""Shares of årsverk that add up to less lack a service, and then nothing can be told of all."""


class Residents(StrEnum):
    """What residents of staffed dwellings follow."""

    NUMBER = "number"
    """Their number today: most are under 67."""
    USERS = "users"
    """Users of home services by age."""
    OLD = "old"
    """Inhabitants aged 80 and over."""


@dataclass(frozen=True, slots=True, eq=False)
class Practice:
    """How care is run, each (draw, year), (1, year) or (1, 1); the defaults are today's practice.

    Parameters
    ----------
    trend, health, young, ageing
        Factors since today: on the use of institutions when the trend is the driver, on need at 67
        and over, on the number of users under 67, on need at 80 and over from ageing within it.
    coverage, housed
        Places, and staffed dwellings, per inhabitant aged 80 and over where that is decided,
        whatever they else follow; NaN follows it. Who then has none gets help at home.
    home_instead
        The share of those who would have had a place who get help at home.
    home
        Factor on the share that gets home care.
    hours_instead
        Hours a week at home of one who has no place, and of one who moves into a place before;
        None is `Start.marginal`.
    hours_dwelling
        Likewise of one who moves into a new dwelling, before; None is `Start.home_old`.
    per_place, price_place, price_dwelling, price_hour
        Factors: staff per place; what a place, a dwelling and an hour cost.
    hour
        NOK for an hour with the user of those who move; None is `Start.hour`.
    contact
        Factor on årsverk at home for the same hours with users (ATA).
    paid
        Factor on paid hours for the same hours with users (leave and courses): moves årsverk.
    substitutes
        Factor on pay from sick leave: temporary staff cost, årsverk stay.
    trained, less, team
        The share of users aged 67 and over who are trained, how much less help they need, and
        årsverk of the team per user.
    saved
        Hours with users a week that each technology frees.
    technology, capital
        NOK a year for technology and buildings.
    growth
        Factor on all prices but buildings.
    """

    driver: Driver = Driver.AGE
    residents: Residents = Residents.NUMBER
    trend: Array = field(default_factory=lambda: ONE)
    health: Array = field(default_factory=lambda: ONE)
    young: Array = field(default_factory=lambda: ONE)
    ageing: Array = field(default_factory=lambda: ONE)
    coverage: Array = field(default_factory=lambda: UNDECIDED)
    housed: Array = field(default_factory=lambda: UNDECIDED)
    home_instead: Array = field(default_factory=lambda: ZERO)
    home: Array = field(default_factory=lambda: ONE)
    hours_instead: Array | None = None
    hours_dwelling: Array | None = None
    per_dwelling: Array | None = None
    per_place: Array = field(default_factory=lambda: ONE)
    price_place: Array = field(default_factory=lambda: ONE)
    price_dwelling: Array = field(default_factory=lambda: ONE)
    price_hour: Array = field(default_factory=lambda: ONE)
    hour: Array | None = None
    contact: Array = field(default_factory=lambda: ONE)
    paid: Array = field(default_factory=lambda: ONE)
    substitutes: Array = field(default_factory=lambda: ONE)
    trained: Array = field(default_factory=lambda: ZERO)
    less: Array = field(default_factory=lambda: ZERO)
    team: Array = field(default_factory=lambda: ZERO)
    saved: tuple[Array, ...] = ()
    technology: Array = field(default_factory=lambda: ZERO)
    capital: Array = field(default_factory=lambda: ZERO)
    growth: Array = field(default_factory=lambda: ONE)


@dataclass(frozen=True, slots=True, eq=False)
class Care:
    """The paths of care.

    Parameters
    ----------
    arrays
        Quantity id → (draw, year); what can't be told is not there.
    fte, net, gross
        Årsverk and NOK a year by part of the service; the parts add up to the whole.
    """

    arrays: dict[str, Array]
    fte: Parts
    net: Parts
    gross: Parts


@dataclass(slots=True, eq=False)
class _Moves:
    """Volumes since today: ratios by what services follow, and the hours of those who move."""

    needed: Array
    staffed: Array
    residents: Array
    home_old: Array
    home_young: Array
    old_users: Array
    inhabitants: Array
    new_dwellings: Array
    hours_out: Array
    hours_in: Array


def flow(start: Start, people: Mapping[str, Array], practice: Practice) -> Care:
    """Give users, places, hours, årsverk and kroner; what can't be told is left out.

    Parameters
    ----------
    people
        Column → (draw, year), of the columns that `start.columns` names.
    """
    arrays: dict[str, Array] = {}
    moves = _volumes(start, people, practice, arrays)
    care = Care(arrays, {}, {}, {})
    if moves is None:
        return care
    if start.fte is not None and sum(start.share.values()) > WHOLE:
        _labour(start, moves, practice, care)
    if start.booked and start.hour is not None:
        _kroner(start, moves, practice, care)
    return care


def _grown(group: Followed, people: Mapping[str, Array], practice: Practice) -> Array:
    """Give the users of an age group with today's use."""
    if group.by_number:
        return np.float32(group.users) * practice.young
    if not group.people:
        return ZERO
    found: Array = people[group.column] * np.float32(group.users / group.people)
    if group.old:
        found = found * practice.health
    return found * practice.ageing if group.oldest else found


def needs(start: Start, people: Mapping[str, Array], practice: Practice) -> dict[Driver, Array]:
    """Give the growth in need of places since today by each of the three drivers."""
    old = people["persons_80"] * practice.health * practice.ageing
    by_coverage = old / np.float32(start.persons_80) if start.persons_80 else ONE
    long_stay = [_grown(g, people, practice) for g in start.long_stay or ()]
    by_age = _sum(long_stay) / np.float32(start.users_long) if start.users_long else by_coverage
    return ratios(by_age, by_coverage, practice.trend)


def _sum(arrays: Sequence[Array]) -> Array:
    found: Array = sum(arrays[1:], start=arrays[0]) if arrays else ZERO
    return found


def _volumes(
    start: Start, people: Mapping[str, Array], practice: Practice, found: dict[str, Array]
) -> _Moves | None:
    """Put users and places in `found`, and give how volumes move; None without users by age."""
    old = people["persons_80"] * practice.health * practice.ageing
    by_coverage = old / np.float32(start.persons_80) if start.persons_80 else ONE
    each = needs(start, people, practice)
    use = each[practice.driver]
    if start.places:
        found |= {THREE[d]: ratio * np.float32(start.places) for d, ratio in each.items()}
    volume = np.float32(start.volume or 1.0)
    decided = practice.coverage * people["persons_80"] / volume
    wanted = np.where(np.isnan(decided), use, decided)
    needed = wanted * (1 - practice.home_instead)
    if start.places:
        found["institution_needed"] = needed * volume
    if start.long_stay is not None:
        found["users_long_stay"] = needed * np.float32(start.users_long)
    grown = [_grown(g, people, practice) for g in start.home or ()]
    every = _sum(grown)
    by_users = every / np.float32(start.users_home) if start.users_home else ONE
    residents, new = _dwellings(start, by_users, by_coverage, practice, people["persons_80"], found)
    if start.home is None or start.long_stay is None:
        if start.home is not None:
            found["users_home"] = every * practice.home
        return None
    given = [u * practice.home for u in grown]
    aged = _sum([u for g, u in zip(start.home, given, strict=True) if g.old])
    moved = (use - needed) * volume if start.volume else ZERO
    into = np.minimum(np.maximum(-moved, 0), aged)
    out = np.maximum(moved, 0)
    found["users_home"] = np.maximum(_sum(given) + out - into - new, 0)
    if "users_long_stay" in found:
        found["users"] = found["users_home"] + found["users_long_stay"]
    told, before = practice.hours_instead, practice.hours_dwelling
    instead = np.float32(start.marginal) if told is None else told
    per_new = np.where(new > 0, np.float32(start.home_old) if before is None else before, instead)
    weights = float(sum(g.users * g.hours for g in start.home))
    parts = [u * np.float32(g.hours / weights) for g, u in zip(start.home, given, strict=True)]
    lighter = 1 - practice.trained * practice.less
    moves = _Moves(
        needed=needed,
        staffed=staffed(needed * volume, float(volume), start.ward) / volume,
        residents=residents,
        home_old=_of(start.home, parts, old=True) * lighter,
        home_young=_of(start.home, parts, old=False),
        old_users=aged,
        inhabitants=people["persons"] / np.float32(start.persons),
        new_dwellings=new,
        hours_out=out * instead * WEEKS,
        hours_in=(into * instead + new * per_new) * WEEKS,
    )
    if start.hours_home:
        given_now = (moves.home_old + moves.home_young) * np.float32(start.hours_home)
        moves.hours_in = np.minimum(moves.hours_in, given_now + moves.hours_out)
        found["hours_home"] = given_now + moves.hours_out - moves.hours_in
    return moves


def _of(groups: tuple[Followed, ...], parts: Sequence[Array], *, old: bool) -> Array:
    return _sum([p for g, p in zip(groups, parts, strict=True) if g.old is old])


def _dwellings(
    start: Start,
    by_users: Array,
    by_coverage: Array,
    practice: Practice,
    old: Array,
    found: dict[str, Array],
) -> tuple[Array, Array]:
    """Put staffed dwellings in `found`; give growth of residents, and dwellings beyond that."""
    growth = {
        Residents.NUMBER: practice.young,
        Residents.USERS: by_users,
        Residents.OLD: by_coverage,
    }[practice.residents]
    if start.dwellings is None:
        return growth, ZERO
    there = growth * np.float32(start.dwellings)
    needed = np.where(np.isnan(practice.housed), there, practice.housed * old)
    found["dwellings_24h_needed"] = needed
    return growth, needed - there


def _ratios(start: Start, moves: _Moves) -> dict[str, Array]:
    """Give the growth of each service that isn't run by the parts of its own, today = 1."""
    home = moves.home_old + moves.home_young
    growth = {
        "users": moves.staffed,
        # houses there are stand when fewer use them, and what is not built costs nothing
        "places": np.maximum(moves.needed, ONE),
        "home": home,
        "residents": moves.residents,
        "inhabitants": moves.inhabitants,
    }
    return {id: growth.get(follows, ONE) for id, follows in start.follows.items()}


OWN = ("long_stay", "premises", "dwellings", "home")
"""Services whose parts are worked out one by one; the rest follow a ratio."""


def _labour(start: Start, moves: _Moves, practice: Practice, care: Care) -> None:
    """Put årsverk in all and by part: today's by share, moved with the volumes (M7)."""
    every, year, ratio = np.float32(start.fte or 0.0), start.year, _ratios(start, moves)
    home = every * np.float32(start.of("home")) * practice.contact
    young, aged = home * moves.home_young, home * moves.home_old
    each = start.per_dwelling if practice.per_dwelling is None else practice.per_dwelling
    new = moves.new_dwellings * (each if each is not None else ZERO)
    team = practice.trained * moves.old_users * practice.team
    out, into = (year.fte(h) * practice.contact for h in (moves.hours_out, moves.hours_in))
    into = np.minimum(into, young + aged + out + team)
    left = young + aged + team + out - into
    freed = _freed(start, practice, left)
    places = every * (
        np.float32(start.of("long_stay")) * ratio["long_stay"] * practice.per_place
        + np.float32(start.of("premises")) * ratio["premises"]
    )
    dwellings = every * np.float32(start.of("dwellings")) * ratio["dwellings"] + new
    rest = [every * np.float32(s) * ratio[id] for id, s in start.share.items() if id not in OWN]
    other = _sum(rest)
    paid = practice.paid
    care.fte.update(
        {
            Part.PLACES: places * paid,
            Part.MOVED: (out - into) * paid,
            Part.DWELLINGS: dwellings * paid,
            Part.UNDER_67: young * paid,
            Part.HOME: (aged + team) * paid,
            Part.TECHNOLOGY: -freed * paid,
            Part.OTHER: other * paid,
        }
    )
    care.arrays.update(
        {
            "fte_freed": freed * paid,
            "fte_home": (left - freed) * paid,
            "fte_institution": care.fte[Part.PLACES],
            "fte_dwellings": care.fte[Part.DWELLINGS],
            "fte_other": care.fte[Part.OTHER],
            "fte": _sum(list(care.fte.values())),
        }
    )


def _freed(start: Start, practice: Practice, home: Array) -> Array:
    """Give the årsverk that technology frees, each on the hours the others leave."""
    left, safe = ONE, np.maximum(home, 1e-6)
    for hours in practice.saved:
        left = left * (1 - np.minimum(start.year.fte_weekly(hours) * practice.contact / safe, 1))
    found: Array = home * (1 - left)
    return found


def _kroner(start: Start, moves: _Moves, practice: Practice, care: Care) -> None:
    """Put NOK a year in all and by part: the accounts, moved with the volumes.

    Those who move cost their hours, at the gross price in both: help with extensive need is free.
    """
    at_home = 1 + np.float32(start.pay_share) * (practice.contact - 1)
    hour = practice.price_hour * np.float32(start.hour or 0.0)
    hour = (hour if practice.hour is None else practice.hour) * at_home
    freed = care.arrays.get("fte_freed", ZERO)
    direct = freed / (practice.paid * practice.contact)
    hours_of_team = start.year.hours(practice.trained * moves.old_users * practice.team)
    common = {
        "moved": (moves.hours_out - moves.hours_in) * hour,
        "team": hours_of_team * hour,
        "technology": practice.technology - start.year.hours(direct) * hour,
    }
    ratio = _ratios(start, moves)
    running = 1 + np.float32(start.pay_share) * (practice.paid * practice.substitutes - 1)
    for net, parts in ((True, care.net), (False, care.gross)):
        parts.update(_parts(start, moves, practice, ratio, common, net=net))
        before = _sum(list(parts.values()))
        parts[Part.STAFF] = before * (running - 1)
        parts[Part.PRICE] = before * running * (practice.growth - 1)
        parts[Part.CAPITAL] = practice.capital
    _quantities(care, running * practice.growth)


def _parts(
    start: Start,
    moves: _Moves,
    practice: Practice,
    ratio: Mapping[str, Array],
    common: Mapping[str, Array],
    *,
    net: bool,
) -> Parts:
    """Give NOK a year by part in today's prices, net or gross."""
    booked = {id: b.part(net) for id, b in start.booked.items()}
    amount = {id: np.float32(a) for id, (a, _still) in booked.items()}
    nothing = np.float32(0)
    staff = 1 + np.float32(start.pay_share) * (practice.per_place - 1)
    beds = amount.get("long_stay", nothing) * ratio["long_stay"] * staff * practice.price_place
    dwellings = amount.get("dwellings", nothing) * practice.price_dwelling
    each = dwellings / np.float32(start.dwellings) if start.dwellings else nothing
    contact = 1 + np.float32(start.pay_share) * (practice.contact - 1)
    home = amount.get("home", nothing) * practice.price_hour * contact
    rest = [a * ratio[id] for id, a in amount.items() if id not in OWN]
    return {
        Part.PLACES: beds + amount.get("premises", nothing) * ratio["premises"],
        Part.MOVED: common["moved"],
        Part.DWELLINGS: dwellings * ratio["dwellings"] + moves.new_dwellings * each,
        Part.UNDER_67: home * moves.home_young,
        Part.HOME: home * moves.home_old + common["team"],
        Part.TECHNOLOGY: common["technology"],
        Part.OTHER: _sum(rest) + np.float32(sum(still for _a, still in booked.values())),
    }


def _quantities(care: Care, level: Array) -> None:
    """Put the totals and the parts that are told as quantities among the arrays.

    Parameters
    ----------
    level
        Factor on the cost of every part from absence and prices: each bears its own.
    """
    net = care.net
    care.arrays.update(
        {
            "cost_institution": net[Part.PLACES] * level,
            "cost_dwellings": net[Part.DWELLINGS] * level,
            "cost_home": (net[Part.UNDER_67] + net[Part.HOME] + net[Part.MOVED]) * level,
            "cost_technology": net[Part.TECHNOLOGY] * level,
            "cost_other": net[Part.OTHER] * level,
            "cost_capital": net[Part.CAPITAL],
            "cost": _sum(list(net.values())),
            "cost_gross": _sum(list(care.gross.values())),
        }
    )
