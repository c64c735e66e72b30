"""A data folder of an earlier version opens as it was, and an older program keeps out of it."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.data_folder.conftest import FOLDERS, HERE, tree, unpack
from tests.data_folder.seen import as_today, everything

from veivalg.cli import parts
from veivalg.cli.main import run
from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.layout import migrations
from veivalg.foundation.layout.copies import Count
from veivalg.foundation.layout.mark import layout_of, read_mark
from veivalg.foundation.layout.migrations import MIGRATIONS
from veivalg.foundation.layout.names import KEPT, LAYOUT, OLD
from veivalg.foundation.layout.opening import open_folder
from veivalg.maths.scenarios.model import from_text, to_dict
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app

HOST = "http://127.0.0.1"


def copies(folder: Path) -> list[Path]:
    return sorted((folder / "sikkerhetskopier").iterdir())


def test_every_layout_but_todays_has_a_migration_and_a_folder_written_by_its_version() -> None:
    assert set(MIGRATIONS) == set(FOLDERS) == set(range(1, LAYOUT))
    for version in FOLDERS.values():
        for name in (f"folder_{version}.zip", f"expected_{version}.json", f"make_{version}.py"):
            assert (HERE / name).exists()


def test_own_figures_notes_scenarios_and_figures_come_out_as_0_1_0_saw_them(
    old: Path, expected: dict[str, Any]
) -> None:
    before = tree(old)
    with_moves = open_folder(old)
    assert len(with_moves.moved) == 1
    assert everything(old) == as_today(expected)
    (copy,) = copies(old)
    kept = {name: content for name, content in before.items() if name not in expected["others"]}
    assert tree(copy) == kept, "the copy is the folder 0.1.0 wrote, which 0.1.0 can open"
    with_moves.close()
    again = open_folder(old)
    assert again.moved == () and again.told() == ()
    again.close()
    assert copies(old) == [copy]


def test_what_was_undone_can_be_done_again_and_numbers_go_on(old: Path) -> None:
    open_folder(old).close()
    store = OwnStore(old)
    frame = store._rows("1833", "pupils", 3).frame
    assert store.put("1833", "pupils", frame, file="ny.csv", sha256="x").number == 6
    assert store.undo("1833", "pupils").number == 7
    assert store._rows("1833", "pupils").frame["pupils"].to_list() == [340, 7]


def test_links_to_scenarios_show_what_they_showed(old: Path, expected: dict[str, Any]) -> None:
    open_folder(old).close()
    with TestClient(create_app(old, source_url=f"{HOST}:9/"), base_url=HOST) as client:
        for link in expected["links"]:
            reply = client.get(f"/kommune/5503/scenariorom/svar?{link['query']}")
            assert reply.status_code == 200 and reply.json()["feil"] == link["errors"] == {}
            assert reply.json()["lenke"] == link["link"]
            assert (
                json.loads(json.dumps(to_dict(from_text(reply.json()["scenario"]))))
                == (link["scenario"])
            )
        page = client.get(f"/kommune/5503/scenariorom?{expected['links'][0]['query']}").text
        for kept in ("Vår vei", "Mindre fravær", "vedtatt reguleringsplan"):
            assert kept in page
        assert "Ført på feil funksjon." in client.get("/kommune/5503/ressursbruk").text


def test_a_move_tells_what_it_does_before_it_does_it_and_counts_to_the_end(old: Path) -> None:
    before = tree(old)
    told: list[tuple[str, int, int]] = []

    def tell(what: str, done: int, of: int) -> None:
        if not told:
            assert {**tree(old), "layout.lock": b""} == {**before, "layout.lock": b""}
        told.append((what, done, of))

    open_folder(old, tell=tell).close()
    assert told[0] == ("Gjør datamappen klar for denne versjonen", 0, 0)
    assert told[-1][0].startswith("Setter den nye datamappen på plass")
    copied = [(done, of) for what, done, of in told if what == "Tar en kopi av datamappen"]
    assert [done for done, _of in copied] == list(range(copied[0][1] + 1))
    assert copied[0][1] > 20


def test_a_move_that_takes_time_is_seen_in_the_terminal(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parts, "PATIENCE", 0.0)
    assert run(["status", "--data", str(old)]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Gjør datamappen klar for denne versjonen …"
    assert lines.count("Gjør om datamappen …") == 1


def test_the_move_is_told_once_on_the_command_line_and_that_day_on_the_page(
    old: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["egne", "rana", "--data", str(old), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)[0]["number"] == 5, "what a program reads is not disturbed"
    lines = told.err.splitlines()
    assert len(lines) == 1 or (len(lines) == 2 and "var åpen for andre" in lines[1])
    assert re.search(r"flyttet til nytt oppsett.*sikkerhetskopier/\S+-oppsett-1\.", told.err)
    assert run(["egne", "rana", "--data", str(old)]) == 0
    assert "flyttet" not in capsys.readouterr().err
    client = TestClient(create_app(old, source_url=f"{HOST}:9/"), base_url=HOST)
    assert "flyttet til nytt oppsett" in client.get("/").text
    later = type("Later", (dt.date,), {"today": classmethod(lambda _c: dt.date(2100, 1, 1))})
    monkeypatch.setattr("veivalg.foundation.layout.mark.date", later)
    client = TestClient(create_app(old, source_url=f"{HOST}:9/"), base_url=HOST)
    assert "flyttet til nytt oppsett" not in client.get("/").text


def test_files_that_are_not_ours_stay_and_no_name_has_a_colon(old: Path) -> None:
    (old / "egen mappe").mkdir()
    (old / "egen mappe" / "fil.txt").write_text("min")
    open_folder(old).close()
    assert (old / "egen mappe" / "fil.txt").read_text() == "min"
    names = [p.relative_to(old).as_posix() for p in old.rglob("*")]
    assert not [n for n in names if ":" in n or not n.isprintable() or n.endswith((".", " "))]
    assert len(names) == len({n.casefold() for n in names})


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_what_is_moved_is_its_owners_alone(old: Path) -> None:
    open_folder(old).close()
    ours = [p for n in (*KEPT, *OLD, "layout.json") for p in (old / n, *(old / n).rglob("*"))]
    modes = {stat.S_IMODE(p.stat().st_mode) for p in ours if p.exists() and p.name[:7] != "grenser"}
    assert modes == {0o600, 0o700}


def test_damaged_events_are_carried_over_and_told(old: Path) -> None:
    for part in ("merknader/5503", "egne/1833/pupils"):
        first = sorted((old / part).glob("*.json"))[0]
        first.write_bytes(first.read_bytes()[:20])
    open_folder(old).close()
    seen = everything(old)
    assert len(seen["desk"]["5503"]["notes"]) == 2
    assert "00000001.json er skadet" in seen["desk"]["5503"]["note_lines"][-1]
    kinds = [v["kind"] for v in seen["own"]["1833/pupils"]["versions"]]
    assert kinds == ["damaged", "import", "import", "undo", "undo"]
    assert [v["number"] for v in seen["own"]["1833/pupils"]["versions"]] == [1, 2, 3, 4, 5]


def test_a_folder_that_can_not_be_moved_is_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(old)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrations, "MIGRATIONS", {1: migrations.Migration(OLD, full)})
    assert run(["egne", "rana", "--data", str(old)]) == 5
    assert "Disken er full" in " ".join(capsys.readouterr().err.split())
    after = tree(old)
    after.pop("layout.lock")
    assert after == before
    assert not copies(old)


def test_a_folder_that_an_older_program_writes_in_meanwhile_is_left_alone(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = MIGRATIONS[1].build

    def build(source: Path, target: Path, count: Count) -> None:
        real(source, target, count)
        (old / "merknader" / "5503" / "20990101T000000000000-x-skrevet.json").write_text("{}")
        os.utime(old / "merknader" / "5503" / "20990101T000000000000-x-skrevet.json")

    monkeypatch.setattr(migrations, "MIGRATIONS", {1: migrations.Migration(OLD, build)})
    with pytest.raises(StoreError, match="i bruk av en eldre Veivalg"):
        open_folder(old)
    assert layout_of(old) == 1 and not copies(old)


@pytest.mark.parametrize("fails_at", [1, 2, 3, 5, 8, 12, 15])
def test_a_move_whose_disk_fails_is_done_or_not_begun(
    fails_at: int, old: Path, expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that can't be put in place, and a folder that can't be synced after it was."""
    real, count = platform.replace, 0

    def replace(source: Path, target: Path) -> None:
        nonlocal count
        count += 1
        if count == fails_at:
            if fails_at % 2:
                real(source, target)
            raise OSError(5, "Input/output error")
        real(source, target)

    monkeypatch.setattr(platform, "replace", replace)
    with pytest.raises(StoreError):
        open_folder(old)
    monkeypatch.undo()
    open_folder(old).close()
    assert everything(old) == as_today(expected)
    assert any(tree(copy).keys() >= {"egne/salt"} for copy in copies(old))


