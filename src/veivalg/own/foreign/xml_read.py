"""Parts of workbooks read as XML, element by element, whatever prefixes and quotes are used."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from veivalg.own.foreign.safety import BROKEN, damaged

Start = Callable[[str, dict[str, str]], None]
_STEP = 1 << 18


def local(name: str) -> str:
    """Give a name without its prefix.

    Examples
    --------
    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]


def new_parser(start: Start, name: str) -> Any:
    """Give a parser that calls `start` of every element and refuses document types.

    Entities can grow without end, and no spreadsheet program writes a document type.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start

    def refuse(*_what: object) -> None:
        raise damaged(name)

    parser.StartDoctypeDeclHandler = refuse
    return parser


def read_part(
    archive: zipfile.ZipFile,
    part: str,
    parser: Any,
    name: str,
    pieces: Callable[[Iterator[bytes]], Iterator[bytes]] = iter,
) -> None:
    """Take a part of a workbook through a parser, piece by piece.

    Parameters
    ----------
    pieces
        Sees each piece before it is parsed.

    Raises
    ------
    RefusedFileError
        When it is not XML, has a document type, or is damaged.
    """
    try:
        with archive.open(part) as stream:
            for piece in pieces(iter(lambda: stream.read(_STEP), b"")):
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (*BROKEN, expat.ExpatError, KeyError) as error:
        raise damaged(name) from error


def open_parts(content: bytes, name: str) -> zipfile.ZipFile:
    """Open the parts of a workbook; raises ``RefusedFileError`` when they can't be."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise damaged(name) from error
