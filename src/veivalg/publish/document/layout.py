"""A report as a flat run of blocks: what every document is made of, and one that holds all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from veivalg.content import (
    Cell,
    Chapter,
    Column,
    Exhibit,
    Report,
    Statement,
    Table,
    Unit,
    format_date,
)
from veivalg.content.about import AFTER, BEFORE, FACTS, FIRST
from veivalg.content.once import told_once
from veivalg.foundation.i18n import _
from veivalg.publish.document.appendix import appendices
from veivalg.publish.document.cells import (
    all_made_up,
    any_made_up,
    cell_text,
    constructed,
    exhibit_note,
    headings,
    made_up,
    made_up_warning,
    source_lines,
)
from veivalg.publish.document.parts import Grid, Heading, Paragraph, Part, Picture
from veivalg.publish.document.widths import TEXT_WIDTH, WIDE, least_widths

MANY = 7
"""Columns a table has room for on an upright page."""
MILLION = 1e6
IN_SUMMARY, SUMMARY_LENGTH = 3, 16
"""Most findings of a chapter, and of all chapters, in the summary: so that it is one page."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says: its cover, the summary and the rest.

    ``period`` is what its numbers are for, where that is one thing or two, ``names`` are the names
    that stand under the title, by language, and ``made`` is an ISO date. ``warning`` says on the
    cover that some numbers are constructed, when they are. One that is ``short`` has neither cover
    nor contents: title and facts stand over the first words. ``facts`` are what people have said
    of it («Saksnummer: 26/1234»), ``logo`` a PNG. ``contents`` are the headings that are listed,
    each with its page; a document without them has no contents.
    """

    title: str
    full_title: str
    name: str
    names: tuple[tuple[str, str], ...]
    made: str
    version: str
    period: str
    summary: tuple[Part, ...]
    body: tuple[Part, ...]
    warning: str = ""
    short: bool = False
    facts: tuple[str, ...] = ()
    author: str = ""
    logo: bytes = b""
    contents: tuple[tuple[Heading, int], ...] = ()

    @property
    def date(self) -> str:
        """Give the day it was made, as Norwegians write it."""
        return format_date(self.made)

    @property
    def about(self) -> tuple[str, ...]:
        """Give the lines at the foot of the cover."""
        return (
            *self.facts,
            _("Dato: {date}").format(date=self.date),
            *((_("Tall for: {period}").format(period=self.period),) if self.period else ()),
            _("Laget med Veivalg, versjon {version}").format(version=self.version),
        )

    def headings(self) -> Iterator[Heading]:
        """Give the headings in order, the summary's too."""
        yield from (p for p in (*self.summary, *self.body) if isinstance(p, Heading))


def document(report: Report) -> Document:
    """Lay all of a report out as a document: summary, chapters, appendices."""
    numbers = _numbers(report)
    body = list(_written(report, BEFORE))
    read = map(told_once, report.chapters)
    body += [part for chapter in read for part in _chapter(chapter, numbers)]
    body += [*_written(report, AFTER), *appendices(report)]
    return whole(report, tuple(body), (*_written(report, FIRST), *_summary(report)))


def _written(report: Report, names: tuple[str, ...]) -> Iterator[Part]:
    """Give the texts people have written, a chapter each."""
    for name, title, paragraphs in report.about.written(names):
        yield Heading(1, title, f"tekst-{name}", marked=report.about.made_up)
        yield from (Paragraph(text) for text in paragraphs)


def whole(
    report: Report,
    body: tuple[Part, ...],
    summary: tuple[Part, ...] = (),
    *,
    title: str = "",
    short: bool = False,
) -> Document:
    """Give parts as a document of a report, with what is told of it.

    Parameters
    ----------
    title
        What the document is called, where that is not the report's own title.
    """
    periods = dict.fromkeys(chapter.period for chapter in report.chapters if chapter.period)
    said = report.about.facts
    return Document(
        title or report.title,
        f"{title} – {report.municipality.name}" if title else full_title(report),
        report.official_name,
        names_beside(report),
        report.made,
        report.version,
        ", ".join(periods) if len(periods) <= 2 and not short else "",
        summary,
        body,
        made_up_warning() if any_made_up(report.chapters) else "",
        short,
        told_facts(report),
        said.get("author", ""),
        report.about.logo,
    )


def told_facts(report: Report) -> tuple[str, ...]:
    """Give what people have said of a report, a line each: «Saksnummer: 26/1234»."""
    said = report.about.facts
    return tuple(f"{_(FACTS[name])}: {said[name]}" for name in FACTS if said.get(name))


def full_title(report: Report) -> str:
    """Give the title with the municipality's name, which is not said twice."""
    name = report.municipality.name
    return report.title if name in report.title else f"{report.title} – {name}"


def names_beside(report: Report) -> tuple[tuple[str, str], ...]:
    """Give the names to write under the title, by language; none when the title has them all."""
    names = tuple(report.names.items()) or (("", report.municipality.name),)
    return () if all(name in report.title for _code, name in names) else names


def _numbers(report: Report) -> dict[tuple[str, str], str]:
    """Number charts and tables each in a row of their own, through the whole report."""
    found: dict[tuple[str, str], str] = {}
    count = {"figur": 0, "tabell": 0}
    for chapter in report.chapters:
        for exhibit in chapter.exhibits():
            kind = "figur" if exhibit.chart else "tabell"
            count[kind] += 1
            found[chapter.id, exhibit.id] = str(count[kind])
    return found


