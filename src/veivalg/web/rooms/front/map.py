"""A map of Norway as one drawing: a dot at each municipality's centre, and borders when fetched."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from veivalg.content import Outline
from veivalg.norway.municipality import Municipality
from veivalg.publish.charts.geography import project

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
    """Dots, the size of the drawing, and the borders as one SVG path («» when not fetched)."""

    width: float
    height: float
    dots: tuple[Dot, ...]
    borders: str = ""


def norway_map(
    places: Sequence[Municipality],
    ready: Container[str],
    outlines: Mapping[str, Outline] | None = None,
) -> Map:
    """Lay out the municipalities; `ready` holds the codes with more than the main figures.

    They come last, so that they are drawn on top.

    Parameters
    ----------
    outlines
        Borders by code, in degrees, when they have been fetched.
    """
    points = [project(m.longitude, m.latitude) for m in places]
    rings = [
        [project(*point) for point in ring]
        for shape in (outlines or {}).values()
        for ring in shape
        if len(ring) > 3
    ]
    drawn = [*points, *(point for ring in rings for point in ring)]
    left, right = min(x for x, _ in drawn), max(x for x, _ in drawn)
    low, top = min(y for _, y in drawn), max(y for _, y in drawn)
    scale = (HEIGHT - 2 * MARGIN) / (top - low)

    def pixel(x: float, y: float) -> tuple[float, float]:
        return round(MARGIN + (x - left) * scale, 1), round(MARGIN + (top - y) * scale, 1)

    dots = [
        Dot(m.code, m.official_name, *pixel(*at), m.code in ready)
        for m, at in zip(places, points, strict=True)
    ]
    width = round((right - left) * scale + 2 * MARGIN, 1)
    borders = "".join(_path([pixel(*point) for point in ring]) for ring in rings)
    return Map(width, HEIGHT, tuple(sorted(dots, key=lambda dot: dot.ready)), borders)


def _path(ring: Sequence[tuple[float, float]]) -> str:
    """Write a ring; points nearer than a pixel to the last one kept are left out."""
    kept = [ring[0]]
    for x, y in ring[1:]:
        if hypot(x - kept[-1][0], y - kept[-1][1]) >= 1:
            kept.append((x, y))
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in kept) + "Z" if len(kept) > 2 else ""
