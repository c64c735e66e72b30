"""Which part of an official municipality name is in which language."""

from __future__ import annotations

import re

SOUTH_SAMI = {"0301", "1826", "1833"}
LULE_SAMI = {"1841", "1845", "1875"}
STATED = {"0301", "1833", "5006", "5037", "5516", "5536"}
"""Codes where KLASS's own notes state the language, or write the name with that language's word for
municipality (tjïelte, suohkan, kunta)."""
NORWEGIAN = {
    "1826": "Hattfjelldal",
    "1875": "Hamarøy",
    "5041": "Snåsa",
    "5043": "Røyrvik",
    "5512": "Tjeldsund",
    "5518": "Lavangen",
    "5540": "Kåfjord",
    "5610": "Karasjok",
    "5612": "Kautokeino",
    "5628": "Tana",
    "5636": "Nesseby",
}
"""Where the Norwegian name isn't the first (from the area's order of names)."""
SPELLING = {"Porsángu": "Porsáŋgu"}
"""KLASS writes n for ŋ; Kartverket's register of place names has the right letter."""


def sami_language(code: str) -> str:
    """Give the Sámi language of the area.

    Examples
    --------
    >>> sami_language("5041"), sami_language("1875"), sami_language("5503")
    ('sma', 'smj', 'se')
    """
    if code in SOUTH_SAMI or code.startswith("50"):
        return "sma"
    return "smj" if code in LULE_SAMI else "se"


def parallel_names(code: str, official: str) -> tuple[dict[str, str], str]:
    """Split an official name by language, in official order, and say how certain that is.

    A hyphen without spaces belongs to the name; « - » separates languages. A county in brackets is
    KLASS's own way of telling two apart and no part of the name.

    Examples
    --------
    >>> parallel_names("5540", "Gáivuotna - Kåfjord - Kaivuono")
    ({'se': 'Gáivuotna', 'nb': 'Kåfjord', 'fkv': 'Kaivuono'}, 'utledet')
    >>> parallel_names("3414", "Nord-Odal")
    ({'nb': 'Nord-Odal'}, 'funnet i kilde')
    """
    parts = [SPELLING.get(p, p) for p in re.sub(r" \(.*\)$", "", official).split(" - ")]
    norwegian = NORWEGIAN.get(code, parts[0])
    if norwegian not in parts:
        raise ValueError(f"{code}: «{norwegian}» står ikke i «{official}».")
    others = iter([sami_language(code), "fkv"])
    names = {"nb" if part == norwegian else next(others): part for part in parts}
    known = len(parts) == 1 or code in STATED
    return names, "funnet i kilde" if known else "utledet"
