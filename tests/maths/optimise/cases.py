"""Tiny problems that can be understood by reading them, and drawn ones."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from veivalg.content import Place, Source
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.problem import Kind, Limit, Need, Problem, Service, Step, Technology
from veivalg.maths.scenarios.catalogue import LEVERS

PLACE = Place("5503", "Harstad")
YEARS = (2027, 2028, 2029)


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


def basis(draws: int = 40, seed: int = 1) -> Basis:
    """Give a town like Harstad whose need grows by about three per cent a year."""
    rng = np.random.default_rng(seed)
    years = tuple(range(2027, 2041))
    luck = np.exp(np.cumsum(rng.normal(0, 0.012, (draws, len(years))), axis=1))
    growth = 1.032 ** np.arange(1, len(years) + 1) * luck
    return Basis(
        PLACE,
        2026,
        years,
        200 * growth,
        30 * growth,
        105 * growth,
        560 * (1 + 0.5 * (growth - 1)),
        np.full_like(growth, 700.0),
        1350 * growth,
        25_200,
        {"institution": 200.0, "short_stay": 30.0, "dwellings": 105.0},
        560,
        700,
        {id: lever.default for id, lever in LEVERS.items()},
        sources=(Source("ssb", "SSB", "Befolkning"),),
    )
