"""Columns beside the table's own that say nothing of which figures the rows are.

What is known to be so is let be; any other with few values is asked about, see `kinds`.
"""

import re
from functools import cache
from pathlib import Path

import orjson
import polars as pl

from veivalg.own.intake import parts, whose
from veivalg.own.intake.called import plain_keys
from veivalg.own.intake.headings import forms, plain, titles, without_unit
from veivalg.own.intake.period_words import own_period, said_periods
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.unit_words import SAID, kinds_in, money_in
from veivalg.own.intake.units import family

LISTS = Path(__file__).with_name("harmless.json")
"""What is known; what may be on it stands in it."""
NONE = "–"
SENTENCE, WORDS = 5, 3
"""Words no kind of rows has more than, and those it is told by where its heading is known."""
_NUMBER = re.compile(r"[-\u2212+]?\d[\d\s.,]*%?")
_LONG = re.compile(r"\d{6}")
_DAY = re.compile(
    r"\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}\b.*|\d{4}-\d\d-\d\d\b.*|\d{1,2}[.:]\d\d(?:[.:]\d\d)?"
)
TELLS = re.compile(
    r"(?i)versjon|type|status|kategori|slag|kode|gruppe|scenario|serie|flagg|fortegn|nivå|utgave"
    r"|fravær|tilstand|tiltak|ansettelse|tilsetjing"
)
"""Headings of kinds, whose numbers are no measures."""
WEEK = 0.25
SIZES = {
    "kvartal": 3.0,
    "tertial": 4.0,
    "halvår": 6.0,
    r"måned|månad|\bmnd": 1.0,
    r"\b(?:uke|veke)": WEEK,
    "år": 12.0,
}
"""Words of periods → how many months each is."""
_MONTH = re.compile(r"(?:19|20)\d\d[-./]?(?:0[1-9]|1[0-2])")
_SPAN = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?\s*[-\u2013]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"s?(?:navn|namn|nr|nummer|kode|id)$")
"""What stands behind the name of a unit: «Avdelingsnavn»."""


@cache
def _lists() -> dict[str, re.Pattern[str]]:
    held = orjson.loads(LISTS.read_bytes())
    return {
        name: re.compile("|".join(re.escape(word).replace(r"\*", r"\w*") for word in words))
        for name, words in held.items()
        if name != "about"
    }


def is_harmless(match: Match, rows: Rows, at: int, held: pl.Series, code: str) -> bool:
    """Say whether a column is known to say nothing of which figures its rows are.

    Parameters
    ----------
    held
        What the column says of each row; `NONE` where it is empty.
    """
    heading = match.assignment.columns[at].heading if at < len(match.assignment.columns) else ""
    names = [name for name in held.unique(maintain_order=True) if name != NONE]
    alone = len(names) == 1 and not held.is_in([NONE]).any()
    numbers = all(map(_NUMBER.fullmatch, names))
    if _is(heading, "numbers") and numbers:
        return True
    if _is(heading, "when") and not _of_period(match, rows, heading, names):
        return False
    if any(s.clear for s in money_in(heading, alone=True)):
        return True  # of the unit, that is asked about there
    beside = not forms(heading) and NONE in held.unique().to_list()  # notes at some of the rows
    coded = not beside and all(_listed("codes", name) for name in names)
    said = coded or any(map(says_kind, names))
    if said and not (alone and _listed("own", names[0])):
        return False
    if beside or _is(heading, "neutral") or all(map(_DAY.fullmatch, names)):
        return True
    if match.table.personal and _is(heading, "person"):
        return True
    if alone and (numbers or _listed("own", names[0]) or _is_key(match, names[0])):
        return "-" not in names[0]
    if alone and _is(heading, "alone"):
        return True
    if whose.of_others(heading, names, code) or all(whose.is_own(name, code) for name in names):
        return True
    if SAID.match(heading.casefold()) and all(_NUMBER.fullmatch(n) or kinds_in(n) for n in names):
        return True
    if _is(heading, "when") and (alone or _of_when(match, rows, held)):
        return True
    if is_listed(match, rows, heading, held) or (
        _is(heading, "sorts") and _listed("ordinary", *names) and nests(match, rows, held)
    ):
        return True
    if numbers:
        tells = parts.named(heading) or TELLS.search(heading)
        return not tells and _measures(names, held, nests(match, rows, held))
    return any(len(name.split()) > SENTENCE for name in names)


def is_listed(match: Match, rows: Rows, heading: str, held: pl.Series) -> bool:
    """Say whether a column is known by its heading to be of who or where, and not of kinds."""
    return (
        _is(heading, "neutral")
        or (match.table.personal and _is(heading, "person"))
        or (_is(heading, "over") and nests(match, rows, held))
    )


def is_known(text: str) -> bool:
    """Say whether each word of a value is one of kinds: then it names nobody."""
    words = _WORD.findall(text)
    return _listed("codes", text) or (bool(words) and all(map(_is_known, words)))


