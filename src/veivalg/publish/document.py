"""A report as a flat run of blocks, so that Word, PDF and Markdown hold the same in one order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from veivalg.content import Chapter, Exhibit, Figure, Report, Source, Statement
from veivalg.i18n import _
from veivalg.publish.cells import cell_text, exhibit_note, headings, source_lines
from veivalg.publish.provenance import (
    Trail,
    all_assumptions,
    all_methods,
    all_sources,
    all_terms,
    certainty_text,
    exhibit_trail,
    figure_trail,
    source_rows,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–3; the table of contents lists it when ``listed``."""

    level: int
    text: str
    anchor: str
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` is ``body``, ``lead``, ``finding``, ``caution``, ``bullet``,
    ``note``, ``source`` or ``meta``."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Picture:
    """A numbered chart with title, subtitle and text alternative."""

    number: int
    exhibit: Exhibit


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as text; ``number`` 0 is an unnumbered one. Numeric columns stand to the right."""

    number: int
    title: str
    subtitle: str
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total_row: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A titled entry of an appendix with lines below it and, under them, bullets."""

    title: str
    lines: tuple[str, ...]
    bullets: tuple[str, ...] = ()


IN_SUMMARY = 3  # findings of each chapter, so that the summary is one page
Part = Heading | Paragraph | Picture | Grid | Entry


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says: its cover, the summary and the rest."""

    title: str
    municipality: str
    made: str
    version: str
    period: str
    summary: tuple[Part, ...]
    body: tuple[Part, ...]

    def headings(self) -> Iterator[Heading]:
        """Give the headings in order, the summary's too."""
        yield from (p for p in (*self.summary, *self.body) if isinstance(p, Heading))


def document(report: Report) -> Document:
    """Lay a report out as a document: summary, chapters, appendices."""
    numbers = _numbers(report)
    sources = {source.id: i + 1 for i, source in enumerate(all_sources(report.chapters))}
    body: list[Part] = []
    for chapter in report.chapters:
        body += _chapter(chapter, numbers)
    body += _trails(report, numbers, sources)
    body += _source_list(report) + _methods(report) + _assumptions(report)
    body += _missing(report) + _terms(report)
    periods = dict.fromkeys(chapter.period for chapter in report.chapters)
    return Document(report.title, report.municipality.name, report.made, report.version,
                    ", ".join(periods), tuple(_summary(report)), tuple(body))  # fmt: skip


Numbers = dict[tuple[str, str], tuple[str, int]]


def _numbers(report: Report) -> Numbers:
    """Number charts and tables each in a row of their own, through the whole report."""
    found: Numbers = {}
    count = {"figur": 0, "tabell": 0}
    for chapter in report.chapters:
        for exhibit in chapter.exhibits():
            kind = "figur" if exhibit.chart else "tabell"
            count[kind] += 1
            found[chapter.id, exhibit.id] = (kind, count[kind])
    return found


def _summary(report: Report) -> Iterator[Part]:
    yield Heading(1, _("Sammendrag"), "sammendrag")
    for chapter in report.chapters:
        if chapter.findings:
            yield Heading(2, chapter.title, f"sammendrag-{chapter.id}", listed=False)
            yield from (statement_part(s, "finding") for s in chapter.findings[:IN_SUMMARY])


def statement_part(statement: Statement, style: str) -> Paragraph:
    """Give a sentence as a paragraph, marked in words when it is to be read with caution."""
    if statement.caution:
        return Paragraph(f"{_('Usikkert:')} {statement.text()}", style)
    return Paragraph(statement.text(), style)


def _chapter(chapter: Chapter, numbers: Numbers) -> list[Part]:
    parts: list[Part] = [
        Heading(1, chapter.title, f"kapittel-{chapter.id}"),
        Paragraph(f"{chapter.municipality.name} · {_('tall for')} {chapter.period}", "meta"),
        Paragraph(chapter.lead, "lead"),
    ]
    if chapter.findings:
        parts.append(Heading(2, _("Det viktigste"), f"funn-{chapter.id}", listed=False))
        parts += [statement_part(s, "finding") for s in chapter.findings]
    for section in chapter.sections:
        parts.append(Heading(2, section.title, f"del-{chapter.id}-{section.id}"))
        for block in section.blocks:
            if isinstance(block, Statement):
                parts.append(statement_part(block, "body"))
            else:
                parts += exhibit_parts(block, numbers[chapter.id, block.id][1])
    if chapter.missing:
        parts.append(Heading(2, _("Dette mangler"), f"mangler-{chapter.id}", listed=False))
        parts += [Paragraph(f"{m.what}. {m.why} {m.how_to_get}", "bullet") for m in chapter.missing]
    if chapter.notes:
        parts.append(Heading(2, _("Merknader"), f"merknader-{chapter.id}", listed=False))
        parts += [Paragraph(note.line(), "bullet") for note in chapter.notes]
    return parts


def exhibit_parts(exhibit: Exhibit, number: int) -> list[Part]:
    """Give an exhibit as picture or table, with note and source line under it."""
    shown: Part = Picture(number, exhibit) if exhibit.chart else table_part(exhibit, number)
    note = exhibit_note(exhibit)
    notes: list[Part] = [Paragraph(note, "note")] if note else []
    return [shown, *notes, Paragraph(source_lines(exhibit.sources), "source")]


def table_part(exhibit: Exhibit, number: int) -> Grid:
    """Give an exhibit's table as text, turned as it is read."""
    table = exhibit.table.readable()
    rows = tuple(
        tuple(cell_text(c, v) for c, v in zip(table.columns, row, strict=True))
        for row in table.rows
    )
    return Grid(number, exhibit.title, exhibit.subtitle, tuple(headings(table.columns)),
                tuple(c.numeric for c in table.columns), rows, table.total_row)  # fmt: skip


def _trails(report: Report, numbers: Numbers, sources: dict[str, int]) -> list[Part]:
    parts: list[Part] = [
        Heading(1, _("Vedlegg: Hvor kommer tallene fra?"), "hvor-fra"),
        Paragraph(_("Tallene i hakeparentes viser til listen over kilder.")),
    ]
    for chapter in report.chapters:
        parts.append(Heading(2, chapter.title, f"hvor-fra-{chapter.id}"))
        for figure in chapter.figures():
            trail = figure_trail(figure)
            marks = [sources[figure.source.id]]
            bullets = tuple(
                f"{i.text()} – {i.label}, {i.place.name}, {i.period} [{sources[i.source.id]}]"
                for i in figure.inputs
            )
            parts.append(Entry(trail.line() + _made_up(trail), _lines(trail, marks), bullets))
        for exhibit in chapter.exhibits():
            kind, number = numbers[chapter.id, exhibit.id]
            word = _("Figur") if kind == "figur" else _("Tabell")
            trail = exhibit_trail(exhibit)
            marks = [sources[s.id] for s in exhibit.sources]
            title = f"{word} {number}: {exhibit.title}{_made_up(trail)}"
            parts.append(Entry(title, _lines(trail, marks)))
    return parts


def _made_up(trail: Trail) -> str:
    return " (KONSTRUERT)" if trail.constructed else ""


def _lines(trail: Trail, marks: list[int]) -> tuple[str, ...]:
    """Give place, period, unit, sources and method on one line, and the rest on lines of its own.

    What an exhibit shows and its notes stand with it already and are not said twice.
    """
    short, said = (_("Sted"), _("Periode"), _("Enhet")), (_("Viser"), _("Merk"))
    first = [text for label, text in trail.rows if label in short]
    first.append(f"{_('kilde')} {', '.join(f'[{m}]' for m in marks)}")
    if trail.method:
        first.append(f"{_('metode')} {trail.method}")
    rest = [f"{label}: {text}" for label, text in trail.rows if label not in (*short, *said)]
    return (" · ".join(first), *rest)


def _source_list(report: Report) -> list[Part]:
    parts: list[Part] = [Heading(1, _("Vedlegg: Kilder"), "kilder")]
    for i, source in enumerate(all_sources(report.chapters)):
        parts.append(Entry(f"[{i + 1}] {source.line()}", _source_entry(source)))
    return parts


def _source_entry(source: Source) -> tuple[str, ...]:
    return tuple(f"{label}: {text}" for label, text in source_rows(source)[1:])


def _methods(report: Report) -> list[Part]:
    names = all_methods(report.chapters)
    if not names:
        return []
    text = _(
        "Metodene er beskrevet hver for seg i dokumentasjonen til Veivalg under disse navnene."
    )
    parts: list[Part] = [Heading(1, _("Vedlegg: Metoder"), "metoder"), Paragraph(text)]
    formulas: dict[str, dict[str, None]] = {name: {} for name in names}
    for chapter in report.chapters:
        things: list[Figure | Exhibit] = [*chapter.figures(), *chapter.exhibits()]
        for thing in things:
            if thing.method and thing.formula:
                formulas[thing.method][thing.formula] = None
    return parts + [Entry(name, (), tuple(formulas[name])) for name in names]


def _assumptions(report: Report) -> list[Part]:
    assumptions = all_assumptions(report.chapters)
    if not assumptions:
        return []
    heads = (_("Antakelse"), _("Verdi"), _("Sikkerhet"), _("Kilde"))
    rows = tuple(
        (a.label, a.text() + (f" – {_('endret')}" if a.changed else ""), certainty_text(a),
         f"{a.source}. {a.note}".strip())
        for a in assumptions
    )  # fmt: skip
    grid = Grid(0, _("Antakelser i rapporten"), "", heads, (False, False, False, False), rows)
    return [Heading(1, _("Vedlegg: Antakelser"), "antakelser"), grid]


def _missing(report: Report) -> list[Part]:
    lost = [(c, m) for c in report.chapters for m in c.missing]
    parts: list[Part] = [Heading(1, _("Vedlegg: Hva som mangler"), "mangler")]
    if not lost:
        return [*parts, Paragraph(_("Ingen av kapitlene mangler tall."))]
    return parts + [Paragraph(f"{c.title}: {m.what}. {m.why} {m.how_to_get}", "bullet")
                    for c, m in lost]  # fmt: skip


def _terms(report: Report) -> list[Part]:
    terms = all_terms(report.chapters)
    if not terms:
        return []
    entries: list[Part] = [Entry(term, (text,)) for term, text in terms.items()]
    return [Heading(1, _("Vedlegg: Ordliste"), "ordliste"), *entries]
