"""Figures of another period than the field's: quarters for months, hours a month for a week's."""

import re
from collections.abc import Iterator
from dataclasses import replace

from veivalg.content import format_plain
from veivalg.foundation.i18n import _
from veivalg.own.intake import units
from veivalg.own.intake.asides import above
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.period_words import PART, WEEKS, own_period, said_periods
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.tables import OwnField

_PARTS = {"kvartal": 4, "tertial": 3, "halvår": 2}
_ONE = re.compile(
    r"(?i)(?<![\d–-])(?:(\d)\.?\s*|(første|andre|tredje|fjerde|i|ii|iii|iv)\.? )"
    r"(?:kvartal|tertial|halvår)"
)
_OF_YEAR = re.compile(r"(?i)\btimer\W+(?:(?:i|for|året)\s+)?(?:19|20)\d\d\b")
"""«Timer 2024» and «Timer i 2024» may be those of the year."""
_NUMBERS = {"første": 1, "andre": 2, "tredje": 3, "fjerde": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_SHORT = re.compile(r"(?i)(?<![^\W_])(?:q([1-4])|([1-4])\.? ?kv)(?![^\W_])\.?")
"""«Q1» and «1. kv.», a quarter."""
_OF_FIGURES = re.compile(r"(?i)\b(?:tim|tall|alle|beløp|vedtak)|kvartal|tertial|halvår")
MOST = 100.0
"""Hours a week that the users of a zone don't have each: a week has 168."""
_CLOCK = r"^\d{1,2}\.[0-5]\d$"


def ask_parts(match: Match, found: Collector, rows: Rows) -> None:
    """Ask whether months are months, where something says that they are quarters or the like."""
    field = next((f for f in match.table.own_fields() if f.name == "month"), None)
    if field is None or field.name not in rows.columns:
        return
    at = match.assignment.found[field.name]
    heading = match.assignment.columns[at].heading
    read = read_numbers(rows.columns[field.name], whole=True, unit="").values.drop_nulls()
    held = {int(v) for v in read.unique() if v == v // 1}
    own = f"{heading} {match.grid.formats.get(at, '')}"
    said = next((t for t in (own, *_around(match, rows, found)) if _may(t, held, t is own)), "")
    if not said or not held:
        return
    text = _("Det står «{said}». Er «{title}» likevel måneder, så 1 er januar?")
    text += _(" Er det kvartaler, tertialer eller halvår, må tallene tas ut måned for måned.")
    yes = _("Ja, det er måneder: {example}").format(example=_months(sorted(held)))
    question = text.format(said=said.strip(), title=field.title)
    found.ask(Question("period:month", question, (Option("yes", yes),)))


def _months(held: list[int]) -> str:
    return ", ".join(_("måned {n}").format(n=n) for n in held[:12])


def _may(text: str, held: set[int], own: bool) -> bool:
    """Say whether a text may mean that numbers are parts of a year, and the numbers may be."""
    text = _SHORT.sub(r"\1\2. kvartal", text)
    hit = PART.search(text)
    if hit is None or not held or (not own and "måned" in said_periods(text)):
        return False
    parts = _PARTS[hit[0].casefold()]
    one = _ONE.search(text)
    if one and len(held) > 1 and not own:  # the months of one quarter
        months, last = 12 // parts, int(one[1] or _NUMBERS[one[2].casefold()])
        if held <= set(range((last - 1) * months + 1, last * months + 1)):
            return False
    return own or max(held) <= parts or all(n % (12 // parts) == 0 for n in held)


def _around(match: Match, rows: Rows, found: Collector) -> Iterator[str]:
    """Give the texts around the figures and the name of the file, the nearest first."""
    yield from above(match)
    yield from (one.text for one in rows.asides if _OF_FIGURES.search(one.text))
    yield from (text for row, text in match.grid.notes if row <= match.row)
    yield from found.elsewhere[:1]


def ask_hours(match: Match, found: Collector, rows: Rows, factors: dict[str, float]) -> None:
    """Ask about hours of a week where heading, title, sheet, note or file says another period."""
    known = {q.id for q in found.questions} | found.used.keys()
    for field in match.table.own_fields():
        if field.name not in rows.columns or f"unit:{field.name}" in known:
            continue
        if own_period(field) != "uke":
            continue
        heading = units.headed(match, field, rows.asides)
        texts = (heading, *_around(match, rows, found))
        held = ((said_periods(text), text) for text in texts)
        said = next(((ps[0], text) for ps, text in held if ps and "uke" not in ps), None)
        if said is None and "uke" not in said_periods(heading):
            said = next((("år", text) for text in texts if _OF_YEAR.search(text)), None)
        said = said or _too_many(match, field, rows)
        if said is None:
            continue
        now, text = factors.get(field.name, 1.0), _("Det står «{said}». Er «{title}» per uke?")
        asked = units.question(match, field, rows.columns, "", (now * WEEKS[said[0]], now))
        found.ask(replace(asked, text=text.format(said=said[1], title=field.title)))


def _too_many(match: Match, field: OwnField, rows: Rows) -> tuple[str, str] | None:
    """Give the period hours may be of, where each user would have more than any has in a week."""
    if "users" not in rows.columns:
        return None
    hours, users = (
        read_numbers(rows.columns[name], whole=False, unit="").values
        for name in (field.name, "users")
    )
    each = (hours / users).filter(users > 0).median()
    if not isinstance(each, float) or each <= MOST:
        return None
    told = _("{n} timer til hver bruker").format(n=format_plain(each))
    return ("måned" if each * WEEKS["måned"] <= MOST else "år"), told


def ask_clocks(match: Match, found: Collector, rows: Rows) -> Rows:
    """Ask whether «7.30» is 7 hours and 30 minutes, where all of a column may be."""
    for field in match.table.own_fields():
        raw = rows.columns.get(field.name)
        if raw is None or field.unit != "timer" or not (field.high and field.high <= 24):
            continue
        texts = raw.text.str.strip_chars().drop_nulls()
        odd = texts.filter(texts.str.contains(r"\.[0-5]\d$") & ~texts.str.ends_with(".00"))
        if not len(odd) or not texts.str.contains(_CLOCK).all():
            continue
        hours, minutes = str(odd[0]).split(".")
        text = _("Hva er «{value}» i «{title}»?").format(value=odd[0], title=field.title)
        clock = _("{h} timer og {m} minutter").format(h=hours, m=minutes)
        number = _("{h},{m} timer").format(h=hours, m=minutes)
        options = Option("clock", clock), Option("number", number)
        if found.ask(Question(f"clock:{field.name}", text, options)) == "clock":
            read = replace(raw, text=raw.text.str.replace(".", ":", literal=True))
            rows = replace(rows, columns={**rows.columns, field.name: read}, read={})
    return rows
