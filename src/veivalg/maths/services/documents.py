"""What plans, reports and interviews say: what may be quoted, what is said of what, and search."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

KINDS = ("challenge", "strength", "measure", "goal")
FEWEST = 5
"""A role with fewer interviewed is not quoted unless the municipality says it may be, and how many
they are is told of several roles together."""
NOT_HEARD = "not_heard"

_KEPT = "æøå"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a document or an interview.

    Parameters
    ----------
    where
        The document, or the role interviewed.
    quotable
        Whether the words may be shown. When not, the statement is counted and nothing more.
    claim
        What it says in the words several statements share; empty when no other is held to it.
    against
        Whether it says the opposite.
    """

    theme: str
    kind: str
    text: str
    where: str
    page: str = ""
    interview: bool = False
    quotable: bool = True
    claim: str = ""
    against: bool = False

    @property
    def origin(self) -> tuple[bool, str]:
        """Give whether it is of an interview, and the document or role: what is counted as one."""
        return self.interview, self.where


@dataclass(frozen=True, slots=True)
class Claim:
    """What several say of the same: the statements for it and those against it."""

    name: str
    said: tuple[Said, ...]

    def sides(self) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        """Give a statement of each document or role that is for, and of each that is against."""
        sides = ({s.origin: s for s in self.said if s.against is side} for side in (False, True))
        agree, against = (tuple(side.values()) for side in sides)
        return agree, against


@dataclass(frozen=True, slots=True)
class Theme:
    """What is said of a theme: statements by kind, and how many documents say it."""

    name: str
    said: tuple[Said, ...]

    def count(self, kind: str | None = None, *, interview: bool | None = None) -> int:
        """Give the number of statements, of a kind or of all, from interviews or not."""
        return sum(kind in (None, s.kind) and interview in (None, s.interview) for s in self.said)

    def origins(self, kind: str | None = None) -> set[tuple[bool, str]]:
        """Give the documents and roles that say something of it, of a kind or at all."""
        return {s.origin for s in self.said if kind in (None, s.kind)}

    @property
    def divided(self) -> bool:
        """Say whether some point at strengths alone and others at challenges alone."""
        good, bad = self.origins("strength"), self.origins("challenge")
        return bool(good - bad and bad - good)


def may_quote(people: int | None, allowed: str) -> bool:
    """Say whether a statement from an interview may be shown in its own words.

    Parameters
    ----------
    people
        How many with that role were interviewed; None when it is not known.
    allowed
        ``yes``, ``no`` or ``not_asked``.

    Examples
    --------
    >>> may_quote(12, "not_asked"), may_quote(4, "not_asked"), may_quote(1, "yes")
    (True, False, True)
    >>> may_quote(12, "no"), may_quote(None, "not_asked")
    (False, False)
    """
    return allowed == "yes" or (allowed == "not_asked" and (people or 0) >= FEWEST)


def themes(said: Iterable[Said]) -> tuple[Theme, ...]:
    """Put statements together by theme, that of most documents and roles first.

    Case and spaces don't matter.
    """
    found: dict[str, list[Said]] = {}
    names: dict[str, str] = {}
    for one in said:
        key = plain(" ".join(one.theme.split()))
        names.setdefault(key, " ".join(one.theme.split()))
        found.setdefault(key, []).append(one)
    made = [Theme(names[key], tuple(rows)) for key, rows in found.items()]
    return tuple(sorted(made, key=lambda t: (-len(t.origins()), -t.count(), t.name)))


def claims(said: Iterable[Said]) -> tuple[Claim, ...]:
    """Put statements together by what they claim, that of most documents and roles first."""
    found: dict[str, list[Said]] = {}
    for one in said:
        if one.claim:
            found.setdefault(plain(" ".join(one.claim.split()).rstrip(".")), []).append(one)
    made = [
        Claim(" ".join(rows[0].claim.split()).rstrip("."), tuple(rows)) for rows in found.values()
    ]
    return tuple(sorted(made, key=lambda c: (-len({s.origin for s in c.said}), c.name)))


def most(found: Iterable[Theme], kind: str | None = None) -> tuple[int, tuple[Theme, ...]]:
    """Give the highest number of documents and roles for a theme, and the themes that have it."""
    counts = [(len(t.origins(kind)), t) for t in found]
    top = max((n for n, _theme in counts), default=0)
    return top, tuple(t for n, t in counts if n == top and top)


@dataclass(frozen=True, slots=True)
class Heard:
    """A role that was heard: how, and how many at least and at most where that may be told."""

    role: str
    method: str
    low: int | None
    high: int | None


