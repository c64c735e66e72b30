"""Municipalities on a map, coloured by class; a dot where there is no outline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.content import Cell, Chart, Exhibit, Role, format_plain
from veivalg.content.theme import GRID, INK, MUTED, PEERS, RULE
from veivalg.foundation.i18n import _
from veivalg.publish.charts.draw import HATCH, Layer, Picture, areas, boxes, spots, texts, tracks
from veivalg.publish.charts.geography import Ring, fitted, middle, reach
from veivalg.publish.charts.key import BOX
from veivalg.publish.charts.map_classes import Classes, classes
from veivalg.publish.document.cells import heading
from veivalg.publish.theme import Layout

SMALLEST_OUTLINED = 9.0
HIGH = 15.0
"""Pixels from the middle to the circle that shows where a small own municipality is."""
OUTLINED = (Role.OWN, Role.PEER)


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality on the map: its value, what it is called and what it is to the reader."""

    code: str
    name: str
    value: float | None
    role: Role | None
    rings: list[Ring]

    @property
    def is_dot(self) -> bool:
        """Say whether only a point is known."""
        return all(len(ring) < 3 for ring in self.rings)


def read_map(exhibit: Exhibit, chart: Chart, rings: Mapping[str, list[Ring]]) -> list[Area]:
    """Give the rows that can be drawn, and what is drawn beyond them."""
    found = []
    names = names_of(exhibit, chart)
    for code, value in _values(exhibit, chart).items():
        name = names.get(code, code)
        role = chart.roles.get(code) or chart.roles.get(name)
        if rings.get(code):
            found.append(Area(code, name, value, role, rings[code]))
    return found


def names_of(exhibit: Exhibit, chart: Chart) -> dict[str, str]:
    """Give the name of each code, beyond the table too."""
    keys = (chart.x, chart.series or chart.x)
    listed = zip(*(map(str, exhibit.table.cells(key)) for key in keys), strict=True)
    return {**chart.names, **dict(listed)}


def codes(exhibit: Exhibit, chart: Chart) -> list[str]:
    """Give the codes in the table, and then those beyond it."""
    return list(dict.fromkeys([*map(str, exhibit.table.cells(chart.x)), *chart.beyond]))


def _values(exhibit: Exhibit, chart: Chart) -> dict[str, float | None]:
    """Give the value of each place; texts and ``None`` have none."""
    listed = {str(row[chart.x]): _number(row[chart.y]) for row in exhibit.table.records()}
    return {**chart.beyond, **listed}


