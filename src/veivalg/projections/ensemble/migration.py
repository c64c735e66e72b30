"""Net moves by age: Norway's, how the peers differ from it, and how a municipality differs.

Net moves are what a cohort's change leaves when deaths are taken out. A municipality's own
difference is estimated by age band from the newest twelve years, is drawn towards its peers where
people are few, and fades towards them as years go by: what was special has seldom lasted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.projections.ensemble.mortality import AGES, Mortality, aged

Ages = NDArray[np.float64]

BANDS = ((0, 0), (1, 5), (6, 15), (16, 18), (19, 21), (22, 25), (26, 30), (31, 38), (39, 48),
         (49, 59), (60, 69), (70, 79), (80, 89), (90, 105))  # fmt: skip
YEARS = 12
WEIGHT = 1000.0
"""Person-years at which a municipality's own difference and its peers' count alike."""
PEER_WEIGHT = 20_000.0
FADES = 0.9
"""What is left of a municipality's own difference a year later."""
LEAST, MOST = -0.5, 0.8
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
    survivors, moves
        ``(…, changes, 2, 106)``; 0 in both where a year is unknown.
    """

    survivors: Ages
    moves: Ages


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
    survivors = aged(kept[..., :-1, :, :]) * lived
    moves = kept[..., 1:, :, :] - survivors
    unknown = np.isnan(moves).any(axis=(-2, -1), keepdims=True)
    survivors, moves = np.where(unknown, 0, survivors), np.where(unknown, 0, moves)
    survivors[..., 0], moves[..., 0] = 0, 0
    return Flows(survivors, moves)


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
    return Flows(local.survivors, local.moves - local.survivors * yearly)


def _smoothed(cells: Ages) -> Ages:
    """Sum three neighbouring ages."""
    padded = np.pad(cells, [(0, 0)] * (cells.ndim - 1) + [(1, 1)])
    return np.asarray(padded[..., :-2] + padded[..., 1:-1] + padded[..., 2:], dtype=np.float64)


def peer_moves(beyond: Flows, classes: NDArray[np.int64]) -> Ages:
    """Give how each class of municipalities differs from Norway, ``(CLASSES, 2, 106)``."""
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


def local_moves(beyond: Flows, peers: Ages, weight: float = WEIGHT) -> Ages:
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
    return np.asarray(
        bands(moves.sum(axis=1)) / (bands(survivors.sum(axis=1)) + weight), dtype=np.float64
    )


def moves_ahead(
    national: Ages, peers: Ages, local: Ages, horizon: int, fades: float = FADES
) -> Ages:
    """Give the expected net share each year ahead, ``(m, horizon, 2, 106)``."""
    left = fades ** np.arange(1, horizon + 1)
    net = (national + peers)[:, None] + left[:, None, None] * local[:, BAND_OF][:, None, None, :]
    net[..., 0] = 0
    return np.clip(net, LEAST, MOST)
