"""Municipalities typed by hand for the paths: Harstad as SSB prints it, and any other."""

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Certainty, Place
from veivalg.maths.service_model.care import CareToday, Function, LabourSplit
from veivalg.maths.service_model.conversion import working_year
from veivalg.maths.service_model.services import AgeGroup, ServiceToday
from veivalg.norway.prices import Price

People = dict[str, NDArray[np.float32]]


def price(id: str, value: float) -> Price:
    """Give a price of the municipality's own."""
    return Price(id, id, value, "nok", 2025, "regnskap", Certainty.DERIVED, value, value, own=True)


def groups(
    young: float, middle: float, oldest: float, *, by_number: bool = False
) -> tuple[AgeGroup, ...]:
    """Give users under 67, 67–79 and 80 and over; in home care the first are a number."""
    return (
        AgeGroup(0, 66, young, (0, 66), by_number=by_number),
        AgeGroup(67, 79, middle, (67, 79)),
        AgeGroup(80, 105, oldest, (80, 105)),
    )


def care(
    long_stay: tuple[AgeGroup, ...],
    home: tuple[AgeGroup, ...],
    places: float | None,
    dwellings: float,
    fte: float,
    accounts: dict[str, tuple[float, float]] | None,
    hours: float | None = None,
    shares: dict[str, float] | None = None,
) -> CareToday:
    """Give care today; ``accounts`` is function → (gross, net) in 1000 NOK."""
    booked = {f: (g * 1e3, n * 1e3) for f, (g, n) in (accounts or {}).items()}
    of = {
        "long_stay": "253",
        "premises": "261",
        "acute": "256",
        "dwellings": "257",
        "home": "258",
        "day_activity": "234",
    }
    every = sum(g for g, _n in booked.values())
    prices: dict[str, Price] = {}
    if booked and hours and every:
        prices = {
            "hour_gross": price("hour_gross", booked["258"][0] / hours),
            "gross_per_fte": price("gross_per_fte", every / fte),
        }
    if booked and places:
        prices["place_net"] = price("place_net", booked["253"][1] / places)
    made = {}
    for id, function in of.items():
        gross, net = booked.get(function, (None, None))
        share = (shares or {}).get(id, gross / every if gross is not None and every else None)
        made[id] = ServiceToday(
            id,
            groups={"long_stay": long_stay, "home": home}.get(id, ()),
            places={"long_stay": places, "dwellings": dwellings}.get(id),
            hours=hours if id == "home" else None,
            gross=gross,
            net=net,
            labour_share=share,
        )
    return CareToday(
        Place("5503", "Harstad"),
        2026,
        2025 if booked else None,
        made,
        fte,
        None,
        LabourSplit("gross" if booked else "assumed", shown=False),
        working_year(),
        prices,
        {},
        {f: Function(f, g, n, ()) for f, (g, n) in booked.items()},
        {},
        {},
        (),
        (),
        (),
    )


HARSTAD = care(
    groups(8, 56, 136),
    groups(539, 264, 410, by_number=True),
    241,
    143,
    747,
    {
        "234": (45063, 31586),
        "253": (366404, 303518),
        "256": (9047, 9047),
        "257": (259727, 246263),
        "258": (205402, 189480),
        "261": (41610, 41069),
    },
    hours=1213 * 4.2 * 52,
)
"""Harstad, 31 December 2025 (SSB 06969, 14533, 12209; accounts of 2025)."""

GROWTH = {"ages_0_66": 0.930, "ages_67_79": 1.018, "ages_80_105": 2447 / 1510}
"""Harstad's people from 2026 to 2040, as the design of the model printed them."""


def people(growth: dict[str, float] | None = None, start: dict[str, float] | None = None) -> People:
    """Give one draw of two years: today and a later one."""
    now = start or {
        "ages_0_66": 20078.0,
        "ages_67_79": 3616.0,
        "ages_80_105": 1510.0,
        "persons": 25204.0,
        "persons_90": 223.0,
    }
    now = now | {"persons_80": now["ages_80_105"]}
    more = dict(growth or GROWTH)
    more["persons_80"] = more["ages_80_105"]
    return {id: np.array([[n, n * more.get(id, 1.0)]], dtype=np.float32) for id, n in now.items()}
