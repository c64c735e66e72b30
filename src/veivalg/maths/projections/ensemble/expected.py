"""Where the expected rates lead, without chance and shocks: many municipalities at once."""

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.mortality import aged
from veivalg.maths.projections.ensemble.rates import BOYS, MOTHERS, Rates

Persons = NDArray[np.float64]


def expected(rates: Rates) -> Persons:
    """Give the expected persons of each year, shape ``(m, T + 1, 2, 106)``; the first is the start.

    M2's step: the living are one year older, then come the moves, then the newborn.
    """
    now = np.asarray(rates.start, dtype=np.float64)
    path = [now]
    before = slice(MOTHERS.start - 1, MOTHERS.stop - 1)
    shares = np.array([1 - BOYS, BOYS])
    for t in range(rates.steps):
        stay = rates.survive[:, t] * np.maximum(1 + rates.net[:, t], 0)
        ahead = aged(now) * stay
        if rates.extra is not None:
            ahead[..., 1:] += rates.extra[:, t, :, 1:]
        mothers = 0.5 * (now[:, 0, before] + ahead[:, 0, MOTHERS])
        births = (mothers * rates.fertility[:, t]).sum(axis=-1)
        ahead[..., 0] = births[:, None] * shares * stay[..., 0]
        if rates.extra is not None:
            ahead[..., 0] += rates.extra[:, t, :, 0]
        now = np.maximum(ahead, 0)
        path.append(now)
    return np.stack(path, axis=1)
