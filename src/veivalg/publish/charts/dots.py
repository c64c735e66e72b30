"""Strips of dots: where we stand among the others, and duels of two municipalities."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from veivalg.content import Chart, Column, Exhibit, Role, Unit, presented
from veivalg.content.theme import GRID, INK, MUTED, PEERS, RULE
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
from veivalg.publish.charts.data import nice_ticks, tick_text
from veivalg.publish.charts.draw import Layer, Picture, area, segments, spots, texts
from veivalg.publish.charts.key import key_height, key_places
from veivalg.publish.theme import Layout, styles

_FORMS = ("triangle", "square", "wedge", "cross", "pentagon")
_OUTLINES: dict[str, list[tuple[float, float]]] = orjson.loads(
    Path(__file__).with_name("outlines.json").read_bytes()
)


@dataclass(frozen=True, slots=True)
class Dot:
    """How a named place is drawn: form, fill and size differ, so that colour is not needed."""

    form: str
    fill: str
    size: float


def dots(exhibit: Exhibit, chart: Chart, layout: Layout) -> Picture:
    """Draw a strip a row with all places as strokes, the named ones as symbols above them."""
    measure, rows = read_bars(exhibit, chart)
    every = list(dict.fromkeys(b.series for b in rows))
    duel = len(every) == 2
    named = every if duel else [n for n in every if n in chart.roles]
    looks = _looks(named, chart)
    written = [b for b in rows if duel or chart.roles.get(b.series) is Role.OWN]
    room = max((layout.text_width(b.text) for b in written), default=0.0)
    place = lay_rows(rows, [""], layout, room if written else 0.0)
    names = [*named, *([] if duel or len(named) == len(every) else [_("Andre kommuner")])]
    place = _below_key(place, names, chart, layout)
    to_x = _axis(rows, chart, measure, place.width, room + 12 if duel else 0.0)
    layers = _grid(to_x, measure, place, layout) + category_names(place, layout)
    layers += _marks(chart, measure, to_x, place, layout)
    for i, category in enumerate(place.categories):
        y = place.top + i * place.step + (place.step + place.head) / 2
        members = [b for b in rows if b.category == category]
        layers += _strip(members, looks, to_x, y, layout, duel)
        layers.append(spots((to_x(b.value), y, b.row) for b in members if b.value is not None))
        layers += (_duel if duel else _own_value)(members, chart, place, to_x, y)
    layers += _key(names, looks, layout, layout.width - place.left)
    return Picture(place.width, place.height + layout.row, tuple(layers))


def _looks(named: Sequence[str], chart: Chart) -> dict[str, Dot]:
    forms = iter(_FORMS * 20)
    colours = styles(named, chart.roles)
    fixed = {Role.OWN: ("round", 1.25), Role.GROUP: ("diamond", 1.05), Role.NORWAY: ("bar", 1.0)}
    found = {}
    for name in named:
        role = chart.roles.get(name)
        form, size = fixed[role] if role in fixed else (next(forms), 1.0)
        found[name] = Dot(form, colours[name].colour, size)
    return found


def _below_key(place: Rows, names: Sequence[str], chart: Chart, layout: Layout) -> Rows:
    top = key_height(list(names), layout, layout.width - place.left)
    top += layout.row if any(m.x is not None for m in chart.marks) else 0
    return Rows(place.categories, place.beside, place.left, place.width, place.step, top)


@dataclass(frozen=True, slots=True)
class _Axis(Scale):
    """A scale with room for texts at both ends."""

    inset: float = 0.0

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.inset + share * (self.width - 2 * self.inset)


def _axis(rows: Sequence[Bar], chart: Chart, measure: Column, width: float, inset: float) -> _Axis:
    values = [b.value for b in rows if b.value is not None]
    values += [_shown(m.x, measure) for m in chart.marks if m.x is not None]
    values += [0.0] if chart.zero or not values else []
    ends = value_scale(values, width)
    return _Axis(ends.low, ends.high, width, inset)


def _shown(value: float, measure: Column) -> float:
    return presented(value, measure.unit or Unit.COUNT)


def _grid(to_x: Scale, measure: Column, place: Rows, layout: Layout) -> list[Layer]:
    count = max(2, int(place.width / (layout.text_width("100 000") * 1.8)))
    ticks = [t for t in nice_ticks(to_x.low, to_x.high, count) if to_x.low <= t <= to_x.high]
    foot = place.height + layout.font * 0.8
    lines = []
    for i in range(len(place.categories)):
        top = place.top + i * place.step
        lines += [(to_x(t), top + place.head, to_x(t), top + place.step) for t in ticks]
    labels = [(to_x(t), foot, tick_text(t, ticks, measure.unit)) for t in ticks]
    return [segments(lines, GRID), texts(labels, MUTED, align="center")]


def _marks(chart: Chart, measure: Column, to_x: Scale, place: Rows, layout: Layout) -> list[Layer]:
    layers: list[Layer] = []
    for mark in chart.marks:
        if mark.x is None:
            continue
        x = to_x(_shown(mark.x, measure))
        tops = [place.top + i * place.step for i in range(len(place.categories))]
        rows = [(x, top + place.head, x, top + place.step) for top in tops]
        layers.append(segments(rows, RULE, stroke_dasharray="2 3"))
        fits = x + layout.text_width(mark.label) < place.width
        at = (x + (3 if fits else -3), place.top - layout.row * 0.45, mark.label)
        layers.append(texts([at], MUTED, align="left" if fits else "right"))
    return layers


def _strip(
    members: Sequence[Bar], looks: dict[str, Dot], to_x: Scale, y: float, layout: Layout, duel: bool
) -> list[Layer]:
    """Give the others as thin strokes, then the named, our own on top."""
    tall = layout.font * 0.5
    known = [(b, to_x(b.value)) for b in members if b.value is not None]
    others = [(x, y - tall, x, y + tall) for b, x in known if b.series not in looks]
    layers = [segments(others, PEERS, stroke_width=1.3, stroke_opacity=0.65)]
    if duel and len(known) == 2:
        layers.append(segments([(known[0][1], y, known[1][1], y)], RULE, stroke_width=1.6))
    order = sorted(
        (p for p in known if p[0].series in looks), key=lambda p: looks[p[0].series].form == "round"
    )
    return layers + [_symbol(looks[b.series], x, y, layout) for b, x in order]


def _symbol(look: Dot, x: float, y: float, layout: Layout) -> Layer:
    size = look.size * 6 * layout.stroke
    outline = [(x + dx * size, y + dy * size) for dx, dy in _OUTLINES[look.form]]
    return area(outline, look.fill, stroke="white", stroke_width=1)


def _own_value(
    members: Sequence[Bar], chart: Chart, place: Rows, to_x: Scale, y: float
) -> list[Layer]:
    own = [b for b in members if chart.roles.get(b.series) is Role.OWN]
    return [texts([(place.width + 10, y, b.text) for b in own[:1]], INK, weight=600)]


def _duel(members: Sequence[Bar], chart: Chart, place: Rows, to_x: Scale, y: float) -> list[Layer]:
    """Write both values outside their dots; one that is missing is said at the end."""
    known = sorted((b for b in members if b.value is not None), key=lambda b: b.value or 0.0)
    absent = [b for b in members if b.value is None]
    layers = [texts([(place.width + 10, y, b.text) for b in absent[:1]], MUTED)]
    if len(known) == 2:
        layers.append(texts([(to_x(known[0].value or 0.0) - 11, y, known[0].text)], align="right"))
    if known:
        layers.append(texts([(to_x(known[-1].value or 0.0) + 11, y, known[-1].text)]))
    return layers


def _key(names: Sequence[str], looks: dict[str, Dot], layout: Layout, across: float) -> list[Layer]:
    layers: list[Layer] = []
    for name, entry in zip(names, key_places(names, layout, across), strict=True):
        x, y = entry.x, layout.row / 2 + entry.row * layout.row
        if name in looks:
            layers.append(_symbol(looks[name], x + 7, y, layout))
        else:
            line = (x + 7, y - layout.font / 2, x + 7, y + layout.font / 2)
            layers.append(segments([line], PEERS, stroke_width=1.3))
        layers.append(texts(entry.placed(x + 22, y, layout.row), INK))
    return layers
