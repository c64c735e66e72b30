"""Grades from 1 to 6 around the mean of the municipalities (M6b, after Kommunebarometeret)."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

MIDDLE, LOWEST, HIGHEST = 3.5, 1.0, 6.0
TAIL = 0.05
"""Share of the municipalities at each end that get 1 and 6; from memory, shown «usikkert»."""

LEAST_SHARE = 0.6
"""A municipality is ranked in a sector when it has at least 60 % of its indicators."""

SECTOR_WEIGHTS: Mapping[str, float] = {
    "school": 20.0,
    "care": 20.0,
    "finance": 10.0,
    "kindergarten": 10.0,
    "child_welfare": 10.0,
    "health": 7.5,
    "social": 7.5,
    "cost": 5.0,
    "culture": 2.5,
    "cases": 2.5,
    "water_waste": 2.5,
    "environment": 2.5,
}
"""Kommunebarometeret's weights of its twelve sectors, per cent."""

Array = npt.NDArray[np.float64]


def grade(oriented: Array, low: float, mean: float, high: float) -> Array:
    """Grade values where high is good: 3.5 is the mean, 6 from `high` up, 1 from `low` down.

    Where the mean lies at an end there is no scale on that side, and the grade is 3.5.

    Examples
    --------
    >>> grade(np.array([50.0, 65, 80, 90, 35, 20]), 20, 50, 80).tolist()
    [3.5, 4.75, 6.0, 6.0, 2.25, 1.0]
    """
    distance = oriented - mean
    above, below = high - mean, mean - low
    half = HIGHEST - MIDDLE
    up = half * distance / above if above > 0 else np.zeros_like(oriented)
    down = half * distance / below if below > 0 else np.zeros_like(oriented)
    out: Array = MIDDLE + np.clip(np.where(distance >= 0, up, down), -half, half)
    out[np.isnan(oriented)] = np.nan
    return out


def grades(values: Array, signs: Array, tail: float = TAIL) -> Array:
    """Grade indicators over the municipalities.

    Parameters
    ----------
    values
        Shape (indicator, place), NaN missing.
    signs
        +1 or −1 an indicator.
    tail
        Share at each end that gets 6 and 1.
    """
    out = np.full(values.shape, np.nan)
    for i, line in enumerate(values * signs[:, None]):
        known = np.sort(line[~np.isnan(line)])
        if len(known):
            out[i] = grade(line, quantile(known, tail), known.mean(), quantile(known, 1 - tail))
    return out


def quantile(ordered: Array, share: float) -> float:
    """Give a quantile of sorted values, straight between neighbours.

    Examples
    --------
    >>> quantile(np.array([1.0, 2, 3, 4]), 0.5)
    2.5
    """
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (at - below) * (ordered[above] - ordered[below]))


def weighted(
    parts: Array, weights: Array, least: float = LEAST_SHARE, of: float | None = None
) -> Array:
    """Give the weighted mean of what is known, where its weight is at least `least` of all.

    Parameters
    ----------
    parts
        Shape (part, place), NaN missing.
    weights
        Shape (part,).
    of
        What all should weigh; None counts the parts that are known of any place.
    """
    hidden = np.isnan(parts)
    known = weights[~hidden.all(axis=1)].sum() if len(parts) else 0.0
    whole = known if of is None else of
    weight = np.where(hidden, 0.0, weights[:, None]).sum(axis=0)
    total = (np.where(hidden, 0.0, parts) * weights[:, None]).sum(axis=0)
    enough = (weight > 0) & (weight >= least * whole - 1e-9)
    out: Array = np.where(enough, total / np.where(weight > 0, weight, 1.0), np.nan)
    return out
