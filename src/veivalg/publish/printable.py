"""Texts that any font can print: what ours lack is written by its name.

A person types what the keyboard gives, and a report must be made of it all the same: an emoji that
no font on the machine has becomes «[hospital]», which can be read, searched and read aloud.
"""

import re
import unicodedata

from veivalg.content.numbers import kept_together

COVERED = (
    range(0x20, 0x250),
    range(0x2000, 0x2070),
    range(0x2080, 0x20BF),
    range(0x2190, 0x2270),
    range(0x25A0, 0x2600),
)
"""Characters our own fonts have (`tools/build_fonts.py`)."""
SILENT = ("Cc", "Cf", "Cs", "Cn", "Mn", "Me", "Sk")
"""Kinds that are left out: marks on a letter that isn't there, joiners, and no characters."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Drop what the files of Office can't hold, and keep each number on a line with its unit."""
    return kept_together(_CONTROL.sub("", text))


def printable(text: str, *, letters: bool) -> str:
    """Write what our fonts lack by its name.

    Parameters
    ----------
    letters
        Write letters of other scripts by name too; fonts of the machine have most of them.

    Examples
    --------
    >>> printable("Sør 🏥, →", letters=False)
    'Sør [hospital], →'
    """
    return "".join(c if _covered(c) or (c.isalpha() and not letters) else _named(c) for c in text)


def _covered(character: str) -> bool:
    return character in "\n\r\t" or any(ord(character) in part for part in COVERED)


def _named(character: str) -> str:
    if unicodedata.category(character) in SILENT:
        return ""
    name = unicodedata.name(character, "").lower()
    return f"[{name}]" if name else ""
