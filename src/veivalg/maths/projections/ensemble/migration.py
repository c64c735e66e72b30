"""Net moves by age: Norway's, how the peers differ from it, and how a municipality differs.

Net moves are what a cohort's change leaves when deaths are taken out. A municipality's own
difference is estimated by age band from the newest twelve years, is drawn towards its peers where
people are few, and fades towards them as years go by: what was special has seldom lasted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.mortality import AGES, Mortality, aged

Ages = NDArray[np.float64]

_FIRST = (0, 1, 6, 16, 19, 22, 26, 31, 39, 49, 60, 70, 80, 90, AGES)
BANDS = tuple((low, after - 1) for low, after in pairwise(_FIRST))
YEARS = 12
WEIGHT = np.array([4000.0 if lo < 60 else 500.0 for lo, _hi in BANDS])
"""Person-years by band at which a municipality's own difference and its peers' count alike."""
WORKING = 67
"""Under this age only a part of what the peers differ is led on, see `learnt`."""
PEER_WEIGHT = 20_000.0
OLD_YEARS = 5
DEATHS_FROM = 80
DEATHS_WEIGHT = 300.0
"""Expected deaths at which a municipality's own mortality and the country's count alike."""
FADES = 0.9
"""What is left of a municipality's own difference a year later."""
LEAST, MOST = -0.5, 0.8
LEAST_CHURN = 0.01
BAND_OF = np.repeat(np.arange(len(BANDS)), [hi - lo + 1 for lo, hi in BANDS])
CLASSES = 5


def peer_class(centrality: int | None) -> int:
    """Give 0–4: centrality 1–2 together, then 3, 4, 5, 6; the middle where it is unknown."""
    return 2 if centrality is None else max(centrality - 2, 0)


