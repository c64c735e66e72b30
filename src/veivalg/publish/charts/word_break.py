"""Breaks words into lines that fit a width, long Norwegian compounds where they are joined."""

import re
from collections.abc import Iterable

from veivalg.content.numbers import kept_together
from veivalg.publish.theme import Layout

LONGEST = 16
"""Letters a word may have before it is broken where there is little room."""

_SECOND_PART = re.compile(
    r"(?:tjeneste[nr]?|sentral(?:en)?|kontor(?:et)?|avdeling(?:en)?|team(?:et)?|støtten?|dispenser"
    r"|vakt(?:en)?|senter(?:et)?|hjelpa|hjemmet|utstyr|leder)$"
)


def parts(word: str, most: int) -> list[str]:
    """Break a word into parts of at most `most` letters, with a hyphen at each break.

    Examples
    --------
    >>> parts("Digitaliseringsteamet", 16), parts("vedtak", 16)
    (['Digitaliserings-', 'teamet'], ['vedtak'])
    """
    if len(word) <= most:
        return [word]
    joint = _SECOND_PART.search(word.lower())
    cut = joint.start() if joint is not None and 2 < joint.start() < most else most - 1
    return [word[:cut] + "-", *parts(word[cut:], most)]


def widest(names: Iterable[str], layout: Layout) -> float:
    """Give the width that the longest part of any word needs."""
    found = [part for name in names for word in name.split() for part in parts(word, LONGEST)]
    return max((layout.text_width(part) for part in found), default=0.0)


def broken(text: str, width: float, layout: Layout) -> list[str]:
    """Give the text as lines that fit `width`; no letter is lost.

    Parameters
    ----------
    width
        Pixels; a line is never shorter than three letters.
    """
    most = max(int(width / layout.text_width("m") + 1e-6), 3)
    lines: list[str] = []
    words = kept_together(text).split(" ")
    for word in (w for long in words for w in ([long] if len(long) <= most else long.split())):
        for part in parts(word, most):
            last = lines[-1] if lines else ""
            if last and not last.endswith("-") and len(last) + 1 + len(part) <= most:
                lines[-1] = f"{last} {part}"
            else:
                lines.append(part)
    return lines
