"""What a person can't see in the sheet, but a program reads: hidden rows, and another calendar."""

from dataclasses import replace

import polars as pl

from veivalg.foundation.i18n import _, ngettext
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.times_text import FIRST_SERIAL, LAST_SERIAL, day_of
from veivalg.own.tables import OwnField

HIDDEN = "rows:hidden"
SINCE_1904 = 1462
"""Days between the two calendars of spreadsheets, 1900 and 1904."""
SHOWN = 20


def without_hidden(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows without those that are hidden or filtered away, when a person has said so."""
    if not match.grid.hidden_rows:  # a million rows are not gone through for nothing
        return rows
    hidden = [n for n in rows.numbers.to_list() if n in match.grid.hidden_rows]
    if not hidden:
        return rows
    listed = ", ".join(str(n + 1) for n in hidden[:SHOWN]) + (" …" if hidden[SHOWN:] else "")
    question = Question(
        HIDDEN,
        ngettext(
            "{n} rad i arket «{sheet}» er skjult eller filtrert bort: rad {rows}. Skal den med?",
            "{n} rader i arket «{sheet}» er skjult eller filtrert bort: rad {rows}. Skal de med?",
            len(hidden),
        ).format(n=len(hidden), sheet=match.grid.sheet, rows=listed),
        (Option("drop", _("Nei, bare radene som vises.")), Option("keep", _("Ja, alle radene."))),
        tuple(n + 1 for n in hidden),
        remember=False,
    )
    if found.ask(question) != "drop":
        return rows
    keep = ~rows.numbers.is_in(hidden)
    told = tuple((n, _("Raden er skjult, og er ikke tatt med.")) for n in hidden)
    return replace(
        rows,
        columns={name: column.take(keep) for name, column in rows.columns.items()},
        numbers=rows.numbers.filter(keep),
        skipped=tuple(sorted((*rows.skipped, *told))),
    )


def dated(match: Match, field: OwnField, raw: RawColumn, found: Collector) -> RawColumn:
    """Give day numbers as the calendar of the workbook counts them, when a person has said so.

    A workbook that counts from 1904 gives dates that are dates as they are; numbers without the
    format of a date may be from there or pasted from elsewhere, and are asked about.
    """
    if not match.grid.date1904 or raw.number is None or field.dtype not in (pl.Date, pl.Datetime):
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
