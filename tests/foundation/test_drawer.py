"""What is kept between starts: found as it was put, lost without harm, never more than allowed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from veivalg.foundation import drawer
from veivalg.foundation.drawer import Drawer, folder_print
from veivalg.foundation.layout.opening import open_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    open_folder(tmp_path, make=True).close()
    return tmp_path


def files(folder: Path) -> list[Path]:
    return sorted((folder / "mellomlager").glob("*"))


def test_a_result_is_there_at_the_next_start_under_its_whole_key_only(folder: Path) -> None:
    Drawer(folder).keep({"a": [1, "æøå"]}, "5503", "nb")
    assert Drawer(folder).find("5503", "nb") == {"a": [1, "æøå"]}
    assert Drawer(folder).find("5503", "se") is None
    assert Drawer(folder).find("5503nb") is None
    assert files(folder)[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"key": "another"}', b"\xff"])
def test_what_is_damaged_counts_as_not_kept(folder: Path, content: bytes) -> None:
    Drawer(folder).keep(1, "k")
    files(folder)[0].write_bytes(content)
    assert Drawer(folder).find("k") is None
    Drawer(folder).keep(2, "k")
    assert Drawer(folder).find("k") == 2


def test_nothing_is_made_of_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    Drawer(tmp_path / "none").keep(1, "k")
    Drawer(tmp_path).keep(1, "k")
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_go_when_it_is_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawer, "LARGEST", 0.01)
    kept = Drawer(folder)
    for number in range(8):
        kept.keep("x" * 3000, number)
        for path in files(folder):  # each a second older: two may be written in one tick
            told = path.stat().st_mtime_ns
            os.utime(path, ns=(told, told - 1_000_000_000))
    assert [n for n in range(8) if kept.find(n) is not None] == [5, 6, 7]
    kept.keep("x" * 20_000, "too large")
    assert kept.find("too large") is None
    assert len(files(folder)) == 3


def test_no_memory_is_no_memory_on_disk_either(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEIVALG_MINNE", "0")
    Drawer(folder).keep(1, "k")
    assert files(folder) == []


def test_the_fingerprint_sees_every_file_that_is_kept_and_no_other(folder: Path) -> None:
    seen = {folder_print(folder)}
    for name in (
        "tall/facts/a.parquet",
        "egne-tall/5503/b.json",
        "hendelser/c.json",
        "grenser.json",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        seen.add(folder_print(folder))
    (folder / "tall/facts/a.parquet").write_bytes(b"xy")
    seen.add(folder_print(folder))
    assert len(seen) == 6
    Drawer(folder).keep(1, "k")
    (folder / "tall/snapshots").mkdir()
    (folder / "tall/snapshots/s").write_bytes(b"x")
    assert folder_print(folder) in seen
