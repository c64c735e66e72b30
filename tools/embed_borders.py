"""Build ``norway/data/borders.json``: the outline of every municipality, simplified for maps.

Run with ``python -m tools.embed_borders FILE``, where the file is a TopoJSON of Kartverket's
municipal boundaries in degrees, clipped at the coast.
"""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from veivalg.content.numbers import nearest
from veivalg.norway.borders import SCALE, VALID_FROM
from veivalg.norway.reference import FOLDER
from veivalg.norway.register import municipalities
from veivalg.sources.kartverket.boundaries import _arc, _code, _decoded, _polygons, _thinned

COARSE, FINE = 0.008, 0.003
"""How far a border may lie from the real one, in degrees of latitude; fine in small places."""
SMALL, ISLET = 0.3, 2e-4
"""Reach in degrees of a small place; area in square degrees of an islet that is left out."""
Point = tuple[float, float]


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum((a * d - c * b) * 0.42 for (a, b), (c, d) in pairs)) / 2


def rings_of(file: Path) -> dict[str, list[list[int]]]:
    """Give the rings of each municipality as whole steps from point to point."""
    content = orjson.loads(file.read_bytes())
    arcs = _decoded(content)
    shapes = [s for layer in content["objects"].values() for s in layer["geometries"]]
    fine = set()
    for shape in shapes:
        used = [i for p in _polygons(shape["type"], shape["arcs"]) for ring in p for i in ring]
        points = [p for i in used for p in _arc(arcs, i)]
        reach = max(y for _x, y in points) - min(y for _x, y in points)
        fine |= {i if i >= 0 else ~i for i in used} if reach < SMALL else set()
    thin = [_thinned(arc, FINE if i in fine else COARSE) for i, arc in enumerate(arcs)]
    found = {}
    for shape in shapes:
        whole = [
            [p for i in ring for p in _arc(thin, i)]
            for polygon in _polygons(shape["type"], shape["arcs"])
            for ring in polygon
        ]
        largest = max(whole, key=_area)
        found[_code(shape)] = [
            _steps(ring) for ring in whole if ring is largest or _area(ring) > ISLET
        ]
    return found


def _steps(ring: list[Point]) -> list[int]:
    steps, x, y = [], 0, 0
    for lon, lat in ring:
        at = nearest(lon * SCALE[0]), nearest(lat * SCALE[1])
        if steps and at == (x, y):
            continue
        steps += [at[0] - x, at[1] - y]
        x, y = at
    return steps


def main() -> None:
    """Write the table; refuse one that lacks a municipality."""
    found = rings_of(Path(sys.argv[1]))
    lacking = [m.code for m in municipalities() if m.code not in found]
    if lacking:
        raise SystemExit(f"no outline of {lacking}")
    table = {
        "title": "Kommunegrenser",
        "producer": "Kartverket",
        "source": "Kartverket, kommunegrenser 2024",
        "licence": "CC BY 4.0",
        "certainty": "funnet i kilde",
        "note": "Forenklet til kart: opptil 0,9 km fra den virkelige grensen, og uten småøyer. "
        "Hver ring er hele skritt fra punkt til punkt, 1/200 grad mot øst og 1/500 mot nord.",
        "columns": ["code", "rings", "valid_from", "valid_to"],
        "rows": [[m.code, found[m.code], VALID_FROM, None] for m in municipalities()],
    }
    (FOLDER / "borders.json").write_bytes(orjson.dumps(table) + b"\n")


if __name__ == "__main__":
    main()
