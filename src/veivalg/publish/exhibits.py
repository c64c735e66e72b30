"""One exhibit as a file: CSV or Excel."""

from __future__ import annotations

import csv
import io

from veivalg.content import Cell, Chapter, Column, Exhibit, round_half_up
from veivalg.publish.cells import heading
from veivalg.publish.xlsx import exhibit_workbook, stored

BOM = "\ufeff"


def exhibit_csv(exhibit: Exhibit, chapter: Chapter) -> bytes:
    """Write the tidy table as Norwegian Excel opens it: UTF-8 with mark, semicolons, commas.

    Missing is an empty field. Shares are fractions and money is in the unit of the heading; numbers
    keep up to ten decimals. A text that a spreadsheet would run as a formula gets an apostrophe.

    Parameters
    ----------
    chapter
        The chapter it stands in; the exhibit alone decides what is written.
    """
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    columns = exhibit.table.columns
    writer.writerow([_text(heading(c)) for c in columns])
    for row in exhibit.table.rows:
        writer.writerow([_field(c, v) for c, v in zip(columns, row, strict=True)])
    return (BOM + target.getvalue()).encode()


def exhibit_xlsx(exhibit: Exhibit, chapter: Chapter) -> bytes:
    """Write the exhibit as a workbook with one sheet."""
    return exhibit_workbook(exhibit, chapter)


def _field(column: Column, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value)
    number = stored(value, column.unit)
    if isinstance(number, int):
        return str(number)
    text = f"{round_half_up(float(number or 0.0), 10):f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def _text(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
