"""The one cache: each result made once, none given for another, and never more than the limit."""

from __future__ import annotations

import gc
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cachetools
import numpy as np
import polars as pl
import pytest

from veivalg.foundation.cache import Cache, Store, size_of
from veivalg.foundation.errors import UsageError
from veivalg.foundation.settings import MEMORY, MEMORY_ENV, cache_megabytes, keep_megabytes


def test_equal_objects_that_are_not_the_same_are_worked_on_apart() -> None:
    first, second, kept = [1], [1], Cache[int]()
    assert kept.get(2024, lambda: 1, held=(first,)) == 1
    assert kept.get(2024, lambda: 2, held=(first,)) == 1
    assert kept.get(2024, lambda: 3, held=(second,)) == 3
    assert kept.get(2025, lambda: 4, held=(first,)) == 4


def test_what_was_held_lives_as_long_as_the_result() -> None:
    kept = Cache[int]()
    for number in range(200):  # a freed list's place in memory is taken by the next
        assert kept.get("a", lambda n=number: n, held=([number],)) == number


def test_two_regions_have_nothing_to_do_with_each_other() -> None:
    one, other = Cache[int](), Cache[int]()
    one.get("a", lambda: 1)
    assert other.find("a") is None
    one.clear()
    assert one.find("a") is None


def test_nothing_is_a_result_too() -> None:
    made: list[int] = []
    kept = Cache[None]()
    for _time in range(3):
        assert kept.get("a", lambda: made.append(1)) is None
    assert len(made) == 1


def test_twenty_readers_wait_for_one_making() -> None:
    kept, made = Cache[int](store=Store(0)), []  # not even what there is no room to keep

    def make() -> int:
        made.append(1)
        time.sleep(0.1)
        return 7

    ready = threading.Barrier(20)

    def read() -> int:
        ready.wait()
        return kept.get("a", make)

    with ThreadPoolExecutor(20) as readers:
        answers = [f.result() for f in [readers.submit(read) for _reader in range(20)]]
    assert answers == [7] * 20
    assert len(made) == 1


def test_different_results_are_made_at_the_same_time() -> None:
    kept, both = Cache[int](), threading.Barrier(2, timeout=5)
    with ThreadPoolExecutor(2) as readers:
        asked = [readers.submit(kept.get, key, both.wait) for key in "ab"]
        assert sorted(one.result() for one in asked) == [0, 1]


def test_a_failed_making_is_told_and_tried_again() -> None:
    kept = Cache[int]()

    def broken() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("a", broken)
    assert kept.get("a", lambda: 1) == 1


def test_one_who_waits_for_a_making_that_fails_makes_it() -> None:
    kept, begun, go = Cache[int](), threading.Event(), threading.Event()

    def broken() -> int:
        begun.set()
        go.wait(5)
        raise ValueError("no")

    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(kept.get, "a", broken)
        begun.wait(5)
        second = readers.submit(kept.get, "a", lambda: 2)
        time.sleep(0.05)
        go.set()
        assert second.result() == 2
        assert isinstance(first.exception(), ValueError)


def test_the_limit_is_shared_and_the_least_recently_used_goes_first() -> None:
    store = Store(0.04)
    one, other = Cache[bytes](len, store), Cache[bytes](len, store)
    for number in range(6):
        one.get(number, lambda: bytes(5_000))
        other.get(number, lambda: bytes(5_000))
        one.find(0)
        assert one.bytes + other.bytes <= 40_000
    assert one.find(0) is not None
    assert other.find(0) is None
    assert other.find(5) is not None


def test_what_is_too_big_is_given_and_not_kept() -> None:
    kept = Cache[bytes](store=Store(0.001))
    assert len(kept.get("a", lambda: bytes(5_000))) == 5_000
    assert (len(kept), kept.bytes) == (0, 0)


def test_a_region_nobody_has_any_more_gives_its_room_back() -> None:
    store = Store(1)
    kept = Cache[bytes](len, store)
    kept.get("a", lambda: bytes(900))
    del kept
    gc.collect()
    last = Cache[bytes](len, store)
    last.get("b", lambda: bytes(10))
    assert store.entries.currsize == 10


