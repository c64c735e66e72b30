"""Sums over sexes and ages for every draw and year in one matrix product."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.dementia import rates
from veivalg.maths.projections.need import Share, Variant, age_needs
from veivalg.maths.service_model.start import ages_name
from veivalg.norway.ages import OLDEST
from veivalg.norway.cost_keys import KeySystem

AGES = OLDEST + 1
People = Mapping[str, NDArray[np.float32]]
Weights = NDArray[np.float64]

GROUPS: Mapping[str, tuple[int, int]] = {
    "persons": (0, OLDEST),
    "persons_0_5": (0, 5),
    "persons_6_15": (6, 15),
    "persons_20_24": (20, 24),
    "persons_20_66": (20, 66),
    "persons_67_79": (67, 79),
    "persons_80": (80, OLDEST),
    "persons_90": (90, OLDEST),
}
"""Age groups an outcome tells of."""


def weights(
    groups: Iterable[tuple[int, int]], system: KeySystem, sectors: Sequence[str], share: Share
) -> dict[str, Weights]:
    """Give column → weight by sex and age, shape (2, 106).

    Parameters
    ----------
    groups
        Ages of users, besides `GROUPS`.
    system, sectors, share
        Cost keys, sectors and national age shares of the need index (M3, bare alder).
    """
    found = {name: _ones(*ages) for name, ages in GROUPS.items()}
    found |= {ages_name(*ages): _ones(*ages) for ages in groups}
    found["dementia"] = np.array(rates())
    for sector in sectors:
        found[f"need_{sector}"] = _need(system, sector, share)
    return found


def _ones(low: int, high: int) -> Weights:
    found = np.zeros((2, AGES))
    found[:, low : high + 1] = 1.0
    return found


def _need(system: KeySystem, sector: str, share: Share) -> Weights:
    found = np.zeros((2, AGES))
    for need in age_needs(system, sector, share, Variant.AGE_ONLY):
        found[:, need.low : need.high + 1] += need.per_person
    return found


def people(persons: NDArray[np.floating[Any]], columns: Mapping[str, Weights]) -> People:
    """Give column → (draw, year) from persons (draw, year, 2, 106).

    Examples
    --------
    >>> one = np.ones((3, 2, 2, 106), dtype=np.float32)
    >>> people(one, {"all": np.ones((2, 106))})["all"].tolist()[0]
    [212.0, 212.0]
    """
    draws, years = persons.shape[:2]
    matrix = np.stack([w.ravel() for w in columns.values()]).astype(np.float32)
    flat = persons.reshape(draws * years, 2 * AGES)
    sums = np.asarray(matrix @ flat.T, dtype=np.float32)  # a column at a time lies together
    return dict(zip(columns, sums.reshape(len(columns), draws, years), strict=True))


def middle_draw(values: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Give the middle draw of each year, shape (1, year): one of the draws, as quantiles are.

    Examples
    --------
    >>> middle_draw(np.array([[3.0], [9.0], [4.0]])).tolist()
    [[4.0]]
    """
    at = round((len(values) - 1) / 2)
    return np.sort(values, axis=0)[at : at + 1]
