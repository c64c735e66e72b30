"""A service of few: one more costs the group's price, at the municipality's own level of cost.

The accounts of seven places give a price that one odd year makes absurd. Instead:

    price of one more = the group's function ÷ the group's units × own level
    own level         = own cost ÷ (own units × the group's price of each), summed over the
                        functions whose units are known in both

The accounts are still met: what units × price leaves of the function stands in «øvrig i
funksjonen» and doesn't move. It is under 0 where the year was a cheap one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from veivalg.content import Certainty, Place
from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.accounts import Booked, booked_by_year
from veivalg.maths.service_model.age_pattern import Peers
from veivalg.maths.service_model.care import Function, Limit
from veivalg.maths.service_model.counts import Counts, counts_by_year
from veivalg.maths.service_model.limits import FEW
from veivalg.maths.service_model.prices import prices
from veivalg.maths.service_model.services import services
from veivalg.norway.prices import Part, Price

KINDS = ("gross", "net")
LOW, HIGH = 0.4, 2.5
"""A level outside: the figures of the two aren't of the same, and no price is made of them."""
COUNTED: Mapping[str, str] = {
    "long_stay": "institution",
    "dwellings": "dwellings",
    "home": "users_home",
}
"""Service → the count that says whether it has few."""
_UNITS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "long_stay": {"place": ("253", "institution"), "premises": ("261", "institution")},
    "dwellings": {"dwelling": ("257", "dwellings")},
    "home": {
        "home_user": ("258", "users_home"),
        "hour": ("258", "hours"),
        "day_activity": ("234", "users_home"),
    },
}
"""Service → its prices, each with its function and the count it is divided by."""
_LEVEL = {
    id: count
    for id, (_f, count) in chain.from_iterable(u.items() for u in _UNITS.values())
    if id != "hour"  # the function of home care once, by users
}


@dataclass(frozen=True, slots=True)
class Few:
    """What is put in place of the own figures of services of few.

    Parameters
    ----------
    prices
        Id → price; only those that are the group's at the own level.
    functions
        Code → its accounts, with what the price doesn't explain in ``other``.
    limits
        What the price of each such service rests on.
    """

    prices: Mapping[str, Price]
    functions: Mapping[str, Function]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """Own cost and what as many would cost at the group's prices, NOK, of some functions."""

    own: float
    would: float
    functions: tuple[str, ...]

    @property
    def value(self) -> float:
        """Give own cost per krone at the group's prices."""
        return self.own / self.would


def few_prices(
    place: Place,
    now: Booked | None,
    own: Mapping[str, Price],
    counts: tuple[Counts, Counts],
    peers: Peers | None,
) -> Few:
    """Give the prices of services of fewer than `FEW`, and the accounts set by them.

    Parameters
    ----------
    now, own
        The accounts, and the own prices made of them.
    counts
        Those of the accounts' year, which the own prices rest on and which say whether there are
        few; and the newest, which the paths start from.
    peers
        The KOSTRA group with its tables; of the accounts' year alone.
    """
    found: dict[str, Price] = {}
    functions: dict[str, Function] = {}
    told: list[Limit] = []
    of_year, last = counts
    for service, count in COUNTED.items():
        number = getattr(of_year, count)
        priced = [id for id in _UNITS[service] if f"{id}_gross" in own]
        if now is None or not number or number >= FEW or not priced:
            continue
        theirs = group_prices(peers, now.year)
        made = _of_group(now, own, theirs, peers.name, priced) if peers else {}
        if made and peers:
            found |= made
            functions |= _settled(now, made, _UNITS[service], last)
            text = _used(service, made, peers)
        else:
            text = _own(place, service, own[f"{priced[0]}_gross"], theirs)
        told.append(Limit("few_price", service, text))
    return Few(found, functions, tuple(told))


def group_prices(peers: Peers | None, year: int) -> dict[str, Price]:
    """Give the group's own prices of a year; {} where its accounts or counts aren't there."""
    if peers is None:
        return {}
    booked, counts = booked_by_year(peers.tables.get("accounts")), counts_by_year(peers.tables)
    if year not in booked or year not in counts:
        return {}
    return prices(booked[year], counts[year], (None, None), None)


