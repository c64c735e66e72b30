"""Which heading of a file belongs to which field: by title, name, alias, or as once pointed out."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from veivalg.foundation.cache import Cache
from veivalg.foundation.columns import letters
from veivalg.foundation.i18n import kept_by_language, use_language
from veivalg.foundation.texts import muted
from veivalg.own.intake.result import Column
from veivalg.own.intake.unit_words import TAIL, money_in
from veivalg.own.tables import OwnField, OwnTable

LATE, GROUP_WORDS = 10, 4
RANK = {"given": 0, "remembered": 1, "title": 2, "name": 3, "alias": 4}
_NOT_WORD = re.compile(r"[\W_]+")
_BRACKET = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*\*?\s*$")
_NAME = re.compile(r"(?i)[(\[]\s*(?:t|te?kst|na[vm]n|betegnelse|beskrivelse)\.?\s*[)\]]\s*$")
"""What accounting systems write behind the name beside a code: «Ansvar (T)»."""
_TAIL = re.compile(rf"(?i)\s*(?:[,:–-]|\s)\s*(?:i\s+)?(?:(?:{TAIL})\.?[\s-]*)+$")
"""A unit behind a heading, without brackets: «Budsjett i 1000 kr», «Fravær %»."""
MONTH = r"(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)[a-zæøå]*"
_DAY = r"\d{1,2}\.(?:\s?\d{1,2}\.(?:\s?\d{2,4})?)?"
AS_OF = rf"\bpe?r\.?\s+(?:(?:{_DAY}\s?)?{MONTH}\.?|{_DAY})|\b{MONTH}\.?\s?[-–]\s?{MONTH}\.?"
PERIOD = (
    rf"{AS_OF}|(?:19|20)\d\d|hittil(?:\s+i\s+år(?:et)?)?|h\.?i\.?å|ytd|akk(?:umulert)?|kumulativt?"
    r"|så\s+langt(?:\s+i\s+år(?:et)?)?|(?:t\.?\s?o\.?\s?m|til\s+og\s+med)\.?\s+\w+"
)
"""What a heading says of when: «Regnskap 2024», «Regnskap per mars», «Regnskap hiå»."""
NET = re.compile(
    r"(?i)\b(?:netto|brutto)\b|\b(?:inkl|eks|ekskl|med|uten)\w*\.?\s+(?:mva|moms)\b\.?"
)
"""What a heading says of what is in its amounts."""
_WHEN = re.compile(
    rf"(?i)(?:[\s,:–-]+(?:i\s+)?(?:{PERIOD}|{TAIL}|{NET.pattern[4:]})\.?)+$"
    r"|^(?:(?:19|20)\d\d|netto|brutto)\s+"
)
_NO_GROUP = re.compile(r"(?!(?:19|20)\d\d$)[\d.,]+$|.*\d\.\s?\d|.*[:;]|(?i:.*\bkommune\b)")
"""Numbers, dates and texts that introduce something, above the headings: they are of no group."""
_EACH = re.compile(
    r"(?i)(?:\s*/\s*|\s+(?:per|pr\.?|hver)\s*|\s+i\s+(?=\w+(?:en|a|et)$))"
    r"(?:uk|veke|måned|månad|mnd|md|år|dag|døgn)(?:en|et|e|a)?\.?$"
)
"""The period hours are of, behind their heading."""


def plain(text: object) -> str:
    """Give a heading without case, spaces, dashes and marks.

    Examples
    --------
    >>> plain(" Barn 0–2 år *"), plain("KOSTRA-vekt")
    ('barn02år', 'kostravekt')
    """
    whole = unicodedata.normalize("NFKC", heading_text(text)).casefold()
    return _NOT_WORD.sub("", whole)


def heading_text(cell: object) -> str:
    """Give a heading as it is written; a year that Excel holds as a number is «2024».

    One that names a person is not repeated.
    """
    if cell is None:
        return ""
    number = isinstance(cell, float) and cell.is_integer()
    text = str(int(cell)) if number else " ".join(str(cell).split())  # type: ignore[call-overload]
    return muted(text)


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell as a heading: its text, and the forms it may be known by, the fullest first.

    ``short`` is without what it says of when, and counts where no other heading is the field's.
    """

    text: str
    plain: str
    forms: tuple[str, ...]
    short: str = ""
    group: str = ""


