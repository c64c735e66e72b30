"""Vertical columns over time or categories, side by side or stacked by series."""

from collections.abc import Sequence
from dataclasses import dataclass

from veivalg.content import Cell, Chart, Exhibit, Unit
from veivalg.content.theme import GRID, INK, MUTED, RULE
from veivalg.publish.charts.data import shown, spread, tick_text, value_ticks
from veivalg.publish.charts.draw import Layer, Picture, boxes, segments, spots, texts
from veivalg.publish.charts.key import swatches
from veivalg.publish.document.cells import cell_text
from veivalg.publish.theme import Layout, fills


@dataclass(frozen=True, slots=True)
class Bands:
    """The plot's pixels: one band an x value, and the value axis."""

    xs: tuple[Cell, ...]
    width: float
    height: float
    ticks: tuple[float, ...]

    @property
    def step(self) -> float:
        """Give the width of a band."""
        return self.width / len(self.xs)

    def centre(self, x: Cell) -> float:
        """Give the middle of the band of `x`."""
        return (self.xs.index(x) + 0.5) * self.step

    def py(self, value: float) -> float:
        """Give the pixel of a value."""
        return self.height * (1 - (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0]))


WIDEST = 96.0
"""Pixels of a column: wider ones look like areas."""
Heights = dict[tuple[Cell, str], float | None]


