"""Our font within a Word document, so that it looks and breaks alike where it isn't installed."""

import uuid
from itertools import cycle
from typing import Any

from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from veivalg.publish.theme import FONTS

FONT = "Inter"
_FILES = {"embedRegular": "Inter-Regular.ttf", "embedBold": "Inter-Bold.ttf"}
_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_HIDDEN = 32
"""Bytes of a font that Word wants mixed with a key."""
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def embed(word: Word, instead_of: str) -> None:
    """Let a document carry our font, and its styles use it.

    Parameters
    ----------
    instead_of
        The font the styles have.
    """
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        for name, held in fonts.attrib.items():
            fonts.set(name, FONT if held == instead_of else held)
    _list(word)
    settings: Any = word.settings.element
    zoom = settings.find(qn("w:zoom"))
    made = OxmlElement("w:embedTrueTypeFonts")
    settings.insert(0, made) if zoom is None else zoom.addnext(made)


def _list(word: Word) -> None:
    """Put the files in the package, and a list of fonts that names them."""
    package, relations = word.part.package, word.part.rels
    for id in [id for id, r in relations.items() if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE]:
        word.part.drop_rel(id)
    files, lines = [], []
    for number, (kind, file) in enumerate(_FILES.items(), 1):
        key = uuid.uuid5(uuid.NAMESPACE_URL, file)
        data = _mixed((FONTS / file).read_bytes(), key)
        files.append(Part(PackURI(f"/word/fonts/font{number}.odttf"), _TYPE, data, package))
        lines.append(f'<w:{kind} r:id="rId{number}" w:fontKey="{{{str(key).upper()}}}"/>')
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {_NAMES}>'
        f'<w:font w:name="{FONT}"><w:altName w:val="Arial"/><w:charset w:val="00"/>'
        f'<w:family w:val="swiss"/><w:pitch w:val="variable"/>{"".join(lines)}</w:font></w:fonts>'
    )
    table = Part(PackURI("/word/fontList.xml"), CONTENT_TYPE.WML_FONT_TABLE, text.encode(), package)
    for number, part in enumerate(files, 1):
        table.load_rel(RELATIONSHIP_TYPE.FONT, part, f"rId{number}")
    word.part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)


def _mixed(data: bytes, key: uuid.UUID) -> bytes:
    """Mix the start of a font with the key, which is read backwards."""
    start = bytes(a ^ b for a, b in zip(data[:_HIDDEN], cycle(key.bytes[::-1]), strict=False))
    return start + data[_HIDDEN:]
