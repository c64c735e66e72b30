"""Title, subtitle and source drawn around a chart that leaves its page."""

import re
import textwrap
from html import escape

from veivalg.content import Exhibit
from veivalg.content.numbers import nearest
from veivalg.content.theme import INK, MUTED
from veivalg.publish.document.cells import exhibit_note, source_lines
from veivalg.publish.theme import FAMILY, Layout

MARGIN = 20
EVERY = 1000
"""A picture that leaves its page names every table it rests on."""


def framed(drawn: str, exhibit: Exhibit, layout: Layout) -> str:
    """Give a picture with title and subtitle above and note and source below.

    Parameters
    ----------
    drawn
        SVG with ``width`` and ``height`` in pixels on its root.
    """
    width, height = (float(n) for n in _SIZE.search(drawn).groups())  # type: ignore[union-attr]
    big, small = nearest(layout.font * 1.35), nearest(layout.font * 0.9)
    total = max(width, layout.width)
    title = _wrap(exhibit.title, total, big)
    subtitle = _wrap(exhibit.subtitle, total, layout.font)
    off = (s.marked() for s in exhibit.deviations)
    below = (exhibit_note(exhibit), *off, source_lines(exhibit.sources, most=EVERY))
    foot = [line for text in below if text for line in _wrap(text, total, small)]
    y, parts = float(MARGIN), []
    for lines, size, weight, colour in (
        (title, big, 600, INK),
        (subtitle, layout.font, 400, MUTED),
    ):
        for line in lines:
            y += size * 1.3
            parts.append(_text(line, y, size, weight, colour))
    y += layout.font
    inner = re.sub(r"^<svg ", f'<svg x="{MARGIN}" y="{y:g}" ', drawn, count=1)
    parts.append(inner)
    y += height + 6
    for line in foot:
        y += small * 1.4
        parts.append(_text(line, y, small, 400, MUTED))
    full, high = total + 2 * MARGIN, y + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{full:g}" height="{high:g}" viewBox="0 0 {full:g} {high:g}">'
        f'<rect width="{full:g}" height="{high:g}" fill="white"/>{"".join(parts)}</svg>'
    )


_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


def _wrap(text: str, width: float, size: int) -> list[str]:
    return textwrap.wrap(text, max(20, int(width / (0.56 * size))))


def _text(line: str, y: float, size: int, weight: int, colour: str) -> str:
    return (
        f'<text x="{MARGIN}" y="{y:g}" font-family="{FAMILY}" font-size="{size}" '
        f'font-weight="{weight}" fill="{colour}">{escape(line)}</text>'
    )
