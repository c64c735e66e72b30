"""Lines over time, alone or as small multiples on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from veivalg.content import Chart, Exhibit, Mark, Role, Unit
from veivalg.i18n import _
from veivalg.publish.chart_data import (
    Point,
    Series,
    Spec,
    collect,
    rule_layer,
    spread,
    text_layer,
    tick_text,
    value_ticks,
    x_positions,
    x_ticks,
)
from veivalg.publish.chart_key import key_height, key_places
from veivalg.publish.theme import INK, MUTED, RULE, Layout, Style, styles

DASH = [6, 4]


@dataclass(frozen=True, slots=True)
class Plane:
    """The plot's pixels and the values they stand for."""

    width: float
    height: float
    x_domain: tuple[float, float]
    ticks: list[float]
    unit: Unit | None
    names: dict[float, str]

    def px(self, x: float) -> float:
        """Give the pixel of an x value."""
        low, high = self.x_domain
        return (x - low) / ((high - low) or 1) * self.width

    def py(self, y: float) -> float:
        """Give the pixel of a value; 0 is the top."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.height * (1 - (y - low) / ((high - low) or 1))


def lines(exhibit: Exhibit, chart: Chart, layout: Layout) -> Spec:
    """Draw one line a series, with names where the lines end and ribbons where there are ends."""
    series = collect(exhibit, chart)
    join_scenarios(series, chart)
    named = styles([s.name for s in series], chart.roles)
    unit = exhibit.table.column(chart.y).unit
    ticks = value_ticks(_values(series, chart), layout.ticks, unit, chart.zero)
    several = len(series) > 1
    beside = layout.labels_beside and several
    left = max(layout.text_width(tick_text(t, ticks, unit)) for t in ticks) + 16
    longest = max((layout.text_width(s.name) for s in series), default=0.0)
    right = min(longest + 24, layout.width * 0.36) if beside else layout.font * 1.6
    plane = _plane(exhibit, chart, series, ticks, layout.width - left - right, layout.height)
    layers = plot_layers(series, chart, named, plane, layout)
    if beside:
        layers += _end_labels(series, named, plane, layout)
    elif several:
        layers += key_layers(list(named.items()), layout, plane.height + 2.4 * layout.row, chart)
    layers += _y_title(chart, layout, unit)
    return {"width": plane.width, "height": plane.height, "layer": layers}


def panels(exhibit: Exhibit, chart: Chart, layout: Layout) -> Spec:
    """Draw a small chart for each facet value, all on one scale, with one key on top."""
    if chart.facet is None:
        return lines(exhibit, chart, layout)
    facets = list(dict.fromkeys(r[chart.facet] for r in exhibit.table.records()))
    groups = [collect(exhibit, chart, facet) for facet in facets]
    names = list(dict.fromkeys(s.name for group in groups for s in group))
    named = styles(names, chart.roles)
    unit = exhibit.table.column(chart.y).unit
    every = [s for group in groups for s in group]
    ticks = value_ticks(_values(every, chart), max(3, layout.ticks - 2), unit, chart.zero)
    columns = min(layout.panel_columns, len(facets))
    columns = 2 if len(facets) == 4 and columns > 2 else columns
    left = max(layout.text_width(tick_text(t, ticks, unit)) for t in ticks) + 22
    width = layout.width / columns - left - 16
    height = layout.height * (0.42 if columns > 1 else 0.5)
    plane = _plane(exhibit, chart, every, ticks, width, height)
    cells = [
        {
            "title": str(facet),
            "width": width,
            "height": height,
            "layer": plot_layers(group, chart, named, plane, layout, label_marks=i == 0),
        }
        for i, (facet, group) in enumerate(zip(facets, groups, strict=True))
    ]
    grid: Spec = {"concat": cells, "columns": columns, "spacing": {"row": 24, "column": 16}}
    if len(names) < 2:
        return grid
    key = key_layers(list(named.items()), layout, layout.row / 2, chart, across=layout.width)
    high = key_height(names, layout, layout.width)
    box = {"width": layout.width - 30, "height": high, "layer": key}
    return {"vconcat": [box, grid], "spacing": 10}


def join_scenarios(series: list[Series], chart: Chart) -> None:
    """Start each scenario at the last observed value of the main line, so that fans have a root."""
    if chart.projected_from is None:
        return
    before = [
        p for s in series if chart.roles.get(s.name) is not Role.SCENARIO or len(series) == 1
        for p in s.points if p.y is not None and p.x < chart.projected_from
    ]  # fmt: skip
    if not before:
        return
    root = max(before, key=lambda p: p.x)
    for s in series:
        alone = all(p.x >= chart.projected_from for p in s.points)
        if alone and chart.roles.get(s.name) is Role.SCENARIO:
            s.points.insert(0, Point(root.x, root.y))


def _values(series: list[Series], chart: Chart) -> list[float]:
    found = [v for s in series for p in s.points for v in (p.y, p.low, p.high) if v is not None]
    return found + [mark.y for mark in chart.marks if mark.y is not None] or [0.0, 1.0]


def _plane(
    exhibit: Exhibit,
    chart: Chart,
    series: list[Series],
    ticks: list[float],
    width: float,
    height: float,
) -> Plane:
    xs = [p.x for s in series for p in s.points] or [0.0, 1.0]
    unit = exhibit.table.column(chart.y).unit
    names = x_positions(exhibit, chart.x)[1]
    return Plane(width, height, (min(xs), max(xs)), ticks, unit, names)


def plot_layers(
    series: list[Series],
    chart: Chart,
    named: dict[str, Style],
    plane: Plane,
    layout: Layout,
    *,
    label_marks: bool = True,
) -> list[Spec]:
    """Give axes, ribbons, marks and lines of one plot; of panels the first names the marks."""
    x, y = _axes(plane, layout, chart)
    layers: list[Spec] = []
    for s in series:
        layers += _ribbon(s, named[s.name], x, y)
    layers += _zero_line(plane)
    marks = _mark_layers(chart, series, plane, layout)
    layers += [m for m in marks if label_marks or m["mark"]["type"] != "text"]
    for s in sorted(series, key=lambda s: named[s.name].width):
        layers += _line(s, named[s.name], chart, layout, x, y)
    return layers


def _axes(plane: Plane, layout: Layout, chart: Chart) -> tuple[Spec, Spec]:
    low, high = plane.x_domain
    if plane.names:
        shown = list(plane.names)
        texts = {str(int(k)): v for k, v in plane.names.items()}
    else:
        shown = x_ticks(low, high, plane.width, layout.text_width("2000"))
        texts = {str(int(v)): str(int(v)) for v in shown}
    x_axis = {"values": shown, "labelExpr": lookup(texts), "title": chart.x_title or None,
              "labelFlush": False}  # fmt: skip
    y_texts = {repr(t): tick_text(t, plane.ticks, plane.unit) for t in plane.ticks}
    y_axis = {"values": plane.ticks, "labelExpr": lookup(y_texts), "title": None}
    x = {"field": "x", "type": "quantitative", "axis": x_axis,
         "scale": {"domain": [low, high], "nice": False, "zero": False}}  # fmt: skip
    y = {"field": "y", "type": "quantitative", "axis": y_axis,
         "scale": {"domain": [plane.ticks[0], plane.ticks[-1]], "nice": False}}  # fmt: skip
    return x, y


def lookup(texts: dict[str, str]) -> str:
    """Give a Vega expression for a tick's text, so that numbers are written in Python, not by d3.

    Examples
    --------
    >>> lookup({"1000": "1 000"})
    "['1 000'][indexof([1000],datum.value)]"
    """
    values = ",".join(
        "'" + v.replace("\\", "\\\\").replace("'", "\\'") + "'" for v in texts.values()
    )
    return f"[{values}][indexof([{','.join(texts)}],datum.value)]"


def _ribbon(series: Series, style: Style, x: Spec, y: Spec) -> list[Spec]:
    rows = [{"x": p.x, "y": p.low, "y2": p.high} for p in series.points
            if p.low is not None and p.high is not None]  # fmt: skip
    if not rows:
        return []
    mark = {"type": "area", "color": style.colour, "opacity": 0.18, "line": False}
    return [
        {
            "data": {"values": rows},
            "mark": mark,
            "encoding": {"x": x, "y": y, "y2": {"field": "y2"}},
        }
    ]


def _zero_line(plane: Plane) -> list[Spec]:
    if not plane.ticks[0] <= 0 <= plane.ticks[-1]:
        return []
    y = plane.py(0.0)
    return [rule_layer(0, y, plane.width, y, color=RULE, strokeWidth=1)]


def _mark_layers(chart: Chart, series: list[Series], plane: Plane, layout: Layout) -> list[Spec]:
    layers: list[Spec] = []
    for mark in (*chart.marks, *_present(chart, series)):
        if mark.x is not None and plane.x_domain[0] <= mark.x <= plane.x_domain[1]:
            x = plane.px(mark.x)
            layers.append(rule_layer(x, -4, x, plane.height, color=RULE, strokeWidth=1))
            fits = x + layout.text_width(mark.label) < plane.width
            layers.append(text_layer(x + (2 if fits else -2), -layout.font * 0.8, mark.label,
                                     color=MUTED, align="left" if fits else "right"))  # fmt: skip
        if mark.y is not None:
            y = plane.py(mark.y * 100 if plane.unit is Unit.SHARE else mark.y)
            layers.append(
                rule_layer(0, y, plane.width, y, color=RULE, strokeWidth=1.2, strokeDash=[2, 3])
            )
            for halo in ({"stroke": "white", "strokeWidth": 4}, {}):
                layers.append(text_layer(4, y - layout.font * 0.7, mark.label, color=MUTED, **halo))
    return layers


def _present(chart: Chart, series: list[Series]) -> tuple[Mark, ...]:
    start = chart.projected_from
    if start is None or any(m.x is not None and abs(m.x - start) <= 1 for m in chart.marks):
        return ()
    xs = sorted({p.x for s in series for p in s.points if p.x < start})
    return (Mark(_("i dag"), x=xs[-1]),) if len(xs) > 1 else ()


def _line(
    series: Series, style: Style, chart: Chart, layout: Layout, x: Spec, y: Spec
) -> list[Spec]:
    encoding = {"x": x, "y": y}
    width = style.width * layout.stroke
    observed, projected = _split(series.points, chart.projected_from)
    base: dict[str, Any] = {"type": "line", "color": style.colour, "strokeWidth": width}
    base |= {"strokeJoin": "round", "invalid": "break-paths-show-domains"}
    layers = [
        {
            "data": {"values": [{"x": p.x, "y": p.y} for p in part]},
            "mark": base | extra,
            "encoding": encoding,
        }
        for part, extra in ((observed, {}), (projected, {"strokeDash": DASH}))
        if len(part) > 1
    ]
    lonely = _lonely(series.points)
    if lonely:
        mark = {
            "type": "point",
            "filled": True,
            "size": 40 * layout.stroke,
            "color": style.colour,
            "opacity": 1,
        }
        layers.append(
            {
                "data": {"values": [{"x": p.x, "y": p.y} for p in lonely]},
                "mark": mark,
                "encoding": encoding,
            }
        )
    return layers


def _split(points: list[Point], start: float | None) -> tuple[list[Point], list[Point]]:
    if start is None:
        return points, []
    before = [p for p in points if p.x < start]
    after = [p for p in points if p.x >= start]
    return before, (before[-1:] + after if after else [])


def _lonely(points: list[Point]) -> list[Point]:
    """Give points with no neighbour, which a line alone would hide."""
    held = [None, *(p.y for p in points), None]
    return [p for i, p in enumerate(points)
            if p.y is not None and held[i] is None and held[i + 2] is None]  # fmt: skip


def _end_labels(
    series: list[Series], named: dict[str, Style], plane: Plane, layout: Layout
) -> list[Spec]:
    """Write names at line ends: outside the plot, or inside it where a line stops early."""
    known = [(s, s.last) for s in series]
    outside = [(s, p) for s, p in known if p is not None and _ends_at_edge(p, plane)]
    wanted = [plane.py(p.y or 0.0) for _s, p in outside]
    placed = spread(wanted, layout.font * 1.25, 0, plane.height)
    layers: list[Spec] = []
    for (s, _point), at, y in zip(outside, wanted, placed, strict=True):
        style = named[s.name]
        if abs(at - y) > 3:
            layers.append(rule_layer(plane.width + 2, at, plane.width + 8, y, color=style.colour))
        layers.append(_name(plane.width + 11, y, s.name, style))
    early = [(s, p) for s, p in known if p is not None and not _ends_at_edge(p, plane)]
    for s, point in early:
        x, y = plane.px(point.x) + 6, _clear_of_others(point, s, series, plane, layout)
        halo = {"stroke": "white", "strokeWidth": 4}
        layers += [_name(x, y, s.name, named[s.name], **halo), _name(x, y, s.name, named[s.name])]
    return layers


def _ends_at_edge(point: Point, plane: Plane) -> bool:
    return plane.px(point.x) > plane.width - 8


def _name(x: float, y: float, text: str, style: Style, **more: Any) -> Spec:
    weight = 600 if style.width > 3 else "normal"
    return text_layer(x, y, text, color=style.colour, fontWeight=weight, **more)


def _clear_of_others(
    point: Point, own: Series, series: list[Series], plane: Plane, layout: Layout
) -> float:
    """Give the height near a line's end where its name lies farthest from the other lines."""
    at = plane.py(point.y or 0.0)
    reach = point.x + layout.text_width(own.name) / plane.width * (
        plane.x_domain[1] - plane.x_domain[0]
    )
    others = [plane.py(p.y) for s in series if s is not own for p in s.points
              if p.y is not None and point.x <= p.x <= reach]  # fmt: skip
    places = [at + step * layout.font for step in (0, -1.2, 1.2, -2.2, 2.2, -3.2, 3.2)]
    inside = [y for y in places if layout.font < y < plane.height - layout.font] or [at]
    clear = [y for y in inside if all(abs(y - o) >= layout.font for o in others)]
    return clear[0] if clear else max(inside, key=lambda y: min(abs(y - o) for o in others))


def key_layers(
    named: list[tuple[str, Style]], layout: Layout, top: float, chart: Chart, across: float = 0.0
) -> list[Spec]:
    """Give line samples with names; one below the other unless `across` gives a width."""
    layers: list[Spec] = []
    places = key_places([n for n, _s in named], layout, across)
    for (name, style), (row, x) in zip(named, places, strict=True):
        y = top + row * layout.row
        dash = DASH if chart.roles.get(name) is Role.SCENARIO and chart.projected_from else []
        layers.append(rule_layer(x, y, x + 26, y, color=style.colour, strokeDash=dash,
                                 strokeWidth=style.width * layout.stroke))  # fmt: skip
        layers.append(text_layer(x + 34, y, name, color=INK))
    return layers


def _y_title(chart: Chart, layout: Layout, unit: Unit | None) -> list[Spec]:
    if not chart.y_title:
        return []
    return [text_layer(-6, -layout.font * 2.0, chart.y_title, color=MUTED)]
