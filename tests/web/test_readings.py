"""Who has read own figures is written down, whatever door they went out by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.maths.optimise.cases import basis
from tests.web.conftest import HOST
from tests.web.routes import every_route, filled
from tests.web.test_plan import partial_find

from veivalg.cli.main import run
from veivalg.foundation import platform
from veivalg.own import readings
from veivalg.own.readings import Reading, Readings, account
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app
from veivalg.web.kit.keys import ReadKeys
from veivalg.web.rooms.choose import plan_work

PLACE = "/kommune/1833"
SECRET = 1_783
"""How many pupils there are: it must never be written down."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [("Båsmo", 2025, 1, SECRET), ("Gruben", 2025, 1, 41)]
    frame = pl.DataFrame(rows, ["school", "year", "grade", "pupils"], orient="row")
    OwnStore(tmp_path).put("1833", "pupils", frame, file="a.csv", sha256="x")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder, source_url=f"{HOST}:9/"), base_url=HOST) as made:
        yield made


def noted(folder: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.what, one.place, one.tables) for one in Readings(folder).all()]


@pytest.mark.parametrize(
    "path",
    [
        "/egne-tall/elever",
        "/egne-tall/elever.xlsx",
        "/egne-tall/elever.json",
        "/egne-tall/elever/elever-1.csv",
        "/skole",
        "/skole.json",
        "/skole/skole-klasser.csv",
    ],
)
def test_every_door_own_figures_go_out_by_is_written_down(
    path: str, client: TestClient, folder: Path
) -> None:
    assert client.get(f"{PLACE}{path}?a.skole_klassegrense=24").status_code == 200
    assert noted(folder) == [(f"{PLACE}{path}", "1833", ("pupils",))]
    (one,) = Readings(folder).all()
    assert one.who == account() and one.how == "nettside" and one.when[:2] == "20"
    written = b"".join(p.read_bytes() for p in (folder / "tilgang").glob("lest*"))
    assert str(SECRET).encode() not in written and "Båsmo".encode() not in written
    assert b"klassegrense" not in written


@pytest.mark.parametrize(
    "path",
    [
        "/egne-tall",
        "/egne-tall/mal/elever.xlsx",
        "/henting.json",
        "/befolkning",
        "/egne-tall/fravaer",
    ],
)
def test_what_shows_no_stored_figures_of_its_own_is_not(
    path: str, client: TestClient, folder: Path
) -> None:
    client.get(f"{PLACE}{path}")
    client.get("/kommune/5503/skole")
    client.get("/kommune/1833/egne-tall/finnes-ikke")
    assert noted(folder) == []


def test_every_route_that_answers_with_own_figures_is_written_down(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All routes of the program are asked; one that tells of the school is noted."""
    town = basis(4)  # whose plan takes no time to find, and holds no own figures either
    monkeypatch.setattr(plan_work, "found", lambda _known, *rest: partial_find(town, *rest))
    told = 0
    values = {"code": "1833", "kode": "1833", "chapter": "skole", "kapittel": "skole"}
    values |= {"name": "elever", "format": "json", "exhibit": "skole-klasser"}
    for method, path in every_route(client.app):  # type: ignore[arg-type]
        if method != "GET" or ("{code}" not in path and "{kode}" not in path):
            continue
        before = len(noted(folder))
        answer = client.get(filled(path, values))
        if answer.status_code == 200 and ("Gruben" in answer.text or ";41;" in answer.text):
            assert len(noted(folder)) == before + 1, path
            told += 1
    assert told >= 4


def test_a_read_key_is_written_down_by_its_name_and_not_its_secret(
    client: TestClient, folder: Path
) -> None:
    _key, secret = ReadKeys(folder).make("Power BI", ["kapitler"])
    assert client.get(f"/api/kapitler?nokkel={secret}").status_code == 200
    assert client.get(f"{PLACE}/skole?nokkel={secret}").status_code == 403
    (one,) = Readings(folder).all()
    assert (one.who, one.how, one.what) == ("Power BI", "nokkel", "/api/kapitler")
    written = (folder / "tilgang" / "lest.jsonl").read_bytes()
    assert secret.encode() not in written


def test_commands_are_written_down_once_and_the_command_shows_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(folder)]
    assert run(["egne", "rana", *data]) == 0
    assert noted(folder) == [], "a list of versions shows no figures"
    target = folder.parent / "ut.xlsx"
    assert run(["egne", "rana", "--tabell", "elever", "--ut", str(target), *data]) == 0
    assert run(["kapittel", "skole", "rana", "--format", "json", *data]) == 0
    assert noted(folder) == [
        ("veivalg egne", "1833", ("pupils",)),
        ("veivalg kapittel", "1833", ("pupils",)),
    ]
    OwnStore(folder).read("1833", "pupils")
    assert len(noted(folder)) == 2, "nothing is noted when no command runs"
    capsys.readouterr()
    assert run(["innsynslogg", "rana", *data]) == 0
    said = capsys.readouterr().out
    assert f"{account()} (kommando)" in said and "veivalg egne" in said and "pupils" in said
    assert run(["innsynslogg", "harstad", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_log_is_its_owners_alone_and_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "LARGEST", 2_000)
    log = Readings(tmp_path)
    for n in range(200):
        log.note("nettside", f"/kommune/1833/egne-tall/elever?{n}", "1833", ("pupils",))
    files = sorted((tmp_path / "tilgang").iterdir())
    assert len(files) == 4 and all(file.stat().st_size <= 2_000 for file in files)
    if platform.is_posix():
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
        assert (tmp_path / "tilgang").stat().st_mode & 0o777 == 0o700
    held = log.all()
    numbers = [int(one.what.rpartition("?")[2]) for one in held]
    assert numbers == list(range(200 - len(held), 200)) and 20 < len(held) < 200


def test_a_damaged_line_hides_no_other_and_a_full_disk_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Readings(tmp_path)
    log.note("kommando", "veivalg egne\n{", "1833", ("pupils",), who="Kari\u202e")
    file = tmp_path / "tilgang" / "lest.jsonl"
    file.write_bytes(file.read_bytes() + b'{"when": 1}\n[]\nx\n' + file.read_bytes())
    assert [(one.who, one.what) for one in log.all()] == [("Kari", "veivalg egne {")] * 2
    assert isinstance(log.all()[0], Reading)

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(platform, "make_folder", full)
    log.note("kommando", "veivalg egne", "1833", ("pupils",))
    assert len(log.all()) == 2
