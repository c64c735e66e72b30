"""What a sheet tells beside its values: what is hidden, what is shown as nothing, and formats."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

BUILT_IN = {9: "0%", 10: "0.00%"}
"""Number formats without words of their own that change what a number is: a share, shown as %."""
_MOST = 200_000
_WIDEST = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a sheet tells beside its values; rows and columns are from 0.

    Parameters
    ----------
    faults
        Cells that show a fault of the spreadsheet («#N/A»), or a formula that was never worked
        out: (row, column) → text.
    hidden_rows
        Rows that the person does not see: hidden, or left out by a filter.
    hidden_columns, blank_cells
        Columns, and cells (row, column) whose format shows nothing, that nobody sees either.
    formats
        Column → the number format most of its numbers are shown in («0.0 "mill. kr"»).
    date1904
        Days are counted from 1904: a number without a date format is not the day it seems.
    notes
        Comments with the row each is at, and with −1 what is printed above and below the sheet.
    """

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    blank_cells: frozenset[tuple[int, int]] = frozenset()
    formats: dict[int, str] = field(default_factory=dict)
    date1904: bool = False
    notes: tuple[tuple[int, str], ...] = ()


def shows_nothing(code: str) -> bool:
    """Say whether a number format shows nothing of a positive number.

    Examples
    --------
    >>> [shows_nothing(c) for c in (";;;", ";", ' ; ;"" ', "0", "", "General;;", '"–"')]
    [True, True, True, False, False, False, False]
    """
    return ";" in code and not code.partition(";")[0].replace('""', "").strip()


class Seen:
    """Gathers what is seen of a sheet as its cells, rows and columns are met.

    Parameters
    ----------
    codes
        The number format of each style of cells.
    """

    def __init__(self, codes: Sequence[str]) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self._codes = codes
        self._styles: dict[int, Counter[int]] = defaultdict(Counter)
        self._nothing: dict[int, bool] = {}
        self._blank: set[tuple[int, int]] = set()

    def cell(self, row: int, column: int, style: int, *, number: bool) -> None:
        """See a cell with something in it."""
        if number:
            self._styles[column][style] += 1
        if style not in self._nothing:
            code = self._codes[style] if style < len(self._codes) else ""
            self._nothing[style] = shows_nothing(code)
        if self._nothing[style] and len(self._blank) < _MOST:
            self._blank.add((row, column))

    def hide(self, first: int, last: int) -> None:
        """See that columns are hidden."""
        self.columns.update(range(first, min(last + 1, _WIDEST)))

    def scan(self, *, date1904: bool) -> Scan:
        """Give all that was seen; the format of a column is that of most of its numbers."""
        most = {c: styles.most_common(1)[0][0] for c, styles in sorted(self._styles.items())}
        codes = {c: self._codes[s] for c, s in most.items() if s < len(self._codes)}
        return Scan(
            hidden_rows=frozenset(self.rows),
            hidden_columns=frozenset(self.columns),
            blank_cells=frozenset(self._blank),
            formats={c: code for c, code in codes.items() if code},
            date1904=date1904,
        )
