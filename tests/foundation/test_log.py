"""One log, its owner's alone, where faults can be found and no person or own figure ever is."""

from __future__ import annotations

import ast
import logging
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from veivalg.cli.main import run
from veivalg.foundation import log, platform
from veivalg.foundation.errors import StoreError
from veivalg.own.intake import engine
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app

SECRET = "Ola Hemmeligsen 91827364"
ROWS = f"Skole;Skoleår;Trinn;Elever\n{SECRET};2025;1;42\n"
SOURCE = Path(log.__file__).parents[1]


@pytest.fixture(autouse=True)
def stopped() -> Iterator[None]:
    yield
    log.stop()


def written(folder: Path) -> str:
    return "".join(p.read_text("utf-8") for p in sorted((folder / "logg").iterdir()))


def test_a_command_is_logged_by_name_and_the_log_is_its_owners_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    OwnStore(tmp_path)._log("1833", "pupils").append({"kind": "delete"})
    assert run(["merknad", "rana", "--tekst", SECRET, "--data", str(tmp_path)]) == 2
    assert re.search(r"T\d\d:\d\d:\d\d\S+ \d+ INFO merknad begins", written(tmp_path))
    assert "refused: UsageError" in written(tmp_path)
    if os.name == "posix":
        modes = [stat.S_IMODE((tmp_path / p).stat().st_mode) for p in ("logg", "logg/veivalg.log")]
        assert modes == [0o700, 0o600]
    capsys.readouterr()
    for arguments in (["--logg", "--data", str(tmp_path)], ["--data", str(tmp_path), "--logg"]):
        assert run(arguments) == 0
        told = capsys.readouterr().out.splitlines()
        assert told[0] == str(tmp_path / "logg" / "veivalg.log")
        assert "merknad begins" in told[1]
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path))
    assert run(["--logg"]) == 0
    assert capsys.readouterr().out.splitlines() == told


def test_a_data_folder_before_a_command_is_refused_and_not_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--data", str(tmp_path), "merknad", "rana"]) == 2
    assert "etter kommandoen" in capsys.readouterr().err


def test_nothing_is_made_for_the_sake_of_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fil.txt").touch()
    assert run(["merknad", "rana", "--data", str(tmp_path)]) == 0
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path / "ingen"))
    assert run(["--logg"]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["fil.txt"]


def broken(*_arguments: Any, **_more: Any) -> None:
    try:
        raise ValueError(f"cannot read {SECRET}")
    except ValueError as error:
        raise RuntimeError(f"row of {SECRET}") from error


def test_a_fault_while_own_figures_are_read_names_code_and_never_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, data = tmp_path / f"{SECRET}.csv", tmp_path / SECRET
    file.write_text(ROWS, "utf-8")
    assert run(["importer", str(file), "--kommune", "rana", "--data", str(data)]) == 0
    monkeypatch.setattr(engine, "check_match", broken)
    assert run(["importer", str(file), "--kommune", "rana", "--data", str(data)]) == 70
    told = " ".join(capsys.readouterr().err.split())
    assert "legg ved" in told and "veivalg.log" in told.replace(" ", "")
    found = written(data)
    assert "builtins.RuntimeError" in found and "builtins.ValueError" in found
    assert re.search(r"veivalg/own/intake/engine\.py:\d+ result", found)
    for part in (*SECRET.split(), str(Path.home()), str(tmp_path)):
        assert part not in found


def test_a_refused_file_leaves_nothing_of_itself_in_the_log(tmp_path: Path) -> None:
    bad = tmp_path / f"{SECRET}.csv"
    OwnStore(tmp_path)._log("1833", "pupils").append({"kind": "delete"})
    bad.write_text(ROWS.replace(";1;", f";{SECRET};"), "utf-8")
    assert run(["importer", str(bad), "--kommune", "rana", "--data", str(tmp_path)]) == 3
    assert not any(part in written(tmp_path) for part in SECRET.split())


def test_a_fault_on_a_page_is_logged_by_the_form_of_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.start(tmp_path)
    app = create_app(tmp_path, source_url="http://127.0.0.1:9/")
    monkeypatch.setattr(app.state.site.library, "report", broken)
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    assert client.get(f"/kommune/5503/kunnskapsgrunnlag?q={SECRET}").status_code == 500
    assert "ERROR error on /kommune/{code}/kunnskapsgrunnlag" in written(tmp_path)
    assert not any(part in written(tmp_path) for part in SECRET.split())


def test_every_message_is_a_fixed_text_and_goes_through_one_logger() -> None:
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    calls = 0
    for path in SOURCE.rglob("*.py"):
        code = path.read_text("utf-8")
        assert path == Path(log.__file__) or not re.search(r"getLogger\(\"?veivalg", code), path
        for node in ast.walk(ast.parse(code)):
            match node:
                case ast.Call(func=ast.Attribute(attr=attr, value=of), args=[first, *_]) if (
                    attr in levels and ast.unparse(of) in {"logger", "log.logger", "logging"}
                ):
                    calls += 1
                    assert isinstance(first, ast.Constant), f"{path}:{node.lineno}"
    assert calls >= 4


def test_old_lines_give_way_and_the_log_never_grows_past_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LARGEST", 2_000)
    log.start(tmp_path)
    for number in range(400):
        log.logger.info("line %d", number)
    files = sorted(p.name for p in (tmp_path / "logg").iterdir())
    assert files == ["veivalg.log", *(f"veivalg.log.{n}" for n in range(1, log.KEPT + 1))]
    assert all(p.stat().st_size <= 2_000 for p in (tmp_path / "logg").iterdir())
    assert "line 399" in log.last_lines(tmp_path, 1)[0]
    assert "line 0\n" not in written(tmp_path)


def test_a_log_that_can_not_be_written_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logg").write_text("en fil der mappen skulle vært")
    log.start(tmp_path)
    log.logger.info("line")
    monkeypatch.setattr(log.tempfile, "gettempdir", lambda: str(tmp_path / "annen"))
    file = log.record_fault(tmp_path, StoreError("x"))
    assert file.is_relative_to(tmp_path / "annen")
    assert "StoreError" in file.read_text("utf-8")


def test_where_another_program_has_the_file_open_the_log_goes_on_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(log, "LARGEST", 500)
    monkeypatch.setattr(os, "rename", refuse)
    log.start(tmp_path)
    for number in range(30):
        log.logger.info("line %d", number)
    assert "line 29" in written(tmp_path)


def test_faults_in_a_thread_of_another_library_are_not_taken_in(tmp_path: Path) -> None:
    log.start(tmp_path)
    log.logger.info("begins")
    logging.getLogger("asyncio").error("never retrieved: %r", ValueError(SECRET))
    assert "never retrieved" not in written(tmp_path)
    assert platform.is_mine_alone(tmp_path / "logg")
