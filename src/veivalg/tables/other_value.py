"""Whether what is shown leaves a hidden count another value: bounds, then a search (M18).

Most questions of `veivalg.tables.disclosure` are small: the bounds that each sum gives its counts
settle that a count is known, and a table close to the true one settles that it isn't. Both are
proofs. Where neither is found, nothing is said, and the integer solver is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bounds = tuple[Floats, Floats]

TRIES = 30
"""How many steps a search may take, and how often bounds are drawn in before each."""
NEAR = 3
"""How many values of a count are tried, those nearest the true one."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What is known of counts: sums of some of them, and the bounds of each sum.

    Parameters
    ----------
    parts
        Which counts each sum is of, 0 or 1, shape ``(sums, counts)``.
    low, high
        Bounds of the sums; infinite where there is none.
    """

    parts: Floats
    low: Floats
    high: Floats

    def adding(self, part: Floats, low: float, high: float) -> Sums:
        """Give the sums with one more."""
        return Sums(
            np.vstack([self.parts, part]), np.append(self.low, low), np.append(self.high, high)
        )

    def narrowed(self, bounds: Bounds) -> Bounds | None:
        """Draw the bounds of the counts in by every sum; None when no counts can meet them."""
        least, most = bounds
        inside = self.parts > 0
        for _round in range(TRIES):
            open_ended = np.isinf(most)
            ends = np.where(open_ended, 0.0, most)
            free = (self.parts @ open_ended)[:, None] - open_ended > 0
            others = np.where(free, np.inf, (self.parts @ ends)[:, None] - ends)
            up = self.high[:, None] - ((self.parts @ least)[:, None] - least)
            down = self.low[:, None] - others
            lower = np.maximum(least, np.where(inside, down, -np.inf).max(axis=0))
            upper = np.minimum(most, np.where(inside, up, np.inf).min(axis=0))
            if (lower > upper).any():
                return None
            if (lower == least).all() and (upper == most).all():
                break
            least, most = lower, upper
        return least, most

    def met_by(self, counts: Floats) -> bool:
        """Say whether counts give sums within the bounds."""
        sums = self.parts @ counts
        return bool(((sums >= self.low) & (sums <= self.high)).all())


def has_other_value(sums: Sums, part: Floats, true: Floats) -> bool | None:
    """Say whether the sum of `part` can be another than that of the true counts.

    Parameters
    ----------
    sums
        What is known; the true counts meet it.
    part
        Which counts it is of, 0 or 1, shape ``(counts,)``.
    true
        The true counts, whole numbers.

    Returns
    -------
    bool or None
        None when it isn't settled here.
    """
    if (true % 1).any() or not sums.met_by(true):
        return None
    value = float(part @ true)
    bounds = sums.narrowed((np.zeros_like(true), np.full_like(true, np.inf)))
    if bounds is None:
        return None
    least, most = (end[part > 0].sum() for end in bounds)
    if least == most:
        return False
    above = _Search(sums.adding(part, value + 1, np.inf), true).found(bounds)
    if above:
        return True
    below = _Search(sums.adding(part, -np.inf, value - 1), true).found(bounds)
    return True if below else None if above is None or below is None else False


@dataclass(slots=True)
class _Search:
    """Looks for whole counts that meet sums, those nearest the true ones first."""

    sums: Sums
    true: Floats
    left: int = TRIES

    def found(self, bounds: Bounds) -> bool | None:
        """Say whether there are such counts within bounds; None when it gives up."""
        drawn = self.sums.narrowed(bounds)
        if drawn is None:
            return False
        least, most = drawn
        width = most - least
        if not width.any():
            return self.sums.met_by(least)
        self.left -= 1
        if self.left < 0:
            return None
        unknown = np.flatnonzero(width)
        return self._one_by_one(drawn, int(unknown[width[unknown].argmin()]))

    def _one_by_one(self, bounds: Bounds, chosen: int) -> bool | None:
        least, most = bounds
        true, low, high = (float(ends[chosen]) for ends in (self.true, least, most))
        near = [v for step in range(NEAR) for v in {true + step, true - step} if low <= v <= high]
        near = near or [low if true < low else high]
        sure = high - low < len(near)
        for value in near:
            tried = least.copy(), most.copy()
            tried[0][chosen] = tried[1][chosen] = value
            answer = self.found(tried)
            if answer:
                return True
            sure = sure and answer is not None
        return False if sure else None
