"""What the engine needs of a municipality: its people by draw, and its care services today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Missing, Place, Source
from veivalg.evidence import Evidence
from veivalg.projections.workforce import Usage
from veivalg.scenarios.levers import Levers

HOME, LONG = "home_services", "long_stay"


class Ensemble(Protocol):
    """People in many draws; `projections.ensemble.local.LocalEnsemble` is one."""

    @property
    def place(self) -> Place:
        """Whose population."""

    @property
    def base_year(self) -> int:
        """The newest year counted."""

    @property
    def years(self) -> tuple[int, ...]:
        """The base year and those after."""

    @property
    def persons(self) -> NDArray[np.float32]:
        """Shape (draw, year, 2, 106)."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the figures are from."""

    @property
    def caveat(self) -> str:
        """What a reader must know."""


@dataclass(frozen=True, slots=True)
class Care:
    """The care services of a municipality today; None is not known.

    ``fte`` is årsverk in all, ``institution`` and ``dwellings_24h`` places, ``used`` users by age
    and service, ``weights`` hours a week and user by age.
    """

    used: Mapping[str, Usage]
    fte: float | None
    institution: float | None
    dwellings_24h: float | None
    weights: Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioInputs:
    """All the engine works on.

    Parameters
    ----------
    people
        Column name → (draw, year): sums over ages, see `columns`.
    care
        Services today.
    levers
        Every lever where the municipality stands.
    """

    place: Place
    base_year: int
    years: tuple[int, ...]
    people: Mapping[str, NDArray[np.float32]]
    care: Care
    levers: Levers
    sources: tuple[Source, ...]
    caveat: str
    missing: tuple[Missing, ...]

    @property
    def draws(self) -> int:
        """Give the number of draws."""
        return self.people["persons"].shape[0]

    def with_people(self, ensemble: Ensemble) -> ScenarioInputs:
        """Give the same municipality with another population, for population levers."""
        raise NotImplementedError


def scenario_inputs(evidence: Evidence, ensemble: Ensemble) -> ScenarioInputs:
    """Gather what the engine needs; what is not known is told in ``missing``."""
    raise NotImplementedError
