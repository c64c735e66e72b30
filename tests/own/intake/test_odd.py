"""Odd files from a grammar: each is read as it truly says, or asked about, or refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.own.intake.odd.judge import KINDS, draft_of, faults
from tests.own.intake.odd.written import whole
from tests.tiers import sized

from veivalg.own.versions import OwnStore

FILES = sized(100, 2_000)


def test_no_odd_file_is_read_wrong_in_silence_or_breaks(tmp_path: Path) -> None:
    met: Counter[str] = Counter()
    found = []
    for how, fault in faults(range(FILES), OwnStore(tmp_path)):
        met[how] += 1
        if fault is not None:
            found.append(fault)
    assert not found, "\n".join(map(str, found))
    # An intake that refuses everything reads nothing wrong either.
    assert met["read"] >= FILES * 0.2 and met["asked"] >= FILES * 0.05, met
    assert met["refused"] <= FILES * 0.6, met


def test_the_same_seed_makes_the_same_file_and_every_kind_is_tried() -> None:
    assert all(whole(draft_of(s)) == whole(draft_of(s)) for s in range(20))
    tried = {name for seed in range(FILES) for name in draft_of(seed).odd}
    assert len(tried) >= sized(0.8, 1.0) * len(KINDS), set(KINDS) - tried
