"""Texts at a table with words that nothing explains: what they mean for the figures is asked.

Explained are words of the table and its columns, of its cells, of the municipality itself, units
and periods that the rows bear out, and neutral words. All else may say that the figures are of
something else: «Forecast 2025», «Periodisert B2025», «Søkere».
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import polars as pl

from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.i18n import _, language, use_language
from veivalg.foundation.settings import today
from veivalg.norway.register import municipality
from veivalg.own.intake import units
from veivalg.own.intake.around import YEAR, is_ahead
from veivalg.own.intake.findings import Collector, shown
from veivalg.own.intake.headings import heading_text, titles
from veivalg.own.intake.kinds import KIND
from veivalg.own.intake.known_words import Known, joined, known, labels, words
from veivalg.own.intake.period_words import own_period, said_periods
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match, rows_above
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.said_when import RECENT, Held, held, without_when
from veivalg.own.intake.unit_words import TAIL
from veivalg.own.intake.values import allowed
from veivalg.own.tables import OwnField

WORDS = "title:words"
Typed = Mapping[str, pl.Series]
Factors = Mapping[str, float]
Fields = Sequence[OwnField]
SHORT, LONG, LISTED, SAMPLE, SHEET = 8, 14, 3, 5_000, 31
"""Words of a note that is as short as a title, and of a title; texts that are shown; cells whose
names are looked for; letters of the name of a sheet."""
_SENTENCE = re.compile(r"[.!:]\W*$")
_EVENT = re.compile(
    r"(?i)\s(?:(?:skal|må|bør|kan) (?:forklares|forklarast|kommenteres|kommenterast|leveres|sendes)"
    r"|(?:er|ble|blei|vart) (?:vedtatt|vedteke|slått sammen|lagt ned|flytt(?:et|a)|åpnet)"
    r" i (?:\d{4}|[a-z]+(?: \d{4})?))\W*$"
)
"""Sentences of what is to be done, and of what was done when."""
_LESS = re.compile(
    r"(?i)\b(?:bare|kun|berre|ikke|ikkje|uten|utan|unntatt|ekskl\w*|eks|inkl\w*|trukket|trekt|søkt"
    r"|søk(?:er|ere|erne)|utenfor|utelatt|anslått|stipulert|fr[ae]mskr\w+|beregnet|estimert)\b"
)
"""Words of a long text that may say the figures are fewer, more or others."""
_NOT = r"(?i)\b(?:ikke|ikkje)\b(?: avrundet| rundet av)?(?: i\b| til\b| som\b)?(?: hele)?"
_UNIT = re.compile(
    rf"{_NOT}|(?<!\w)(?:(?:\d[\d .,]*(?:\^\d+)? ?)?(?:{TAIL}|\w*tusen\w*)"
    r"|\d[\d .]* ?(?:kr|nok)|[kmt]|1[ .]?000(?:[ .]?000)?)(?!\w)\.?"
)
_EVERY = re.compile(
    r"(?i)\b(?:års?|måned|uke|dag)(?:ent)?lige?\s+(?=rapport)|\bsak\W+(?:20)?\d\d/\d+"
)
_PER = re.compile(r"(?i)(?:\b(?:per|pr\.?)\s+|(?<=\w)\s?/\s?)([^\W\d_]+)(?<!\bår)\b")
"""What figures are for each of; years, months and weeks are when."""
_ID = re.compile(
    r"(?i)(?<!\d)\d{5,}(?!\d)|\(\d{1,3}\)|(?<![^\W\d_])\d\d?/\d{3,}|^\W*[\d¹²³⁴]+[)⁾]"
    r"|(?<!\w)(?-i:[A-ZÆØÅ]) ?[01]\d(?!\d)|(?<=ansvar)\s\d{3,}(?:\s?[–-]\s?\d{3,})?"
)
"""Numbers of a document, a report, a case, a footnote or a unit."""
_CODE = re.compile(r"^\s*(\d{3,4})\s(?=[^\W\d]{3})")
"""«1000 Felles»; «1832 Regnskap» is of another municipality."""
_SERIAL = re.compile(r"(?i)egne(?: tall)?|\d{1,3}|[a-zæøå]{1,2}|[a-zæøå]{1,3}\W?(\d{1,3})")
"""The name of a file that says nothing: «egne», «x 07»; «b 25» may be a budget of 2025."""
_COUNT = re.compile(r"(?i)^(?!(?:uke|veke|halv|kvartal|tertial|år|[^\W\d_] ))([^\W\d_]+) \d$")
"""A file of several, «besok 6», where it is of no month."""
_LENT = re.compile(r"(?i)\b(?:levert|sendt|hentet)? ?(?:av|fra) [^\W\d]+ (?:kommune|herad)\b")
"""Another municipality beside this one: figures may be made there."""
_CLIENT = re.compile(r"\b[Kk]lient\W+[A-ZÆØÅ0-9]{1,3}\b(?! (?:KF|AS|IKS))")
"""The code of the municipality itself in its accounts: «Klient: RA Rana kommune»."""
_QUOTED = re.compile("«([^»]*)»")
_BY = {"unit", "sector"}


def ask(match: Match, found: Collector, rows: Rows, typed: Typed, by: Factors, code: str) -> None:
    """Ask about texts around the table that have words nothing explains.

    What is remembered is the words: a file of the same form with others is asked about again.
    """
    own = [f for f in match.table.own_fields() if f.name in rows.columns and not f.key]
    of = sorted((f for f in own if f.dtype.is_numeric()), key=lambda f: f.nullable)
    if not of:
        return
    reader = _new(match, found, rows, typed, of, code)
    near = [str(int(today()[2:4]) + n) for n in range(-RECENT, RECENT)]
    told = " ".join(q.text for q in found.told if q.id != YEAR)
    asked = "".join(f" {' '.join(words(text))} |" for text in _QUOTED.findall(told))
    left = {
        text: words_over
        for text in dict.fromkeys(_texts(match, found, rows, near))
        if f" {' '.join(words(shown(text)))} " not in asked and (words_over := reader.left(text))
    }
    if not left:
        return
    every = set[str]().union(*left.values())
    before = found.answers.get(WORDS, "")
    if WORDS not in found.given and every <= set(before.split()):
        found.heard.add(WORDS)
        found.used[WORDS] = before
        return
    listed = ", ".join(f"«{shown(text)}»" for text in list(left)[:LISTED])
    text = _("Ved tabellen står {texts}. Er tallene «{title}» likevel?").format(
        texts=listed, title=of[0].title
    )
    example = units.example(match, of[0], rows.columns, by.get(of[0].name, 1.0))
    yes = _("Ja, det er «{title}»: {example}").format(title=of[0].title, example=example)
    if found.ask(Question(WORDS, text, (Option("yes", yes),))) == "yes":
        found.used[WORDS] = " ".join(sorted({*before.split(), *every}))


@dataclass(frozen=True, slots=True)
class _Reader:
    """What explains the words of a text: the table, its cells, its rows and the municipality."""

    known: Known
    names: Sequence[str]
    place: str
    held: Held
    of: Fields
    sure: Fields
    each: Known

    def left(self, text: str) -> frozenset[str]:
        """Give the words of a text that nothing explains; numbers as «#»."""
        label, numbered = labels()
        event = _EVENT.search(text) and not _LESS.search(text)
        if event or label.match(text):
            return frozenset()
        each = {
            w for w in map(str.casefold, _PER.findall(text.replace("_", " "))) if w in self.each
        }
        if each or self._answered(text):
            return frozenset(f"per-{w}" for w in each)
        whole, text = text, numbered.sub(" ", " ".join(text.replace("_", " ").split()))
        for name in (n for n in self.names if n.casefold() in text.casefold()):
            text = re.sub(rf"(?i)(?<!\w){re.escape(name)}s?(?!\w)", " ", text)
        if self.place.casefold() in whole.casefold():
            text = _CLIENT.sub(" ", text)
            text = _LENT.sub(" ", text)
        text = _CODE.sub(lambda m: m[0] if _is_place(m[1]) else " ", text)
        text = _ID.sub(" ", without_when(_EVERY.sub("", text), self.held))
        if any(units.said_in(t, f) for f in self.of for t in (text, re.sub(_NOT, "", text))):
            text = _UNIT.sub(" ", text)
        over = (w for w in words(text) if w not in self.known)
        return frozenset("#" if w.isdecimal() else w for w in over)

    def _answered(self, text: str) -> bool:
        """Say whether a person has answered what unit or period a text is of."""
        doubts = (not said.clear for f in self.sure for said in units.said_in(text, f))
        return any(doubts) or any(own_period(f) and said_periods(text) for f in self.sure)


