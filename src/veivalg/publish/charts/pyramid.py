"""The population pyramid: ages upwards, women left and men right, now filled and later outlined."""

from collections.abc import Sequence
from dataclasses import dataclass

from veivalg.content import Chart, Exhibit, Role
from veivalg.content.numbers import format_plain, nearest
from veivalg.content.theme import GRID, INK, MUTED, PYRAMID, RULE
from veivalg.publish.charts.data import measure_and_category, nice_ticks, shown
from veivalg.publish.charts.draw import Layer, Picture, boxes, segments, spots, texts
from veivalg.publish.document.cells import cell_text
from veivalg.publish.theme import Layout


@dataclass(frozen=True, slots=True)
class Halves:
    """The plot's pixels: two halves with the ages between them."""

    width: float
    height: float
    gap: float
    top: float
    ages: tuple[str, ...]

    @property
    def half(self) -> float:
        """Give the width of one half."""
        return (self.width - self.gap) / 2

    @property
    def step(self) -> float:
        """Give the height of an age."""
        return self.height / len(self.ages)

    def x(self, share: float, side: str) -> float:
        """Give the pixel of a value as a share of the axis, on its side."""
        if side == "left":
            return self.half * (1 - share)
        return self.half + self.gap + self.half * share

    def y(self, age: str) -> float:
        """Give the upper pixel of an age; the youngest are at the bottom."""
        return self.height - (self.ages.index(age) + 1) * self.step


Values = dict[tuple[str, str, str], float]


def pyramid(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw two dates on top of one another, so that growth and decline are seen as shapes."""
    values, ages, sexes, dates = read_pyramid(exhibit, chart)
    gap = max(layout.text_width(age) for age in ages) + 18 if len(ages) <= 25 else layout.font * 3.4
    size = max(layout.height * 1.1, 240)
    halves = Halves(layout.width - 60, size, gap, 0, ages)
    ticks = nice_ticks(
        0, max(values.values(), default=1.0), 3 if layout.labels_beside else 2, whole=True
    )
    sides = dict(zip(("left", "right"), sexes, strict=False))
    layers = _grid(halves, ticks, layout)
    for side, sex in sides.items():
        layers += _side(values, side, sex, dates, halves, ticks[-1])
    layers += _ages(halves, layout) + _heads(sides, halves, layout)
    at = {sex: side for side, sex in sides.items()}
    layers.append(
        spots(
            (halves.x(values[key] / ticks[-1], at[key[1]]), halves.y(key[0]) + halves.step / 2, n)
            for n, key in enumerate(_keys(exhibit, chart))
            if key in values and key[1] in at
        )
    )
    layers += _key(dates, halves, layout)
    return Picture(halves.width, size, tuple(layers))


def read_pyramid(
    exhibit: Exhibit, chart: Chart
) -> tuple[Values, tuple[str, ...], list[str], list[str]]:
    """Give value by age, sex and date; the ages from below, women first, and now before then."""
    measure = measure_and_category(exhibit, chart)[0]
    cells = (shown(measure, cell) for cell in exhibit.table.cells(measure.key))
    known = zip(_keys(exhibit, chart), cells, strict=True)
    values = {key: value for key, value in known if value is not None}
    ages = tuple(dict.fromkeys(age for age, _s, _d in values))
    sexes = list(dict.fromkeys(sex for _a, sex, _d in values))
    dates = list(dict.fromkeys(date for _a, _s, date in values))
    women = {name for name, role in chart.roles.items() if role is Role.FEMALE}
    then = {name for name, role in chart.roles.items() if role is Role.THEN}
    sexes.sort(key=lambda s: s not in women)
    dates.sort(key=lambda d: d in then)
    return values, ages, sexes, dates


def _keys(exhibit: Exhibit, chart: Chart) -> list[tuple[str, str, str]]:
    """Give age, sex and date of every row."""
    measure, category = measure_and_category(exhibit, chart)
    return [
        (
            cell_text(category, row[category.key]),
            str(row[chart.series]) if chart.series else measure.title,
            str(row[chart.facet]) if chart.facet else "",
        )
        for row in exhibit.table.records()
    ]


def _side(
    values: Values, side: str, sex: str, dates: Sequence[str], halves: Halves, top: float
) -> list[Layer]:
    thick = halves.step * (0.84 if len(halves.ages) <= 25 else 1.0)
    layers: list[Layer] = []
    for k, date in enumerate(dates):
        known = [
            (age, values[age, sex, date] / top) for age in halves.ages if (age, sex, date) in values
        ]
        if k == 0:
            rows = [
                (halves.x(0, side), halves.y(a), halves.x(v, side), halves.y(a) + thick)
                for a, v in known
            ]
            layers.append(boxes(rows, PYRAMID[side]))
        else:
            layers.append(_outline(known, side, halves))
    return layers


def _outline(known: Sequence[tuple[str, float]], side: str, halves: Halves) -> Layer:
    rows: list[tuple[float, float, float, float]] = []
    before: float | None = None
    for age, value in known:
        x, y = halves.x(value, side), halves.y(age)
        rows.append((x, y, x, y + halves.step))
        if before is not None:
            rows.append((before, y + halves.step, x, y + halves.step))
        before = x
    if known:
        rows.append(
            (halves.x(0, side), halves.y(known[-1][0]), before or 0.0, halves.y(known[-1][0]))
        )
    return segments(rows, INK, stroke_width=1.8, stroke_linecap="square")


def _grid(halves: Halves, ticks: Sequence[float], layout: Layout) -> list[Layer]:
    lines, labels = [], []
    for side in ("left", "right"):
        for tick in ticks:
            x = halves.x(tick / ticks[-1], side)
            lines.append((x, 0.0, x, halves.height))
            if tick or layout.labels_beside:
                labels.append((x, halves.height + layout.font, format_plain(tick)))
    zero = [(halves.x(0, s), 0.0, halves.x(0, s), halves.height) for s in ("left", "right")]
    return [segments(lines, GRID), segments(zero, RULE), texts(labels, align="center", color=MUTED)]


def _ages(halves: Halves, layout: Layout) -> list[Layer]:
    every = max(1, nearest(layout.font * 1.3 / halves.step))
    every = next((n for n in (1, 2, 5, 10, 20) if n >= every), every)
    middle = halves.half + halves.gap / 2
    rows = [
        (middle, halves.y(age) + halves.step / 2, age)
        for i, age in enumerate(halves.ages)
        if i % every == 0
    ]
    return [texts(rows, align="center", color=MUTED)]


def _heads(sides: dict[str, str], halves: Halves, layout: Layout) -> list[Layer]:
    heads = {"left": halves.half - 4, "right": halves.half + halves.gap + 4}
    return [
        texts(
            [(heads[side], -layout.font, sex)],
            align="right" if side == "left" else "left",
            color=INK,
            weight=600,
        )
        for side, sex in sides.items()
    ]


def _key(dates: Sequence[str], halves: Halves, layout: Layout) -> list[Layer]:
    if len(dates) < 2:
        return []
    y = halves.height + layout.font + layout.row * 1.1
    second = 40 + layout.text_width(dates[0]) + 30
    return [
        boxes([(0, y - 6, 12, y + 6), (12, y - 6, 24, y + 6)], PYRAMID["left"]),
        segments([(second, y, second + 24, y)], INK, stroke_width=1.8),
        texts([(32, y, dates[0]), (second + 32, y, ", ".join(dates[1:]))], color=INK),
    ]
