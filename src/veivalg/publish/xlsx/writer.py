"""Writes the workbook of a report, and of one exhibit."""

from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from veivalg.content import Assumption, Chapter, Column, Exhibit, Figure, Report, format_date
from veivalg.content.about import FACTS
from veivalg.content.folded import Folded, folded
from veivalg.foundation.i18n import _
from veivalg.publish.document.cells import any_made_up, made_up_warning
from veivalg.publish.document.layout import full_title
from veivalg.publish.xlsx import data, lists
from veivalg.publish.xlsx.book import Book, quoted
from veivalg.publish.xlsx.cells import number_format, status, stored
from veivalg.publish.xlsx.charts import Helper
from veivalg.publish.xlsx.tables import Place, lay
from veivalg.publish.xlsx.worked import Sum, defined_name, sum_of

_TABLE = {"style": "Table Style Light 1", "name": "Data"}
_UNIT = 6
_KEPT = 3
"""Columns of «Data» that stay while others are looked at."""


def report_xlsx(report: Report) -> bytes:
    """Write a report as XLSX: all numbers, tables by topic, assumptions, missing, sources."""
    book = Book(full_title(report), report.made)
    _data(book, data.rows(report))
    contents = book.sheet(_("Innhold"))
    helper = Helper(book)
    listed = [line for topic in folded(report.chapters) for line in _topic(book, topic, helper)]
    lists.about(book, report)
    lists.assumptions(book, report.chapters)
    lists.missing(book, report.chapters)
    lists.notes(book, report.chapters)
    lists.sources(book, report.chapters)
    helper.finish()
    _contents(book, contents, report, listed)
    return book.close()


def exhibit_workbook(exhibit: Exhibit, chapter: Chapter) -> bytes:
    """Write one exhibit as XLSX, with its chart beside the table and its sources under it."""
    book = Book(exhibit.title, "")
    place = Place(book.sheet(exhibit.id.replace("-", " ")))
    helper = Helper(book)
    lay(book, place, exhibit, chapter, helper)
    place.settle()
    helper.finish()
    if exhibit.assumptions:
        lists.names(book, exhibit.assumptions)
    return book.close()


def _data(book: Book, rows: Iterable[data.Told]) -> None:
    """Write the tidy table: a row a number, to filter and to read with other programs."""
    sheet = book.sheet(_("Data"))
    for c, (_head, width) in enumerate(data.HEADS):
        sheet.set_column(c, c, width)
    last = 0
    for last, told in enumerate(rows, 1):
        number = book.number(told.code)
        for c, value in enumerate(told.cells()):
            if isinstance(value, float):
                sheet.write_number(last, c, value, number)
            elif value:
                sheet.write_string(last, c, value, book.indented if c == _UNIT else None)
    heads = [{"header": _(head)} for head, _width in data.HEADS]
    if last:
        sheet.add_table(0, 0, last, len(heads) - 1, {**_TABLE, "columns": heads})
    sheet.freeze_panes(1, _KEPT)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, last, data.PRINTED - 1)


Line = tuple[str, int, str, str, str]
"""A line of the contents: sheet, row, chapter, title and what is shown."""


def _topic(book: Book, topic: Folded, helper: Helper) -> list[Line]:
    """Write a sheet with the tables of a topic, and its numbers under them."""
    if topic.empty:
        return []
    alone = len(topic.chapters) == 1
    place = Place(book.sheet(topic.chapters[0].title if alone else topic.topic.label))
    place.sheet.set_landscape()
    home = topic.chapters[0].municipality.name
    place.sheet.write_string(0, 0, f"{place.name} · {home}", book.chapter)
    place.sheet.freeze_panes(1, 1)
    place.sheet.repeat_rows(0)
    place.top, lines = 2, []
    for chapter in topic.chapters:
        if not alone and (chapter.figures() or any(chapter.exhibits())):
            place.sheet.write_string(place.top, 0, chapter.title, book.chapter)
            place.top += 2
        for exhibit in chapter.exhibits():
            row = lay(book, place, exhibit, chapter, helper)
            lines.append((place.name, row, chapter.title, exhibit.title, exhibit.subtitle))
        if figures := chapter.figures():
            title = _("Tall i teksten: {chapter}").format(chapter=chapter.title)
            lines.append((place.name, place.top, chapter.title, title, ""))
            _figures(book, place, title, figures)
    place.settle()
    return lines


