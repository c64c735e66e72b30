"""What can be said of counts that are hidden, from those that are shown beside them (M18).

Everything here follows from what any reader sees, so that nothing worked out from it gives more of
a hidden count than the tables do.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

FITTED = 100
"""Rounds of fitting; a table of schools settles in a tenth of them."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Shown:
    """Counts by two traits with their sums, NaN where one is hidden.

    Parameters
    ----------
    cells
        One row and column a value of each trait.
    rows, columns
        The sums.
    total
        All together.
    least
        The least a hidden count can be: 1 where it follows that every 0 is shown.

    Examples
    --------
    >>> nan = float("nan")
    >>> made = Shown(np.array([[nan, nan], [nan, nan]]), np.array([12.0, 36.0]),
    ...              np.array([16.0, 32.0]), 48.0, 1.0)
    >>> made.estimate.tolist()
    [[4.0, 8.0], [12.0, 24.0]]
    """

    cells: Numbers
    rows: Numbers
    columns: Numbers
    total: float
    least: float

    @cached_property
    def hidden(self) -> NDArray[np.bool_]:
        """Give where a cell is hidden."""
        return np.isnan(self.cells)

    @cached_property
    def rests(self) -> tuple[Numbers, Numbers]:
        """Give what the hidden cells of each row and column are together; NaN where unknown."""
        shown = np.nan_to_num(self.cells)
        return self.rows - shown.sum(axis=1), self.columns - shown.sum(axis=0)

    @cached_property
    def bounds(self) -> tuple[Numbers, Numbers]:
        """Give the least and the most each cell can be; the cell itself where it is shown.

        A hidden cell is at most what its row, its column or the whole leaves for it when the other
        hidden cells there are as small as they can be, and at least what is left when they are as
        large.
        """
        lines, all_hidden = self._lines(), self.total - np.nansum(self.cells)
        low = np.where(self.hidden, self.least, self.cells)
        most = all_hidden - self.least * (self.hidden.sum() - 1)
        high = np.where(self.hidden, most, self.cells)
        for rest, count, _axis in lines:
            high = np.where(self.hidden, np.fmin(high, rest - self.least * (count - 1)), high)
        for rest, _count, axis in lines:
            others = np.where(self.hidden, high, 0.0).sum(axis=axis, keepdims=True) - high
            low = np.where(self.hidden, np.fmax(low, rest - others), low)
        return low, high

    def _lines(self) -> list[tuple[Numbers, Numbers, int]]:
        """Give what is left, how many are hidden, and the axis that is summed: rows and columns."""
        across, down = self.rests
        return [
            (across[:, None], self.hidden.sum(axis=1)[:, None], 1),
            (down[None, :], self.hidden.sum(axis=0)[None, :], 0),
        ]

    @cached_property
    def estimate(self) -> Numbers:
        """Give the cells with hidden ones set so that sums shown are kept: alike, then fitted.

        Iterative proportional fitting (Deming and Stephan 1940). Where no sum is shown, what is
        left of the whole is shared alike.
        """
        made = np.where(self.hidden, 1.0, 0.0)
        left = self.total - np.nansum(self.cells)
        lines = [(rest, axis) for rest, _count, axis in self._lines()]
        for _round in range(FITTED):
            made = _fitted(made, np.array(left), (0, 1))
            for rest, axis in lines:
                made = _fitted(made, rest, axis)
        low, high = self.bounds
        return np.where(self.hidden, np.clip(made, low, high), self.cells)


def _fitted(made: Numbers, wanted: Numbers, axis: int | tuple[int, int]) -> Numbers:
    """Scale to the sums that are wanted, where these are known and there is anything to scale."""
    now = made.sum(axis=axis, keepdims=True)
    known = ~np.isnan(wanted) & (now > 0)
    return np.asarray(made * np.where(known, wanted / np.where(now > 0, now, 1.0), 1.0))
