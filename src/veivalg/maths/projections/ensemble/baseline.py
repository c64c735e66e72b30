"""What the ensemble is held against: nothing changes, a plain Hamilton–Perry, and bare chance."""

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.counts import Counts
from veivalg.maths.projections.ensemble.migration import share
from veivalg.maths.projections.ensemble.mortality import aged
from veivalg.maths.projections.ensemble.rates import BOYS, MOTHERS, Rates

Persons = NDArray[np.float64]

RIVALS = {
    "hp-5-200": (5, 200.0),
    "hp-5-1000": (5, 1000.0),
    "hp-8-200": (8, 200.0),
    "hp-8-1000": (8, 1000.0),
}
"""Hamilton–Perry as well as it can be tuned: yearly changes behind it, and its weight."""


def no_change(counts: Counts, base_year: int, horizon: int) -> Persons:
    """Give the base year over again, ``(m, horizon + 1, 2, 106)``."""
    start = np.nan_to_num(counts.at(base_year))
    return np.repeat(start[:, None], horizon + 1, axis=1)


def hamilton_perry(
    counts: Counts, base_year: int, horizon: int, pooled: int = 5, weight: float = 200.0
) -> Persons:
    """Project with one-year cohort ratios of the newest years, drawn towards the country's.

    ``(Σ end + weight·national) / (Σ start + weight)`` by sex and age, newborns per woman 15–49
    likewise: as plain as the method can be, and what the ensemble must beat.

    Parameters
    ----------
    pooled
        Yearly changes behind the ratios.
    weight
        Persons at which own and national ratios count alike.

    Returns
    -------
    ndarray
        ``(m, horizon + 1, 2, 106)``.
    """
    known = counts.until(base_year)
    own, country = known.persons[:, -(pooled + 1) :], known.country[-(pooled + 1) :]
    begun, ended = _pooled(own)
    all_begun, all_ended = _pooled(country)
    ratio = (ended + weight * share(all_ended, all_begun)) / (begun + weight)
    born, women = _born(own)
    all_born, all_women = _born(country)
    per_woman = (born + weight * all_born / all_women) / (women + weight)
    now = np.nan_to_num(known.at(base_year))
    path = [now]
    for _step in range(horizon):
        ahead = aged(now) * ratio
        mothers = ahead[:, 0, MOTHERS].sum(axis=-1)
        ahead[..., 0] = (mothers * per_woman)[:, None] * np.array([1 - BOYS, BOYS])
        now = ahead
        path.append(now)
    return np.stack(path, axis=1)


def _pooled(persons: Persons) -> tuple[Persons, Persons]:
    """Sum cohorts before and after over the years both are known."""
    begun, ended = aged(persons[..., :-1, :, :]), persons[..., 1:, :, :]
    unknown = np.isnan(begun + ended).any(axis=(-2, -1), keepdims=True)
    return (np.where(unknown, 0, begun).sum(axis=-3), np.where(unknown, 0, ended).sum(axis=-3))


def _born(persons: Persons) -> tuple[Persons, Persons]:
    """Sum children aged 0 and women 15–49 over the years."""
    children = np.nan_to_num(persons[..., 1:, :, 0].sum(axis=-1)).sum(axis=-1)
    women = np.nan_to_num(persons[..., 1:, 0, MOTHERS].sum(axis=-1)).sum(axis=-1)
    return children, women


def chance_variance(rates: Rates, path: Persons, *, deaths_only: bool) -> Persons:
    """Give the variance that single persons' fates alone make, ``(m, T + 1, 2, 106)``.

    A cell's variance follows its cohort and gets that of the year's binomial deaths and, unless
    `deaths_only`, Poisson births and moves. Cells are taken as independent.
    """
    variance = np.zeros_like(path[:, 0])
    out = [variance]
    for t in range(rates.steps):
        survive, net = rates.survive[:, t], np.maximum(1 + rates.net[:, t], 0)
        started = aged(path[:, t])
        variance = aged(variance) * (survive * net) ** 2
        variance += started * survive * (1 - survive) * net**2
        if not deaths_only:
            variance += started * survive * np.maximum(rates.churn, np.abs(rates.net[:, t]))
            variance[..., 0] = path[:, t + 1, :, 0]
        out.append(variance)
    return np.stack(out, axis=1)
