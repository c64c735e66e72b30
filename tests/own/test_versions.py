"""Versions of own tables: numbered in the order they came, and damage is told."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from veivalg.cli.main import run
from veivalg.foundation.errors import StoreError
from veivalg.own.history import DAMAGED
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app


def pupils(count: int) -> pl.DataFrame:
    return pl.DataFrame({"school": ["Båsmo"], "year": [2025], "grade": [1], "pupils": [count]})


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    made = OwnStore(tmp_path)
    for count in (1, 2, 3):
        made.put("1833", "pupils", pupils(count), file=f"{count}.csv", sha256="x", who="Kari")
    return made


def damage(store: OwnStore, number: int) -> Path:
    path = store.folder / "1833" / "pupils" / f"{number:08d}.json"
    path.write_bytes(path.read_bytes().replace(b'"rows": 1', b'"rows": 7'))
    return path


def test_a_damaged_event_in_between_is_told_and_the_rest_holds(store: OwnStore) -> None:
    path = damage(store, 2)
    assert [v.kind for v in store.versions("1833", "pupils")] == ["import", DAMAGED, "import"]
    assert store.versions("1833", "pupils")[1].file == path.name
    assert store._rows("1833", "pupils").frame["pupils"].to_list() == [3]
    assert store.undo("1833", "pupils").number == 4
    assert store._rows("1833", "pupils").frame["pupils"].to_list() == [1]


def test_when_the_last_event_is_damaged_nobody_guesses_which_rows_are_in_force(
    store: OwnStore,
) -> None:
    damage(store, 3)
    with pytest.raises(StoreError, match=r"«Elever per skole og trinn» er skadet"):
        store.read("1833", "pupils")
    assert "pupils" in store.tables("1833"), "it is not as if nothing was brought"
    assert store.can_undo("1833", "pupils")
    store.undo("1833", "pupils")
    assert store._rows("1833", "pupils").frame["pupils"].to_list() == [2]
    damage(store, 4)
    store.put("1833", "pupils", pupils(5), file="5.csv", sha256="x")
    assert store._rows("1833", "pupils").frame["pupils"].to_list() == [5]


def test_damage_is_listed_in_the_terminal_and_on_the_page(
    store: OwnStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(store, 3)
    assert run(["egne", "rana", "--tabell", "elever", "--data", str(tmp_path)]) == 5
    assert "3: skadet" in capsys.readouterr().out
    assert run(["egne", "rana", "--data", str(tmp_path)]) == 5
    assert "Elever per skole og trinn, skadet, versjon 3" in capsys.readouterr().out
    client = TestClient(create_app(tmp_path), base_url="http://127.0.0.1")
    page = client.get("/kommune/1833/egne-tall/elever")
    assert page.status_code == 200 and "skadet" in page.text
    assert client.get("/kommune/1833/egne-tall").status_code == 200
    assert "«Elever per skole og trinn» er skadet" in client.get("/kommune/1833/skole").text


def test_an_event_with_other_fields_is_damaged(store: OwnStore) -> None:
    store._log("1833", "pupils").append({"kind": "import", "rows": "mange"})
    assert store.versions("1833", "pupils")[-1].kind == DAMAGED


def test_a_clock_that_goes_backwards_does_not_change_which_version_is_in_force(
    store: OwnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = dt.datetime(1999, 1, 1, tzinfo=dt.UTC)
    clock = type("Clock", (dt.datetime,), {"now": classmethod(lambda _c, _z: moment)})
    monkeypatch.setattr("veivalg.own.versions.datetime", clock)
    made = store.put("1833", "pupils", pupils(4), file="4.csv", sha256="x")
    assert (made.number, made.when[:4]) == (4, "1999")
    assert store._rows("1833", "pupils").frame["pupils"].to_list() == [4]


def test_programs_that_store_at_once_get_numbers_of_their_own(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, polars as pl\n"
        "from veivalg.own.versions import OwnStore\n"
        "store = OwnStore(pathlib.Path(sys.argv[1]))\n"
        "for n in range(10):\n"
        "    frame = pl.DataFrame({'school': ['Båsmo'], 'year': [2025], 'grade': [1],"
        " 'pupils': [n]})\n"
        "    store.put('1833', 'pupils', frame, file=sys.argv[2], sha256='x')\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name])
        for name in ("a.csv", "b.csv")
    ]
    assert [one.wait() for one in started] == [0, 0]
    history = OwnStore(tmp_path).versions("1833", "pupils")
    assert [v.number for v in history] == list(range(1, 21))
    assert sorted(v.file for v in history) == ["a.csv"] * 10 + ["b.csv"] * 10


def texts(folder: Path) -> str:
    return "".join(p.read_text("utf-8") for p in folder.rglob("*") if p.suffix == ".json")


def test_what_is_kept_of_deleted_rows_is_cleared_or_told(
    store: OwnStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copies = tmp_path / "sikkerhetskopier"
    for place in ("a-oppsett-1/egne/1833/pupils", "b/egne-tall/1833/pupils", "c/egne/1833/absence"):
        (copies / place).mkdir(parents=True)
        (copies / place / "0.parquet").write_bytes(b"rows")
    kept = tmp_path / "mellomlager" / "0.json"
    kept.parent.mkdir()
    kept.write_text('{"key": "", "value": "Båsmo har tre elever"}', "utf-8")
    arguments = ["egne", "rana", "--tabell", "elever", "--slett", "--data", str(tmp_path)]
    assert run(arguments) == 2
    assert "kan ikke hentes tilbake" not in capsys.readouterr().err
    assert run([*arguments, "--ja"]) == 0
    said = capsys.readouterr().out
    assert "sikkerhetskopier/a-oppsett-1, sikkerhetskopier/b." in said and "/c" not in said
    assert not kept.exists() and "tre elever" not in texts(tmp_path)
    assert not list((tmp_path / "egne-tall" / "1833" / "pupils").glob("*.parquet"))
    with TestClient(create_app(tmp_path), base_url="http://127.0.0.1") as site:
        page = site.get("/kommune/1833/egne-tall/elever?gjort=slettet").text
        assert "sikkerhetskopier/a-oppsett-1, sikkerhetskopier/b." in page


def test_the_difference_to_a_deleted_version_says_that_it_is_deleted(
    store: OwnStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.delete("1833", "pupils")
    arguments = ["egne", "rana", "--tabell", "elever", "--data", str(tmp_path), "--forskjell"]
    for which in ("siste", "1:2"):
        assert run([*arguments, which]) == 2
        told = capsys.readouterr().err
        assert "er slettet" in told and "parquet" not in told
    with TestClient(create_app(tmp_path), base_url="http://127.0.0.1") as site:
        answer = site.get("/kommune/1833/egne-tall/elever/forskjell?fra=1&til=2")
        assert answer.status_code == 400 and "er slettet" in answer.text


@pytest.mark.parametrize("table", ["pupils", "school_buildings"])
@pytest.mark.parametrize("what", ["rows", "event"])
def test_a_damaged_version_in_force_is_replaced_by_reading_the_file_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, what: str
) -> None:
    heads = {
        "pupils": "Skole;Skoleår;Trinn;Elever\nBåsmo;2025;1;33\n",
        "school_buildings": "Skole;Plass til;Største klasserom;Årlig utgift til bygget\n"
        "Båsmo;330;60;2500000\n",
    }
    file = tmp_path / "fil.csv"
    file.write_text(heads[table], "utf-8")
    data = tmp_path / "data"
    arguments = ["importer", str(file), "--kommune", "rana", "--data", str(data)]
    assert run(arguments) == 0
    place = data / "egne-tall" / "1833" / table
    (rows,) = place.glob("*.parquet")
    (event,) = place.glob("*.json")
    damaged = rows if what == "rows" else event
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(StoreError, match="skadet"):
        OwnStore(data).read("1833", table)
    with TestClient(create_app(data), base_url="http://127.0.0.1") as site:
        given = {"fil": ("fil.csv", file.read_bytes())}
        sent = site.post("/kommune/1833/egne-tall/mottak", files=given)
        assert sent.status_code == 200 and "Ta inn" in sent.text
        taken = site.post(f"{sent.url.path}/1/ta-inn")
        assert taken.status_code == 200
    assert OwnStore(data).read("1833", table) is not None
    damaged = next(place.glob("*.parquet"))
    damaged.write_bytes(b"")
    capsys.readouterr()
    assert run(arguments) == 0
    assert "versjon 3" in capsys.readouterr().out
    assert OwnStore(data).read("1833", table) is not None


def test_texts_that_were_kept_as_typed_are_given_without_braces_and_what_is_no_character(
    store: OwnStore,
) -> None:
    odd = pupils(4).with_columns(school=pl.lit("Båsmo {A}\uffff skole"))
    store.put("1833", "pupils", odd, file="4.csv", sha256="x")
    assert store._rows("1833", "pupils").frame["school"].to_list() == ["Båsmo (A) skole"]
