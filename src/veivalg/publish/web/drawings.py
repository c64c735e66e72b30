"""Drawings of an exhibit on a page, and the words for reading their values off."""

import re

from markupsafe import Markup

from veivalg.content import Exhibit
from veivalg.content.numbers import nearest
from veivalg.foundation.i18n import _
from veivalg.publish import charts
from veivalg.publish.theme import Size
from veivalg.publish.web.parts import attribute, safe


def drawing(chapter: str, exhibit: Exhibit, *sizes: Size) -> Markup:
    """Give drawings of an exhibit for a page; of two, the style sheet shows the one that fits.

    What each value says stands with them for ``figures.js``, which tells it when it is asked for.
    """
    told, *drawn = charts.figure(exhibit, sizes, f"fig-{chapter}-{exhibit.id}")
    drawn = [_fluid(one) for one in drawn]
    if len(drawn) > 1:
        ends = ("bred", "smal")
        drawn = [f'<div class="figur-{e}">{d}</div>' for e, d in zip(ends, drawn, strict=True)]
    return readable(exhibit, told, "".join(drawn))


def readable(exhibit: Exhibit, told: str, drawn: str) -> Markup:
    """Put drawings where their values can be read, with the words for doing so."""
    name = safe(_("Les av verdiene i figuren: {title}").format(title=exhibit.title))
    values = attribute(told)
    return Markup(f'<div class="figur" data-navn="{name}" data-avles=\'{values}\'>{drawn}</div>')


def _fluid(svg: str) -> str:
    """Let the style sheet decide the size: keep the view box, drop the pixels."""
    return re.sub(r'(<svg[^>]*?) width="([\d.]+)" height="([\d.]+)"', _sized, svg, count=1)


def _sized(match: re.Match[str]) -> str:
    return f'{match[1]} style="max-width:{nearest(float(match[2]))}px" focusable="false"'
