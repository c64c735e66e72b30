"""kill -9 at many moments during an import: the version in force is the old or the new, whole."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from tests.killed import Killed
from tests.tiers import sized

from veivalg.own.versions import OwnStore

SCRIPT = Path(__file__).with_name("import_when_told.py")
KILLS, ROWS = sized((6, 4_000), (50, 1_000_000))


@pytest.mark.skipif(os.name != "posix", reason="kill -9 and fork are POSIX")
def test_an_import_killed_at_any_moment_leaves_the_version_before_or_the_new_one_whole(tmp_path):
    imports, store = Killed(SCRIPT, tmp_path, ROWS), OwnStore(tmp_path)
    imports.run(0)  # the first one pays for what the others find ready
    code, duration = imports.run(1)
    assert code == 0
    in_force, killed = 1, 0
    for value in range(2, KILLS + 2):
        # One in each part of the duration, so that every step is met.
        code, took = imports.run(value, kill_after=(value - 1) / KILLS * duration)
        if code == 0:  # quicker than the one that was timed: the next is met in its own parts
            duration = min(duration, took)
        killed += code == -signal.SIGKILL
        assert code in (0, -signal.SIGKILL)
        frame = store._rows("1833", "pupils").frame
        assert frame.height == ROWS and frame["pupils"].n_unique() == 1
        found = frame["pupils"][0]
        assert found in ((value,) if code == 0 else (in_force, value))
        in_force = found
    assert killed >= KILLS // 3
    assert imports.run(99)[0] == 0  # and the next import is as good as ever
    imports.close()
    assert store._rows("1833", "pupils").frame["pupils"][0] == 99
