"""Headings that say more than their field: «(budsjett)», «(kun gutter)», «2023», or one over two.

What stands in brackets is the field's own, its unit or nothing new; all else is asked about.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake import units
from veivalg.own.intake.asides import above, asides
from veivalg.own.intake.findings import Collector, shown
from veivalg.own.intake.headings import NET, PERIOD, plain, titles
from veivalg.own.intake.measures import (
    ACTUAL,
    SO_FAR,
    SO_FAR_HEADING,
    YEAR,
    beside,
    foreign,
)
from veivalg.own.intake.period_words import PART, own_period, said_periods
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.unit_words import TAIL
from veivalg.own.intake.values import choice_words
from veivalg.own.tables import OwnField

CHOSEN = "chosen"
"""How a column is known that stands with others under one heading."""
_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_FIXED = re.compile(r"(?i)\bfaste (?:pris|kr)|(?<!\d)(20\d\d)[- ]?(?:kroner|kr|priser)\b")
"""Amounts in the value of money of one year."""
_EACH = re.compile(
    r"(?i)\bpe?r\b\.? (?:innb(?:ygger)?|hode)\b|^(?:alle |tall |beløp |kr\.? |kroner |i |er )+"
    r"pe?r\b\.? (?:elev|bruker|barn|plass|årsverk|ansatt|person|husstand|time|døgn|m2|m²|kvm)\b"
)
"""Amounts for each of something, as a text above them says."""
_WORD = re.compile(r"[^\W_]+")
_RANGE = re.compile(r"(\d+)\s*(?:[-–]|til)\s*(\d+)")
_NOTHING_NEW = re.compile(
    rf"(?i){TAIL}|t|te?kst|na[vm]n|kode?r?|nr|nummer|id|løpe?nr|løpenummer|betegnelse|beskrivelse"
    r"|beløp\w*|verdi\w*|data|antall|ant|tal(?:l|et|ene)?|stk|sum|samlet|total(?:t|e)?|i|alt|og|el|eller|av|per|pr|på|for"
    r"|fra|til|er|må|skal|kan|bør|fylles|fyll|ut|stå|tom|velg|skriv|valgfri\w*|frivillig|obligatorisk"
    r"|påkrevd|d+|m+|å+|y+|h+|s+|kl|klokkeslett|dato|uten|ekskl\w*|se|note|fotnote|merknad"
    r"|f|eks\w*|ja|nei|hele?t?|heltall|desimaltall|åv|gsi|basil|ssb|udir|kostra|iplos|kpr"
    r"|hovedbok\w*|reskontro|pseudonym\w*|anonym\w*|tusen\w*|milli\w+|mill|kr|k|x|kroner?|kronar"
    r"|\d+|m[2²]"
)
"""Words in brackets that don't make a column another: of units, forms, codes and sources."""

_IN_AMOUNTS = {"netto", "brutto", "mva", "moms"}
"""Words of what is in amounts, that the help of a field may say too."""


def ask_of_headings(
    match: Match, found: Collector, rows: Rows, years: pl.Series | None = None
) -> None:
    """Ask about headings that say more than the name of their field.

    So do texts that say amounts are for each inhabitant, or in the kroner of another year.

    Parameters
    ----------
    years
        The years of the rows; a heading of another year is of other figures.
    """
    body, texts = rows.columns, [*above(match), *(one.text for one in rows.asides)]
    for field in match.table.own_fields():
        column = match.assignment.columns[match.assignment.found.get(field.name, 0)]
        if field.name not in body or column.how == CHOSEN:
            continue
        heading = units.headed(match, field, rows.asides)
        text = _("Overskriften «{heading}» kan være noe annet enn «{title}». Skal den leses?")
        if not (_other(match, field, heading, years) or _unknown(match, heading, field)):
            heading = _of_other_money(field, heading, texts, years)
            text = _("«{heading}» kan være noe annet enn «{title}» i kroner. Skal det leses?")
        if not heading:
            continue
        example = _example(match, field, body)
        yes = _("Ja, det er «{title}»: {example}").format(title=field.title, example=example)
        yes = yes.removesuffix(": ")
        text = text.format(heading=heading, title=field.title)
        found.ask(Question(f"heading:{field.name}", text, (Option("yes", yes),)))


def _other(match: Match, field: OwnField, heading: str, years: pl.Series | None) -> bool:
    """Say whether a heading is of another measure or year, or so far this year."""
    if field.key or not field.dtype.is_numeric():
        return False
    said = beside(heading, field)
    of = {int(y) for y in YEAR.findall(said)}
    other = of and years is not None and not of & set(years.unique())
    money = units.family(field) == "kr" and SO_FAR_HEADING.search(said)
    so_far = (money or SO_FAR.search(said)) and "month" not in match.assignment.found
    return bool(foreign(said, field) or other or so_far)


