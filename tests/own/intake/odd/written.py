"""Writes a draft as CSV, XLSX or ODS."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from tests.own.intake.odd.draft import Draft, Written, comma


class Clock(dt.timedelta):
    """A time of day in a cell: 25 minutes is 0:25."""


class PerCent(float):
    """A share in a cell that is shown as per cent, whatever the others of its column are."""


class Bare(float):
    """A number that stands in a cell with no format that tells what it is."""


def whole(draft: Draft) -> list[list[Written]]:
    """Give every row of the sheet with the figures."""
    body = [*draft.above, *draft.cells()]
    for i, row in enumerate(draft.beside):
        at = len(draft.above) + i
        if at < len(body):
            width = max(len(r) for r in body)
            body[at] = [*body[at], *[None] * (width - len(body[at])), *row]
    return [[*[None] * draft.left, *row] for row in [*body, *draft.below]]


def file(draft: Draft) -> tuple[bytes, str]:
    """Give the file and its name."""
    made = {"csv": csv, "xlsx": xlsx, "ods": ods}[draft.form](draft)
    return made, f"{draft.name}.{draft.form}"


def csv(draft: Draft) -> bytes:
    """Give delimited text in the draft's encoding."""
    lines = []
    for row in whole(draft):
        cells = [comma_or(value) for value in row]
        lines.append(
            draft.delimiter.join(
                f'"{c}"' if draft.delimiter in c and '"' not in c else c for c in cells
            )
        )
    text = draft.quote("".join(f"{line}{draft.line}" for line in lines))
    return text.encode(draft.encoding, errors="replace")


def comma_or(value: Written) -> str:
    """Write a cell as text."""
    if isinstance(value, bool):
        return "SANN" if value else "USANN"
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, PerCent):
        return f"{float(value * 100):.10g} %".replace(".", ",")
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    if value is None or isinstance(value, str | int | Decimal | dt.date):
        return comma(value)
    raise TypeError(value)


def xlsx(draft: Draft) -> bytes:
    """Give a workbook."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "date_1904": draft.system == "1904",
    }
    book = xlsxwriter.Workbook(target, options)
    formats = {
        text: book.add_format({"num_format": text})
        for text in {
            *draft.formats.values(),
            "dd.mm.yyyy",
            "[h]:mm",
            "0.0%",
            draft.shown_as_nothing or ";;;",
        }
    }
    for name, rows, visible in draft.before:
        _plain_sheet(book, name, rows, visible)
    sheet = book.add_worksheet(draft.sheet)
    top = len(draft.above)
    by_column = {
        draft.left + i: formats[draft.formats[c.field]]
        for i, c in enumerate(draft.columns)
        if not isinstance(c, str) and c.field in draft.formats
    }
    blank = {
        i for i, row in enumerate(draft.rows, top + 1) if row.hidden and draft.shown_as_nothing
    }
    for i, row in enumerate(whole(draft)):
        for j, value in enumerate(row):
            form = by_column.get(j) if i > top else None
            if i in blank:
                form = formats[draft.shown_as_nothing]
            if isinstance(value, dt.date):
                sheet.write_datetime(i, j, value, formats["dd.mm.yyyy"])
            elif isinstance(value, Clock):
                sheet.write_datetime(i, j, value, formats["[h]:mm"])
            elif isinstance(value, PerCent):
                sheet.write_number(i, j, value, form or formats["0.0%"])
            elif isinstance(value, Decimal):
                sheet.write_number(i, j, float(value), form)
            elif value is not None:
                sheet.write(i, j, value, form)
    for i, row_ in enumerate(draft.rows, top + 1):
        if row_.hidden and i not in blank:
            sheet.set_row(i, options={"hidden": True})
    for j in hidden_columns(draft):
        sheet.set_column(j, j, None, None, {"hidden": True})
    if draft.header:
        sheet.set_header(f'&L&"Arial"&8{draft.header}&RSide &P')
    if draft.comment:
        sheet.write_comment(top, draft.left + draft.columns.index(draft.key), draft.comment)
    if draft.filtered:
        sheet.autofilter(top, draft.left, top + len(draft.rows), draft.left + 1)
    for a, b, c, d in draft.merges:
        # The lower cells keep what was typed in them: Excel hides it, and so does LibreOffice.
        sheet.merge_range(a, b, c, d, whole(draft)[a][b])
    for name, rows, visible in draft.after:
        _plain_sheet(book, name, rows, visible)
    book.close()
    return target.getvalue()


def hidden_columns(draft: Draft) -> list[int]:
    """Give the columns that are hidden, from 0."""
    return [
        draft.left + j
        for j, column in enumerate(draft.columns)
        if not isinstance(column, str) and column.field in draft.unseen
    ]


def _plain_sheet(
    book: xlsxwriter.Workbook, name: str, rows: list[list[Written]], visible: bool
) -> None:
    sheet = book.add_worksheet(name)
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is not None:
                sheet.write(i, j, float(value) if isinstance(value, Decimal) else value)
    if not visible:
        sheet.hide()


SPACES = "".join(
    f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
    for n in ("office", "table", "text")
)


def ods(draft: Draft) -> bytes:
    """Give a workbook as LibreOffice stores it, empty cells and rows to the end included."""
    tables = [
        *(_ods_table(n, rows, {}, visible) for n, rows, visible in draft.before),
        _ods_table(
            draft.sheet,
            whole(draft),
            {
                i: "filter" if draft.filtered else "collapse"
                for i, row in enumerate(draft.rows, len(draft.above) + 1)
                if row.hidden
            },
            True,
            hidden_columns(draft),
        ),
        *(_ods_table(n, rows, {}, visible) for n, rows, visible in draft.after),
    ]
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{SPACES}>'
        '<office:automatic-styles><style:style xmlns:style="urn:oasis:names:tc:opendocument:'
        'xmlns:style:1.0" style:name="ta2" style:family="table"><style:table-properties '
        'table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", content)
        out.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


def _ods_table(
    name: str,
    rows: list[list[Written]],
    hidden: dict[int, str],
    visible: bool,
    gone: Sequence[int] = (),
) -> str:
    lines = []
    for i, row in enumerate(rows):
        cells = "".join(map(_ods_cell, row))
        look = f' table:visibility="{hidden[i]}"' if i in hidden else ""
        lines.append(
            f"<table:table-row{look}>{cells}"
            f'<table:table-cell table:number-columns-repeated="{1024 - len(row)}"/>'
            "</table:table-row>"
        )
    style = "" if visible else ' table:style-name="ta2"'
    columns = "".join(
        "<table:table-column" + ' table:visibility="collapse"' * (j in gone) + "/>"
        for j in range(max(gone, default=-1) + 1)
    )
    return (
        f"<table:table table:name={quoteattr(name)}{style}>{columns}{''.join(lines)}"
        f'<table:table-row table:number-rows-repeated="{1048576 - len(rows)}">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>'
    )


def _ods_cell(value: Written) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind, said = "string", comma_or(value)
    if isinstance(value, bool):
        kind = f'boolean" office:boolean-value="{str(value).lower()}'
    elif isinstance(value, dt.date):
        kind = f'date" office:date-value="{value.isoformat()}'
    elif isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        kind = f'time" office:time-value="PT{minutes // 60:02d}H{minutes % 60:02d}M00S'
    elif isinstance(value, int | float | Decimal):
        kind = "percentage" if isinstance(value, PerCent) else "float"
        kind += f'" office:value="{float(value)!r}'
    return (
        f'<table:table-cell office:value-type="{kind}"><text:p>{escape(said)}</text:p>'
        "</table:table-cell>"
    )
