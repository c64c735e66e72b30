"""What holds for several figures of a chapter is told at the first of them, and not again."""

import re
from dataclasses import replace

from veivalg.content.chapter import Chapter
from veivalg.content.exhibit import Exhibit
from veivalg.content.folded import by_weight

_END = re.compile(r"(?<=[.!?]) +(?=[A-ZÆØÅ«])")
SHORT = 40
"""Letters of a sentence that may stand at every figure it is about."""


def told_once(chapter: Chapter) -> Chapter:
    """Leave out what notes and uncertainties repeat from a figure that is read before.

    The figures that stand first are read first. A figure that is taken out alone is told whole:
    this is for a chapter that is read as one.
    """
    said: set[str] = set()
    first = by_weight(chapter) if chapter.first else []
    made: dict[str, Exhibit] = {}
    for one in (*first, *chapter.exhibits()):
        if one.id not in made:
            note, uncertainty = _new(one.note, said), _new(one.uncertainty, said)
            made[one.id] = replace(one, note=note, uncertainty=uncertainty)
    return replace(
        chapter,
        sections=tuple(
            replace(
                part,
                blocks=tuple(made[b.id] if isinstance(b, Exhibit) else b for b in part.blocks),
            )
            for part in chapter.sections
        ),
    )


def _new(text: str, said: set[str]) -> str:
    """Give the sentences that are not said before, and remember those that are long."""
    kept = [one for one in _END.split(text) if one not in said]
    said.update(one for one in kept if len(one) > SHORT)
    return " ".join(kept)
