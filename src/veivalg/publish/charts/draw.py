"""Writes a picture of boxes, lines and texts as SVG.

Charts are laid out to the pixel, so nothing is left for a chart library to decide. Drawn by
Vega-Lite the same pictures took 35 ms each, most of it measuring texts; here they take under 1 ms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import numpy as np

from veivalg.content.theme import INK, RULE
from veivalg.publish.theme import FAMILY, Layout

PADDING = 4.0
MANY = 12
BoxRow = tuple[float, float, float, float]
TextRow = tuple[float, float, str]
Track = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks of one kind and style at pixels of the plot; y grows downwards.

    ``kind`` is ``rect``, ``rule``, ``text``, ``line`` or ``area``. ``boxes`` are (x, y, x2, y2),
    ``texts`` (x, y, text with its middle at y), ``tracks`` the points of lines and outlines. A
    ``spot`` is not drawn: its ``tracks`` are points where the table's ``rows`` are read.
    """

    kind: str
    boxes: tuple[BoxRow, ...] = ()
    texts: tuple[TextRow, ...] = ()
    tracks: tuple[Track, ...] = ()
    style: dict[str, Any] = field(default_factory=dict)
    rows: tuple[int, ...] = ()

    def moved(self, dx: float, dy: float) -> Layer:
        """Give the layer at another place."""
        return replace(
            self,
            boxes=tuple((x + dx, y + dy, x2 + dx, y2 + dy) for x, y, x2, y2 in self.boxes),
            texts=tuple((x + dx, y + dy, t) for x, y, t in self.texts),
            tracks=tuple([(x + dx, y + dy) for x, y in track] for track in self.tracks),
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """The plot's size and its layers, the first at the bottom; what lies outside is kept."""

    width: float
    height: float
    layers: tuple[Layer, ...]


def boxes(rows: Sequence[BoxRow], color: str, **style: Any) -> Layer:
    """Give filled boxes."""
    return Layer("rect", boxes=tuple(rows), style={"fill": color} | style)


def segments(rows: Sequence[BoxRow], color: str, **style: Any) -> Layer:
    """Give straight lines."""
    return Layer("rule", boxes=tuple(rows), style={"stroke": color, "stroke_width": 1} | style)


def texts(rows: Sequence[TextRow], color: str = INK, **style: Any) -> Layer:
    """Give texts; ``align`` is left, center or right, ``halo`` puts white around the letters."""
    return Layer("text", texts=tuple(rows), style={"fill": color, "align": "left"} | style)


def spots(rows: Iterable[tuple[float, float, int]]) -> Layer:
    """Give where the values are: (x, y, number of the row in the table)."""
    found = tuple(rows)
    return Layer("spot", tracks=([(x, y) for x, y, _n in found],), rows=tuple(r[2] for r in found))


def tracks(lines: Sequence[Track], color: str, width: float, **style: Any) -> Layer:
    """Give broken lines through points."""
    look = {"stroke": color, "stroke_width": width, "stroke_linejoin": "round"}
    return Layer("line", tracks=tuple(lines), style=look | style)


def area(outline: Track, color: str, **style: Any) -> Layer:
    """Give a filled outline."""
    return Layer("area", tracks=(outline,), style={"fill": color} | style)


_CORNERS = {
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "triangle": ((0.0, -1.1), (1.05, 0.8), (-1.05, 0.8)),
    "diamond": ((0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)),
}


def markers(points: Track, shape: str, color: str, size: float) -> Layer:
    """Give a mark at each point; ``shape`` as in ``theme.Style``, ``size`` half its width."""
    kind = shape.removeprefix("open-")
    fill = "white" if shape.startswith("open-") else color
    look: dict[str, Any] = {"stroke": color, "stroke_width": 0.4 * size}
    if kind == "circle":
        rows = [(x - size, y - size, x + size, y + size) for x, y in points]
        return boxes(rows, fill, rx=size, **look)
    outlines = [[(x + size * dx, y + size * dy) for dx, dy in _CORNERS[kind]] for x, y in points]
    return Layer("area", tracks=tuple(outlines), style={"fill": fill} | look)


def areas(outlines: Sequence[Track], color: str, **style: Any) -> Layer:
    """Give filled outlines of one style; one within another is a hole."""
    return Layer(
        "area", tracks=tuple(outlines), style={"fill": color, "fill_rule": "evenodd"} | style
    )


HATCH = "url(#skravur)"
"""A fill of slanted lines, for what is missing."""
_HATCHING = (
    '<defs><pattern id="skravur" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect width="5" height="5" fill="white"/>'
    f'<path d="M-1,1L1,-1M0,5L5,0M4,6L6,4" stroke="{RULE}" stroke-width="0.9"/></pattern></defs>'
)


def write_svg(picture: Picture, layout: Layout) -> str:
    """Write a picture as SVG, as large as all that is drawn."""
    left, top, right, bottom = _extent(picture, layout)
    width, height = right - left, bottom - top
    body = "".join(_write(layer, layout) for layer in picture.layers)
    if HATCH in body:
        body = _HATCHING + body
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}"'
        f' viewBox="{_n(left)} {_n(top)} {_n(width)} {_n(height)}" font-family="{FAMILY}"'
        f' font-size="{layout.font}">{body}</svg>'
    )


