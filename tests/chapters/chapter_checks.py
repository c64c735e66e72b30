"""What must hold of any chapter, used by the tests of each."""

from __future__ import annotations

import math
import re

from veivalg.content import Chapter, Shape

_OPEN_SLOT = re.compile(r"\{\w*\}")


def check_chapter(chapter: Chapter) -> None:
    """Numbers are finite and not negative where they can't be; texts are whole and sound."""
    for figure in chapter.figures():
        assert figure.source.producer, figure.id
        assert figure.value is None or math.isfinite(figure.value), figure.id
        assert figure.value is not None or figure.reason, figure.id
        if figure.id.startswith(("innbyggere", "demens-2", "andel")):
            assert figure.value is None or figure.value >= 0
        if figure.interval is not None:
            assert 0 <= figure.interval.low <= figure.value <= figure.interval.high, figure.id
    texts = [s.text() for s in chapter.statements()]
    for exhibit in chapter.exhibits():
        texts += [exhibit.title, exhibit.subtitle, exhibit.alt, exhibit.note, exhibit.uncertainty]
        for row in exhibit.table.rows:
            for cell in row:
                assert not isinstance(cell, float) or math.isfinite(cell), exhibit.id
        if exhibit.chart is not None:
            keys = {c.key for c in exhibit.table.columns}
            assert {exhibit.chart.x, exhibit.chart.y} <= keys
            ribbon = exhibit.chart.low is not None
            assert not (ribbon and exhibit.chart.series), "scenarios are never ribbons"
            assert exhibit.chart.shape in Shape
    for text in texts:
        assert not _OPEN_SLOT.search(text), text
        assert "None" not in text, text
        assert "nan" not in text.lower().split(), text
        assert "  " not in text, text
        assert "mangler" not in text, text


def texts(chapter: Chapter) -> str:
    """Give all sentences and titles, with plain spaces, to search in."""
    parts = [s.text() for s in chapter.statements()]
    parts += [e.title for e in chapter.exhibits()]
    return "\n".join(parts).replace("\u202f", " ")
