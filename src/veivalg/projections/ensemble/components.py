"""What is shared by all municipalities: national rates, their trends and how far off they may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.projections.ensemble.counts import Counts

Ages = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Dated reference for the ensemble, learnt from the whole country up to `year`."""

    year: int
    source: str


def components() -> Components:
    """Give the components shipped with Veivalg, for when the whole country has not been fetched."""
    raise NotImplementedError


def learn(counts: Counts, base_year: int) -> Components:
    """Learn the components from the whole country, up to and including `base_year` only."""
    raise NotImplementedError
