"""The Excel template of a table, empty or filled with stored rows."""

import datetime as dt
import io
import re
from difflib import get_close_matches
from typing import Any

import polars as pl

from veivalg.content.theme import EXAMPLE, OPTIONAL, REQUIRED
from veivalg.foundation.columns import letters
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.own.intake.headings import plain, titles
from veivalg.own.intake.rows import EXAMPLE_MARK, example_rows
from veivalg.own.intake.values import allowed, choice_words
from veivalg.own.tables import OwnField, OwnTable, own_table, own_tables

READY_ROWS = 2_000
"""Rows below the headings that get lists and checks in an empty template."""
_TITLE, _HEADING, _FIRST = 0, 1, 2
_BAD_NAME = re.compile(r"[\[\]:*?/\\']")


def template(table: str | type[OwnTable], rows: pl.DataFrame | None = None) -> bytes:
    """Give an XLSX template: instructions, the sheet to fill in, and code lists.

    Parameters
    ----------
    table
        The table, or its name (English or as in `veivalg mal NAVN`).
    rows
        Stored rows to fill it with (an export); without, the example rows are shown.
    """
    import xlsxwriter

    schema = find_table(table) if isinstance(table, str) else table
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": schema.title, "author": "Veivalg"})
    styles = _Styles(book)
    guide = book.add_worksheet(_("Veiledning"))
    sheet = book.add_worksheet(_BAD_NAME.sub(" ", schema.title)[:31], exact_sheet())
    codes = _code_sheet(book, schema, styles)
    _guide(guide, schema, styles)
    _data(sheet, schema, rows, codes, styles)
    sheet.activate()
    book.close()
    return target.getvalue()


def find_table(name: str) -> type[OwnTable]:
    """Give the table by its template name («elever»), title or name; raises ``UsageError``."""
    tables = own_tables()
    known: dict[str, str] = {}
    for key, table in tables.items():
        for text in (table.template, *titles(table), key):
            known.setdefault(plain(text), key)
    if found := known.get(plain(name)):
        return own_table(found)
    names = [t.template for t in tables.values()]
    near = get_close_matches(name.casefold(), names, n=3) or sorted(names)
    raise UsageError(
        _("Det finnes ingen tabell «{name}».").format(name=name[:60]),
        _("Mente du {names}?").format(names=", ".join(near)),
    )


def exact_sheet() -> Any:
    """Give a class of sheets that keep every digit of a number, where Excel shows fifteen.

    What is read in again is then what was stored, to the last bit.
    """
    from xlsxwriter.worksheet import Worksheet

    class ExactSheet(Worksheet):  # type: ignore[misc]
        def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
            attr = "".join(f' {key}="{value}"' for key, value in attributes)
            self.fh.write(f"<c{attr}><v>{number!r}</v></c>")

    return ExactSheet


class _Styles:
    """The formats of a template."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.required = book.add_format(
            {
                "bold": True,
                "bg_color": REQUIRED,
                "font_color": "white",
                "text_wrap": True,
                "border": 1,
                "valign": "top",
            }
        )
        self.optional = book.add_format(
            {"bg_color": OPTIONAL, "text_wrap": True, "border": 1, "valign": "top"}
        )
        self.example_note = book.add_format({"italic": True, "font_color": EXAMPLE})
        self._made: dict[tuple[str, bool], Any] = {}

    def cell(self, field: OwnField, *, example: bool = False) -> Any:
        """Give the format of a field's cells."""
        key = (number_format(field), example)
        if key not in self._made:
            look = {"italic": True, "font_color": EXAMPLE} if example else {}
            self._made[key] = self.book.add_format({"num_format": key[0], **look})
        return self._made[key]


def number_format(field: OwnField) -> str:
    """Give Excel's number format of a field; texts are kept as written, zeros in front too."""
    dtype = field.dtype
    if dtype == pl.Date:
        return "dd.mm.yyyy"
    if dtype == pl.String:
        return "@"
    if field.unit.startswith("andel"):
        return "0.0##%"
    if field.unit.startswith("kr"):
        return "#,##0.##"
    return "0" if dtype().is_integer() else "General"


def heading(field: OwnField) -> str:
    """Give the heading with its unit."""
    return f"{field.title} ({_(field.unit)})" if field.unit else field.title