def _is_known(word: str) -> bool:
    known = ("shown", "kinds", "anywhere", "own", "codes", "ordinary")
    return bool(re.fullmatch(r"[0-9]{1,2}|(?:19|20)[0-9]{2}", word)) or any(
        _listed(name, word) for name in known
    )


def nests(match: Match, rows: Rows, held: pl.Series) -> bool:
    """Say whether each of the table's units has one value in a column, or each value one unit."""
    own = match.table.own_fields()
    of = [f for f in own if f.dtype == pl.String and f.name in rows.columns and not f.pseudonym]
    texts = [f for f in of if f.key] if not match.table.personal else of[:1]
    if not texts:
        return False
    frame = pl.DataFrame({f.name: plain_keys(rows.columns[f.name]) for f in texts})
    return _decides(frame, held) or (match.table.personal and _decides(held.to_frame("k"), *frame))


def _of_period(match: Match, rows: Rows, heading: str, names: list[str]) -> bool:
    """Say whether periods are no others than those the table's figures are of.

    A month beside a budget of the year, or beside a quarter, may say that the figures are of it;
    so may a quarter beside hours of a week. Counts are the same whenever they are told.
    """
    if {"month", "date"} & rows.columns.keys() or "dato" in heading.casefold():
        return True
    own = SIZES["kvartal"] if "quarter" in rows.columns else 0.0
    for field in (f for f in match.table.own_fields() if f.name in match.assignment.found):
        said = match.assignment.columns[match.assignment.found[field.name]].heading
        weekly = own_period(field) == "uke" and "uke" not in said_periods(said)
        own = own or (WEEK if weekly else SIZES["år"] if family(field) == "kr" else 0.0)
    sizes = (_size(f"{heading} {name}", name) for name in names)
    return not own or all(size == own or (size > own > WEEK and not size % own) for size in sizes)


def _size(text: str, name: str) -> float:
    """Give the months of the period a heading and a value name; 0 where neither does."""
    if _MONTH.fullmatch(name) or _SPAN.match(name):
        return 1.0
    named = (size for word, size in SIZES.items() if re.search(word, text.casefold()))
    return next(named, SIZES["år"] if _YEAR.fullmatch(name) else 0.0)


def _is_key(match: Match, name: str) -> bool:
    """Say whether a value is what the rows are called: «Barnehage»."""
    keys = (f for f in match.table.own_fields() if f.key)
    return plain(name) in {plain(t) for f in keys for t in (*titles(f), *f.aliases)}


def _of_when(match: Match, rows: Rows, held: pl.Series) -> bool:
    """Say whether the year, the month or the day of a row gives what stands in a column."""
    own = (f for f in match.table.own_fields() if f.name in rows.columns)
    whens = {
        f.name: plain_keys(rows.columns[f.name]) for f in own if f.dtype != pl.String and f.key
    }
    whens |= {n: plain_keys(c) for n, c in rows.columns.items() if n == "date"}
    return bool(whens) and _decides(pl.DataFrame(whens), held)


def _decides(frame: pl.DataFrame, *others: pl.Series) -> bool:
    more = frame.with_columns(s.alias(f"_{n}") for n, s in enumerate(others))
    return more.n_unique() == frame.n_unique()


def _measures(names: list[str], held: pl.Series, nested: bool) -> bool:
    """Say whether numbers are measures or the codes of units, and not of kinds of rows."""
    if any(_LONG.search(n.replace(" ", "")) or "," in n or "." in n or "%" in n for n in names):
        return True
    whole = sorted(int(n.replace("\u2212", "-").replace(" ", "")) for n in names)
    apart = len(names) == len(held)
    if whole[-1] < 100:
        return apart and whole[0] >= 0 and whole[-1] > len(names)
    return apart or nested


def _is(heading: str, name: str) -> bool:
    """Say whether a heading, or each of its words, is on a list."""
    text = re.sub("(?i)e-post", "epost", without_unit(heading))
    words = [w.casefold() for w in _WORD.findall(text)]
    bare = [w for w in words if not _listed("beside", w)] or words
    ends = (_END.sub("", w) for w in bare)
    return bool(bare) and (
        _listed(name, plain(text))
        or all(_listed(name, w) for w in bare)
        or (name == "over" and all(_listed(name, w) for w in ends if w))
    )


def _listed(name: str, *texts: str) -> bool:
    return all(_lists()[name].fullmatch(text.casefold()) for text in texts)


def says_kind(name: str) -> bool:
    """Say whether a value is the word of a kind of rows, or has one that is wherever it stands."""
    first, *more = (word.strip(".,:()!") for word in name.split()) if name.strip() else ("",)
    few = len(more) < WORDS and "og" not in more
    return few and (
        _listed("kinds", first) or any(_listed("anywhere", word) for word in (first, *more))
    )
