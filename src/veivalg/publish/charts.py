"""From an exhibit's declarative chart to SVG and PNG, by Vega-Lite and vl-convert.

Shapes are functions in :data:`SHAPES`; adding one is adding a function and a line here.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any, TypeVar

from veivalg.content import Chart, Exhibit, Shape
from veivalg.errors import UsageError
from veivalg.publish.chart_bars import bars, ranges
from veivalg.publish.chart_columns import columns
from veivalg.publish.chart_data import Spec
from veivalg.publish.chart_frame import framed
from veivalg.publish.chart_lines import lines, panels
from veivalg.publish.chart_pyramid import pyramid
from veivalg.publish.theme import FONTS, LAYOUTS, LOCALE, Layout, Size, config

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SHAPES: dict[Shape, Callable[[Exhibit, Chart, Layout], Spec]] = {
    Shape.LINES: lines,
    Shape.BARS: bars,
    Shape.COLUMNS: columns,
    Shape.PYRAMID: pyramid,
    Shape.PANELS: panels,
    Shape.RANGE: ranges,
}
_KEPT = 600
_FONTS_THERE = b"inter" if FONTS.is_dir() else b"fallback"
Picture = TypeVar("Picture", str, bytes)
_cache: OrderedDict[str, str | bytes] = OrderedDict()
_lock = threading.Lock()
_ready = False
_folder: Path | None = None


def spec(exhibit: Exhibit, size: Size = Size.WIDE) -> dict[str, Any]:
    """Give the Vega-Lite specification of an exhibit, laid out for `size`.

    Raises
    ------
    UsageError
        When the exhibit has no chart.
    """
    if exhibit.chart is None:
        raise UsageError(
            f"«{exhibit.title}» er en tabell og har ingen figur.", "Last ned tabellen."
        )
    layout = LAYOUTS[size]
    drawn = SHAPES[exhibit.chart.shape](exhibit, exhibit.chart, layout)
    return {"$schema": SCHEMA, "config": config(layout), **drawn}


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


def png(exhibit: Exhibit, size: Size = Size.WIDE, *, standalone: bool = False) -> bytes:
    """Draw an exhibit as PNG on white; ``standalone`` as for :func:`svg`."""
    import vl_convert

    drawn = _drawn(exhibit, size)
    if standalone:
        drawn = framed(drawn, exhibit, LAYOUTS[size])
    key = f"{_digest(drawn)}-{size}.png"
    found = _get(key)
    if isinstance(found, bytes):
        return found
    _register_fonts()
    picture: bytes = vl_convert.svg_to_png(_white(drawn), scale=LAYOUTS[size].scale)
    return _put(key, picture)


def _drawn(exhibit: Exhibit, size: Size) -> str:
    import orjson

    wanted = spec(exhibit, size)
    key = _digest(orjson.dumps(wanted).decode()) + ".svg"
    found = _get(key)
    if isinstance(found, str):
        return found
    import vl_convert

    _register_fonts()
    text: str = vl_convert.vegalite_to_svg(wanted, format_locale=LOCALE)
    return _put(key, _lean(text))


def _register_fonts() -> None:
    global _ready
    if not _ready:
        import vl_convert

        if FONTS.is_dir():
            vl_convert.register_font_directory(str(FONTS))
        _ready = True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode() + _FONTS_THERE).hexdigest()


def keep_in(folder: Path | None) -> None:
    """Keep drawn pictures in a folder too, so that the next program start finds them.

    A folder that can't be written is no error: the picture is drawn again next time.
    """
    global _folder
    _folder = folder


def _get(key: str) -> str | bytes | None:
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    file = _folder / key if _folder else None
    if file is None or not file.is_file():
        return None
    found = file.read_bytes()
    return _remember(key, found) if key.endswith(".png") else _remember(key, found.decode())


def _put(key: str, value: Picture) -> Picture:
    if _folder:
        with suppress(OSError):
            _folder.mkdir(parents=True, exist_ok=True)
            part = _folder / f"{key}.{os.getpid()}.{threading.get_ident()}.del"
            part.write_bytes(value if isinstance(value, bytes) else value.encode())
            part.replace(_folder / key)
    return _remember(key, value)


def _remember(key: str, value: Picture) -> Picture:
    with _lock:
        _cache[key] = value
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return value


def clear() -> None:
    """Forget every picture drawn, for measurements."""
    with _lock:
        _cache.clear()


def _lean(text: str) -> str:
    """Drop roles and descriptions inside: the picture is one image with one name."""
    text = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", text)
    return re.sub(r' class="(?:mark|role)[^"]*"', "", text)


def _named(text: str, exhibit: Exhibit, prefix: str) -> str:
    text = re.sub(r'\bid="', f'id="{prefix}-', text)
    text = text.replace("url(#", f"url(#{prefix}-").replace('href="#', f'href="#{prefix}-')
    head, rest = text.split(">", 1)
    label = f'role="img" aria-labelledby="{prefix}-t {prefix}-d"'
    names = (f'<title id="{prefix}-t">{escape(exhibit.title)}</title>'
             f'<desc id="{prefix}-d">{escape(exhibit.alt)}</desc>')  # fmt: skip
    return f"{head} {label}>{names}{rest}"


def _white(text: str) -> str:
    head, rest = text.split(">", 1)
    return f'{head}><rect width="100%" height="100%" fill="white"/>{rest}'
