"""What the plan knows of a municipality: needs by draw and year, and what there is today.

Users, places, hours, årsverk, kroner and prices are those of the service model, as the scenario
engine runs it; nothing of care is worked out here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from veivalg.content import Certainty, Missing, Place, Source
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.problem import Array
from veivalg.maths.scenarios.engine import run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import LeverNow, value_of
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import Outcome
from veivalg.maths.scenarios.practice import DRIVERS
from veivalg.maths.scenarios.tried import ends_of
from veivalg.maths.service_model.conversion import WorkingYear
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.services import Driver
from veivalg.maths.service_model.today import how_to_get
from veivalg.maths.service_model.usage import newest_value
from veivalg.norway.prices import Price, price_list
from veivalg.tables import Sourced

LAST_YEAR = 2040
"""The last year planned for: buildings take years, and further ahead the draws lie far apart."""

NEEDED = ("institution_needed", "users_home", "fte_home", "fte_institution", "fte_available")
TOLD = ("institution_needed", "fte", "fte_available", "cost", *THREE.values())
PRICED = ("cost", "cost_home", "cost_other", "cost_institution")
SAME = ("driver", "rate_trend", "trend_years", "dwellings_follow", "young_trend", "ageing_80")
"""Levers that say what need follows: those of the chosen scenario hold for every plan beside it."""


@dataclass(frozen=True)
class Basis:
    """Needs and means of a municipality when today's practice goes on.

    Parameters
    ----------
    years
        The years planned, the first after the base year.
    institution, short_stay, dwellings
        Places needed by draw and year (D, T); short-stay places are not among ``institution``.
    home
        Users of home care (D, T), counted in users who get as many hours as today's average.
    staff
        Årsverk there would be if the same share of those aged 20–66 worked in care (D, T).
    needed, other_fte
        Årsverk when the whole need is covered as today, and those of them that are of services the
        plan doesn't choose between (D, T).
    other_cost
        NOK of those services, and of the premises there are (D, T).
    aged
        Inhabitants aged 80 and over (D, T).
    places
        Places today by kind: ``institution``, ``short_stay``, ``dwellings``.
    home_users, fte
        Users of home care and årsverk today.
    each
        Årsverk of one in a service: ``place``, ``dwelling``, ``home``.
    cost
        NOK a year of today's services, net; None without accounts by function: then no kroner.
    home_cost
        NOK a year of a user of home care, net.
    working
        What an årsverk gives.
    values, texts, certainty
        Lever or price id → value, its source in words and how certain it is.
    prices
        The price list, for ranges.
    spans
        Lever → the ends it is tried between in the scenario room; both its value where none.
    possible
        Kind of equipment → new units the municipality itself has said are possible, where it has.
    split_shown
        Whether årsverk by service may be shown.
    main
        Quantity of the scenario room → its main path (T,): what is told, here as in every chapter.
    driver
        Which of the three numbers places follow.
    coverage
        Institution places today for each inhabitant aged 80 and over; None where not known.
    use
        Year → residents in long stay for each inhabitant aged 80 and over, as counted until today.
    ward
        Places in a ward of an institution: fewer save only when a whole one closes.
    rooms
        NOK a year of the premises of the institutions there are, net; 0 without kroner.
    """

    place: Place
    base_year: int
    years: tuple[int, ...]
    institution: Array
    short_stay: Array
    dwellings: Array
    home: Array
    staff: Array
    needed: Array
    other_fte: Array
    other_cost: Array
    aged: Array
    persons: float
    places: Mapping[str, float]
    home_users: float
    fte: float
    each: Mapping[str, float]
    cost: float | None
    home_cost: float
    working: WorkingYear
    values: Mapping[str, float]
    texts: Mapping[str, str] = field(default_factory=dict)
    certainty: Mapping[str, Certainty] = field(default_factory=dict)
    prices: Mapping[str, Price] = field(default_factory=dict)
    spans: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    possible: Mapping[str, float] = field(default_factory=dict)
    split_shown: bool = False
    main: Mapping[str, Array] = field(default_factory=dict)
    driver: Driver = Driver.AGE
    coverage: float | None = None
    use: Mapping[int, float] = field(default_factory=dict)
    ward: float = 1.0
    rooms: float = 0.0
    sources: tuple[Source, ...] = ()
    caveat: str = ""

    @property
    def draws(self) -> int:
        """Give the number of draws."""
        return len(self.institution)

    def told(self, id: str) -> float:
        """Give what is told of a quantity of the scenario room in the last year."""
        return float(self.main[id][-1])

    @property
    def priced(self) -> bool:
        """Say whether kroner may be told."""
        return self.cost is not None


def basis(
    inputs: ScenarioInputs,
    short_share: float = 0.0,
    chosen: Scenario | None = None,
    possible: Mapping[str, float] | None = None,
    engine: Callable[..., Outcome] = run,
) -> tuple[Basis | None, tuple[Missing, ...]]:
    """Let today's practice unfold in every draw, and give what the plan needs of it.

    Parameters
    ----------
    short_share
        The share of today's institution places that are for short stays.
    chosen
        The scenario set beside the plans: what its need follows, need follows in all of them.
    possible
        Kind of equipment → new units the municipality itself has said are possible.

    Returns
    -------
    tuple
        The basis, None where something it needs is not known, and what is missing.
    """
    drivers = {id: v for id, v in (chosen.settings if chosen else {}).items() if id in SAME}
    outcome = engine(inputs, Scenario(_("Som i dag"), settings=drivers))
    places = inputs.base.places
    if any(id not in outcome for id in NEEDED) or not places:
        lacking = dict.fromkeys((*inputs.missing, *outcome.missing))
        return None, tuple(lacking) or (_lacking(inputs.place),)
    found = _found(inputs, outcome, places * short_share, places)
    return replace(found, possible=possible or {}), inputs.missing


def _told(inputs: ScenarioInputs, outcome: Outcome, ahead: list[int]) -> dict[str, Any]:
    """Give the main path of what is told, and which of the three numbers it follows."""
    rate = inputs.levers["coverage_institution"]
    return {
        "main": {id: outcome.main[id][ahead] for id in TOLD if id in outcome},
        "driver": DRIVERS[int(value_of(inputs.levers, outcome.scenario, "driver"))],
        "coverage": rate.today if rate.known else None,
        "use": inputs.today.coverage,
    }


def _found(inputs: ScenarioInputs, outcome: Outcome, short: float, places: float) -> Basis:
    """Give the basis; `short` of the `places` in institutions are for short stays."""
    ahead = [i for i, y in enumerate(outcome.years) if outcome.years[0] < y <= LAST_YEAR]

    def column(id: str) -> Array:
        return _around(outcome[id][:, ahead].astype(np.float64), outcome.main[id][ahead])

    needed, users = column("institution_needed"), _now(outcome, "users_home")
    priced = all(id in outcome for id in PRICED)
    values, texts, certainty, prices = _prices(inputs)
    # Premises stand as they are: those of new places are the capital of the plan's own steps.
    premises = _now(outcome, "cost_institution") - places * values["place_cost"] if priced else 0.0
    housed = "dwellings_24h_needed" in outcome
    return Basis(
        inputs.place,
        outcome.years[0],
        tuple(outcome.years[i] for i in ahead),
        # Short stays have their own queue: they don't follow the ages of those who live there.
        np.maximum(needed - short, 0.0),
        np.full_like(needed, short),
        column("dwellings_24h_needed") if housed else np.zeros_like(needed),
        users * column("fte_home") / np.maximum(_now(outcome, "fte_home"), 1e-9),
        column("fte_available"),
        column("fte"),
        column("fte_other"),
        column("cost_other") + premises if priced else np.zeros_like(needed),
        column("persons_80"),
        _now(outcome, "persons"),
        {
            "institution": places - short,
            "short_stay": short,
            "dwellings": inputs.base.dwellings or 0.0,
        },
        users,
        _now(outcome, "fte"),
        _each(inputs, outcome, places),
        _now(outcome, "cost") if priced else None,
        _now(outcome, "cost_home") / users if priced else 0.0,
        inputs.base.year,
        values | {id: value_of(inputs.levers, outcome.scenario, id) for id in SAME},
        texts,
        certainty,
        prices,
        {id: ends_of(inputs, Scenario(""), id) for id in inputs.levers},
        split_shown=inputs.today.labour.shown,
        ward=inputs.base.ward,
        rooms=premises,
        sources=inputs.sources,
        caveat=inputs.caveat,
        **_told(inputs, outcome, ahead),
    )


FAR = 0.5
"""How far a mean may lie from the main path, as a share of it, and still be brought to it."""


def _around(drawn: Array, main: Array) -> Array:
    """Give draws (D, T) scaled so that their mean is the main path (T,), year by year.

    A plan is told in means of draws, and every chapter tells the need on the main path: what a plan
    covers and what is left of it add up to that. A mean that is far off is left where it is.
    """
    mean = drawn.mean(axis=0)
    ratio = np.divide(main, mean, out=np.ones_like(mean), where=mean > 0)
    return np.asarray(drawn * np.where(np.abs(ratio - 1) <= FAR, ratio, 1.0), dtype=np.float64)


def _now(outcome: Outcome, id: str) -> float:
    """Give a quantity today, which is the same in every draw."""
    return float(np.median(outcome[id][:, 0]))


def _each(inputs: ScenarioInputs, outcome: Outcome, places: float) -> dict[str, float]:
    """Give the årsverk of one in a service.

    Where nothing tells dwellings from home care, their staff is an assumption within it.
    """
    start = inputs.base
    assumed = inputs.levers["fte_per_dwelling"].today
    lent = 0.0 if start.per_dwelling else assumed * (start.dwellings or 0.0)
    home = max(_now(outcome, "fte_home") - lent, 0.05 * _now(outcome, "fte"))
    return {
        "place": _now(outcome, "fte_institution") / places,
        "dwelling": start.per_dwelling or assumed,
        "home": home / _now(outcome, "users_home"),
    }


def _prices(
    inputs: ScenarioInputs,
) -> tuple[dict[str, float], dict[str, str], dict[str, Certainty], dict[str, Price]]:
    """Give values, sources and certainty by lever or price, and the prices themselves."""
    prices = {**price_list(), **inputs.today.prices}
    every: dict[str, LeverNow | Price] = {**prices, **inputs.levers}
    values = {id: one.value if isinstance(one, Price) else one.today for id, one in every.items()}
    texts = {id: one.source for id, one in every.items()}
    return values, texts, {id: one.certainty for id, one in every.items()}, prices


def short_share(places: Sourced | None) -> float:
    """Give the share of institution places that are for short stays, newest year; 0 if unknown.

    Parameters
    ----------
    places
        The municipality's rows in ``care_places``.
    """
    short, every = (
        newest_value(places, "places", kind=kind) for kind in ("short_stay", "institution")
    )
    return min(short / every, 0.9) if short and every else 0.0


def _lacking(place: Place) -> Missing:
    return Missing(
        _("Plan innenfor rammene"),
        _("Tall for plasser, brukere eller årsverk i omsorgstjenesten mangler for {place}.").format(
            place=place.name
        ),
        how_to_get(place),
    )
