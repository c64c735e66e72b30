"""How a chart is drawn in every format: what too few periods become, and where an axis begins."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from veivalg.content.chart import Chart, Role, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veivalg.content.table import Table

FEW = 2
"""So few periods are no course: a line between two points says too much."""
CUT = 1 / 3
"""Where all sums lie within this share of the largest, bars from zero would hide the steps."""


def for_periods(table: Table, chart: Chart) -> Chart:
    """Make bars of lines over two periods or one; what has an interval keeps it.

    Small multiples become one chart with a bar a period for each of their names. Where each has
    several lines or a scale of its own they stay apart, and are drawn as columns.
    """
    if chart.shape not in (Shape.LINES, Shape.PANELS):
        return chart
    known = [row for row in table.records() if row[chart.y] is not None]
    periods = sorted({row[chart.x] for row in known}, key=str)
    if not 0 < len(periods) <= FEW:
        return chart
    spans = chart.low and any(row[chart.low] is not None for row in known)
    chart = replace(chart, marks=tuple(mark for mark in chart.marks if mark.x is None))
    plain = replace(chart, low=None, high=None, inner=None)
    if chart.shape is Shape.LINES or chart.facet is None:
        return replace(chart, shape=Shape.RANGE) if spans else replace(plain, shape=Shape.COLUMNS)
    several = chart.series and len({row[chart.series] for row in known}) > 1
    if spans or several or chart.own_scales:
        return chart if spans else replace(plain, zero=True)
    roles = dict(zip(map(str, periods), (Role.THEN, Role.NOW)[-len(periods) :], strict=True))
    return replace(
        plain, shape=Shape.BARS, x=chart.facet, series=chart.x, facet=None, roles=roles, marks=()
    )


def axis_from(sums: Sequence[float]) -> float | None:
    """Give where the axis of a waterfall begins when its totals dwarf its steps; None for zero.

    Examples
    --------
    >>> axis_from([1413, 1755, 1763, 1767]), axis_from([-790, -704]), axis_from([10, 300])
    (1350.0, -690.0, None)
    """
    low, high = min(sums, default=0.0), max(sums, default=0.0)
    span = high - low
    if low * high <= 0 or not 0 < span < CUT * max(abs(low), abs(high)):
        return None
    step = 10.0 ** math.floor(math.log10(span))
    step *= next(m for m in (0.5, 0.2, 0.1) if m * step <= span / 5 or m == 0.1)
    at = (
        math.floor((low - span * 0.12) / step)
        if low > 0
        else math.ceil((high + span * 0.12) / step)
    )
    return float(at * step) or None