@pytest.mark.skipif(os.name != "posix", reason="folders are synced on POSIX")
def test_everything_is_on_the_disk_before_the_move_is_decided(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    real_sync, real_replace, decided = os.fsync, os.replace, []

    def fsync(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        real_sync(handle)

    def replace(source: Path, target: Path) -> None:
        if Path(target).name == "layout.json" and not decided:
            decided.append(1)
            assert json.loads(Path(source).read_text())["pending"]
            places = (*old.glob(".ny-*"), old / "sikkerhetskopier")
            made = [p for place in places for p in (place, *place.rglob("*"))]
            assert len(made) > 100
            assert not [p for p in (source, *made) if Path(p).stat().st_ino not in synced]
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    open_folder(old).close()
    assert decided


def test_two_programs_that_open_it_at_once_move_it_once(
    old: Path, expected: dict[str, Any]
) -> None:
    program = (
        "import sys, pathlib; from veivalg.foundation.layout.opening import open_folder;"
        "sys.stdin.read(1); print(len(open_folder(pathlib.Path(sys.argv[1])).moved))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(old)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for one in started:
        one.stdin.write("x")
        one.stdin.flush()
    assert sorted(one.communicate()[0] for one in started) == ["0\n", "0\n", "1\n"]
    assert everything(old) == as_today(expected)
    assert len(copies(old)) == 1


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("egne", "rana"),
        ("merknad", "rana"),
        ("rapport", "rana", "--ut", "x"),
        ("hent", "rana"),
        ("sikkerhetskopi", "--ut", "x.zip"),
    ],
)
def test_a_folder_of_a_newer_program_is_refused_in_a_sentence(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "layout.json").write_text(json.dumps({"layout": LAYOUT + 1, "program": "9.9"}))
    assert run([*command, "--data", str(tmp_path)]) == 5
    told = " ".join(capsys.readouterr().err.split())
    assert "laget av en nyere Veivalg (9.9) og kan ikke leses. Gjør dette: Oppdater" in told
    assert [p.name for p in tmp_path.iterdir()] == ["layout.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"layout": "x"}', '{"layout": 2}'])
def test_a_damaged_mark_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / "layout.json").write_text(content)
    with pytest.raises(StoreError, match=r"layout\.json er skadet"):
        open_folder(tmp_path)


def test_version_0_1_0_finds_files_where_it_has_its_folders(old: Path, tmp_path: Path) -> None:
    open_folder(old).close()
    open_folder(tmp_path / "ny", make=True).close()
    for folder in (old, tmp_path / "ny"):
        for name in OLD:
            assert "Oppdater Veivalg" in (folder / name).read_text("utf-8")


def test_a_folder_that_is_not_there_or_not_ours_is_left_as_it_is(tmp_path: Path) -> None:
    open_folder(tmp_path / "ingen").close()
    assert not (tmp_path / "ingen").exists()
    (tmp_path / "fil.txt").write_text("min")
    open_folder(tmp_path).close()
    assert [p.name for p in tmp_path.iterdir()] == ["fil.txt"]


def test_a_new_folder_gets_its_mark_when_something_has_been_stored(tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    opened = open_folder(folder)
    OwnStore(folder)._log("1833", "pupils").append({"kind": "delete"})
    opened.close()
    assert read_mark(folder).layout == LAYOUT
    opened = open_folder(folder)
    assert opened.moved == ()
    assert platform.hold(folder / "layout.lock", alone=True) is None
    opened.close()


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_only_be_read_is_read(old: Path) -> None:
    open_folder(old).close()
    old.chmod(0o500)
    try:
        assert open_folder(old).moved == ()
    finally:
        old.chmod(0o700)


def test_a_long_path_under_oyvind_a_works(tmp_path: Path, expected: dict[str, Any]) -> None:
    folder = tmp_path / "Øyvind Å"
    while len(str(folder)) < 180:
        folder /= "en ganske lang mappe"
    folder /= "x" * (199 - len(str(folder)))
    assert len(str(folder)) == 200
    unpack(FOLDERS[1], folder)
    assert run(["egne", "rana", "--data", str(folder)]) == 0
    assert everything(folder) == as_today(expected)
    archive = folder.parent / "kopi æøå.zip"
    assert run(["sikkerhetskopi", "--ut", str(archive), "--data", str(folder)]) == 0
    assert run(["gjenopprett", str(archive), "--data", str(folder)]) == 0
    assert everything(folder) == as_today(expected)
