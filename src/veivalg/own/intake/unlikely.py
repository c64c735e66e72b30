"""Figures that don't fit each other, and amounts that all are under 0: a person is asked."""

from collections.abc import Mapping

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.intake import units
from veivalg.own.intake.findings import Collector, capped
from veivalg.own.intake.questions import NO, Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.tables import OwnField
from veivalg.own.tables.base import Fault

ID, TURN, KEEP = "rows:unlikely", "turn", "keep"
SHOWN, LEAST = 3, 2
"""Rows that are shown in a question, and rows of amounts that all are under 0 to be asked about."""
Typed = dict[str, pl.Series]


def refused(match: Match, frame: pl.DataFrame, numbers: pl.Series, found: Collector) -> list[Fault]:
    """Ask of figures that don't fit each other; give them as faults when a person says so."""
    held = capped_faults(match, frame)
    if not held:
        return []
    told = []
    for row, _name, wrong, _allowed in held[:SHOWN]:
        where = _(" (rad {row})").format(row=int(numbers[row]) + 1) if row is not None else ""
        told.append(f"{wrong.rstrip('.')}{where}")
    more = _(" og {n} til").format(n=len(held) - SHOWN) if len(held) > SHOWN else ""
    text = _("Noen tall passer dårlig sammen: {told}{more}. Stemmer de?")
    options = (
        Option(NO, _("Nei, jeg retter dem i filen.")),
        Option(KEEP, _("Ja, ta dem inn som de står.")),
    )
    rows = tuple(int(numbers[row]) + 1 for row, *_rest in held if row is not None)
    question = Question(
        ID, text.format(told="; ".join(told), more=more), options, rows, remember=False
    )
    return held if found.ask(question) == NO else []


def capped_faults(match: Match, frame: pl.DataFrame) -> list[Fault]:
    """Give the first of the figures that don't fit each other."""
    held = list(match.table.unlikely(frame))
    return [held[i] for i in capped(range(len(held)))]


def turned(
    match: Match, rows: Rows, typed: Typed, factors: Mapping[str, float], found: Collector
) -> Typed:
    """Give amounts with the other sign, where all are under 0 and a person has said so; else ask.

    Savings and spending are written without minus here; a budget document writes them with it.
    """
    for field in match.table.own_fields():
        if field.name not in rows.columns or not _is_signed(field):
            continue
        some = typed[field.name].drop_nulls().filter(typed[field.name].drop_nulls() != 0)
        if len(some) < LEAST or not (some < 0).all():
            continue
        factor = factors.get(field.name, 1.0)
        ways = {
            TURN: _("Nei, snu fortegnet: {example}"),
            KEEP: _("Ja, de er under null: {example}"),
        }
        options = (
            Option(way, text.format(example=units.example(match, field, rows.columns, sign)))
            for (way, text), sign in zip(ways.items(), (-factor, factor), strict=True)
        )
        text = _("Alle tallene i «{title}» har minus foran. Skal de ha det?")
        question = Question(f"sign:{field.name}", text.format(title=field.title), tuple(options))
        if found.ask(question) == TURN:
            typed = {**typed, field.name: -typed[field.name]}
    return typed


def _is_signed(field: OwnField) -> bool:
    """Say whether amounts may be under 0, and usually aren't."""
    return field.unit == "kr" and field.low is None and not (field.example or "-").startswith("-")
