"""Swimlanes: who does what, step by step, and where responsibility is not settled.

Lanes lie across the page with steps along them where the words fit, else they stand beside one
another with the steps downwards. Where neither fits, as on a phone, the lanes are a rail beside a
list that names the actor of every step.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from veivalg.content import Chart, Exhibit, format_plain
from veivalg.content.theme import ACCENT, GRID, INK, MUTED, RULE, SETTLED, SOFT, UNSETTLED
from veivalg.foundation.i18n import _
from veivalg.publish.charts.draw import Layer, Picture, area, boxes, segments, spots, texts, tracks
from veivalg.publish.charts.word_break import broken, widest
from veivalg.publish.theme import Layout

GAP, PAD = 9.0, 6.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its number and words, who does it, and whether that is settled."""

    number: int
    text: str
    actors: tuple[str, ...]
    unsettled: bool
    rows: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """Give what is written in its box."""
        return f"{format_plain(self.number)}. {self.text}"


@dataclass(frozen=True, slots=True)
class Grid:
    """Where lanes and steps lie: edges along and across, and whether steps run to the right."""

    lanes: tuple[tuple[float, float], ...]
    steps: tuple[tuple[float, float], ...]
    head: float
    to_right: bool

    def cell(self, step: int, lane: int) -> Box:
        """Give the box of a step in a lane."""
        (a, b), (c, d) = self.steps[step], self.lanes[lane]
        inner = (a + GAP, c + GAP / 2, b - GAP, d - GAP / 2)
        if self.to_right:
            return inner
        return (c + GAP / 2, a + GAP, d - GAP / 2, b - GAP)


