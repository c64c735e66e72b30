"""Shares and times whose unit nothing states: asked about where their size fits another as well.

A number without a sign beside «12 %» may be a share or per cent; times far from what is usual may
be hours where minutes are meant, or the other way.
"""

import math
import re

from veivalg.foundation.i18n import _
from veivalg.own.intake import units
from veivalg.own.intake.asides import above
from veivalg.own.intake.called import numbers_of
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.tables import OwnField

FAR, NEAR = {"share": 8.0, "time": 5.0}, 50.0
"""How many times the example of the template the middle of a column seldom is, and how far from it
the middle may be in another unit, to be asked about."""
SHORT = 3.0
"""Minutes that the middle of visits is never under, whatever the heading says."""
SAMPLE = 5_000
"""Rows that are looked at for the middle of a column."""
FULL = 100.0
"""Årsverk that are hardly of one unit: percentages of positions that are added up."""
_SAYS = re.compile(r"(?i)(?:tim(?:e|er|ar)|minutt(?:er)?|andel(?:er)?)\b")


def ask(match: Match, found: Collector, rows: Rows, factors: dict[str, float]) -> None:
    """Ask of shares and times whose unit nothing states and that may be in another."""
    known = {q.id for q in found.questions} | found.used.keys()
    _ask_of_positions(match, found, rows)
    at, formats = match.assignment.found, match.grid.formats
    fields = [
        f for f in match.table.own_fields() if f.name in rows.columns and units.family(f) in FAR
    ]
    shown = {f.name for f in fields if "%" in formats.get(at[f.name], "")}
    shares = [rows.columns[f.name].text for f in fields if units.family(f) == "share"]
    signed = bool(shown) or any(t.str.contains("%", literal=True).any() for t in shares)
    for field in fields:
        if f"unit:{field.name}" in known or field.name in {*shown, *factors}:
            continue
        raw, many = rows.columns[field.name], len(rows.numbers) // SAMPLE + 1
        read = rows.read.get(field.name) or read_numbers(raw, whole=False, unit=field.unit)
        values, own = read.values.gather_every(many), read.own.gather_every(many)
        middle = float(values.filter(~own & (values != 0)).abs().median() or 0)  # type: ignore[arg-type]
        heading = units.headed(match, field, rows.asides)
        texts = [s for t in above(match) for s in units.said_in(t, field) if s.clear]
        silent = bool(middle) and not texts and not _SAYS.search(heading)
        why, factor = _("tall av denne størrelsen"), 60.0
        if units.family(field) == "share":
            why, factor = _("tallene med og uten prosenttegn") if signed else why, 0.01
            doubtful = silent and (signed or _far(field, middle, factor))
        elif field.unit.startswith("time"):
            doubtful = silent and _far(field, middle, factor := 1 / 60)
        else:
            seconds = silent and _far(field, middle, 1 / 60)
            factor = 1 / 60 if seconds else factor
            doubtful = seconds or 0 < middle < SHORT or (silent and _far(field, middle, factor))
        if doubtful:
            found.ask(units.question(match, field, rows.columns, why, (factor, 1.0)))


def _ask_of_positions(match: Match, found: Collector, rows: Rows) -> None:
    """Ask of årsverk that are far above what is usual, and each fits percentages added up."""
    for field in match.table.own_fields():
        if field.unit != "årsverk" or field.name not in rows.columns or not field.example:
            continue
        (values,) = numbers_of(rows, [field])
        least, middle = values.min(), values.median()
        usual = FAR["share"] * abs(float(field.example))
        if not least or least < FULL or middle <= usual or middle > (field.high or math.inf):  # type: ignore[operator]
            continue
        text = _("«{title}» er langt over det vanlige. Er det stillingsprosenter lagt sammen?")
        text = text.format(title=field.title) + _(" Da må de deles på 100 i filen.")
        shown = units.example(match, field, rows.columns, 1.0)
        yes = Option("1", _("Nei, det er årsverk: {example}").format(example=shown))
        found.ask(Question(f"unit:{field.name}", text, (yes,)))


def _far(field: OwnField, middle: float, factor: float) -> bool:
    """Say whether the middle is far from what is usual, and nearer in another unit."""
    usual, far = abs(float(field.example or 0)), FAR[units.family(field)]
    ratio = middle / usual if usual else 1.0
    outside = ratio < 1 / far if factor > 1 else ratio > far
    return outside and 1 / NEAR <= ratio * factor <= NEAR
