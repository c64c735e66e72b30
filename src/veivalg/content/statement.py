"""Sentences with bound numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from veivalg.content.figure import Figure
from veivalg.foundation.i18n import _

_SLOT = re.compile(r"\{(\w+)(?::([+\w]*))?\}")


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure where it stands in a sentence, with the text it is written as."""

    figure: Figure
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with bound numbers, so prose and table can't disagree.

    ``template`` holds ``{name}`` where the figure ``figures[name]`` stands. After a colon: ``+``
    shows the sign, ``u`` drops the unit word, ``a`` writes the absolute value, digits give
    decimals: ``{change:+1}``. Every slot must have a figure and every figure a slot. A
    ``deviation`` is a caution about what a source prints, which other figures do not bear out; it
    is shown as a quiet line. What is ``lacking`` is told with the same care, but is not uncertain.

    Examples
    --------
    >>> from veivalg.content import Place, Source, Unit
    >>> figure = Figure("n", "Innbyggere", 25204, Unit.PERSONS, Place("5503", "Harstad"), "2026",
    ...                 Source("ssb", "SSB", "Befolkning"))
    >>> Statement("innbyggere", "Harstad har {n}.", {"n": figure}).text().replace("\u202f", " ")
    'Harstad har 25 204 personer.'
    """

    id: str
    template: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    caution: bool = False
    deviation: bool = False
    lacking: bool = False

    def __post_init__(self) -> None:
        """Refuse a slot without a figure and a figure without a slot."""
        slots = {match.group(1) for match in _SLOT.finditer(self.template)}
        if slots != set(self.figures):
            raise ValueError(f"statement {self.id!r}: {slots ^ set(self.figures)} do not match")

    def parts(self) -> Iterator[str | Bound]:
        """Give the sentence as plain text and bound numbers in turn."""
        end = 0
        for match in _SLOT.finditer(self.template):
            if match.start() > end:
                yield self.template[end : match.start()]
            yield Bound(self.figures[match.group(1)], self._write(*match.groups()))
            end = match.end()
        if end < len(self.template):
            yield self.template[end:]

    def _write(self, name: str, spec: str | None) -> str:
        figure, spec = self.figures[name], spec or ""
        digits = re.search(r"\d+", spec)
        text = figure.text(
            sign="+" in spec, word="u" not in spec, decimals=int(digits[0]) if digits else None
        )
        return text.lstrip("\u2212") if "a" in spec else text

    def text(self) -> str:
        """Give the sentence as plain text."""
        return "".join(p if isinstance(p, str) else p.text for p in self.parts())

    @property
    def mark(self) -> str:
        """Give the words that stand before it, empty for most."""
        if self.deviation:
            return _("Avvik i kilden:")
        return _("Usikkert:") if self.caution and not self.lacking else ""

    def marked(self) -> str:
        """Give the sentence as plain text after its mark."""
        return " ".join(part for part in (self.mark, self.text()) if part)
