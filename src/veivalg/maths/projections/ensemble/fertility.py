"""Births per woman: a national age profile and level, and a local level drawn towards Norway.

Births are not counted here, but children aged 0 on 1 January are those born the year before and
still living in the municipality. How they are spread over their mothers' ages is not known from
these figures; a bell round the mean age at birth stands in, and only its place matters little.
"""

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.mortality import NEWBORN

Ages = NDArray[np.float64]

FIRST, LAST = 15, 49
MEAN_AGE, SPREAD = 30.8, 5.0
YEARS = 5
WEIGHT = 200.0
"""Children at which a municipality's own level and the country's count alike."""
LEVEL_YEARS = 2
DRIFT_PART, DRIFT_YEARS = 0.5, 3
"""Half of the last five years' yearly change is led on for three years."""


def profile() -> Ages:
    """Give the share of a woman's children she has at each age 15–49; sums to 1."""
    ages = np.arange(FIRST, LAST + 1)
    bell = np.exp(-0.5 * ((ages - MEAN_AGE) / SPREAD) ** 2)
    return np.asarray(bell / bell.sum(), dtype=np.float64)


def children_and_mothers(persons: Ages) -> tuple[Ages, Ages]:
    """Give children aged 0 and the women they can come from, both by yearly change.

    Parameters
    ----------
    persons
        ``(…, years, 2, 106)``.

    Returns
    -------
    children, mothers
        ``(…, years - 1)``; mothers are women 15–49 weighted by `profile`, the mean of the cohort
        at the start and the end of the year, so that children / mothers is a total fertility rate.
    """
    start, end = persons[..., :-1, 0, FIRST - 1 : LAST], persons[..., 1:, 0, FIRST : LAST + 1]
    mothers = (0.5 * (start + end) * profile()).sum(axis=-1)
    return persons[..., 1:, :, 0].sum(axis=-1), mothers


def national_fertility(country: Ages) -> tuple[float, float]:
    """Give the country's total fertility rate and its yearly change, from the newest five years."""
    children, mothers = children_and_mothers(country[-(YEARS + 1) :])
    rate = children / mothers / (1 - NEWBORN)
    rate = rate[~np.isnan(rate)]
    drift = float(np.polyfit(np.arange(len(rate)), rate, 1)[0]) if len(rate) > 2 else 0.0
    return float(rate[-LEVEL_YEARS:].mean()), drift


def ahead(level: float, drift: float, horizon: int) -> Ages:
    """Give the country's total fertility rate each year ahead."""
    steps = np.minimum(np.arange(1, horizon + 1), DRIFT_YEARS)
    return np.asarray(level + DRIFT_PART * drift * steps, dtype=np.float64)


def local_level(persons: Ages, country: Ages, weight: float = WEIGHT) -> Ages:
    """Give each municipality's children over those expected at the country's rates, shrunk to 1.

    Parameters
    ----------
    persons, country
        ``(m, years, 2, 106)`` and ``(years, 2, 106)``, the same years.
    """
    children, mothers = children_and_mothers(persons[:, -(YEARS + 1) :])
    all_children, all_mothers = children_and_mothers(country[-(YEARS + 1) :])
    expected = mothers * (all_children / all_mothers)
    known = ~np.isnan(expected) & ~np.isnan(children)
    seen = np.where(known, children, 0).sum(axis=1)
    due = np.where(known, expected, 0).sum(axis=1)
    return np.asarray((seen + weight) / (due + weight), dtype=np.float64)
