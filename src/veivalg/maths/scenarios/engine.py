"""Run a scenario: the draws go through need, users, places, årsverk, people and kroner."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.building import capital, existing
from veivalg.maths.scenarios.columns import GROUPS, People, middle_draw
from veivalg.maths.scenarios.drivers import Z80, Paths, normals, paths
from veivalg.maths.scenarios.inputs import Ensemble, ScenarioInputs
from veivalg.maths.scenarios.levers import check, value_of
from veivalg.maths.scenarios.model import PLACE_KINDS, Scenario
from veivalg.maths.scenarios.outcome import QUANTITIES, Draws, Outcome
from veivalg.maths.scenarios.practice import practice
from veivalg.maths.service_model.conversion import WEEKS
from veivalg.maths.service_model.flow import THREE, Practice, flow
from veivalg.maths.service_model.marginal import why_lower
from veivalg.maths.service_model.services import Driver
from veivalg.maths.service_model.staff import available, position, staff
from veivalg.maths.service_model.start import Array

SEED = 2026
FAR = 0.5
"""How far the middle of the draws may be from the main path, as a share, and still be scaled."""
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
    main, years = on_main_path(inputs), len(inputs.years)
    care = flow(main.base, main.people, run_as(main, scenario, seed)[0])
    path = _every(main, scenario, care.arrays, seed)
    found = flow(inputs.base, inputs.people, run_as(inputs, scenario, seed)[0]).arrays
    found |= {id: _around(found[id], path[id], id) for id in FIRST if id in found}
    found = _every(inputs, scenario, found, seed)
    loose = (found.keys() & path.keys()) - inputs.people.keys() - set(BOUND)
    found |= {id: _around(found[id], path[id], id) for id in loose}
    told = [id for id in QUANTITIES if id in found]
    return Outcome(
        inputs.place,
        scenario,
        inputs.years,
        {id: _full(found[id], (inputs.draws, years)) for id in told},
        need(inputs.people),
        inputs.missing,
        {id: np.broadcast_to(path[id], (1, years))[0].astype(np.float64) for id in told},
        {"fte": care.fte, "cost": care.net, "cost_gross": care.gross},
        _reasons(main, scenario, care.arrays, seed),
    )


def _every(
    inputs: ScenarioInputs, scenario: Scenario, care: Mapping[str, Array], seed: int
) -> dict[str, Array]:
    """Give what follows from care too: places lacking, what that costs, staff and people."""
    found = dict(care)
    if not inputs.levers["rate_trend"].known:
        found.pop(THREE[Driver.TREND], None)
    drivers = paths(inputs.levers, scenario, inputs.years, inputs.draws, seed)
    found |= _places(inputs, scenario, found)
    lacking = _without_places(found, drivers)
    if lacking is not None:
        found["cost_not_building"] = lacking
    found |= _labour(inputs, found, drivers)
    return found | _people(inputs, scenario, drivers, seed)


FIRST = ("institution_needed", "dwellings_24h_needed", "fte")
"""What places lacking, their cost and the staff follow from: brought to the main path first."""

SIGNED = ("institution_gap", "dwellings_24h_gap", "fte_lacking", "cost_technology")
"""What can be on either side of zero: the draws are moved to the main path, not scaled."""

BOUND = ("employees", "exits")
"""What stays as drawn: who leaves is a share of those employed, draw by draw."""


def on_main_path(inputs: ScenarioInputs) -> ScenarioInputs:
    """Give the same with one draw: the middle people, and so every lever where it is set."""
    return replace(inputs, people={id: middle_draw(v) for id, v in inputs.people.items()})


def _around(values: Array, main: Array, id: str) -> Array:
    """Give the draws with their middle on the main path, year by year.

    The middle of a sum is not the sum of the middles: 342.5 places where the path gives 342.8, and
    with hours at home that may be far more but little less, cost lies well above what the middle
    hours give. What is told is the path, in every chapter; the draws tell how far off it may be,
    and how likely a limit is to be passed: half of them are above what is told. They are scaled, as
    shares of what is told, so that nothing passes zero; they are moved where zero can be passed, or
    where the middle is so far off (`FAR`) that a share of it says little. What is drawn as nothing
    stays nothing: where no place lacks, no help costs anything.
    """
    middle = middle_draw(values)
    ratio = np.divide(main, middle, out=np.zeros_like(middle), where=middle != 0)
    near = np.abs(ratio - 1) < FAR
    scaled: Array = values * ratio
    if id not in SIGNED and near.all():
        return scaled
    moved: Array = values + (main - middle)
    if id in SIGNED:
        return moved
    found: Array = np.where(near, scaled, np.where(values > 0, np.maximum(moved, 0), values))
    return found


MORE = ("coverage_institution", "share_staffed_housing")
"""The levers that can give more places or dwellings."""


def _reasons(
    inputs: ScenarioInputs, scenario: Scenario, found: Mapping[str, Array], seed: int
) -> dict[str, tuple[int, ...]]:
    """Say why årsverk are lower with more places or dwellings, and in which years they are.

    Both with and without them on the main path, which is what is told.
    """
    levers, now = inputs.levers, scenario.settings
    more = [id for id in MORE if id in now]
    if not more:
        return {}
    bare = replace(scenario, settings={id: v for id, v in now.items() if id not in more})
    before = flow(inputs.base, inputs.people, run_as(inputs, bare, seed)[0])
    hours = value_of(levers, scenario, "substitute_hours")
    lower = why_lower(before.arrays, found, hours, inputs.base.worth(hours))
    return {
        text: tuple(y for y, so in zip(inputs.years, when, strict=True) if so)
        for text, when in lower.items()
    }


def run_as(inputs: ScenarioInputs, scenario: Scenario, seed: int) -> tuple[Practice, Paths]:
    """Give how care is run in a scenario, and the drivers that say so."""
    drivers = paths(inputs.levers, scenario, inputs.years, inputs.draws, seed)
    money = yearly_capital(inputs, scenario)[None, :]
    return practice(inputs.levers, drivers, money), drivers


def _without_places(found: Mapping[str, Array], drivers: Paths) -> Array | None:
    """Give NOK a year to help those at home who lack a place in an institution; None without price.

    Who lacks a staffed dwelling is not among them: the same help where he lives costs what the
    dwelling would.
    """
    if "institution_gap" not in found or "cost" not in found:
        return None
    lacking = np.maximum(found["institution_gap"], 0)
    hour = drivers["hour_cost"] * drivers["price_growth"]
    result: Array = lacking * drivers["substitute_hours"] * WEEKS * hour
    return result


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


def _people(
    inputs: ScenarioInputs, scenario: Scenario, drivers: Paths, seed: int
) -> dict[str, Array]:
    """Give age groups, the care need index and dementia (M2, M3, M8)."""
    people = inputs.people
    found: dict[str, Array] = {name: people[name] for name in GROUPS if name in QUANTITIES}
    care = need({"need_care": people["need_care"]}).get("care") if "need_care" in people else None
    if care is not None:
        found["need_index"] = care
    found["dementia"] = _dementia(inputs, scenario, drivers, seed)
    return found


ILL = ("health_improvement", "dementia_level")


def _dementia(inputs: ScenarioInputs, scenario: Scenario, drivers: Paths, seed: int) -> Array:
    """Give those with dementia: with the interval of M8, unless a person has chosen another."""
    people = inputs.people["dementia"]
    if inputs.dementia is None or set(ILL) & set(scenario.intervals) or moves(inputs, scenario):
        return people * drivers[ILL[0]] * drivers[ILL[1]]
    set_at = paths(inputs.levers, scenario, inputs.years, 1, seed)
    middle: Array = middle_draw(people) * set_at[ILL[0]] * set_at[ILL[1]]
    if inputs.draws == 1:
        return middle
    z = normals("dementia", inputs.draws, seed)
    end = abs(float(np.sort(z, axis=0)[round((len(z) - 1) / 10), 0])) or Z80
    z = z / np.float32(end)  # the tenth draw of a hundred is then the end itself
    low, high = inputs.dementia
    found: Array = middle * np.where(z < 0, low**-z, high**z)
    return found


def _places(
    inputs: ScenarioInputs, scenario: Scenario, found: Mapping[str, Array]
) -> dict[str, Array]:
    """Give places that exist and places lacking (negative: places to spare)."""
    now = {"institution": inputs.base.places, "dwellings_24h": inputs.base.dwellings}
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
    size = position(
        drivers["position_size"], drivers["full_time"], inputs.levers["full_time"].today
    )
    fte = np.broadcast_to(found["fte"], people["persons"].shape)
    result = staff(fte, size, drivers["exits"])
    result["fte_available"] = available(fte, people)
    result["fte_lacking"] = fte - result["fte_available"]
    result["hires_per_young"] = result["hires"] / np.maximum(people["persons_20_24"], 1)
    return result
