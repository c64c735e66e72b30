"""What an XLSX tells that its values don't: formulas, faults, hidden rows, formats, far cells."""

import posixpath
import re
import zipfile
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from veivalg.foundation.columns import letters as letters_of
from veivalg.foundation.i18n import _
from veivalg.own.foreign.formulas import check_extent, check_formula
from veivalg.own.foreign.notes import Note, comments, printed
from veivalg.own.foreign.safety import damaged
from veivalg.own.foreign.seen import BUILT_IN, Scan, Seen, per_cent, shows_nothing
from veivalg.own.foreign.xml_read import local, new_parser, open_parts, read_part

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_FAULTS = 200_000
_UNKNOWN = -1_000_000_000
_DIGITS = "0123456789"
_TRUE = {"1", "true"}
_FLAT = re.compile(r"0?\.\d*|0")
"""A height or a width under one point."""
_SAMPLE = 8
"""Pieces heard whole, for formats; more of a sheet are only where there is something to hear."""
_TO_HEAR = (b"<f", b":f", b"hidden", b'ht="0', b"ht='0", b'"e"', b"'e'", b"&#", b"<!", b"Header")
"""Without any of these nothing is to be heard: names in XML can't be written in another way."""
_PARTS = {"c": "c", "v": "v", "is": "v", "f": "f", "row": "row", "col": "col"} | {
    f"{which}{place}": "note"
    for which in ("odd", "even", "first")
    for place in ("Header", "Footer")
}


