"""What a workbook's XML tells that its values don't: formulas, faults, and how far cells reach."""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from veivalg.foundation.i18n import _
from veivalg.own.intake.result import RefusedFileError
from veivalg.own.intake.safety import damaged, member

MAX_CELLS = 20_000_000
"""A sheet is held whole while it is read; two cells far apart span all between them."""
_PIECE = 16 * 2**20
_REFERENCE = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/>])?>')
_FORMULA = re.compile(
    rb"<c\b([^>]*)>\s*<f\b[^>]*?(?:/>|>(.*?)</f>)\s*(?:<v\b[^>]*?(?:/>|>(.*?)</v>))?", re.DOTALL
)
_ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>.*?<v>(.*?)</v>', re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_CALLS_OUT = re.compile(
    r"\b(HYPERLINK|WEBSERVICE|FILTERXML|IMPORTDATA|IMPORTXML|IMPORTHTML|IMPORTRANGE|IMPORTFEED|"
    r"RTD|CALL|REGISTER(\.ID)?|DDE|DDEAUTO|SQL\.REQUEST|EXEC|IMAGE)\s*\("
    r"|\|\s*'|^\s*[\w.]+\|"  # DDE: program|'topic'!item
    r"|(^|[^\w\]])\[\d+\]|\[[^\]]*\.xl\w*\]|file:/|https?:/",
    re.IGNORECASE,
)
_ODS_TOKEN = re.compile(
    rb'<table:table (?:[^>]*?table:name="([^"]*)")?|<(/?)table:table-row\b([^>]*)>'
    rb"|<table:(?:covered-)?table-cell\b([^>]*)>(?=(</table:(?:covered-)?table-cell)?)"
)
_ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
_COLUMNS = re.compile(rb'number-columns-repeated="(\d+)"')
_ODS_FORMULA = re.compile(rb'table:formula="([^"]*)"')
_NS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Scan:
    """Faults of a sheet: (row, column) from 0 → what stands there, or is lacking."""

    faults: dict[tuple[int, int], str]


def calls_out(formula: str) -> bool:
    """Say whether a formula fetches, starts or links to something outside the workbook.

    Examples
    --------
    >>> calls_out('HYPERLINK("http://x.no","her")'), calls_out("cmd|'/c calc'!A1")
    (True, True)
    >>> calls_out("SUM(A1:A4)*Tabell1[2024]"), calls_out("'[1]Ark 1'!A1")
    (False, True)
    """
    return bool(_CALLS_OUT.search(formula))


def column_number(letters: str) -> int:
    """Give a column's number from 0.

    Examples
    --------
    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def scan_xlsx(content: bytes, name: str) -> dict[str, Scan]:
    """Look through every sheet of an XLSX; give the faults of each by its name.

    Raises
    ------
    RefusedFileError
        When a formula calls out, a sheet spans too many cells, or the parts don't hang together.
    """
    found = {}
    for sheet, part in _sheet_parts(content, name):
        data = member(content, part, name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise damaged(name)
        _check_extent(data, sheet, name)
        found[sheet] = Scan(_faults(data, sheet, name))
    return found


def _sheet_parts(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    book = _xml(member(content, "xl/workbook.xml", name), name)
    links = _xml(member(content, "xl/_rels/workbook.xml.rels", name), name)
    targets = {r.get("Id", ""): r.get("Target", "") for r in links}
    for element in book.iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_NS, ""), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            yield element.get("name", ""), part


def _xml(data: bytes, name: str) -> ET.Element:
    # Entities can grow without end, and no spreadsheet program writes a document type.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise damaged(name)
    try:
        return ET.fromstring(data)
    except ET.ParseError as error:
        raise damaged(name) from error


def _check_extent(data: bytes, sheet: str, name: str) -> None:
    rows, columns = 0, 0
    for start in range(0, len(data), _PIECE):
        # A reference cut in two is found again in the overlap.
        held = _REFERENCE.findall(data, start, min(len(data), start + _PIECE + 4096))
        if held:
            letters = {letter for letter, _number in held}
            columns = max(columns, *(column_number(x.decode()) + 1 for x in letters))
            rows = max(rows, max(int(number) for _letter, number in held))
    if rows * columns > MAX_CELLS:
        _refuse_extent(sheet, rows, columns, name)


def _refuse_extent(sheet: str, rows: int, columns: int, name: str) -> None:
    raise RefusedFileError(
        _(
            "Arket «{sheet}» i «{name}» går over {rows} rader og {columns} kolonner, og er for "
            "stort til å leses som regneark."
        ).format(sheet=sheet, name=name, rows=rows, columns=columns),
        _("Slett det som står langt utenfor tabellen, eller lagre arket som CSV."),
    )


def _faults(data: bytes, sheet: str, name: str) -> dict[tuple[int, int], str]:
    faults: dict[tuple[int, int], str] = {}
    if b"<f" in data:
        for attributes, formula, value in _FORMULA.findall(data):
            place = _place(attributes)
            if calls_out(html.unescape(formula.decode("utf-8", "replace"))):
                _refuse_formula(sheet, place, name)
            if not value and place is not None and b't="str"' not in attributes:
                faults[place] = _("formel uten svar")
    if b't="e"' in data:
        for attributes, value in _ERROR.findall(data):
            place = _place(attributes)
            if place is not None:
                faults[place] = value.decode("utf-8", "replace")[:20]
    return faults


def _place(attributes: bytes) -> tuple[int, int] | None:
    found = _PLACE.search(attributes)
    return (int(found[2]) - 1, column_number(found[1].decode())) if found else None


def _refuse_formula(sheet: str, place: tuple[int, int] | None, name: str) -> None:
    from veivalg.foundation.columns import letters

    cell = f"{letters(place[1])}{place[0] + 1}" if place is not None else "?"
    raise RefusedFileError(
        _("«{name}» har en formel som henter noe utenfra (ark «{sheet}», celle {cell}).").format(
            name=name, sheet=sheet, cell=cell
        ),
        _("Lim inn tallene som verdier, og prøv igjen."),
    )


def scan_ods(content: bytes, name: str) -> None:
    """Look through an ODS for formulas that call out and for cells repeated beyond reason.

    Raises
    ------
    RefusedFileError
        When there are such.
    """
    data = member(content, "content.xml", name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise damaged(name)
    for formula in _ODS_FORMULA.findall(data):
        if calls_out(html.unescape(formula.decode("utf-8", "replace"))):
            _refuse_formula(_("ukjent"), None, name)
    _check_repeats(data, name)


def _check_repeats(data: bytes, name: str) -> None:
    """Add up what repeated rows and cells with content come to; empty ones at the end are free."""
    sheet, rows, widest, pending, repeat, width, filled = "", 0, 0, 0, 1, 0, 0
    for found in _ODS_TOKEN.finditer(data):
        text = found[0]
        if text.startswith(b"<table:table "):
            sheet, rows, widest, pending = (found[1] or b"").decode("utf-8", "replace"), 0, 0, 0
        elif text.startswith(b"<table:table-row"):
            held = _ROWS.search(found[3])
            repeat, width, filled = int(held[1]) if held else 1, 0, 0
        elif text.startswith(b"</table:table-row"):
            pending += repeat
            if filled:
                rows, widest, pending = rows + pending, max(widest, filled), 0
            if rows * widest > MAX_CELLS:
                _refuse_extent(sheet, rows, widest, name)
        else:
            held = _COLUMNS.search(found[4])
            width += int(held[1]) if held else 1
            closed = found[4].endswith(b"/") or bool(found[5])
            empty = closed and b"office:value" not in found[4]
            filled = filled if empty else width
