"""One exhibit as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

from veivalg.content import Cell, Chapter, Column, Exhibit, Table, Unit
from veivalg.content.numbers import format_field
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import N_, _
from veivalg.publish.document.cells import constructed, heading, source_lines
from veivalg.publish.format import ONE, Format
from veivalg.publish.xlsx.cells import stored, unit_word

BOM = "\ufeff"


def exhibit_csv(exhibit: Exhibit, chapter: Chapter) -> bytes:
    """Write the tidy table as Norwegian Excel opens it: UTF-8 with mark, semicolons, commas.

    Missing is an empty field. Shares are fractions and money is in the unit of the heading; numbers
    keep up to ten decimals. A text that a spreadsheet would run as a formula gets an apostrophe.

    Parameters
    ----------
    chapter
        The chapter it stands in; the exhibit alone decides what is written.
    """
    columns = exhibit.table.columns
    # Every row says its unit, source and mark, since a row is what is copied out of a file.
    ending = [_text(_units(exhibit)), _text(_lines(exhibit)), _mark(exhibit)]
    table, told = exhibit.table, [_("Størrelse")] if exhibit.table.told else []
    ends = [_("Enhet"), _("Kilde"), _("Merke"), *told]
    head, rows = [*(_text(heading(c)) for c in columns), *ends], []
    for n, row in enumerate(table.rows):
        cells = [_field(c, v) for c, v in zip(columns, row, strict=True)]
        rows.append([*cells, *ending, *([_told(table, n)] if told else [])])
    return rows_csv(head, rows)


def rows_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table of texts that are ready as Norwegian Excel opens it."""
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows([head, *rows])
    return (BOM + target.getvalue()).encode()


def _units(exhibit: Exhibit) -> str:
    """Write what the numbers are measured in: «kr», or column by column where they differ."""
    measured = [c for c in exhibit.table.columns if c.numeric and c.unit is not Unit.YEAR]
    named = {c.title: unit_word(c.unit) for c in measured if c.unit}
    if len(set(named.values())) < 2:
        return next(iter(named.values()), "")
    return ", ".join(f"{title}: {unit}" for title, unit in named.items() if unit)


def _told(table: Table, n: int) -> str:
    """Write which quantities a row tells: «plasser=institution_needed/2040»."""
    found = ((table.column(key).title, told[n]) for key, told in table.told.items())
    return ", ".join(f"{title}={q.address}" for title, q in found if q is not None)


def _lines(exhibit: Exhibit) -> str:
    text = source_lines(exhibit.sources, most=len(exhibit.sources))
    return text.partition(": ")[2].rstrip(".")


def _mark(exhibit: Exhibit) -> str:
    made_up = _(EXAMPLE) if constructed(exhibit.sources) else ""
    off = (s.marked() for s in exhibit.deviations)
    return " ".join(part for part in (made_up, *off, *exhibit.caveats) if part)


def _field(column: Column, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value)
    number = stored(value, column.unit)
    if isinstance(number, int):
        return str(number)
    return format_field(float(number or 0.0))


def _text(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


FORMAT = Format(
    "csv", ".csv", "text/csv; charset=utf-8", N_("CSV"), 26, exhibit=exhibit_csv, offered=(ONE,)
)