def _summary(report: Report) -> Iterator[Part]:
    # A chapter that found no numbers says so itself; the summary is for what was found.
    found = [
        c
        for c in report.chapters
        if any(s.figures for s in c.findings) and not c.findings[0].caution
    ]
    if not found:
        return
    yield Heading(1, _("Sammendrag"), "sammendrag")
    if any_made_up(report.chapters):
        yield Paragraph(made_up_warning(), "mark")
    each = max(1, min(IN_SUMMARY, SUMMARY_LENGTH // (len(found) or 1)))
    beside = {one.chapter: one for one in report.ranked if one.beside is not None}
    for chapter in found:
        said = chapter.findings[:each]
        if (one := beside.get(chapter.id)) is not None and one.beside is not None:
            said = (one.statement, one.beside)
        yield Heading(
            2, chapter.title, f"sammendrag-{chapter.id}", listed=False, marked=all_made_up(said)
        )
        yield from (statement_part(s, "finding") for s in said)


def _whose(chapter: Chapter) -> str:
    """Say whose figures these are, and of when where that is known."""
    when = f" · {_('tall for')} {chapter.period}" if chapter.period else ""
    return chapter.municipality.name + when


def statement_part(statement: Statement, style: str) -> Paragraph:
    """Give a sentence as a paragraph, marked when it is uncertain or rests on what is made up."""
    quiet = "note" if statement.deviation else style
    return Paragraph(statement.marked(), quiet, made_up([statement]))


def _chapter(chapter: Chapter, numbers: dict[tuple[str, str], str]) -> list[Part]:
    parts: list[Part] = [
        Heading(1, chapter.title, f"kapittel-{chapter.id}"),
        Paragraph(_whose(chapter), "meta"),
        Paragraph(chapter.lead, "lead"),
    ]
    if chapter.findings:
        parts.append(
            Heading(
                2,
                _("Det viktigste"),
                f"funn-{chapter.id}",
                listed=False,
                marked=all_made_up(chapter.findings),
            )
        )
        parts += [statement_part(s, "finding") for s in chapter.findings]
    for section in chapter.sections:
        parts.append(Heading(2, section.title, f"del-{chapter.id}-{section.id}"))
        for block in section.blocks:
            if isinstance(block, Statement):
                parts.append(statement_part(block, "body"))
            else:
                parts += exhibit_parts(block, numbers[chapter.id, block.id])
    if chapter.missing:
        parts.append(Heading(2, _("Dette mangler"), f"mangler-{chapter.id}", listed=False))
        parts += [Paragraph(f"{m.what}. {m.why} {m.how_to_get}", "bullet") for m in chapter.missing]
    if chapter.notes:
        parts.append(Heading(2, _("Merknader"), f"merknader-{chapter.id}", listed=False))
        parts += [Paragraph(note.line(), "bullet") for note in chapter.notes]
    return parts


def exhibit_parts(exhibit: Exhibit, number: str) -> list[Part]:
    """Give an exhibit as picture or table, with note and source line under it."""
    shown: Part = Picture(number, exhibit) if exhibit.chart else table_part(exhibit, number)
    note = exhibit_note(exhibit)
    notes: list[Part] = [Paragraph(note, "note")] if note else []
    notes += [statement_part(s, "note") for s in exhibit.deviations]
    return [shown, *notes, Paragraph(source_lines(exhibit.sources), "source")]


def table_part(exhibit: Exhibit, number: str, *, paper: bool = False) -> Grid:
    """Give an exhibit's table as text, turned as it is read.

    Parameters
    ----------
    paper
        Whether one of many columns is to stand across the page, its kroner in millions; one more
        than many may stand upright where all but the first are short numbers.
    """
    table = exhibit.table.readable()
    upright = _grid(exhibit, table, number)
    if not paper or len(table.columns) <= MANY or _fits(upright):
        return upright
    columns = tuple(_in_millions(c, table.cells(c.key)) for c in table.columns)
    return replace(_grid(exhibit, replace(table, columns=columns), number), wide=True)


def _grid(exhibit: Exhibit, table: Table, number: str) -> Grid:
    rows = tuple(
        tuple(cell_text(c, v) for c, v in zip(table.columns, row, strict=True))
        for row in table.rows
    )
    return Grid(
        number,
        exhibit.title,
        exhibit.subtitle,
        tuple(headings(table.columns)),
        tuple(c.numeric for c in table.columns),
        rows,
        table.total_row,
        constructed(exhibit.sources),
        exhibit=exhibit,
    )


def _fits(grid: Grid) -> bool:
    """Say whether a table of one column more than that is of short numbers, and fits upright."""
    if len(grid.heads) > MANY + 1 or not all(grid.numeric[1:]):
        return False
    return sum(least_widths(grid.heads, grid.rows, grid.numeric, WIDE)[0]) <= TEXT_WIDTH


def _in_millions(column: Column, cells: Sequence[Cell]) -> Column:
    """Give a column of kroner in millions where nine digits would stand."""
    many = any(abs(cell) >= MILLION for cell in cells if isinstance(cell, int | float))
    if column.unit is not Unit.NOK or not many:
        return column
    return replace(column, unit=Unit.MILLION_NOK, decimals=None)