def _guide(sheet: Any, schema: type[OwnTable], styles: _Styles) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, schema.title, styles.title)
    lines = [
        (_("Hva den gir"), schema.purpose),
        (_("Hvor tallene finnes"), schema.source_system),
        *(
            (_("Slik gjør du") if i == 0 else "", line)
            for i, line in enumerate(schema.instructions)
        ),
        (
            "",
            _(
                "Fyll ut arket «{sheet}». Mørke overskrifter må fylles ut, lyse kan stå tomme."
            ).format(sheet=schema.title[:31]),
        ),
        ("", _("Rader med summer skal ikke være med. De regnes ut.")),
        ("", _("Fødselsnumre skal aldri være med. Filer med fødselsnumre blir avvist.")),
    ]
    row = 2
    for label, text in lines:
        if text:
            sheet.write_string(row, 0, label, styles.bold)
            sheet.write_string(row, 1, text, styles.wrap)
            row += 1
    row += 1
    sheet.write_string(row, 0, _("Kolonne"), styles.bold)
    sheet.write_string(row, 1, _("Hva som skal stå"), styles.bold)
    for field in schema.own_fields():
        row += 1
        sheet.write_string(row, 0, heading(field), styles.bold)
        sheet.write_string(row, 1, f"{field.help} {allowed(field)}".strip(), styles.wrap)


def _code_sheet(book: Any, schema: type[OwnTable], styles: _Styles) -> dict[str, str]:
    """Write the lists of words; give field → the cells its words stand in."""
    fields = [f for f in schema.own_fields() if choice_words(f)]
    sheet, places = book.add_worksheet(_("Koder")), {}
    if not fields:
        sheet.write_string(0, 0, _("Tabellen har ingen kodelister."))
    for i, field in enumerate(fields):
        column, words = 3 * i, choice_words(field)
        sheet.write_string(0, column, field.title, styles.bold)
        sheet.write_string(0, column + 1, _("Kode"), styles.bold)
        for row, (code, word) in enumerate(words.items(), 1):
            sheet.write_string(row, column, word)
            sheet.write_string(row, column + 1, code)
        sheet.set_column(column, column, max(len(w) for w in (field.title, *words.values())) + 2)
        letter = letters(column)
        places[field.name] = f"='{_('Koder')}'!${letter}$2:${letter}${len(words) + 1}"
    return places


def _data(
    sheet: Any,
    schema: type[OwnTable],
    rows: pl.DataFrame | None,
    codes: dict[str, str],
    styles: _Styles,
) -> None:
    sheet.write_string(_TITLE, 0, schema.title, styles.title)
    fields = schema.own_fields()
    ready = _FIRST + (READY_ROWS if rows is None else rows.height + READY_ROWS)
    for i, field in enumerate(fields):
        style = styles.optional if field.nullable else styles.required
        sheet.write_string(_HEADING, i, heading(field), style)
        sheet.write_comment(_HEADING, i, f"{field.help} {allowed(field)}".strip(), {"x_scale": 2})
        width = max(12, min(40, len(heading(field)) + 2, 26 if field.dtype != pl.String else 40))
        sheet.set_column(i, i, width, styles.cell(field))
        if check := _validation(field, codes):
            sheet.data_validation(_FIRST, i, min(ready, 1_048_575), i, check)
    sheet.set_row(_HEADING, 32)
    sheet.freeze_panes(_FIRST, 0)
    held = example_rows(schema) if rows is None else schema.validate(rows).to_dicts()
    for at, values in enumerate(held, _FIRST):
        for i, field in enumerate(fields):
            style = styles.cell(field, example=rows is None)
            _write(sheet, at, i, values[field.name], field, style)
        if rows is None:
            sheet.write_string(at, len(fields), _(EXAMPLE_MARK), styles.example_note)


def _write(sheet: Any, row: int, column: int, value: Any, field: OwnField, style: Any) -> None:
    if value is None:
        return
    words = choice_words(field)
    if isinstance(value, str):
        sheet.write_string(row, column, words.get(value, value), style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def _validation(field: OwnField, codes: dict[str, str]) -> dict[str, Any] | None:
    """Give Excel's own check of a cell: a list to choose from, or a warning."""
    told = {"error_title": _("Sjekk verdien"), "error_message": allowed(field)[:250]}
    if field.name in codes:
        return {"validate": "list", "source": codes[field.name], **told}
    soft = {**told, "error_type": "warning"}
    if field.dtype == pl.Date:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.date(1900, 1, 1),
            "maximum": dt.date(2100, 12, 31),
            **soft,
        }
    if field.low is None and field.high is None:
        return None
    kind = "integer" if field.dtype().is_integer() else "decimal"
    if field.low is not None and field.high is not None:
        return {
            "validate": kind,
            "criteria": "between",
            "minimum": field.low,
            "maximum": field.high,
            **soft,
        }
    if field.low is not None:
        return {"validate": kind, "criteria": ">=", "value": field.low, **soft}
    return {"validate": kind, "criteria": "<=", "value": field.high, **soft}
