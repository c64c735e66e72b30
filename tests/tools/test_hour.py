"""The hour of readers is watched rightly: growth is found, faults are told, and all is tried."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tiers import sized
from tools.hour import Seen, told, watch

MB = 2**20


def test_growth_is_that_of_the_middle_after_the_warm_part() -> None:
    seen = Seen(memory=[(float(t), (100 + min(t, 10)) * MB, 0) for t in range(61)])
    assert seen.grown() == (110 * MB, 110 * MB, 1.0), "warm after ten, and then still"
    seen = Seen(memory=[(float(t), 100 * MB, t * MB) for t in range(61)])
    before, after, times = seen.grown()
    assert (before, after) == (114.5 * MB, 155 * MB) and times == pytest.approx(155 / 114.5)


def test_some_read_take_in_and_write_for_a_little_while(tmp_path: Path) -> None:
    minutes = sized(0.25, 2.0)
    seen = watch(minutes, readers=sized(2, 3), thinks=0.5, folder=tmp_path / "data")
    # on a machine that does much else an answer may come late; that it comes wrong is never so
    assert not [f for f in seen.faults if "ReadTimeout" not in f], seen.faults
    assert min(seen.answers[kind] for kind in ("lest", "tatt inn", "rapport")) >= 1
    assert "uten lest" not in told(minutes, seen)
    assert all(own > 50 * MB for _t, own, _others in seen.memory)
