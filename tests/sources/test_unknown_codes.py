"""A function and an art that the register doesn't have, with money on them, at a stand-in."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from starlette.testclient import TestClient
from tools.standin.cube import Cube

from veivalg.chapters.common.registry import run_chapter
from veivalg.gather.gather import gather
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipality
from veivalg.sources.report import FetchReport
from veivalg.sources.ssb.fetch import fetch
from veivalg.web.app import create_app
from veivalg.web.rooms.reading import fetching

NEW, ART = ("259", "259 Hjemmetjenester – nytt"), ("A998", "Ny art")


def with_code(cube: Cube, axis: str, code: tuple[str, str], like: str) -> Cube:
    """Give a table with one more code, whose amounts are those of `like`."""
    n = [a.id for a in cube.axes].index(axis)
    old = cube.axes[n]
    values = np.asarray(cube.values)
    own = np.take(values, [old.position[like]], axis=n)
    labels = {**old.labels, code[0]: code[1]}
    axes = (*cube.axes[:n], replace(old, labels=labels), *cube.axes[n + 1 :])
    return replace(cube, axes=axes, values=np.concatenate([values, own], axis=n))


@pytest.fixture(scope="module")
def grown(tables):
    """Give the tables as they would be with a function in no area, counted in AGD1, and an art."""
    known = {t.id: t for t in tables}
    sums, arts, whole = known["12362"], known["12367"], known["12137"]
    used = np.asarray(sums.values)[:, sums.axis("KOKfunksjon0000").position["285"], 0, 0]
    agd1 = np.asarray(whole.values).copy()
    agd1[:, 0, 0] += used
    made = {
        "12362": with_code(sums, "KOKfunksjon0000", NEW, "285"),
        "12367": with_code(arts, "KOKart0000", ART, "A260"),
        "12137": replace(whole, values=agd1),
    }
    return [made.get(t.id, t) for t in tables]


TABLES = ["accounts", "finances", "population"]


def test_it_is_told_in_the_lines_of_the_terminal_and_the_rest_is_stored(
    grown, serve, lake, fast
) -> None:
    report = fetch(["5503"], lake, url=serve(served=grown).url, limits=fast, tables=TABLES)
    said = " ".join(report.lines())
    assert "Funksjon 259 Hjemmetjenester – nytt er ikke i registeret for 2015–2025" in said
    assert "Art 998 Ny art er ikke i registeret for 2020–2025" in said
    assert "Holdt tilbake" not in said and report.ok


def test_it_is_told_on_the_page_of_the_fetch(
    grown, serve, tmp_path, fast, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = serve(served=grown).url

    def quick(codes: list[str], lake: Lake, _asked: object) -> FetchReport:
        return fetch(codes, lake, url=url, limits=fast, tables=TABLES)

    monkeypatch.setattr(fetching, "fetch", quick)
    with TestClient(create_app(tmp_path, source_url=url), base_url="http://127.0.0.1") as client:
        origin = {"origin": "http://127.0.0.1"}
        assert client.post("/kommune/5503/hent", headers=origin).status_code == 200
        until = time.monotonic() + 60
        while "data-henting" in (page := client.get("/kommune/5503/henting").text):
            assert time.monotonic() < until
            time.sleep(0.1)
        assert "Tallene er hentet." in page
        assert "12362: Funksjon 259" in page and "12367: Art 998" in page


def test_the_chapters_say_what_is_not_in_any_service(grown, serve, lake, fast) -> None:
    url = serve(served=grown).url
    fetch(["5503"], lake, url=url, limits=fast, tables=TABLES)
    evidence = gather(municipality("5503"), lake)
    for chapter in ("ressursbruk", "utvikling"):
        told = {m.what: m.why for m in run_chapter(chapter, evidence).missing}
        assert "ukjent her" in told["Funksjon 259"], chapter
        assert "ukjent her" in told["Art 998"], chapter


def test_a_function_new_in_an_area_stops_the_table_and_is_named(tables, serve, lake, fast) -> None:
    """All places are off then: the register, and not the accounts, is what is wrong."""
    known = {t.id: t for t in tables}
    sums = known["12362"]
    axis = sums.axis("KOKfunksjon0000").position
    values = np.asarray(sums.values).copy()
    values[:, axis["FGK9"]] += values[:, axis["253"]]
    made = with_code(replace(sums, values=values), "KOKfunksjon0000", NEW, "253")
    served = [made if t.id == "12362" else t for t in tables]
    report = fetch(["5503"], lake, url=serve(served=served).url, limits=fast, tables=["accounts"])
    (line,) = [text for text in report.lines() if text.startswith("12362")]
    assert "er stoppet" in line and "Funksjon 259" in line and "FGK9" in line
    assert lake.entry("area_accounts", "12362-5503") is None


def test_a_year_that_is_held_back_is_told_by_the_figures(tables, serve, lake, fast) -> None:
    sums = next(t for t in tables if t.id == "12362")
    values = np.asarray(sums.values).copy()
    at = ("5503", "FGK9", "AGD2", "KOSbelop0000", "2024")
    values[tuple(axis.position[code] for axis, code in zip(sums.axes, at, strict=True))] += 1
    served = [replace(sums, values=values) if t is sums else t for t in tables]
    fetch(["5503"], lake, url=serve(served=served).url, limits=fast, tables=["12362"])
    (told,) = [c for c in lake.entry("accounts", "12362-5503").source.caveats if 2024 in c.years]
    assert "Året 2024 er holdt tilbake" in told.text and "FGK9 netto er" in told.text
