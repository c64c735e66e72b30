"""A report as an Excel workbook: one sheet an exhibit, numbers as numbers, texts as texts."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from veivalg.content import Cell, Chapter, Column, Exhibit, Figure, Report, Table, Unit, format_date
from veivalg.content.numbers import DECIMALS, SCALE
from veivalg.content.theme import QUIET
from veivalg.foundation.i18n import N_, _
from veivalg.publish.document.cells import exhibit_note, heading, source_lines
from veivalg.publish.document.layout import full_title
from veivalg.publish.document.provenance import (
    all_assumptions,
    all_sources,
    assumption_text,
    certainty_text,
    quantities_text,
)
from veivalg.publish.format import OFFICE, ONE, PART, WHOLE, Format

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
SHEET_NAME = 31  # characters, the most Excel takes
Row = Sequence[Any]
_SCALES: dict[str, float] = {str(unit): scale for unit, scale in SCALE.items()}


def report_xlsx(report: Report) -> bytes:
    """Write a report as XLSX: contents, exhibits, numbers, assumptions, missing, sources."""
    book = _Book(full_title(report), report.made)
    contents = book.sheet(_("Innhold"))
    rows: list[tuple[str, str, str, str]] = []
    number = 0
    for chapter in report.chapters:
        for exhibit in chapter.exhibits():
            number += 1
            name = book.exhibit(exhibit, chapter, sheet_name(exhibit, number))
            rows.append((name, chapter.title, exhibit.title, exhibit.subtitle))
    book.figures(report.chapters)
    book.assumptions(report.chapters)
    book.missing(report.chapters)
    book.notes(report.chapters)
    book.sources(report.chapters)
    book.contents(contents, report, rows)
    return book.close()


def exhibit_workbook(exhibit: Exhibit, chapter: Chapter) -> bytes:
    """Write one exhibit as XLSX, with source lines under the table."""
    book = _Book(exhibit.title, "")
    book.exhibit(exhibit, chapter, sheet_name(exhibit))
    return book.close()


FORMAT = Format(
    "xlsx",
    ".xlsx",
    f"{OFFICE}.spreadsheetml.sheet",
    N_("Excel"),
    30,
    report_xlsx,
    exhibit=exhibit_workbook,
    offered=(WHOLE, PART, ONE),
)


def sheet_name(exhibit: Exhibit, number: int = 0) -> str:
    """Give a sheet a short name that is not cut: «1 aldersgrupper».

    Words that do not fit in Excel's 31 characters are left out from the end.
    """
    words = exhibit.id.replace("-", " ").split()
    start = [str(number)] if number else []
    while len(words) > 1 and len(" ".join(start + words)) > SHEET_NAME:
        words.pop()
    return " ".join(start + words)


def sheet_table(exhibit: Exhibit) -> Table:
    """Give the table as it is laid in a sheet: turned, unless turning would drop a column."""
    table = exhibit.table
    if table.pivot is None:
        return table
    kept = {table.pivot.rows, table.pivot.columns, table.pivot.values}
    return table.readable() if kept == {c.key for c in table.columns} else table


def stored(value: Cell, unit: Unit | None) -> Cell:
    """Give a value as it stands in a sheet: shares as fractions, money in the unit shown."""
    if value is None or isinstance(value, str) or unit is None:
        return value
    return value / _SCALES.get(unit, 1)


def number_format(column: Column) -> str:
    """Give Excel's number format for a column.

    Examples
    --------
    >>> number_format(Column("s", "Andel", Unit.SHARE)), number_format(Column("y", "År", Unit.YEAR))
    ('0.0 %', '0')
    """
    unit = column.unit or Unit.COUNT
    if unit is Unit.YEAR:
        return "0"
    digits = DECIMALS.get(unit, 0) if column.decimals is None else column.decimals
    tail = f".{'0' * digits}" if digits else ""
    base = f"0{tail} %" if unit is Unit.SHARE else f"#,##0{tail}"
    return f"+{base};-{base};{base}" if column.sign else base


class _Book:
    """A workbook with its formats and the sheet names that are taken."""

    def __init__(self, title: str, made: str) -> None:
        import xlsxwriter

        self._target = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._target, _OPTIONS)
        properties: dict[str, Any] = {
            "title": title,
            "author": "Veivalg",
            "comments": "",
            "category": _("Kunnskapsgrunnlag"),
        }
        if made:
            properties["created"] = datetime.fromisoformat(made)
        self.book.set_properties(properties)
        self._taken: set[str] = set()
        self._formats: dict[str, Any] = {}
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.muted = self.book.add_format({"font_color": QUIET})
        self.right = self.book.add_format({"align": "right"})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.absent = self.book.add_format({"italic": True, "font_color": QUIET, "align": "right"})
        self.head = self.book.add_format(
            {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}
        )
        self.head_right = self.book.add_format(
            {"bold": True, "bottom": 2, "text_wrap": True, "align": "right", "valign": "top"}
        )

    def close(self) -> bytes:
        """Give the file."""
        self.book.close()
        return self._target.getvalue()

    def sheet(self, wanted: str) -> Any:
        """Add a sheet under a name Excel takes and that no other sheet has."""
        base = _FORBIDDEN.sub(" ", wanted).strip("' ")[:31].strip("' ") or _("Ark")
        name, n = base, 1
        while name.casefold() in self._taken:
            n += 1
            name = f"{base[: 31 - len(str(n)) - 1]} {n}"
        self._taken.add(name.casefold())
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def cell_format(self, column: Column, bold: bool = False) -> Any:
        """Give the format of a numeric cell, made once."""
        code = number_format(column)
        key = f"{code}{bold}"
        if key not in self._formats:
            look = {"num_format": code, "bold": bold, "top": 1 if bold else 0}
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def exhibit(self, exhibit: Exhibit, chapter: Chapter, name: str) -> str:
        """Write an exhibit on a sheet of its own; give the sheet's name."""
        sheet, table = self.sheet(name), sheet_table(exhibit)
        sheet.write_string(0, 0, exhibit.title, self.title)
        place = f"{chapter.municipality.name} · {chapter.title} · {exhibit.subtitle}"
        sheet.write_string(1, 0, place, self.muted)
        first = 3
        for c, column in enumerate(table.columns):
            look = self.head_right if column.numeric else self.head
            sheet.write_string(first, c, heading(column), look)
            sheet.set_column(c, c, _width(column, [row[c] for row in table.rows]))
        for r, row in enumerate(table.rows):
            bold = table.total_row and r == len(table.rows) - 1
            for c, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                self._cell(sheet, first + 1 + r, c, column, value, bold)
        sheet.freeze_panes(first + 1, 1)
        sheet.repeat_rows(first)
        for i, line in enumerate(_foot(exhibit)):
            sheet.write_string(first + 2 + len(table.rows) + i, 0, line, self.muted)
        return str(sheet.get_name())

    def _cell(self, sheet: Any, r: int, c: int, column: Column, value: Cell, bold: bool) -> None:
        if value is None:
            sheet.write_string(r, c, _("mangler"), self.absent)
        elif isinstance(value, str):
            look = self.right if column.written else None
            sheet.write_string(r, c, value, self.absent if column.unit is not None else look)
        elif column.unit is None:
            sheet.write_number(r, c, value)
        else:
            sheet.write_number(r, c, stored(value, column.unit), self.cell_format(column, bold))

    def _plain(self, name: str, heads: Row, widths: Sequence[int], rows: Iterable[Row]) -> None:
        """Write a sheet of texts and numbers with a frozen heading."""
        sheet = self.sheet(name)
        for c, (text, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.write_string(0, c, text, self.head)
            sheet.set_column(c, c, width)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row):
                if isinstance(value, tuple):
                    number, column = value
                    self._cell(sheet, r, c, column, number, False)
                else:
                    sheet.write_string(r, c, str(value), self.wrapped)
        sheet.freeze_panes(1, 0)

    def figures(self, chapters: Iterable[Chapter]) -> None:
        """Write every bound number with what it rests on."""
        heads = (
            _("Kapittel"),
            _("Navn"),
            _("Tall"),
            _("Verdi"),
            _("Enhet"),
            _("Sted"),
            _("Periode"),
            _("Nedre"),
            _("Øvre"),
            _("Usikkerhet"),
            _("Slik er det regnet"),
            _("Kilde"),
            _("Spørring"),
            _("Antakelser"),
            _("Metode"),
            _("Hvorfor det mangler"),
            _("Størrelse"),
        )
        widths = (16, 24, 44, 14, 14, 16, 20, 12, 12, 28, 44, 40, 40, 44, 14, 20, 40)
        rows = [_figure_row(c, f) for c in chapters for f in c.figures()]
        self._plain(_("Tall i teksten"), heads, widths, rows)

    def assumptions(self, chapters: Iterable[Chapter]) -> None:
        """Write every assumption with value, default, source and certainty."""
        heads = (
            _("Antakelse"),
            _("Verdi"),
            _("Standard"),
            _("Laveste"),
            _("Høyeste"),
            _("Enhet"),
            _("Sikkerhet"),
            _("Kilde"),
            _("Merknad"),
        )
        rows = []
        for a in all_assumptions(chapters):
            column = Column(a.id, a.label, a.unit, a.decimals)
            numbers = [(v, column) for v in (a.value, a.default, a.low, a.high)]
            rows.append((a.label, *numbers, a.unit.word, certainty_text(a), a.source, a.note))
        self._plain(_("Antakelser"), heads, (44, 12, 12, 12, 12, 12, 18, 50, 40), rows)

    def missing(self, chapters: Iterable[Chapter]) -> None:
        """Write what is missing, why and how to get it."""
        heads = (
            _("Kapittel"),
            _("Hva som mangler"),
            _("Hvorfor"),
            _("Slik får du det"),
            _("Tabell"),
        )
        rows = [
            (c.title, m.what, m.why, m.how_to_get, m.table) for c in chapters for m in c.missing
        ]
        self._plain(_("Mangler"), heads, (20, 40, 50, 50, 12), rows)

    def notes(self, chapters: Iterable[Chapter]) -> None:
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
            self._plain(_("Merknader"), heads, (20, 18, 34, 18, 12, 70, 20, 12, 44), rows)

    def sources(self, chapters: Iterable[Chapter]) -> None:
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
        self._plain(_("Kilder"), heads, (18, 12, 44, 20, 50, 50, 12, 14, 68), rows)

    def contents(
        self, sheet: Any, report: Report, rows: Sequence[tuple[str, str, str, str]]
    ) -> None:
        """Write the first sheet, with a link to each exhibit's."""
        sheet.write_string(0, 0, report.title, self.title)
        about = f"{report.official_name} · {format_date(report.made)} · Veivalg {report.version}"
        sheet.write_string(1, 0, about, self.muted)
        for c, (text, width) in enumerate(
            zip((_("Ark"), _("Kapittel"), _("Tittel"), _("Viser")), (34, 24, 60, 70), strict=True)
        ):
            sheet.write_string(3, c, text, self.head)
            sheet.set_column(c, c, width)
        for r, (name, chapter, title, subtitle) in enumerate(rows, 4):
            quoted = name.replace("'", "''")
            sheet.write_url(r, 0, f"internal:'{quoted}'!A1", string=name)
            for c, text in enumerate((chapter, title, subtitle), 1):
                sheet.write_string(r, c, text)
        sheet.freeze_panes(4, 0)


