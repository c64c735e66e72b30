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
from veivalg.publish.charts.draw import Layer, Picture, boxes, segments, spots, texts
from veivalg.publish.charts.key import key_height, swatches
from veivalg.publish.document.cells import cell_text
from veivalg.publish.theme import Layout

CUT = 0.25
"""Where all positions lie within this share of the largest, bars from zero would hide the steps."""


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

    Where every sum is far from zero the axis is cut, which the foot says, and totals are then
    marks: a bar that does not start at zero would lie about its length.
    """
    steps = steps_of(exhibit, chart)
    cut = not chart.zero and _far_from_zero(steps)
    bars = [Bar(s.name, "", s.end, s.text) for s in steps]
    room = max(layout.text_width(s.text) for s in steps)
    place = lay_rows(bars, [""], layout, room)
    key = _key()
    place = replace(place, top=key_height(list(key), layout, layout.width - place.left))
    values = [s.end for s in steps] + [s.start for s in steps if not s.total]
    to_x = value_scale(values + ([] if cut else [0.0]), place.width)
    layers = category_names(place, layout)
    if to_x.holds_zero:
        x = to_x(0)
        tops = [place.top + i * place.step for i in range(len(steps))]
        layers.append(segments([(x, y + place.head, x, y + place.step) for y in tops], RULE))
    layers += _joints(steps, place, to_x) + _bodies(steps, place, to_x, layout, cut)
    layers += swatches(key, layout, 0, layout.row / 2, layout.width - place.left)
    layers += _cut_note(place, layout) if cut else []
    return Picture(place.width, place.height + (layout.row * 1.2 if cut else 0), tuple(layers))


def _key() -> dict[str, str]:
    return {_("Sum"): TOTAL, _("Øker (+)"): UP, _("Senker (−)"): DOWN}


def _far_from_zero(steps: Sequence[Step]) -> bool:
    values = [s.end for s in steps] + [s.start for s in steps if not s.total]
    low, high = min(values), max(values)
    return low * high > 0 and high - low < CUT * max(abs(low), abs(high))


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


def _bodies(
    steps: Sequence[Step], place: Rows, to_x: Scale, layout: Layout, cut: bool
) -> list[Layer]:
    layers: list[Layer] = []
    words = []
    for i, step in enumerate(steps):
        top, bottom = _edges(place, i)
        left, right = sorted(
            (to_x(step.start if not (step.total and cut) else step.end), to_x(step.end))
        )
        words.append((right + 7, (top + bottom) / 2, step.text))
        if not step.known:
            continue
        if step.total and cut:
            left, right = left - 2.5 * layout.stroke, right + 2.5 * layout.stroke
        colour = TOTAL if step.total else UP if step.end >= step.start else DOWN
        layers.append(boxes([(left, top, right, bottom)], colour, stroke=INK, stroke_width=0.8))
    ends = ((to_x(s.end), sum(_edges(place, i)) / 2, i) for i, s in enumerate(steps))
    return [*layers, texts(words, INK, halo=True), spots(ends)]


def _cut_note(place: Rows, layout: Layout) -> list[Layer]:
    note = _("Aksen starter ikke på null.")
    return [texts([(0.0, place.height + layout.row * 0.7, note)], MUTED)]