def heard(rows: Iterable[tuple[str, str, int | None, int | None]]) -> tuple[Heard, ...]:
    """Give the roles that may be told of with how many were heard; the few of a role together.

    Parameters
    ----------
    rows
        Role, method, and how many at least and at most.

    Returns
    -------
    tuple
        Those few in a role are one with no role, and with no number when they are few together.

    Examples
    --------
    >>> few = heard([("Ansatte", "group", 12, None), ("Ledere", "single", 3, None)])
    >>> [(h.role, h.low) for h in few]
    [('Ansatte', 12), ('', None)]
    """
    rows = [row for row in rows if row[1] != NOT_HEARD]
    few = [(low, high or low) for _role, _method, low, high in rows if low and low < FEWEST]
    made = [Heard(r, m, n, high or n) for r, m, n, high in rows if not n or n >= FEWEST]
    if few:
        low, high = sum(n for n, _high in few), sum(n for _low, n in few)
        told = low >= FEWEST
        made.append(Heard("", "", low if told else None, high if told else None))
    return tuple(made)


def main_themes(found: Iterable[Theme], *kinds: str, most: int = 3) -> tuple[Theme, ...]:
    """Give the themes most sources speak of in some way; what several say alike goes before.

    Parameters
    ----------
    kinds
        The kinds of statement that count, one source once.

    Examples
    --------
    >>> said = [Said("Folk", "challenge", "Få søkere.", "A"), Said("Bygg", "strength", "Nye.", "A")]
    >>> [theme.name for theme in main_themes(themes(said), "challenge")]
    ['Folk']
    """

    def weight(theme: Theme) -> tuple[int, int, int, str]:
        rows = [s for s in theme.said if s.kind in kinds and not s.against]
        alike = [len(c.sides()[0]) for c in claims(rows)]
        return -len({s.origin for s in rows}), -max(alike, default=0), -len(rows), theme.name

    told = [t for t in found if any(t.count(kind) for kind in kinds)]
    return tuple(sorted(told, key=weight)[:most])


def without_measures(found: Iterable[Theme]) -> tuple[Theme, ...]:
    """Give the themes that have challenges but no measures."""
    return tuple(t for t in found if t.count("challenge") and not t.count("measure"))


def plain(text: str) -> str:
    """Give text as it is searched: lower case, accents off, but æ, ø and å kept.

    Each letter stays in its place, so that a hit can be marked in the text as written.

    Examples
    --------
    >>> plain("Kárášjohka på ÅRSVERK")
    'karasjohka på årsverk'
    """
    return "".join(_bare(letter) for letter in text)


def _bare(letter: str) -> str:
    low = letter.lower()[:1] or letter
    return low if low in _KEPT else unicodedata.normalize("NFKD", low)[0]


def terms(query: str) -> tuple[str, ...]:
    """Give what is searched for: words, and phrases within quotation marks.

    Examples
    --------
    >>> terms('rekruttere  «høyt sykefravær»')
    ('rekruttere', 'høyt sykefravær')
    """
    quoted = re.findall(r"[«\"“](.+?)[»\"”]|([^\s«»\"“”]+)", query)
    found = (" ".join(plain(phrase or word).split()) for phrase, word in quoted)
    return tuple(dict.fromkeys(term for term in found if term))


def search(
    said: Sequence[Said],
    query: str = "",
    *,
    theme: str = "",
    kind: str = "",
    interview: bool | None = None,
) -> tuple[Said, ...]:
    """Find the statements that may be shown and hold every term, in words or as parts of them.

    Those with a term at the beginning of a word come first. A statement that may not be quoted is
    never found, since finding it would tell what it says.
    """
    wanted, about = terms(query), plain(theme)
    found: list[tuple[int, int, Said]] = []
    for one in said:
        if not one.quotable or (kind and one.kind != kind):
            continue
        if (about and plain(" ".join(one.theme.split())) != about) or (
            interview is not None and one.interview is not interview
        ):
            continue
        text = plain(f"{one.text} {one.theme} {one.where}")
        if all(term in text for term in wanted):
            begins = sum(bool(re.search(rf"\b{re.escape(term)}", text)) for term in wanted)
            found.append((-begins, len(found), one))
    return tuple(one for _rank, _order, one in sorted(found, key=lambda row: row[:2]))


def marked(text: str, query: str) -> tuple[tuple[str, bool], ...]:
    """Cut text into pieces, each with whether it is a hit; together they are the text.

    Examples
    --------
    >>> marked("Velferdsteknologi", "teknologi")
    (('Velferds', False), ('teknologi', True))
    """
    wanted = sorted(terms(query), key=len, reverse=True)
    if not wanted:
        return ((text, False),)
    pieces, end = [], 0
    for hit in re.finditer("|".join(map(re.escape, wanted)), plain(text)):
        pieces += [(text[end : hit.start()], False), (text[hit.start() : hit.end()], True)]
        end = hit.end()
    return tuple(piece for piece in (*pieces, (text[end:], False)) if piece[0])
