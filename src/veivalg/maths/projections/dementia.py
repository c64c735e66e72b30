"""Persons with dementia: prevalence by sex and age times the population (M8)."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from veivalg.maths.projections.hamilton_perry import AGES, Ages
from veivalg.maths.projections.raking import Group
from veivalg.maths.projections.spread import Z80, Z95
from veivalg.norway.dementia import SHARE_70, SHARE_70_HIGH, SHARE_70_LOW, prevalences

_NARROWER = Z80 / Z95
LOW_FACTOR = (SHARE_70_LOW / SHARE_70) ** _NARROWER
HIGH_FACTOR = (SHARE_70_HIGH / SHARE_70) ** _NARROWER
"""The ends of the 80 % interval of the prevalence, from the 95 % that is published."""


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