def bands(cells: Ages) -> Ages:
    """Sum the last axis, one-year ages, to ``BANDS``."""
    return np.add.reduceat(cells, [lo for lo, _ in BANDS], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """Yearly net moves and those they are a share of; age 0 is empty (births are not counted).

    Parameters
    ----------
    survivors, moves, deaths
        ``(…, changes, 2, 106)``; 0 in all where a year is unknown. `deaths` are those expected at
        the national rates; deaths beyond them are among the moves.
    """

    survivors: Ages
    moves: Ages
    deaths: Ages

    def newest(self, changes: int) -> Flows:
        """Give the newest changes alone."""
        kept = (self.survivors, self.moves, self.deaths)
        return Flows(*(x[..., -changes:, :, :] for x in kept))


def flows(persons: Ages, mortality: Mortality, years: int | None = None) -> Flows:
    """Take the deaths out of the cohorts' changes.

    Parameters
    ----------
    persons
        ``(…, years, 2, 106)``, the newest year last.
    mortality
        Of the newest change.
    years
        How many of the newest changes; None is all.
    """
    kept = persons if years is None else persons[..., -(years + 1) :, :, :]
    changes = kept.shape[-3] - 1
    lived = mortality.survive(np.arange(-changes + 1, 1))
    started = aged(kept[..., :-1, :, :])
    survivors = started * lived
    moves = kept[..., 1:, :, :] - survivors
    moves[..., 0] = 0
    unknown = np.isnan(moves).any(axis=(-2, -1), keepdims=True)
    return Flows(*(np.where(unknown, 0, x) for x in (survivors, moves, started - survivors)))


def share(moves: Ages, survivors: Ages) -> Ages:
    """Give moves as a share, 0 where nobody is."""
    return np.divide(moves, survivors, out=np.zeros_like(moves), where=survivors > 0)


def national_moves(country: Flows) -> Ages:
    """Give the mean net moves of all years known, ``(2, 106)``.

    National waves have come and gone, and the longest mean has missed least.
    """
    return share(country.moves.sum(axis=0), country.survivors.sum(axis=0))


def beyond_country(local: Flows, country: Flows) -> Flows:
    """Give each municipality's moves beyond Norway's share of the same year, ages and sex."""
    n = local.moves.shape[-3]
    yearly = share(country.moves, country.survivors)[-n:]
    known = country.survivors[-n:].sum(axis=(-2, -1), keepdims=True) > 0
    moves = local.moves - local.survivors * yearly
    return Flows(*(np.where(known, x, 0) for x in (local.survivors, moves, local.deaths)))


def _smoothed(cells: Ages) -> Ages:
    """Sum three neighbouring ages."""
    padded = np.pad(cells, [(0, 0)] * (cells.ndim - 1) + [(1, 1)])
    return np.asarray(padded[..., :-2] + padded[..., 1:-1] + padded[..., 2:], dtype=np.float64)


def peer_moves(beyond: Flows, classes: NDArray[np.int64]) -> Ages:
    """Give how each class of municipalities differs from Norway, ``(CLASSES, 2, 106)``.

    From `WORKING` on it is mostly deaths that differ, and the newest years alone tell of them.
    """
    found = _differences(beyond, classes)
    found[..., WORKING:] = _differences(beyond.newest(OLD_YEARS), classes)[..., WORKING:]
    return found


def _differences(beyond: Flows, classes: NDArray[np.int64]) -> Ages:
    found = np.zeros((CLASSES, 2, AGES))
    for c in range(CLASSES):
        inside = classes == c
        moves = beyond.moves[inside].sum(axis=(0, 1))
        survivors = beyond.survivors[inside].sum(axis=(0, 1))
        near = _smoothed(survivors)
        weight = near / (near + PEER_WEIGHT)
        by_band = share(bands(moves), bands(survivors))[:, BAND_OF]
        found[c] = weight * share(_smoothed(moves), near) + (1 - weight) * by_band
    found[..., 0] = 0
    return found


def local_moves(beyond: Flows, peers: Ages, weight: Ages | float = WEIGHT) -> Ages:
    """Give each municipality's own difference from its peers by band, shrunk, ``(m, bands)``.

    Parameters
    ----------
    beyond
        ``(m, changes, 2, 106)``.
    peers
        The peers' difference for each municipality, ``(m, 2, 106)``.
    """
    survivors = beyond.survivors.sum(axis=1)
    moves = beyond.moves.sum(axis=1) - survivors * peers
    found = bands(moves.sum(axis=1)) / (bands(survivors.sum(axis=1)) + weight)
    return np.where(np.array([lo for lo, _ in BANDS]) < DEATHS_FROM, found, 0)


def local_deaths(beyond: Flows, peers: Ages, weight: float = DEATHS_WEIGHT) -> Ages:
    """Give each municipality's deaths over those expected, shrunk to 1, ``(m,)``.

    From 80 on few move, and what a cohort loses beyond its peers is taken for deaths.
    """
    old = slice(DEATHS_FROM, None)
    survivors = beyond.survivors[..., old].sum(axis=1)
    moves = beyond.moves[..., old].sum(axis=1) - survivors * peers[..., old]
    due = beyond.deaths[..., old].sum(axis=(1, 2, 3)) + weight
    return np.asarray(np.maximum(due - moves.sum(axis=(1, 2)), 0) / due, dtype=np.float64)


def moves_ahead(
    national: Ages, peers: Ages, local: Ages, horizon: int, led_on: float, fades: float = FADES
) -> Ages:
    """Give the expected net share each year ahead, ``(m, horizon, 2, 106)``.

    Parameters
    ----------
    led_on
        The part of what the peers differ, under `WORKING`, that is expected to last.
    """
    left = fades ** np.arange(1, horizon + 1)
    same = national + peers * np.where(np.arange(AGES) < WORKING, led_on, 1.0)
    net = same[:, None] + left[:, None, None] * local[:, BAND_OF][:, None, None, :]
    net[..., 0] = 0
    return np.clip(net, LEAST, MOST)


def churn(beyond: Flows, classes: NDArray[np.int64]) -> Ages:
    """Give the variance of net moves per survivor by class and age, ``(CLASSES, 106)``.

    Moves in and out are not counted, only what they leave; but cohort by cohort their chance shows
    in how net moves beyond the country's share leap from one age to the next in the same
    municipality and year: half the squared difference of neighbours is their variance. Families
    that move together are in it; the chance of deaths is taken out.
    """
    moves, survivors = beyond.moves.sum(axis=2), beyond.survivors.sum(axis=2)
    rates = share(moves, survivors)
    leap = np.diff(rates, axis=-1) ** 2
    due = share(np.ones_like(survivors), survivors)
    due = np.where((due[..., 1:] > 0) & (due[..., :-1] > 0), due[..., 1:] + due[..., :-1], 0)
    found = np.zeros((CLASSES, AGES))
    for c in range(CLASSES):
        inside = (classes == c)[:, None, None] & (due > 0)
        total = np.where(inside, leap, 0).sum(axis=(0, 1))
        base = np.where(inside, due, 0).sum(axis=(0, 1))
        dies = share(
            beyond.deaths[classes == c].sum(axis=(0, 1, 2)),
            beyond.survivors[classes == c].sum(axis=(0, 1, 2)),
        )
        found[c, 1:] = share(_smoothed(total), _smoothed(base)) - dies[1:]
    found[:, 0] = found[:, 1]
    return np.maximum(found, LEAST_CHURN)
