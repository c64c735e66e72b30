"""What a sheet tells beside its values: what is hidden, what is shown as nothing, and formats."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

BUILT_IN = {9: "0%", 10: "0.00%"}
"""Number formats without words of their own that change what a number is: a share, shown as %."""
_MOST = 200_000
_WIDEST = 16_384
_BLANK = re.compile(r'"\s*"|[_*].|\\\s|\[(?!h|m|s)[^\]]*\]|\s', re.IGNORECASE)
"""What shows nothing in a format: empty texts, spaces as wide as a sign, colours, conditions."""


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
        Columns, and cells (row, column) whose format shows nothing, that nobody sees either; and
        those that are struck through.
    formats
        Column → the number format most of its numbers are shown in («0.0 "mill. kr"»).
    date1904
        Days are counted from 1904: a number without a date format is not the day it seems.
    per_cent
        Cells shown as per cent where others of their column are not, or that are so already: what
        their number is multiplied by to be what is shown.
    notes
        Comments with the row each is at, and with −1 what is printed above and below the sheet.
    """

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    blank_cells: frozenset[tuple[int, int]] = frozenset()
    formats: dict[int, str] = field(default_factory=dict)
    date1904: bool = False
    per_cent: dict[tuple[int, int], int] = field(default_factory=dict)
    notes: tuple[tuple[int, str], ...] = ()


def shows_nothing(code: str) -> bool:
    """Say whether a number format shows nothing of a positive number.

    Examples
    --------
    >>> [shows_nothing(c) for c in (";;;", ";", ' ; ;"" ', '""', '[Red]_-" ";0')]
    [True, True, True, True, True]
    >>> [shows_nothing(c) for c in ("0", "", "General;;", '"–"', '[=0]"";0', "[h]")]
    [False, False, False, False, False, False]
    """
    first, _semicolon, rest = code.partition(";")
    if re.match(r"\[[=<]", first.strip()):  # of some numbers only; others are in the next section
        return shows_nothing(rest)
    return bool(code) and not _BLANK.sub("", first)


def per_cent(code: str) -> int:
    r"""Say what a number is multiplied by to be the per cent its format shows; 0 where it is none.

    Examples
    --------
    >>> [per_cent(c) for c in ("0.0%", '0.0" %"', r"0\%", "0.0")]
    [100, 1, 1, 0]
    """
    if "%" not in code:
        return 0
    return 100 if "%" in re.sub(r'"[^"]*"|\\.', "", code) else 1


class Seen:
    """Gathers what is seen of a sheet as its cells, rows and columns are met.

    Parameters
    ----------
    codes
        The number format of each style of cells.
    struck
        The styles that strike what stands in a cell through.
    """

    def __init__(self, codes: Sequence[str], struck: Collection[int] = ()) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self._codes, self._struck = codes, struck
        self._styles: dict[int, Counter[int]] = defaultdict(Counter)
        self._odd: dict[int, tuple[bool, int]] = {}
        self._blank: set[tuple[int, int]] = set()
        self._per_cent: dict[tuple[int, int], int] = {}

    def cell(self, row: int, column: int, style: int, *, number: bool) -> None:
        """See a cell with something in it."""
        if number:
            self.count(column, style)
        self.look(row, column, style, number=number)

    def count(self, column: int, style: int, cells: int = 1) -> None:
        """Count the numbers of a style in a column."""
        self._styles[column][style] += cells

    def look(self, row: int, column: int, style: int, *, number: bool) -> None:
        """See what the format of a cell does to it."""
        if style not in self._odd:
            code = self._code(style)
            self._odd[style] = style in self._struck or shows_nothing(code), per_cent(code)
        nothing, by = self._odd[style]
        if nothing and len(self._blank) < _MOST:
            self._blank.add((row, column))
        if by and number and len(self._per_cent) < _MOST:
            self._per_cent[row, column] = by

    def _code(self, style: int) -> str:
        return self._codes[style] if style < len(self._codes) else ""

    def hide(self, first: int, last: int) -> None:
        """See that columns are hidden."""
        self.columns.update(range(first, min(last + 1, _WIDEST)))

    def scan(self, *, date1904: bool) -> Scan:
        """Give all that was seen; the format of a column is that of most of its numbers."""
        codes = {
            c: self._code(styles.most_common(1)[0][0]) for c, styles in sorted(self._styles.items())
        }
        shown = {c: {per_cent(self._code(s)) for s in held} for c, held in self._styles.items()}
        mixed = {c for c, kinds in shown.items() if 1 in kinds or len(kinds) > 1}
        return Scan(
            hidden_rows=frozenset(self.rows),
            hidden_columns=frozenset(self.columns),
            blank_cells=frozenset(self._blank),
            formats={c: f for c, f in codes.items() if f and not (c in mixed and "%" in f)},
            per_cent={at: by for at, by in self._per_cent.items() if at[1] in mixed},
            date1904=date1904,
        )