@dataclass(frozen=True, slots=True)
class _Made:
    table: pl.DataFrame
    arrays: tuple[np.ndarray, ...]
    by_place: dict[str, bytes]


def test_sizes_are_of_what_is_held_each_part_once() -> None:
    table = pl.DataFrame({"n": range(100_000)})
    array = np.zeros(50_000)
    made = _Made(table, (array, array), {"a": bytes(300_000)})
    assert size_of(made) == pytest.approx(800_000 + 400_000 + 300_000, rel=0.01)


def test_a_part_of_an_array_takes_what_the_whole_takes() -> None:
    whole = np.zeros(100_000)
    assert size_of(whole[:10]) == size_of(whole) == 800_000
    assert size_of([whole[:10], whole[10:20]]) == pytest.approx(800_000, rel=0.01)


def test_what_a_result_rests_on_counts_once_and_goes_with_the_last_that_rests_on_it() -> None:
    store = Store(1)
    kept, basis = Cache[bytes](len, store), np.zeros(50_000)  # 400 kB
    kept.get("a", lambda: bytes(1_000), held=(basis,))
    kept.get("b", lambda: bytes(1_000), held=(basis,))
    assert store.bytes == 402_000
    kept.get("stor", lambda: bytes(599_000))  # there is room for this and one of the others not
    assert kept.find("a", held=(basis,)) is None and store.bytes <= 1_000_000
    kept.clear()
    assert store.bytes == 0 and not store.entries.resting


def test_a_result_that_rests_on_too_much_is_given_and_not_kept() -> None:
    store = Store(0.1)
    kept, basis = Cache[int](store=store), np.zeros(50_000)
    assert kept.get("a", lambda: 7, held=(basis,)) == 7
    assert len(kept) == 0 and store.bytes == 0


def test_whatever_is_asked_for_what_is_alive_is_never_more_than_the_limit() -> None:
    """Told by another way than the store's: all that it keeps alive is walked through anew."""
    draw = random.Random(11)
    store = Store(2)
    regions = [Cache[object](store=store) for _n in range(3)]
    bases = [np.zeros(draw.randrange(1_000, 40_000)) for _n in range(8)]
    most = 0.0
    for _turn in range(400):
        size = draw.randrange(1_000, 300_000)
        made: object = draw.choice(
            [bytes(size), np.zeros(size // 8), pl.DataFrame({"n": np.zeros(size // 8)})]
        )
        held = tuple(draw.sample(bases, draw.randrange(3)))
        draw.choice(regions).get(draw.randrange(40), lambda m=made: m, held=held)
        entries = store.entries
        alive = [cachetools.Cache.__getitem__(entries, key) for key in entries]
        parts = {id(p): p for e in alive for p in (e.value, *e.held)}
        taken = sum(_bytes(part) for part in parts.values())
        most = max(most, taken)
        assert taken <= 2_000_000
    assert most > 1_000_000, "the room is used"


def _bytes(part: object) -> int:
    if isinstance(part, pl.DataFrame):
        return 8 * part.height * part.width  # of numbers of eight bytes
    return part.nbytes if isinstance(part, np.ndarray) else len(part)  # type: ignore[arg-type]


def test_the_setting_is_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEIVALG_MINNE", "12,5")
    assert cache_megabytes() == 12.5
    for wrong in ("mye", "-1", "inf", "nan"):
        monkeypatch.setenv("VEIVALG_MINNE", wrong)
        with pytest.raises(UsageError, match="megabyte"):
            cache_megabytes()


def test_the_page_on_speed_tells_the_setting_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    told = (Path(__file__).parents[2] / "docs" / "ytelse.md").read_text("utf-8")
    monkeypatch.delenv(MEMORY_ENV, raising=False)
    assert f"høyst {MEMORY} MB" in told and f"`{MEMORY_ENV}`" in told
    assert cache_megabytes() == MEMORY
    keep_megabytes(12.5)
    assert cache_megabytes() == 12.5
    monkeypatch.delenv(MEMORY_ENV)
    with pytest.raises(UsageError, match="megabyte"):
        keep_megabytes(-1)
    monkeypatch.delenv(MEMORY_ENV)
