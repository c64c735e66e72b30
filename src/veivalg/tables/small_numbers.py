"""Small numbers about people (M18): what is hidden, and how uncertain a count or share is."""

import math
from collections.abc import Sequence

from veivalg.content import Interval

THRESHOLD = 5
SMALLEST_DENOMINATOR = 20
Z80 = 1.2816
Row = Sequence["float | None"]


def is_small(count: float, threshold: int = THRESHOLD) -> bool:
    """Say whether a count is hidden: more than none, but fewer than `threshold`.

    Examples
    --------
    >>> is_small(0), is_small(4), is_small(5)
    (False, True, False)
    """
    return 0 < count < threshold


def suppress(rows: Sequence[Row], threshold: int = THRESHOLD) -> list[list[float | None]]:
    """Hide small counts, and others so that no row or column total reveals them.

    First every count from 1 to ``threshold - 1``; then, wherever a row or column holds just one
    hidden count, the smallest other count above 0, until every line holds none or at least two. A
    line where nothing but zeros is left is hidden whole, zeros too. At last the totals together are
    tried against what is left (`veivalg.tables.disclosure`), and more is hidden until they give no
    small count back. Where every count is hidden, hide the totals too.

    Parameters
    ----------
    rows
        The inner cells, totals not among them; None is already missing and counts as hidden.

    Examples
    --------
    >>> suppress([[2, 7, 9]])
    [[None, None, 9]]
    """
    cells = [[None if v is None or is_small(v, threshold) else v for v in row] for row in rows]
    columns = len(cells[0]) if cells else 0
    across = [[(r, c) for c in range(columns)] for r in range(len(cells))]
    down = [[(r, c) for r in range(len(cells))] for c in range(columns)]
    # A single row or column has no total the other way that could reveal anything.
    lines = [line for line in across + down if len(line) > 1]
    while True:
        while (cell := _next_to_hide(cells, lines)) is not None:
            cells[cell[0]][cell[1]] = None
        held = _held_against_totals(rows, cells, threshold)
        if held == cells:
            return cells
        cells = held


def _held_against_totals(
    rows: Sequence[Row], cells: list[list[float | None]], threshold: int
) -> list[list[float | None]]:
    """Hide what it takes that the totals of rows and columns give no small count back."""
    anything = any(v is None for line in cells for v in line)
    if not anything or any(v is None for row in rows for v in row):
        return cells  # a count nobody knows leaves the totals unknown too
    import numpy as np

    from veivalg.tables.disclosure import protect

    counts = np.array([[float(v or 0.0) for v in row] for row in rows])
    totals = [axes for axes, n in (((0,), counts.shape[1]), ((1,), counts.shape[0])) if n > 1]
    hidden = [
        ((0, 1), (r, c)) for r, line in enumerate(cells) for c, v in enumerate(line) if v is None
    ]
    made = protect(counts, [(0, 1), *totals], threshold, hidden, known=totals)
    found: list[list[float | None]] = made.shown()[(0, 1)]
    return found


def _next_to_hide(
    cells: list[list[float | None]], lines: list[list[tuple[int, int]]]
) -> tuple[int, int] | None:
    for line in lines:
        shown = {(r, c): v for r, c in line if (v := cells[r][c]) is not None}
        if len(line) - len(shown) == 1 and shown:
            above = {where: v for where, v in shown.items() if v > 0}
            return min(above or shown, key=lambda where: (shown[where], where))
    return None


def least_hidden(cells: Sequence[Row]) -> float:
    """Give the least a hidden count can be, by what `suppress` and `protect` have left shown.

    It is 0 where a 0 may be hidden anywhere, else 1. It must not be taken from the counts: readers
    would learn whether a 0 is hidden from whatever is worked out from it. `suppress` hides a 0 only
    in a line with one count to hide and nothing else above 0; there that count and one 0 are
    hidden, and more only as lines the other way need it. `protect` does so only when nothing above
    0 is left. It is the same for every cell, as `protect` takes readers to know no more.

    Parameters
    ----------
    cells
        The inner cells as they are shown, None where one is hidden.

    Examples
    --------
    >>> least_hidden([[None, None, 9.0]]), least_hidden([[None, None, 0.0], [5.0, 9.0, 7.0]])
    (1.0, 0.0)
    """
    if not any(map(any, cells)):
        return 0.0
    columns = list(zip(*cells, strict=True))
    across, down = ([_is_bare(line) for line in lines] for lines in (cells, columns))
    found = any(_may_hide_nobody(line, down) for line in cells)
    return 0.0 if found or any(_may_hide_nobody(line, across) for line in columns) else 1.0


def _may_hide_nobody(line: Row, crossing: Sequence[bool]) -> bool:
    """Say whether a 0 of this line may be hidden for the line's sake."""
    own = sum(v is None and not bare for v, bare in zip(line, crossing, strict=True))
    return _is_bare(line) and None in line and own <= 2


def _is_bare(line: Row) -> bool:
    """Say whether a line of several has nothing above 0 that is shown."""
    return len(line) > 1 and not any(line)


def wilson(count: float, of: float, z: float = Z80) -> tuple[float, float]:
    """Give Wilson's 80 % interval for a share.

    Examples
    --------
    >>> [round(x, 3) for x in wilson(8, 40)]
    [0.132, 0.292]
    """
    if of <= 0:
        return 0.0, 1.0
    share, square = count / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def poisson(count: float, z: float = Z80) -> tuple[float, float]:
    """Give the 80 % interval for a count: ``n ± z√n`` from 30 up, Wilson–Hilferty's χ² below.

    The χ² ends by Wilson and Hilferty's cube root are within 0.1 of the exact ones from 1 up, and
    hold for modelled counts that are not whole numbers.

    Examples
    --------
    >>> [round(x, 1) for x in poisson(100)], [round(x, 1) for x in poisson(10)]
    ([87.2, 112.8], [6.2, 15.4])
    """
    if count >= 30:
        return count - z * math.sqrt(count), count + z * math.sqrt(count)
    # Under one fifth the lower end is 0 to every digit that could be shown.
    root = 0.0 if count < 0.2 else 1 - 1 / (9 * count) - z / (3 * math.sqrt(count))
    low, up = count * max(0.0, root) ** 3, count + 1
    high = up * (1 - 1 / (9 * up) + z / (3 * math.sqrt(up))) ** 3
    return low, high


def count_interval(count: float, meaning: str) -> Interval:
    """Give the 80 % Poisson interval of a count as an ``Interval``."""
    low, high = poisson(count)
    return Interval(low, high, meaning, 0.8)
