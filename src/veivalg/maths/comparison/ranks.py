"""Ranks that can't be had without their interval (M6a, M18).

A value is a true level and chance. Drawing chance around the values once more would spread them
twice and pull the extremes to the middle of the order, so the draws are first brought to where the
levels may lie given the values (`levels`). On simulated truth eight of ten true ranks then lie in
the interval, whatever the size of chance.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from veivalg.content import Interval
from veivalg.foundation.i18n import _

LEVEL = 0.8
DRAWS = 1_000
POOLED = 0.1
"""Weight on everybody's variance beside one's own: three years can't tell the steady from the
lucky. Tuned on simulated truth, to coverage of 77–83 % at all sizes of chance."""
LEAST_SIGNAL = 0.02
"""Share of the spread of values that is levels, at least."""
Array = npt.NDArray[np.float64]
Draws = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in a list, with the interval it may lie in.

    Parameters
    ----------
    position
        1 is best.
    of
        How many are ranked.
    low, high
        Ends of the interval, `low` the better; the position is always among them.
    level
        How often the rank falls inside (0.8 = eight of ten draws).
    """

    position: int
    of: int
    low: int
    high: int
    level: float = LEVEL

    def __post_init__(self) -> None:
        """Refuse an interval that doesn't hold the rank."""
        if not 1 <= self.low <= self.position <= self.high <= self.of:
            raise ValueError(f"rank {self.position} of {self.of} not in {self.low}–{self.high}")

    @property
    def interval(self) -> Interval:
        """Give the interval as a figure carries it."""
        meaning = _("åtte av ti trekninger over år og små tall gir en plass mellom endene")
        return Interval(self.low, self.high, meaning, self.level)


def position(values: Array, place: int) -> int | None:
    """Give 1 + the number of places with a higher value; None when the place has no value.

    Examples
    --------
    >>> position(np.array([0.2, 1.0, np.nan, -3.0]), 0), position(np.array([np.nan, 1.0]), 0)
    (2, None)
    """
    return None if math.isnan(values[place]) else 1 + int((values > values[place]).sum())


def levels(values: Array, draws: Draws) -> Draws:
    """Bring draws around values to draws of the levels behind them (normal, empirical Bayes).

    Parameters
    ----------
    values
        Shape (place,); NaN is left as it is.
    draws
        Shape (draw, place): how far chance may have moved each value, around the value.

    Returns
    -------
    ndarray
        Shape (draw, place): middle m + r(v − m), variance r × chance, where m is the mean of all
        and r = spread of levels ÷ (spread of levels + chance). A place without chance has none.

    Examples
    --------
    >>> around = np.array([[1.0, -3.0], [3.0, -1.0]], np.float32)
    >>> levels(np.array([2.0, -2.0]), around).astype(float).round(1).tolist()
    [[0.6, -2.4], [2.4, -0.6]]
    """
    known = np.flatnonzero(~np.isnan(values))
    if not len(known) or not len(draws):
        return draws
    drawn, middle = draws[:, known], values[known].mean()
    own = drawn.var(axis=0, dtype=np.float64)
    chance = np.where(own > 0, POOLED * own.mean() + (1 - POOLED) * own, 0.0)
    spread = values[known].var()
    signal = max(spread - chance.mean(), LEAST_SIGNAL * spread)
    kept = np.divide(signal, signal + chance, where=signal + chance > 0, out=np.ones_like(chance))
    scale = np.sqrt(kept * np.divide(chance, own, where=own > 0, out=np.zeros_like(own)))
    centre = drawn.mean(axis=0)
    out = draws.copy()
    out[:, known] = middle + kept * (values[known] - middle) + scale * (drawn - centre)
    return out


def rank(values: Array, draws: Draws, place: int, level: float = LEVEL) -> Rank | None:
    """Rank one place.

    Parameters
    ----------
    values
        Shape (place,); NaN is not ranked.
    draws
        Shape (draw, place): what the order rests on as it could have been (`levels`). Without any
        draw, or where a draw is missing, there is no interval and so no rank.

    Returns
    -------
    Rank or None
        None where no honest rank can be given.
    """
    found = position(values, place)
    if found is None or not len(draws):
        return None
    own = draws[:, place]
    if np.isnan(own).any() or not np.ptp(own) > 0:
        return None
    with np.errstate(invalid="ignore"):
        drawn = np.sort(1 + (draws > own[:, None]).sum(axis=1))
    low, high = ends(len(drawn), level)
    of = int((~np.isnan(values)).sum())
    return Rank(found, of, min(found, int(drawn[low])), max(found, int(drawn[high])), level)


def ends(draws: int, level: float = LEVEL) -> tuple[int, int]:
    """Give the positions of the interval's ends among sorted draws.

    Examples
    --------
    >>> ends(1000), ends(1)
    ((99, 899), (0, 0))
    """
    tail = (1 - level) / 2
    return max(0, math.ceil(tail * draws - 1e-9) - 1), math.ceil((1 - tail) * draws - 1e-9) - 1


def all_ranks(values: Array, draws: Draws, level: float = LEVEL) -> npt.NDArray[np.int32]:
    """Rank every place at once.

    Returns
    -------
    ndarray
        Shape (3, place): position, low and high; 0 where the place can't be ranked.
    """
    out = np.zeros((3, len(values)), np.int32)
    known = np.flatnonzero(~np.isnan(values))
    if not len(known) or not len(draws):
        return out
    worth = values[known]
    # Equal values share the better place, as 1 + the number above does.
    out[0, known] = 1 + len(worth) - np.searchsorted(np.sort(worth), worth, side="right")
    drawn = _drawn(draws[:, known])
    low, high = ends(len(drawn), level)
    drawn.sort(axis=0)
    out[1, known] = np.minimum(out[0, known], drawn[low])
    out[2, known] = np.maximum(out[0, known], drawn[high])
    return out


def _drawn(draws: Draws) -> npt.NDArray[np.int16]:
    """Give the rank of each place in each draw, best first."""
    order = np.argsort(-draws, axis=1)
    found = np.empty(draws.shape, np.int16)
    np.put_along_axis(found, order, np.arange(1, draws.shape[1] + 1, dtype=np.int16)[None], axis=1)
    return found


def share_below(score: float) -> float:
    """Give the share of municipalities below a standard score if they were normally spread.

    Examples
    --------
    >>> round(share_below(0.78), 4)
    0.7823
    """
    return 0.5 * (1 + math.erf(score / math.sqrt(2)))
