"""kill -9 at random moments during a fetch: the lake is always readable, the next completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.tiers import sized

from veivalg.lake.lake import Lake
from veivalg.tables import TABLES

KILLS, STAGES, SEED = sized(8, 50), sized(2, 4), 20_260_224
SCRIPT = Path(__file__).with_name("fetch_when_told.py")
ROWS = {"population": 22 * 2 * 106, "projection": 9 * 25 * 2 * 106}


class Fetches:
    """Runs fetches one after the other, each in a process of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT), url, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def run(self, kill_after: float | None = None) -> tuple[int, float]:
        """Give how the fetch ended (-9 when killed) and how long it took."""
        self.process.stdin.write("go\n")
        child = int(self.process.stdout.readline())
        started = time.monotonic()
        alarm = threading.Timer(kill_after or 3600, _kill, [child])
        alarm.start()
        code = int(self.process.stdout.readline())
        alarm.cancel()
        return code, time.monotonic() - started

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def _kill(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return  # it ended in the same moment


def is_whole(lake: Lake) -> None:
    """Check that every partition in force can be read and holds all its rows."""
    assert lake.verify() == ()
    for entry in lake.catalogue():
        assert entry.rows == ROWS.get(entry.table, entry.rows)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 and fork are POSIX")
def test_a_fetch_killed_at_random_moments_leaves_the_lake_whole_and_then_completes(serve, tmp_path):
    standin = serve(window=0.01, calls=10_000)
    whole = Fetches(standin.url, tmp_path / "whole")
    code, duration = whole.run()
    whole.close()
    assert code == 0
    chance, killed, seen, round_ = random.Random(SEED), 0, set(), 0
    folder = tmp_path / "data-0"
    fetches = Fetches(standin.url, folder)
    while killed < KILLS:
        # One in each part of the duration, so that every part of a fetch is met.
        code, took = fetches.run((killed + chance.random()) / KILLS * duration)
        assert code in (-signal.SIGKILL, 0)
        killed += code != 0
        is_whole(Lake(folder))
        seen.add(len(Lake(folder).catalogue()))
        if code == 0:  # it got through: begin an empty lake, so that there is something to kill
            fetches.close()
            duration, round_ = min(duration, took), round_ + 1
            folder = tmp_path / f"data-{round_}"
            fetches = Fetches(standin.url, folder)
    assert len(seen) >= STAGES  # it was killed at many different stages
    assert fetches.run()[0] == 0
    fetches.close()
    lake = Lake(folder)
    is_whole(lake)
    for name in ("population", "projection", "care_users", "care_places", "care_hours"):
        TABLES[name].validate(lake.read(name).frame)
    assert set(lake.read("population").frame["municipality"]) == {"0", "1151", "5503"}
    assert not [p for p in folder.rglob("*") if p.name.endswith(".tmp")]
