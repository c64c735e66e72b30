"""Run a scenario: the draws go through need, users, places, årsverk, people and kroner."""

from collections.abc import Callable, Mapping

import numpy as np

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.building import capital, existing
from veivalg.maths.scenarios.columns import GROUPS, People
from veivalg.maths.scenarios.cost import cost, without_places
from veivalg.maths.scenarios.drivers import Paths, paths
from veivalg.maths.scenarios.inputs import Ensemble, ScenarioInputs
from veivalg.maths.scenarios.levers import check, value_of
from veivalg.maths.scenarios.model import PLACE_KINDS, Scenario
from veivalg.maths.scenarios.outcome import QUANTITIES, Draws, Outcome
from veivalg.maths.scenarios.services import Array, flow, position, staff

SEED = 2026
MOVING = ("net_moves", "housing_per_year")
"""The levers that ask for another population."""

Resimulate = Callable[[float, float], Ensemble]
"""(net movers a year, dwellings a year) beyond the projection → the population then."""


def run(
    inputs: ScenarioInputs,
    scenario: Scenario,
    *,
    seed: int = SEED,
    resimulate: Resimulate | None = None,
) -> Outcome:
    """Give every quantity by draw and year.

    Parameters
    ----------
    seed
        Decides the drawn drivers; the same seed gives the same draws whatever is moved, so that
        two scenarios differ by their assumptions only.
    resimulate
        Asked only when people move in or out because of the scenario (`net_moves`,
        `housing_per_year`); see `population.resimulator`.

    Raises
    ------
    UsageError
        For an impossible assumption, naming the lever and its limits.
    """
    check(inputs.levers, scenario)
    inputs = settled(inputs, scenario, resimulate)
    drivers = paths(inputs.levers, scenario, inputs.years, inputs.draws, seed)
    found = flow(inputs.base, inputs.people, drivers)
    found |= _places(inputs, scenario, found)
    found |= cost(inputs.base, found, drivers, yearly_capital(inputs, scenario)[None, :])
    lacking = without_places(found, drivers)
    if lacking is not None:
        found["cost_not_building"] = lacking
    found |= _labour(inputs, found, drivers)
    found |= _people(inputs.people, drivers)
    shape = (inputs.draws, len(inputs.years))
    arrays = {id: _full(found[id], shape) for id in QUANTITIES if id in found}
    return Outcome(
        inputs.place, scenario, inputs.years, arrays, need(inputs.people), inputs.missing
    )


def settled(
    inputs: ScenarioInputs, scenario: Scenario, resimulate: Resimulate | None
) -> ScenarioInputs:
    """Give the inputs with the population of the scenario; the same when nobody moves.

    Raises
    ------
    UsageError
        When people move because of the scenario and no way to project them is given.
    """
    if not moves(inputs, scenario):
        return inputs
    if resimulate is None:
        raise UsageError(
            _("Flytting og boligbygging kan ikke endres her."),
            _("Hent befolkningen etter ettårig alder først."),
        )
    movers, dwellings = (value_of(inputs.levers, scenario, id) for id in MOVING)
    return inputs.with_people(resimulate(movers, dwellings))


def moves(inputs: ScenarioInputs, scenario: Scenario) -> bool:
    """Say whether people move in or out because of the scenario."""
    return any(value_of(inputs.levers, scenario, id) != 0 for id in MOVING)


def yearly_capital(inputs: ScenarioInputs, scenario: Scenario) -> Array:
    """Give capital cost by year, NOK."""
    rate, life = (value_of(inputs.levers, scenario, id) for id in ("interest", "lifetime"))
    return capital(scenario.steps, inputs.years, rate, life)


def need(people: People) -> Mapping[str, Draws]:
    """Give the need index by sector, today = 100 (M3, bare alder)."""
    return {
        name.removeprefix("need_"): (values * (100 / values[:1, :1])).astype(np.float32)
        for name, values in people.items()
        if name.startswith("need_") and values[0, 0] > 0
    }


def _full(values: Array, shape: tuple[int, int]) -> Draws:
    found: Draws = np.ascontiguousarray(np.broadcast_to(values, shape), dtype=np.float32)
    found.setflags(write=False)
    return found


def _people(people: People, drivers: Paths) -> dict[str, Array]:
    """Give age groups, the care need index and dementia (M2, M3, M8)."""
    found: dict[str, Array] = {name: people[name] for name in GROUPS if name in QUANTITIES}
    care = need({"need_care": people["need_care"]}).get("care") if "need_care" in people else None
    if care is not None:
        found["need_index"] = care
    found["dementia"] = (
        people["dementia"] * drivers["health_improvement"] * drivers["dementia_level"]
    )
    return found


def _places(
    inputs: ScenarioInputs, scenario: Scenario, found: Mapping[str, Array]
) -> dict[str, Array]:
    """Give places that exist and places lacking (negative: places to spare)."""
    now = {"institution": inputs.base.institution, "dwellings_24h": inputs.base.dwellings}
    result: dict[str, Array] = {}
    for kind in PLACE_KINDS:
        places = now[kind]
        if places is not None and f"{kind}_needed" in found:
            there = existing(places, scenario.steps, kind, inputs.years)[None, :]
            result[f"{kind}_existing"] = there
            result[f"{kind}_gap"] = found[f"{kind}_needed"] - there
    return result


def _labour(inputs: ScenarioInputs, found: Mapping[str, Array], drivers: Paths) -> dict[str, Array]:
    """Give employees, exits and hires, and what the labour market gives at today's share (M7)."""
    if "fte" not in found:
        return {}
    people = inputs.people
    full_time = inputs.levers["full_time"].today
    fte = np.broadcast_to(found["fte"], people["persons"].shape)
    result = staff(fte, position(drivers, full_time), drivers["exits"])
    share = fte[:1, :1] / np.maximum(people["persons_20_66"][:1, :1], 1)
    result["fte_available"] = share * people["persons_20_66"]
    result["fte_lacking"] = fte - result["fte_available"]
    result["hires_per_young"] = result["hires"] / np.maximum(people["persons_20_24"], 1)
    return result
