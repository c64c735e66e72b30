"""The plane lines are drawn on: scales, grid and ticks."""

from dataclasses import dataclass

from veivalg.content import Unit
from veivalg.content.numbers import format_number, nearest
from veivalg.content.theme import GRID, MUTED, RULE
from veivalg.publish.charts.data import tick_text, x_ticks
from veivalg.publish.charts.draw import Layer, segments, texts
from veivalg.publish.theme import Layout


@dataclass(frozen=True, slots=True)
class Plane:
    """The plot's pixels and the values they stand for."""

    width: float
    height: float
    x_domain: tuple[float, float]
    ticks: list[float]
    unit: Unit | None
    names: dict[float, str]

    def px(self, x: float) -> float:
        """Give the pixel of an x value."""
        low, high = self.x_domain
        return (x - low) / ((high - low) or 1) * self.width

    def py(self, y: float) -> float:
        """Give the pixel of a value; 0 is the top."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.height * (1 - (y - low) / ((high - low) or 1))


def axes(plane: Plane, layout: Layout, x_title: str) -> list[Layer]:
    """Give grid, base line, ticks and their texts."""
    grid = [(0.0, plane.py(t), plane.width, plane.py(t)) for t in plane.ticks]
    sides = [(-8.0, plane.py(t), tick_text(t, plane.ticks, plane.unit)) for t in plane.ticks]
    names = plane.names or {
        year: format_number(nearest(year), Unit.YEAR)
        for year in x_ticks(*plane.x_domain, plane.width, layout.text_width("2000"))
    }
    feet = [(plane.px(x), plane.height, plane.px(x), plane.height + 5) for x in names]
    below = [(plane.px(x), plane.height + 6 + layout.font * 0.7, t) for x, t in names.items()]
    base = plane.py(0.0) if plane.ticks[0] <= 0 <= plane.ticks[-1] else plane.height
    layers = [
        segments(grid, GRID),
        segments([(0, base, plane.width, base), *feet], RULE),
        texts(sides, MUTED, align="right"),
        texts(below, MUTED, align="center"),
    ]
    if x_title:
        at = (plane.width / 2, plane.height + layout.row * 1.6, x_title)
        layers.append(texts([at], MUTED, align="center"))
    return layers
