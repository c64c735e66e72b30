"""What a draw changes: shocks shared by the country, local ones, and unsure rates.

Five age profiles of moves carry them: the national wave (refugees and labour migrants, shared by
all municipalities in a draw), and for each municipality the whole level, young adults, families and
the old. A local shock has a part that lasts (the estimate was wrong, or times have changed), and
some have a part of each year; both are wider where people are few. Mortality and fertility have a
national part that wanders from year to year, and a local part that lasts. The sizes are
``Components.spread``.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.components import Components
from veivalg.maths.projections.ensemble.rates import AGES, Rates, Shocks

Floats = NDArray[np.floating]

LOCAL = ("level", "young", "families", "old")
YEARLY = ("level", "young")
"""Those that also change from year to year; for the others the series showed no such part."""
SIZE = 10_000.0
"""Inhabitants at which the local sizes are as given."""
BLOCK = 100
"""Draws that share a random stream: a draw doesn't depend on which others are made with it."""
_NATIONAL = "0"


def profiles() -> Floats:
    """Give the age loadings of moves, shape ``(5, 106)``: national wave, then ``LOCAL``."""
    age = np.arange(AGES)
    wave = np.interp(age, [0, 20, 26, 36, 50, 65, 80], [0.8, 1.0, 1.25, 1.0, 0.5, 0.2, 0.05])
    level = np.interp(age, [0, 60, 75, 90], [1.0, 0.5, 0.25, 0.25])
    young = np.interp(age, [15, 19, 25, 30], [0.0, 1.0, 1.0, 0.0])
    families = np.interp(age, [0, 6, 15, 22, 30, 38, 48], [1.0, 0.7, 0.2, -0.2, 1.0, 0.6, 0.0])
    old = np.interp(age, [55, 67, 80, 90], [0.0, 1.0, 1.0, 1.0])
    return np.stack([wave, level, young, families, old])


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """The country's part of some draws: each ``(D, T)``."""

    wave: Floats
    mortality: Floats
    fertility: Floats


def shocks(
    rates: Rates, components: Components, *, draws: int, seed: int, first: int = 0
) -> Shocks:
    """Give the shocks of draws ``first`` to ``first + draws`` for the municipalities of `rates`.

    What a draw gets follows from (seed, municipality code, draw number) alone, so the same seed
    gives the same figures however the work is spread over blocks, municipalities and machines.
    """
    steps, sizes = rates.steps, components.spread
    shared = _shared(sizes, _normals(seed, _NATIONAL, first, draws, (4, steps)))
    shape = (len(rates.municipalities), draws, steps)
    mortality, fertility = np.empty(shape, np.float32), np.empty(shape, np.float32)
    moves = np.empty((*shape, 1 + len(LOCAL)), np.float32)
    inhabitants = np.maximum(rates.start.sum(axis=(1, 2)), 100.0)
    wider = [float(w) for w in (inhabitants / SIZE) ** -sizes["size_power"]]
    for i, code in enumerate(rates.municipalities):
        numbers = 2 + len(LOCAL) + len(YEARLY) * steps
        own = wider[i] * _normals(seed, code, first, draws, (numbers,))
        mortality[i] = shared.mortality + sizes["mortality_local"] * own[:, :1]
        fertility[i] = shared.fertility + sizes["fertility_local"] * own[:, 1:2]
        moves[i, :, :, 0] = shared.wave
        for k, name in enumerate(LOCAL):
            moves[i, :, :, 1 + k] = sizes[f"{name}_lasting"] * own[:, 2 + k, None]
        for k, name in enumerate(YEARLY):
            begin = 2 + len(LOCAL) + k * steps
            drawn = sizes[f"{name}_yearly"] * own[:, begin : begin + steps]
            moves[i, :, :, 1 + LOCAL.index(name)] += drawn
    return Shocks(mortality, fertility, moves, profiles().astype(np.float32))


def wave_path(sizes: Mapping[str, float], normals: Floats, level: Floats) -> Floats:
    """Give the national wave year by year: a lasting part and one that fades (AR(1)).

    Parameters
    ----------
    normals
        Standard normal, ``(D, T)``.
    level
        Standard normal, ``(D,)``.
    """
    kept = sizes["wave_kept"]
    out = np.empty_like(normals)
    now = np.zeros(len(normals))
    for t in range(normals.shape[1]):
        now = kept * now + sizes["wave_yearly"] * normals[:, t]
        out[:, t] = now
    return np.asarray(out + sizes["wave_lasting"] * level[:, None], dtype=np.float64)


def _shared(sizes: Mapping[str, float], normals: Floats) -> _Shared:
    wave = wave_path(sizes, normals[:, 0], normals[:, 1, 0])
    mortality = sizes["mortality_yearly"] * np.cumsum(normals[:, 2], axis=1)
    fertility = sizes["fertility_yearly"] * np.cumsum(normals[:, 3], axis=1)
    return _Shared(wave, mortality, fertility)


def _normals(seed: int, code: str, first: int, draws: int, shape: tuple[int, ...]) -> Floats:
    """Give standard normals for some draws; every ``BLOCK`` of draws has a stream of its own."""
    key = np.frombuffer(hashlib.blake2b(f"{seed}:{code}".encode(), digest_size=8).digest(), "<u8")
    low, high = first // BLOCK, -(-(first + draws) // BLOCK)
    out = np.empty(((high - low) * BLOCK, *shape), np.float32)
    for block in range(low, high):
        stream = np.random.Generator(np.random.Philox(key=[int(key[0]), block]))
        begin = (block - low) * BLOCK
        stream.standard_normal(dtype=np.float32, out=out[begin : begin + BLOCK])
    start = first - low * BLOCK
    return out[start : start + draws]
