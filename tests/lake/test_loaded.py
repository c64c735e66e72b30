"""Frames kept in memory: never older than their file."""

from pathlib import Path

import polars as pl

from veivalg.content import Source
from veivalg.foundation.errors import StoreError
from veivalg.lake.lake import Lake
from veivalg.lake.loaded import loaded

ROWS = pl.DataFrame(
    {"municipality": ["5503"], "year": [2024], "sex": ["female"], "age": [0], "persons": [100]}
)


def test_a_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    path, reads = tmp_path / "a", []

    def read() -> pl.DataFrame:
        reads.append(path.read_text())
        return pl.DataFrame({"text": [path.read_text()]})

    path.write_text("one")
    assert loaded(path, read).item() == loaded(path, read).item() == "one"
    path.write_text("another")
    assert loaded(path, read).item() == "another"
    assert reads == ["one", "another"]


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
