"""«Slett» leaves nothing of the rows, nor of what killed imports had come to."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.data_folder.conftest import tree
from tests.data_folder.visits import MINUTES, TABLE, ZONE, visits
from tests.killed import Killed
from tests.tiers import sized

from veivalg.cli.main import run
from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.layout.names import OWN_LOCK
from veivalg.foundation.layout.opening import open_folder
from veivalg.own import leftovers
from veivalg.own.mappings import Mappings
from veivalg.own.versions import OwnStore
from veivalg.own.waiting import PREFIX
from veivalg.web.app import create_app

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and fork are POSIX")
SCRIPT = Path(__file__).with_name("command_when_told.py")
PLACE = f"egne-tall/1833/{TABLE}"
FILE = f"""Besøk;Bruker;Sone;Dato;Varighet (min);Vedtatt tid (min);Alder
1;B1042;{ZONE};2024-09-23;{str(MINUTES).replace(".", ",")};30;83
2;B1043;{ZONE};2024-09-24;20;30;85
"""
FEW = sized(3, 1_000)


def traces(folder: Path) -> list[str]:
    """Give the files in which something of the rows stands, in bytes or in the cells of a table."""
    found = []
    for name, content in tree(folder).items():
        seen = ZONE.encode() in content or str(MINUTES).encode() in content
        try:
            cells = {str(v) for row in pl.read_parquet(io.BytesIO(content)).rows() for v in row}
        except pl.exceptions.PolarsError:
            cells = set()
        if seen or b"PAR1" in content or cells & {ZONE, str(MINUTES)}:
            found.append(name)
    return found


def delete(folder: Path) -> int:
    arguments = ["egne", "rana", "--tabell", "besok", "--slett", "--ja", "--data", str(folder)]
    return run(arguments)


class Commands(Killed):
    """Runs commands in a data folder, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        os.environ["VEIVALG_DATA"] = str(folder)
        super().__init__(SCRIPT)

    def at(self, point: int, *words: object) -> tuple[int, int]:
        """Give how it ended and the changes of files it counted."""
        code, _took = super().run(point, *words)
        return code, int(self.process.stdout.readline().strip() or 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def commands(folder: Path) -> Iterator[Commands]:
    made = Commands(folder)
    yield made
    made.close()


def test_nothing_is_left_of_an_import_killed_at_any_moment_when_it_is_deleted(
    commands: Commands, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "besok.csv"
    file.write_text(FILE, "utf-8")
    unit = "Minutter hos bruker=minutter"
    words = ("importer", file, "--kommune", "rana", "--tabell", "besok", "--enhet", unit)
    assert commands.at(0, *words)[0] == 0 and traces(folder), "the rows are there, and are found"
    file.write_text(FILE.replace(";20;", ";0,5;"), "utf-8")
    code, count = commands.at(0, *words)  # with fewer folders to make than the first
    assert code == 0 and count > 10
    points = sorted({1 + round(i * (count - 1) / FEW) for i in range(1, FEW + 1)})
    killed = left = 0
    for point in points:
        file.write_text(FILE.replace(";20;", f";{point};"), "utf-8")
        killed += commands.at(point, *words)[0] == -signal.SIGKILL
        left += len(traces(folder)) > 1
        assert delete(folder) == 0
        assert traces(folder) == [], f"killed before change {point} of {count}"
    assert killed >= len(points) - 2, "but where fewer files were to be put away at the end"
    assert left, "some were killed when rows had been written"


def test_a_deletion_that_is_killed_is_done_by_the_next_start(
    commands: Commands, folder: Path
) -> None:
    words = ("egne", "rana", "--tabell", "besok", "--slett", "--ja")
    for point in range(1, 60, sized(6, 1)):
        OwnStore(folder).put("1833", TABLE, visits(), file="a.csv", sha256="x")
        open_folder(folder).close()
        code, _count = commands.at(point, *words)
        if code == 0:
            break
        before = OwnStore(folder).current("1833", TABLE)
        assert run(["egne", "rana"]) == 0
        assert before is not None or traces(folder) == [], f"killed before change {point}"
    assert code == 0 and point > 3
    assert traces(folder) == []


def test_what_a_first_import_left_goes_at_the_next_start(folder: Path) -> None:
    place = folder / PLACE
    platform.make_folder(place)
    half, whole = place / f".{os.getpid()}.0123abcd.tmp", place / "0123456789abcdef.parquet"
    for path in (half, whole):
        visits().write_parquet(path)
    open_folder(folder).close()
    assert half.exists(), "the number of the process lives: by that alone nothing can be told"
    assert run(["egne", "rana"]) == 0
    assert traces(folder) == []


def test_rows_that_a_damaged_event_may_point_to_are_not_taken_away(folder: Path) -> None:
    store = OwnStore(folder)
    for zone in ("Nord", "Sør"):
        store.put("1833", TABLE, visits(zone), file="a.csv", sha256="x")
    event = folder / PLACE / "00000002.json"
    raw = event.read_bytes()
    event.write_bytes(raw[:-3])
    assert leftovers.clear(folder) == 0
    event.write_bytes(raw)
    assert store._rows("1833", TABLE).frame["zone"].to_list() == ["Sør"]
    event.write_bytes(raw[:-3])
    store.delete("1833", TABLE)
    assert not list((folder / PLACE).glob("*.parquet"))


def test_what_another_program_is_writing_is_left_alone(folder: Path) -> None:
    OwnStore(folder).put("1833", TABLE, visits(), file="a.csv", sha256="x")
    program = (
        "import pathlib, sys\n"
        "from veivalg.own.leftovers import writing\n"
        "with writing(pathlib.Path(sys.argv[1])):\n"
        "    print('holds', flush=True)\n"
        "    sys.stdin.readline()\n"
    )
    half = folder / PLACE / ".999999999.0123abcd.tmp"
    half.write_text("under skriving")
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(folder / "egne-tall")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    other.stdout.readline()
    assert leftovers.clear(folder) == 0 and half.exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leftovers, "PATIENCE", 0.1)
        with pytest.raises(StoreError, match="er opptatt"):
            OwnStore(folder).delete("1833", TABLE)
    other.kill()
    other.wait()
    other.stdin.close()
    other.stdout.close()
    assert leftovers.clear(folder) == 1 and not half.exists()


def test_where_there_are_no_locks_the_process_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int, _alone: bool) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(platform, "_flock", refuse)
    OwnStore(folder).put("1833", TABLE, visits(), file="a.csv", sha256="x")
    alive = folder / PLACE / f".{os.getpid()}.0123abcd.tmp"
    dead = folder / PLACE / ".999999999.0123abcd.tmp"
    for path in (alive, dead):
        path.write_text(ZONE)
    assert leftovers.clear(folder) == 1
    assert alive.exists() and not dead.exists()
    OwnStore(folder).delete("1833", TABLE)
    assert traces(folder) == []


