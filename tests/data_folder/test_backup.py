"""A backup holds what can't be made again; it comes back whole or changes nothing."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.data_folder.conftest import tree
from tests.data_folder.seen import as_today, everything

from veivalg.cli.main import run
from veivalg.desk.notes import Notes
from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.layout import backup
from veivalg.foundation.layout.backup import LIST, back_up, restore
from veivalg.foundation.layout.names import LAYOUT
from veivalg.foundation.layout.opening import open_folder


@pytest.fixture
def folder(old: Path) -> Path:
    open_folder(old).close()
    return old


@pytest.fixture
def archive(folder: Path, tmp_path: Path) -> Path:
    back_up(folder, tmp_path / "kopi.zip")
    return tmp_path / "kopi.zip"


def make(target: Path, files: dict[str, bytes], /, **told: Any) -> Path:
    """Make an archive by hand; what is told of it can be wrong."""
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    about = {"layout": LAYOUT, "program": "x", "made": "2026-01-01", "files": listed} | told
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
        packed.writestr(LIST, json.dumps(about))
    return target


def test_what_is_backed_up_comes_back_in_an_empty_folder(
    archive: Path, folder: Path, tmp_path: Path, expected: dict[str, Any]
) -> None:
    new = tmp_path / "et annet sted" / "data"
    archived, copy = restore(archive, new)
    assert copy is None
    assert archived.files == len([n for n in tree(folder) if n.split("/")[0] in backup.KEPT])
    open_folder(new).close()
    wanted = as_today(expected) | {"others": {}}
    assert everything(new) == wanted


def test_what_is_there_is_copied_before_it_is_replaced(
    archive: Path, folder: Path, expected: dict[str, Any]
) -> None:
    Notes(folder).add("5503", "behov", "Tall", "skrevet etter kopien", who="Kari")
    (folder / "etterproving.json").write_text("{}")
    before = everything(folder)
    _archived, copy = restore(archive, folder)
    assert everything(folder) == as_today(expected)
    assert not (folder / "etterproving.json").exists()
    assert (folder / "notat.txt").exists(), "what isn't ours is left alone"
    (copy / "notat.txt").write_bytes((folder / "notat.txt").read_bytes())
    opened = open_folder(copy)
    assert opened.moved == () and everything(copy) == before
    opened.close()


def test_a_backup_is_restored_over_a_folder_of_version_0_1_0(
    archive: Path, tmp_path: Path, expected: dict[str, Any]
) -> None:
    older = tmp_path / "eldre"
    (older / "merknader" / "5503").mkdir(parents=True)
    (older / "merknader" / "5503" / "20200101T000000-x-skrevet.json").write_text("{}")
    _archived, copy = restore(archive, older)
    assert (copy / "merknader" / "5503" / "20200101T000000-x-skrevet.json").exists()
    assert everything(older) == as_today(expected) | {"others": {}}
    assert (older / "merknader").is_file()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_backup_and_what_is_restored_are_their_owners_alone(
    archive: Path, tmp_path: Path
) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    restore(archive, tmp_path / "ny")
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "ny").rglob("*")}
    assert modes == {0o600, 0o700}


def test_what_is_made_again_or_half_written_is_left_out(folder: Path, tmp_path: Path) -> None:
    (folder / "tall" / "snapshots").mkdir()
    (folder / "tall" / "snapshots" / "a.parquet").write_text("x")
    (folder / "tall" / "facts" / ".12.ab.tmp").write_text("x")
    back_up(folder, tmp_path / "k.zip")
    names = zipfile.ZipFile(tmp_path / "k.zip").namelist()
    assert names[-1] == LIST
    assert not [n for n in names if "snapshots" in n or ".tmp" in n or "sikkerhets" in n[:10]]
    assert "egne-tall/salt" in names and "grenser.geojson" in names


@pytest.mark.parametrize("where", ["layout.json", "egne-tall/kopi.zip", "kopi.zip", "catalogue"])
def test_a_backup_does_not_lie_in_what_it_is_a_copy_of(folder: Path, where: str) -> None:
    before = tree(folder)
    with pytest.raises(UsageError, match="kan ikke ligge i datamappen"):
        back_up(folder, folder / "tall" / ".." / where)
    assert tree(folder) == before


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"../ut.txt": b"x"}, {}),
        ({"tall/../../ut.txt": b"x"}, {}),
        ({"/tmp/ut.txt": b"x"}, {}),
        ({"tall\\..\\ut.txt": b"x"}, {}),
        ({"C:/ut.txt": b"x"}, {}),
        ({"tall/a:b": b"x"}, {}),
        ({"tall//a": b"x"}, {}),
        ({"tall/./a": b"x"}, {}),
        ({"tall/a\x01": b"x"}, {}),
        ({"tall/mappe./a": b"x"}, {}),
        ({"annet/a": b"x"}, {}),
        ({"layout.json": b"{}"}, {}),
        ({"catalogue/a": b"x"}, {}),
        ({"tall/a": b"x"}, {"files": {}}),
        ({}, {"files": {"tall/a": "0"}}),
        ({"tall/a": b"x"}, {"layout": 1}),
        ({"tall/a": b"x"}, {"layout": "to"}),
        ({"tall/a": b"x"}, {"made": ""}),
        ({"tall/a": b"x"}, {"files": None}),
    ],
)
def test_an_archive_that_is_not_ours_or_reaches_outside_is_refused(
    files: dict[str, bytes], told: dict[str, Any], folder: Path, tmp_path: Path
) -> None:
    archive, before = make(tmp_path / "ond.zip", files, **told), tree(tmp_path)
    with pytest.raises(UsageError, match="er ikke en sikkerhetskopi fra Veivalg"):
        restore(archive, folder)
    assert tree(tmp_path) == before


def test_links_in_an_archive_are_refused(folder: Path, tmp_path: Path) -> None:
    archive = make(tmp_path / "ond.zip", {})
    digest = hashlib.sha256(b"/etc/passwd").hexdigest()
    about = {"layout": LAYOUT, "program": "", "made": "x", "files": {"tall/a": digest}}
    with zipfile.ZipFile(archive, "w") as packed:
        link = zipfile.ZipInfo("tall/a")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr(LIST, json.dumps(about))
    with pytest.raises(UsageError, match="er ikke en sikkerhetskopi"):
        restore(archive, folder)


@pytest.mark.parametrize("content", [b"", b"PK", b"hei", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "fil.zip").write_bytes(content)
    with pytest.raises(UsageError, match="er ikke en sikkerhetskopi"):
        restore(tmp_path / "fil.zip", tmp_path / "ny")
    with pytest.raises(UsageError, match="finnes ikke"):
        restore(tmp_path / "ingen.zip", tmp_path / "ny")
    assert not (tmp_path / "ny").exists()


@pytest.mark.parametrize("damage", ["hash", "flip", "cut"])
def test_a_damaged_archive_is_refused_and_the_folder_is_as_it_was(
    damage: str, archive: Path, folder: Path, tmp_path: Path
) -> None:
    if damage == "hash":
        make(archive, {"tall/a": b"x"}, files={"tall/a": hashlib.sha256(b"y").hexdigest()})
    else:
        content = archive.read_bytes()
        start = content.index(b"PAR1") + 100
        cut = content[:start] + bytes([content[start] ^ 1]) + content[start + 1 :]
        archive.write_bytes(cut if damage == "flip" else content[: len(content) // 2])
    before = tree(folder)
    with pytest.raises(UsageError, match=r"skadet|ikke en sikkerhetskopi") as caught:
        restore(archive, folder)
    assert "Ingenting er endret" in caught.value.remedy
    assert tree(folder) == before


def test_a_backup_of_a_newer_program_is_refused(folder: Path, tmp_path: Path) -> None:
    archive = make(tmp_path / "ny.zip", {"tall/a": b"x"}, layout=LAYOUT + 1, program="9.9")
    before = tree(folder)
    with pytest.raises(UsageError, match=r"laget av en nyere Veivalg \(9\.9\)"):
        restore(archive, folder)
    assert tree(folder) == before


@pytest.mark.parametrize("fails", ["room", "build", "copy", "mark"])
def test_a_restore_that_can_not_be_done_leaves_the_folder_as_it_was(
    fails: str, archive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> Any:
        raise OSError(28, "No space left on device")

    patches: dict[str, Callable[[], None]] = {
        "room": lambda: monkeypatch.setattr(
            backup.shutil, "disk_usage", lambda _p: type("Usage", (), {"free": 10})
        ),
        "build": lambda: monkeypatch.setattr(platform, "create", full),
        "copy": lambda: monkeypatch.setattr(platform, "link", full),
        "mark": lambda: monkeypatch.setattr(platform, "sync_trees", full),
    }
    before = tree(folder)
    patches[fails]()
    with pytest.raises((StoreError, UsageError)):
        restore(archive, folder)
    monkeypatch.undo()
    open_folder(folder).close()
    assert tree(folder) == before


def test_a_folder_that_is_open_elsewhere_is_not_restored(
    archive: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = open_folder(folder)
    assert run(["gjenopprett", str(archive), "--data", str(folder)]) == 5
    assert "i bruk av en annen Veivalg" in " ".join(capsys.readouterr().err.split())
    opened.close()
    assert run(["gjenopprett", str(archive), "--data", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["filer"] > 40 and "sikkerhetskopier" in told["kopi"]


def test_the_command_line_says_what_was_done(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "ny mappe" / "k.zip"
    assert run(["sikkerhetskopi", "--ut", str(target), "--data", str(folder)]) == 0
    assert "Oppbevar den trygt" in capsys.readouterr().out
    assert run(["gjenopprett", str(target), "--data", str(tmp_path / "data2")]) == 0
    assert "Gjenopprettet" in capsys.readouterr().out
    assert run(["sikkerhetskopi", "--ut", str(target), "--data", str(tmp_path / "tom")]) == 2
    assert run(["gjenopprett", "--data", str(folder)]) == 2


def unreadable(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the system refuse to list a folder, whoever asks."""
    scan, listed = os.scandir, os.listdir

    def read(path: Any) -> Any:
        if not isinstance(path, int) and Path(path) == folder:  # deleting asks by number
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return path

    monkeypatch.setattr(os, "scandir", lambda path=".": scan(read(path)))
    monkeypatch.setattr(os, "listdir", lambda path=".": listed(read(path)))


