"""What an XLS or XLSB tells that its values don't: hidden rows and columns, formats, the calendar.

Both are records, each with a kind and a length, in a file of files: an OLE file or a ZIP.
"""

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from veivalg.own.foreign.notes import LONGEST, NOWHERE, Note, printed
from veivalg.own.foreign.safety import damaged
from veivalg.own.foreign.seen import BUILT_IN, Scan, Seen
from veivalg.own.foreign.xml_read import local, new_parser, open_parts, read_part

_END, _ENTRY, _LARGE, _SHORT = 0xFFFFFFF0, 128, 4096, 64
_SHEET, _DATES, _FORMAT, _STYLE, _OPENS = 0x85, 0x22, 0x41E, 0xE0, 0x809
_COLUMN, _ROW, _MANY = 0x7D, 0x208, 0xBD
_PRINTED, _BOX, _MORE = {0x14, 0x15}, 0x1B6, 0x3C
_TEXTS, _NUMBERS = {0x204, 0xFD, 0xD6}, {0x203, 0x27E, 0x06}
_SAMPLE = 20_000
"""Cells of an XLSB that are looked at one by one; after those, rows alone."""
_RUN = re.compile(rb"(?s)(?:\x02\x0c.{12}|\x05\x10.{16}|\x07\x0c.{12}|\x01\x08.{8})++")
"""Cells of an XLSB with a fixed length: numbers, shared texts and empty ones."""


def scan_xls(content: bytes, name: str) -> dict[str, Scan]:
    """Look through an XLS; give what each sheet tells by its name.

    Raises
    ------
    RefusedFileError
        When the file of files or its records don't hang together.
    """
    try:
        return _xls(_stream(content))
    except (struct.error, LookupError, ValueError, OverflowError) as error:
        raise damaged(name) from error


def _stream(content: bytes) -> bytes:
    """Give the workbook of an OLE file, which stands in sectors that a table links together."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    def numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    first_folder, _sign, _least, first_short, _n, more, _m = struct.unpack_from("<7I", content, 48)
    tables = list(numbers(content[76:512]))
    seen: set[int] = set()
    while more < _END and more not in seen:
        seen.add(more)
        *found, more = numbers(sector(more))
        tables += found
    links = [n for table in tables if table < _END for n in numbers(sector(table))]

    def chain(start: int, linked: list[int]) -> Iterator[int]:
        for _step in linked:
            if start >= _END:
                return
            yield start
            start = linked[start]

    folder = b"".join(map(sector, chain(first_folder, links)))
    places: dict[str, tuple[int, int]] = {}
    for at in range(0, len(folder), _ENTRY):
        called = folder[at : at + max(folder[at + 64] - 2, 0)].decode("utf-16-le", "replace")
        places.setdefault(called.casefold(), struct.unpack_from("<II", folder, at + 116))
    start, length = places["workbook"] if "workbook" in places else places["book"]
    if length >= _LARGE:
        return b"".join(map(sector, chain(start, links)))[:length]
    short = [n for s in chain(first_short, links) for n in numbers(sector(s))]
    held = b"".join(map(sector, chain(places["root entry"][0], links)))
    return b"".join(held[s * _SHORT : (s + 1) * _SHORT] for s in chain(start, short))[:length]


def _xls_records(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Give (kind, where, length) of each record from a place to the end of its part."""
    depth, end = 0, len(data) - 4
    while at <= end:
        kind, length = struct.unpack_from("<HH", data, at)
        yield kind, at + 4, length
        depth += (kind == _OPENS) - (kind == 0x0A)
        if depth <= 0:
            return
        at += 4 + length


def _xls(data: bytes) -> dict[str, Scan]:
    codes = dict(BUILT_IN)
    styles: list[int] = []
    sheets: list[tuple[str, int]] = []
    since, wide = False, struct.unpack_from("<H", data, 4)[0] >= 0x600
    for kind, at, length in _xls_records(data, 0):
        if kind == _SHEET:
            sheets.append((_written(data, at + 6, 1, wide), struct.unpack_from("<I", data, at)[0]))
        elif kind == _FORMAT:
            number = struct.unpack_from("<H", data, at)[0]
            codes[number] = _written(data, at + 2, 2 if wide else 1, wide)
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", data, at + 2)[0])
        elif kind == _DATES:
            since = since or bool(data[at : at + length].rstrip(b"\0"))
    shown = ["" if (c := codes.get(n, "")) == "General" else c for n in styles]
    return {name: _xls_sheet(data, start, shown, since, wide) for name, start in sheets}


def _written(data: bytes, at: int, size: int, wide: bool) -> str:
    """Give a text with its length before it, in `size` bytes; of two kinds of letters when wide."""
    length = int.from_bytes(data[at : at + size], "little")
    at += size
    if not wide:
        return data[at : at + length].decode("cp1252", "replace")
    if data[at] & 1:
        return data[at + 1 : at + 1 + 2 * length].decode("utf-16-le")
    return data[at + 1 : at + 1 + length].decode("latin-1")


