"""Several published tables of the same people, protected together (M18).

Hiding a small count is not enough when totals, or another table of the same people, give it back.
Here the attacker is run: every combination of the published cells is a system of equations in the
counts behind them, and a hidden count is safe only when the system leaves it at least two values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from veivalg.foundation.cache import Cache
from veivalg.tables.other_value import Sums, has_other_value

Counts = NDArray[np.float64]
Axes = tuple[int, ...]
Cell = tuple[Axes, tuple[int, ...]]
"""A published cell: the axes of its table, and its place along them."""

TRIED = 8
"""How many cells are tried one by one before one is hidden without a try."""
SMALL = 20_000
"""Sums × counts, up to which bounds and a search are tried before the integer solver is loaded."""


@dataclass(slots=True)
class Published:
    """Counts of people by some traits, and which tables of them are shown.

    Parameters
    ----------
    counts
        People by every trait, one axis a trait; the finest there is, shown or not.
    tables
        The tables shown, each as the axes it keeps: ``(0, 1)``, ``(0,)``, ``()`` for the total.
    threshold
        Counts above 0 and under this are hidden.
    """

    counts: Counts
    tables: Sequence[Axes]
    threshold: int = 5
    hidden: set[Cell] = field(default_factory=set)

    @property
    def least(self) -> float:
        """Give the least a hidden count can be: 0 where a 0 has been hidden along with others."""
        return 0.0 if any(self.value(c) == 0 for c in self.hidden) else 1.0

    def value(self, cell: Cell) -> float:
        """Give the true count of a cell."""
        return float(self.table(cell[0])[cell[1]])

    def table(self, axes: Axes) -> Counts:
        """Give the true counts of a table."""
        gone = tuple(a for a in range(self.counts.ndim) if a not in axes)
        return np.asarray(self.counts.sum(axis=gone))

    def cells(self) -> list[Cell]:
        """Give every cell of every table shown."""
        return [
            (axes, where)
            for axes in self.tables
            for where in product(*(range(self.counts.shape[a]) for a in axes))
        ]

    def shown(self) -> dict[Axes, list[Any]]:
        """Give each table with None where a count is hidden, as nested lists."""
        found: dict[Axes, list[Any]] = {}
        for axes in self.tables:
            values = np.array(self.table(axes), dtype=object)
            for other, where in self.hidden:
                if other == axes:
                    values[where] = None
            found[axes] = values.tolist()
        return found


def protect(
    counts: Counts,
    tables: Sequence[Axes],
    threshold: int = 5,
    hidden: Iterable[Cell] = (),
    known: Sequence[Axes] = (),
) -> Published:
    """Hide small counts, and as many others as it takes that no combination gives them back.

    Parameters
    ----------
    counts, tables, threshold
        As for `Published`.
    hidden
        Cells to hide from the start, beside the small ones.
    known
        Tables, of those in `tables`, that everyone knows already and that can't be hidden. When
        these give a count back whatever else is hidden, everything else is.

    Returns
    -------
    Published
        With ``hidden`` such that every hidden small count can have at least two values, whatever
        is worked out from the cells shown, by one who knows that hidden counts are above 0.

    Examples
    --------
    >>> made = protect(np.array([[2.0, 7.0, 9.0]]), [(0, 1), (0,)])
    >>> made.shown()[(0, 1)]
    [[None, None, 9.0]]
    """
    true, fixed = np.asarray(counts, dtype=float), (tuple(tables), threshold, tuple(known))
    first = frozenset(hidden)
    made = _hidden_kept.get(
        (true.tobytes(), true.shape, fixed, first), lambda: _hidden_in(true, *fixed, first)
    )
    return Published(true, tuple(tables), threshold, set(made))


_hidden_kept: Cache[frozenset[Cell]] = Cache()
"""What is hidden of the same counts: each page and document of a chapter asks again."""


def _hidden_in(
    counts: Counts,
    tables: Sequence[Axes],
    threshold: int,
    known: Sequence[Axes],
    hidden: frozenset[Cell],
) -> frozenset[Cell]:
    found = Published(counts, tables, threshold, set(hidden))
    small = [c for c in found.cells() if 0 < found.value(c) < threshold and c[0] not in known]
    found.hidden |= set(small)
    # Hiding more never gives anything back, so that a cell once safe stays safe.
    for cell in small:
        while not _System(found).is_safe(cell, found.value(cell)):
            extra = _next_to_hide(found, cell, known)
            if extra is None:
                return frozenset(found.hidden)
            found.hidden.add(extra)
    return frozenset(found.hidden)


def possible(found: Published, cell: Cell) -> tuple[float, float]:
    """Give the least and the largest count `cell` can have by what is shown."""
    return _System(found).ends(cell)


class _System:
    """What one who sees the tables can write down: equations, and that hidden counts exist."""

    def __init__(self, found: Published) -> None:
        shape = found.counts.shape
        self.index = np.arange(found.counts.size).reshape(shape)
        self.true = found.counts.ravel()
        rows, low, high, least = [], [], [], found.least
        for cell in found.cells():
            rows.append(self.members(cell))
            shown = cell not in found.hidden
            low.append(found.value(cell) if shown else least)
            high.append(found.value(cell) if shown else np.inf)
        self.rows, self.low, self.high = rows, np.array(low), np.array(high)

    def members(self, cell: Cell) -> NDArray[np.int64]:
        """Give the finest counts a cell is the sum of."""
        axes, where = cell
        at: list[int | slice] = [slice(None)] * self.index.ndim
        for axis, place in zip(axes, where, strict=True):
            at[axis] = place
        return np.atleast_1d(self.index[tuple(at)]).ravel()

    def ends(self, cell: Cell) -> tuple[float, float]:
        """Give the least and the largest count of a cell; infinite when nothing bounds it."""
        return self._end(cell, 1.0), self._end(cell, -1.0)

    def is_safe(self, cell: Cell, value: float) -> bool:
        """Say whether a cell can be anything but its true `value`."""
        settled = self._settled(cell) if len(self.rows) * self.index.size <= SMALL else None
        if settled is not None:
            return settled
        return self._end(cell, -1.0) > value + 0.5 or self._end(cell, 1.0) < value - 0.5

    def _settled(self, cell: Cell) -> bool | None:
        """Say whether a cell can be anything else, where that is seen without the solver."""
        parts = np.zeros((len(self.rows) + 1, self.index.size))
        for part, members in zip(parts, [*self.rows, self.members(cell)], strict=True):
            part[members] = 1.0
        return has_other_value(Sums(parts[:-1], self.low, self.high), parts[-1], self.true)

    def _end(self, cell: Cell, sign: float) -> float:
        aim = np.zeros(self.index.size)
        aim[self.members(cell)] = sign
        pointers = np.cumsum([0, *map(len, self.rows)])
        columns = np.concatenate(self.rows)
        matrix = scipy.sparse.csr_matrix(
            (np.ones(len(columns)), columns, pointers), shape=(len(self.rows), self.index.size)
        )
        answer = scipy.optimize.milp(
            aim,
            constraints=scipy.optimize.LinearConstraint(matrix, self.low, self.high),
            bounds=scipy.optimize.Bounds(0, np.inf),
            integrality=np.ones(self.index.size),
        )
        if answer.fun is not None:
            return sign * float(answer.fun)
        return np.inf if sign < 0 else 0.0  # nothing bounds it from this side


def _next_to_hide(found: Published, cell: Cell, known: Sequence[Axes]) -> Cell | None:
    """Give the cell to hide next, so that as little as possible is lost.

    The smallest one of the same table that makes `cell` safe by itself; when none does, the
    smallest in line with it, then one of another table of the same people, and zeros at last.
    """
    axes, where = cell
    shown = [c for c in found.cells() if c not in found.hidden and c[0] not in known]
    own = sorted(
        (c for c in shown if c[0] == axes and found.value(c) > 0), key=lambda c: (found.value(c), c)
    )
    for candidate in own[:TRIED]:
        if _saves(found, candidate, cell):
            return candidate
    lines = [c for c in shown if c[0] == axes and _apart(c[1], where) == 1]
    near = [c for c in shown if c[0] != axes and c[0] != () and _touches(found, c, cell)]
    for group in (lines, near, [c for c in shown if c[0] != ()], shown):
        above = [c for c in group if found.value(c) > 0]
        if above:
            return min(above, key=lambda c: (found.value(c), c))
    zeros = lines or near or shown
    return min(zeros) if zeros else None


def _saves(found: Published, candidate: Cell, cell: Cell) -> bool:
    """Say whether hiding `candidate` too leaves `cell` at least two values."""
    tried = replace(found, hidden={*found.hidden, candidate})
    return _System(tried).is_safe(cell, found.value(cell))


def _apart(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _touches(found: Published, one: Cell, other: Cell) -> bool:
    """Say whether two cells count some of the same people's traits."""
    places = dict(zip(other[0], other[1], strict=True))
    return all(places.get(axis, place) == place for axis, place in zip(*one, strict=True))


def protected(
    counts: Counts, tables: Mapping[str, Axes], threshold: int = 5
) -> dict[str, list[Any]]:
    """Give the tables by name as they may be shown; None where a count is hidden."""
    made = protect(counts, list(tables.values()), threshold).shown()
    return {name: made[axes] for name, axes in tables.items()}
