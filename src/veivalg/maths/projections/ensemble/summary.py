"""What many draws say: quantiles and probabilities.

Quantiles are read off sorted draws (linear between the two nearest, as NumPy's default). Sorting
single-precision numbers along the axis they lie on in memory is some twenty times faster than
`numpy.quantile`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.groups import Draws
from veivalg.maths.projections.ensemble.rates import EnsembleError, require

Float32 = NDArray[np.float32]

LEVELS = (0.1, 0.5, 0.9)


def sorted_quantiles(ordered: Float32, levels: Sequence[float]) -> Float32:
    """Give quantiles of draws sorted along the last axis, shape ``(levels, …)``.

    Examples
    --------
    >>> sorted_quantiles(np.array([1, 2, 3, 4], np.float32), (0.5,)).tolist()
    [2.5]
    """
    last = ordered.shape[-1] - 1
    found = []
    for level in levels:
        place = level * last
        low = int(place)
        share = np.float32(place - low)
        a, b = ordered[..., low], ordered[..., min(low + 1, last)]
        found.append(a + share * (b - a))
    return np.asarray(np.stack(found), np.float32)


def array_quantiles(values: Float32, levels: Sequence[float] = LEVELS, axis: int = 0) -> Float32:
    """Give quantiles of any array along the axis that holds its draws, shape ``(levels, …)``."""
    require(
        all(0 <= level <= 1 for level in levels) and values.shape[axis] > 0,
        _("Kvantilene {levels} kan ikke regnes ut av {draws} trekninger.").format(
            levels=tuple(levels), draws=values.shape[axis]
        ),
        _("Be om tall mellom 0 og 1, og minst én trekning."),
    )
    return sorted_quantiles(np.sort(np.moveaxis(values, axis, -1), axis=-1), levels)


def quantiles(
    draws: Draws, levels: Sequence[float] = LEVELS, threads: int | None = None
) -> Float32:
    """Give quantiles over the draws.

    Returns
    -------
    ndarray
        ``(levels, T+1, 2, A)`` for all ages of one municipality, else ``(levels, m, T+1, G)``.
        Sorted a municipality at a time, so little memory is needed beside the draws.

    Raises
    ------
    EnsembleError
        Levels that are not shares.
    """
    pieces = draws.persons.swapaxes(0, 1) if draws.groups is None else draws.persons
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        found = list(pool.map(lambda piece: array_quantiles(piece, levels), pieces))
    return np.stack(found, axis=1)


def probability(
    draws: Draws,
    municipality: str,
    group: str,
    *,
    above: float | None = None,
    below: float | None = None,
) -> NDArray[np.float64]:
    """Give the share of draws in which a group is larger than `above` or smaller than `below`.

    Returns
    -------
    ndarray
        One share for each of the ``T + 1`` years.

    Raises
    ------
    EnsembleError
        Neither limit, or both.
    """
    persons = draws.of(municipality, group)
    if above is not None and below is None:
        held = persons > above
    elif below is not None and above is None:
        held = persons < below
    else:
        raise EnsembleError(
            _("En sannsynlighet må ha én grense."), _("Gi enten «over» eller «under».")
        )
    return np.asarray(held.mean(axis=0), np.float64)
