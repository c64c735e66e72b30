"""Tipping points: how likely it is, year by year, that a limit is crossed, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.scenarios.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Crossing:
    """A limit and how likely it is to be crossed.

    Parameters
    ----------
    probability
        Year → share of the draws above the threshold.
    year
        The first year with at least 50 %; None when never.
    """

    quantity: str
    threshold: float | None
    probability: Mapping[int, float]
    year: int | None

    def sentence(self, year: int | None = None) -> str:
        """Say it in Norwegian, for `year` or the tipping year."""
        raise NotImplementedError


def crossing(
    outcome: Outcome, quantity: str, threshold: float | NDArray[np.floating] | str
) -> Crossing:
    """Give the probability that a quantity is above a threshold, year by year.

    `threshold` is a number, one number a year, or the id of another quantity («fte_available»).
    """
    raise NotImplementedError
