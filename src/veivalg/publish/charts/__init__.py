"""From an exhibit's declarative chart to SVG, and from SVG to PNG.

Shapes are functions in :data:`SHAPES`; adding one is adding a function and a line here.
"""

import re
from collections.abc import Callable, Sequence
from html import escape

from veivalg.content import Chart, Exhibit, Shape
from veivalg.foundation.cache import Cache
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.publish.charts.bars import bars, ranges
from veivalg.publish.charts.columns import columns
from veivalg.publish.charts.dots import dots
from veivalg.publish.charts.draw import Picture, write_svg
from veivalg.publish.charts.frame import framed
from veivalg.publish.charts.lines import lines, panels
from veivalg.publish.charts.map import map_chart
from veivalg.publish.charts.pyramid import pyramid
from veivalg.publish.charts.raster import rasterised
from veivalg.publish.charts.readings import packed, places
from veivalg.publish.charts.swimlane import swimlane
from veivalg.publish.charts.waterfall import waterfall
from veivalg.publish.theme import LAYOUTS, Layout, Size

SHAPES: dict[Shape, Callable[[Exhibit, Chart, Layout], Picture]] = {
    Shape.LINES: lines,
    Shape.BARS: bars,
    Shape.COLUMNS: columns,
    Shape.PYRAMID: pyramid,
    Shape.PANELS: panels,
    Shape.RANGE: ranges,
    Shape.WATERFALL: waterfall,
    Shape.MAP: map_chart,
    Shape.DOTS: dots,
    Shape.SWIMLANE: swimlane,
}
_pictures: Cache[bytes] = Cache()


def picture(exhibit: Exhibit, size: Size = Size.WIDE) -> Picture:
    """Lay an exhibit's chart out for `size`.

    Raises
    ------
    UsageError
        When the exhibit has no chart.
    """
    if exhibit.chart is None:
        raise UsageError(
            _("«{title}» er en tabell og har ingen figur.").format(title=exhibit.title),
            _("Last ned tabellen."),
        )
    return SHAPES[exhibit.chart.shape](exhibit, exhibit.chart, LAYOUTS[size])


def svg(
    exhibit: Exhibit, size: Size = Size.WIDE, *, standalone: bool = False, prefix: str = ""
) -> str:
    """Draw an exhibit as SVG with ``role="img"``, a title and a description.

    Parameters
    ----------
    standalone
        Draw title, subtitle and source line too, for a picture that travels alone.
    prefix
        Put before every id, so that several pictures can stand on one page.
    """
    drawn = _drawn(exhibit, size)
    if standalone:
        drawn = framed(drawn, exhibit, LAYOUTS[size])
    return _named(drawn, exhibit, prefix or f"{exhibit.id}-{size}")


def figure(exhibit: Exhibit, sizes: Sequence[Size], prefix: str) -> list[str]:
    """Draw an exhibit for a page in several sizes, with what its values say and where they lie.

    Returns
    -------
    list
        The values in words for the element around the drawings, and then each drawing.
    """
    drawn = [(size, picture(exhibit, size)) for size in sizes]
    found = [packed(exhibit)]
    for size, one in drawn:
        text = _named(
            write_svg(one, LAYOUTS[size]), exhibit, f"{prefix}-{'p' if size is Size.PHONE else 'w'}"
        )
        found.append(text.replace("<svg ", f'<svg data-punkt="{places(one)}" ', 1))
    return found


def png(exhibit: Exhibit, size: Size = Size.WIDE, *, standalone: bool = False) -> bytes:
    """Draw an exhibit as PNG on white; ``standalone`` as for :func:`svg`."""
    drawn = _drawn(exhibit, size)
    if standalone:
        drawn = framed(drawn, exhibit, LAYOUTS[size])
    scale = LAYOUTS[size].scale
    return _pictures.get((drawn, scale), lambda: rasterised(drawn, scale))


def _drawn(exhibit: Exhibit, size: Size) -> str:
    return write_svg(picture(exhibit, size), LAYOUTS[size])


def _named(text: str, exhibit: Exhibit, prefix: str) -> str:
    if 'id="' in text:
        text = re.sub(r'\bid="', f'id="{prefix}-', text)
    text = text.replace("url(#", f"url(#{prefix}-").replace('href="#', f'href="#{prefix}-')
    head, rest = text.split(">", 1)
    label = f'role="img" aria-labelledby="{prefix}-t {prefix}-d"'
    names = (
        f'<title id="{prefix}-t">{escape(exhibit.title)}</title>'
        f'<desc id="{prefix}-d">{escape(exhibit.spoken)}</desc>'
    )
    return f"{head} {label}>{names}{rest}"
