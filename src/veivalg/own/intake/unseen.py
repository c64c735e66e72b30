"""What a person can't see in the sheet, but a program reads: what is hidden, another calendar."""

from collections import Counter
from dataclasses import replace

import polars as pl

from veivalg.content.numbers import format_field
from veivalg.foundation.i18n import _, ngettext
from veivalg.own.foreign.raw import Grid, RawColumn
from veivalg.own.foreign.sheet_scan import column_number
from veivalg.own.intake.findings import Collector, shown
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.times_text import FIRST_SERIAL, LAST_SERIAL, day_of
from veivalg.own.intake.units import scaled
from veivalg.own.tables import OwnField

HIDDEN = "rows:hidden"
SINCE_1904 = 1462
"""Days between the two calendars of spreadsheets, 1900 and 1904."""
SHOWN = 20


def without_hidden(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows without those that are hidden or filtered away, when a person has said so."""
    grid, used = match.grid, set(match.assignment.found.values())
    unseen = grid.hidden_rows | {
        row for row, column in grid.blank_cells if column in used - _blank_columns(grid, match.row)
    }
    if not unseen:  # a million rows are not gone through for nothing
        return rows
    hidden = [n for n in rows.numbers.to_list() if n in unseen]
    if not hidden:
        return rows
    listed = ", ".join(str(n + 1) for n in hidden[:SHOWN]) + (" …" if hidden[SHOWN:] else "")
    question = Question(
        HIDDEN,
        ngettext(
            "{n} rad i arket «{sheet}» vises ikke (skjult, filtrert bort, overstreket eller med "
            "tallformat som ikke viser noe): rad {rows}. Skal den med?",
            "{n} rader i arket «{sheet}» vises ikke (skjult, filtrert bort, overstreket eller med "
            "tallformat som ikke viser noe): rad {rows}. Skal de med?",
            len(hidden),
        ).format(n=len(hidden), sheet=grid.sheet, rows=listed),
        (Option("drop", _("Nei, bare radene som vises.")), Option("keep", _("Ja, alle radene."))),
        tuple(n + 1 for n in hidden),
        remember=False,
    )
    if found.ask(question) != "drop":
        return rows
    keep = ~rows.numbers.is_in(hidden)
    told = tuple((n, _("Raden er skjult eller overstreket, og er ikke tatt med.")) for n in hidden)
    return rows.only(keep, told)


def without_columns(match: Match, found: Collector) -> Grid:
    """Give the sheet without columns nobody sees, where a person has said so; else ask of them."""
    grid, titles = match.grid, {f.name: f for f in match.table.own_fields()}
    unseen = grid.hidden_columns | _blank_columns(grid, match.row)
    held = {at: name for name, at in match.assignment.found.items()}
    held |= {column_number(b): name for name, _a, b in match.assignment.doubled}
    doubled = {name for name, _a, _b in match.assignment.doubled}
    dropped = set()
    for at in sorted(unseen & held.keys()):
        field, column = titles[held[at]], match.assignment.columns[at]
        hides = field.pseudonym or match.table.personal or grid.height <= match.row + 1
        value = "" if hides else shown(grid.columns[at].cell(match.row + 1))
        yes = _("Ja, les den. Den første verdien er «{value}».") if value else _("Ja, les den.")
        options = (
            Option("keep", yes.format(value=value)),
            Option("drop", _("Nei, se bort fra den.")),
        )
        question = Question(
            f"hidden:{field.name}",
            _("Kolonne {letter} «{heading}» i arket «{sheet}» vises ikke. Skal den leses?").format(
                letter=column.letter, heading=column.heading, sheet=grid.sheet
            ),
            options[::-1] if field.name in doubled or field.nullable else options,
        )
        if found.ask(question) == "drop":
            dropped.add(at)
    return grid.without(dropped) if dropped else grid


def as_shown(grid: Grid) -> Grid:
    """Give a sheet with the texts of cells that are per cent beside others that are not."""
    columns = list(grid.columns)
    for at in {c for _row, c in grid.per_cent if c < len(columns)}:
        texts, numbers = (s.to_list() if s is not None else [] for s in columns[at].parts()[:2])
        for (row, column), by in grid.per_cent.items():
            if column == at and row < len(numbers) and numbers[row] is not None:
                texts[row], numbers[row] = f"{format_field(scaled(numbers[row], by))} %", None
        if numbers:
            number = pl.Series(values=numbers, dtype=pl.Float64)
            text = pl.Series(values=texts, dtype=pl.String)
            columns[at] = replace(columns[at], text=text, number=number)
    return replace(grid, columns=tuple(columns)) if grid.per_cent else grid


def _blank_columns(grid: Grid, row: int) -> set[int]:
    """Give the columns where most of what stands below the headings is shown as nothing."""
    held = Counter(column for at, column in grid.blank_cells if at > row)
    return {c for c, n in held.items() if n * 2 > grid.columns[c].rows(row + 1).filled().sum()}


def dated(match: Match, field: OwnField, raw: RawColumn, found: Collector) -> RawColumn:
    """Give day numbers as the calendar of the workbook counts them, when a person has said so.

    A workbook that counts from 1904 gives dates that are dates as they are; numbers without the
    format of a date may be from there or pasted from elsewhere, and are asked about.
    """
    if not match.grid.date1904 or raw.number is None or field.dtype != pl.Date:
        return raw
    serials = raw.number.filter(raw.number.is_between(FIRST_SERIAL, LAST_SERIAL)).drop_nulls()
    if not len(serials):
        return raw
    number = float(serials[0])
    question = Question(
        f"dates:{field.name}",
        _("Arbeidsboken teller dager fra 1904. Hvilken dato er {n} i «{title}»?").format(
            n=int(number), title=field.title
        ),
        (
            Option("1904", day_of(number + SINCE_1904).strftime("%d.%m.%Y")),
            Option("1900", day_of(number).strftime("%d.%m.%Y")),
        ),
    )
    if found.ask(question) != "1904":
        return raw
    return replace(raw, number=raw.number + SINCE_1904)