def map_chart(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw the map with its key, beside it or below it on a phone."""
    column = exhibit.table.column(chart.y)
    values = _values(exhibit, chart)
    divided = classes([v for v in values.values() if v is not None], column)
    key = _key_rows(divided, values)
    beside = layout.width > 500
    wide = max(layout.text_width(text) for _colour, text in key) + BOX + 34
    wide = max(wide, *(layout.text_width(line) + 20 for line in chart.ranking), 0.0)
    across = layout.width - wide if beside else layout.width
    rings, width, height = fitted(chart.geometry, across - 8, max(layout.height * 1.45, 380.0))
    places = read_map(exhibit, chart, rings)
    shift = (across - width) / 2
    behind = [ring for code, found in rings.items() if code not in values for ring in found]
    layers = [areas([r for r in behind if len(r) > 2], GRID, stroke=PEERS, stroke_width=0.3)]
    layers += _ground(places, divided, layout) + _outlined(places, layout)
    row = {code: n for n, code in enumerate(codes(exhibit, chart))}
    layers.append(spots((*middle(p.rings), row[p.code]) for p in places))
    layers += _names(places, layout, across - shift, -shift)
    layers = [layer.moved(shift, 0) for layer in layers]
    top = layout.row * 0.5 if beside else height + layout.row
    layers += _key(key, heading(column), across + 18 if beside else 0.0, top, layout)
    foot = top + (len(key) + 1) * layout.row
    for line in chart.ranking:
        foot += layout.row
        layers.append(texts([(across + 18 if beside else 0.0, foot + layout.row / 2, line)], INK))
    foot += layout.row if chart.ranking else 0
    return Picture(float(layout.width), max(height, foot), tuple(layers))


def _number(cell: Cell) -> float | None:
    return None if cell is None or isinstance(cell, str) else float(cell)


def _radius(places: Sequence[Area], layout: Layout) -> float:
    return (4.0 if len(places) > 120 else 5.5) * layout.stroke * (0.8 if layout.width < 500 else 1)


def _ground(places: Sequence[Area], divided: Classes, layout: Layout) -> list[Layer]:
    """Give every place its class colour; what is missing is hatched."""
    colours = divided.colours()
    layers: list[Layer] = []
    radius = _radius(places, layout)
    fills = [
        (c, [p for p in places if p.value is not None and divided.of(p.value) == i])
        for i, c in enumerate(colours)
    ]
    fills.append((HATCH, [p for p in places if p.value is None]))
    for colour, members in fills:
        outlines = [ring for p in members if not p.is_dot for ring in p.rings]
        layers.append(areas(outlines, colour, stroke=RULE, stroke_width=0.4))
    for colour, members in fills:
        dots = [_round(middle(p.rings), radius) for p in members if p.is_dot]
        layers.append(boxes(dots, colour, rx=radius, stroke=RULE, stroke_width=0.8))
    return layers


def _round(centre: tuple[float, float], radius: float) -> tuple[float, float, float, float]:
    x, y = centre
    return x - radius, y - radius, x + radius, y + radius


def _outlined(places: Sequence[Area], layout: Layout) -> list[Layer]:
    """Outline chosen places and, last and heaviest, our own; white around it for dark classes."""
    layers: list[Layer] = []
    radius = _radius(places, layout) + 1.5
    for role, weight in ((Role.PEER, 1.4), (Role.OWN, 2.4)):
        chosen = [p for p in places if p.role is role]
        rings = [[*r, r[0]] for p in chosen if not p.is_dot for r in _main_rings(p)]
        dots = [_round(middle(p.rings), radius) for p in chosen if p.is_dot]
        small = (p for p in chosen if role is Role.OWN and not p.is_dot and _is_small(p))
        circles = [_round(middle(p.rings), HIGH) for p in small]
        for colour, thick in (("white", weight + 2.4), (INK, weight)):
            layers.append(tracks(rings, colour, thick * layout.stroke))
            layers.append(boxes(dots, "none", rx=radius, stroke=colour, stroke_width=thick))
            layers.append(boxes(circles, "none", rx=HIGH, stroke=colour, stroke_width=thick))
    return layers


def _is_small(place: Area) -> bool:
    return max(map(reach, place.rings)) < 2 * HIGH


def _main_rings(place: Area) -> list[Ring]:
    """Give the rings large enough to be outlined; around islets a thick line would be a blot."""
    largest = max(place.rings, key=reach)
    return [r for r in place.rings if r is largest or reach(r) > SMALLEST_OUTLINED]


def _names(places: Sequence[Area], layout: Layout, right: float, left: float) -> list[Layer]:
    """Name outlined places where there is room, our own first; the table names them all."""
    taken: list[tuple[float, float, float, float]] = []
    layers = []
    chosen = sorted((p for p in places if p.role in OUTLINED), key=lambda p: p.role is not Role.OWN)
    for place in chosen:
        others = [_bounds(p.rings) for p in chosen if p is not place]
        box = _free_box(place, layout, taken + others, (left, right))
        if box is not None:
            taken.append(box)
            weight = 600 if place.role is Role.OWN else ""
            at = (box[0], (box[1] + box[3]) / 2, place.name)
            layers.append(texts([at], INK, halo=True, weight=weight))
    return layers


def _free_box(
    place: Area,
    layout: Layout,
    taken: Sequence[tuple[float, float, float, float]],
    within: tuple[float, float],
) -> tuple[float, float, float, float] | None:
    x, y = middle(place.rings)
    ring = max(place.rings, key=len)
    half = max((max(px for px, _py in ring) - min(px for px, _py in ring)) / 2 + 9, HIGH + 5)
    wide, high = layout.text_width(place.name) * 1.06, layout.font * 1.2
    starts = [
        (x + half, y),
        (x - half - wide, y),
        (x - wide / 2, y - high * 1.3),
        (x - wide / 2, y + high * 1.3),
        (x + half, y - high),
        (x + half, y + high),
    ]
    for left, mid in starts:
        box = (left, mid - high / 2, left + wide, mid + high / 2)
        inside = within[0] <= box[0] and box[2] <= within[1]
        if inside and not any(_overlap(box, other) for other in taken):
            return box
    return None


def _bounds(rings: Sequence[Ring]) -> tuple[float, float, float, float]:
    ring = max(rings, key=reach)
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return min(xs) - 5, min(ys) - 5, max(xs) + 5, max(ys) + 5


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _key_rows(divided: Classes, values: Mapping[str, float | None]) -> list[tuple[str, str]]:
    """Give colour and words of each class with how many it holds, dark last, then the missing."""
    held = [divided.of(v) for v in values.values() if v is not None]
    rows = [
        (colour, f"{name} ({format_plain(held.count(i))})")
        for i, (colour, name) in enumerate(zip(divided.colours(), divided.names(), strict=True))
        if held
    ]
    absent = sum(v is None for v in values.values())
    if absent or not rows:
        rows.append((HATCH, _("mangler eller skjermet ({n})").format(n=format_plain(absent))))
    return rows


def _key(
    rows: Sequence[tuple[str, str]], title: str, left: float, top: float, layout: Layout
) -> list[Layer]:
    layers = [texts([(left, top, title)], INK, weight=600)]
    for i, (colour, text) in enumerate(rows, 1):
        y = top + i * layout.row
        box = (left, y - BOX / 2, left + BOX, y + BOX / 2)
        layers.append(boxes([box], colour, stroke=RULE, stroke_width=0.6))
        layers.append(texts([(left + BOX + 8, y, text)], INK))
    foot = _("(antall kommuner)")
    layers.append(texts([(left, top + (len(rows) + 1) * layout.row, foot)], MUTED))
    return layers