def columns(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw columns from zero; names stand at the last column or, on a phone, below."""
    measure = exhibit.table.column(chart.y)
    heights: Heights = {
        (row[chart.x], str(row[chart.series]) if chart.series else measure.title): shown(
            measure, row[measure.key]
        )
        for row in exhibit.table.records()
    }
    row = {key: n for n, key in enumerate(heights)}
    names = list(dict.fromkeys(name for _x, name in heights))
    colour = fills(names, chart.roles)
    unit = measure.unit
    tops = _tops(heights, chart) + [_shown_mark(m.y, unit) for m in chart.marks if m.y is not None]
    ticks = value_ticks([*tops, 0.0], layout.ticks, unit, True)
    beside = chart.stacked and layout.labels_beside and len(names) > 1
    bands = _bands(heights, ticks, names, beside, unit, layout)
    parts = _stacked(heights, names, bands) if chart.stacked else _side(heights, names, bands)
    layers = _grid(bands, unit, layout)
    for name in names:
        layers += _draw(parts[name], colour[name], chart)
        layers.append(spots(((p[1] + p[3]) / 2, p[2], row[p[0], name]) for p in parts[name]))
    every = [part for name in names for part in parts[name]]
    layers += _x_labels(bands, layout) + _marks(chart, bands, unit, every, layout)
    if not chart.stacked:
        told = [cell_text(measure, cell) for cell in exhibit.table.cells(measure.key)]
        drawn = [(p, told[row[p[0], name]]) for name in names for p in parts[name]]
        layers += _values(drawn, layout)
    if beside:
        layers += _end_names(parts, bands, layout)
    elif len(names) > 1:
        layers += swatches(colour, layout, 0, bands.height + 2.6 * layout.row, layout.width * 0.9)
    return Picture(bands.width, bands.height, tuple(layers))


Part = tuple[Cell, float, float, float, float]


def _shown_mark(value: float | None, unit: Unit | None) -> float:
    return (value or 0.0) * (100 if unit is Unit.SHARE else 1)


def _tops(heights: Heights, chart: Chart) -> list[float]:
    known = [(x, v) for (x, _name), v in heights.items() if v is not None]
    if not chart.stacked:
        return [v for _x, v in known]
    xs = dict.fromkeys(x for x, _v in known)
    sums = [sum(v for x2, v in known if x2 == x and v > 0) for x in xs]
    return sums + [sum(v for x2, v in known if x2 == x and v < 0) for x in xs]


def _bands(
    heights: Heights,
    ticks: list[float],
    names: list[str],
    beside: bool,
    unit: Unit | None,
    layout: Layout,
) -> Bands:
    xs = tuple(dict.fromkeys(x for x, _name in heights))
    left = max(layout.text_width(tick_text(t, ticks, unit)) for t in ticks) + 14
    right = max(layout.text_width(n) for n in names) + 16 if beside else 4.0
    width = layout.width - left - min(right, layout.width * 0.34)
    return Bands(xs, width, float(layout.height), tuple(ticks))


def _stacked(heights: Heights, names: list[str], bands: Bands) -> dict[str, list[Part]]:
    up, down = dict.fromkeys(bands.xs, 0.0), dict.fromkeys(bands.xs, 0.0)
    found: dict[str, list[Part]] = {name: [] for name in names}
    half = bands.step * 0.36
    for name in names:
        for x in bands.xs:
            value = heights.get((x, name))
            if value is None:
                continue
            base = up if value >= 0 else down
            start, base[x] = base[x], base[x] + value
            middle = bands.centre(x)
            found[name].append(
                (x, middle - half, bands.py(base[x]), middle + half, bands.py(start))
            )
    return found


def _side(heights: Heights, names: list[str], bands: Bands) -> dict[str, list[Part]]:
    thick = min(bands.step * 0.76 / len(names), WIDEST)
    found: dict[str, list[Part]] = {}
    for k, name in enumerate(names):
        parts = []
        for x in bands.xs:
            value = heights.get((x, name))
            if value is not None:
                left = bands.centre(x) + (k - len(names) / 2) * thick
                parts.append((x, left, bands.py(value), left + thick * 0.94, bands.py(0)))
        found[name] = parts
    return found


def _draw(parts: list[Part], colour: str, chart: Chart) -> list[Layer]:
    start = chart.projected_from
    later = [
        p
        for p in parts
        if start is not None and not isinstance(p[0], str) and p[0] is not None and p[0] >= start
    ]
    known = [p[1:] for p in parts if p not in later]
    layers = [boxes(known, colour, stroke="white", stroke_width=0.6)] if known else []
    if later:
        rows = [p[1:] for p in later]
        layers.append(boxes(rows, colour, fill_opacity=0.6, stroke=colour, stroke_dasharray="4 3"))
    return layers


def _grid(bands: Bands, unit: Unit | None, layout: Layout) -> list[Layer]:
    rows = [(0.0, bands.py(t), bands.width, bands.py(t)) for t in bands.ticks]
    labels = [(-8.0, bands.py(t), tick_text(t, bands.ticks, unit)) for t in bands.ticks]
    zero = bands.py(0)
    return [
        segments(rows, GRID),
        segments([(0, zero, bands.width, zero)], RULE),
        texts(labels, align="right", color=MUTED),
    ]


def _values(drawn: Sequence[tuple[Part, str]], layout: Layout) -> list[Layer]:
    """Write the values at the ends of columns where there is room for all of them."""
    if any(layout.text_width(text) > p[3] - p[1] + 4 for p, text in drawn):
        return []
    rise = layout.font * 0.8
    rows = [((p[1] + p[3]) / 2, p[2] + (-rise if p[2] <= p[4] else rise), t) for p, t in drawn]
    return [texts(rows, INK, align="center", halo=True)]


def _x_labels(bands: Bands, layout: Layout) -> list[Layer]:
    widest = max(layout.text_width(str(x)) for x in bands.xs) + 10
    every = max(1, -(-widest // bands.step))
    rows = [
        (bands.centre(x), bands.height + layout.font, str(x))
        for i, x in enumerate(bands.xs)
        if i % every == 0
    ]
    return [texts(rows, align="center", color=MUTED)]


def _clear(top: float, wide: float, parts: Sequence[Part], bands: Bands) -> float:
    """Give where the name of a level starts so that no column stands behind it, if there is."""
    tall = [p for p in parts if min(p[2], p[4]) < top + 22 and max(p[2], p[4]) > top]
    for left in (2.0, bands.width - wide - 2, *(p[3] + 6 for p in parts)):
        if left + wide < bands.width and all(p[3] < left or p[1] > left + wide for p in tall):
            return left
    return 2.0


def _marks(
    chart: Chart, bands: Bands, unit: Unit | None, parts: Sequence[Part], layout: Layout
) -> list[Layer]:
    layers: list[Layer] = []
    numbers = [x for x in bands.xs if not isinstance(x, str) and x is not None]
    for mark in chart.marks:
        if mark.y is not None:
            y = bands.py(_shown_mark(mark.y, unit))
            layers.append(
                segments([(0, y, bands.width, y)], INK, stroke_dasharray="3 3", stroke_width=1.4)
            )
            x = _clear(y - layout.font * 1.3, layout.text_width(mark.label), parts, bands)
            layers.append(texts([(x, y - layout.font * 0.75, mark.label)], color=INK, halo=True))
        if mark.x is not None and numbers:
            wanted = mark.x
            x = bands.centre(min(numbers, key=lambda n: abs(n - wanted)))
            layers.append(segments([(x, -4, x, bands.height)], RULE, stroke_dasharray="2 2"))
            fits = x + layout.text_width(mark.label) < bands.width
            layers.append(
                texts(
                    [(x + (2 if fits else -2), -layout.font * 0.8, mark.label)],
                    align="left" if fits else "right",
                    color=MUTED,
                )
            )
    return layers


def _end_names(parts: dict[str, list[Part]], bands: Bands, layout: Layout) -> list[Layer]:
    last = [(name, drawn[-1]) for name, drawn in parts.items() if drawn]
    wanted = [(part[2] + part[4]) / 2 for _name, part in last]
    placed = spread(wanted, layout.font * 1.25, 0, bands.height)
    rows = [(bands.width + 4, y, name) for (name, _part), y in zip(last, placed, strict=True)]
    return [texts(rows, color=INK)]
