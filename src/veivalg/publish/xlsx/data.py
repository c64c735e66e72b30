"""Every number of a report as rows of one tidy table: what a person filters and a program reads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from veivalg.content import Cell, Chapter, Column, Exhibit, Figure, Report, Unit
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import N_, _
from veivalg.publish.document.cells import constructed, source_lines
from veivalg.publish.document.provenance import assumption_text
from veivalg.publish.xlsx.cells import number_format, printed, status, stored, unit_word

HEADS = (
    (N_("Kapittel"), 20),
    (N_("Figur-id"), 34),
    (N_("Navn"), 48),
    (N_("Sted"), 18),
    (N_("Periode"), 14),
    (N_("Verdi"), 14),
    (N_("Enhet"), 18),
    (N_("Nedre"), 12),
    (N_("Øvre"), 12),
    (N_("Kilde"), 34),
    (N_("Tabell"), 40),
    (N_("Status"), 16),
    (N_("Merke"), 14),
    (N_("Usikkerhet"), 28),
    (N_("Slik er det regnet"), 40),
    (N_("Antakelser"), 40),
    (N_("Metode"), 10),
    (N_("Størrelse"), 34),
)
"""Headings of the table, and how wide each column is."""
PRINTED = 9
"""Columns that are printed: the others are wide, and are for filters."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PLACES = ("place", "municipality")
"""Keys of columns that name the place of a row."""


@dataclass(frozen=True, slots=True)
class Told:
    """A number as it stands in the tidy table: value and ends in the scale of the sheet."""

    chapter: str
    id: str
    label: str
    place: str
    period: str
    value: float | None
    unit: str
    code: str
    low: float | None
    high: float | None
    source: str
    table: str
    status: str
    mark: str = ""
    meaning: str = ""
    formula: str = ""
    assumptions: str = ""
    method: str = ""
    quantity: str = ""

    def cells(self) -> tuple[Any, ...]:
        """Give it in the order of :data:`HEADS`."""
        return (
            *(self.chapter, self.id, self.label, self.place, self.period, self.value, self.unit),
            *(self.low, self.high, self.source, self.table, self.status, self.mark, self.meaning),
            *(self.formula, self.assumptions, self.method, self.quantity),
        )


def rows(report: Report) -> Iterator[Told]:
    """Give every number of a report: those of sentences, and every cell of every exhibit."""
    for chapter in report.chapters:
        for figure in chapter.figures():
            yield of_figure(figure, chapter.title, f"{chapter.id}/{figure.id}")
        for exhibit in chapter.exhibits():
            yield from of_exhibit(exhibit, chapter)
    for one in report.ranked:
        for figure in one.figures():
            yield of_figure(figure, _("Oversikt"), f"oversikt/{one.id}/{figure.id}")


def of_figure(figure: Figure, chapter: str, id: str) -> Told:
    """Give a bound number."""
    column = Column(figure.id, figure.label, figure.unit, figure.decimals)
    interval = figure.interval
    ends = (interval.low, interval.high) if interval else (None, None)
    low, high = (_number(end, figure.unit) for end in ends)
    return Told(
        chapter,
        id,
        figure.label,
        figure.place.name,
        figure.dated,
        _number(figure.value, figure.unit),
        unit_word(figure.unit),
        number_format(column),
        low,
        high,
        figure.source.line(),
        _("Tall i teksten"),
        status(figure.value, figure.reason),
        _(EXAMPLE) if constructed(figure.sources()) else "",
        interval.meaning if interval else "",
        figure.formula,
        "; ".join(assumption_text(a) for a in figure.assumptions),
        figure.method,
        figure.quantity.address if figure.quantity else "",
    )


