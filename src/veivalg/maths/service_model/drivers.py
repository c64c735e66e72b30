"""What places follow: today's use in each age group, today's coverage of 80+, or the trend.

The three always stand together; the one chosen moves places, årsverk and kroner alike. None of them
is a goal.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.service_model.services import Driver

Array = NDArray[np.floating[Any]]

TREND_YEARS = 5
"""Years the trend is measured over."""
TREND_LEAST = 50
"""Residents it takes to read a trend off them: among fewer, two who move are a trend."""


def trend_rate(coverage: Mapping[int, float], years: int = TREND_YEARS) -> float | None:
    """Give the yearly change in use of institutions, as a fraction.

    Parameters
    ----------
    coverage
        Year → residents in long stay per inhabitant aged 80 and over.

    Returns
    -------
    float or None
        None when the newest year, or the one so many years before it, isn't known.

    Examples
    --------
    >>> round(trend_rate({2020: 0.100, 2025: 0.090}), 4)
    -0.0209
    """
    if not coverage:
        return None
    newest = max(coverage)
    before, now = coverage.get(newest - years), coverage[newest]
    if not before or not now:
        return None
    return float((now / before) ** (1 / years) - 1)


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
    return {
        Driver.AGE: by_age,
        Driver.COVERAGE: by_coverage,
        Driver.TREND: by_age * trend,
    }