def _xls_sheet(data: bytes, start: int, codes: list[str], since: bool, wide: bool) -> Scan:
    seen, notes, boxed = Seen(codes), list[Note](), 0
    for kind, at, length in _xls_records(data, start):
        if kind in _NUMBERS or kind in _TEXTS:
            row, column, style = struct.unpack_from("<3H", data, at)
            seen.cell(row, column, style, number=kind in _NUMBERS)
        elif kind == _MANY:
            row, first = struct.unpack_from("<2H", data, at)
            for i in range((length - 6) // 6):
                style = struct.unpack_from("<H", data, at + 4 + 6 * i)[0]
                seen.cell(row, first + i, style, number=True)
        elif kind == _ROW:
            row, _a, _b, high = struct.unpack_from("<4H", data, at)
            if data[at + 12] & 0x20 or (data[at + 12] & 0x40 and not high):
                seen.rows.add(row)
        elif kind == _COLUMN:
            first, last, broad, _style, flags = struct.unpack_from("<5H", data, at)
            if flags & 1 or not broad:
                seen.hide(first, last)
        elif kind == _BOX and length >= 12:
            boxed = struct.unpack_from("<H", data, at + 10)[0]
        elif kind == _MORE and boxed:
            wide_box = data[at] & 1
            text = data[at + 1 : at + 1 + boxed * (2 if wide_box else 1)]
            told = text.decode("utf-16-le" if wide_box else "latin-1", "replace")
            notes.append((NOWHERE, told[:LONGEST]))
            boxed = 0
        elif kind in _PRINTED and length:
            notes.append(printed(_written(data, at, 2 if wide else 1, wide)))
    return replace(seen.scan(date1904=since), notes=tuple(notes))


def scan_xlsb(content: bytes, name: str) -> dict[str, Scan]:
    """Look through an XLSB; give what each sheet tells by its name.

    Raises
    ------
    RefusedFileError
        When its parts or their records don't hang together.
    """
    try:
        with open_parts(content, name) as archive:
            return _xlsb(archive, name)
    except (struct.error, LookupError, ValueError, OverflowError) as error:
        raise damaged(name) from error


def _xlsb(archive: zipfile.ZipFile, name: str) -> dict[str, Scan]:
    targets: dict[str, str] = {}

    def start(tag: str, given: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            targets[given.get("Id", "")] = posixpath.normpath(
                posixpath.join("/xl", given.get("Target", ""))
            ).lstrip("/")

    read_part(archive, "xl/_rels/workbook.bin.rels", new_parser(start, name), name)
    book = archive.read("xl/workbook.bin")
    since, sheets = False, []
    for kind, at, _length in _xlsb_records(book):
        if kind == 153:
            since = bool(book[at] & 1)
        elif kind == 156:
            link, after = _worded(book, at + 8)
            sheets.append((_worded(book, after)[0], targets[link]))
    codes = dict(BUILT_IN)
    styles: list[int] = []
    looks = archive.read("xl/styles.bin") if "xl/styles.bin" in archive.namelist() else b""
    for kind, at, _length in _xlsb_records(looks):
        if kind == 44:
            codes[struct.unpack_from("<H", looks, at)[0]] = _worded(looks, at + 2)[0]
        elif kind == 617:  # what came before are styles a cell can be based on, no cell's own
            styles.clear()
        elif kind == 47:
            styles.append(struct.unpack_from("<H", looks, at + 2)[0])
    shown = ["" if (c := codes.get(n, "")) == "General" else c for n in styles]
    return {n: _xlsb_sheet(archive.read(part), shown, since) for n, part in sheets}


def _worded(data: bytes, at: int) -> tuple[str, int]:
    """Give a text and where it ends."""
    length = struct.unpack_from("<I", data, at)[0]
    end = at + 4 + (0 if length == 0xFFFFFFFF else 2 * length)
    return data[at + 4 : end].decode("utf-16-le"), end


def _xlsb_records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give (kind, where, length) of each record; runs of cells after the first are passed by."""
    at, count, end = 0, 0, len(data)
    while at < end:
        count += 1
        if count > _SAMPLE and (run := _RUN.match(data, at)):
            at = run.end()
            continue
        kind = data[at] if data[at] < 0x80 else data[at] & 0x7F | (data[at + 1] & 0x7F) << 7
        at += 1 if data[at] < 0x80 else 2
        length = shift = 0
        while True:
            length |= (data[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if data[at - 1] < 0x80 or shift > 21:
                break
        yield kind, at, length
        at += length


def _xlsb_sheet(data: bytes, codes: list[str], since: bool) -> Scan:
    seen, row = Seen(codes), 0
    fixed: Any = {2: True, 5: True, 9: True, 7: False, 6: False, 8: False}
    for kind, at, _length in _xlsb_records(data):
        if kind in fixed:
            column, style = struct.unpack_from("<II", data, at)
            seen.cell(row, column, style & 0xFFFFFF, number=fixed[kind])
        elif kind == 0:
            row, _style, high = struct.unpack_from("<IIH", data, at)
            if data[at + 11] & 0x10 or (data[at + 11] & 0x20 and not high):
                seen.rows.add(row)
        elif kind == 60:
            first, last, broad, _style, flags = struct.unpack_from("<4IH", data, at)
            if flags & 1 or not broad:
                seen.hide(first, last)
    return seen.scan(date1904=since)
