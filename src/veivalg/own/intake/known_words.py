"""Words at a table that can't change what its figures are: neutral ones, and the table's own."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

WORD = re.compile(r"[^\W\d_]+|\d+|%|‰")
_ENDINGS = ("s", "e", "a", "r", "n", "er", "en", "et", "ar", "ne", "ns", "ane", "ene", "ens", "ets")
SHORTEST, LEAST = 3, 2
"""Letters of a word within another, and of what is left of one without its ending."""


@cache
def _neutral() -> Mapping[str, list[str]]:
    text = Path(__file__).with_name("neutral_words.json").read_text(encoding="utf-8")
    return cast("Mapping[str, list[str]]", json.loads(text))


@cache
def labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the labels that anything may follow, and the words that a number may follow."""
    any_of, numbered = ("|".join(_neutral()[key]) for key in ("labels", "numbered"))
    return (
        re.compile(rf"(?i)^\W*(?:{any_of})(?:\s*[:=]|\W*$|\s+(?=[\d(])|(?<=av)\s|(?<=fra)\s)"),
        re.compile(
            rf"(?i)(?<![^\W\d_])(?:{numbered})\s?\d+(?:[.,]\d+)?(?:\s?(?:av|of|/)\s?\d+)?\b"
        ),
    )


def words(text: str) -> list[str]:
    """Give the words and numbers of a text in small letters, «B2025» as two.

    Examples
    --------
    >>> words("Periodisert B2025, nettoTall")
    ['periodisert', 'b', '2025', 'netto', 'tall']
    """
    whole = unicodedata.normalize("NFKC", text)
    whole = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", whole)
    return [word.casefold() for word in WORD.findall(whole)]


def _stems(word: str) -> set[str]:
    ends = (word.removesuffix(end) for end in _ENDINGS if word.endswith(end))
    return {word, *(stem for stem in ends if len(stem) >= LEAST)}


@dataclass(frozen=True, slots=True)
class Known:
    """Words that are understood: whole, and those that others may be joined of, by their stems."""

    whole: frozenset[str]
    parts: frozenset[str]

    def __contains__(self, word: str) -> bool:
        known = self.whole | self.parts
        same = cast("Mapping[str, str]", _neutral()["same"])  # how else words are written
        alike = {word, same.get(word, word)}
        return any(_stems(w) & known or self._joined(w) for w in alike)

    def _joined(self, word: str) -> bool:
        """Say whether a word is joined of known ones alone: «elevtall», and not «elevprognose»."""
        for at in range(LEAST, len(word) - SHORTEST + 1):
            if (at >= SHORTEST or word[:at] in self.parts) and _stems(word[:at]) & self.parts:
                rest = word[at:]
                if _stems(rest) & self.parts or self._joined(rest):
                    return True
        return False


def known(own: Iterable[str], *, by_units: bool) -> Known:
    """Give the words that are understood at a table.

    Parameters
    ----------
    own
        What the table and its columns are called.
    by_units
        Whether its rows are units of any kind, so that the name of a service is one of them.
    """
    held = _neutral()
    of = [*own, *held["documents"], *held["departments"], *(held["services"] if by_units else ())]
    whole = {*held["small"], *held["systems"]}
    whole |= {stem for word in held["whole"] for stem in _stems(word)}
    return joined(of, frozenset(whole))


def joined(texts: Iterable[str], whole: frozenset[str] = frozenset()) -> Known:
    """Give the words of texts, that others may be joined of, with those that stand alone."""
    parts = {stem for text in texts for word in words(text) for stem in _stems(word)}
    return Known(whole, frozenset(parts))
