"""Building steps: what opens when, what the buildings cost a year, and the cost of not building."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.i18n import _
from veivalg.projections.places import Opening, capacity, home_care_cost
from veivalg.scenarios.inputs import ScenarioInputs
from veivalg.scenarios.levers import value_of
from veivalg.scenarios.model import PLACE_KINDS, BuildingStep, Scenario
from veivalg.scenarios.outcome import Outcome
from veivalg.scenarios.technology import HOURS_A_WEEK

DAYS = 365
Yearly = NDArray[np.float32]


def existing(places_now: float, steps: Sequence[BuildingStep], kind: str,
             years: Sequence[int]) -> Yearly:  # fmt: skip
    """Give places of a kind that exist on 1 January of each year (M15); never below 0."""
    openings = [Opening(s.name, s.year, s.places.get(kind, 0.0)) for s in steps]
    by_year = capacity(places_now, openings, years)
    return np.array([max(by_year[y], 0.0) for y in years], dtype=np.float32)


def annuity(rate: float, years: float) -> float:
    """Give the yearly payment on 1 krone borrowed.

    Examples
    --------
    >>> round(annuity(0.04, 40), 5), annuity(0.0, 40)
    (0.05052, 0.025)
    """
    return rate / (1 - (1 + rate) ** -years) if rate > 0 else 1 / years


def capital(steps: Sequence[BuildingStep], years: Sequence[int], rate: float,
            lifetime: float) -> Yearly:  # fmt: skip
    """Give capital cost a year in NOK: what no grant pays, in equal parts from the opening on."""
    part = annuity(rate, lifetime)
    return np.array(
        [sum(s.cost * (1 - s.grant_share) * part for s in steps if s.year <= y < s.year + lifetime)
         for y in years], dtype=np.float32)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class NotBuilding:
    """«Hva om vi ikke bygger?»: two futures that differ by the building steps only.

    Parameters
    ----------
    lacking, lacking_built
        Kind → people without a place they would have by the coverage, (draw, year), never below 0:
        without and with the steps.
    ways
        Way of helping them → NOK a year (draw, year).
    places
        NOK a year to run the places that they lack, (draw, year).
    capital
        NOK a year for the buildings, (year,).
    worth
        Way → net present value in NOK of building, against helping that way, by draw: the cost of
        the way minus running and buildings, for those whom the steps give a place.
    """

    years: tuple[int, ...]
    lacking: Mapping[str, NDArray[np.float32]]
    lacking_built: Mapping[str, NDArray[np.float32]]
    ways: Mapping[str, NDArray[np.float32]]
    places: NDArray[np.float32]
    capital: Yearly
    worth: Mapping[str, NDArray[np.float32]]


def not_building(
    inputs: ScenarioInputs, scenario: Scenario, built: Outcome, unbuilt: Outcome
) -> NotBuilding | None:
    """Set building against not building (M15).

    Parameters
    ----------
    built, unbuilt
        Answers of `scenario` and of ``scenario.without_building()`` with the same seed.

    Returns
    -------
    NotBuilding or None
        None when the places of the municipality are not known.
    """
    kinds = [k for k in PLACE_KINDS if f"{k}_gap" in unbuilt]
    if not kinds:
        return None
    lacking = {k: np.maximum(unbuilt[f"{k}_gap"], 0) for k in kinds}
    still = {k: np.maximum(built[f"{k}_gap"], 0) for k in kinds}
    helped = {k: lacking[k] - still[k] for k in kinds}
    price = _Prices.of(inputs, scenario)
    run = _sum(lacking, price.place)
    ways = {name: _sum(lacking, unit) for name, unit in price.ways.items()}
    rate = value_of(inputs.levers, scenario, "interest")
    yearly = capital(scenario.steps, unbuilt.years, rate,
                     value_of(inputs.levers, scenario, "lifetime"))  # fmt: skip
    ahead = np.array([y - unbuilt.years[0] for y in unbuilt.years], dtype=np.float32)
    discount = np.power(1 + rate, -ahead, dtype=np.float32)
    own = _sum(helped, price.place) + yearly
    worth = {name: ((_sum(helped, unit) - own) * discount).sum(axis=1)
             for name, unit in price.ways.items()}  # fmt: skip
    return NotBuilding(unbuilt.years, lacking, still, ways, run, yearly, worth)


def _sum(
    people: Mapping[str, NDArray[np.float32]], unit: Mapping[str, float]
) -> NDArray[np.float32]:
    parts = np.stack([n * np.float32(unit[k]) for k, n in people.items()])
    found: NDArray[np.float32] = parts.sum(axis=0, dtype=np.float32)
    return found


@dataclass(frozen=True, slots=True)
class _Prices:
    """NOK a year for one person, by kind of place: the place itself, and each way without it."""

    place: Mapping[str, float]
    ways: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, inputs: ScenarioInputs, scenario: Scenario) -> _Prices:
        value = {id: value_of(inputs.levers, scenario, id) for id in inputs.levers}
        hours = {"institution": value["substitute_hours"],
                 "dwellings_24h": value["fte_per_dwelling"] * HOURS_A_WEEK}  # fmt: skip
        home = {k: home_care_cost(h, value["hour_cost"]) for k, h in hours.items()}
        return cls(
            {"institution": value["place_cost"], "dwellings_24h": value["dwelling_cost"]},
            {
                _("Hjemmetjenester"): home,
                _("Bolig med bemanning hele døgnet"): dict.fromkeys(PLACE_KINDS,
                                                                    value["dwelling_cost"]),
                _("Liggedøgn på sykehus som utskrivningsklar"): {
                    "institution": value["day_price"] * DAYS,
                    "dwellings_24h": home["dwellings_24h"]},
            },
        )  # fmt: skip