def _figure_row(chapter: Chapter, figure: Figure) -> Row:
    column = Column(figure.id, figure.label, figure.unit, figure.decimals)
    interval = figure.interval
    low, high = (interval.low, interval.high) if interval else ("", "")
    return (
        chapter.title,
        figure.id,
        figure.label,
        (figure.value, column),
        figure.unit.word,
        figure.place.name,
        figure.dated,
        (low, column),
        (high, column),
        interval.meaning if interval else "",
        figure.formula,
        figure.source.line(),
        figure.source.query,
        "; ".join(assumption_text(a) for a in figure.assumptions),
        figure.method,
        figure.reason,
        figure.quantity.address if figure.quantity else "",
    )


def _foot(exhibit: Exhibit) -> list[str]:
    off = (s.marked() for s in exhibit.deviations)
    lines = [exhibit_note(exhibit), *off, source_lines(exhibit.sources)]
    if exhibit.formula:
        lines.append(f"{_('Slik er det regnet')}: {exhibit.formula}")
    if told := quantities_text(exhibit):
        lines.append(f"{_('Størrelser')}: {told}")
    lines += [f"{_('Antakelse')}: {assumption_text(a)}" for a in exhibit.assumptions]
    return [line for line in lines if line]


def _width(column: Column, values: Sequence[Cell]) -> float:
    if column.numeric:
        return float(min(max(12, len(column.title) * 0.7), 26))
    longest = max((len(str(v)) for v in values), default=0)
    return float(min(max(14, longest + 2, len(column.title) * 0.7), 48))