def unlocked(folder: Path) -> dict[str, bytes]:
    """Give every file but the lock, which is made by asking."""
    return {name: content for name, content in tree(folder).items() if name != "layout.lock"}


def test_a_backup_without_a_folder_that_can_not_be_read_is_none(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable(monkeypatch, folder / "egne-tall" / "5503" / "pupils")
    with pytest.raises(StoreError, match="du mangler tilgang"):
        back_up(folder, tmp_path / "k.zip")
    assert not (tmp_path / "k.zip").exists()


def test_nothing_is_replaced_before_all_of_it_is_copied(
    folder: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = unlocked(folder)
    unreadable(monkeypatch, folder / "egne-tall" / "5503" / "pupils")
    with pytest.raises(StoreError, match="du mangler tilgang"):
        restore(archive, folder)
    monkeypatch.undo()
    assert unlocked(folder) == before


@pytest.mark.parametrize("part", ["facts/population", "merknader/5503", "egne/5503/pupils"])
def test_an_old_folder_that_can_not_be_read_whole_is_not_moved(
    old: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = unlocked(old)
    unreadable(monkeypatch, old / part)
    with pytest.raises(StoreError, match="du mangler tilgang"):
        open_folder(old)
    monkeypatch.undo()
    assert unlocked(old) == before
