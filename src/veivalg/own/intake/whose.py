"""Rows of another municipality than the one a file is brought for: asked about, or refused."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

import polars as pl

from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.i18n import _
from veivalg.foundation.texts import muted
from veivalg.norway.register import find, fold, municipalities, municipality
from veivalg.own.intake.asides import above
from veivalg.own.intake.called import plain_keys
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.result import rows_text
from veivalg.own.intake.rows import Rows

ROWS, TITLE, OWN, ALL = "rows:place", "rows:title", "own", "alle"
MOST, SAMPLE, ENOUGH = 400, 1_000, 4
"""Different values a column of municipalities has at most, rows that are looked at to see whether
it may be one, and names of which no other column has as many."""
_COLUMN = re.compile(
    r"(?i)\W*(?:(?:kommune|komm?)[\s._-]*(?:navn|namn|nr|nummer|kode|id)?|k-?nr|region)\W*"
)
_PLACE = re.compile(
    r"(?i)kommune|område\b|\b(?:sted|stad|organisasjon|selskap|firma|klient|eier|eigar|tilhørighet|lokasjon"
    r"|geografi|bosted|knr|komm)\b"
)
"""Words of headings under which a name alone is that of a municipality."""
_WORD = r"[^\W\d_][\w'’.-]*"
_KIND = r"(?:kommune|herad|suohkan|gielda|tjïelte)"
_NAMED = re.compile(rf"(?i)\b({_WORD}(?:[ /–-]+{_WORD}){{0,4}}) {_KIND}\b")
_SAID = re.compile(rf"(?i)\b{_KIND}\W*$|^\W*(?:K-)?\d{{4}}\W+[^\W\d]")
"""Names that say they are of municipalities: «Hemnes kommune», «1832 Hemnes»."""
_NUMBERED = re.compile(r"\W*(?:[Kk][-_]?)?\d{4}(?:\W+(.*))?")
_BEYOND = re.compile(
    r"(?i)\W*(?:.*\bfylke(?:skommune)?|(?:hele )?landet(?:s\b.*| (?:uten|utanom|utenom) oslo)?"
    r"|norge|noreg|(?:snitt |gjennomsnitt )?(?:kostra|k|ssb)[ -]?gr(?:uppe|\.)? ?\d+|e?kg ?\d+"
    r"|sammenlign(?:bare|ings) ?kommuner|samanlikn\w* ?kommunar|andre kommuner)\W*"
)
"""What is larger than a municipality, or a group of them."""
_LOOKS = rf"{_SAID.pattern}|{_BEYOND.pattern}"
_LABEL = re.compile(
    r"(?i)\bkommune(?:(?:nr|nummer)\.?\s*[:=]?|\s*[:=])\s*(\d{4}\b.*)"
    r"|\bkommune(?:navn|namn)?\s*[:=]?\s*([^\W\d_].*)"
)
"""«Kommunenr. 1804», «Kommune: Bodø»; «kommune 2025» is a year, and not what was Tana."""


def own_rows(match: Match, rows: Rows, found: Collector, code: str) -> Rows:
    """Give the rows without those a column or their name says are of elsewhere; ask of it.

    In a table whose rows are municipalities, they are what it is about.
    """
    if any(f.name == "municipality" for f in match.table.own_fields()) or not len(rows.numbers):
        return rows
    _ask_of_title(match, found, code)
    for at, column in enumerate(match.assignment.columns[: len(match.grid.columns)]):
        if column.field:
            continue
        sure, cells = _COLUMN.fullmatch(column.heading), match.grid.columns[at].rows(match.row + 1)
        head = plain_keys(cells.take(pl.int_range(len(cells.text), eager=True) < SAMPLE))
        if not sure and not any(map(_may_be, head.unique())):
            continue  # a million remarks are not looked up
        held = plain_keys(match.grid.columns[at]).gather(rows.numbers).str.strip_suffix(".0")
        names = held.unique(maintain_order=True)
        if len(names) <= MOST and (others := of_others(column.heading, list(names), code)):
            text = _("Kolonnen «{heading}» sier at {n} er for {others}, ikke {own}. Skal de med?")
            text = text.replace("{heading}", column.heading.replace("{", "{{").replace("}", "}}"))
            where = at if sure else None
            rows = _without(match, rows, held, others, text, _id(found), found, code, where)
    for field in match.table.own_fields():
        if not (field.key and field.dtype == pl.String and field.name in rows.columns):
            continue
        held = plain_keys(rows.columns[field.name])
        named = held.unique(maintain_order=True)
        if others := _rows_of_others(list(named.filter(named.str.contains(_LOOKS))), code):
            text = _("{n} heter {others}, og er ikke for {own}. Skal de med?")
            rows = _without(match, rows, held, others, text, _id(found), found, code)
    return rows


def _id(found: Collector) -> str:
    """Give the name of the next question of rows of others."""
    ids = {q.id for q in found.questions} | found.heard
    return next(i for n in range(9) if (i := f"{ROWS}:{n + 1}" if n else ROWS) not in ids)


def of_others(heading: str, names: list[str], code: str) -> dict[str, str]:
    """Give what a column has of other municipalities, with their names; empty where it may not be.

    Under the heading of a place one is enough. Elsewhere a name may be that of a school, so it must
    say that it is a municipality, or most of the names must be.
    """
    held = [text for text in names if text and not (text.isdecimal() and not _is_place(heading))]
    sure = _COLUMN.fullmatch(heading)
    others = {t: other for t in held if (sure or _may_be(t)) and (other := _other(t, code))}
    if sure or not others:
        return others
    own = [text for text in held if _may_be(text) and is_own(text, code)]
    places = len(others) + len(own)
    if 4 * places >= 3 * len(held) and (_is_place(heading) or (own or places >= ENOUGH)):
        return others
    return {text: other for text, other in others.items() if _SAID.search(text)}


def _rows_of_others(names: list[str], code: str) -> dict[str, str]:
    """Give the names of rows that are of another municipality, a county, a group or the country."""
    held = {t: t for t in names if _BEYOND.fullmatch(t)}
    said = (t for t in names if _SAID.search(t) and _may_be(t))
    held |= {t: other for t in said if (other := _other(t, code))}
    return held


def _is_place(heading: str) -> bool:
    return bool(_COLUMN.fullmatch(heading) or _PLACE.search(heading))


def _may_be(text: str) -> bool:
    """Say whether a text looks like the name or the number of a municipality, or both."""
    number = _NUMBERED.fullmatch(text)
    name = number[1] if number else text
    return not name or fold(name) in _folded()


@cache
def _folded() -> frozenset[str]:
    every = (name for m in municipalities() for name in (*m.names.values(), m.official_name))
    return frozenset(map(fold, every))


def _without(
    match: Match,
    rows: Rows,
    held: pl.Series,
    others: dict[str, str],
    text: str,
    id: str,
    found: Collector,
    code: str,
    at: int | None = None,
) -> Rows:
    """Ask of rows of others; where all of a column of municipalities are, the file is refused."""
    own = _name(code)
    named = ", ".join(dict.fromkeys(others.values()))
    foreign = held.is_in([*others])
    every = Option(ALL, _("Ja, alle radene er tall for {own}.").format(own=own))
    n, left = int(foreign.sum()), len(held) - int(foreign.sum())
    if at is not None and (foreign | (held == "")).all():
        heading = match.assignment.columns[at].heading
        wrong = _("Radene er for {others}, ikke {own}.").format(others=named, own=own)
        allowed = _("Velg kommunen tallene er for, eller slett kolonnen hvis den er feil.")
        found.cell(match.grid, match.row, at, wrong, allowed, heading=heading)
        return rows
    only = Option(OWN, _("Nei, bare de andre ({n}).").format(n=rows_text(left)))
    asked = text.format(n=rows_text(n), others=named, own=own)
    answer = found.ask(Question(id, asked, (only, every) if left else (every,)))
    if answer not in (OWN, None) or not left:
        return rows
    told = _("Raden er for en annen kommune, og er ikke tatt med.")
    numbers = rows.numbers.filter(foreign) if answer else ()
    return rows.only(~foreign, [(int(row), told) for row in numbers])


def _ask_of_title(match: Match, found: Collector, code: str) -> None:
    """Ask whether figures below the name of another municipality are this one's."""
    joined = [
        " ".join(str(c) for c in match.grid.row(i) if c is not None) for i in range(match.row)
    ]
    texts = [*dict.fromkeys([*above(match), *joined])]
    others = {text: other for text in texts for other in _said(text, code) if other}
    if not others or any(other == "" for text in texts for other in _said(text, code)):
        return  # none is named, or this one is too
    text, other = next(iter(others.items()))
    asked = _("Over tabellen står «{text}». Er tallene for {own}, og ikke {other}?")
    yes = Option("yes", _("Ja, tallene er for {own}.").format(own=_name(code)))
    asked = asked.format(text=muted(text), own=_name(code), other=other)
    found.ask(Question(TITLE, asked, (yes,), remember=False))


def _said(text: str, code: str) -> Iterator[str]:
    """Give the other municipalities a text names as such, and empty where it is this one."""
    held = [words[1].split() for words in _NAMED.finditer(text)]
    tried = [[" ".join(words[n:]) for n in range(len(words))] for words in held]
    tried += [[label[1] or label[2]] for label in _LABEL.finditer(text)]
    for names in tried:
        for name in names:
            if not (name[0].isupper() or name[0].isdecimal()):
                continue
            if is_own(name, code):
                yield ""
                break
            if other := _other(name, code):
                yield other
                break


def is_own(text: str, code: str) -> bool:
    """Say whether a text is the name or the number of the municipality a file is brought for."""
    with suppress(UnknownMunicipalityError):
        return find(text).code == code
    return text.casefold() == _name(code).casefold()


def _other(text: str, code: str) -> str:
    """Name the other municipality a text is of; empty when it is this one, or none."""
    with suppress(UnknownMunicipalityError):
        if text and (found := find(text)).code != code:
            return found.name
    return ""


def _name(code: str) -> str:
    with suppress(UnknownMunicipalityError):
        return municipality(code).name
    return code
