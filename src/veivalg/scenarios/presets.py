"""Ready-made scenarios to start from, each with where its numbers are from."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.scenarios.inputs import ScenarioInputs
from veivalg.scenarios.model import Scenario

TODAY = "som-i-dag"


@dataclass(frozen=True, slots=True)
class Preset:
    """A scenario with its sources; ``note`` says in Norwegian what the numbers rest on."""

    id: str
    name: str
    note: str
    scenario: Scenario


def presets(inputs: ScenarioInputs) -> tuple[Preset, ...]:
    """Give the presets for a municipality, «Som i dag» first."""
    raise NotImplementedError
