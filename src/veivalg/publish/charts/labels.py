"""Words on line charts: names at line ends, marks, and the key where names do not fit."""

from collections.abc import Sequence
from itertools import pairwise

from veivalg.content import Chart, Mark, Role, Unit
from veivalg.content.theme import INK, MUTED, RULE
from veivalg.foundation.i18n import _
from veivalg.publish.charts.data import Point, Series, spread
from veivalg.publish.charts.draw import Layer, markers, segments, texts
from veivalg.publish.charts.key import key_places
from veivalg.publish.charts.plane import Plane
from veivalg.publish.theme import Layout, Style

DASH = "6 4"


def end_labels(
    series: list[Series], named: dict[str, Style], plane: Plane, layout: Layout
) -> list[Layer]:
    """Write names at line ends: outside the plot, or inside it where a line stops early."""
    known = [(s, s.last) for s in series]
    outside = [(s, p) for s, p in known if p is not None and _ends_at_edge(p, plane)]
    wanted = [plane.py(p.y or 0.0) for _s, p in outside]
    placed = spread(wanted, layout.font * 1.25, 0, plane.height)
    layers: list[Layer] = []
    for (s, _point), at, y in zip(outside, wanted, placed, strict=True):
        style = named[s.name]
        if abs(at - y) > 3:
            layers.append(segments([(plane.width + 2, at, plane.width + 8, y)], color=style.colour))
        layers.append(_name(plane.width + 11, y, s.name, style))
    early = [(s, p) for s, p in known if p is not None and not _ends_at_edge(p, plane)]
    for s, point in early:
        x, y = plane.px(point.x) + 6, _clear_of_others(point, s, series, plane, layout)
        layers.append(_name(x, y, s.name, named[s.name], halo=True))
    return layers


def _ends_at_edge(point: Point, plane: Plane) -> bool:
    return plane.px(point.x) > plane.width - 8


def _name(x: float, y: float, text: str, style: Style, halo: bool = False) -> Layer:
    weight = 600 if style.width > 3 else ""
    return texts([(x, y, text)], style.colour, weight=weight, halo=halo)


def _clear_of_others(
    point: Point, own: Series, series: list[Series], plane: Plane, layout: Layout
) -> float:
    """Give the height near a line's end where its name lies farthest from the other lines."""
    at = plane.py(point.y or 0.0)
    reach = point.x + layout.text_width(own.name) / plane.width * (
        plane.x_domain[1] - plane.x_domain[0]
    )
    others = [
        plane.py(p.y)
        for s in series
        if s is not own
        for p in s.points
        if p.y is not None and point.x <= p.x <= reach
    ]
    places = [at + step * layout.font for step in (0, -1.2, 1.2, -2.2, 2.2, -3.2, 3.2)]
    inside = [y for y in places if layout.font < y < plane.height - layout.font] or [at]
    clear = [y for y in inside if all(abs(y - o) >= layout.font for o in others)]
    return clear[0] if clear else max(inside, key=lambda y: min(abs(y - o) for o in others))


def key_layers(
    named: list[tuple[str, Style]],
    layout: Layout,
    top: float,
    chart: Chart,
    across: float,
    *,
    stacked: bool = False,
) -> list[Layer]:
    """Give line samples with names in `across` pixels; one below the other if `stacked`."""
    layers: list[Layer] = []
    places = key_places([n for n, _s in named], layout, across, stacked=stacked)
    for (name, style), entry in zip(named, places, strict=True):
        x, y = entry.x, top + entry.row * layout.row
        dash = DASH if chart.roles.get(name) is Role.SCENARIO and chart.projected_from else ""
        look = {"stroke_dasharray": dash} if dash else {}
        width = style.width * layout.stroke
        layers.append(segments([(x, y, x + 26, y)], style.colour, stroke_width=width, **look))
        if style.marker:
            layers.append(markers([(x + 13, y)], style.marker, style.colour, 3.8 * layout.stroke))
        layers.append(texts(entry.placed(x + 34, y, layout.row), color=INK))
    return layers


def mark_layers(
    chart: Chart, series: list[Series], plane: Plane, layout: Layout, *, named: bool = True
) -> list[Layer]:
    """Give the marks at x (the present, an opening year) and y (a threshold); ``named`` or not."""
    layers: list[Layer] = []
    for mark in (*chart.marks, *_present(chart, series)):
        if mark.x is not None and plane.x_domain[0] <= mark.x <= plane.x_domain[1]:
            x = plane.px(mark.x)
            layers.append(segments([(x, -4, x, plane.height)], RULE))
            fits = x + layout.text_width(mark.label) < plane.width
            label = (x + (2 if fits else -2), -layout.font * 0.8, mark.label if named else "")
            layers.append(texts([label], MUTED, align="left" if fits else "right"))
        if mark.y is not None:
            y = plane.py(mark.y * 100 if plane.unit is Unit.SHARE else mark.y)
            line = (0.0, y, plane.width, y)
            layers.append(segments([line], RULE, stroke_width=1.2, stroke_dasharray="2 3"))
            if named:
                x, level, align = _clear_spot(
                    y, layout.text_width(mark.label), series, plane, layout
                )
                layers.append(texts([(x, level, mark.label)], MUTED, halo=True, align=align))
    return layers


def _clear_spot(
    y: float, width: float, series: list[Series], plane: Plane, layout: Layout
) -> tuple[float, float, str]:
    """Give where the name of a level line is farthest from the series: x, y and alignment."""
    tracks = [[(plane.px(p.x), plane.py(p.y)) for p in s.points if p.y is not None] for s in series]
    reach = max(0.0, plane.width - width - 8.0)
    spots = [
        (4.0 + reach * share, y + side * layout.font * 0.8)
        for share in (0.0, 1.0, 0.25, 0.5, 0.75)
        for side in (-1, 1)
    ]

    def room(spot: tuple[float, float]) -> float:
        near = [
            abs(py - spot[1])
            for track in tracks
            for py in _heights(track, spot[0] - 12, spot[0] + width + 12)
        ]
        return min(near, default=plane.height)

    x, level = max(spots, key=room)
    return x, level, "left"


def _heights(track: Sequence[tuple[float, float]], left: float, right: float) -> list[float]:
    """Give the heights a line has between two places, also between its points."""
    found = [y for x, y in track if left <= x <= right]
    for (x1, y1), (x2, y2) in pairwise(track):
        for at in (left, (left + right) / 2, right):
            if x1 <= at <= x2 and x2 > x1:
                found.append(y1 + (y2 - y1) * (at - x1) / (x2 - x1))
    return found


def _present(chart: Chart, series: list[Series]) -> tuple[Mark, ...]:
    start = chart.projected_from
    if start is None or any(m.x is not None and abs(m.x - start) <= 1 for m in chart.marks):
        return ()
    xs = sorted({p.x for s in series for p in s.points if p.x < start})
    return (Mark(_("i dag"), x=xs[-1]),) if len(xs) > 1 else ()
