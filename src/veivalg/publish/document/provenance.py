"""«Hvor kommer tallet fra?»: what there is to say about a number, the same in every format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from veivalg.content import (
    Assumption,
    Chapter,
    Exhibit,
    Figure,
    Interval,
    Source,
    SourceKind,
    format_date,
    format_together,
)
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.publish.document.cells import constructed, exhibit_note


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a number or an exhibit comes from, ready to be written.

    Parameters
    ----------
    rows
        Label and text, in the order they are read.
    sources
        Label and text of each source, one list a source.
    inputs
        The trails of what it was derived from.
    """

    id: str
    title: str
    value: str
    rows: tuple[tuple[str, str], ...]
    sources: tuple[tuple[tuple[str, str], ...], ...]
    inputs: tuple[Trail, ...] = ()
    method: str = ""
    constructed: bool = False

    def line(self) -> str:
        """Write the trail in one line, for inputs and appendices."""
        return f"{self.title}: {self.value}"


def figure_trail(figure: Figure) -> Trail:
    """Give the trail of a number, with those of its inputs nested."""
    rows = [(_("Sted"), figure.place.name), (_("Periode"), figure.dated)]
    if figure.quantity:
        rows.append((_("Størrelse"), figure.quantity.line()))
    if figure.unit.word:
        rows.append((_("Enhet"), figure.unit.word))
    if figure.formula:
        rows.append((_("Slik er det regnet"), figure.formula))
    if figure.interval:
        rows.append((_("Usikkerhet"), interval_text(figure, figure.interval)))
    rows += [(_("Antakelse"), assumption_text(a)) for a in figure.assumptions]
    if figure.value is None:
        rows.append((_("Hvorfor tallet mangler"), figure.reason or _("ikke oppgitt")))
    return Trail(
        figure.id,
        figure.label,
        figure.text(),
        tuple(rows),
        (source_rows(figure.source),),
        tuple(figure_trail(f) for f in figure.inputs),
        figure.method,
        constructed(figure.sources()),
    )


def exhibit_trail(exhibit: Exhibit) -> Trail:
    """Give the trail of an exhibit."""
    rows = [(_("Viser"), exhibit.subtitle)]
    if exhibit.formula:
        rows.append((_("Slik er det regnet"), exhibit.formula))
    if exhibit_note(exhibit):
        rows.append((_("Merk"), exhibit_note(exhibit)))
    if told := quantities_text(exhibit):
        rows.append((_("Størrelser"), told))
    rows += [(_("Antakelse"), assumption_text(a)) for a in exhibit.assumptions]
    sources = tuple(source_rows(s) for s in exhibit.sources)
    return Trail(
        exhibit.id,
        exhibit.title,
        "",
        tuple(rows),
        sources,
        (),
        exhibit.method,
        constructed(exhibit.sources),
    )


def chapter_trails(chapter: Chapter) -> tuple[tuple[Trail, ...], tuple[Trail, ...]]:
    """Give the trails of every bound number and of every exhibit."""
    numbers = tuple(figure_trail(f) for f in chapter.figures())
    return numbers, tuple(exhibit_trail(e) for e in chapter.exhibits())


def quantities_text(exhibit: Exhibit) -> str:
    """Name what an exhibit tells that the registry of quantities has; empty when it has none."""
    told = {_(q.name): None for q, _cell in exhibit.table.quantities()}
    return "; ".join(told)


def interval_text(figure: Figure, interval: Interval) -> str:
    """Write an interval: «mellom 40 og 80 plasser (80 prosent sannsynlig)».

    The ends carry as many decimals as the number itself, unless the interval has its own.
    """
    digits = figure.decimals if interval.decimals is None else interval.decimals
    low, high = format_together((interval.low, interval.high), figure.unit, digits)
    text = _("mellom {low} og {high}").format(low=low, high=high)
    return f"{text} ({interval.meaning})"


