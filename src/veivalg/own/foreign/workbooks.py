"""Sheets of XLSX, XLSB, XLS and ODS workbooks as columns of cells, read by calamine."""

import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from veivalg.foundation.i18n import _
from veivalg.own.foreign.binary_scan import scan_xls, scan_xlsb
from veivalg.own.foreign.ods_scan import scan_ods
from veivalg.own.foreign.raw import Builder, Grid
from veivalg.own.foreign.safety import Kind, check_parts, damaged, locked
from veivalg.own.foreign.seen import Scan
from veivalg.own.foreign.sheet_scan import scan_xlsx
from veivalg.own.foreign.telling import Progress, RefusedFileError

_PIECE = 20_000
_MOST_MERGED = 200_000


def scan_workbook(content: bytes, kind: Kind, name: str) -> dict[str, Scan]:
    """Give what each sheet tells beside its values, by its name.

    Raises
    ------
    RefusedFileError
        When the workbook is damaged, or holds what is not read.
    """
    if kind is not Kind.XLS:
        check_parts(content, name)
    if kind is Kind.XLSX:
        return scan_xlsx(content, name)
    return {Kind.ODS: scan_ods, Kind.XLSB: scan_xlsb, Kind.XLS: scan_xls}[kind](content, name)


def read_workbook(content: bytes, name: str, progress: Progress) -> Iterator[Grid]:
    """Give every sheet with anything in it, in the order of the workbook.

    Raises
    ------
    RefusedFileError
        When the workbook is damaged or locked, or has macros.
    """
    from python_calamine import SheetTypeEnum

    book = _guarded(name, _open, content)
    sheets = book.sheets_metadata
    if any(s.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba) for s in sheets):
        raise RefusedFileError(
            _("«{name}» har makroer, og slike filer leses ikke.").format(name=name),
            _("Lagre arket som vanlig Excel-arbeidsbok (.xlsx) uten makroer, og prøv igjen."),
        )
    for at, sheet in enumerate(sheets):
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        grid = _guarded(name, _grid, book, sheet)
        progress(0.2 + 0.3 * (at + 1) / len(sheets), _("Leser arkene"))
        if grid is not None:
            yield grid


def _open(content: bytes) -> Any:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _grid(book: Any, sheet: Any) -> Grid | None:
    from python_calamine import SheetVisibleEnum

    held = book.get_sheet_by_name(sheet.name)
    if held.start is None:
        return None
    _top, left = held.start
    builder = Builder(left, held.width)
    rows = iter(held.iter_rows())  # the empty rows above the first cell are among them
    while piece := list(islice(rows, _PIECE)):
        builder.add(piece)
    visible = sheet.visible == SheetVisibleEnum.Visible
    merged = _merged(held.merged_cell_ranges or ())
    return Grid(sheet.name, visible, builder.columns(), builder.height, merged)


def _merged(
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> dict[tuple[int, int], tuple[int, int]]:
    hidden: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in ranges:
        if (bottom - top + 1) * (right - left + 1) + len(hidden) > _MOST_MERGED:
            continue  # whole columns merged: the empty cells are told of anyway
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                hidden[row, column] = (top, left)
        del hidden[top, left]
    return hidden


def _guarded(name: str, call: Any, *arguments: Any) -> Any:
    """Call the reader; whatever it stumbles on becomes one clear refusal."""
    from python_calamine import CalamineError, PasswordError

    try:
        return call(*arguments)
    except PasswordError as error:
        raise locked(name) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged(name) from error
    except BaseException as error:
        # A panic in the reader is neither an Exception nor has an importable class.
        if type(error).__name__ == "PanicException":
            raise damaged(name) from error
        raise
