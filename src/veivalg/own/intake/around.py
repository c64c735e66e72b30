"""What stands around a table of what its figures are: a budget, incomes, the year before.

The title, the names of sheet and file and the notes may say something else than the headings and
the years of the rows do; then a person says which is right.
"""

import re
from collections.abc import Iterable, Iterator

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.intake import units
from veivalg.own.intake.asides import above, notes
from veivalg.own.intake.findings import Collector, shown
from veivalg.own.intake.headings import MONTH, heading_text, titles
from veivalg.own.intake.kinds import KIND as ROWS
from veivalg.own.intake.measures import ACTUAL, ALL, SECTION
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.tables import OwnField

KIND, YEAR = "title:kind", "title:year"
AHEAD = {"budsjett", "prognose", "anslag", "estimat", "framskriv", "framskrev"}
"""What a table of budgets is of, by whichever of the words."""
_OTHER = re.compile(
    r"(?i)(?<!mot )(?<!enn )(?<!med )\b\w*?(budsjett|prognose|anslag|estimat|fr[ae]mskr[ei]v"
    r"|avvik|differanse|inntekt|i fjor|fjorår)"
    r"(?:et|ene?|er|ert|a|ar|ne?|r|ing(?:er|a|en)?|tall?)?\b"
    r"(?!\s+(?:er|ble|vart|skal|over|under|større|mindre|på|kommenter\w*|forklar\w*|vedta\w*)\b)"
)
"""Words of what figures may be instead; «avvik over 1 000 kr» and «budsjettet er» are of others."""
_SPAN = re.compile(
    r"(?i)(?<!\d)((?:19|20)\d\d)(?:\s?[/–-]\s?((?:19|20)?\d\d))?(?!\d|[ -]?(?:kr|priser)\w*\b)"
)
"""Years of figures; those of fixed prices, «2015-kroner», are none."""
_SPRING = re.compile(r"(?i)\b(?:vår(?:en)?|januar|februar|mars|april|mai|juni)\s*$")
_DAY = re.compile(
    rf"(?i)\d{{1,2}}[. ]\s?(?:\d{{1,2}}[. ]|{MONTH}\.?)\s?\d{{4}}|\d{{4}}[-._ ]\d\d[-._ ]\d\d(?!\d)"
    r"|\d{1,2}([-/])\d{1,2}\1\d{4}"
)
_COUNTED = re.compile(
    r"(?i)\bpe?r\.?\s+\d{1,2}\.\s?0?[1-6]\.\s?(20\d\d)(?!\d)"
    r"|(?<!\d)\d{1,2}\.?\s?(?:jan|feb|mar|apr|mai|jun)[a-zæøå]*\.?\s?(20\d\d)(?!\d)"
)
"""The day of a count in spring, which is of the school year that began the year before."""
_PRICES = r"(?i)\b(?:19|20)\d\d[ -]?kr\w*"
"""The prices of a plan are of one year, its rows of those to come."""
_OF_FILE = re.compile(
    r"(?i)\b(?:uttrekk|utskrift|skrevet|kjørt|laget|hentet|oppdatert|ajourført|eksport\w*|levert"
    r"|vedta\w*|vedtek\w*|sendt|publisert|versjon|utarbeid\w*|kilde|\w*dato|ansvar|konto|funksjon"
    r"|art|prosjekt|\w*nr|\w*nummer|org\w*|post\w*|sak\w*|lov\w*|siden)\b"
)
"""Words of when a file was made, and of codes that look like years."""
_ABOUT = re.compile(
    r"(?i)(?:^\W*(?:alle\s+)?(?:\w*tall|beløp|data|rad|tabell|oversikt|regnskap)\w*\s+"
    r"(?:\w+\s+){0,3}|\b(?:gjelder|viser|er)\s+(?:\w+\s+){0,2})\W*$"
)
"""What stands before a word in a note that is about the figures."""
FEW, LISTED, SHORT = 3, 3, 8
"""Words of a note that is as short as a title; texts that are shown; words of a note of a day."""


