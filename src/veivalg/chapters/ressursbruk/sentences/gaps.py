"""How a gap is written: on which side it lies, and that there is none where 0.0 is printed."""

import re
from collections.abc import Mapping

from veivalg.chapters.common.sentences import say
from veivalg.content import Figure, Statement
from veivalg.foundation.i18n import _

_SIDED = re.compile(r"\{(\w+)(?::\w+)?\} \{(\w+)\}( \{name\})?")


def side(value: float) -> str:
    """Give «over» or «under»."""
    return _("over") if value >= 0 else _("under")


def say_gap(
    id: str,
    text: str,
    figures: Mapping[str, Figure | None],
    words: Mapping[str, str] | None = None,
    *,
    caution: bool = False,
    **more: str,
) -> Statement | None:
    """Make a sentence of gaps: one printed as 0.0 is «likt», and on neither side.

    What stands in the text as «{figure} {word}», where the word is a side, is a gap.
    """
    filled = {**(words or {}), **more}
    sides = (_("over"), _("under"))
    gone = set()

    def written(found: re.Match[str]) -> str:
        figure = figures.get(found[1])
        if figure is None or figure.value is None or filled.get(found[2]) not in sides:
            return found[0]
        if figure.text(word=False).strip("+\u22120,"):
            return found[0]
        gone.add(found[1])
        return _("likt med {name}") if found[3] else _("likt")

    text = _SIDED.sub(written, text)
    if gone:  # the unit stood by it
        text = text.replace(":au}", ":a}")
    kept = {name: f for name, f in figures.items() if name not in gone}
    return say(id, text, kept, filled, caution=caution)