def test_what_is_remembered_of_files_about_people_and_what_waits_goes_too(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    waiting = tmp_path / f"{PREFIX}999999999-x"
    waiting.mkdir(mode=0o700)
    (waiting / "1").write_text(ZONE)
    store = OwnStore(folder)
    store.put("1833", TABLE, visits(), file="a.csv", sha256="x")
    Mappings(store).remember("1833", TABLE, {"zone": ZONE})
    Mappings(store).remember_answers("1833", TABLE, "f" * 16, {"rows:hidden": ZONE})
    kept = folder / "mellomlager"
    kept.mkdir()
    (kept / ".1.0123abcd.tmp").write_text(ZONE)
    (folder / PLACE / "prøve").mkdir()
    (folder / PLACE / "prøve" / "a.txt").write_text(ZONE)
    assert len(traces(folder)) == 5
    store.delete("1833", TABLE, "Kari")
    assert traces(folder) == []
    assert not waiting.exists()
    assert [v.kind for v in store.versions("1833", TABLE)] == ["import", "delete"]


def test_the_page_takes_away_what_another_import_left(folder: Path) -> None:
    OwnStore(folder).put("1833", TABLE, visits(), file="a.csv", sha256="x")
    with TestClient(create_app(folder), base_url="http://127.0.0.1") as site:
        (folder / PLACE / f".{os.getpid()}.0123abcd.tmp").write_text(ZONE)
        address = "/kommune/1833/egne-tall/besok/slett"
        headers = {"Origin": "http://127.0.0.1"}
        answer = site.post(address, data={"sikker": "ja"}, headers=headers, follow_redirects=False)
        assert answer.status_code == 303
    assert traces(folder) == []


def test_a_store_at_the_same_time_as_a_deletion_is_there_whole_or_gone(folder: Path) -> None:
    program = (
        "import pathlib, sys\n"
        "from tests.data_folder.visits import TABLE, visits\n"
        "from veivalg.own.versions import OwnStore\n"
        "store = OwnStore(pathlib.Path(sys.argv[1]))\n"
        "print('begins', flush=True)\n"
        "for n in range(int(sys.argv[2])):\n"
        "    store.put('1833', TABLE, visits(f'Sone {n}'), file='a.csv', sha256='x')\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(folder), str(sized(15, 300))], stdout=subprocess.PIPE
    )
    writer.stdout.readline()
    store, deleted = OwnStore(folder), 0
    while writer.poll() is None:
        if store.current("1833", TABLE) is not None:
            store.delete("1833", TABLE)
            deleted += 1
        time.sleep(0.01)
    writer.stdout.close()
    assert writer.returncode == 0 and deleted
    history = store.versions("1833", TABLE)
    last = max(v.number for v in history if v.kind == "delete")
    there = {p.name for p in (folder / PLACE).glob("*.parquet")}
    assert there == {v.facts for v in history if v.number > last}
    assert (folder / OWN_LOCK).exists()
