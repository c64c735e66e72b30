"""kill -9 at random moments during a fetch: the lake is always readable, the next completes."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest
from tests.killed import Killed
from tests.tiers import sized

from veivalg.lake.lake import Lake
from veivalg.tables import TABLES

KILLS, STAGES, SEED = sized(8, 50), sized(2, 4), 20_260_224
SCRIPT = Path(__file__).with_name("fetch_when_told.py")
ROWS = {"population": 22 * 2 * 106, "projection": 9 * 25 * 2 * 106}


def is_whole(lake: Lake) -> None:
    """Check that every partition in force can be read and holds all its rows."""
    assert lake.verify() == ()
    for entry in lake.catalogue():
        assert entry.rows == ROWS.get(entry.table, entry.rows)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 and fork are POSIX")
def test_a_fetch_killed_at_random_moments_leaves_the_lake_whole_and_then_completes(serve, tmp_path):
    standin = serve(window=0.01, calls=10_000)
    whole = Killed(SCRIPT, standin.url, tmp_path / "whole")
    code, duration = whole.run()
    whole.close()
    assert code == 0
    chance, killed, seen, round_ = random.Random(SEED), 0, set(), 0
    folder = tmp_path / "data-0"
    fetches = Killed(SCRIPT, standin.url, folder)
    while killed < KILLS:
        # One in each part of the duration, so that every part of a fetch is met.
        code, took = fetches.run(kill_after=(killed + chance.random()) / KILLS * duration)
        assert code in (-signal.SIGKILL, 0)
        killed += code != 0
        is_whole(Lake(folder))
        seen.add(len(Lake(folder).catalogue()))
        if code == 0:  # it got through: begin an empty lake, so that there is something to kill
            fetches.close()
            duration, round_ = min(duration, took), round_ + 1
            folder = tmp_path / f"data-{round_}"
            fetches = Killed(SCRIPT, standin.url, folder)
    assert len(seen) >= STAGES  # it was killed at many different stages
    assert fetches.run()[0] == 0
    fetches.close()
    lake = Lake(folder)
    is_whole(lake)
    for name in (
        "population",
        "projection",
        "care_users",
        "care_places",
        "care_hours",
        "care_activity",
    ):
        TABLES[name].validate(lake.read(name).frame)
    assert set(lake.read("population").frame["municipality"]) == {"0", "1151", "5503"}
    assert not [p for p in folder.rglob("*") if p.name.endswith(".tmp")]
