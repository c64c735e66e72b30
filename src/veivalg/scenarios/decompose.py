"""Why a scenario ends where it does: the waterfall from today to a year, exact to the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from veivalg.scenarios.engine import SEED, Resimulate
from veivalg.scenarios.inputs import ScenarioInputs
from veivalg.scenarios.levers import Term
from veivalg.scenarios.model import Scenario

Explained = Literal["users", "fte", "cost"]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A change in parts; ``start + sum(terms) == end``, means over the draws."""

    quantity: Explained
    year: int
    start: float
    end: float
    terms: Mapping[Term, float]


def waterfall(
    inputs: ScenarioInputs,
    scenario: Scenario,
    year: int,
    quantity: Explained,
    *,
    seed: int = SEED,
    resimulate: Resimulate | None = None,
) -> Waterfall:
    """Take the change from today to `year` apart.

    Each term is what happens when only that part changes; interaction is what they do together.
    Price and building are terms of cost only.
    """
    raise NotImplementedError
