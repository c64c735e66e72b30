"""A key of colour boxes with names, for charts whose parts can't be labelled where they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.content.theme import INK, RULE
from veivalg.publish.charts.draw import Layer, boxes, texts
from veivalg.publish.theme import Layout

BOX = 14


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a name stands in a key: its first row, its x, and its lines, a row each."""

    row: int
    x: float
    lines: tuple[str, ...]

    def placed(self, x: float, y: float, height: float) -> list[tuple[float, float, str]]:
        """Give the lines as texts from the pixel (`x`, `y`) on, rows `height` apart."""
        return [(x, y + height * k, line) for k, line in enumerate(self.lines)]


def broken(name: str, layout: Layout, room: float) -> tuple[str, ...]:
    """Break a name between words into lines of at most `room` pixels, where words allow it."""
    lines: list[str] = []
    for word in name.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and layout.text_width(longer) > room:
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return tuple(lines) or ("",)


def key_places(
    names: Sequence[str], layout: Layout, across: float, *, stacked: bool = False
) -> list[Entry]:
    """Place each name, filling rows of `across` pixels, or one below the other if `stacked`.

    A name that is longer than a row is broken: drawn on one line it would make the picture wider,
    and all of it smaller where it is shown.
    """
    row, x, below, places = 0, 0.0, 0, []
    for name in names:
        lines = broken(name, layout, across - 34)
        wide = 34 + max(layout.text_width(line) for line in lines) + 18
        if x and (stacked or x + wide > across):
            row, x = below, 0.0
        places.append(Entry(row, x, lines))
        below = max(below, row + len(lines))
        x += wide
    return places


def key_height(names: Sequence[str], layout: Layout, across: float) -> float:
    """Give the height of a key in `across` pixels."""
    rows = max((e.row + len(e.lines) for e in key_places(names, layout, across)), default=0)
    return float(rows * layout.row + (8 if rows else 0))


def swatches(
    colours: Mapping[str, str], layout: Layout, left: float, top: float, across: float
) -> list[Layer]:
    """Give colour boxes with names from the pixel (`left`, `top`) on."""
    layers, rows = [], []
    for name, entry in zip(colours, key_places(list(colours), layout, across), strict=True):
        x, y = left + entry.x, top + entry.row * layout.row
        box = (x, y - BOX / 2, x + BOX, y + BOX / 2)
        layers.append(boxes([box], colours[name], stroke=RULE, stroke_width=0.5))
        rows += entry.placed(x + BOX + 8, y, layout.row)
    return [*layers, texts(rows, color=INK)]
