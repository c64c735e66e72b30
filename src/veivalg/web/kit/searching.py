"""A search in short texts: by the beginning of words, without accents, with one slip of the pen.

It knows nothing of what it searches in. The index is SQLite's full text search, in memory.
"""

import re
import sqlite3
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock

LONGEST, MOST_WORDS, MOST_HITS = 120, 8, 400
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ŋ": "n", "ŧ": "t"})
_WORD = re.compile(r"\w+")
_SMALL = (
    "og|pa|av|for|til|er|det|som|en|et|har|hva|hvor|mange|mye|de|vi|med|om|blir|den|kan|skal|at"
    "|var|fra|hvordan|nar|ved"
)
"""Words that tell nothing apart; a question is found by the others."""
SHORTEST, STEM = 4, 5
"""Letters of a word that may be misspelt, and of the beginning that is left of one that is not."""
BY_COLUMN = "bm25(found, 8.0, 4.0, 1.0)"
WHOLE, BEGINS, WORD, TAIL = 4.0, 1.5, 1.6, 1.4
"""How much more a title counts that is what was asked for, begins with it, or has a word of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found.

    Parameters
    ----------
    kind
        What it is: hits are given by kind.
    context
        What it stands in; found too, but counts less than the title.
    where
        Told beside it: the municipality, the chapter, the date.
    weight
        How much more it counts than others that fit as well.
    """

    kind: str
    title: str
    address: str
    text: str = ""
    context: str = ""
    where: str = ""
    weight: float = 1.0


def folded(text: str) -> list[str]:
    """Give the words of a text without case and accents.

    Examples
    --------
    >>> folded("Årsverk i 2040, Kárášjohka")
    ['arsverk', 'i', '2040', 'karasjohka']
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def one_slip(one: str, other: str) -> bool:
    """Say whether a letter more, less, or another, or two swapped, makes one word the other.

    Examples
    --------
    >>> one_slip("demesn", "demens"), one_slip("demen", "demens"), one_slip("hemnes", "demens")
    (True, True, False)
    """
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])


class Index:
    """Entries by the words they hold.

    Parameters
    ----------
    entries
        What can be found, those of equal fit in this order.
    same
        How people begin a word → the word it may stand for in the texts, both folded.
    small
        Words that tell nothing apart here.
    whole
        Words that begin another word of another meaning, folded: they are found whole, and last
        in a word.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        same: Mapping[str, str] | None = None,
        small: str = "",
        whole: Iterable[str] = (),
    ) -> None:
        self._whole = frozenset(whole)
        self._same, self._small = same or {}, frozenset(folded(f"{_SMALL}|{small}"))
        self.entries = tuple(entries)
        self._titles = [" ".join(folded(e.title)) for e in self.entries]
        self._lock = Lock()
        self._data = sqlite3.connect(":memory:", check_same_thread=False)
        self._data.execute("create virtual table found using fts5(title, context, body, prefix=3)")
        rows = [
            (n, title, " ".join(folded(e.context)), " ".join(folded(e.text)))
            for n, (title, e) in enumerate(zip(self._titles, self.entries, strict=True))
        ]
        self._data.executemany(
            "insert into found(rowid, title, context, body) values (?,?,?,?)", rows
        )
        self._words = sorted({word for row in rows for part in row[1:] for word in part.split()})

    def find(self, text: str) -> tuple[Entry, ...]:
        """Give the entries that hold every word that is known, or else any, the best first."""
        words = self._asked(text)
        known = [options for word in words if (options := tuple(self._meant(word)))]
        if not known:
            return ()
        each = ["(" + " OR ".join(map(self._form, options)) + ")" for options in known]
        rows = self._lines(" AND ".join(each)) or self._lines(" OR ".join(each))
        every = tuple({*words, *(one for options in known for one in options)})
        score = partial(self._score, " ".join(words), every)
        found = sorted(rows, key=lambda row: (-score(*row), row[0]))
        return tuple(self.entries[n] for n, _rank in found)

    def unknown(self, text: str) -> tuple[str, ...]:
        """Give the words of a question that nothing holds."""
        return tuple(word for word in self._asked(text) if not any(self._meant(word)))

    def _lines(self, question: str) -> list[tuple[int, float]]:
        asked = f"select rowid, {BY_COLUMN} from found where found match ? order by 2 limit ?"
        with self._lock:
            return self._data.execute(asked, (question, MOST_HITS)).fetchall()

    def _score(self, wanted: str, words: tuple[str, ...], n: int, rank: float) -> float:
        """Give more to a title that is what was asked for, or has a whole word of it."""
        title, score = self._titles[n], -rank * self.entries[n].weight
        inside = title.split()
        if any(word in inside for word in words):
            score *= WORD
        elif any(held.endswith(words) for held in inside):
            score *= TAIL
        return score * (WHOLE if title == wanted else BEGINS if title.startswith(wanted) else 1.0)

    def _meant(self, word: str) -> Iterator[str]:
        """Give what a word may be meant as: as it begins, with another ending, or misspelt."""
        others = [meant for begins, meant in self._same.items() if word.startswith(begins)]
        yield from others
        ends = [w for w in self._words if w.endswith(word)] if len(word) >= SHORTEST else []
        yield from ends  # what is asked for may be the last part of a word
        if others or ends or self._begins(word):
            yield word
            return
        longest = range(len(word) - 1, max(STEM, (len(word) + 1) // 2) - 1, -1)
        stem = next((word[:n] for n in longest if self._begins(word[:n])), None)
        if stem is not None:
            yield stem
        elif len(word) >= SHORTEST:
            yield from (other for other in self._words if one_slip(word, other))

    def _form(self, word: str) -> str:
        return f'"{word}"' if word in self._whole else f'"{word}"*'

    def _begins(self, word: str) -> bool:
        at = bisect_left(self._words, word)
        return at < len(self._words) and self._words[at].startswith(word)

    def _asked(self, text: str) -> list[str]:
        """Give the words of a question that tell something apart, or all where none does."""
        words = folded(text[:LONGEST])[:MOST_WORDS]
        return [w for w in words if len(w) > 1 and w not in self._small] or words
