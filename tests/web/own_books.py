"""Templates filled in as a person does it, for the tests of own figures."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

TOTALS = "hjemmetjenestetimer"
STAFF = "hjemmetjenestebemanning"
GOOD_TOTALS = (("Karasjok sentrum", 40, 100, 110), ("Distrikt", 12, 30, 35))
GOOD_STAFF = (("Karasjok sentrum", 6.5, 35.5, None), ("Distrikt", 2, 35.5, 0.05))
BAD_STAFF = (("Karasjok sentrum", "seks og en halv", 35.5, None), ("Distrikt", 2, 3.55, 5))
"""Three mistakes: a number in words, an impossible week, a share above 1."""


def filled(template: bytes, rows: Sequence[Sequence[object]]) -> bytes:
    """Write `rows` over the example row of a template."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[1]
    for n, row in enumerate(rows):
        for column, value in enumerate(row, 1):
            sheet.cell(3 + n, column).value = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def marked_cells(copy: bytes) -> set[str]:
    """Give the cells with a comment in a marked copy."""
    book = openpyxl.load_workbook(io.BytesIO(copy))
    return {c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.comment}
