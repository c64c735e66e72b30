"""Several published tables of the same people, protected together (M18).

Hiding a small count is not enough when totals, or another table of the same people, give it back.
Here the attacker is run: every combination of the published cells is a system of equations in the
counts behind them, and a hidden count is safe only when the system leaves it at least two values.
What was published of the same people before stands in the same system: a count that has not changed
since is the same unknown, as for one who knows what has been corrected.
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
    safe: bool = True
    """Whether every small count is left two values; else all is hidden that can be."""

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


@dataclass(frozen=True, slots=True)
class Former:
    """What was published of these counts as they were before.

    Parameters
    ----------
    places
        Which unknown each finest count of it was: the same as now, by its place among the counts
        now, where it has not changed, else one of its own, from the number of counts now and up.
    """

    places: NDArray[np.int64]
    published: Published

    def told(self) -> tuple[bytes, bytes, frozenset[Cell]]:
        """Give what it is known by."""
        return (
            self.places.tobytes(),
            self.published.counts.tobytes(),
            frozenset(self.published.hidden),
        )


def protect(
    counts: Counts,
    tables: Sequence[Axes],
    threshold: int = 5,
    hidden: Iterable[Cell] = (),
    known: Sequence[Axes] = (),
    former: Sequence[Former] = (),
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
    former
        What was published of them before: its hidden counts are not given back either.

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
    key = (true.tobytes(), true.shape, fixed, first, tuple(f.told() for f in former))
    made, safe = _hidden_kept.get(key, lambda: _hidden_in(true, *fixed, first, former))
    return Published(true, tuple(tables), threshold, set(made), safe)


_hidden_kept: Cache[tuple[frozenset[Cell], bool]] = Cache()
"""What is hidden of the same counts: each page and document of a chapter asks again."""


def _hidden_in(
    counts: Counts,
    tables: Sequence[Axes],
    threshold: int,
    known: Sequence[Axes],
    hidden: frozenset[Cell],
    former: Sequence[Former],
) -> tuple[frozenset[Cell], bool]:
    found = Published(counts, tables, threshold, set(hidden))
    small = [c for c in found.cells() if 0 < found.value(c) < threshold and c[0] not in known]
    found.hidden |= set(small)
    # Hiding more never gives anything back, so that a cell once safe stays safe.
    for wanted in _wanted(found, small, former):
        while not _System(found, former).is_safe(wanted.members, wanted.value):
            extra = _next_to_hide(found, wanted, known, former)
            if extra is None:
                return frozenset(found.hidden), False
            found.hidden.add(extra)
    return frozenset(found.hidden), True


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A small count nobody may work out: its unknowns, and its cell where it is one of now."""

    members: NDArray[np.int64]
    value: float
    cell: Cell | None


def _wanted(found: Published, small: Sequence[Cell], former: Sequence[Former]) -> list[_Wanted]:
    """Give the small counts of now and of before, those that are the same ones once."""
    now = np.arange(found.counts.size).reshape(found.counts.shape)
    every = [_Wanted(_members(now, cell), found.value(cell), cell) for cell in small]
    for one in former:
        was = one.published
        few = [c for c in was.hidden if 0 < was.value(c) < was.threshold]
        every += [
            _Wanted(_members(one.places, cell), was.value(cell), None) for cell in sorted(few)
        ]
    return list({tuple(sorted(w.members.tolist())): w for w in every[::-1]}.values())[::-1]


def _members(places: NDArray[np.int64], cell: Cell) -> NDArray[np.int64]:
    """Give the unknowns a cell is the sum of."""
    axes, where = cell
    at: list[int | slice] = [slice(None)] * places.ndim
    for axis, place in zip(axes, where, strict=True):
        at[axis] = place
    return np.atleast_1d(places[tuple(at)]).ravel()


def possible(found: Published, cell: Cell) -> tuple[float, float]:
    """Give the least and the largest count `cell` can have by what is shown."""
    system = _System(found)
    return system.ends(system.members(cell))


