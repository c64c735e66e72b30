"""Bars from zero and points with intervals: a category a row, the value written beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from veivalg.content import Chart, Column, Exhibit, Role, Table, Unit
from veivalg.content.numbers import THIN, format_plain
from veivalg.content.theme import GRID, INK, MUTED, PALE, RULE
from veivalg.foundation.i18n import _
from veivalg.publish.charts.data import measure_and_category, nice_ticks, shown, tick_text
from veivalg.publish.charts.draw import Layer, Picture, boxes, segments, spots, texts
from veivalg.publish.charts.key import key_height, swatches
from veivalg.publish.charts.word_break import broken
from veivalg.publish.document.cells import cell_text
from veivalg.publish.theme import Layout, fills, styles


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a series: what is drawn and what is written."""

    category: str
    series: str
    value: float | None
    text: str
    low: float | None = None
    high: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows lie: ``beside`` puts the category left of the plot, else above its bar.

    ``name`` is the room above a bar for its category; half the step when None.
    """

    categories: tuple[str, ...]
    beside: bool
    left: float
    width: float
    step: float
    top: float
    name: float | None = None

    @property
    def head(self) -> float:
        """Give the room above a bar for its category."""
        if self.beside:
            return 0.0
        return self.step * 0.5 if self.name is None else self.name

    @property
    def height(self) -> float:
        """Give the height of all rows."""
        return self.top + self.step * len(self.categories)


def read_bars(
    exhibit: Exhibit, chart: Chart, table: Table | None = None
) -> tuple[Column, list[Bar]]:
    """Give the measured column and the chart's rows in table order.

    Parameters
    ----------
    table
        What is read instead of the exhibit's own: the same as it is printed.
    """
    measure, category = measure_and_category(exhibit, chart)
    ends = [exhibit.table.column(key) if key else None for key in (chart.low, chart.high)]
    bars = []
    for at, row in enumerate((table or exhibit.table).records()):
        low, high = (shown(end, row[end.key]) if end else None for end in ends)
        bars.append(
            Bar(
                cell_text(category, row[category.key]),
                str(row[chart.series]) if chart.series else "",
                shown(measure, row[measure.key]),
                value_text(measure, row[measure.key]),
                low,
                high,
                at,
            )
        )
    return measure, bars


def value_text(measure: Column, cell: str | float | int | None) -> str:
    """Write a value beside its bar; millions with one decimal, whatever the table adds up in."""
    if measure.unit is Unit.MILLION_NOK and measure.decimals != 0:
        measure = replace(measure, decimals=1)
    return cell_text(measure, cell)


def bars(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw horizontal bars from zero; several series stand under one another in a row."""
    _measure, rows = read_bars(exhibit, chart)
    names = list(dict.fromkeys(bar.series for bar in rows))
    colour = fills(names, chart.roles)
    place = lay_rows(rows, names, layout, max((layout.text_width(b.text) for b in rows), default=0))
    to_x = value_scale([b.value for b in rows if b.value is not None] + [0.0], place.width)
    thick = (place.step - place.head) * 0.72 / len(names)
    layers = category_names(place, layout)
    for k, name in enumerate(names):
        drawn = [(b, _top(place, b.category, k, thick)) for b in rows if b.series == name]
        for fill in dict.fromkeys(_fill(b, chart, colour) for b, _y in drawn):
            layers.append(
                boxes(
                    [
                        (to_x(0), y, to_x(b.value), y + thick)
                        for b, y in drawn
                        if b.value is not None and _fill(b, chart, colour) == fill
                    ],
                    fill,
                )
            )
        layers += _values(drawn, to_x, thick, layout)
        layers.append(spots((to_x(b.value or 0), y + thick / 2, b.row) for b, y in drawn))
    layers.append(_zero(place, to_x))
    if len(names) > 1:
        layers += swatches(colour, layout, 0, layout.row / 2, layout.width - place.left)
    return Picture(place.width, place.height, tuple(layers))


def _fill(bar: Bar, chart: Chart, colour: Mapping[str, str]) -> str:
    """Give a bar's colour: its series', or without series what its row is to the reader."""
    if chart.series is None and chart.roles:
        known = chart.roles.get(bar.category, Role.PEER)
        return (
            PALE if known is Role.PEER else styles([bar.category], chart.roles)[bar.category].fill
        )
    return colour[bar.series]


