"""Oppsummering: two pages of what matters most, the choices, and what isn't known."""

from collections.abc import Iterator
from itertools import islice

from veivalg.content import Exhibit, Report
from veivalg.content.about import TEXTS
from veivalg.foundation.i18n import _
from veivalg.publish.document.cells import exhibit_note, made_up
from veivalg.publish.document.layout import Document, table_part, whole
from veivalg.publish.document.parts import Heading, Paragraph, Part
from veivalg.publish.document.told import Told, choices, lacking, others, ranked

FINDINGS, LACKING, ROWS, CHOICES, LETTERS = 10, 5, 6, 3, 240
"""Findings, lines of what isn't known, rows of the choices, sentences of them, and letters of a
finding, that there is room for."""


def summary(report: Report) -> Document:
    """Lay out the summary of a report."""
    return whole(report, tuple(_parts(report)), title=_("Oppsummering"), short=True)


def _parts(report: Report) -> Iterator[Part]:
    yield Heading(1, _("Hva det er spurt om"), "mandat", listed=False)
    mandate = tuple(texts(report, "mandate"))
    asked = _("Hvor står kommunen, hva kommer, og hva kan den velge mellom?")
    yield from mandate or (Paragraph(asked),)
    yield Heading(1, _("Det viktigste"), "viktigst", listed=False)
    first = findings(report, FINDINGS)
    for one in first:
        yield finding(one)
        yield from beside(one)
    said, table = choices(report, CHOICES, ROWS, first)
    if said:
        yield Heading(1, _("Valgene"), "valgene", listed=False)
        yield from (finding(one) for one in said)
        yield from compared(table)
    for name in ("assessment", "process"):
        if told_by := tuple(texts(report, name)):
            yield Heading(1, _(TEXTS[name][0]), f"tekst-{name}", listed=False)
            yield from told_by
    told = lacking(report, LACKING)
    reservations = tuple(texts(report, "reservations"))
    if told or reservations:
        yield Heading(1, _("Det vi ikke vet"), "ukjent", listed=False)
        yield from reservations
        yield from (Paragraph(line, "bullet") for line in told)


def texts(report: Report, name: str) -> Iterator[Paragraph]:
    """Give the paragraphs people have written; none where nobody has."""
    for text in report.about.paragraphs(name):
        yield Paragraph(text, marked=report.about.made_up)


def findings(report: Report, most: int) -> list[Told]:
    """Give the ranked findings, filled up with those of chapters none of them stands in."""
    told = ranked(report)
    return [*told, *islice(others(report, told), max(most - len(told), 0))][:most]


def finding(one: Told, most: int = LETTERS, style: str = "finding") -> Paragraph:
    """Give the first sentences of a finding as a line of a list."""
    return Paragraph(one.split(most)[0], style, one.made_up)


def beside(one: Told) -> Iterator[Paragraph]:
    """Give what must stand beside a finding, as a line under it."""
    if one.beside is not None:
        yield Paragraph(one.beside.text(), "note", made_up([one.beside]))


def compared(table: Exhibit | None) -> Iterator[Part]:
    """Give the choices side by side, with the note of the table."""
    if table is not None:
        yield table_part(table, "")
        if note := exhibit_note(table):
            yield Paragraph(note, "note")
