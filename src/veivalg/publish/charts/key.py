"""A key of colour boxes with names, for charts whose parts can't be labelled where they are."""

from collections.abc import Mapping, Sequence

from veivalg.content.theme import INK, RULE
from veivalg.publish.charts.draw import Layer, boxes, texts
from veivalg.publish.theme import Layout

BOX = 14


def key_places(names: Sequence[str], layout: Layout, across: float) -> list[tuple[int, float]]:
    """Give row and x of each name, filling rows of `across` pixels."""
    row, x, places = 0, 0.0, []
    for name in names:
        wide = 34 + layout.text_width(name) + 18
        if x and x + wide > across:
            row, x = row + 1, 0.0
        places.append((row, x))
        x += wide
    return places


def key_height(names: Sequence[str], layout: Layout, across: float) -> float:
    """Give the height of a key in `across` pixels."""
    rows = max((row for row, _x in key_places(names, layout, across)), default=-1) + 1
    return float(rows * layout.row + (8 if rows else 0))


def swatches(
    colours: Mapping[str, str], layout: Layout, left: float, top: float, across: float
) -> list[Layer]:
    """Give colour boxes with names from the pixel (`left`, `top`) on."""
    names = list(colours)
    places = key_places(names, layout, across)
    layers = []
    for name, (row, x) in zip(names, places, strict=True):
        y = top + row * layout.row
        box = (left + x, y - BOX / 2, left + x + BOX, y + BOX / 2)
        layers.append(boxes([box], colours[name], stroke=RULE, stroke_width=0.5))
    rows = [
        (left + x + BOX + 8, top + row * layout.row, n)
        for n, (row, x) in zip(names, places, strict=True)
    ]
    return [*layers, texts(rows, color=INK)]