def _n(value: float) -> str:
    text = "%.1f" % value  # noqa: UP031 – half the time of the others, a thousand times a page
    if text[-2:] == ".0":
        text = text[:-2]
    return "0" if text == "-0" else text


def _points(track: Track) -> str:
    """Write the points of a track, as `_n` does each number but all at once."""
    text = "L".join(["%.1f,%.1f" % (x, y) for x, y in track]) + "L"  # noqa: UP031 – as above
    if "-0." in text:
        return "L".join(f"{_n(x)},{_n(y)}" for x, y in track)
    return text.replace(".0,", ",").replace(".0L", "L")[:-1]


def _outline(track: Track) -> str:
    """Write an outline; of many points as steps from one to the next, which is half as long."""
    if len(track) <= MANY:
        return _points(track)
    tenths = np.rint(np.asarray(track) * 10)
    x, y = (tenths[0] / 10).tolist()
    steps = np.diff(tenths, axis=0) / 10
    text = "l" + "".join(["%g,%g " % (dx, dy) for dx, dy in steps.tolist()])  # noqa: UP031
    for long, short in (("0.", "."), (",-", "-"), (" -", "-")):
        text = text.replace(long, short)
    return f"{x:g},{y:g}{text.rstrip()}"


def _extent(picture: Picture, layout: Layout) -> BoxRow:
    xs, ys = [0.0, picture.width], [0.0, picture.height]
    for layer in picture.layers:
        if layer.kind == "spot":
            continue
        for x, y, text in layer.texts:
            wide = layout.room_for(text) * (1.04 if layer.style.get("weight") else 1.0)
            start = {"left": 0.0, "center": 0.5, "right": 1.0}[layer.style["align"]]
            xs += [x - start * wide, x + (1 - start) * wide]
            ys += [y - 0.6 * layout.font, y + 0.6 * layout.font]
        for box in layer.boxes:
            xs += [box[0], box[2]]
            ys += [box[1], box[3]]
        for track in layer.tracks:
            xs += [x for x, _y in track]
            ys += [y for _x, y in track]
    return min(xs) - PADDING, min(ys) - PADDING, max(xs) + PADDING, max(ys) + PADDING


def _write(layer: Layer, layout: Layout) -> str:
    style = dict(layer.style)
    if layer.kind == "spot":
        return ""
    if layer.kind == "text":
        return _write_texts(layer, style, layout)
    look = "".join(f' {k.replace("_", "-")}="{v}"' for k, v in style.items())
    if layer.kind == "rect":
        return "".join(
            f'<rect x="{_n(min(x, x2))}" y="{_n(min(y, y2))}" width="{_n(abs(x2 - x))}"'
            f' height="{_n(abs(y2 - y))}"{look}/>'
            for x, y, x2, y2 in layer.boxes
        )
    if layer.kind == "rule":
        path = "".join(f"M{_n(x)},{_n(y)}L{_n(x2)},{_n(y2)}" for x, y, x2, y2 in layer.boxes)
        return f'<path fill="none"{look} d="{path}"/>' if path else ""
    end = "Z" if layer.kind == "area" else ""
    points = _outline if "fill_rule" in style else _points
    path = "".join(f"M{points(t)}{end}" for t in layer.tracks if t)
    if layer.kind == "area":
        return f'<path{look} d="{path}"/>' if path else ""
    return f'<path fill="none"{look} d="{path}"/>' if path else ""


def _write_texts(layer: Layer, style: dict[str, Any], layout: Layout) -> str:
    anchor = {"left": "start", "center": "middle", "right": "end"}[style["align"]]
    look = f' fill="{style["fill"]}"'
    look += f' text-anchor="{anchor}"' if anchor != "start" else ""
    look += f' font-weight="{style["weight"]}"' if style.get("weight") else ""
    if style.get("halo"):
        look += ' stroke="white" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    drop = 0.35 * layout.font  # from the middle of the letters to their base line
    return "".join(
        f'<text x="{_n(x)}" y="{_n(y + drop)}"{look}>{escape(text)}</text>'
        for x, y, text in layer.texts
    )
