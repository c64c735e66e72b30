"""The sheets that go with the numbers: assumptions, what is missing, notes and sources."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from veivalg.content import Assumption, Chapter, Column, Report, format_date
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.publish.document.layout import told_facts
from veivalg.publish.document.provenance import all_assumptions, all_sources, certainty_text
from veivalg.publish.xlsx.book import Book, quoted
from veivalg.publish.xlsx.worked import names_of

_FIRST = 3
"""The first row of assumptions, under a note and the headings."""
_VALUE = 2
"""The column of the value in use."""


def about(book: Book, report: Report) -> None:
    """Write what people have said of the report, a row a paragraph; no sheet where nobody has."""
    who = _(EXAMPLE) if report.about.made_up else report.municipality.name
    rows = [(who, *fact.split(": ", 1)) for fact in told_facts(report)]
    rows += [(who, title, text) for _n, title, texts in report.about.written() for text in texts]
    if rows:
        heads = (_("Skrevet av"), _("Hva"), _("Tekst"))
        book.plain(_("Om rapporten"), heads, (20, 30, 110), rows)


def assumptions(book: Book, chapters: Sequence[Chapter]) -> None:
    """Write every assumption with value, default, source and certainty, under a defined name."""
    if found := all_assumptions(chapters):
        names(book, found)


def names(book: Book, found: Sequence[Assumption]) -> None:
    """Write assumptions on a sheet, so that formulas can name them."""
    heads = (
        _("Antakelse"),
        _("Navn i formler"),
        _("Verdi"),
        _("Standard"),
        _("Laveste"),
        _("Høyeste"),
        _("Enhet"),
        _("Sikkerhet"),
        _("Kilde"),
        _("Merknad"),
    )
    called = names_of(found)
    rows = []
    for a in found:
        column = Column(a.id, a.label, a.unit, a.decimals)
        numbers = [(v, column) for v in (a.value, a.default, a.low, a.high)]
        told = (a.unit.word, certainty_text(a), a.source, a.remark)
        rows.append((a.label, called[a.id], *numbers, *told))
    note = _("Endre en verdi, og de tallene i arkene som er regnet rett ut av den, endrer seg.")
    widths = (44, 26, 12, 12, 12, 12, 12, 18, 50, 40)
    sheet = book.plain(_("Antakelser"), heads, widths, rows, note)
    where = quoted(str(sheet.get_name()))
    for r, a in enumerate(found, _FIRST):
        book.book.define_name(called[a.id], f"={where}!{xl_rowcol_to_cell(r, _VALUE, True, True)}")


def missing(book: Book, chapters: Sequence[Chapter]) -> None:
    """Write what is missing, why and how to get it."""
    heads = (
        _("Kapittel"),
        _("Hva som mangler"),
        _("Hvorfor"),
        _("Slik får du det"),
        _("Tabell"),
    )
    rows = [(c.title, m.what, m.why, m.how_to_get, m.table) for c in chapters for m in c.missing]
    book.plain(_("Mangler"), heads, (20, 40, 50, 50, 12), rows)


def notes(book: Book, chapters: Sequence[Chapter]) -> None:
    """Write the notes, when there are any."""
    heads = (
        _("Kapittel"),
        _("Type"),
        _("Gjelder"),
        _("Kommune"),
        _("Periode"),
        _("Merknad"),
        _("Skrevet av"),
        _("Dato"),
        _("Kilde"),
    )
    rows = [
        (
            c.title,
            _(n.kind.value),
            n.about,
            n.place.name,
            n.period,
            n.text,
            n.who,
            n.when,
            n.source.line() if n.source else "",
        )
        for c in chapters
        for n in c.notes
    ]
    if rows:
        book.plain(_("Merknader"), heads, (20, 18, 34, 18, 12, 70, 20, 12, 44), rows)


def sources(book: Book, chapters: Sequence[Chapter]) -> None:
    """Write every source."""
    heads = (
        _("Kilde"),
        _("Tabell"),
        _("Tittel"),
        _("Type"),
        _("Spørring"),
        _("Adresse"),
        _("Hentet"),
        _("Lisens"),
        _("Sjekksum (SHA-256)"),
    )
    rows = [
        (
            s.producer,
            s.table,
            s.title,
            _(s.kind.value),
            s.query,
            s.url,
            format_date(s.retrieved),
            s.licence,
            s.sha256,
        )
        for s in all_sources(chapters)
    ]
    book.plain(_("Kilder"), heads, (18, 12, 44, 20, 50, 50, 12, 14, 68), rows)
