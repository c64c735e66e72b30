"""Charts that the spreadsheet draws itself, from the cells of the table they stand beside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from veivalg.content import Exhibit, Table, Unit
from veivalg.content.theme import GRID, LINE
from veivalg.foundation.i18n import _
from veivalg.publish.native import Drawn, Native, native
from veivalg.publish.xlsx.book import Book, quoted
from veivalg.publish.xlsx.cells import number_format, stored
from veivalg.publish.xlsx.worked import close

_FORMS = {"line": "line", "bar": "bar", "column": "column"}
SIZE = {"width": 560, "height": 310}
Span = tuple[str, int, int, int, int]
"""A range as a chart wants it: sheet, first row, first column, last row, last column."""


@dataclass
class Helper:
    """A sheet with the numbers of charts whose form is not that of their table.

    It is written last, and its numbers are those of the tables: a formula points to each that
    stands there.
    """

    book: Book
    top: int = 0
    waiting: list[tuple[int, str, Native, "_Cells"]] = field(default_factory=list)

    def put(self, exhibit: Exhibit, drawn: Native, cells: "_Cells") -> tuple[Span, list[Span]]:
        """Say where categories and series are to stand."""
        self.waiting.append((self.top, exhibit.title, drawn, cells))
        name, first = _("Figurdata"), self.top + 2
        last = first + len(drawn.categories) - 1
        self.top = last + 3
        spans = [(name, first, c, last, c) for c in range(1, len(drawn.series) + 1)]
        return (name, first, 0, last, 0), spans

    def finish(self) -> None:
        """Write the sheet, if any chart needs it."""
        if not self.waiting:
            return
        sheet = self.book.sheet(_("Figurdata"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 12, 16)
        for top, title, drawn, cells in self.waiting:
            sheet.write_string(top, 0, title, self.book.bold)
            for c, series in enumerate(drawn.series, 1):
                sheet.write_string(top + 1, c, series.name, self.book.bold)
            for r, category in enumerate(drawn.categories):
                sheet.write_string(top + 2 + r, 0, category)
                for c, series in enumerate(drawn.series, 1):
                    self._number(sheet, (top + 2 + r, c), series.values[r], category, cells)

    def _number(
        self, sheet: Any, at: tuple[int, int], value: float | None, category: str, cells: "_Cells"
    ) -> None:
        if value is None:
            return
        number, look = cells.in_sheet(value), self.book.number(cells.code)
        if link := cells.find(category, number):
            sheet.write_formula(*at, link, look, number)
        else:
            sheet.write_number(*at, number, look)


class _Cells:
    """The cells of a table in its sheet, for a chart to point to."""

    def __init__(self, sheet: str, table: Table, first: int, measure: str | None) -> None:
        self.sheet, self.table, self.first = sheet, table, first
        found = [c for c in table.columns if c.key == measure] or [
            c for c in table.columns if c.unit not in (None, Unit.YEAR)
        ]
        self.code = number_format(found[0]).replace("+", "") if found else "General"
        self.share = bool(found) and found[0].unit is Unit.SHARE
        self.columns = [
            [_shown(row[i], column.unit) for row in table.rows]
            for i, column in enumerate(table.columns)
        ]

    def in_sheet(self, value: float) -> float:
        """Give a number of a chart as it stands in a sheet, where shares are fractions."""
        return value / 100 if self.share else value

    def along(self, values: Sequence[float | None]) -> tuple[int, int] | None:
        """Give column and first row of numbers that stand below one another; None where none do."""
        wanted = [None if v is None else self.in_sheet(v) for v in values]
        for i, column in enumerate(self.table.columns):
            if column.unit in (None, Unit.YEAR):
                continue
            held = self.columns[i]
            for start in range(len(held) - len(wanted) + 1):
                if all(map(_same, held[start : start + len(wanted)], wanted)):
                    return i, start
        return None

    def find(self, category: str, number: float) -> str:
        """Give a formula that is the number of a category; empty where it does not stand there."""
        for r, row in enumerate(self.table.rows):
            words = {str(cell) for cell in row if isinstance(cell, str)}
            words |= {f"{cell:g}" for cell in row if isinstance(cell, int | float)}
            if not any(category == w or category.startswith(f"{w}: ") for w in words):
                continue
            for i, held in enumerate(column[r] for column in self.columns):
                if held is not None and number and _same(abs(held), abs(number)):
                    sign = "-" if (held < 0) != (number < 0) else ""
                    where = xl_rowcol_to_cell(self.first + r, i, row_abs=True, col_abs=True)
                    return f"={sign}{quoted(self.sheet)}!{where}"
        return ""

    def span(self, column: int, start: int, count: int) -> Span:
        """Give the range of some rows of a column."""
        first = self.first + start
        return self.sheet, first, column, first + count - 1, column


def _shown(value: object, unit: Unit | None) -> float | None:
    held = stored(value, unit) if isinstance(value, int | float) else None
    return float(held) if isinstance(held, int | float) else None


def _same(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else close(one, other)


def add(
    book: Book,
    name: str,
    sheet: Any,
    exhibit: Exhibit,
    table: Table,
    at: tuple[int, tuple[int, int]],
    helper: Helper,
) -> bool:
    """Draw an exhibit's chart on a sheet; say whether there is a form for it.

    Parameters
    ----------
    name, sheet
        Where the table stands.
    at
        The first row of the table's numbers, and the cell the chart starts in.
    """
    drawn = native(exhibit)
    if drawn is None or exhibit.chart is None:
        return False
    first, corner = at
    cells = _Cells(name, table, first, exhibit.chart.y)
    categories, spans = _there(drawn, cells) or helper.put(exhibit, drawn, cells)
    kind = {"type": _FORMS[drawn.form], **({"subtype": "stacked"} if drawn.stacked else {})}
    chart = book.book.add_chart(kind)
    for series, span in zip(drawn.series, spans, strict=True):
        chart.add_series(_series(drawn, series, categories, span))
    _dress(chart, drawn, cells.code)
    sheet.insert_chart(*corner, chart, {"description": exhibit.alt, "object_position": 2})
    return True


def _there(drawn: Native, cells: _Cells) -> tuple[Span, list[Span]] | None:
    """Give where the numbers of a chart stand in the table itself; None where it turns them."""
    found = [cells.along(series.values) for series in drawn.series]
    starts = {one[1] for one in found if one is not None}
    if None in found or not starts or len(set(found)) != len(found):
        return None
    start, count = starts.pop(), len(drawn.categories)
    for i in range(len(cells.table.columns)):
        rows = cells.table.rows[start : start + count]
        words = [f"{v[i]:g}" if isinstance(v[i], int | float) else str(v[i]) for v in rows]
        if words == list(drawn.categories):
            spans = [cells.span(one[0], one[1], count) for one in found if one is not None]
            return cells.span(i, start, count), spans
    return None


def _series(drawn: Native, one: Drawn, categories: Span, values: Span) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": one.name,
        "categories": list(categories),
        "values": list(values),
        "gap": 60,
        "overlap": 100 if drawn.stacked else 0,
    }
    if drawn.form != "line":
        made["fill"] = {"color": one.colour} if one.colour else {"none": True}
        made["border"] = {"none": True}
        if drawn.points:
            made["points"] = [{"fill": {"color": ink}} for ink in drawn.points]
        if drawn.labels:
            made["data_labels"] = {"value": True}
        return made
    line = {"color": one.colour, "width": 0.75 if one.quiet else 2.25}
    dashed = {**line, "dash_type": "dash"}
    if one.marker:  # told apart in black and white
        within = "white" if one.marker.startswith("open-") else one.colour
        mark = {"type": one.marker.removeprefix("open-"), "size": 5}
        made["marker"] = {**mark, "fill": {"color": within}, "border": {"color": one.colour}}
    made["line"] = dashed if one.dashed_from == 0 else line
    if one.dashed_from:
        after = len(one.values) - one.dashed_from
        made["points"] = [None] * one.dashed_from + [{"border": dashed}] * after
    return made


def _dress(chart: Any, drawn: Native, code: str) -> None:
    chart.set_size(SIZE)
    chart.set_title({"none": True})
    named = [s for s in drawn.series if s.colour and not s.quiet]
    hidden = [i for i, s in enumerate(drawn.series) if not s.colour or s.quiet]
    chart.set_legend(
        {"position": "bottom", "delete_series": hidden} if len(named) > 1 else {"none": True}
    )
    values: dict[str, Any] = {
        "num_format": drawn.number_format if ";" in drawn.number_format else code,
        "line": {"none": True},
        "major_gridlines": {"visible": not drawn.labels, "line": {"color": GRID}},
        "visible": not drawn.labels,
    }
    if drawn.title:
        values["name"] = drawn.title
        values["name_font"] = {"bold": False, "size": 9}
    across: dict[str, Any] = {
        "line": {"color": LINE},
        "major_tick_mark": "none",
        "label_position": "low",
    }
    if drawn.form == "bar" and not drawn.stacked:
        across["reverse"] = True
    lying = drawn.form == "bar"
    (chart.set_y_axis if lying else chart.set_x_axis)(across)
    (chart.set_x_axis if lying else chart.set_y_axis)(values)
    chart.show_blanks_as("gap" if drawn.form != "line" else "span")