def ranges(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw a point with its interval for each row, with value and ends written out."""
    measure, rows = read_bars(exhibit, chart)
    names = list(dict.fromkeys(bar.series for bar in rows))
    colour = fills(names, chart.roles)
    labels = {id(b): _range_text(b, measure) for b in rows}
    room = max(layout.text_width(t) for t in labels.values())
    place = lay_rows(rows, names, layout, room)
    over = not place.beside and len(names) == 1
    below = 0.0 if not over or _both_fit(rows, labels, layout) else float(layout.row)
    if over:  # the texts stand with the names, and leave the plot its whole width
        wide, step = place.width + room, place.step + below
        place = replace(place, width=wide, step=step, name=place.head + below)
    to_x = _range_scale(rows, chart, place.width)
    layers = category_names(place, layout) + _range_axis(to_x, measure, chart, place, layout)
    if to_x.holds_zero:
        layers.append(_zero(place, to_x))
    thick = (place.step - place.head) * 0.72 / len(names)
    for k, name in enumerate(names):
        drawn = [
            (b, _top(place, b.category, k, thick) + thick / 2)
            for b in rows
            if b.series == name and b.value is not None
        ]
        layers += _whiskers(drawn, to_x, colour[name], layout)
        layers.append(spots((to_x(b.value or 0), y, b.row) for b, y in drawn))
        if over:
            x, lines = 0.0 if below else place.width, [_name_line(place, b, layout) for b in rows]
            written = [(x, y + below, labels[id(b)]) for b, y in zip(rows, lines, strict=True)]
            layers.append(texts(written, align="left" if below else "right", color=INK))
            continue
        layers.append(texts([(place.width + 10, y, labels[id(b)]) for b, y in drawn], color=INK))
    if len(names) > 1:
        layers += swatches(colour, layout, 0, layout.row / 2, layout.width - place.left)
    foot = layout.row * (1.9 if chart.x_title else 1.0)
    return Picture(place.width, place.height + foot, tuple(layers))


def _both_fit(rows: Sequence[Bar], labels: Mapping[int, str], layout: Layout) -> bool:
    """Say whether each row's name and text have room beside each other on one line."""
    taken = (layout.room_for(b.category) + layout.room_for(labels[id(b)]) for b in rows)
    return max(taken, default=0.0) + layout.font * 2 <= layout.width


def _name_line(place: Rows, bar: Bar, layout: Layout) -> float:
    """Give the height of the last line of the name above a row."""
    lines = name_lines(place.categories, layout) - 1
    at = place.top + place.categories.index(bar.category) * place.step
    return at + layout.font * 0.8 + lines * layout.row


def _range_scale(rows: Sequence[Bar], chart: Chart, width: float) -> Scale:
    if chart.ends is not None:
        return Scale(*chart.ends, width)
    values = [v for b in rows for v in (b.value, b.low, b.high) if v is not None]
    values += [mark.x for mark in chart.marks if mark.x is not None]
    return value_scale(values + ([0.0] if chart.zero or min(values) < 0 else []), width)


def _range_axis(
    to_x: Scale, measure: Column, chart: Chart, place: Rows, layout: Layout
) -> list[Layer]:
    """Give the axis under the rows: its ends when they are told, and round values between."""
    count = max(2, int(place.width / (layout.text_width("100 000") * 1.6)))
    ticks = [t for t in nice_ticks(to_x.low, to_x.high, count) if to_x.low <= t <= to_x.high]
    if chart.ends is not None:
        # A round value so near an end that their texts would meet gives way to it.
        near = (to_x.high - to_x.low) / count * 0.6
        between = [t for t in ticks if min(t - to_x.low, to_x.high - t) >= near]
        ticks = [to_x.low, *between, to_x.high]
    tops = [place.top + i * place.step for i in range(len(place.categories))]
    lines = [(to_x(t), top + place.head, to_x(t), top + place.step) for top in tops for t in ticks]
    foot = place.height + layout.font * 0.8
    labels = [(to_x(t), foot, tick_text(t, ticks, measure.unit)) for t in ticks]
    layers = [segments(lines, GRID), texts(labels, MUTED, align="center")]
    if chart.x_title:
        at = (place.width / 2, foot + layout.row * 0.9, chart.x_title)
        layers.append(texts([at], MUTED, align="center"))
    return layers


def _range_text(bar: Bar, measure: Column) -> str:
    if bar.low is None or bar.high is None:
        return bar.text
    decimals = 1 if measure.decimals is None and measure.unit is Unit.SHARE else measure.decimals
    ends = _("{low} til {high}").format(
        low=format_plain(bar.low, decimals or 0), high=format_plain(bar.high, decimals or 0)
    )
    return f"{bar.text} ({ends})".replace(f"{THIN}%)", ")")


def _whiskers(
    drawn: Sequence[tuple[Bar, float]], to_x: Scale, colour: str, layout: Layout
) -> list[Layer]:
    ends = [
        (to_x(b.low), y, to_x(b.high), y)
        for b, y in drawn
        if b.low is not None and b.high is not None
    ]
    caps = [(x, y - 5, x, y + 5) for x1, y, x2, _y in ends for x in (x1, x2)]
    size = 5 * layout.stroke
    dots = [
        (to_x(b.value) - size, y - size, to_x(b.value) + size, y + size)
        for b, y in drawn
        if b.value is not None
    ]
    return [
        segments(ends, colour, stroke_width=2.4 * layout.stroke),
        segments(caps, colour, stroke_width=2 * layout.stroke),
        boxes(dots, colour, rx=size),
    ]


@dataclass(frozen=True, slots=True)
class Scale:
    """From shown values to pixels."""

    low: float
    high: float
    width: float

    def __call__(self, value: float) -> float:
        """Give the pixel of a value."""
        return (value - self.low) / (self.high - self.low) * self.width

    @property
    def holds_zero(self) -> bool:
        """Say whether zero is on the axis."""
        return self.low <= 0 <= self.high


def value_scale(values: Sequence[float], width: float) -> Scale:
    """Give a scale with round ends that covers `values`."""
    ticks = nice_ticks(min(values), max(values), 12)
    return Scale(ticks[0], ticks[-1], width)


def lay_rows(rows: Sequence[Bar], names: Sequence[str], layout: Layout, room: float) -> Rows:
    """Place the rows, with `room` pixels kept for the texts to the right."""
    categories = tuple(dict.fromkeys(b.category for b in rows))
    longest = max((layout.text_width(c) for c in categories), default=0.0)
    beside = layout.labels_beside and longest < layout.width * 0.4
    left = longest + 14 if beside else 0.0
    bar = layout.row * 0.8 * len(names) + layout.font * 0.6
    over = 0.0 if beside else layout.row * (name_lines(categories, layout) - 1)
    step = max(bar, layout.row * 1.25) if beside else bar + layout.row * 1.1 + over
    top = key_height(list(names), layout, layout.width - left) if len(names) > 1 else 0.0
    # Bars of several series need the height for their own texts; the name takes what it must.
    name = layout.row * 1.25 + over if len(names) > 1 else None
    if over and name is None:
        name = (step - over) * 0.5 + over
    return Rows(categories, beside, left, layout.width - left - room - 16, step, top, name)


def name_lines(categories: Sequence[str], layout: Layout) -> int:
    """Give how many lines the longest name takes above its bar."""
    return max((len(broken(c, layout.width, layout)) for c in categories), default=1)


def _top(place: Rows, category: str, k: int, thick: float) -> float:
    start = place.top + place.categories.index(category) * place.step + place.head
    return start + (place.step - place.head) * 0.14 + k * thick


def _zero(place: Rows, to_x: Scale) -> Layer:
    """Give the zero line; where categories stand above their bars it leaves room for them."""
    x = to_x(0)
    tops = [place.top + i * place.step for i in range(len(place.categories))]
    return segments([(x, top + place.head, x, top + place.step) for top in tops], RULE)


def category_names(place: Rows, layout: Layout) -> list[Layer]:
    """Write the categories, left of their rows or above them."""
    if place.beside:
        middle = place.step / 2
        rows = [
            (-10.0, place.top + i * place.step + middle, c) for i, c in enumerate(place.categories)
        ]
        return [texts(rows, align="right", color=INK)]
    most = name_lines(place.categories, layout)
    rows = []
    for i, category in enumerate(place.categories):
        lines = broken(category, layout.width, layout)
        last = place.top + i * place.step + layout.font * 0.8 + (most - 1) * layout.row
        start = last - (len(lines) - 1) * layout.row
        rows += [(0.0, start + n * layout.row, line) for n, line in enumerate(lines)]
    return [texts(rows, color=INK)]


def _values(
    drawn: Sequence[tuple[Bar, float]], to_x: Scale, thick: float, layout: Layout
) -> list[Layer]:
    right = [
        (to_x(max(b.value or 0, 0)) + 6, y + thick / 2, b.text)
        for b, y in drawn
        if b.value is None or b.value >= 0
    ]
    left = [
        (to_x(0) + 6, y + thick / 2, b.text)
        for b, y in drawn
        if b.value is not None and b.value < 0
    ]
    return [texts(right, color=INK), texts(left, color=INK)]
