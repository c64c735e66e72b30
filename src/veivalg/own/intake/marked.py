"""A copy of the file with what is wrong marked and commented, in the same sheets and cells."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

from veivalg.content.theme import BAD, BAD_LINE, ODD, ODD_LINE
from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import Grid
from veivalg.own.intake.persons import Cells
from veivalg.own.tables import Finding

MOST_ROWS = 50_000
"""A longer sheet is copied with the first rows and those that have findings, in their places."""
_CELL = re.compile(r"([A-Z]+)(\d+)")
_BAD_NAME = re.compile(r"[\[\]:*?/\\]")
SHEET_ROWS = 1_048_576


def marked_workbook(grids: Sequence[Grid], findings: Sequence[Finding], removed: Cells) -> bytes:
    """Give the copy as XLSX, with a sheet «Feil» that lists the findings.

    Cells in `removed` are left out: they name persons.
    """
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    styles = {
        "date": book.add_format({"num_format": "dd.mm.yyyy"}),
        "bad": book.add_format({"bg_color": BAD, "border": 1, "border_color": BAD_LINE}),
        "odd": book.add_format({"bg_color": ODD, "border": 1, "border_color": ODD_LINE}),
        "head": book.add_format({"bold": True, "bottom": 1}),
    }
    names = _names([g.sheet for g in grids])
    for grid, name in zip(grids, names, strict=True):
        sheet = book.add_worksheet(name)
        _copy(sheet, grid, _by_row(grid, findings), removed, styles)
        if not grid.visible and len(grids) > 1:
            sheet.hide()
    _list(book.add_worksheet(_names([*names, _("Feil")])[-1]), findings, styles)
    first = next((i for i, g in enumerate(grids) if g.visible), 0)
    book.worksheets()[first].activate()
    book.worksheets()[first].set_first_sheet()
    book.close()
    return target.getvalue()


def _names(wanted: Sequence[str]) -> list[str]:
    """Give names Excel accepts, each once."""
    taken: list[str] = []
    for text in wanted:
        base = _BAD_NAME.sub(" ", text).strip(" '")[:31] or _("Ark")
        name, n = base, 2
        while name.casefold() in {t.casefold() for t in taken}:
            name, n = f"{base[:27]} {n}", n + 1
        taken.append(name)
    return taken


def _by_row(grid: Grid, findings: Sequence[Finding]) -> dict[int, dict[int, list[Finding]]]:
    """Give row → column → findings of a sheet; one of a whole row stands in its first cell."""
    found: dict[int, dict[int, list[Finding]]] = {}
    for finding in findings:
        if finding.sheet != grid.sheet or finding.row is None:
            continue
        held = _CELL.fullmatch(finding.cell)
        column = 0
        if held:
            for letter in held[1]:
                column = column * 26 + ord(letter) - 64
            column -= 1
        found.setdefault(finding.row - 1, {}).setdefault(column, []).append(finding)
    return found


def _copy(
    sheet: Any,
    grid: Grid,
    marks: dict[int, dict[int, list[Finding]]],
    removed: Cells,
    styles: dict[str, Any],
) -> None:
    height = min(grid.height, SHEET_ROWS)
    rows: Sequence[int] = range(height)
    if height > MOST_ROWS:
        rows = sorted({*range(200), *(r for r in marks if r < height)})
    hidden = {(row, column) for name, row, column in removed if name == grid.sheet}
    for row in rows:
        here = marks.get(row, {})
        for column, value in enumerate(grid.row(row)):
            style = _style(here.get(column), styles)
            gone = (row, column) in hidden
            _write(sheet, row, column, _("[fjernet]") if gone else value, style, styles)
        for column, held in here.items():
            if column >= len(grid.columns):
                sheet.write_blank(row, column, None, _style(held, styles))
            text = "\n".join(f"{f.wrong} {f.allowed}".strip() for f in held)[:1000]
            sheet.write_comment(row, column, text, {"x_scale": 2, "author": "Veivalg"})


def _style(held: list[Finding] | None, styles: dict[str, Any]) -> Any:
    if not held:
        return None
    return styles["odd"] if all(f.warning for f in held) else styles["bad"]


def _write(
    sheet: Any, row: int, column: int, value: object, style: Any, styles: dict[str, Any]
) -> None:
    if value is None:
        if style is not None:
            sheet.write_blank(row, column, None, style)
    elif isinstance(value, float):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, value, style or styles["date"])
    else:
        sheet.write_string(row, column, str(value)[:32_767], style)


def _list(sheet: Any, findings: Sequence[Finding], styles: dict[str, Any]) -> None:
    heads = (
        _("Ark"),
        _("Rad"),
        _("Kolonne"),
        _("Celle"),
        _("Verdi"),
        _("Hva er galt"),
        _("Hva er lov"),
        _("Stopper"),
    )
    for i, text in enumerate(heads):
        sheet.write_string(0, i, text, styles["head"])
    for row, f in enumerate(findings, 1):
        stops = _("nei") if f.warning else _("ja")
        texts = (f.sheet, "", f.column, f.cell, f.value, f.wrong, f.allowed, stops)
        for i, text in enumerate(texts):
            sheet.write_string(row, i, text)
        if f.row is not None:
            sheet.write_number(row, 1, f.row)
    for i, width in enumerate((18, 8, 24, 8, 20, 50, 50, 8)):
        sheet.set_column(i, i, width)
    sheet.freeze_panes(1, 0)