def _new(
    match: Match, found: Collector, rows: Rows, typed: Typed, of: Fields, code: str
) -> _Reader:
    table, used, columns = match.table, match.assignment.found, match.assignment.columns
    fields = [f for f in table.own_fields() if f.key or f.name in used]
    own = [t for f in fields for t in (*titles(f), *f.aliases, f.unit, _(f.unit))]
    lacks = [f for f in table.own_fields() if not (f.key or f.name in used)]
    others = {w for f in lacks for t in titles(f) for w in words(t)} - set(words(" ".join(own)))
    of_table = (*titles(table), table.template, table.name, table.source_system)
    own += [w for t in of_table for w in words(t) if w not in others]
    own += [c.heading for c in columns if c.heading]
    own += [q.text for q in found.told if q.id.startswith(KIND)]
    understood = known(own, by_units=any(f.name in _BY for f in fields))
    place = _own_names(code)
    names = {*place, *(t[:n] for t in titles(table) for n in (len(t), SHEET))}
    for spoken in (language(), "nb"):
        with use_language(spoken):  # of a template, whichever language it was made in
            names |= {t for f in table.own_fields() for t in (f.help, allowed(f))}
    names |= {*_cells(rows, fields, understood)}
    return _Reader(
        understood,
        sorted(filter(None, names), key=len, reverse=True),
        place[0],
        held(match, typed, of, is_ahead(match)),
        of,
        [f for f in of if f"unit:{f.name}" in found.used],
        joined([columns[used[f.name]].heading for f in of if not units.is_rate(f)]),
    )


