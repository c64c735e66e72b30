"""Persons with dementia: prevalence by sex and age times the population (M8)."""

import math
from collections.abc import Mapping
from functools import cache

import numpy as np

from veivalg.maths.projections.hamilton_perry import AGES, Ages
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.raking import Group
from veivalg.maths.projections.spread import Z80, Z95, combined, log_sigma
from veivalg.norway.dementia import SHARE_70, SHARE_70_HIGH, SHARE_70_LOW, prevalences
from veivalg.tables.small_numbers import poisson

_NARROWER = Z80 / Z95
LOW_FACTOR = (SHARE_70_LOW / SHARE_70) ** _NARROWER
HIGH_FACTOR = (SHARE_70_HIGH / SHARE_70) ** _NARROWER
"""The ends of the 80 % interval of the prevalence, from the 95 % that is published."""


BETWEEN = 0.02
"""Standard deviation of how municipalities of the same ages differ, in logarithms: a choice (M8).

Nobody has counted it by municipality; schooling and health differ, the national rates do not."""


@cache
def _rates() -> Ages:
    found = np.full((2, AGES), np.nan)
    for p in prevalences():
        found[0 if p.sex == "female" else 1, p.lo : p.hi + 1] = p.share
    found.setflags(write=False)
    return found


def rates() -> Ages:
    """Give the prevalence by sex (0 = female) and one-year age, shape ``(2, 106)``, read-only."""
    return _rates()


def with_dementia(ages: Ages) -> Ages:
    """Give persons with dementia by sex and age from persons, shape ``(…, 2, 106)`` both."""
    return ages * _rates()


def decline(yearly: float, years: float) -> float:
    """Give the factor on prevalence when it falls by `yearly` (a fraction) each year.

    Examples
    --------
    >>> round(decline(0.01, 24), 4), decline(0.01, -3)
    (0.7857, 1.0)
    """
    return float((1 - yearly) ** max(years, 0.0))


def from_bands(bands: Mapping[Group, float], country: Ages) -> float:
    """Give persons with dementia where only age bands for both sexes together are known.

    Each band gets the mean rate of the country's population of the same ages, so its make-up of
    sexes and one-year ages is taken to be the country's.

    Parameters
    ----------
    bands
        Bands that cover every age once.
    country
        The country's persons by sex and age, shape ``(2, 106)``.
    """
    sick = with_dementia(country).sum(axis=0)
    everyone = country.sum(axis=0)
    return float(
        sum(
            persons * sick[lo : hi + 1].sum() / everyone[lo : hi + 1].sum()
            for (lo, hi), persons in bands.items()
        )
    )


def likely(path: PopulationPath, value: float, year: int) -> tuple[float, float]:
    """Give the ends of the 80 % interval of a number above 0 in a municipality.

    The rates, the number of old people ahead, how municipalities differ, and the chance of who of
    them is ill are taken to be independent of each other.
    """
    low, high = _people(path, year)
    apart = math.exp(Z80 * BETWEEN)
    parts = [
        (value * LOW_FACTOR, value * HIGH_FACTOR),
        (value * low, value * high),
        (value / apart, value * apart),
        _who(path, value),
    ]
    return combined(value, parts)


def _people(path: PopulationPath, year: int) -> tuple[float, float]:
    """Give the ends over the middle from the number of people alone, by age and sex."""
    ends = path.ends(np.nan_to_num(rates()), year)
    if ends is not None:
        return ends
    ahead = year - path.base_year
    sigma = log_sigma(ahead, path.group(0, 105, path.base_year) or 1.0)
    return math.exp(-Z80 * sigma), math.exp(Z80 * sigma)


def _who(path: PopulationPath, value: float) -> tuple[float, float]:
    """Give the ends from the chance of who is ill, each alone with the rate of their age.

    A count of such has less chance in it than a Poisson number of the same mean: among those
    of 90 and older one in two is ill, and the variance is half the mean.
    """
    ages, held = path.ages(path.base_year), 1.0
    if ages is not None:
        sick = np.nan_to_num(with_dementia(ages))
        held = float((sick * (1 - np.nan_to_num(rates()))).sum() / sick.sum())
    low, high = poisson(value)
    narrowed = math.sqrt(held)
    return (
        value * (max(low, value / 1000) / value) ** narrowed,
        value * (high / value) ** narrowed,
    )