def of_exhibit(exhibit: Exhibit, chapter: Chapter) -> Iterator[Told]:
    """Give every number of an exhibit's tidy table, a row a number."""
    table, keys = exhibit.table, [c.key for c in exhibit.table.columns]
    measures = _measures(exhibit)
    ends = _ends(exhibit, keys)
    held = {keys.index(end) for pair in ends.values() for end in pair}
    shared = _Shared(exhibit, chapter)
    for r, row in enumerate(table.rows):
        words = shared.words(row, measures)
        for i in measures:
            if i in held:
                continue
            column, told = table.columns[i], table.told.get(keys[i])
            quantity = told[r] if told else None
            low, high = (
                (_number(row[keys.index(end)], column.unit) for end in ends[keys[i]])
                if keys[i] in ends
                else (None, None)
            )
            value, unit, code = _measured(column, row[i])
            yield Told(
                chapter.title,
                f"{chapter.id}/{exhibit.id}",
                " · ".join(part for part in (words, column.title) if part),
                shared.place(row),
                shared.period(row, column),
                value,
                unit,
                code,
                low,
                high,
                shared.source,
                exhibit.title,
                _("oppgitt") if value is not None else status(row[i] or None),
                shared.mark,
                exhibit.uncertainty if low is not None else "",
                exhibit.formula,
                shared.assumptions,
                exhibit.method,
                quantity.address if quantity else "",
            )


def _measures(exhibit: Exhibit) -> list[int]:
    """Give the columns that hold numbers; years are one only where there is nothing else."""
    columns = exhibit.table.columns
    years = [i for i, c in enumerate(columns) if c.unit is Unit.YEAR]
    found = [i for i, c in enumerate(columns) if c.numeric and c.unit is not Unit.YEAR]
    return sorted([*found, *(years[1:] if found else years)])


def _ends(exhibit: Exhibit, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Give the columns that are ends of an interval, by the column they are ends of."""
    found = {k: (f"{k}_low", f"{k}_high") for k in keys if {f"{k}_low", f"{k}_high"} <= {*keys}}
    chart = exhibit.chart
    if chart is not None and chart.low and chart.high:
        measured = [k for k in (chart.y, chart.x) if exhibit.table.column(k).unit is not None]
        found |= {k: (chart.low, chart.high) for k in measured[:1] if k not in found}
    return found


def _measured(column: Column, value: Cell) -> tuple[float | None, str, str]:
    """Give a number with its unit and format; None for what is not told."""
    if column.written and isinstance(value, str):
        return printed(value) or (None, "", "General")
    unit = column.unit or Unit.COUNT
    return _number(value, unit), unit_word(unit), number_format(column)


def _number(value: Cell, unit: Unit | None) -> float | None:
    held = stored(value, unit) if isinstance(value, int | float) else None
    return float(held) if isinstance(held, int | float) else None


class _Shared:
    """What the numbers of an exhibit have in common."""

    def __init__(self, exhibit: Exhibit, chapter: Chapter) -> None:
        self.columns, self.home = exhibit.table.columns, chapter.municipality.name
        self.source = source_lines(exhibit.sources, most=len(exhibit.sources)).partition(": ")[2]
        self.source = self.source.rstrip(".")
        self.mark = _(EXAMPLE) if constructed(exhibit.sources) else ""
        self.assumptions = "; ".join(assumption_text(a) for a in exhibit.assumptions)
        self._span = "–".join(str(y) for y in dict.fromkeys(exhibit.span or ()))
        self._place = next((i for i, c in enumerate(self.columns) if c.key in _PLACES), None)
        years = [i for i, c in enumerate(self.columns) if c.unit is Unit.YEAR]
        self._year = years[0] if years else None

    def words(self, row: Sequence[Cell], measures: Sequence[int]) -> str:
        """Give what tells a row from the others, but place and year."""
        skipped = {self._place, self._year, *measures}
        cells = (str(cell) for i, cell in enumerate(row) if i not in skipped and cell is not None)
        return " · ".join(cell for cell in cells if cell)

    def place(self, row: Sequence[Cell]) -> str:
        """Give where the numbers of a row are from."""
        return self.home if self._place is None else str(row[self._place])

    def period(self, row: Sequence[Cell], column: Column) -> str:
        """Give when a number is from: its row, its heading, or what the exhibit spans."""
        year = None if self._year is None else row[self._year]
        if isinstance(year, int | float):
            return f"{year:g}"
        found = _YEAR.findall(column.title)
        return "–".join(found) or self._span
