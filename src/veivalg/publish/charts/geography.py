"""From degrees to a drawing: the projection Norway's maps use, fitted to a box."""

from collections.abc import Mapping
from math import atan2, atanh, cos, radians, sin, tan

from veivalg.content import Outline

CENTRE = 15.0
Ring = list[tuple[float, float]]


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Project degrees to the plane, transverse Mercator about 15° E on a sphere.

    The shape is the one people know: UTM zone 33, which Norway's maps use.

    Examples
    --------
    >>> x, y = project(15.0, 65.0)
    >>> round(x, 6), round(y, 4)
    (0.0, 1.1345)
    """
    turn, phi = radians(longitude - CENTRE), radians(latitude)
    return atanh(cos(phi) * sin(turn)), atan2(tan(phi), cos(turn))


def fitted(
    geometry: Mapping[str, Outline], width: float, height: float
) -> tuple[dict[str, list[Ring]], float, float]:
    """Project outlines and scale them into a box; y grows downwards.

    Points nearer than a pixel to the last one kept are left out, and islets no one would see with
    them.

    Returns
    -------
    rings, width, height
        The rings of each code in pixels, and the size that was used.
    """
    plane = {
        code: [[project(*point) for point in ring] for ring in rings if ring]
        for code, rings in geometry.items()
    }
    points = [point for rings in plane.values() for ring in rings for point in ring]
    if not points:
        return {}, 0.0, 0.0
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    low, top = min(y for _x, y in points), max(y for _x, y in points)
    scale = min(width / (right - left or 1e-9), height / (top - low or 1e-9))
    scale = scale if right > left or top > low else 1.0
    drawn = {
        code: _seen([[((x - left) * scale, (top - y) * scale) for x, y in ring] for ring in rings])
        for code, rings in plane.items()
    }
    return drawn, (right - left) * scale, (top - low) * scale


def _seen(rings: list[Ring]) -> list[Ring]:
    """Thin the rings, and keep the largest whatever its size."""
    largest = max(rings, key=reach, default=[])
    return [_thinned(ring) for ring in rings if ring is largest or reach(ring) > 2]


def reach(ring: Ring) -> float:
    """Give the longer side of the ring's box."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _thinned(ring: Ring) -> Ring:
    kept = ring[:1]
    for point in ring[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > 1.3:
            kept.append(point)
    return kept if len(kept) > 2 else ring


def middle(rings: list[Ring]) -> tuple[float, float]:
    """Give the middle of the largest ring, where its name is put."""
    ring = max(rings, key=reach)
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