def assumption_text(assumption: Assumption) -> str:
    """Write an assumption with value, mark and source."""
    changed = ""
    if assumption.changed:
        default = assumption.write(assumption.default)
        changed = _("; endret fra {default}").format(default=default)
    return f"{assumption.label}: {assumption.text()}{changed}. {assumption.source}"


def certainty_text(assumption: Assumption) -> str:
    """Write how certain an assumption is; an unverified one is always «usikkert»."""
    return assumption.certainty.word


def source_rows(source: Source) -> tuple[tuple[str, str], ...]:
    """Give everything known of a source as label and text; what is unknown is left out."""
    table = f"{source.table} {source.title}".strip()
    rows = (
        (_("Kilde"), f"{source.producer}: {table}"),
        (_("Type"), _(EXAMPLE) if constructed([source]) else _(source.kind.value)),
        (_("Spørring"), without_local(source.query)),
        (_("Adresse"), without_local(source.url)),
        (_("Hentet"), format_date(source.retrieved)),
        (_("Oppdatert hos kilden"), format_date(source.updated)),
        (_("Lisens"), source.licence),
        (_("Sjekksum (SHA-256)"), source.sha256),
        (_("Merknad"), without_local(source.note)),
    )
    return tuple((label, text) for label, text in rows if text)


def without_local(text: str) -> str:
    """Write what stood in for SSB on the maker's own machine as that, not as an address.

    Examples
    --------
    >>> without_local("Hentet fra http://127.0.0.1:9312/api/pxwebapi/v2.")
    'Hentet fra stedfortreder for SSB.'
    """
    return _LOCAL.sub(_("stedfortreder for SSB"), text)


_LOCAL = re.compile(
    r"https?://(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?"
    r"(?:/[\w-]+)*(?:/v2\b)?"
)


def all_sources(chapters: Iterable[Chapter]) -> tuple[Source, ...]:
    """Give the list of sources of several chapters, in order of appearance, alike ones merged."""
    return merged_sources(each_source(chapters))


def each_source(chapters: Iterable[Chapter]) -> tuple[Source, ...]:
    """Give every source of several chapters once by id."""
    found: dict[str, Source] = {}
    for chapter in chapters:
        for source in chapter.sources():
            found.setdefault(source.id, source)
    return tuple(found.values())


def source_key(source: Source) -> tuple[str, ...]:
    """Give what tells one source from another in a list: not the page or what is noted of it."""
    title = "" if source.kind is SourceKind.DOCUMENT else source.title
    return (
        source.producer,
        source.table,
        title,
        source.query,
        source.url,
        source.retrieved,
        source.kind.value,
    )


def merged_sources(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Give each source once; places in one document and notes on one table are put together."""
    groups: dict[tuple[str, ...], list[Source]] = {}
    for source in sources:
        groups.setdefault(source_key(source), []).append(source)
    return tuple(
        replace(
            group[0],
            title="; ".join(dict.fromkeys(s.title for s in group)),
            note=without_local(" ".join(dict.fromkeys(s.note for s in group if s.note))),
        )
        for group in groups.values()
    )


def all_assumptions(chapters: Iterable[Chapter]) -> tuple[Assumption, ...]:
    """Give every assumption of several chapters once: listed, or used by a number or exhibit."""
    found: dict[str, Assumption] = {}
    for chapter in chapters:
        used = [a for f in chapter.figures() for a in f.assumptions]
        used += [a for e in chapter.exhibits() for a in e.assumptions]
        for assumption in (*chapter.assumptions, *used):
            found.setdefault(assumption.id, assumption)
    return tuple(found.values())


def all_methods(chapters: Iterable[Chapter]) -> tuple[str, ...]:
    """Give the names of every method used, in order of appearance."""
    return tuple(dict.fromkeys(name for chapter in chapters for name in chapter.method_names()))


def all_terms(chapters: Iterable[Chapter]) -> dict[str, str]:
    """Give the word list of several chapters, sorted by word."""
    terms = {term: text for chapter in chapters for term, text in chapter.terms.items()}
    return dict(sorted(terms.items(), key=lambda item: item[0].casefold()))