def level(own: Mapping[str, Price], theirs: Mapping[str, Price], kind: str) -> Level | None:
    """Give own cost against what as many would cost at the group's prices.

    Parameters
    ----------
    kind
        ``gross`` or ``net``.

    Returns
    -------
    Level or None
        None where it would rest on one count alone, which says nothing but the price itself, or
        is outside `LOW`–`HIGH`.
    """
    both = [id for id in _LEVEL if f"{id}_{kind}" in own and f"{id}_{kind}" in theirs]
    paid = would = 0.0
    for id in both:
        mine = own[f"{id}_{kind}"]
        if mine.numerator is not None and mine.denominator is not None:
            paid += mine.numerator.value
            would += mine.denominator.value * theirs[f"{id}_{kind}"].value
    if len({_LEVEL[id] for id in both}) < 2 or would <= 0 or not LOW <= paid / would <= HIGH:
        return None
    codes = {id: code for units in _UNITS.values() for id, (code, _count) in units.items()}
    return Level(paid, would, tuple(sorted(codes[id] for id in both)))


def _of_group(
    now: Booked, own: Mapping[str, Price], theirs: Mapping[str, Price], name: str, ids: list[str]
) -> dict[str, Price]:
    """Give prices of the group at the own level; {} unless all of them can be made."""
    found = {}
    for kind in KINDS:
        at = level(own, theirs, kind)
        for id in (f"{id}_{kind}" for id in ids):
            if at is None or id not in theirs:
                return {}
            found[id] = _priced(own[id], theirs[id], at, name, now.year)
    return found


def _priced(mine: Price, theirs: Price, at: Level, name: str, year: int) -> Price:
    value, top, bottom = theirs.value * at.value, theirs.numerator, theirs.denominator
    share = format_plain(at.value, 2)
    if top is None or bottom is None or mine.denominator is None:
        raise ValueError(mine.id)
    return replace(
        mine,
        value=value,
        low=value,
        high=value,
        own=False,
        uncertain="",
        past=None,
        certainty=Certainty.DERIVED,
        numerator=Part(
            _("{what}, i {group}, ganger eget nivå {level}").format(
                what=top.label, group=name, level=share
            ),
            top.value * at.value,
        ),
        denominator=Part(_("{what} i {group}").format(what=bottom.label, group=name), bottom.value),
        source=_(
            "{group} {year}: {what} {amount} mill. kr delt på {units} {unit}, ganger eget nivå "
            "{level}. Nivået er kommunens {own} mill. kr i {functions} delt på {would} mill. kr, "
            "det samme til gruppens priser"
        ).format(
            group=name,
            year=year,
            what=top.label,
            amount=format_plain(top.value / 1e6, 1),
            units=format_plain(bottom.value),
            unit=bottom.label,
            level=share,
            own=format_plain(at.own / 1e6, 1),
            functions=", ".join(at.functions),
            would=format_plain(at.would / 1e6, 1),
        ),
        note=_("Kommunens eget regnskap delt på {number} gir {price} kr").format(
            number=format_plain(mine.denominator.value), price=format_plain(mine.value)
        ),
    )


def _settled(
    now: Booked, made: Mapping[str, Price], units: Mapping[str, tuple[str, str]], last: Counts
) -> dict[str, Function]:
    """Give functions with what units × price leaves; depreciation never moves with the units."""
    found: dict[str, Function] = {}
    for id, (code, count) in units.items():
        number = getattr(last, count)
        if f"{id}_gross" not in made or code in found or not number:
            continue
        one = now.functions[code]
        moving = number * (1 - one.other / one.gross if one.gross else 1.0)
        found[code] = replace(
            one,
            other=one.gross - made[f"{id}_gross"].value * moving,
            other_net=one.net - made[f"{id}_net"].value * moving,
        )
    return found


def _used(service: str, made: Mapping[str, Price], peers: Peers) -> str:
    first = next(iter(made.values()))
    return _(
        "{service}: prisen på én mer er prisen i {group} ganger kommunens eget kostnadsnivå "
        "({year}). Det den ikke forklarer av regnskapet, står i «øvrig i funksjonen»"
    ).format(service=services()[service].label, group=peers.name, year=first.year)


def _own(place: Place, service: str, mine: Price, theirs: Mapping[str, Price]) -> str:
    text = _(
        "{service}: prisen på én mer hviler på bare {number} {unit} i {year}. Gruppens pris "
        "mangler; hent tall for gruppen"
    )
    if mine.id in theirs:
        text = _(
            "{service}: prisen på én mer hviler på bare {number} {unit} i {year}. Gruppens pris "
            "er ikke brukt, for gruppens tall passer ikke sammen med kommunens"
        )
    bottom = mine.denominator
    return text.format(
        service=services()[service].label,
        number=format_plain(bottom.value) if bottom else "",
        unit=bottom.label if bottom else "",
        year=mine.year,
        code=place.code,
    )
