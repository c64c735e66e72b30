"""What places follow: today's use in each age group, today's coverage of 80+, or the trend.

The three always stand together; the one chosen moves places, årsverk and kroner alike. None of them
is a goal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.service_model.services import Driver

Array = NDArray[np.floating[Any]]

TREND_YEARS = 5
"""Years the trend is measured over, and goes on for where nobody has chosen otherwise."""
TREND_LEAST = 50
"""Residents it takes to read a trend off them: among fewer, two who move are a trend."""


@dataclass(frozen=True, slots=True)
class Trend:
    """How use of institutions has changed, a year.

    Parameters
    ----------
    rate
        The yearly change, as a fraction.
    spread
        How far the mean change of as many years to come may be from it, either way, 80 of 100.
    """

    rate: float
    spread: float


T80 = {1: 3.078, 2: 1.886, 3: 1.638, 4: 1.533}
"""Degrees of freedom → the 90th percentile of Student's t."""


def trend(coverage: Mapping[int, float], years: int = TREND_YEARS) -> Trend | None:
    """Give the yearly change in use of institutions, and how sure it is.

    The spread is of the changes from year to year that the trend is the mean of. As many years to
    come vary as much as those behind, so it is larger than the error of a mean by the root of two.

    Parameters
    ----------
    coverage
        Year → residents in long stay per inhabitant aged 80 and over.

    Returns
    -------
    Trend or None
        None when the newest year, or the one so many years before it, isn't known, or fewer than
        two changes between them are.

    Examples
    --------
    >>> found = trend({2020: 0.100, 2021: 0.098, 2022: 0.095, 2025: 0.090})
    >>> round(found.rate, 4), round(found.spread, 4)
    (-0.0209, 0.0096)
    >>> trend({2020: 0.100, 2025: 0.090})
    """
    if not coverage:
        return None
    newest = max(coverage)
    if not coverage.get(newest - years) or not coverage[newest]:
        return None
    known = sorted(y for y, share in coverage.items() if y >= newest - years and share > 0)
    changes = [(b - a, log(coverage[b] / coverage[a])) for a, b in pairwise(known)]
    freedom = len(changes) - 1
    if freedom < 1:
        return None
    mean = sum(change for _n, change in changes) / years
    # a change over several years varies as the sum of as many
    variance = sum((change - n * mean) ** 2 / n for n, change in changes) / freedom
    return Trend(exp(mean) - 1, T80[min(freedom, max(T80))] * sqrt(2 * variance / years))


def spread_part(years: float) -> float:
    """Give the part of `Trend.spread` for so many years: the mean of many varies less by luck."""
    return sqrt((1 + TREND_YEARS / max(years, 1.0)) / 2)


def gone_on(rate: Array | float, ahead: Array, years: float) -> Array:
    """Give what the trend has added up to: it goes on for `years`, and then use holds.

    Parameters
    ----------
    ahead
        Years since today.

    Examples
    --------
    >>> gone_on(-0.02, np.array([0.0, 1.0, 5.0, 24.0]), 5).round(4).tolist()
    [1.0, 0.98, 0.9039, 0.9039]
    """
    found: Array = np.power(1 + rate, np.minimum(ahead, years))
    return found


def ratios(by_age: Array, by_coverage: Array, trend: Array) -> dict[Driver, Array]:
    """Give the growth in need of places since today by each driver.

    Parameters
    ----------
    by_age
        Users with today's use in each age group, today = 1.
    by_coverage
        Inhabitants aged 80 and over, today = 1.
    trend
        What the yearly change in use has added up to, today = 1.

    Examples
    --------
    >>> found = ratios(np.array([1.424]), np.array([1.621]), np.array([0.98**14]))
    >>> [round(float(found[d][0]) * 241) for d in Driver]
    [343, 391, 259]
    """
    return {Driver.AGE: by_age, Driver.COVERAGE: by_coverage, Driver.TREND: by_age * trend}
