"""Signed steps from one total to another: why the corrected figure differs from the raw one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from veivalg.content import Chart, Exhibit
from veivalg.content.theme import DOWN, INK, MUTED, RULE, TOTAL, UP
from veivalg.foundation.i18n import _
from veivalg.publish.charts.bars import (
    Bar,
    Rows,
    Scale,
    category_names,
    lay_rows,
    read_bars,
    value_scale,
)
from veivalg.publish.charts.data import measure_and_category, shown
from veivalg.publish.charts.draw import Layer, Picture, boxes, segments, spots, texts, tracks
from veivalg.publish.charts.key import key_height, swatches
from veivalg.publish.document.cells import cell_text
from veivalg.publish.theme import Layout

GAP = 16.0
"""Pixels from where a broken axis begins to the gap in a total."""


@dataclass(frozen=True, slots=True)
class Step:
    """A row from where the sum stood to where it stands; ``known`` is false for a missing step."""

    name: str
    start: float
    end: float
    total: bool
    known: bool
    text: str


def steps_of(exhibit: Exhibit, chart: Chart) -> list[Step]:
    """Give the rows with the running sum, in shown scale; a missing step moves nothing.

    Nor does the row of what rounding leaves: the bars are drawn as they are, and it has no length.
    """
    table = exhibit.table.readable()
    measure, bars = read_bars(exhibit, chart, table)
    signed, plain = replace(measure, sign=True), replace(measure, sign=False)
    cells = table.cells(measure.key)
    rounding = len(cells) - 2 if len(cells) > len(exhibit.table.rows) else None
    found, running = [], 0.0
    for i, (bar, cell) in enumerate(zip(bars, cells, strict=True)):
        total = bar.category in chart.totals
        value = 0.0 if bar.value is None or i == rounding else bar.value
        end = running if bar.value is None else value if total else running + value
        start = 0.0 if total else running
        text = cell_text(plain if total else signed, cell)
        found.append(Step(bar.category, start, end, total, bar.value is not None, text))
        running = end
    return found


def waterfall(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw the steps as rows under one another; totals are dark bars from zero.

    Where the totals dwarf the steps the axis is broken, which the foot says, and each total has
    a gap where it is broken: a bar that does not start at zero would lie about its length.
    """
    steps = steps_of(exhibit, chart)
    start = shown(measure_and_category(exhibit, chart)[0], exhibit.axis_from)
    bars = [Bar(s.name, "", s.end, s.text) for s in steps]
    room = max(layout.text_width(s.text) for s in steps)
    place = lay_rows(bars, [""], layout, room)
    key = _key()
    place = replace(place, top=key_height(list(key), layout, layout.width - place.left))
    values = [s.end for s in steps] + [s.start for s in steps if not s.total]
    to_x = value_scale([*values, 0.0 if start is None else start], place.width)
    if start is not None:
        ends = (start, max(to_x.high, start)) if start > 0 else (to_x.low, start)
        to_x = Scale(*ends, place.width)
    layers = category_names(place, layout)
    if to_x.holds_zero:
        x = to_x(0)
        tops = [place.top + i * place.step for i in range(len(steps))]
        layers.append(segments([(x, y + place.head, x, y + place.step) for y in tops], RULE))
    layers += _joints(steps, place, to_x) + _bodies(steps, place, to_x, start or 0.0)
    if start is not None:
        totals = [_edges(place, i) for i, s in enumerate(steps) if s.total and s.known]
        layers += _breaks(totals, GAP if start > 0 else place.width - GAP)
    layers += swatches(key, layout, 0, layout.row / 2, layout.width - place.left)
    foot = place.height
    if exhibit.broken_axis:
        layers.append(texts([(0.0, foot + layout.row * 0.7, exhibit.broken_axis)], MUTED))
        foot += layout.row * 1.2
    return Picture(place.width, foot, tuple(layers))


def _key() -> dict[str, str]:
    return {_("Sum"): TOTAL, _("Øker (+)"): UP, _("Senker (−)"): DOWN}


def _breaks(totals: Sequence[tuple[float, float]], x: float) -> list[Layer]:
    """Give the slanted gap in each total where the axis is broken."""
    slants = [[(x - 3, bottom + 3), (x + 3, top - 3)] for top, bottom in totals]
    sides = [[(a + by, y) for a, y in slant] for slant in slants for by in (-3, 3)]
    return [tracks(slants, "white", 6), tracks(sides, INK, 1)]


def _edges(place: Rows, i: int) -> tuple[float, float]:
    top = place.top + i * place.step + place.head
    thick = place.step - place.head
    return top + thick * 0.14, top + thick * 0.86


def _joints(steps: Sequence[Step], place: Rows, to_x: Scale) -> list[Layer]:
    """Give thin lines from where one row ends to where the next begins."""
    lines = []
    for i, step in enumerate(steps[:-1]):
        x, below = to_x(step.end), place.top + (i + 1) * place.step
        lines.append((x, _edges(place, i)[1], x, below))
        lines.append((x, below + place.head, x, _edges(place, i + 1)[0]))  # not over the name
    return [segments(lines, RULE, stroke_dasharray="2 2")]


def _bodies(steps: Sequence[Step], place: Rows, to_x: Scale, base: float) -> list[Layer]:
    layers: list[Layer] = []
    words = []
    for i, step in enumerate(steps):
        top, bottom = _edges(place, i)
        left, right = sorted((to_x(base if step.total else step.start), to_x(step.end)))
        words.append((right + 7, (top + bottom) / 2, step.text))
        if not step.known:
            continue
        colour = TOTAL if step.total else UP if step.end >= step.start else DOWN
        layers.append(boxes([(left, top, right, bottom)], colour, stroke=INK, stroke_width=0.8))
    ends = ((to_x(s.end), sum(_edges(place, i)) / 2, i) for i, s in enumerate(steps))
    return [*layers, texts(words, INK, halo=True), spots(ends)]
