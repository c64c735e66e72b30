"""A map of Norway as one drawing: a dot at each municipality's centre."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from veivalg.norway.municipality import Municipality
from veivalg.publish.geography import project

HEIGHT = 640.0
MARGIN = 14.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality on the map, in pixels from the upper left."""

    code: str
    name: str
    x: float
    y: float
    ready: bool


@dataclass(frozen=True, slots=True)
class Map:
    """Dots and the size of the drawing."""

    width: float
    height: float
    dots: tuple[Dot, ...]


def norway_map(places: Sequence[Municipality], ready: Container[str]) -> Map:
    """Lay out the municipalities; `ready` holds the codes that have figures.

    Those with figures come last, so that they are drawn on top.
    """
    points = [project(m.longitude, m.latitude) for m in places]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, top = min(y for _, y in points), max(y for _, y in points)
    scale = (HEIGHT - 2 * MARGIN) / (top - low)
    dots = [
        Dot(m.code, m.official_name, round(MARGIN + (x - left) * scale, 1),
            round(MARGIN + (top - y) * scale, 1), m.code in ready)
        for m, (x, y) in zip(places, points, strict=True)
    ]  # fmt: skip
    width = round((right - left) * scale + 2 * MARGIN, 1)
    return Map(width, HEIGHT, tuple(sorted(dots, key=lambda dot: dot.ready)))
