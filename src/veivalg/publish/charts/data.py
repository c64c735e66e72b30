"""What chart shapes share: series from a tidy table, ticks, labels that do not collide."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from veivalg.content import Cell, Chart, Column, Exhibit, Table, Unit, presented
from veivalg.content.numbers import THIN, format_plain, round_half_up

_NOT_MEASURES = {None, Unit.YEAR, Unit.YEARS}


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a series, scaled as it is shown; ``None`` is missing and breaks the line."""

    x: float
    y: float | None
    low: float | None = None
    high: float | None = None
    inner: tuple[float | None, float | None] = (None, None)
    row: int = -1


@dataclass(slots=True)
class Series:
    """A named line."""

    name: str
    points: list[Point] = field(default_factory=list)

    @property
    def last(self) -> Point | None:
        """Give the last point that has a value."""
        return next((p for p in reversed(self.points) if p.y is not None), None)


def shown(column: Column, value: Cell) -> float | None:
    """Give a cell as the number it is drawn as; texts and ``None`` are missing."""
    if value is None or isinstance(value, str):
        return None
    return presented(float(value), column.unit or Unit.COUNT)


def measure_and_category(exhibit: Exhibit, chart: Chart) -> tuple[Column, Column]:
    """Tell which of the chart's ``x`` and ``y`` is measured and which names the rows."""
    x, y = exhibit.table.column(chart.x), exhibit.table.column(chart.y)
    if y.unit in _NOT_MEASURES and x.unit not in _NOT_MEASURES:
        return x, y
    return y, x


def x_positions(exhibit: Exhibit, key: str) -> tuple[dict[Cell, float], dict[float, str]]:
    """Place the x values: numbers where they are, texts in order 0, 1, 2… with their names."""
    values = list(dict.fromkeys(v for v in exhibit.table.cells(key) if v is not None))
    if all(not isinstance(v, str) for v in values):
        return {v: float(v) for v in values if not isinstance(v, str) and v is not None}, {}
    return (
        {v: float(i) for i, v in enumerate(values)},
        {float(i): str(v) for i, v in enumerate(values)},
    )


def collect(exhibit: Exhibit, chart: Chart, facet: Cell = None) -> list[Series]:
    """Give the lines of a chart, or of one panel, in table order and sorted along x."""
    table = exhibit.table
    measure = table.column(chart.y)
    places, _names = x_positions(exhibit, chart.x)
    none: list[None] = [None] * len(table.rows)
    xs, names, facets = (
        table.cells(key) if key else none for key in (chart.x, chart.series, chart.facet)
    )
    shown_by = [
        _shown(table, key) if key else none
        for key in (chart.y, chart.low, chart.high, *(chart.inner or (None, None)))
    ]
    found: dict[str, Series] = {}
    for row, (x, own, facet_of, value, low, high, inner_low, inner_high) in enumerate(
        zip(xs, names, facets, *shown_by, strict=True)
    ):
        if x is None or (chart.facet and facet is not None and facet_of != facet):
            continue
        name = str(own) if chart.series else measure.title
        if name not in found:
            found[name] = Series(name)
        inner = (inner_low, inner_high)
        found[name].points.append(Point(places[x], value, low, high, inner, row))
    for series in found.values():
        series.points.sort(key=lambda p: p.x)
    return list(found.values())


def _shown(table: Table, key: str) -> list[float | None]:
    column = table.column(key)
    return [shown(column, value) for value in table.cells(key)]


def nice_step(span: float, count: int) -> float:
    """Give a round step (1, 2, 2.5 or 5 times a power of ten) for about `count` steps."""
    raw = span / max(count, 1) or 1.0
    power = 10.0 ** math.floor(math.log10(raw))
    return next((m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999), 10 * power)


def nice_ticks(low: float, high: float, count: int, *, whole: bool = False) -> list[float]:
    """Give round ticks that cover `low` to `high`.

    Parameters
    ----------
    whole
        Only whole steps, for things that are counted.

    Examples
    --------
    >>> nice_ticks(0, 17, 4)
    [0.0, 5.0, 10.0, 15.0, 20.0]
    """
    if high <= low:
        high = low + (abs(low) * 0.1 or 1.0)
    step = nice_step(high - low, count)
    if whole:
        step = max(1.0, step if step >= 5 or step == int(step) else math.ceil(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(round_half_up(i * step, 10)) for i in range(first, last + 1)]


def value_ticks(values: Sequence[float], count: int, unit: Unit | None, zero: bool) -> list[float]:
    """Give the ticks of a value axis; it starts at zero when asked, or when zero is near."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if zero or 0 <= low <= 0.35 * high:
        low, high = min(low, 0.0), max(high, 0.0)
    whole = unit not in (Unit.SHARE, Unit.POINTS, Unit.RATIO, Unit.INDEX, Unit.MILLION_NOK)
    return nice_ticks(low, high, count, whole=whole)


def tick_text(value: float, ticks: Sequence[float], unit: Unit | None) -> str:
    """Write a tick with as many decimals as the steps need, and per cent signs."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = next((d for d in range(4) if abs(float(round_half_up(step, d)) - step) < 1e-9), 4)
    text = format_plain(value, decimals)
    return f"{text}{THIN}%" if unit is Unit.SHARE else text


def x_ticks(low: float, high: float, room: float, label: float) -> list[float]:
    """Give whole years between `low` and `high` that fit `room` pixels at `label` pixels each."""
    fits = max(1, int(room / (label * 1.7)))
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50) if (high - low) / s <= fits), 100)
    return [float(y) for y in range(math.ceil(low), math.floor(high) + 1) if y % step == 0]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions as little as needed so that they lie at least `gap` apart.

    Examples
    --------
    >>> spread([10, 12, 50], 10, 0, 100)
    [6.0, 16.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    groups: list[tuple[list[int], float]] = []
    for i in order:
        members, centre = [i], float(wanted[i])
        while True:
            centre = _inside(centre, gap * (len(members) - 1) / 2, low, high)
            if not groups:
                break
            others, middle = groups[-1]
            if centre - gap * (len(members) - 1) / 2 - middle - gap * (len(others) - 1) / 2 >= gap:
                break
            groups.pop()
            total = len(members) + len(others)
            centre = (centre * len(members) + middle * len(others)) / total
            members = others + members
        groups.append((members, centre))
    placed = [0.0] * len(wanted)
    for members, centre in groups:
        for k, i in enumerate(members):
            placed[i] = centre + gap * (k - (len(members) - 1) / 2)
    return placed


def _inside(centre: float, half: float, low: float, high: float) -> float:
    return min(max(centre, low + half), max(high - half, low + half))
