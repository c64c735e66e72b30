"""kill -9 of `hent --alle`: what is stored is whole, and the next run fetches the rest and no more.

All municipalities of the register are fetched, a few tables of each, through the command that
people run; the figures are made up.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.killed import Killed
from tests.tiers import sized
from tools.standin import Standin, StandinLimits
from tools.standin.__main__ import klass_of
from tools.standin.figures import fixture_figures
from tools.standin.tables import care

from veivalg.lake.entry import Entry
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipalities

KILLS, SEED = sized(1, 50), 20_261_130
TABLES = sized(("care_staff",), ("care_places", "care_staff", "care_users"))
MET = 0.3
"""Part of the kills that must have met a run with something stored and something left."""
SCRIPT = Path(__file__).with_name("fetch_when_told.py")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and fork are POSIX")
Part = tuple[str, str]
"""A table and the name of a partition of it."""


@dataclass(frozen=True)
class Kept:
    """What is known of a stored partition: its rows, its content, and when it was put there."""

    rows: int
    sha256: str
    state: tuple[int, int]


@dataclass(frozen=True)
class Run:
    """How a run of the command ended, and what it said of each table."""

    code: int
    tables: tuple[dict[str, Any], ...]

    def count(self, what: str) -> int:
        """Add a number up over the tables."""
        return sum(table[what] for table in self.tables)


class Fetches(Killed):
    """Runs of `hent --alle` against one service."""

    def __init__(self, url: str, told: Path) -> None:
        super().__init__(SCRIPT, url, *TABLES)
        self.told = told

    def into(self, folder: Path, kill_when: Callable[[], bool] | None = None) -> Run:
        """Run it, and kill it when something has happened."""
        code, _took = self.run(folder, self.told, kill_when=kill_when)
        said = json.loads(self.told.read_text())["tabeller"] if code == 0 else ()
        return Run(code, tuple(said))


def stored(folder: Path) -> dict[Part, Kept]:
    """Give every partition in force; each must be readable and what its entry says."""
    lake = Lake(folder)
    assert lake.verify() == ()
    return {(e.table, e.partition): _kept(folder, e) for e in lake.catalogue()}


def _kept(folder: Path, entry: Entry) -> Kept:
    (file,) = folder.glob(f"tall/catalogue/{entry.table}/{entry.partition}.json")
    return Kept(entry.rows, entry.source.sha256, (file.stat().st_ino, file.stat().st_mtime_ns))


def complete(found: dict[Part, Kept], whole: dict[Part, Kept]) -> set[str]:
    """Give the partitions, each a place of a table of the source, that no table of ours lacks."""
    wanted = Counter(name for _table, name in whole)
    return {n for n, tables in Counter(n for _t, n in found).items() if tables == wanted[n]}


@pytest.fixture(scope="module")
def service() -> Standin:
    """Give a stand-in with made-up figures for every municipality."""
    figures = fixture_figures({m.code: m.name for m in municipalities()})
    limits = StandinLimits(window=0.01, calls=10_000)
    with Standin(care(figures), limits=limits, klass=klass_of(figures)) as standin:
        yield standin


def test_hent_alle_killed_at_any_moment_loses_nothing_and_fetches_only_what_is_left(
    service: Standin, tmp_path: Path
) -> None:
    fetches = Fetches(service.url, tmp_path / "told.json")
    first = fetches.into(tmp_path / "whole")
    whole, calls = stored(tmp_path / "whole"), first.count("kall")
    assert first.code == 0 and first.count("kall") == service.data_calls()
    assert first.count("hentet") == len({name for _table, name in whole}) > len(municipalities())
    chance, met = random.Random(SEED), 0
    for number in range(KILLS):
        folder = tmp_path / f"data-{number}"
        # One in each part of a fetch, told by what the service has answered and not by a clock: a
        # second run is quicker than the first, and on a busy machine it isn't.
        share = (number + chance.uniform(0.2, 0.8)) / KILLS
        until = service.data_calls() + max(1, round(share * calls))
        killed = fetches.into(folder, lambda until=until: service.data_calls() >= until)
        assert killed.code in (-signal.SIGKILL, 0)
        before, asked = stored(folder), service.data_calls()
        assert all(whole[part].rows == kept.rows for part, kept in before.items())
        rest, done = fetches.into(folder), complete(before, whole)
        found = stored(folder)
        assert rest.code == 0
        assert {p: k.sha256 for p, k in found.items()} == {p: k.sha256 for p, k in whole.items()}
        assert all(found[p].state == k.state for p, k in before.items() if p[1] in done)
        assert rest.count("uendret") == len(done)
        assert rest.count("hentet") == first.count("hentet") - len(done)
        assert rest.count("kall") == service.data_calls() - asked <= first.count("kall")
        assert not [p for p in folder.rglob("*") if ".tmp" in p.name]
        met += 0 < len(before) < len(whole)
        shutil.rmtree(folder)
    fetches.close()
    assert met >= MET * KILLS
