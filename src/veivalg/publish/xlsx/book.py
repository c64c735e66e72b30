"""A workbook with its formats, its sheets, and how a cell is written."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from veivalg.content import Cell, Column, Unit
from veivalg.content.theme import ACCENT, LINE, QUIET
from veivalg.foundation.i18n import _
from veivalg.publish.xlsx.cells import number_format, printed, stored

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
SHEET_NAME = 31  # characters, the most Excel takes
Row = Sequence[Any]


def quoted(sheet: str) -> str:
    """Write a sheet's name as a formula does."""
    return "'" + sheet.replace("'", "''") + "'"


class Book:
    """A workbook with its formats and the sheet names that are taken."""

    def __init__(self, title: str, made: str) -> None:
        """Begin a workbook; `made` is its ISO date, empty for none."""
        self._target = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._target, _OPTIONS)
        properties: dict[str, Any] = {
            "title": title,
            "author": "Veivalg",
            "comments": "",
            "category": _("Kunnskapsgrunnlag"),
        }
        if made:
            properties["created"] = datetime.fromisoformat(made)
        self.book.set_properties(properties)
        self._taken: set[str] = set()
        self._formats: dict[str, Any] = {}
        add = self.book.add_format
        wrap = {"text_wrap": True, "valign": "top"}
        self.chapter = add({"bold": True, "font_size": 16, "font_color": ACCENT})
        self.title = add({"bold": True, "font_size": 12, **wrap})
        self.muted = add({"font_color": QUIET})
        self.bold = add({"bold": True})
        self.indented = add({"indent": 1, **wrap})
        self.small = add({"font_color": QUIET, "font_size": 9, **wrap})
        self.wrapped = add(wrap)
        self.named = add({"align": "left", "valign": "top"})
        self.link = add({"font_color": ACCENT, "underline": 1})
        self.absent = add({"italic": True, "font_color": QUIET, "valign": "top", "indent": 1})
        self.head = add({"bold": True, "bottom": 2, "bottom_color": LINE, **wrap})
        self.head_right = add(
            {"bold": True, "bottom": 2, "bottom_color": LINE, "align": "right", **wrap}
        )
        self.head_beside = add(
            {"bold": True, "bottom": 2, "bottom_color": LINE, "indent": 1, **wrap}
        )
        self.total = add({"bold": True, "top": 1, **wrap})

    def close(self) -> bytes:
        """Give the file."""
        self.book.close()
        return self._target.getvalue()

    def sheet(self, wanted: str) -> Any:
        """Add a sheet under a name Excel takes and that no other sheet has."""
        base = _FORBIDDEN.sub(" ", wanted).strip("' ")[:SHEET_NAME].strip("' ") or _("Ark")
        name, n = base, 1
        while name.casefold() in self._taken:
            n += 1
            name = f"{base[: SHEET_NAME - len(str(n)) - 1]} {n}"
        self._taken.add(name.casefold())
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&8&F – &A&R&8&P/&N")
        return sheet

    def number(self, code: str, bold: bool = False) -> Any:
        """Give the format of a number, made once."""
        key = f"{code}{bold}"
        if key not in self._formats:
            look = {"num_format": code, "bold": bold, "top": 1 if bold else 0, "valign": "top"}
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def cell(
        self, sheet: Any, at: tuple[int, int], column: Column, value: Cell, bold: bool = False
    ) -> None:
        """Write a cell: a number as a number, a text as a text, and nothing for what is missing.

        A number that a table has as text with its unit is a number here too.
        """
        told = printed(value) if column.written and isinstance(value, str) else None
        if told is not None:
            number, _unit, code = told
            sheet.write_number(*at, number, self.number(code, bold))
        elif isinstance(value, str) and column.unit is None:
            beside = self.indented if at[1] else self.wrapped  # apart from the number before it
            sheet.write_string(*at, value, self.total if bold else beside)
        elif isinstance(value, int | float):
            code = number_format(column) if column.unit is not None else "General"
            named = not at[1] and column.unit in (None, Unit.YEAR)
            look = self.named if named else self.number(code, bold)
            sheet.write_number(*at, stored(value, column.unit), look)
        elif bold:
            sheet.write_blank(*at, None, self.total)

    def plain(
        self, name: str, heads: Row, widths: Sequence[int], rows: Iterable[Row], note: str = ""
    ) -> Any:
        """Write a sheet of texts and numbers under a frozen heading; a note stands above it.

        A number is given with its column, and nothing is written for one that is None.
        """
        sheet, first = self.sheet(name), 2 if note else 0
        if note:
            sheet.write_string(0, 0, note, self.muted)
        for c, (text, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.write_string(first, c, text, self.head)
            sheet.set_column(c, c, width)
        for r, row in enumerate(rows, first + 1):
            for c, value in enumerate(row):
                if isinstance(value, tuple):
                    number, column = value
                    self.cell(sheet, (r, c), column, number)
                elif value != "":
                    sheet.write_string(r, c, str(value), self.wrapped)
        sheet.freeze_panes(first + 1, 0)
        sheet.repeat_rows(first)
        return sheet
