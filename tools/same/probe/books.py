"""A workbook as lines of text, so that two of them can be compared."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl


def lines(content: bytes) -> Iterator[str]:
    """Give sheet, cell, value and number format of every cell that holds something.

    What else a reader sees comes too: hidden sheets, merged cells, frozen panes, widths, choices
    that are offered, comments, links, bold letters and fills.
    """
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        yield f"{sheet.title}\t[sheet {sheet.sheet_state} {sheet.dimensions} {sheet.freeze_panes}]"
        yield from (f"{sheet.title}\t[merged {part}]" for part in sorted(map(str, _merged(sheet))))
        for letter, column in sorted(sheet.column_dimensions.items()):
            yield f"{sheet.title}\t[column {letter} {column.width} {column.hidden}]"
        for rule in sheet.data_validations.dataValidation:
            yield f"{sheet.title}\t[choice {rule.sqref} {rule.type} {rule.formula1!r}]"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield f"{sheet.title}\t{cell.coordinate}\t{cell.value!r}\t{_look(cell)}"


def _merged(sheet: Any) -> Any:
    return sheet.merged_cells.ranges


def _look(cell: Any) -> str:
    parts = [cell.number_format]
    if cell.font.b:
        parts.append("bold")
    if cell.fill.fill_type:
        parts.append(f"fill {cell.fill.fgColor.rgb}")
    if cell.hyperlink is not None:
        parts.append(f"link {cell.hyperlink.target or cell.hyperlink.location}")
    if cell.comment is not None:
        parts.append(f"comment {cell.comment.text!r}")
    return "\t".join(parts)
