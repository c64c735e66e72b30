"""What is written about a sheet and not in its cells: comments, and what is printed around it."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from veivalg.own.foreign.xml_read import local, new_parser, read_part

Note = tuple[int, str]
"""The row it is about, from 0, and its text; −1 is the whole sheet, `NOWHERE` nobody knows."""
NOWHERE = 2**31
MOST, LONGEST = 500, 1_000
_CODES = re.compile(r'&"[^"]*"|&\d+|&K[0-9A-Fa-f]{6}|&[A-Za-z]')
_ROW = re.compile(r"[A-Za-z]{1,3}([0-9]{1,7})")


def printed(text: str) -> Note:
    """Give the head or foot of a print without its codes for places and letters.

    Examples
    --------
    >>> printed('&L&"Calibri,Bold"Tall i 1000 kr&RSide &P')
    (-1, 'Tall i 1000 kr | Side')
    """
    return -1, " | ".join(" ".join(p.split()) for p in _CODES.split(text) if p.strip())[:LONGEST]


def comments(
    archive: zipfile.ZipFile, parts: Mapping[str, str], sheet: str, name: str
) -> list[Note]:
    """Give the comments of a sheet of an XLSX, old and new, and the texts that lie over it.

    Parameters
    ----------
    parts
        Name of a part in small letters → as it is written.
    sheet
        The part of the sheet.
    """
    folder, file = posixpath.split(sheet)
    links = parts.get(f"{folder}/_rels/{file}.rels".casefold())
    targets: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        kind = given.get("Type", "").rpartition("/")[2].casefold()
        if local(tag) == "Relationship" and (kind == "drawing" or "comment" in kind):
            targets.append(posixpath.join(f"/{folder}", given.get("Target", "")))

    if links is None:
        return []
    read_part(archive, links, new_parser(start, name), name)
    heard = Heard({"comment", "threadedComment", "txBody"})
    for target in targets:
        part = parts.get(posixpath.normpath(target).lstrip("/").casefold())
        if part is not None:
            read_part(archive, part, _parser(heard, name), name)
    return heard.notes


def _parser(heard: "Heard", name: str) -> Any:
    def start(tag: str, given: dict[str, str]) -> None:
        heard.start(tag, given, parser)

    parser = new_parser(start, name)
    parser.EndElementHandler = lambda tag: heard.end(tag, parser)
    return parser


class Heard:
    """Hears the texts inside some elements, each whole."""

    def __init__(self, kinds: set[str]) -> None:
        self.notes: list[Note] = []
        self.row = -1
        self._kinds, self._text, self._depth = kinds, "", 0

    def start(self, tag: str, given: Mapping[str, str], parser: Any) -> bool:
        """Hear the start of an element; say whether it is inside one of these."""
        if local(tag) in self._kinds:
            self._text, self._depth = "", self._depth + 1
            parser.CharacterDataHandler = self._heard
            if place := _ROW.fullmatch(given.get("ref", "")):
                self.row = int(place[1]) - 1
            elif local(tag) == "txBody":
                self.row = -1
        elif self._depth and self._text and local(tag) == "p":
            self._text += " | "
        return self._depth > 0

    def _heard(self, text: str) -> None:
        if len(self._text) < LONGEST:
            self._text += text

    def end(self, tag: str, parser: Any) -> bool:
        """Hear the end of an element; say whether it was inside one of these."""
        if not self._depth:
            return False
        if local(tag) in self._kinds:
            self._depth -= 1
            parser.CharacterDataHandler = None
            if len(self.notes) < MOST and self._text.strip():
                self.notes.append((self.row, self._text[:LONGEST]))
        return True
