"""A small, made-up ensemble around the population path, so that the room is tested by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.reports import evidence_of

from veivalg.chapters.common.care_paths import inputs_with
from veivalg.chapters.common.population import population_path
from veivalg.content import Place, Source
from veivalg.gather.evidence import Evidence
from veivalg.maths.scenarios.inputs import ScenarioInputs


@dataclass(frozen=True)
class Drawn:
    """People in many draws, as `Ensemble` asks for."""

    place: Place
    base_year: int
    years: tuple[int, ...]
    persons: NDArray[np.float32]
    sources: tuple[Source, ...] = ()
    caveat: str = ""


def draw(evidence: Evidence, draws: int = 40, *, seed: int = 1, last: int = 2050) -> Drawn:
    """Give the path with a random factor by age that grows with time; today is the same in all."""
    path = population_path(evidence, evidence.place)
    assert path is not None
    years = tuple(y for y in (path.base_year, *path.projected_years) if y <= last)
    middle = np.stack([np.asarray(path.ages(y)) for y in years])
    rng = np.random.default_rng(seed)
    ahead = np.sqrt(np.arange(len(years)))[None, :, None, None]
    noise = rng.standard_normal((draws, 1, 1, 1)) + 0.3 * rng.standard_normal((draws, 1, 1, 106))
    persons = np.maximum(middle[None] * np.exp(0.015 * ahead * noise), 0)
    return Drawn(evidence.place, years[0], years, persons.astype(np.float32))


def shown(code: str, **overrides: float) -> Evidence:
    """Give what the program holds of a municipality."""
    return evidence_of(code, overrides=overrides)


@pytest.fixture(scope="session")
def harstad() -> ScenarioInputs:
    """Harstad with 40 draws."""
    evidence = shown("5503")
    return inputs_with(evidence, draw(evidence))


@pytest.fixture(scope="session")
def rana() -> ScenarioInputs:
    """Rana with 40 draws."""
    evidence = shown("1833")
    return inputs_with(evidence, draw(evidence))