def column_number(letters: str) -> int:
    """Give a column's number from 0.

    Examples
    --------
    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def scan_xlsx(content: bytes, name: str) -> dict[str, Scan]:
    """Look through every sheet of an XLSX; give what each tells by its name.

    Raises
    ------
    RefusedFileError
        When a formula calls out, a sheet spans too many cells, or the parts don't hang together.
    """
    with open_parts(content, name) as archive:
        parts = {n.casefold(): n for n in archive.namelist()}
        targets: dict[str, str] = {}
        _read(archive, parts, "xl/_rels/workbook.xml.rels", name, _links(targets))
        sheets: list[tuple[str, str]] = []
        since: set[str] = set()
        _read(archive, parts, "xl/workbook.xml", name, _book(sheets, since))
        codes, struck = _formats(archive, parts, name)
        found = {}
        for sheet, link in sheets:
            part = parts.get(_path(targets.get(link, "")).casefold())
            if part is None:
                raise damaged(name)
            reader = _Sheet(sheet, name, codes, struck)
            read_part(archive, part, reader.parser, name, reader.pieces)
            told = (*reader.notes, *comments(archive, parts, part, name))
            if "uncalculated" in since:
                reader.faults |= dict.fromkeys(reader.nothing(), _("formel uten svar"))
            found[sheet] = replace(reader.scan(date1904="1904" in since), notes=told)
    return found


def _read(
    archive: zipfile.ZipFile,
    parts: dict[str, str],
    part: str,
    name: str,
    start: Callable[[str, dict[str, str]], None],
) -> None:
    if part not in parts:
        raise damaged(name)
    read_part(archive, parts[part], new_parser(start, name), name)


def _links(targets: dict[str, str]) -> Callable[[str, dict[str, str]], None]:
    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    return start


def _book(sheets: list[tuple[str, str]], since: set[str]) -> Callable[[str, dict[str, str]], None]:
    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = local(tag)
        if kind == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), link))
        elif kind == "workbookPr" and attributes.get("date1904") in _TRUE:
            since.add("1904")
        elif kind == "calcPr" and attributes.get("fullCalcOnLoad") in _TRUE:
            since.add("uncalculated")  # when it is opened: the answers that stand may be made up

    return start


def _path(target: str) -> str:
    inside = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
    return posixpath.normpath(inside)


def _formats(
    archive: zipfile.ZipFile, parts: dict[str, str], name: str
) -> tuple[list[str], set[int]]:
    """Give the number format of each style of cells, empty for those built in; and those struck."""
    codes = {str(number): code for number, code in BUILT_IN.items()}
    styles: list[str] = []
    fonts: list[str] = []
    lines: list[bool] = []
    section = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal section
        kind = local(tag)
        if kind in ("numFmts", "fonts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            section = kind
        elif section == "fonts":
            if kind == "font":
                lines.append(False)
            elif kind == "strike" and lines:
                lines[-1] = attributes.get("val", "1") in _TRUE
        elif kind == "numFmt" and section == "numFmts":
            code = attributes.get("formatCode", "")
            codes[attributes.get("numFmtId", "")] = "" if code.upper() == "GENERAL" else code
        elif kind == "xf" and section == "cellXfs":
            styles.append(attributes.get("numFmtId", ""))
            fonts.append(attributes.get("fontId", ""))

    if "xl/styles.xml" in parts:
        _read(archive, parts, "xl/styles.xml", name, start)
    through = {str(i) for i, line in enumerate(lines) if line}
    struck = {i for i, font in enumerate(fonts) if font in through}
    return [codes.get(number, "") for number in styles], struck


def _is_plain(piece: bytes) -> bool:
    """Say whether names stand as they are: in UTF-8, which is what is meant where none is named."""
    declared = piece.partition(b">")[0].lower()
    return b"\0" not in piece and (b"encoding" not in declared or b"utf-8" in declared)


def _holds(piece: bytes) -> bool:
    return any(sign in piece for sign in _TO_HEAR)


def _row_number(written: str | None, before: int, name: str) -> int:
    if written is None:
        return before + 1
    if not (written.isascii() and written.isdecimal() and len(written) <= 7):
        raise damaged(name)
    return int(written)


def _is_flat(written: str | None) -> bool:
    """Say whether a height or a width is next to nothing."""
    return written is not None and bool(_FLAT.fullmatch(written.strip()))


class _Sheet:
    """Hears the elements of a sheet.

    Of a large sheet most pieces are parsed unheard, since they hold neither formulas, faults nor
    hidden rows. Of an ordinary cell only its start and that of its value are heard: the rest is
    listened to from the start of a formula or a fault to the end of its cell.
    """

    def __init__(self, sheet: str, name: str, codes: list[str], struck: set[int]) -> None:
        self.faults: dict[tuple[int, int], str] = {}
        self.notes: list[Note] = []
        self.seen, self._codes = Seen(codes, struck), codes
        self._odd = {str(i) for i, c in enumerate(codes) if shows_nothing(c) or per_cent(c)}
        self._odd |= set(map(str, struck))
        self._nothing: dict[int, list[tuple[int, int]]] = {}
        self._answered: set[int] = set()
        self.parser: Any = new_parser(self._start, name)
        self._sheet, self._name = sheet, name
        self._row, self._last, self._rows = 0, "", 0
        self._cell: dict[str, str] | None = None
        self._columns: dict[str, int] = {}
        self._width = 0
        self._styles: Counter[tuple[str, str]] = Counter()
        self._formula, self._value, self._text = False, "", ""

    def pieces(self, given: Iterator[bytes]) -> Iterator[bytes]:
        """Hear the first pieces, those with something to hear and their neighbours, and the last.

        A tag can stand in two pieces, and a formula in the piece after that of its cell.
        """
        held: deque[tuple[bytes, bool]] = deque(maxlen=3)
        tail, plain = b"", True
        for number, piece in enumerate(given, 1):
            plain = plain and (number > 1 or _is_plain(piece))
            known = number > _SAMPLE and plain and not self._odd
            hears = not known or _holds(tail + piece)
            tail = piece[-64:]
            held.append((piece, hears))
            if len(held) == 3 or (number == 2):
                yield self._turned(held[-2][0], any(h for _piece, h in held))
        if held:
            yield self._turned(held[-1][0], True)

    def _turned(self, piece: bytes, hears: bool) -> bytes:
        if hears != (self.parser.StartElementHandler is not None):
            self.parser.StartElementHandler = self._start if hears else None
            self._cell, self._row = None, _UNKNOWN
        return piece

    def scan(self, *, date1904: bool) -> Scan:
        """Give what was heard; the format of a column is that of most of its numbers."""
        for (letters, style), count in self._styles.most_common():
            number = int(style) if style.isascii() and style.isdecimal() else len(self._codes)
            self.seen.count(self._columns[letters], number, count)
        return replace(self.seen.scan(date1904=date1904), faults=self.faults)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        part = _PARTS.get(tag) or _PARTS.get(local(tag))
        if part == "v":
            if self._cell is not None:
                self._filled(self._cell)
            if self.parser.EndElementHandler is not None:
                self._hear()
        elif part == "c":
            if "r" not in attributes:
                attributes["r"] = self._next()
            self._cell, self._formula, self._value = attributes, False, ""
            if attributes.get("t") == "e":
                self.parser.EndElementHandler = self._end
        elif part == "row":
            self._row = _row_number(attributes.get("r"), self._row, self._name)
            self._cell = None
            if attributes.get("hidden") in _TRUE or _is_flat(attributes.get("ht")):
                if self._row < 0:
                    raise damaged(self._name)
                self.seen.rows.add(self._row - 1)
        elif part == "col":
            if attributes.get("hidden") in _TRUE or _is_flat(attributes.get("width")):
                first, last = (int(attributes.get(k, "1")[:7]) - 1 for k in ("min", "max"))
                self.seen.hide(first, last)
        elif part == "note":
            self._cell, self.parser.EndElementHandler = None, self._end
            self._hear()
        elif part == "f":
            self._formula = True
            self.parser.EndElementHandler = self._end
            self._hear()

    def _next(self) -> str:
        """Give the place of a cell that does not tell its own: the one after the last."""
        before = column_number(self._cell["r"].rstrip(_DIGITS)) if self._cell else -1
        if before + 1 >= _LAST_COLUMN:
            raise damaged(self._name)
        return f"{letters_of(before + 1)}{self._row}"

    def _filled(self, cell: dict[str, str]) -> None:
        place = cell["r"]
        letters = place.rstrip(_DIGITS)
        number = place[len(letters) :]
        if letters not in self._columns:
            self._learn(letters)
        if number != self._last:
            self._last = number
            row = _row_number(number, 0, self._name)
            if not 1 <= row <= _LAST_ROW:
                raise damaged(self._name)
            if row > self._rows:
                self._rows = row
                check_extent(self._sheet, row, self._width, self._name)
        is_number = cell.get("t", "n") == "n"
        if is_number:
            self._styles[letters, cell.get("s", "")] += 1
        if self._odd and cell.get("s") in self._odd:
            at = _row_number(number, 0, self._name) - 1
            self.seen.look(at, self._columns[letters], int(cell["s"]), number=is_number)

    def _learn(self, letters: str) -> None:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            raise damaged(self._name)
        number = self._columns[letters] = column_number(letters)
        if number >= _LAST_COLUMN:
            raise damaged(self._name)
        self._width = max(self._width, number + 1)
        check_extent(self._sheet, self._rows, self._width, self._name)

    def _hear(self) -> None:
        self._text = ""
        self.parser.CharacterDataHandler = self._heard

    def _heard(self, text: str) -> None:
        self._text += text

    def _end(self, tag: str) -> None:
        part = local(tag)
        if _PARTS.get(part) == "note":
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            self.notes.append(printed(self._text))
        elif part in ("f", "v"):
            self.parser.CharacterDataHandler = None
            if part == "v":
                self._value = self._text
            else:
                check_formula(self._text, self._sheet, self._place(), self._name)
        elif part == "c":
            self.parser.EndElementHandler = None
            self._judge()

    def _judge(self) -> None:
        place, cell = self._place(), self._cell
        if place is None or cell is None or len(self.faults) >= _MOST_FAULTS:
            return
        if cell.get("t") == "e":
            self.faults[place] = self._value[:20]
        elif self._formula and not self._value and cell.get("t") != "str":
            self.faults[place] = _("formel uten svar")
        elif self._formula and self._value == "0":
            self._nothing.setdefault(place[1], []).append(place)
        elif self._formula:
            self._answered.add(place[1])

    def nothing(self) -> Iterator[tuple[int, int]]:
        """Give the formulas of the columns where every one has 0 for an answer."""
        for column in self._nothing.keys() - self._answered:
            yield from self._nothing[column][:_MOST_FAULTS]

    def _place(self) -> tuple[int, int] | None:
        if self._cell is None:
            return None
        place = self._cell["r"]
        letters = place.rstrip(_DIGITS)
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            raise damaged(self._name)
        return _row_number(place[len(letters) :], 0, self._name) - 1, column_number(letters)
