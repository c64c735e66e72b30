"""A small country whose deaths, births and moves are known, to estimate from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.counts import Counts
from veivalg.maths.projections.ensemble.fertility import profile
from veivalg.maths.projections.ensemble.mortality import aged

CODES = ("1833", "5503", "5610", "0301")
YEARS = tuple(range(2010, 2027))
TFR = 1.7
Cells = NDArray[np.float64]


def death() -> Cells:
    """Gompertz, the same for both sexes."""
    q = 0.012 * np.exp(0.1 * (np.arange(106) - 67.0))
    return np.broadcast_to(np.clip(q, 0.0002, 0.6), (2, 106)).copy()


def step(now: Cells, moves: Cells, deaths: float = 1.0) -> Cells:
    """Give the next year; exact, without chance."""
    ahead = aged(now) * (1 - np.minimum(death() * deaths, 0.95)) * (1 + moves)
    mothers = (0.5 * (now[..., 0, 14:49] + ahead[..., 0, 15:50]) * profile()).sum(axis=-1)
    ahead[..., 0] = mothers[..., None] * TFR * np.array([0.4865, 0.5135]) * 0.998
    return ahead


def country(own_moves: dict[int, float] | None = None, scale: float = 1.0) -> Counts:
    """Four municipalities and Norway; `own_moves` gives some a yearly net share at 31–38."""
    age = np.arange(106)
    shape = np.where(age < 70, 1.0, np.exp(-0.1 * (age - 70.0)))
    sizes = np.array([300.0, 150.0, 15.0, 3000.0]) * scale
    now = sizes[:, None, None] * np.broadcast_to(shape, (2, 106))
    rest = 30_000.0 * np.broadcast_to(shape, (2, 106))
    moves = np.zeros((len(sizes), 2, 106))
    for place, share in (own_moves or {}).items():
        moves[place, :, 31:39] = share
    cells, national = [], []
    for _year in YEARS:
        cells.append(now)
        national.append(rest + now.sum(axis=0))
        now, rest = step(now, moves), step(rest, np.zeros((2, 106)))
    return Counts(CODES, YEARS, np.stack(cells, axis=1), np.stack(national))
