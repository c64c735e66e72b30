"""Building steps: what opens when, and what the buildings cost a year."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.places import Opening, capacity
from veivalg.maths.scenarios.model import BuildingStep

Yearly = NDArray[np.float32]


def existing(
    places_now: float, steps: Sequence[BuildingStep], kind: str, years: Sequence[int]
) -> Yearly:
    """Give places of a kind that exist on 1 January of each year (M15); never below 0."""
    openings = [Opening(s.name, s.year, s.places.get(kind, 0.0)) for s in steps]
    by_year = capacity(places_now, openings, years)
    return np.array([max(by_year[y], 0.0) for y in years], dtype=np.float32)


def overclosed(
    places_now: float, steps: Sequence[BuildingStep], kind: str
) -> tuple[int, float] | None:
    """Give the first step that closes more places than there are, and how many those are."""
    left = places_now
    for n, step in sorted(enumerate(steps), key=lambda one: one[1].year):
        change = step.places.get(kind, 0.0)
        if left + change < 0:
            return n, left
        left += change
    return None


def annuity(rate: float, years: float) -> float:
    """Give the yearly payment on 1 krone borrowed.

    Examples
    --------
    >>> round(annuity(0.04, 40), 5), annuity(0.0, 40)
    (0.05052, 0.025)
    """
    return rate / (1 - (1 + rate) ** -years) if rate > 0 else 1 / years


def capital(
    steps: Sequence[BuildingStep], years: Sequence[int], rate: float, lifetime: float
) -> Yearly:
    """Give capital cost a year in NOK: what no grant pays, in equal parts from the opening on."""
    part = annuity(rate, lifetime)
    return np.array(
        [
            sum(
                s.cost * (1 - s.grant_share) * part
                for s in steps
                if s.year <= y < s.year + lifetime
            )
            for y in years
        ],
        dtype=np.float32,
    )
