"""Tables in workbooks (ODS, XLSX), found by their headings, with a place for every fault."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from veivalg.foundation.columns import letters
from veivalg.foundation.errors import TableError
from veivalg.foundation.i18n import _

Cell = object
MUNICIPALITY = re.compile(r"^(\d{4})(?:\s+\S.*)?$")
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")
_BLANKS = re.compile(r"\s+")
_GAPS = {"", "-", "–", ".", "..", ":"}
LAST_HEADING_ROW = 12
"""A heading further down than this (0 = first row) is not the heading of the sheet's table."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a workbook something stands; ``row`` and ``column`` count from 0."""

    file: str
    sheet: str
    row: int
    column: int | None = None

    def text(self) -> str:
        """Write it as a spreadsheet does: «hefte.ods», arket «E-k», rad 12, kolonne D."""
        place = _("«{file}», arket «{sheet}», rad {row}").format(
            file=self.file, sheet=self.sheet, row=self.row + 1
        )
        if self.column is None:
            return place
        return _("{place}, kolonne {column}").format(place=place, column=letters(self.column))


@dataclass(frozen=True, slots=True)
class Line:
    """A municipality's row: its code, where it is, and the cells after code and name."""

    code: str
    spot: Spot
    cells: tuple[Cell, ...]
    first: int

    @property
    def filled(self) -> int:
        """Give the number of cells up to the last that isn't empty."""
        return max((i + 1 for i, c in enumerate(self.cells) if c not in (None, "")), default=0)

    def number(self, i: int) -> float | None:
        """Give the number in cell `i`, or None when the cell is empty or marked as missing.

        Raises
        ------
        TableError
            When it holds a text that is no number, naming the cell.
        """
        value = self.cells[i] if i < len(self.cells) else None
        if value is None or isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return float(value)
        text = _BLANKS.sub("", str(value))
        if text in _GAPS:
            return None
        if not _NUMBER.fullmatch(text):
            spot = Spot(self.spot.file, self.spot.sheet, self.spot.row, self.first + i)
            raise TableError(
                _("{spot}: «{value}» er ikke et tall.").format(spot=spot.text(), value=value),
                _("Rett cellen, eller last ned filen på nytt."),
            )
        return float(text.replace(",", "."))


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table of municipalities in a sheet.

    ``heading`` is the text above it, ``titles`` the column titles after code and name (rows of a
    title joined), ``title_row`` the last row of them.
    """

    file: str
    sheet: str
    heading: str
    titles: tuple[str, ...]
    title_row: int
    lines: tuple[Line, ...]
    first: int

    def spot(self, column: int | None = None) -> Spot:
        """Give the place of the titles, or of the title of the table's column `column`."""
        return Spot(
            self.file, self.sheet, self.title_row, None if column is None else self.first + column
        )


def open_sheets(path: Path) -> Iterator[tuple[str, list[list[Cell]]]]:
    """Give every sheet of a workbook as name and rows of cells.

    Raises
    ------
    TableError
        When the file is missing, locked or no workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    if not path.is_file():
        raise TableError(
            _("Filen «{file}» finnes ikke.").format(file=path), _("Sjekk navnet på filen.")
        )
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            yield name, [list(r) for r in book.get_sheet_by_name(name).to_python(False)]
    except (CalamineError, OSError) as error:
        raise TableError(
            _("«{file}» kan ikke leses som regneark: {why}.").format(
                file=path.name, why=str(error).rstrip(".")
            ),
            _("Lagre filen som ODS eller XLSX uten passord."),
        ) from error


def heading_of(rows: Sequence[Sequence[Cell]], pattern: re.Pattern[str]) -> str | None:
    """Give the text of the first rows that matches `pattern`, or None."""
    for row in rows[: LAST_HEADING_ROW + 1]:
        for cell in row:
            if isinstance(cell, str) and pattern.search(cell):
                return " ".join(cell.split())
    return None


def municipal_table(
    file: str, sheet: str, heading: str, rows: Sequence[Sequence[Cell]]
) -> SheetTable:
    """Read the rows that begin with a municipality number, and the titles above them.

    The number stands alone or before the name («5503 Harstad»), in the first column that has such.

    Raises
    ------
    TableError
        When no row begins with a number, or a municipality stands twice.
    """
    where = _code_column(rows)
    if where is None:
        raise TableError(
            _(
                "Arket «{sheet}» i «{file}» har overskriften «{heading}», men ingen rader med "
                "kommunenummer."
            ).format(sheet=sheet, file=file, heading=heading),
            _("Last ned filen på nytt fra regjeringen.no."),
        )
    top, column = where
    joined = " " in str(rows[top][column]).strip()
    first = column + (1 if joined else 2)
    lines: dict[str, Line] = {}
    for index in range(top, len(rows)):
        code = _code(rows[index][column]) if column < len(rows[index]) else None
        if code is None:
            continue
        spot = Spot(file, sheet, index)
        if code in lines:
            raise TableError(
                _("{spot}: kommune {code} står også i rad {row}.").format(
                    spot=spot.text(), code=code, row=lines[code].spot.row + 1
                ),
                _("Fjern den ene raden."),
            )
        lines[code] = Line(code, spot, tuple(rows[index][first:]), first)
    titles = _titles(rows, top, first, heading)
    return SheetTable(file, sheet, heading, titles, max(top - 1, 0), tuple(lines.values()), first)


def _code(cell: Cell) -> str | None:
    """Give the municipality number of a cell; a number has lost its leading zero."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{int(cell):04d}" if float(cell).is_integer() and 300 < cell < 10_000 else None
    found = MUNICIPALITY.match(str(cell).strip()) if cell is not None else None
    return found[1] if found else None


def _code_column(rows: Sequence[Sequence[Cell]]) -> tuple[int, int] | None:
    """Give the first row and column of a run of municipality numbers.

    A year («2026») above the table looks like a number too: so the next row must have one as well,
    unless it is the last.
    """
    for index, row in enumerate(rows):
        for column in range(min(3, len(row))):
            below = rows[index + 1] if index + 1 < len(rows) else None
            follows = below is None or (column < len(below) and _code(below[column]))
            named = isinstance(row[column], str) and " " in str(row[column]).strip()
            if _code(row[column]) and (follows or named):
                return index, column
    return None


def _titles(rows: Sequence[Sequence[Cell]], top: int, first: int, heading: str) -> tuple[str, ...]:
    width = max((len(row) for row in rows[top : top + 5]), default=0)
    parts: list[list[str]] = [[] for _column in range(max(width - first, 0))]
    for row in rows[:top]:
        for i, cell in enumerate(row[first:width]):
            text = _title_text(cell)
            if text and text != heading:
                parts[i].append(text)
    return tuple(" ".join(words) for words in parts)


def _title_text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split()) if cell is not None else ""