class _System:
    """What one who sees the tables can write down: equations, and that hidden counts exist."""

    def __init__(self, found: Published, former: Sequence[Former] = ()) -> None:
        self.index = np.arange(found.counts.size).reshape(found.counts.shape)
        shown = [(found, self.index), *((one.published, one.places) for one in former)]
        self.true = np.zeros(1 + max(int(places.max(initial=0)) for _one, places in shown))
        rows: dict[tuple[bytes, float, float], NDArray[np.int64]] = {}
        for one, places in shown:
            self.true[places.ravel()] = one.counts.ravel()
            least = one.least
            for cell in one.cells():
                members, hidden = np.sort(_members(places, cell)), cell in one.hidden
                value = least if hidden else one.value(cell)
                rows[members.tobytes(), value, np.inf if hidden else value] = members
        self.rows = list(rows.values())
        self.low, self.high = (np.array([key[n] for key in rows]) for n in (1, 2))

    def members(self, cell: Cell) -> NDArray[np.int64]:
        """Give the finest counts a cell is the sum of."""
        return _members(self.index, cell)

    def ends(self, members: NDArray[np.int64]) -> tuple[float, float]:
        """Give the least and the largest sum of some counts; infinite when nothing bounds it."""
        return self._end(members, 1.0), self._end(members, -1.0)

    def is_safe(self, members: NDArray[np.int64], value: float) -> bool:
        """Say whether a sum of some counts can be anything but its true `value`."""
        settled = self._settled(members) if len(self.rows) * self.true.size <= SMALL else None
        if settled is not None:
            return settled
        return self._end(members, -1.0) > value + 0.5 or self._end(members, 1.0) < value - 0.5

    def _settled(self, wanted: NDArray[np.int64]) -> bool | None:
        """Say whether a sum can be anything else, where that is seen without the solver."""
        parts = np.zeros((len(self.rows) + 1, self.true.size))
        for part, members in zip(parts, [*self.rows, wanted], strict=True):
            part[members] = 1.0
        return has_other_value(Sums(parts[:-1], self.low, self.high), parts[-1], self.true)

    def _end(self, members: NDArray[np.int64], sign: float) -> float:
        aim = np.zeros(self.true.size)
        aim[members] = sign
        pointers = np.cumsum([0, *map(len, self.rows)])
        columns = np.concatenate(self.rows)
        matrix = scipy.sparse.csr_matrix(
            (np.ones(len(columns)), columns, pointers), shape=(len(self.rows), self.true.size)
        )
        answer = scipy.optimize.milp(
            aim,
            constraints=scipy.optimize.LinearConstraint(matrix, self.low, self.high),
            bounds=scipy.optimize.Bounds(0, np.inf),
            integrality=np.ones(self.true.size),
        )
        if answer.fun is not None:
            return sign * float(answer.fun)
        return np.inf if sign < 0 else 0.0  # nothing bounds it from this side


def _next_to_hide(
    found: Published, wanted: _Wanted, known: Sequence[Axes], former: Sequence[Former]
) -> Cell | None:
    """Give the cell to hide next, so that as little as possible is lost.

    The smallest one of the same table that makes the count safe by itself; when none does, the
    smallest in line with it, then one of another table of the same people, and zeros at last. To
    hide what was shown before and has not changed is no use.
    """
    shown = [c for c in found.cells() if c not in found.hidden and c[0] not in known]
    shown = _of_use(found, shown, former)
    axes, where = wanted.cell or (found.tables[0], None)
    own = sorted(
        (c for c in shown if c[0] == axes and found.value(c) > 0), key=lambda c: (found.value(c), c)
    )
    for candidate in own[:TRIED]:
        if _saves(found, candidate, wanted, former):
            return candidate
    lines = [c for c in shown if c[0] == axes and (where is None or _apart(c[1], where) == 1)]
    near = [c for c in shown if c[0] != axes and c[0] != () and _touches(c, wanted.cell)]
    for group in (lines, near, [c for c in shown if c[0] != ()], shown):
        above = [c for c in group if found.value(c) > 0]
        if above:
            return min(above, key=lambda c: (found.value(c), c))
    zeros = lines or near or shown
    return min(zeros) if zeros else None


def _of_use(found: Published, cells: list[Cell], former: Sequence[Former]) -> list[Cell]:
    """Leave out the cells whose counts were all shown before, one by one, and are as they were."""
    told: set[int] = set()
    for one in former:
        for cell in one.published.cells():
            members = _members(one.places, cell)
            if len(members) == 1 and cell not in one.published.hidden:
                told.add(int(members[0]))
    now = np.arange(found.counts.size).reshape(found.counts.shape)
    return [c for c in cells if not told or not told.issuperset(_members(now, c).tolist())]


def _saves(found: Published, candidate: Cell, wanted: _Wanted, former: Sequence[Former]) -> bool:
    """Say whether hiding `candidate` too leaves a count at least two values."""
    tried = replace(found, hidden={*found.hidden, candidate})
    return _System(tried, former).is_safe(wanted.members, wanted.value)


def _apart(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _touches(one: Cell, other: Cell | None) -> bool:
    """Say whether two cells count some of the same people's traits; yes where one isn't of now."""
    if other is None:
        return True
    places = dict(zip(other[0], other[1], strict=True))
    return all(places.get(axis, place) == place for axis, place in zip(*one, strict=True))


def protected(
    counts: Counts, tables: Mapping[str, Axes], threshold: int = 5
) -> dict[str, list[Any]]:
    """Give the tables by name as they may be shown; None where a count is hidden."""
    made = protect(counts, list(tables.values()), threshold).shown()
    return {name: made[axes] for name, axes in tables.items()}
