"""A data folder is closed to others from the first byte, and an open one is closed and told."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.data_folder.filled import fill
from tests.data_folder.visits import TABLE, visits

from veivalg.cli.main import run
from veivalg.foundation import platform
from veivalg.foundation.layout import access
from veivalg.foundation.layout.access import close_to_others
from veivalg.foundation.layout.opening import open_folder
from veivalg.own.versions import OwnStore

posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(p.lstat().st_mode) for p in (folder, *folder.rglob("*"))}


def let_all_in(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "data")


@posix
def test_nobody_else_can_read_any_of_it_at_any_moment(tmp_path: Path) -> None:
    script = Path(__file__).with_name("fill_open.py")
    ended = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "a")], capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == []
    assert len(list((tmp_path / "a").rglob("*"))) > 60, "there is much to look at"


@posix
def test_an_open_folder_is_closed_at_first_use_and_told_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "notat.txt").write_text("ikke vår")
    let_all_in(folder)
    assert run(["egne", "rana", "--data", str(folder)]) == 0
    assert "var åpen for andre brukere av maskinen. Nå er den bare din." in capsys.readouterr().err
    (folder / "notat.txt").unlink()
    assert modes(folder) == {0o700, 0o600}
    assert run(["egne", "rana", "--data", str(folder)]) == 0
    assert "andre brukere" not in capsys.readouterr().err


@posix
def test_what_is_not_ours_is_let_be_and_no_link_is_followed(folder: Path, tmp_path: Path) -> None:
    mine, outside = folder / "notat.txt", tmp_path / "utenfor.txt"
    for path in (mine, outside):
        path.write_text("x")
        path.chmod(0o644)
    (folder / "egne-tall" / "lenke").symlink_to(outside)
    folder.chmod(0o755)
    assert close_to_others(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in (mine, outside)} == {0o644}
    assert close_to_others(folder) == ""


@posix
@pytest.mark.parametrize("inside", ["egne-tall", "etterproving.json"])
def test_what_is_open_within_a_closed_folder_is_closed_too(inside: str, folder: Path) -> None:
    (folder / inside).chmod(0o777)
    assert "Nå er den bare din" in close_to_others(folder)
    assert modes(folder) == {0o700, 0o600}


@posix
@pytest.mark.parametrize("how", ["refused", "without modes"])
def test_a_folder_that_can_not_be_closed_is_told_each_time(
    how: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        if how == "refused":
            raise PermissionError(1, "Operation not permitted", str(path))

    let_all_in(folder)
    monkeypatch.setattr(platform, "keep_private", refuse)
    for _time in range(2):
        opened = open_folder(folder)
        assert "kan ikke lukkes for andre brukere av maskinen" in opened.told()[-1]
        opened.close()


@posix
def test_a_folder_made_by_hand_is_closed_before_it_has_anything(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d").chmod(0o775)
    opened = open_folder(tmp_path / "d", make=True)
    assert "var åpen" in opened.access
    opened.close()
    assert modes(tmp_path / "d") == {0o700, 0o600}


@pytest.mark.parametrize("domain", ["", "KOMMUNEN"])
def test_on_windows_the_access_list_names_the_user_alone(
    domain: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[str]] = []

    def icacls(command: Sequence[str]) -> int:
        asked.append(command)
        return 0

    monkeypatch.setattr(platform, "is_posix", lambda: False)
    monkeypatch.setattr(access.getpass, "getuser", lambda: "kari")
    monkeypatch.setenv("USERDOMAIN", domain)
    assert close_to_others(folder, icacls) == ""
    (command,) = asked
    assert command[:2] == ("icacls", str(folder))
    assert "/inheritance:r" in command and "/grant:r" in command
    assert command[4] == (f"{domain}\\kari" if domain else "kari") + ":(OI)(CI)F"


@pytest.mark.parametrize("ended", [5, OSError("no icacls"), subprocess.TimeoutExpired("icacls", 1)])
def test_on_windows_a_list_that_can_not_be_set_is_a_warning(
    ended: int | Exception, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def icacls(_command: Sequence[str]) -> int:
        if isinstance(ended, Exception):
            raise ended
        return ended

    monkeypatch.setattr(platform, "is_posix", lambda: False)
    assert "kan ikke lukkes for andre brukere" in close_to_others(folder, icacls)


def test_the_command_is_run_by_the_system(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert access._run([sys.executable, "-c", "raise SystemExit(3)"]) == 3


@posix
def test_what_is_written_of_peoples_rows_is_for_the_writer_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    file, marked = tmp_path / "besok.csv", tmp_path / "ut" / "merket.xlsx"
    file.write_text("Besøk;Bruker;Sone;Dato;Varighet (min)\n1;B1;Nord;2024-09-23;mange\n", "utf-8")
    words = ["importer", str(file), "--kommune", "rana", "--tabell", "besok"]
    assert run([*words, "--merket", str(marked), "--data", str(folder)]) == 3
    assert modes(tmp_path / "ut") == {0o700, 0o600}
    OwnStore(folder).put("1833", TABLE, visits(), file="a.csv", sha256="x")
    open_folder(folder).close()
    template = folder / "mal.xlsx"
    assert run(["mal", "elever", "--ut", str(template), "--data", str(folder)]) in (0, 2)
    assert modes(folder) == {0o700, 0o600}
