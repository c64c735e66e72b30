"""Boundaries in both formats, thinned without gaps; Kartverket's faults are told plainly."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from veivalg.foundation.errors import SourceError, StoreError
from veivalg.sources.kartverket import boundaries
from veivalg.sources.kartverket.boundaries import (
    boundary_file,
    boundary_source,
    centres,
    fetch_boundaries,
    read_boundaries,
)

SQUARE = [[10.0, 60.0], [11.0, 60.0], [11.0, 61.0], [10.0, 61.0], [10.0, 60.0]]
STATISTICS = Path(os.environ.get("VEIVALG_STATISTICS", "../shared/statistics"))


def geojson(code: str = "5503") -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    feature = {"type": "Feature", "properties": {"kommunenummer": code}, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}


def test_without_a_file_every_municipality_is_a_dot(tmp_path: Path) -> None:
    assert boundary_file(tmp_path) is None
    assert len(centres()) == 357
    assert all(len(rings) == 1 and len(rings[0]) == 1 for rings in centres().values())


def test_geojson_gives_the_ring_and_the_rest_stay_dots(tmp_path: Path) -> None:
    file = tmp_path / "grenser.geojson"
    file.write_text(json.dumps(geojson()))
    assert boundary_file(tmp_path) == file
    found = read_boundaries(file)
    assert len(found["5503"][0]) == 5
    assert len(found["0301"][0]) == 1
    assert "grenser.geojson" in boundary_source(file).note


def test_a_quantised_topology_is_unfolded_and_turned_arcs_turned(tmp_path: Path) -> None:
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [10.0, 60.0]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        "objects": {
            "k": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Polygon", "id": 5503, "arcs": [[0, -2]]}],
            }
        },
    }
    file = tmp_path / "grenser.topojson"
    file.write_text(json.dumps(topology))
    assert read_boundaries(file)["5503"] == (
        ((10.0, 60.0), (11.0, 60.0), (11.0, 61.0), (10.0, 61.0), (10.0, 60.0)),
    )


@pytest.mark.parametrize(
    "content", ["", "[]", '{"type": "Topology"}', '{"features": [{}]}', json.dumps(geojson("9999"))]
)
def test_a_file_with_something_else_is_told(tmp_path: Path, content: str) -> None:
    file = tmp_path / "grenser.json"
    file.write_text(content)
    with pytest.raises(StoreError, match="ingen kommunegrenser"):
        read_boundaries(file)


@pytest.mark.statistics
def test_the_real_boundaries_are_thinned_and_shared_borders_still_meet() -> None:
    file = STATISTICS / "municipalities.topojson"
    if not file.is_file():
        pytest.skip("the shared statistics folder is not here")
    found = read_boundaries(file)
    points = {code: {p for ring in rings for p in ring} for code, rings in found.items()}
    assert sum(len(p) < 3 for p in points.values()) <= 2
    assert sum(map(len, points.values())) < 20_000
    assert len(points["1833"] & points["1832"]) > 2


class Kartverket(BaseHTTPRequestHandler):
    answer: tuple[int, bytes] = (200, b"")

    def do_GET(self) -> None:
        assert self.path.split("?")[0].endswith("/omrade")
        self.send_response(self.answer[0])
        self.end_headers()
        self.wfile.write(self.answer[1])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def kartverket() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Kartverket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_fetched_boundaries_are_stored_and_read_again(tmp_path: Path, kartverket: str) -> None:
    area = {"omrade": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}}
    Kartverket.answer = (200, json.dumps(area).encode())
    told: list[tuple[int, int, str]] = []
    file = fetch_boundaries(
        tmp_path, url=kartverket, codes=["5503", "1833"], progress=lambda *step: told.append(step)
    )
    assert told == [(0, 2, "Rana"), (1, 2, "Harstad"), (2, 2, "")]
    assert len(read_boundaries(file)["1833"][0]) == 5


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((500, b""), "feilkode 500"),
        ((404, b"{}"), "feilkode 404"),
        ((200, b"<html>"), "ikke en kommunegrense"),
        ((200, b"{}"), "ikke en kommunegrense"),
    ],
)
def test_a_fault_at_kartverket_is_told_and_nothing_is_stored(
    tmp_path: Path, kartverket: str, answer: tuple[int, bytes], says: str
) -> None:
    Kartverket.answer = answer
    with pytest.raises(SourceError, match=says):
        fetch_boundaries(tmp_path, url=kartverket, codes=["5503"])
    assert list(tmp_path.iterdir()) == []


def test_an_answer_larger_than_any_boundary_is_left_unread(
    tmp_path: Path, kartverket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundaries, "LARGEST", 10)
    monkeypatch.setattr(Kartverket, "answer", (200, json.dumps({"omrade": SQUARE}).encode()))
    with pytest.raises(SourceError, match="er større enn 0 MB"):
        fetch_boundaries(tmp_path, url=kartverket, codes=["5503"])
    assert not list(tmp_path.iterdir())


def test_no_network_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Får ikke kontakt med Kartverket") as told:
        fetch_boundaries(tmp_path, url="http://127.0.0.1:9", codes=["5503"])
    assert "prikker" in told.value.remedy
