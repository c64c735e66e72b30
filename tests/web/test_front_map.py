"""The front page's map: dots always, borders once they are fetched."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.testclient import TestClient

from veivalg.norway.register import municipalities
from veivalg.web.app import create_app
from veivalg.web.rooms.front.map import norway_map

SQUARE = [[15.0, 68.0], [17.0, 68.0], [17.0, 69.0], [15.0, 69.0], [15.0, 68.0]]


def test_without_borders_there_are_only_dots(tmp_path: Path) -> None:
    client = TestClient(create_app(tmp_path), base_url="http://127.0.0.1")
    assert "/kart/grenser.svg" not in client.get("/").text
    assert client.get("/kart/grenser.svg").status_code == 404


def test_fetched_borders_are_drawn_behind_the_dots(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"kommunenummer": "5503"},
        "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
    }
    (tmp_path / "grenser.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    client = TestClient(create_app(tmp_path), base_url="http://127.0.0.1")
    assert "/kart/grenser.svg" in client.get("/").text
    drawing = client.get("/kart/grenser.svg")
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert drawing.text.count("M") == 1 and drawing.text.count("L") >= 3


def test_dot_and_border_share_one_scale() -> None:
    harstad = next(m for m in municipalities() if m.code == "5503")
    ring = tuple(
        (harstad.longitude + dx, harstad.latitude + dy)
        for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    )
    drawn = norway_map(municipalities(), (), {"5503": (ring,)})
    dot = next(d for d in drawn.dots if d.code == "5503")
    corners = [tuple(map(float, p.split(","))) for p in drawn.borders[1:-1].split("L")]
    assert min(x for x, _ in corners) < dot.x < max(x for x, _ in corners)
    assert min(y for _, y in corners) < dot.y < max(y for _, y in corners)
