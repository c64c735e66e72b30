"""The same simulation in plain NumPy: slow, with NumPy's own binomial and Poisson numbers.

Tests hold the compiled loops to this: without chance number by number, with chance in means,
variances and shares. Nothing a reader sees comes from here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.rates import BOYS, Floats, Rates, Shocks, agree

Float64 = NDArray[np.float64]


def leave_and_come(
    before: Float64, die: Float64, net: Float64, churn: Floats, extra: Float64
) -> tuple[Float64, Float64]:
    """Give the probability to leave (die or move out) and the mean of those who come."""
    net = np.maximum(net, -1)
    size = np.maximum(churn, np.abs(net))
    out = np.minimum((size - net) / 2, 1)
    live = 1 - die
    leave = die + live * out
    stay = before * (1 - leave)
    leave = leave + (1 - leave) * np.minimum(np.maximum(-extra, 0) / np.maximum(stay, 1e-6), 1)
    return leave, before * live * (out + net) + np.maximum(extra, 0)


def _moved(
    before: Float64,
    die: Float64,
    net: Float64,
    churn: Floats,
    extra: Float64,
    rng: np.random.Generator | None,
) -> Float64:
    """Give those left of cohorts a year on; by expectation when there is no `rng`."""
    if rng is None:
        kept = before * (1 - die) * np.maximum(1 + net, 0)
        return np.asarray(np.maximum(kept + extra, 0), np.float64)
    leave, come = leave_and_come(before, die, net, churn, extra)
    left = rng.binomial(before.astype(np.int64), np.clip(leave, 0, 1))
    return np.asarray(before - left + rng.poisson(come), np.float64)


def _one(
    start: Floats,
    survive: Floats,
    fertility: Floats,
    net: Floats,
    churn: Floats,
    extra: Floats | None,
    first_mother: int,
    waves: Float64,
    mortality: Floats,
    fertile: Floats,
    rng: np.random.Generator | None,
) -> Float64:
    """Simulate one municipality; `waves` is the shock to net moves, shape ``(D, T, A)``."""
    draws, steps, ages = waves.shape
    now = np.broadcast_to(start.astype(np.float64), (draws, *start.shape)).copy()
    if rng is not None:
        now = np.floor(now) + (rng.random(now.shape) < now - np.floor(now))
    found = [now]
    mothers = slice(first_mother, first_mother + fertility.shape[1])
    for t in range(steps):
        die = np.minimum((1 - survive[t]) * np.exp(mortality[:, t])[:, None, None], 1)
        move = net[t] + waves[:, t, None, :]
        more = np.zeros(start.shape) if extra is None else extra[t].astype(np.float64)
        aged = np.concatenate([np.zeros((draws, 2, 1)), now[:, :, :-1]], axis=2)
        aged[:, :, -1] += now[:, :, -1]
        then = np.empty_like(now)
        old = (slice(None), slice(None), slice(1, ages))
        then[old] = _moved(aged[old], die[old], move[old], churn[:, 1:], more[:, 1:], rng)
        women = (aged[:, 0, mothers] + then[:, 0, mothers]) / 2
        mean = (women * fertility[t]).sum(axis=1) * np.exp(fertile[:, t])
        born = mean[:, None] * np.array([1 - BOYS, BOYS])
        born = born if rng is None else rng.poisson(born).astype(np.float64)
        young = (slice(None), slice(None), 0)
        then[young] = _moved(born, die[young], move[young], churn[:, 0], more[:, 0], rng)
        found.append(then)
        now = then
    return np.stack(found, axis=1)


def simulate(rates: Rates, shocks: Shocks, *, seed: int, chance: bool = True) -> Float64:
    """Simulate every draw of every municipality.

    Returns
    -------
    ndarray
        Persons, shape ``(m, D, T+1, 2, A)``: 8 bytes a cell.
    """
    agree(rates, shocks)
    rng = np.random.default_rng(seed) if chance else None
    shared = shocks.mortality.ndim == 2
    return np.stack(
        [
            _one(
                rates.start[n],
                rates.survive[n],
                rates.fertility[n],
                rates.net[n],
                rates.churn[n],
                None if rates.extra is None else rates.extra[n],
                rates.first_mother,
                shocks.moves[n].astype(np.float64) @ shocks.profile,
                shocks.mortality if shared else shocks.mortality[n],
                shocks.fertility[n],
                rng,
            )
            for n in range(len(rates.municipalities))
        ]
    )
