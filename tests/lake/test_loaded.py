"""Frames kept in memory: never older than their file, and never more than the limit."""

from pathlib import Path

import polars as pl

from veivalg.content import Source
from veivalg.foundation.errors import StoreError
from veivalg.lake import Lake
from veivalg.lake.loaded import Loaded

ROWS = pl.DataFrame(
    {"municipality": ["5503"], "year": [2024], "sex": ["female"], "age": [0], "persons": [100]}
)


def test_a_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    path, loaded, reads = tmp_path / "a", Loaded(), []

    def read() -> pl.DataFrame:
        reads.append(path.read_text())
        return pl.DataFrame({"text": [path.read_text()]})

    path.write_text("one")
    assert loaded.get(path, read).item() == loaded.get(path, read).item() == "one"
    path.write_text("another")
    assert loaded.get(path, read).item() == "another"
    assert reads == ["one", "another"]


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    frame = pl.DataFrame({"n": range(1_000)})
    loaded, reads = Loaded(2.5 * frame.estimated_size()), []
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.touch()

    def get(path: Path) -> None:
        def read() -> pl.DataFrame:
            reads.append(path.name)
            return frame

        loaded.get(path, read)

    for at in (0, 1, 0, 2, 0, 1):
        get(paths[at])
    assert reads == ["a", "b", "c", "b"]
    assert loaded.size <= loaded.limit


def test_a_file_damaged_after_it_was_read_is_found_out(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.put("population", "5503", ROWS, Source("ssb", "SSB", "Folkemengde"))
    assert lake.read("population", ["5503"]) is not None
    entry = lake.entry("population", "5503")
    assert entry is not None
    before = lake.version("population", ["5503"])
    entry.path.write_bytes(b"damaged")
    assert lake.version("population", ["5503"]) != before
    try:
        lake.read("population", ["5503"])
    except StoreError as error:
        assert str(entry.path) in str(error)
    else:
        raise AssertionError
