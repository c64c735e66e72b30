"""Lines over time, alone or as small multiples on one scale."""

from veivalg.content import Chart, Exhibit, Role, Shape, Unit
from veivalg.content.drawn import FEW
from veivalg.content.numbers import format_number, nearest
from veivalg.content.theme import MUTED
from veivalg.foundation.i18n import _
from veivalg.publish.charts.data import Point, Series, collect, tick_text, value_ticks, x_positions
from veivalg.publish.charts.draw import (
    Layer,
    Picture,
    Track,
    area,
    boxes,
    markers,
    spots,
    texts,
    tracks,
)
from veivalg.publish.charts.key import broken, key_height
from veivalg.publish.charts.labels import DASH, end_labels, key_layers, mark_layers
from veivalg.publish.charts.plane import Plane, axes
from veivalg.publish.theme import Layout, Style, styles


def lines(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw one line a series, with names where the lines end and ribbons where there are ends."""
    series = collect(exhibit, chart)
    join_scenarios(series, chart)
    named = styles([s.name for s in series], chart.roles)
    unit = exhibit.table.column(chart.y).unit
    ticks = value_ticks(_values(series, chart, unit), layout.ticks, unit, chart.zero)
    several = len(series) > 1
    beside = layout.labels_beside and several
    left = max(layout.text_width(tick_text(t, ticks, unit)) for t in ticks) + 16
    longest = max((layout.text_width(s.name) for s in series), default=0.0)
    right = min(longest + 24, layout.width * 0.36) if beside else layout.font * 1.6
    plane = _plane(exhibit, chart, series, ticks, layout.width - left - right, layout.height)
    layers = plot_layers(series, chart, named, plane, layout)
    if beside:
        layers += end_labels(series, named, plane, layout)
    elif several:
        below = plane.height + 2.4 * layout.row
        across = layout.width - left
        layers += key_layers(list(named.items()), layout, below, chart, across, stacked=True)
    layers += _y_title(chart, layout)
    return Picture(plane.width, plane.height, tuple(layers))


def panels(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw a small chart for each facet value, with one key on top.

    All are on one scale, unless the chart asks for a scale each, which is then said on top.
    """
    if chart.facet is None:
        return lines(exhibit, chart, layout)
    facets = list(dict.fromkeys(r[chart.facet] for r in exhibit.table.records()))
    groups = [collect(exhibit, chart, facet) for facet in facets]
    names = list(dict.fromkeys(s.name for group in groups for s in group))
    named = styles(names, chart.roles)
    unit = exhibit.table.column(chart.y).unit
    every = [s for group in groups for s in group]
    scales = [
        value_ticks(_values(group, chart, unit), max(3, layout.ticks - 2), unit, chart.zero)
        for group in (groups if chart.own_scales else [every])
    ]
    columns = min(layout.panel_columns, len(facets))
    columns = 2 if len(facets) == 4 and columns > 2 else columns
    written = [tick_text(t, ticks, unit) for ticks in scales for t in ticks]
    left = max(layout.text_width(text) for text in written) + 22
    width = layout.width / columns - left - 16
    # Many small charts are lower, so that they fit on a page with the text that leads up to them.
    height = layout.height * (0.5 if columns == 1 else 0.42 if len(facets) <= 2 * columns else 0.34)
    planes = [_plane(exhibit, chart, every, ticks, width, height) for ticks in scales]
    layers: list[Layer] = []
    top = 0.0
    if len(names) > 1:
        layers += key_layers(list(named.items()), layout, 0, chart, across=layout.width)
        top = key_height(names, layout, layout.width)
    if chart.own_scales:
        layers.append(
            texts([(-left + 16, top + layout.row * 0.2, _("Hver figur har sin skala."))], MUTED)
        )
        top += layout.row
    heads = [_head(str(facet), layout, width + left) for facet in facets]
    more = layout.font * 1.25 * (max(len(head) for head in heads) - 1)
    step_x, step_y = width + left + 16, height + layout.row * 3.4 + more
    for i, group in enumerate(groups):
        cell = plot_layers(group, chart, named, planes[i % len(planes)], layout, name_marks=i == 0)
        head = [
            (-left + 16, -layout.row * 1.25 - layout.font * 1.25 * k, line)
            for k, line in enumerate(reversed(heads[i]))
        ]
        cell.append(texts(head, weight=600))
        dx, dy = (i % columns) * step_x, top + layout.row * 1.3 + more + (i // columns) * step_y
        layers += [layer.moved(dx, dy) for layer in cell]
    rows = -(-len(facets) // columns)
    return Picture((columns - 1) * step_x + width, top + rows * step_y, tuple(layers))


def _head(name: str, layout: Layout, room: float) -> list[str]:
    """Break a panel's name into lines that don't run into the next panel."""
    # Names are set bold, which is wider than text_width tells.
    return list(broken(name, layout, room / 1.06))


def join_scenarios(series: list[Series], chart: Chart) -> None:
    """Start each scenario at the last observed value of the main line, so that fans have a root."""
    if chart.projected_from is None:
        return
    before = [
        p
        for s in series
        if chart.roles.get(s.name) is not Role.SCENARIO or len(series) == 1
        for p in s.points
        if p.y is not None and p.x < chart.projected_from
    ]
    if not before:
        return
    root = max(before, key=lambda p: p.x)
    for s in series:
        alone = all(p.x >= chart.projected_from for p in s.points)
        if alone and chart.roles.get(s.name) is Role.SCENARIO:
            s.points.insert(0, Point(root.x, root.y))


def _values(series: list[Series], chart: Chart, unit: Unit | None) -> list[float]:
    found = [v for s in series for p in s.points for v in (p.y, p.low, p.high) if v is not None]
    scale = 100 if unit is Unit.SHARE else 1
    return found + [mark.y * scale for mark in chart.marks if mark.y is not None] or [0.0, 1.0]


def _plane(
    exhibit: Exhibit,
    chart: Chart,
    series: list[Series],
    ticks: list[float],
    width: float,
    height: float,
) -> Plane:
    xs = sorted({p.x for s in series for p in s.points}) or [0.0, 1.0]
    unit = exhibit.table.column(chart.y).unit
    names = x_positions(exhibit, chart.x)[1]
    if _few(series, chart):  # room for a column at both ends
        half = (xs[-1] - xs[0]) / 2 or 1.0
        names = names or {x: format_number(nearest(x), Unit.YEAR) for x in xs}
        return Plane(width, height, (xs[0] - half, xs[-1] + half), ticks, unit, names)
    return Plane(width, height, (xs[0], xs[-1]), ticks, unit, names)


def _few(series: list[Series], chart: Chart) -> bool:
    """Say whether there are so few periods that they are columns, which stand on zero."""
    known = {p.x for s in series for p in s.points if p.y is not None}
    return chart.shape is Shape.PANELS and chart.low is None and len(known) <= FEW


def _columns(series: list[Series], named: dict[str, Style], plane: Plane) -> list[Layer]:
    low, high = plane.x_domain
    thick = min(plane.width / 2 * (0.7 if high - low > 2 or len(series) > 1 else 0.4), 120)
    thick /= max(len(series), 1)
    layers = []
    for k, s in enumerate(series):
        rows = [
            (plane.px(p.x) + (k - len(series) / 2) * thick, plane.py(p.y), p)
            for p in s.points
            if p.y is not None
        ]
        drawn = [(x, y, x + thick * 0.94, plane.py(0.0)) for x, y, _p in rows]
        layers.append(boxes(drawn, named[s.name].fill))
        layers.append(spots((x + thick / 2, y, p.row) for x, y, p in rows))
    return layers


def plot_layers(
    series: list[Series],
    chart: Chart,
    named: dict[str, Style],
    plane: Plane,
    layout: Layout,
    *,
    name_marks: bool = True,
) -> list[Layer]:
    """Give axes, ribbons, marks and lines of one plot; of panels the first names the marks."""
    layers = axes(plane, layout, chart.x_title)
    if _few(series, chart):
        return layers + _columns(series, named, plane)
    for s in series:
        layers += _ribbon(s, named[s.name], plane)
    layers += mark_layers(chart, series, plane, layout, named=name_marks)
    order = sorted(series, key=lambda s: named[s.name].width)
    for s in order:
        layers += _line(s, named[s.name], chart, layout, plane)
    for s in order if len(named) > 1 else ():
        layers += _markers(s, list(named).index(s.name), named[s.name], layout, plane)
    points = (p for s in series for p in s.points if p.row >= 0)
    read = [(plane.px(p.x), plane.py(p.y), p.row) for p in points if p.y is not None]
    return [*layers, spots(read)]


def _ribbon(series: Series, style: Style, plane: Plane) -> list[Layer]:
    layers = []
    for ends in (
        [(p.x, p.low, p.high) for p in series.points],
        [(p.x, *p.inner) for p in series.points],
    ):
        known = [
            (plane.px(x), plane.py(low), plane.py(high))
            for x, low, high in ends
            if low is not None and high is not None
        ]
        if len(known) > 1:
            outline = [(x, low) for x, low, _high in known]
            outline += [(x, high) for x, _low, high in reversed(known)]
            layers.append(area(outline, style.colour, opacity=0.18))
    return layers


def _line(series: Series, style: Style, chart: Chart, layout: Layout, plane: Plane) -> list[Layer]:
    width = style.width * layout.stroke
    observed, projected = _split(series.points, chart.projected_from)
    layers = [tracks(_pieces(observed, plane), style.colour, width)]
    layers.append(tracks(_pieces(projected, plane), style.colour, width, stroke_dasharray=DASH))
    size = 3.5 * layout.stroke
    dots = [(plane.px(p.x), plane.py(p.y)) for p in _lonely(series.points) if p.y is not None]
    round_boxes = [(x - size, y - size, x + size, y + size) for x, y in dots]
    return [*layers, boxes(round_boxes, style.colour, rx=size)]


def _markers(series: Series, turn: int, style: Style, layout: Layout, plane: Plane) -> list[Layer]:
    """Give marks about 80 pixels apart; each series starts at another place, so none are hidden."""
    points = [(plane.px(p.x), plane.py(p.y)) for p in series.points if p.y is not None]
    if not style.marker or not points:
        return []
    every = max(1, nearest(80 / (plane.width / max(1, len(points) - 1))))
    start = min(turn * every // 4 % every + every // 4, len(points) - 1)
    return [markers(points[start::every], style.marker, style.colour, 3.8 * layout.stroke)]


def _pieces(points: list[Point], plane: Plane) -> list[Track]:
    """Give the unbroken parts of a line: a missing value breaks it."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for p in points:
        if p.y is None:
            pieces.append([])
        else:
            pieces[-1].append((plane.px(p.x), plane.py(p.y)))
    return [piece for piece in pieces if len(piece) > 1]


def _split(points: list[Point], start: float | None) -> tuple[list[Point], list[Point]]:
    if start is None:
        return points, []
    before = [p for p in points if p.x < start]
    after = [p for p in points if p.x >= start]
    return before, (before[-1:] + after if after else [])


def _lonely(points: list[Point]) -> list[Point]:
    """Give points with no neighbour, which a line alone would hide."""
    held = [None, *(p.y for p in points), None]
    return [
        p
        for i, p in enumerate(points)
        if p.y is not None and held[i] is None and held[i + 2] is None
    ]


def _y_title(chart: Chart, layout: Layout) -> list[Layer]:
    if not chart.y_title:
        return []
    return [texts([(-6, -layout.font * 2.0, chart.y_title)], MUTED)]
