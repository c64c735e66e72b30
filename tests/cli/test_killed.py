"""kill -9 of `rapport` while others read: nothing that was stored is lost, no file is half."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.tiers import sized
from tools.served import Served

from veivalg.desk.notes import Notes
from veivalg.foundation.layout.names import EVENTS, FIGURES, OWN
from veivalg.own.intake import accept, read_file
from veivalg.own.versions import OwnStore

KILLS = sized(1, 50)
SEED = 20_261_129
SEEN_OFTEN = 0.3
"""Part of the kills that must have met a running program, not one that was done."""
READ = ("/", "/kommune/1833/egne-tall", "/metode", "/kommune/1833/skole")
FORMATS = sized(("json",), ("json", "xlsx", "docx", "pdf", "html"))
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")


def begun(*words: object) -> subprocess.Popen[bytes]:
    """Start a command in a process, and a group, of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "veivalg", *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def killed(process: subprocess.Popen[bytes], after: float) -> bool:
    """Kill a process and all it has started; False when it was done before."""
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def timed(*words: object) -> float:
    """Give the seconds a command takes, which must succeed."""
    start = time.monotonic()
    process = begun(*words)
    assert process.wait() == 0
    return time.monotonic() - start


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a data folder with own figures and a note."""
    data = tmp_path / "data"
    store = OwnStore(data)
    lines = ["Skole;Skoleår;Trinn;Elever"]
    lines += [
        f"Skole {i};2025;{g};{(37 * i + 11 * g) % 53 + 8}" for i in range(9) for g in range(1, 8)
    ]
    rows = "\n".join(lines).encode()
    accept(read_file(rows, "elever.csv", code="1833", store=store), store, who="Kari")
    Notes(data).add("1833", "skole", "Elevtallet", "Gruben bygges om.", who="Kari")
    return data


def stored(data: Path, *parts: str) -> dict[str, str]:
    """Give every stored file of some rooms of a data folder: name → hash."""
    files = (p for part in parts for p in (data / part).rglob("*") if p.is_file())
    return {str(p.relative_to(data)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def is_whole(path: Path) -> bool:
    """Say whether a file of a report is one, from its first byte to its last."""
    content = path.read_bytes()
    if path.suffix in (".docx", ".xlsx", ".pptx"):
        with zipfile.ZipFile(path) as parts:
            return parts.testzip() is None
    if path.suffix == ".json":
        return bool(json.loads(content))
    if path.suffix == ".pdf":
        return content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    return content.rstrip().endswith(b"</html>")


def files(folder: Path) -> Iterator[Path]:
    """Give the files of a report that a person would open."""
    found = (p for p in folder.rglob("*") if p.is_file()) if folder.exists() else iter(())
    return (p for p in found if not p.name.startswith(".") and ".tmp" not in p.name)


def test_a_report_that_is_killed_leaves_whole_files_and_readers_in_peace(
    folder: Path, tmp_path: Path
) -> None:
    before, over = stored(folder, OWN, EVENTS, FIGURES), threading.Event()
    faults: list[str] = []
    read = [0]
    with Served(folder) as served:

        def reading() -> None:
            with served.reader() as reader:
                while not over.is_set():
                    answer = reader.get(READ[read[0] % len(READ)])
                    read[0] += 1
                    if answer.status_code != 200:
                        faults.append(f"{answer.status_code} {answer.request.url}")

        others = threading.Thread(target=reading)
        others.start()
        report: Sequence[object] = ("rapport", "1833", "--data", folder, "--format")
        wanted = ",".join(FORMATS)
        took = timed(*report, wanted, "--ut", tmp_path / "whole")
        assert all(is_whole(p) for p in files(tmp_path / "whole"))
        chance, met = random.Random(SEED), 0
        for number in range(KILLS):
            out = tmp_path / f"ut-{number % 3}"  # over an earlier one too
            after = (number + chance.random()) / KILLS * took
            met += killed(begun(*report, wanted, "--ut", out), after)
            assert all(is_whole(p) for p in files(out)), number
            assert stored(folder, OWN, EVENTS, FIGURES) == before
        over.set()
        others.join(120)
        assert served.alive() and not faults, faults
    assert met >= SEEN_OFTEN * KILLS and read[0] > KILLS
