"""Rows of another municipality than the one a file is brought for: asked about, or refused."""

import re
from collections.abc import Iterator
from contextlib import suppress

import polars as pl

from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.i18n import _
from veivalg.foundation.texts import muted
from veivalg.norway.register import find, municipality
from veivalg.own.intake.asides import above
from veivalg.own.intake.called import plain_keys
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.result import rows_text
from veivalg.own.intake.rows import Rows

ROWS, TITLE, OWN, ALL = "rows:place", "rows:title", "own", "alle"
MOST = 400
"""Different values a column of municipalities has at most."""
_COLUMN = re.compile(
    r"(?i)\W*(?:(?:kommune|komm?)[\s._-]*(?:navn|namn|nr|nummer|kode|id)?|k-?nr|region)\W*"
)
_WORD = r"[^\W\d_][\w'’.-]*"
_KIND = r"(?:kommune|herad|suohkan|gielda|tjïelte)"
_NAMED = re.compile(rf"(?i)\b({_WORD}(?:[ /–-]+{_WORD}){{0,4}}) {_KIND}\b")
_LABEL = re.compile(
    r"(?i)\bkommune(?:(?:nr|nummer)\.?\s*[:=]?|\s*[:=])\s*(\d{4}\b.*)"
    r"|\bkommune(?:navn|namn)?\s*[:=]?\s*([^\W\d_].*)"
)
"""«Kommunenr. 1804», «Kommune: Bodø»; «kommune 2025» is a year, and not what was Tana."""


def own_rows(match: Match, rows: Rows, found: Collector, code: str) -> Rows:
    """Give the rows without those a column says are of another municipality; ask of it.

    In a table whose rows are municipalities, they are what it is about.
    """
    if any(f.name == "municipality" for f in match.table.own_fields()) or not len(rows.numbers):
        return rows
    _ask_of_title(match, found, code)
    for at, column in enumerate(match.assignment.columns[: len(match.grid.columns)]):
        if column.field or not _COLUMN.fullmatch(column.heading):
            continue
        held = plain_keys(match.grid.columns[at]).gather(rows.numbers).str.strip_suffix(".0")
        names = held.unique(maintain_order=True)
        if len(names) > MOST:
            continue
        others = {text: other for text in names if (other := _other(text, code))}
        if others:
            rows = _without(match, rows, at, held, others, found, code)
    return rows


def _without(
    match: Match,
    rows: Rows,
    at: int,
    held: pl.Series,
    others: dict[str, str],
    found: Collector,
    code: str,
) -> Rows:
    heading, own = match.assignment.columns[at].heading, _name(code)
    named = ", ".join(dict.fromkeys(others.values()))
    foreign = held.is_in([*others])
    if (foreign | (held == "")).all():
        wrong = _("Radene er for {others}, ikke {own}.").format(others=named, own=own)
        allowed = _("Velg kommunen tallene er for, eller slett kolonnen hvis den er feil.")
        found.cell(match.grid, match.row, at, wrong, allowed, heading=heading)
        return rows
    n, left = int(foreign.sum()), len(held) - int(foreign.sum())
    text = _("Kolonnen «{heading}» sier at {n} er for {others}, ikke {own}. Skal de med?")
    text = text.format(heading=heading, n=rows_text(n), others=named, own=own)
    only = _("Nei, bare de andre ({n}).").format(n=rows_text(left))
    every = Option(ALL, _("Ja, alle radene er tall for {own}.").format(own=own))
    answer = found.ask(Question(ROWS, text, (Option(OWN, only), every)))
    if answer == ALL:
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
            if _own(name, code):
                yield ""
                break
            if other := _other(name, code):
                yield other
                break


def _own(text: str, code: str) -> bool:
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
