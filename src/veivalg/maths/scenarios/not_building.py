"""«Hva om vi ikke bygger?»: what the steps cost a year, against helping people otherwise (M15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.scenarios.drivers import Paths, paths
from veivalg.maths.scenarios.engine import SEED, yearly_capital
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import value_of
from veivalg.maths.scenarios.model import PLACE_KINDS, Scenario
from veivalg.maths.scenarios.outcome import Draws, Outcome
from veivalg.maths.service_model.conversion import WEEKS
from veivalg.maths.service_model.start import Array

DAYS = 365
HOME, STAFFED, HOSPITAL = "home", "staffed", "hospital"
"""Ways of helping those who lack a place: home care, a staffed dwelling, days in hospital."""


@dataclass(frozen=True, slots=True, eq=False)
class NotBuilding:
    """Two futures that differ by the building steps only; NOK a year in fixed prices.

    Parameters
    ----------
    lacking, lacking_built
        Kind → people without a place they would have by the coverage, (draw, year), never below 0:
        without and with the steps.
    ways, ways_built
        Way of helping them → NOK a year (draw, year): without and with the steps.
    places
        What running the places that they lack without the steps would cost, (draw, year).
    running
        What running the places that the steps fill costs, (draw, year).
    capital
        For the buildings, (year,).
    worth
        Way → net present value in NOK of building, against helping that way, by draw: the cost of
        the way minus running and buildings, for those whom the steps give a place.
    """

    years: tuple[int, ...]
    lacking: Mapping[str, Draws]
    lacking_built: Mapping[str, Draws]
    ways: Mapping[str, Draws]
    ways_built: Mapping[str, Draws]
    places: Draws
    running: Draws
    capital: NDArray[np.float32]
    worth: Mapping[str, Draws]

    def building(self, way: str = HOME) -> Draws:
        """Give all that building costs: running, buildings, and help for those still without."""
        found: Draws = self.running + self.capital + self.ways_built[way]
        return found


def not_building(
    inputs: ScenarioInputs,
    scenario: Scenario,
    built: Outcome,
    unbuilt: Outcome,
    *,
    seed: int = SEED,
    only: Sequence[str] = PLACE_KINDS,
) -> NotBuilding | None:
    """Set building against not building (M15).

    Parameters
    ----------
    built, unbuilt
        Answers of `scenario` and of ``scenario.without_building()`` with the same seed, so that
        prices and hours are those the answers were worked out with.
    only
        Kinds of places that are counted.

    Returns
    -------
    NotBuilding or None
        None when the places of the municipality, or its prices, are not known.
    """
    kinds = [k for k in only if f"{k}_gap" in unbuilt]
    if not kinds or "cost" not in unbuilt:
        return None
    lacking = {k: np.maximum(unbuilt[f"{k}_gap"], 0) for k in kinds}
    still = {k: np.maximum(built[f"{k}_gap"], 0) for k in kinds}
    helped = {k: lacking[k] - still[k] for k in kinds}
    place, ways = _prices(paths(inputs.levers, scenario, inputs.years, inputs.draws, seed))
    running, capital = _sum(helped, place), yearly_capital(inputs, scenario).astype(np.float32)
    rate = value_of(inputs.levers, scenario, "interest")
    ahead = np.arange(len(unbuilt.years), dtype=np.float32)
    discount = np.power(np.float32(1 + rate), -ahead)
    without, with_steps = (_helping(lacking, ways, unbuilt), _helping(still, ways, built))
    worth = {
        way: ((without[way] - with_steps[way] - running - capital) * discount).sum(axis=1)
        for way in ways
    }
    return NotBuilding(
        unbuilt.years,
        lacking,
        still,
        without,
        with_steps,
        _sum(lacking, place),
        running,
        capital,
        worth,
    )


def _helping(
    lacking: Mapping[str, Draws], ways: Mapping[str, dict[str, Array]], outcome: Outcome
) -> dict[str, Draws]:
    """Give way → NOK a year to help those who lack a place, (draw, year).

    Help at home instead of an institution is what the outcome itself says, whose draws lie around
    what is told.
    """
    found = {way: _sum(lacking, price) for way, price in ways.items()}
    if "institution" in lacking:
        rest = {kind: n for kind, n in lacking.items() if kind != "institution"}
        found[HOME] = outcome["cost_not_building"] + _sum(rest, ways[HOME])
    return found


def _sum(people: Mapping[str, Draws], price: Mapping[str, Array]) -> Draws:
    found: Draws = np.sum([n * price[kind] for kind, n in people.items()], axis=0, dtype=np.float32)
    return found


def _prices(drawn: Paths) -> tuple[dict[str, Array], dict[str, dict[str, Array]]]:
    """Give NOK a year for one person by kind of place: the place itself, and each way without."""
    growth = drawn["price_growth"]
    hour = drawn["hour_cost"] * growth * WEEKS
    dwelling = drawn["dwelling_cost"] * growth
    # who lacks a staffed dwelling needs the same help where he lives
    home: dict[str, Array] = {
        "institution": drawn["substitute_hours"] * hour,
        "dwellings_24h": dwelling,
    }
    place: dict[str, Array] = {
        "institution": drawn["place_cost"] * growth,
        "dwellings_24h": dwelling,
    }
    ways: dict[str, dict[str, Array]] = {
        HOME: home,
        STAFFED: dict.fromkeys(PLACE_KINDS, dwelling),
        HOSPITAL: {
            "institution": drawn["day_price"] * growth * DAYS,
            "dwellings_24h": home["dwellings_24h"],
        },
    }
    return place, ways