def _of_other_money(
    field: OwnField, heading: str, texts: Sequence[str], years: pl.Series | None
) -> str:
    """Give the text that says amounts are for each, or in fixed prices; empty without one."""
    if units.family(field) != "kr" or units.is_rate(field):
        return ""
    of = set(years.drop_nulls()) if years is not None else set()
    fixed = [(text, said[1]) for text in (heading, *texts) if (said := _FIXED.search(text))]
    other = [t for t, year in fixed if not year or (of and of != {int(year)})]
    return next(iter([*other, *filter(_EACH.search, texts)]), "")


def _unknown(match: Match, heading: str, field: OwnField) -> bool:
    """Say whether a heading has something in brackets that may make it another column."""
    names = (*titles(field), *field.aliases)
    if plain(heading) in map(plain, names) or units.of_another_kind(heading, field):
        return False
    choices = choice_words(field)
    own = (*names, field.name, field.unit, _(field.unit), *choices, *choices.values())
    known = _words(" ".join(own))
    known |= (ACTUAL if known & ACTUAL else set()) | (_words(field.help) & _IN_AMOUNTS)
    keys = _words(" ".join(t for f in match.table.own_fields() if f.key for t in titles(f)))
    of_figures = field.dtype.is_numeric() and not field.key
    for said in (*_BRACKETS.findall(heading), *NET.findall(_BRACKETS.sub("", heading))):
        if (own_period(field) and said_periods(f"({said})")) or (
            field.name == "month" and PART.search(said)
        ):
            continue  # asked about with what it is turned into
        if SO_FAR.search(said) or re.fullmatch(rf"(?i)(?:{PERIOD})", said.strip()):
            continue
        for low, high in _RANGE.findall(said) if of_figures else ():
            inside = field.high is not None and int(high) <= field.high
            if not (inside or {low, high} <= known):
                return True
        may = known | (set() if re.search(r"\d", said) else keys)
        if not all(w in may or w[:-2] in may or _NOTHING_NEW.fullmatch(w) for w in _words(said)):
            return True
    return False


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _example(match: Match, field: OwnField, body: Mapping[str, RawColumn]) -> str:
    """Write what the first row becomes; nothing of persons but their numbers."""
    if field.dtype.is_numeric() and not field.key:
        return units.example(match, field, body, 1.0)
    hides = match.table.personal or field.pseudonym or not len(body[field.name].text)
    return "" if hides else shown(body[field.name].cell(0))


def one_column(match: Match, found: Collector) -> Match:
    """Give the table with one column a field; asks which, where a heading stands over several."""
    columns = list(match.assignment.columns)
    if all(c.heading for c in columns):
        return match
    second = [one for one in asides(match) if one.heads or one.units]
    below = {i: text.strip("()[] ") for one in second for i, text in one.cells}
    for name, at in match.assignment.found.items():
        under = _under(match, at, below)
        start = max((one.row for one in second), default=match.row) + 1
        first = {i: match.grid.columns[i].rows(start) for i in under}
        first = {i: c.take(c.filled()).rows(0) for i, c in first.items()} if under[1:] else {}
        if len(held := [i for i, c in first.items() if len(c.text)]) < 2:
            continue
        field = next(f for f in match.table.own_fields() if f.name == name)
        words = {i: plain(below.get(i, "")) for i in held}
        alike = len(set(words.values()) - {""}) < len(held)
        words = {i: columns[i].letter for i in held} if alike else words
        called = {i: f"{columns[i].letter} «{below.get(i, '')}»".replace(" «»", "") for i in held}
        text = _("«{heading}» står over flere kolonner: {columns}. Hvilken er «{title}»?").format(
            heading=columns[at].heading, columns=", ".join(called.values()), title=field.title
        )
        held.sort(key=lambda i: _says(below.get(i, ""), field))
        options = tuple(Option(words[i], called[i] + _value(match, field, first[i])) for i in held)
        answer = found.ask(Question(f"heading:{name}", text, options))
        chosen = next((i for i in held if words[i] == answer), held[0])
        heading = columns[at].heading
        for i in held:  # the others are named among those that are not used
            columns[i] = replace(columns[i], heading=below.get(i, heading), field="", how="")
        columns[chosen] = replace(columns[chosen], heading=heading, field=name, how=CHOSEN)
    return replace(match, assignment=replace(match.assignment, columns=tuple(columns)))


def _value(match: Match, field: OwnField, first: RawColumn) -> str:
    """Write the first figure of a column behind its name, where it tells nothing of a person."""
    value = first.cell(0)
    if isinstance(value, float) and not field.key:
        return f": {units.written(value)} {_(field.unit)}".rstrip()
    return "" if match.table.personal or field.pseudonym else f": {shown(value)}"


def _says(text: str, field: OwnField) -> bool:
    return bool(foreign(text, field) or SO_FAR.search(text))


def _under(match: Match, at: int, below: Mapping[int, str]) -> list[int]:
    """Give the columns under one heading: merged over them, or with blanks beside it."""
    under, columns = [at], match.assignment.columns
    for i in range(at + 1, len(columns)):
        merged = match.grid.merged.get((match.row, i)) == (match.row, at)
        if columns[i].heading or not (merged or {at, i} <= below.keys()):
            break
        under.append(i)
    return under
