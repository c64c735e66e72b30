"""Sentences with bound numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from veivalg.content.figure import Figure
from veivalg.content.numbers import MANY_NOK, THIN, Unit, format_billions, unit_once
from veivalg.content.state import DEVIATION, UNCERTAIN
from veivalg.foundation.i18n import _

_HELD = {"{": "\ufdd0", "}": "\ufdd1"}
"""What braces of a person's text are in a template: no characters, so no text can hold them."""
_GIVEN = {ord(mark): brace for brace, mark in _HELD.items()}
WHOLE = 99
"""More sentences than any statement has."""
_SLOT = re.compile(r"\{(\w+)(?::([+\w]*))?\}")


def literal(text: str) -> str:
    """Give a text a person has typed as it can stand in a template: its braces are no slots.

    Examples
    --------
    >>> Statement("navn", f"«{literal('Plan {A}')}» er valgt.").text()
    '«Plan {A}» er valgt.'
    """
    for brace, mark in _HELD.items():
        text = text.replace(brace, mark)
    return text


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure where it stands in a sentence, with the text it is written as."""

    figure: Figure
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with bound numbers, so prose and table can't disagree.

    ``template`` holds ``{name}`` where the figure ``figures[name]`` stands. After a colon: ``+``
    shows the sign, ``u`` drops the unit word, ``f`` drops it where the next slot has the same,
    ``a`` writes the absolute value, ``m`` writes kroner in milliards whatever their size, digits
    give decimals: ``{change:+1}``. Every slot must have a figure and every figure a slot. A
    ``deviation`` is a caution about what a source prints, which other figures do not bear out; it
    is shown as a quiet line. What is ``lacking`` is told with the same care, but is not uncertain.
    Its first ``together`` sentences are never told apart, however little room there is; `WHOLE` are
    all.

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
    together: int = 1

    def __post_init__(self) -> None:
        """Refuse a slot without a figure and a figure without a slot."""
        slots = {match.group(1) for match in _SLOT.finditer(self.template)}
        if slots != set(self.figures):
            raise ValueError(f"statement {self.id!r}: {slots ^ set(self.figures)} do not match")

    def parts(self) -> Iterator[str | Bound]:
        """Give the sentence as plain text and bound numbers in turn.

        Beside what will be revised stands «(urevidert)», and at the end the break in a series that
        its figures are on both sides of, whatever the chapter wrote and whichever format asks.
        """
        parts = list(self._slots())
        for year in sorted({year for f in self.figures.values() for year in f.unrevised}):
            parts = self._with_unrevised(parts, year)
        for first, last in self._breaks():
            text = _(" (brudd i serien mellom {first} og {last})")
            parts = _at_end(parts, text.format(first=first, last=last))
        yield from parts

    def _with_unrevised(self, parts: list[str | Bound], year: int) -> list[str | Bound]:
        """Mark the year where all its figures will be revised, else each figure that will be."""
        said = _("{year} (urevidert)").format(year=year)
        if any(isinstance(p, str) and said in p for p in parts):
            return parts
        if not all(year in f.unrevised for f in self.figures.values() if year in f.years):
            mark = _(" (urevidert)")
            marked = ((p, mark) if _is_unrevised(p, year) else (p,) for p in parts)
            return [one for few in marked for one in few]
        named = [i for i, p in enumerate(parts) if isinstance(p, str) and str(year) in p]
        if not named:
            return _at_end(parts, _(" ({year} er urevidert)").format(year=year))
        before, _year, after = str(parts[named[-1]]).rpartition(str(year))
        parts[named[-1]] = before + said + after
        return parts

    def _breaks(self) -> list[tuple[int, int]]:
        """Give the years each break in a series lies between, where its figures are on both."""
        spans: dict[tuple[str, str], list[int]] = {}
        found: dict[tuple[int, int], None] = {}
        behind = [one for f in self.figures.values() for one in f.resting_on()]
        for one in behind:
            spans.setdefault((one.place.code, one.source.id), []).extend(one.years)
        for one in behind:
            years = spans[one.place.code, one.source.id]
            for caveat in one.source.caveats:
                broken = len(caveat.years) > 1 and years
                if broken and caveat.concerns((min(years), max(years))):
                    found[min(caveat.years), max(caveat.years)] = None
        return sorted(found)

    def _slots(self) -> Iterator[str | Bound]:
        end, slots, kept = 0, [*_SLOT.finditer(self.template)], ""
        for match, after in zip(slots, [*slots[1:], None], strict=False):
            if match.start() > end:
                yield self.template[end : match.start()].translate(_GIVEN)
            text, kept = kept or self._write(*match.groups()), ""
            if after and "f" in (match[2] or ""):
                text, kept = self._pair(match, after)
            yield Bound(self.figures[match.group(1)], text)
            end = match.end()
        if end < len(self.template):
            yield self.template[end:].translate(_GIVEN)

    def _pair(self, first: re.Match[str], last: re.Match[str]) -> tuple[str, str]:
        """Write two numbers whose unit stands once, at the last; in one unit of kroner."""
        figures = [self.figures[slot[1]] for slot in (first, last)]
        texts = [self._write(*slot.groups()) for slot in (first, last)]
        many = {abs(f.value or 0.0) >= MANY_NOK for f in figures if f.unit is Unit.MILLION_NOK}
        if len(many) > 1:
            texts = [self._write(slot[1], f"{slot[2] or ''}u") for slot in (first, last)]
            texts[1] += THIN + Unit.MILLION_NOK.word
        return unit_once(*texts), texts[1]

    def _write(self, name: str, spec: str | None) -> str:
        figure, spec = self.figures[name], spec or ""
        digits, word = re.search(r"\d+", spec), "u" not in spec
        if "m" in spec and figure.value is not None:
            text = format_billions(figure.value, word=word)
        else:
            decimals = int(digits[0]) if digits else None
            text = figure.text(sign="+" in spec, word=word, decimals=decimals)
        return text.lstrip("\u2212") if "a" in spec else text

    @property
    def doubled(self) -> str:
        """Give the template for other programs: braces that belong to the text are doubled."""
        return self.template.translate({mark: brace * 2 for mark, brace in _GIVEN.items()})

    def text(self) -> str:
        """Give the sentence as plain text."""
        return "".join(p if isinstance(p, str) else p.text for p in self.parts())

    @property
    def mark(self) -> str:
        """Give the words that stand before it, empty for most."""
        if self.deviation:
            return f"{_(DEVIATION)}:"
        return f"{_(UNCERTAIN)}:" if self.caution and not self.lacking else ""

    def marked(self) -> str:
        """Give the sentence as plain text after its mark."""
        return " ".join(part for part in (self.mark, self.text()) if part)


def _is_unrevised(part: str | Bound, year: int) -> bool:
    return isinstance(part, Bound) and year in part.figure.unrevised


def _at_end(parts: list[str | Bound], text: str) -> list[str | Bound]:
    """Put words at the end of a sentence, before its full stop."""
    if parts and isinstance(last := parts[-1], str) and last.endswith("."):
        return [*parts[:-1], f"{last[:-1]}{text}."]
    return [*parts, text]
