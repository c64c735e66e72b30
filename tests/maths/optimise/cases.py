"""Tiny problems that can be understood by reading them, and drawn ones."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from veivalg.content import Place, Source
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.problem import Kind, Limit, Need, Problem, Service, Step, Technology
from veivalg.maths.scenarios.catalogue import LEVERS
from veivalg.maths.service_model.conversion import WorkingYear
from veivalg.norway.prices import price_list

PLACE = Place("5503", "Harstad")
YEARS = (2027, 2028, 2029)
TODAY = 230 * 1.26e6 + 105 * 1.7e6 + 560 * 0.4e6 + 120e6
"""Kroner of the town today."""


def limit(kind: Kind, *values: float, service: str = "", id: str = "") -> Limit:
    return Limit(id or kind.value, id or kind.value, kind, np.array(values, float), service)


def tiny(
    heavy: object = ((10, 12, 14),),
    light: object = ((20, 20, 20),),
    *,
    limits: tuple[Limit, ...] = (),
    most: int = 2,
    technology: bool = True,
) -> Problem:
    """Ten places, a step of four more, and home care that equipment can save time in."""
    needs = (
        Need("heavy", "Sykehjem", np.array(heavy, float), 10.0, {"bed": 1.0, "much": 0.2}),
        Need("light", "Hjemmetjeneste", np.array(light, float), 1.0, {"home": 1.0}),
    )
    services = (
        Service("bed", "Sykehjem", 1.0, 1.4e6, np.full(len(needs[0].users[0]), 10.0)),
        Service("much", "Mye hjelp hjemme", 1.2, 1.5e6),
        Service("home", "Hjemmetjeneste", 0.25, 0.3e6),
    )
    steps = (Step("build", "Sykehjemsplasser", {"bed": 4.0}, 20e6, 1e6, YEARS[1], most),)
    equipment = (Technology("box", "Dispenser", "home", 0.5, 0.05, 10e3, 5e3, 0.0, 4.0),)
    return Problem(PLACE, YEARS, needs, services, steps, equipment if technology else (), limits)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Give problems with scarce staff and money, one to four draws."""
    draws = draw(st.integers(1, 4))
    heavy, light = (
        [[draw(st.integers(0, high)) for _y in YEARS] for _d in range(draws)] for high in (30, 60)
    )
    limits = (
        limit(Kind.STAFF, *(draw(st.integers(0, 40)) for _y in YEARS)),
        limit(Kind.MONEY, *(draw(st.integers(5, 60)) * 1e6 for _y in YEARS)),
        limit(Kind.INVESTMENT, *[draw(st.sampled_from([0.0, 20e6, 40e6]))] * 3),
    )
    return tiny(heavy, light, limits=limits)


def basis(
    draws: int = 40,
    seed: int = 1,
    *,
    priced: bool = True,
    growth_of: float = 1.032,
    spread: float = 0.012,
) -> Basis:
    """Give a town like Harstad whose need grows by about three per cent a year.

    Today: 230 places at 1.1 årsverk and 1.26 million, 105 dwellings at 1.3 and 1.7, 560 users at
    home at 0.4 and 0.4, and 87 årsverk and 120 million of other things.
    """
    rng = np.random.default_rng(seed)
    years = tuple(range(2027, 2041))
    luck = np.exp(np.cumsum(rng.normal(0, spread, (draws, len(years))), axis=1))
    growth = growth_of ** np.arange(1, len(years) + 1) * luck
    middle = growth_of ** np.arange(1, len(years) + 1)
    return Basis(
        PLACE,
        2026,
        years,
        200 * growth,
        30 * growth,
        105 * growth,
        560 * (1 + 0.5 * (growth - 1)),
        np.full_like(growth, 680.0),
        700 * growth,
        np.full_like(growth, 87.0),
        np.full_like(growth, 120e6),
        1350 * growth,
        25_200,
        {"institution": 200.0, "short_stay": 30.0, "dwellings": 105.0},
        560,
        700,
        {"place": 1.1, "dwelling": 1.3, "home": 0.4},
        TODAY if priced else None,
        0.4e6 if priced else 0.0,
        WorkingYear(35.5, 47, 0.599),
        {
            **{id: lever.default for id, lever in LEVERS.items() if lever.default is not None},
            **{id: p.value for id, p in price_list().items()},
            "place_cost": 1.26e6,
            "dwelling_cost": 1.7e6,
            "hour_cost": 775.0,
            "substitute_hours": 15.8,
            "rate_trend": -0.02,
            "technology_cost": 8_000.0,
        },
        prices=price_list(),
        split_shown=True,
        main={
            "institution_needed": 230 * middle,
            "institution_age": 230 * middle,
            "institution_coverage": 250 * middle,
            "institution_trend": 210 * middle,
            "fte": 700 * middle,
            "fte_available": np.full(len(years), 680.0),
            **({"cost": TODAY * middle} if priced else {}),
        },
        coverage=230 / 1350,
        ward=8,
        sources=(Source("ssb", "SSB", "Befolkning"),),
    )