def _cells(rows: Rows, fields: Fields, understood: Known) -> Iterator[str]:
    """Give the names in the rows: of units, schools and places; none of persons.

    «Båsmo» is one of «Båsmo skole», and «Plan» none of «Plan og miljø».
    """
    for field in fields:
        if field.name not in rows.columns or field.dtype != pl.String or field.pseudonym:
            continue
        for name in rows.columns[field.name].text.head(SAMPLE).drop_nulls().unique():
            yield " ".join(name.split())
            first, _space, rest = name.strip().partition(" ")
            if field.name not in _BY and first[2:] and all(w in understood for w in words(rest)):
                yield first


def _is_place(number: str) -> bool:
    """Say whether a number is a municipality's."""
    with suppress(UnknownMunicipalityError):
        return bool(municipality(number))
    return False


def _own_names(code: str) -> list[str]:
    with suppress(UnknownMunicipalityError):
        place = municipality(code)
        return [place.name, place.official_name, *place.names.values(), place.code]
    return [code]


def _texts(match: Match, found: Collector, rows: Rows, years: Sequence[str]) -> Iterator[str]:
    """Give the titles above the table, names of sheet and file, and notes as short as they are."""
    for at in rows_above(match):
        yield from _titles(match.grid.row(at))
    if not match.grid.delimited:
        yield match.grid.sheet
    for name in found.elsewhere[:1]:
        serial = _SERIAL.fullmatch(name)
        if not serial or (serial[1] and serial[1] in years):
            monthly = any(f.name in ("month", "quarter") for f in match.table.own_fields())
            yield name if monthly else _COUNT.sub(r"\1", name)
    if match.table.personal:
        return
    notes = [one.text for one in rows.asides if not (one.units or one.heads)]
    notes += [text for row, text in match.grid.notes if row <= match.row]
    yield from (t for t in map(heading_text, notes) if len(t.split()) <= SHORT or _LESS.search(t))


def _titles(row: Sequence[object]) -> Iterator[str]:
    """Give the texts of a row that are no sentences, and not what stands behind a label."""
    label, behind = labels()[0], False
    for cell in row:
        text = "" if isinstance(cell, dt.datetime) else heading_text(cell)
        if not text:
            continue
        count = len(text.split())
        short = count <= SHORT or (count <= LONG and not _SENTENCE.search(text))
        if not behind and (short or _LESS.search(text)):
            yield text
        said = label.match(text)
        behind = bool(said) and not text[said.end() :].strip() if said else False