def groups(
    above: Sequence[object], row: Sequence[object], merged: Iterable[int] = ()
) -> dict[int, str]:
    """Give column → the heading of its group, where a row of such stands above a row of headings.

    Parameters
    ----------
    merged
        Columns of `above` that are merged with the one before.

    Examples
    --------
    >>> groups([None, None, 2024.0, None], ["Enhet", "Måned", "Regnskap", "Budsjett"])
    {2: '2024', 3: '2024'}
    >>> groups(["Regnskap 2024", None, None], ["Enhet", "Måned", "Regnskap"])
    {}
    """
    texts = {i: heading_text(c) for i, c in enumerate(above) if heading_text(c)}
    heads = [i for i, c in enumerate(row) if heading_text(c)]
    of = (*texts.values(), *(heading_text(c) for c in row if not isinstance(c, str)))
    if (
        not texts
        or 2 * len(texts) > len(heads)
        or not texts.keys() <= {*heads}
        or (heads[0] in texts and heads[0] + 1 not in merged)
        or any(len(t.split()) > GROUP_WORDS or _NO_GROUP.match(t) for t in of)
        or (len(texts) == 1 and money_in(*texts.values()))
    ):
        return {}
    found, held = dict[int, str](), ""
    for i in range(heads[0], len(row)):
        held = "" if i not in heads else texts.get(i, held)
        found |= {i: held} if held else {}
    first = texts.get(heads[0])
    return {i: text for i, text in found.items() if text != first}


def heading(cell: object, group: str = "") -> Heading:
    """Give a cell as a heading, to be held against many tables."""
    text, more = heading_text(cell), ""
    if group:  # «2024» below «Regnskap» is «Regnskap 2024», and «Beløp» is «Beløp (Regnskap)»
        when = re.fullmatch(rf"(?i)(?:{PERIOD})", text)
        text, more = (f"{group} {text}", "") if when else (text, f" ({group})")
    bare = _BRACKET.sub("", text.rstrip(" :*"))
    short = plain(_WHEN.sub("", _EACH.sub("", bare) if "time" in bare.casefold() else bare))
    whole = plain(text + more)
    known = dict.fromkeys((whole, *forms(text), plain(without_unit(text))))
    return Heading(text + more, whole, (*known,), short, group)


def form_of(table: str, headings: Iterable[object], titles: Iterable[object]) -> str:
    """Give the key of a sender's form: its table, headings and titles, whatever the numbers.

    Examples
    --------
    >>> a = form_of("accounts", ["Enhet", "Beløp"], ["Regnskap 2024, tall i 1000 kr"])
    >>> a == form_of("accounts", ["Beløp", "Enhet"], ["Regnskap 2025, tall i 1000 kr"])
    True
    """
    texts = [*sorted(plain(h) for h in headings), "|", *(plain(heading_text(t)) for t in titles)]
    # A unit of «1000 kr» is the form's; a year or a date is the file's.
    kept = ["".join(c for c in text.replace("1000", "k") if not c.isdecimal()) for text in texts]
    return hashlib.sha256("\n".join([table, *kept]).encode()).hexdigest()[:32]


def forms(text: object) -> tuple[str, ...]:
    """Give the forms a heading is known by: whole, and without the unit in brackets at the end."""
    whole = heading_text(text)
    return _known.get(whole, lambda: _forms(whole))


# The same few headings are held against every table there is.
_known: Cache[tuple[str, ...]] = Cache()


def _forms(whole: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f for f in (plain(whole), plain(_BRACKET.sub("", whole))) if f))


def titles(named: type[OwnTable] | OwnField) -> tuple[str, ...]:
    """Give what a table or a column is called: in the language in use, and in Norwegian."""
    with use_language("nb"):
        norwegian = named.title
    return tuple(dict.fromkeys((named.title, norwegian)))


def without_unit(text: object) -> str:
    """Give a heading without the unit that stands last in it.

    Examples
    --------
    >>> [without_unit(t) for t in ("Budsjett i 1000 kr", "Fravær (%)", "Timer", "Varighet, min")]
    ['Budsjett', 'Fravær', 'Timer', 'Varighet']
    """
    whole = heading_text(text).rstrip(" :*")
    return _TAIL.sub("", _BRACKET.sub("", whole)).strip() or whole


@kept_by_language
def index(table: type[OwnTable]) -> Mapping[str, tuple[str, str]]:
    """Give form → (field, how) of a table; a title wins over a name, a name over an alias."""
    found: dict[str, tuple[str, str]] = {}
    for how in ("title", "name", "alias"):
        for column in table.own_fields():
            texts = {"title": titles(column), "name": (column.name,), "alias": column.aliases}[how]
            for text in texts:
                for form in forms(text):
                    found.setdefault(form, (column.name, how))
    for column in table.own_fields():  # «Timer levert», with another period behind it
        for form in (plain(_EACH.sub("", t)) for t in titles(column) if _EACH.search(t)):
            found.setdefault(form, (column.name, "alias"))
    return found


