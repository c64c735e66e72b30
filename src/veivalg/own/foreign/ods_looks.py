"""How cells, rows and columns of an ODS look: formats as Excel writes them, and no height."""

import re
from typing import Any

from veivalg.own.foreign.xml_read import local

_FLAT = re.compile(r"0*(?:\.0\d*)?[a-z]*")
"""A height or a width of next to nothing, whatever it is measured in."""
_SHOWN = {"number": "0", "text-content": "@", "day": "d", "month": "m", "year": "y"}
_FACTORS = {"1000": ",", "1000000": ",,", "1000000000": ",,,"}


class Looks:
    """Hears the styles of an ODS, which stand before its cells."""

    def __init__(self) -> None:
        self.codes = ["0%"]  # of cells that are per cent whatever their style is called
        self._share = False
        self.flat: set[str] = set()
        self.struck: set[int] = set()
        """The numbers of styles that strike what stands in a cell through."""
        self._through: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._written: dict[str, list[str]] = {}
        self._instead: dict[str, str] = {}
        self._data: dict[str, str] = {}
        self._style, self._now, self._text = "", "", ""

    def start(self, tag: str, given: dict[str, str], parser: Any) -> None:
        """Hear the start of an element."""
        kind, told = local(tag), {local(k): v for k, v in given.items()}
        if kind == "style":
            self._style = told.get("name", "")
            if "data-style-name" in told:
                self._data[self._style] = told["data-style-name"]
        elif kind in ("table-row-properties", "table-column-properties"):
            size = told.get("row-height", told.get("column-width", "1"))
            if _FLAT.fullmatch(size):
                self.flat.add(self._style)
        elif kind == "text-properties":
            lines = (told.get(f"text-line-through-{said}", "none") for said in ("style", "type"))
            self._through |= {self._style} if set(lines) != {"none"} else set()
        elif kind.endswith("-style") and tag.startswith("number:"):
            self._now, self._share = told.get("name", ""), kind == "percentage-style"
            self._written[self._now] = []
        elif kind == "map" and self._now and ">" in told.get("condition", ""):
            self._instead.setdefault(self._now, told.get("apply-style-name", ""))
        elif self._now and kind in ("text", "currency-symbol"):
            self._text, parser.CharacterDataHandler = "", self._heard
        elif self._now and tag.startswith("number:"):
            factor = _FACTORS.get(told.get("display-factor", ""), "")
            self._written[self._now].append(_SHOWN.get(kind, "0") + factor)

    def _heard(self, text: str) -> None:
        self._text += text

    def end(self, tag: str, parser: Any) -> None:
        """Hear the end of an element."""
        kind = local(tag)
        if self._now and kind in ("text", "currency-symbol"):
            parser.CharacterDataHandler = None
            if self._text:
                plain = self._share and self._text.strip() == "%"
                self._written[self._now].append(self._text if plain else f'"{self._text}"')
        elif kind.endswith("-style") and tag.startswith("number:"):
            self._now = ""

    def number(self, style: str) -> int:
        """Give the number of a style of cells, whose format is in ``codes``."""
        if style not in self._numbers:
            data = self._data.get(style, "")
            held = self._written.get(self._instead.get(data, data))
            self._numbers[style] = len(self.codes)
            self.struck |= {len(self.codes)} if style in self._through else set()
            self.codes.append("" if held in (None, ["0"]) else "".join(held or ()) or ";;;")
        return self._numbers[style]
