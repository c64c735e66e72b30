"""The ensemble of one place, quick enough to be asked for at every move of a slider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Place, Source
from veivalg.evidence import Evidence
from veivalg.projections.ensemble.overrides import Override

Mode = Literal["own", "ssb"]
Persons = NDArray[np.float32]
SEED = 2026
DRAWS = 1000
LAST_YEAR = 2050


@dataclass(frozen=True, slots=True, eq=False)
class LocalEnsemble:
    """A place's population in many draws.

    Parameters
    ----------
    place
        Whose population.
    base_year
        The newest year counted; every draw starts there.
    years
        ``base_year`` and each year after it, 1 January.
    persons
        Shape ``(draws, years, 2, 106)``; sexes 0 female, 1 male; age 105 is open.
    sources
        Where the figures come from.
    caveat
        Norwegian; what a reader must know. Empty when the median is SSB's own.
    mode
        ``own`` or ``ssb`` (the median follows SSB's alternative).
    overrides
        The local knowledge that is in the figures.
    """

    place: Place
    base_year: int
    years: tuple[int, ...]
    persons: Persons
    sources: tuple[Source, ...]
    caveat: str
    mode: Mode
    overrides: tuple[Override, ...] = ()

    def group(self, lo: int, hi: int, sex: int | None = None) -> NDArray[np.float64]:
        """Give persons aged `lo`–`hi` (both included) by draw and year, ``(draws, years)``."""
        part = (
            self.persons[..., lo : hi + 1] if sex is None else self.persons[:, :, sex, lo : hi + 1]
        )
        axes = (-2, -1) if sex is None else (-1,)
        total: NDArray[np.float64] = part.sum(axis=axes, dtype=np.float64)
        return total


def ensemble_for(
    evidence: Evidence,
    place: Place,
    *,
    draws: int = DRAWS,
    mode: Mode | None = None,
    overrides: Sequence[Override] = (),
    seed: int = SEED,
    to: int = LAST_YEAR,
    alternative: str = "MMMM",
) -> LocalEnsemble | None:
    """Give the population of `place` in `draws` futures; None without one-year ages.

    `mode` None is SSB-led where SSB's figures are there, else our own. Kept in memory by what it
    depends on: figures, mode, overrides, draws, seed and last year.
    """
    raise NotImplementedError