def _figures(book: Book, place: Place, title: str, figures: Sequence[Figure]) -> None:
    """Write the bound numbers of a chapter, and under them those they are worked out from."""
    sums = {figure.id: found for figure in figures if (found := sum_of(figure))}
    place.text(title, book.title)
    heads = (_("Tall"), _("Verdi"), _("Enhet"), _("Nedre"), _("Øvre"), _("Sted"), _("Periode"))
    for c, head in enumerate((*heads, _("Navn"), _("Status"), _("Slik er det regnet"))):
        place.sheet.write_string(place.top, c, head, book.head)
    behind = {
        _key(part): part
        for found in sums.values()
        for part in found.parts
        if isinstance(part, Figure)
    }
    first = place.top + 1
    rows = {_key(figure): first + r for r, figure in enumerate(figures)}
    others = [figure for key, figure in behind.items() if key not in rows]
    begin = first + len(figures) + 1
    rows |= {_key(figure): begin + r for r, figure in enumerate(others)}
    for figure in figures:
        _figure(book, place.sheet, figure, rows, sums.get(figure.id))
    if others:
        place.sheet.write_string(
            begin - 1, 0, _("Tall som andre tall er regnet ut fra"), book.absent
        )
    for figure in others:
        _figure(book, place.sheet, figure, rows, None)
    place.top = begin + len(others) + 2


def _key(figure: Figure) -> tuple[str, float | None, str, str]:
    return figure.id, figure.value, figure.place.code, figure.period


def _figure(book: Book, sheet: Any, figure: Figure, rows: dict[Any, int], made: Sum | None) -> None:
    r, column = rows[_key(figure)], Column(figure.id, figure.label, figure.unit, figure.decimals)
    sheet.write_string(r, 0, figure.label, book.wrapped)
    if made is None:
        book.cell(sheet, (r, 1), column, figure.value)
    else:
        cells = [
            defined_name(part.id)
            if isinstance(part, Assumption)
            else xl_rowcol_to_cell(rows[_key(part)], 1)
            for part in made.parts
        ]
        look = book.number(number_format(column))
        value = stored(figure.value, figure.unit)
        sheet.write_formula(r, 1, f"={made.template.format(*cells)}", look, value)
    sheet.write_string(r, 2, figure.unit.word, book.indented)
    if figure.interval is not None:
        book.cell(sheet, (r, 3), column, figure.interval.low)
        book.cell(sheet, (r, 4), column, figure.interval.high)
    why = status(None, figure.reason) if figure.value is None else ""
    ends = (figure.place.name, figure.dated, figure.id, why, figure.formula)
    for c, text in enumerate(ends, 5):
        sheet.write_string(r, c, text)


def _contents(book: Book, sheet: Any, report: Report, lines: Sequence[Line]) -> None:
    """Write what there is, with a link to each table."""
    sheet.write_string(0, 0, report.title, book.chapter)
    about = f"{report.official_name} · {format_date(report.made)} · Veivalg {report.version}"
    told = [about, *(f"{_(FACTS[k])}: {v}" for k, v in report.about.facts.items() if v)]
    if any_made_up(report.chapters):
        told.append(made_up_warning())
    told += [
        _("Arket «Data» har alle tall i rapporten, ett på hver rad, til å filtrere og bruke."),
        _("Andeler er lagret som brøker og vist som prosent. Det som mangler, er tomt og aldri 0."),
        _("Summer, andeler og forskjeller er formler, og navn i formler står i «Antakelser»."),
    ]
    for r, text in enumerate(told, 1):
        sheet.write_string(r, 0, text, book.muted)
    first = len(told) + 2
    heads = (_("Ark"), _("Kapittel"), _("Tittel"), _("Viser"))
    for c, (text, width) in enumerate(zip(heads, (30, 26, 90, 60), strict=True)):
        sheet.write_string(first, c, text, book.head)
        sheet.set_column(c, c, width)
    for r, (name, row, chapter, title, subtitle) in enumerate(lines, first + 1):
        sheet.write_url(r, 0, f"internal:{quoted(name)}!A{row + 1}", book.link, string=name)
        for c, text in enumerate((chapter, title, subtitle), 1):
            sheet.write_string(r, c, text, book.wrapped)
    sheet.freeze_panes(first + 1, 0)
    sheet.repeat_rows(first)
