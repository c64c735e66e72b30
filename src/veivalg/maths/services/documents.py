"""What plans, reports and interviews say: what may be quoted, what is said of what, and search."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

KINDS = ("challenge", "strength", "measure")
FEWEST = 5
"""A role with fewer interviewed is not quoted unless the municipality says it may be."""

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
    """

    theme: str
    kind: str
    text: str
    where: str
    page: str = ""
    interview: bool = False
    quotable: bool = True


@dataclass(frozen=True, slots=True)
class Theme:
    """What is said of a theme: statements by kind, and how many documents say it."""

    name: str
    said: tuple[Said, ...]

    def count(self, kind: str | None = None, *, interview: bool | None = None) -> int:
        """Give the number of statements, of a kind or of all, from interviews or not."""
        return sum(kind in (None, s.kind) and interview in (None, s.interview) for s in self.said)

    @property
    def documents(self) -> int:
        """Give how many documents say something of it."""
        return len({s.where for s in self.said if not s.interview})


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
    """Put statements together by theme, the most spoken of first; case and spaces don't matter."""
    found: dict[str, list[Said]] = {}
    names: dict[str, str] = {}
    for one in said:
        key = plain(" ".join(one.theme.split()))
        names.setdefault(key, " ".join(one.theme.split()))
        found.setdefault(key, []).append(one)
    made = [Theme(names[key], tuple(rows)) for key, rows in found.items()]
    return tuple(sorted(made, key=lambda t: (-t.count(), t.name)))


def most(
    found: Iterable[Theme], kind: str | None = None, *, interview: bool | None = None
) -> tuple[int, tuple[Theme, ...]]:
    """Give the highest number of statements a theme has, and the themes that have it."""
    counts = [(t.count(kind, interview=interview), t) for t in found]
    top = max((n for n, _theme in counts), default=0)
    return top, tuple(t for n, t in counts if n == top and top)


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