@dataclass(frozen=True, slots=True)
class Assignment:
    """The columns of a heading row, with the fields two columns both claim."""

    columns: tuple[Column, ...]
    doubled: tuple[tuple[str, str, str], ...] = ()

    @property
    def found(self) -> dict[str, int]:
        """Give field → column number, of those that are certain."""
        return {c.field: i for i, c in enumerate(self.columns) if c.field and c.how != "near"}


def assign(
    cells: Sequence[Heading],
    table: type[OwnTable],
    given: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> Assignment:
    """Give the field of every heading; the surest claim wins, then the leftmost."""
    pointed = _pointed(remembered, "remembered") | _pointed(given, "given")
    known = index(table)
    claims: dict[str, list[tuple[int, int]]] = {}
    fields = {f.name: f for f in table.own_fields()}
    for i, cell in enumerate(cells):
        for form in (*cell.forms, cell.short):
            if claim := pointed.get(form) or known.get(form):
                late = form == cell.short and form not in cell.forms
                if late and _EACH.search(cell.text) and not _has_period(fields[claim[0]]):
                    continue
                claims.setdefault(claim[0], []).append((RANK[claim[1]] + LATE * late, i))
                break
    taken, doubled = {}, []
    for name, held in claims.items():
        exact = [c for c in held if c[0] <= RANK["remembered"] and cells[c[1]].plain in pointed]
        texts = fields[name].dtype == pl.String
        claimed = sorted(exact or (_names(held, cells) if texts else held))
        rank = claimed[0][0]
        alike = [i for r, i in claimed if r == rank]
        said = [i for i in alike if known.get(plain(cells[i].group), ("",))[0] == name]
        at, *others = said if len(said) == 1 else alike
        taken[at] = (name, next(how for how, r in RANK.items() if r == rank % LATE))
        if others:
            doubled.append((name, letters(at), letters(others[0])))
    columns = tuple(
        Column(c.text, letters(i), *taken.get(i, ("", ""))) for i, c in enumerate(cells)
    )
    return Assignment(columns, tuple(doubled))


def claimed(
    table: type[OwnTable], given: Mapping[str, str], remembered: Mapping[str, str]
) -> frozenset[str]:
    """Give every form a heading may have that is given a field: most rows have none of them."""
    return frozenset({*index(table), *_pointed(remembered, ""), *_pointed(given, "")})


def _has_period(field: OwnField) -> bool:
    return any(_EACH.search(title) for title in titles(field))


def is_name(heading: str) -> bool:
    """Say whether a heading is of the names beside codes: «Ansvar (T)»."""
    return bool(_NAME.search(heading))


def _names(held: Sequence[tuple[int, int]], cells: Sequence[Heading]) -> Sequence[tuple[int, int]]:
    """Give the columns without codes that have their name in another: «Ansvar», «Ansvar (T)»."""
    named = {cells[i].forms[-1] for _rank, i in held if is_name(cells[i].text)}
    return [c for c in held if is_name(cells[c[1]].text) or cells[c[1]].forms[-1] not in named]


def _pointed(mapping: Mapping[str, str] | None, how: str) -> dict[str, tuple[str, str]]:
    held = {plain(heading): (name, how) for name, heading in (mapping or {}).items()}
    return {form: claim for form, claim in held.items() if form}


def missing_fields(table: type[OwnTable], assignment: Assignment) -> tuple[OwnField, ...]:
    """Give the required fields no column was found for."""
    found = assignment.found
    return tuple(f for f in table.own_fields() if not f.nullable and f.name not in found)


def propose(table: type[OwnTable], assignment: Assignment) -> Assignment:
    """Propose columns for missing fields by likeness of spelling; a person must confirm them."""
    free = {
        plain(c.heading): i
        for i, c in enumerate(assignment.columns)
        if not c.field and plain(c.heading)
    }
    columns = list(assignment.columns)
    for column in missing_fields(table, assignment):
        for text in (*titles(column), *column.aliases):
            if near := get_close_matches(plain(text), free, n=1, cutoff=0.6):
                old = columns[at := free.pop(near[0])]
                columns[at] = Column(old.heading, old.letter, column.name, "near", old.sample)
                break
    return Assignment(tuple(columns), assignment.doubled)
