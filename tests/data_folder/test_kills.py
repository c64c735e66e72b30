"""kill -9 at any moment of a move or a restore leaves the old folder or the new, whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.data_folder.conftest import FOLDERS, expected_of, tree, unpack
from tests.data_folder.seen import as_today, everything
from tests.killed import Killed
from tests.tiers import sized

from veivalg.foundation.layout.backup import back_up
from veivalg.foundation.layout.mark import layout_of, read_mark
from veivalg.foundation.layout.names import COPIES, KEPT, LAYOUT, OLD
from veivalg.foundation.layout.opening import open_folder
from veivalg.own.versions import OwnStore

SCRIPT = Path(__file__).with_name("change_when_told.py")
SEED = 20_261_128
Ended = tuple[int, list[int], float]
FEW, RANDOM, MANY = 12, sized(3, 200), 200
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and fork are POSIX")


class Changes(Killed):
    """Makes changes one after the other, each in a process of its own."""

    def __init__(self) -> None:
        super().__init__(SCRIPT)

    def run(self, *told: object, kill_after: float | None = None) -> Ended:
        """Give how it ended (-9 when killed), the changes of files and how long it took."""
        code, took = super().run(*told, kill_after=kill_after)
        return code, [int(n) for n in self.process.stdout.readline().split()], took


@pytest.fixture(scope="module")
def changes() -> Iterator[Changes]:
    made = Changes()
    yield made
    made.close()


def points(counted: list[int], most: int) -> list[int]:
    """Give changes of files to be killed before: half of them from when it is decided to when it
    is done, which is a small part of all, and half evenly spread."""
    count, decided, done = counted
    spread = {1 + round(i * (count - 1) / (most - 1)) for i in range(most)}
    within = {decided + round(i * (done - decided) / (most - 1)) for i in range(most)}
    return sorted(spread | within)


def is_clean(folder: Path) -> None:
    """Check that nothing half is left."""
    left = [p.name for p in folder.rglob("*") if p.name.startswith(".") or ".tmp" in p.name]
    assert left == []


class Moves:
    """Moves of the folder of an earlier version, each begun anew."""

    def __init__(self, changes: Changes, version: str, place: Path) -> None:
        self.changes, self.place, self.number = changes, place, 0
        self.before = tree(unpack(version, place / "before"))
        self.wanted = as_today(expected_of(version))
        self.version = version

    def one(self, point: int, kill_after: float | None = None) -> Ended:
        """Move, be killed, and check what is left and what the next start makes of it."""
        self.number += 1
        folder = unpack(self.version, self.place / str(self.number))
        ended = self.changes.run("migrate", folder, point, kill_after=kill_after)
        if read_mark(folder) is None:
            found = tree(folder)
            assert {n: found[n] for n in self.before} == self.before, "it is the old one, untouched"
            assert not any((folder / name).exists() for name in ("tall", "egne-tall", "hendelser"))
        open_folder(folder).close()
        assert layout_of(folder) == LAYOUT
        assert all((folder / name).is_file() for name in OLD), "0.1.0 is stopped"
        assert everything(folder) == self.wanted
        is_clean(folder)
        kept = [tree(copy) for copy in (folder / COPIES).iterdir()]
        ours = {n: c for n, c in self.before.items() if n != "notat.txt"}
        assert kept and all(copy == ours for copy in kept)
        shutil.rmtree(folder)
        return ended


@pytest.fixture
def moves(changes: Changes, tmp_path: Path) -> Moves:
    return Moves(changes, FOLDERS[1], tmp_path)


def test_a_move_killed_before_any_of_some_changes_of_files_is_done_or_not_begun(
    moves: Moves,
) -> None:
    code, counted, _took = moves.one(0)
    assert code == 0 and counted[0] > 100
    for point in points(counted, FEW):
        assert moves.one(point)[0] == -signal.SIGKILL


@pytest.mark.proof
@pytest.mark.parametrize("version", FOLDERS.values())
def test_a_move_killed_before_every_change_of_a_file_is_done_or_not_begun(
    version: str, changes: Changes, tmp_path: Path
) -> None:
    moves = Moves(changes, version, tmp_path)
    for point in range(1, moves.one(0)[1][0] + 1):
        assert moves.one(point)[0] == -signal.SIGKILL


def test_a_move_killed_at_random_moments_is_done_or_not_begun(moves: Moves) -> None:
    chance, killed = random.Random(SEED), 0
    moves.one(0)
    duration = moves.one(0)[2]
    while killed < RANDOM:
        # One in each part of the duration, so that every part of a move is met.
        code, _counted, took = moves.one(0, (killed + chance.random()) / RANDOM * duration)
        killed += code != 0
        duration = min(duration, took) if code == 0 else duration


class Restores:
    """Restores over a folder with other content, each begun anew."""

    def __init__(self, changes: Changes, place: Path) -> None:
        self.changes, self.place, self.number = changes, place, 0
        self.source = unpack(FOLDERS[1], place / "source")
        open_folder(self.source).close()
        self.new = everything(self.source)
        self.archive = place / "kopi.zip"
        back_up(self.source, self.archive)
        self.other = place / "other"
        shutil.copytree(self.source, self.other)
        shutil.rmtree(self.other / COPIES)
        (self.other / "etterproving.json").write_text("{}")
        store = OwnStore(self.other)
        frame = store._rows("1833", "pupils", 3).frame
        store.put("1833", "pupils", frame, file="annen.csv", sha256="x")
        store.delete("5503", "home_care_visits", "Per")
        self.old = kept(self.other)

    def one(self, point: int, kill_after: float | None = None) -> Ended:
        """Restore, be killed, and check that the next start finds the old or the new whole."""
        self.number += 1
        folder = self.place / str(self.number)
        shutil.copytree(self.other, folder)
        ended = self.changes.run("restore", folder, point, self.archive, kill_after=kill_after)
        open_folder(folder).close()
        is_clean(folder)
        if kept(folder) != self.old:
            assert everything(folder) == self.new
            assert not (folder / "etterproving.json").exists()
            (copy,) = (folder / COPIES).iterdir()
            assert kept(copy) == self.old
        elif ended[0] == 0:
            pytest.fail("it was said to be done")
        shutil.rmtree(folder)
        return ended


def kept(folder: Path) -> dict[str, bytes]:
    """Give what a backup holds of a folder."""
    return {n: c for n, c in tree(folder).items() if n.split("/")[0] in KEPT}


def test_a_restore_killed_before_any_of_some_changes_of_files_is_done_or_not_begun(
    changes: Changes, tmp_path: Path
) -> None:
    restores = Restores(changes, tmp_path)
    code, counted, _took = restores.one(0)
    assert code == 0 and counted[0] > 50
    for point in points(counted, FEW):
        assert restores.one(point)[0] == -signal.SIGKILL


@pytest.mark.proof
def test_a_restore_killed_before_every_change_of_a_file_is_done_or_not_begun(
    changes: Changes, tmp_path: Path
) -> None:
    restores = Restores(changes, tmp_path)
    for point in range(1, restores.one(0)[1][0] + 1):
        assert restores.one(point)[0] == -signal.SIGKILL


@pytest.mark.proof
def test_a_restore_killed_at_random_moments_is_done_or_not_begun(
    changes: Changes, tmp_path: Path
) -> None:
    restores, chance, killed = Restores(changes, tmp_path), random.Random(SEED), 0
    restores.one(0)
    duration = restores.one(0)[2]
    while killed < MANY:
        code, _counted, took = restores.one(0, (killed + chance.random()) / MANY * duration)
        killed += code != 0
        duration = min(duration, took) if code == 0 else duration


def test_a_move_back_is_never_needed_to_read_what_was_there(tmp_path: Path) -> None:
    folder = unpack(FOLDERS[1], tmp_path / "data")
    open_folder(folder).close()
    (copy,) = (folder / COPIES).iterdir()
    assert layout_of(copy) == 1
    opened = open_folder(copy)
    assert [m.source for m in opened.moved] == [1]
    opened.close()
    found, wanted = everything(copy), as_today(expected_of(FOLDERS[1]))
    assert {**found, "others": wanted["others"]} == wanted
    assert {n for n in OLD if (copy / n).is_dir()} == set()