def ask(match: Match, found: Collector, rows: Rows, years: pl.Series | None) -> None:
    """Ask about texts around the table that say another measure or year than the table does."""
    of = [f for f in match.table.own_fields() if f.name in rows.columns and _is_figure(f)]
    if not of:
        return
    said = dict.fromkeys(_texts(match, found, rows))
    if (other := [t for t, n in said if _other(match, of, t, note=n)]) and not _told(found):
        text = _("Ved tabellen står {texts}. Er tallene «{title}» likevel?")
        yes = _("Ja, det er «{title}»: {example}").format(
            title=of[0].title, example=units.example(match, of[0], rows.columns, 1.0)
        )
        text = text.format(texts=_listed(other), title=match.table.title)
        found.ask(Question(KIND, text, (Option("yes", yes),), remember=False))
    held = set(years.unique().drop_nulls()) if years is not None else set()
    school = any("skoleår" in t.casefold() for f in match.table.own_fields() for t in titles(f))
    prices = _PRICES if is_ahead(match) else "$^"
    stated = {t: _years(re.sub(prices, " ", t), school, note=n) for t, n in said if held}
    if other := [t for t, at in stated.items() if at and at.isdisjoint(held)]:
        text = _("Ved tabellen står {texts}, men radene er for {years}. Er det riktig år?")
        span = "–".join(dict.fromkeys(str(year) for year in (min(held), max(held))))
        span = _("skoleår som begynner i {years}").format(years=span) if school else span
        text = text.format(texts=_listed(other), years=span)
        yes = _("Ja, radene er for {years}: {example}").format(
            years=span, example=units.example(match, of[0], rows.columns, 1.0)
        )
        found.ask(Question(YEAR, text, (Option("yes", yes),), remember=False))


def _is_figure(field: OwnField) -> bool:
    return field.dtype.is_numeric() and not (field.key or field.nullable)


def _told(found: Collector) -> bool:
    """Say whether a person is asked which rows are the table's, or has said that some are."""
    if ROWS in found.heard:
        return found.answers[ROWS] != ALL
    return any(q.id == ROWS and q.options[0].value != ALL for q in found.questions)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(f"«{shown(text)}»" for text in list(texts)[:LISTED])


def _texts(match: Match, found: Collector, rows: Rows) -> Iterator[tuple[str, bool]]:
    """Give the texts around a table, and whether each is a note rather than a title."""
    unused = [(i, c) for i, c in enumerate(match.assignment.columns) if c.heading and not c.field]
    held = [(c.heading, match.grid.columns[i].rows(match.row + 1)) for i, c in unused]
    empty = [heading for heading, column in held if not column.filled().any()]
    yield from ((heading_text(t), False) for t in (*found.elsewhere[:1], *above(match), *empty))
    last = int(rows.numbers[-1]) if SECTION in found.heard and len(rows.numbers) else 0
    aside = (o.text for o in rows.asides if o.row > last and not (o.units or o.heads or o.among))
    comments = (text for _row, text in match.grid.notes)
    yield from ((heading_text(t), True) for t in (*aside, *comments))
    yield from ((t, True) for t in map(heading_text, notes(match)) if len(t.split()) > FEW)


def _other(match: Match, of: list[OwnField], text: str, *, note: bool) -> bool:
    """Say whether a text says that the figures are of something the table has no column for."""
    own, ahead = _own(match), is_ahead(match)
    used = match.assignment.found
    names = [c.heading.casefold() for c in match.assignment.columns if c.heading != text]
    mine = " ".join(names[used[f.name]] for f in of if used[f.name] < len(names))
    both = any(word in text.casefold() and word in mine for word in ACTUAL)
    for word in _OTHER.finditer(text):
        stem = word[1].casefold()
        known = stem in own or (ahead and stem in AHEAD) or any(stem in name for name in names)
        of_money = stem != "inntekt" or any(units.family(f) == "kr" for f in of)
        if of_money and not (known or both) and (not note or _about(text, word)):
            return True
    return False


def _own(match: Match) -> str:
    """Give what a table and its columns are called."""
    table = match.table
    names = (t for f in table.own_fields() for t in (*titles(f), *f.aliases))
    return " ".join((*names, *titles(table))).casefold()


def is_ahead(match: Match) -> bool:
    """Say whether a table is of what is to come: a budget, a forecast."""
    return any(word in _own(match) for word in AHEAD)


def _years(text: str, school: bool, *, note: bool) -> set[int]:
    """Give the years a text says that the figures are of; of a school year, that it begins in."""
    found, dated = set[int](), _DAY.sub(" ", text)
    if school and not _OF_FILE.search(text) and (not note or len(text.split()) <= SHORT):
        found |= {int(word[1] or word[2]) - 1 for word in _COUNTED.finditer(text)}
    for word in _SPAN.finditer("" if _OF_FILE.search(text) else dated):
        if note and not _about(dated, word):
            continue
        first = int(word[1])
        last = int(word[1][: 4 - len(word[2])] + word[2]) if word[2] else first
        if school:
            first -= bool(_SPRING.search(dated[: word.start()]))
            last = first if last == first + 1 or not word[2] else last
        found |= set(range(first, max(first, last) + 1))
    return found


def _about(text: str, word: re.Match[str]) -> bool:
    return len(text.split()) <= FEW or bool(_ABOUT.search(text[: word.start()]))
