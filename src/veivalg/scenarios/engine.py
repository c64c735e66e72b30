"""Run a scenario: the draws go through need, users, places, årsverk, people and kroner."""

from __future__ import annotations

from collections.abc import Callable

from veivalg.scenarios.inputs import Ensemble, ScenarioInputs
from veivalg.scenarios.model import Scenario
from veivalg.scenarios.outcome import Outcome

SEED = 2026

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
    raise NotImplementedError
