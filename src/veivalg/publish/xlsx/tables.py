"""Tables of exhibits in a sheet, one under the other: live formulas, a chart beside, sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from veivalg.content import Cell, Chapter, Column, Exhibit, Table
from veivalg.content.numbers import nearest
from veivalg.foundation.i18n import _
from veivalg.publish.document.cells import exhibit_note, heading, source_lines
from veivalg.publish.document.provenance import assumption_text, quantities_text
from veivalg.publish.xlsx import charts
from veivalg.publish.xlsx.book import Book
from veivalg.publish.xlsx.cells import lacking, number_format, sheet_table, stored
from veivalg.publish.xlsx.worked import At, Formula, worked_out

SPAN, SPAN_WIDTH = 5, 105
"""The last of the columns that text goes over, and how many characters wide they are together."""
HEIGHT, SMALL = 15.0, 12.0
"""How tall a line is in points."""
BESIDE = 7
"""Columns of a table that has its chart beside it; a wider one has it below."""
CHART_ROWS = 17
_STATUS = 60.0


@dataclass
class Place:
    """Where on a sheet the next thing stands, and how wide its columns must be.

    Parameters
    ----------
    top
        The first free row.
    widths
        By column, the widest asked for.
    """

    sheet: Any
    top: int = 0
    widths: dict[int, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give the sheet's name."""
        return str(self.sheet.get_name())

    def wide(self, column: int, width: float) -> None:
        """Ask for a width."""
        self.widths[column] = max(width, self.widths.get(column, 0.0))

    def text(self, words: str, look: Any, height: float = HEIGHT) -> None:
        """Write words over the columns of text, on as many lines as they need."""
        self.sheet.merge_range(self.top, 0, self.top, SPAN, "", look)
        self.sheet.write_string(self.top, 0, words, look)
        self.sheet.set_row(self.top, height * lines(words, SPAN_WIDTH * HEIGHT / height))
        self.top += 1

    def tall(self, row: int, texts: Iterable[tuple[str, float]]) -> None:
        """Make a row as tall as its texts need, each in a column of its width."""
        most = max((lines(text, width) for text, width in texts), default=1)
        if most > 1:
            self.sheet.set_row(row, HEIGHT * most)

    def settle(self) -> None:
        """Give the columns their widths."""
        for column in range(SPAN + 1):
            self.wide(column, 40.0 if column == 0 else 13.0)
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, width)


def lines(text: str, width: float) -> int:
    """Give how many lines a text needs in a column."""
    return 1 if len(text) <= width else max(1, len(wrap(text, max(4, int(width)))))


def lay(
    book: Book, place: Place, exhibit: Exhibit, chapter: Chapter, helper: "charts.Helper"
) -> int:
    """Write an exhibit where there is place, and give the row of its title."""
    table, start, sheet = sheet_table(exhibit), place.top, place.sheet
    place.text(exhibit.title, book.title)
    place.text(f"{chapter.municipality.name} · {exhibit.subtitle}", book.small, SMALL)
    place.top += 1
    first = place.top + 1
    told = [lacking(table.columns, row) for row in table.rows]
    widths = _heads(book, place, table, max(map(len, told), default=0))
    formulas = worked_out(table, exhibit.assumptions)
    for r, row in enumerate(table.rows):
        _row(book, sheet, table, formulas, first, r)
        if told[r]:
            sheet.write_string(first + r, len(row), told[r], book.absent)
        place.tall(
            first + r, [(t, w) for t, w in zip(row, widths, strict=False) if isinstance(t, str)]
        )
    place.top = first + len(table.rows)
    below = len(widths) > BESIDE
    at = (place.top + 1, 0) if below else (first - 2, len(widths) + 1)
    if charts.add(book, place.name, sheet, exhibit, table, (first, at), helper):
        place.top = max(place.top, at[0] + CHART_ROWS)
    place.top += 1
    for line in (*_foot(exhibit), f"{_('Figur-id')}: {chapter.id}/{exhibit.id}"):
        place.text(line, book.small, SMALL)
    place.top += 2
    return start


def _heads(book: Book, place: Place, table: Table, lacks: int) -> list[float]:
    """Write the headings, and one for what is lacking; give how wide each column is to be.

    Parameters
    ----------
    lacks
        The longest that is told of what a row lacks.
    """
    told = [heading(column) for column in table.columns] + [_("Status")] * bool(lacks)
    looks = [book.head_right if c.numeric else book.head_beside for c in table.columns]
    looks[0] = book.head
    widths = [
        _width(column, [row[c] for row in table.rows], c == 0)
        for c, column in enumerate(table.columns)
    ] + [min(max(float(lacks), 13.0), _STATUS)] * bool(lacks)
    for c, (text, look, width) in enumerate(
        zip(told, [*looks, book.head_beside], widths, strict=False)
    ):
        place.sheet.write_string(place.top, c, text, look)
        place.wide(c, width)
    place.tall(place.top, zip(told, widths, strict=True))
    return widths


def _row(
    book: Book, sheet: Any, table: Table, formulas: dict[At, Formula], first: int, r: int
) -> None:
    row, bold = table.rows[r], table.total_row and r == len(table.rows) - 1
    for c, (column, value) in enumerate(zip(table.columns, row, strict=True)):
        formula = formulas.get((r, c))
        if formula is None:
            book.cell(sheet, (first + r, c), column, value, bold)
            continue
        text = "".join(
            part if isinstance(part, str) else xl_rowcol_to_cell(first + part[0], part[1])
            for part in formula
        )
        look = book.number(number_format(column), bold)
        sheet.write_formula(first + r, c, text, look, stored(value, column.unit))


def _foot(exhibit: Exhibit) -> list[str]:
    off = (s.marked() for s in exhibit.deviations)
    lines = [exhibit_note(exhibit), *off, source_lines(exhibit.sources)]
    if exhibit.formula:
        lines.append(f"{_('Slik er det regnet')}: {exhibit.formula}")
    if told := quantities_text(exhibit):
        lines.append(f"{_('Størrelser')}: {told}")
    lines += [f"{_('Antakelse')}: {assumption_text(a)}" for a in exhibit.assumptions]
    return [line for line in lines if line]


def _width(column: Column, values: Sequence[Cell], first: bool) -> float:
    if column.numeric:
        return float(min(max(13, len(heading(column)) * 0.6), 20))
    longest = max((len(str(v)) for v in values), default=0)
    most = 44 if first else 30
    return float(min(max(13, longest + 2, nearest(len(column.title) * 0.7)), most))