def swimlane(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw the steps in the lanes of those who do them."""
    steps = steps_of(exhibit, chart)
    lanes = tuple(dict.fromkeys(a for row in exhibit.table.records() for a in [str(row[chart.y])]))
    grid = _grid(steps, lanes, layout) if layout.labels_beside else None
    return _rail(steps, lanes, layout) if grid is None else _lanes(steps, lanes, grid, layout)


def steps_of(exhibit: Exhibit, chart: Chart) -> list[Step]:
    """Give the steps in order, each with all its actors."""
    found: dict[int, Step] = {}
    for at, row in enumerate(exhibit.table.records()):
        number = int(row[chart.x] or 0)
        text = str(row[chart.label]) if chart.label else ""
        open_ = chart.series is not None and row[chart.series] in chart.unsettled
        before = found.get(number)
        actors = (*(before.actors if before else ()), str(row[chart.y]))
        open_ = open_ or bool(before and before.unsettled)
        rows = (*(before.rows if before else ()), at)
        found[number] = Step(number, text, actors, open_, rows)
    return [found[n] for n in sorted(found)]


def _words(step: Step) -> list[str]:
    return [step.label, *([_("uavklart")] if step.unsettled else [])]


def _lines(step: Step, width: float, layout: Layout) -> list[str]:
    return [line for text in _words(step) for line in broken(text, width, layout)]


def _grid(steps: Sequence[Step], lanes: Sequence[str], layout: Layout) -> Grid | None:
    """Give the first way of lying that has room for every word."""
    return _across(steps, lanes, layout) or _down(steps, lanes, layout)


def _across(steps: Sequence[Step], lanes: Sequence[str], layout: Layout) -> Grid | None:
    head = widest(lanes, layout) + 2 * PAD
    needs = [widest(_words(s), layout) + 2 * (GAP + PAD) for s in steps]
    widths = _stretched(needs, layout.width - head)
    if widths is None:
        return None
    tall = [
        max(
            [
                _height(_lines(s, w - 2 * (GAP + PAD), layout), layout)
                for s, w in zip(steps, widths, strict=True)
                if lane in s.actors
            ]
            + [_height(broken(lane, head - 2 * PAD, layout), layout)]
        )
        + GAP
        for lane in lanes
    ]
    return Grid(_edges(tall, 0), _edges(widths, head), head, True)


def _down(steps: Sequence[Step], lanes: Sequence[str], layout: Layout) -> Grid | None:
    needs = [
        widest([lane, *(t for s in steps if lane in s.actors for t in _words(s))], layout)
        + 2 * PAD
        + GAP
        for lane in lanes
    ]
    widths = _stretched(needs, layout.width)
    if widths is None:
        return None
    room = dict(zip(lanes, widths, strict=True))
    head = max(_height(broken(lane, room[lane] - GAP, layout), layout) for lane in lanes)
    tall = [
        max(_height(_lines(s, room[a] - 2 * PAD - GAP, layout), layout) for a in s.actors) + 2 * GAP
        for s in steps
    ]
    return Grid(_edges(widths, 0), _edges(tall, head), head, False)


def _height(lines: Sequence[str], layout: Layout) -> float:
    return len(lines) * layout.font * 1.25 + 2 * PAD


def _stretched(needs: Sequence[float], room: float) -> list[float] | None:
    """Give each what it needs and an equal part of the rest; None when there isn't room."""
    rest = room - sum(needs)
    return None if rest < 0 else [need + rest / len(needs) for need in needs]


def _edges(sizes: Iterable[float], start: float) -> tuple[tuple[float, float], ...]:
    found = []
    for size in sizes:
        found.append((start, start + size))
        start += size
    return tuple(found)


def _lanes(steps: Sequence[Step], lanes: Sequence[str], grid: Grid, layout: Layout) -> Picture:
    index = {lane: i for i, lane in enumerate(lanes)}
    width = grid.steps[-1][1] if grid.to_right else grid.lanes[-1][1]
    height = grid.lanes[-1][1] if grid.to_right else grid.steps[-1][1]
    layers = _ground(lanes, grid, layout, width, height)
    layers += _flow(steps, grid, index)
    for i, step in enumerate(steps):
        cells = [grid.cell(i, index[a]) for a in step.actors]
        layers.append(_body(cells, step.unsettled))
        colour = UNSETTLED if step.unsettled else INK
        for cell in cells:
            lines = _lines(step, cell[2] - cell[0] - 2 * PAD, layout)
            layers.append(_written(lines, cell, layout, colour=colour))
        layers.append(spots((*_middle(c), n) for c, n in zip(cells, step.rows, strict=True)))
    return Picture(width, height, tuple(layers))


def _ground(
    lanes: Sequence[str], grid: Grid, layout: Layout, width: float, height: float
) -> list[Layer]:
    """Give the lanes, every other one shaded, with their names."""
    bands: list[Box] = []
    layers: list[Layer] = []
    for i, (a, b) in enumerate(grid.lanes):
        band = (0.0, a, width, b) if grid.to_right else (a, 0.0, b, height)
        bands += [band] if i % 2 == 0 else []
        name = (0.0, a, grid.head, b) if grid.to_right else (a, 0.0, b, grid.head)
        lines = broken(lanes[i], name[2] - name[0] - (2 * PAD if grid.to_right else GAP), layout)
        layers.append(_written(lines, name, layout, bold=True))
    edges = [a for a, _b in grid.lanes[1:]]
    rules = [(0.0, e, width, e) if grid.to_right else (e, 0.0, e, height) for e in edges]
    return [boxes(bands, SOFT), segments(rules, GRID), *layers]


def _body(cells: Sequence[Box], unsettled: bool) -> Layer:
    if unsettled:
        return boxes(
            cells, "white", stroke=UNSETTLED, stroke_width=1.6, stroke_dasharray="5 3", rx=4
        )
    return boxes(cells, SETTLED, stroke=ACCENT, stroke_width=1.4, rx=4)


def _written(
    lines: Sequence[str], box: Box, layout: Layout, *, bold: bool = False, colour: str = INK
) -> Layer:
    """Write lines in the middle of a box."""
    step = layout.font * 1.25
    x = (box[0] + box[2]) / 2
    top = (box[1] + box[3]) / 2 - step * (len(lines) - 1) / 2
    rows = [(x, top + k * step, line) for k, line in enumerate(lines)]
    return texts(rows, colour, align="center", weight=600 if bold else "")


def _flow(steps: Sequence[Step], grid: Grid, index: dict[str, int]) -> list[Layer]:
    """Give the lines from step to step with arrowheads, and those between who share a step."""
    lines: list[list[tuple[float, float]]] = []
    heads: list[Layer] = []
    for i, step in enumerate(steps):
        cells = [grid.cell(i, index[a]) for a in step.actors]
        ordered = sorted(cells, key=lambda c: c[1] if grid.to_right else c[0])
        if len(ordered) > 1:
            lines.append([_middle(ordered[0]), _middle(ordered[-1])])
        if i + 1 == len(steps):
            continue
        pairs = [
            (grid.cell(i, index[a]), grid.cell(i + 1, index[b]), abs(index[a] - index[b]))
            for a in step.actors
            for b in steps[i + 1].actors
        ]
        start, end, _far = min(pairs, key=lambda pair: pair[2])
        track = _elbow(start, end, grid.to_right)
        lines.append(track)
        heads.append(_arrow(track[-1], grid.to_right))
    return [tracks(lines, RULE, 1.4), *heads]


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _elbow(start: Box, end: Box, to_right: bool) -> list[tuple[float, float]]:
    (x1, y1), (x2, y2) = _middle(start), _middle(end)
    if to_right:
        half = (start[2] + end[0]) / 2
        return [(start[2], y1), (half, y1), (half, y2), (end[0], y2)]
    half = (start[3] + end[1]) / 2
    return [(x1, start[3]), (x1, half), (x2, half), (x2, end[1])]


def _arrow(tip: tuple[float, float], to_right: bool) -> Layer:
    x, y = tip
    if to_right:
        return area([(x, y), (x - 6, y - 4), (x - 6, y + 4)], RULE)
    return area([(x, y), (x - 4, y - 6), (x + 4, y - 6)], RULE)


def _rail(steps: Sequence[Step], lanes: Sequence[str], layout: Layout) -> Picture:
    """Draw a list of the steps with the lanes as a rail of dots beside it."""
    gap = min(layout.font * 1.4, layout.width * 0.3 / max(len(lanes), 1))
    at = {lane: gap * (i + 0.5) for i, lane in enumerate(lanes)}
    left, line = gap * len(lanes) + PAD, layout.font * 1.3
    layers: list[Layer] = []
    y, centres, words = 0.0, [], []
    for step in steps:
        told = broken(step.label, layout.width - left, layout)
        who = _(" og ").join(step.actors)
        who += f" ({_('uavklart')})" if step.unsettled else ""
        below = broken(who, layout.width - left, layout)
        centres.append(y + line / 2)
        for lines, colour in ((told, INK), (below, UNSETTLED if step.unsettled else MUTED)):
            words.append(
                texts(
                    [(left, y + line * (k + 0.5), t) for k, t in enumerate(lines)],
                    colour,
                    weight=600 if lines is told else "",
                )
            )
            y += line * len(lines)
        y += line * 0.7
    layers.append(segments([(x, 0.0, x, y) for x in at.values()], GRID))
    path = [(at[step.actors[0]], c) for step, c in zip(steps, centres, strict=True)]
    layers.append(tracks([path], RULE, 1.4))
    for step, c in zip(steps, centres, strict=True):
        xs = [at[a] for a in step.actors]
        layers.append(segments([(min(xs), c, max(xs), c)], RULE, stroke_width=1.4))
        layers.append(spots((x, c, n) for x, n in zip(xs, step.rows, strict=True)))
        r = layout.font * 0.42
        layers.append(_body([(x - r, c - r, x + r, c + r) for x in xs], step.unsettled))
    layers.append(segments([(0.0, y, float(layout.width), y)], GRID))
    return Picture(layout.width, y, (*layers, *words))
