"""«Hva om vi ikke bygger?»: what the steps cost a year, against helping people otherwise (M15)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.drivers import Paths, path, paths
from veivalg.maths.scenarios.engine import SEED, yearly_capital
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import value_of
from veivalg.maths.scenarios.model import PLACE_KINDS, Scenario
from veivalg.maths.scenarios.outcome import Draws, Outcome
from veivalg.maths.scenarios.tried import ends_of, text_at, turning_at
from veivalg.maths.service_model.conversion import WEEKS
from veivalg.maths.service_model.prices import of_last_year
from veivalg.maths.service_model.sensitivity import Sensitivity, Tried, sensitivity
from veivalg.maths.service_model.start import Array

PRICED = ("substitute_hours", "place_cost", "hour_cost", "dwelling_cost", "price_growth")
"""The levers that say what a place costs, and help without one."""


@dataclass(frozen=True, slots=True, eq=False)
class NotBuilding:
    """Two futures that differ by the building steps only; NOK a year in fixed prices.

    Parameters
    ----------
    lacking, lacking_built
        Kind → people without a place they would have by the coverage, (draw, year), never below 0:
        without and with the steps.
    home, home_built
        What it costs to help them at home, NOK a year (draw, year): without and with the steps.
    places
        What running the places that they lack without the steps would cost, (draw, year).
    running
        What running the places that the steps fill costs, (draw, year).
    capital
        For the buildings, (year,).
    worth
        Net present value in NOK of building, by draw: the cost of helping at home minus running and
        buildings, for those whom the steps give a place.
    """

    years: tuple[int, ...]
    lacking: Mapping[str, Draws]
    lacking_built: Mapping[str, Draws]
    home: Draws
    home_built: Draws
    places: Draws
    running: Draws
    capital: NDArray[np.float32]
    worth: Draws

    @property
    def building(self) -> Draws:
        """Give all that building costs: running, buildings, and help for those still without."""
        found: Draws = self.running + self.capital + self.home_built
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
    place, home = _prices(paths(inputs.levers, scenario, inputs.years, inputs.draws, seed))
    running, capital = _sum(helped, place), yearly_capital(inputs, scenario).astype(np.float32)
    rate = value_of(inputs.levers, scenario, "interest")
    ahead = np.arange(len(unbuilt.years), dtype=np.float32)
    discount = np.power(np.float32(1 + rate), -ahead)
    without, with_steps = (_helping(lacking, home, unbuilt), _helping(still, home, built))
    worth = ((without - with_steps - running - capital) * discount).sum(axis=1)
    places = _sum(lacking, place)
    return NotBuilding(
        unbuilt.years, lacking, still, without, with_steps, places, running, capital, worth
    )


def rests(inputs: ScenarioInputs, scenario: Scenario, found: NotBuilding, year: int) -> Sensitivity:
    """Give what building costs beyond not building in a year, and the prices that it rests on.

    Each is tried at both ends of its own range, as in the plan: who is helped how is held. Of a
    scenario that builds nothing it is places for all who lack one, beyond help at home.

    Parameters
    ----------
    found
        The answer on the main path.
    """
    at, levers = _difference(inputs, scenario, found, year), inputs.levers

    def tried(id: str) -> Tried:
        ends, text = ends_of(inputs, scenario, id), text_at(inputs, id)
        low, high = (float(at({id: end})[0]) for end in ends)
        turns = turning_at(ends, text, lambda value: at({id: value}))(0) if low * high < 0 else ""
        return Tried(id, _(levers[id].lever.label), text(ends[0]), text(ends[1]), low, high, turns)

    return sensitivity(float(at({})[0]), map(tried, PRICED))


def hours_before(inputs: ScenarioInputs, scenario: Scenario, found: NotBuilding, year: int) -> str:
    """Say what hours a week at home turn the difference at last year's price, where it is doubted.

    Empty where no price is, or none of the hours that can be set turn it.
    """
    now, at = inputs.levers["substitute_hours"], _difference(inputs, scenario, found, year)
    own = ("place_cost", "hour_cost")
    past = of_last_year(inputs.today.prices, *(value_of(inputs.levers, scenario, id) for id in own))
    if past is None:
        return ""
    named, *values = past
    prices, span = dict(zip(own, values, strict=True)), (now.low, now.high)

    def difference(hours: float) -> Array:
        return at({**prices, now.id: hours})

    if float(difference(span[0])[0] * difference(span[1])[0]) >= 0:
        return ""
    turns = turning_at(span, now.text, difference)(0)
    return _("med {price} året før {turns}").format(price=named, turns=turns)


def _difference(
    inputs: ScenarioInputs, scenario: Scenario, found: NotBuilding, year: int
) -> Callable[[Mapping[str, float]], Array]:
    """Give what tells how much dearer building is in a year when levers stand elsewhere."""
    t, levers = found.years.index(year), inputs.levers
    still = found.lacking_built if scenario.steps else {}
    helped = {k: n[0, t] - (still[k][0, t] if still else 0) for k, n in found.lacking.items()}
    money = found.capital[t] if scenario.steps and not scenario.uncosted else 0.0
    drawn = paths(levers, scenario, inputs.years, 1, SEED)

    def at(settings: Mapping[str, float]) -> Array:
        moved = replace(scenario, settings={**scenario.settings, **settings})
        other = {id: path(levers, moved, id, inputs.years) for id in settings}
        place, home = _prices({**drawn, **other})
        each = {k: np.broadcast_to(place[k] - home[k], (1, len(found.years)))[0, t] for k in helped}
        return np.array([money + sum(n * each[k] for k, n in helped.items())], dtype=np.float64)

    return at


def _helping(lacking: Mapping[str, Draws], home: Mapping[str, Array], outcome: Outcome) -> Draws:
    """Give NOK a year to help at home those who lack a place, (draw, year).

    Help at home instead of an institution is what the outcome itself says, whose draws lie around
    what is told.
    """
    if "institution" not in lacking:
        return _sum(lacking, home)
    rest = {kind: n for kind, n in lacking.items() if kind != "institution"}
    found: Draws = outcome["cost_not_building"] + _sum(rest, home)
    return found


def _sum(people: Mapping[str, Draws], price: Mapping[str, Array]) -> Draws:
    found: Draws = np.sum([n * price[kind] for kind, n in people.items()], axis=0, dtype=np.float32)
    return found


def _prices(drawn: Paths) -> tuple[dict[str, Array], dict[str, Array]]:
    """Give NOK a year for one person by kind of place: the place itself, and help at home."""
    growth = drawn["price_growth"]
    hours = drawn["substitute_hours"] * drawn["hour_cost"] * WEEKS
    place, dwelling = (drawn[id] * growth for id in ("place_cost", "dwelling_cost"))
    kinds = PLACE_KINDS
    # who lacks a staffed dwelling needs the same help where he lives
    return dict(zip(kinds, (place, dwelling), strict=True)), dict(
        zip(kinds, (hours * growth, dwelling), strict=True)
    )
