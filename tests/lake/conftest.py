"""Small true-looking tables to store."""

from __future__ import annotations

import polars as pl
import pytest

from veivalg.content import Source


@pytest.fixture
def ssb() -> Source:
    return Source(
        "ssb-07459",
        "SSB",
        "07459: Befolkning",
        table="07459",
        query="tables/07459/data?valuecodes[Region]=5503",
        retrieved="2026-03-01",
        updated="2026-02-24T07:00:00Z",
        licence="CC BY 4.0",
    )


@pytest.fixture
def people():
    def make(*places: str, persons: int = 100, years: tuple[int, ...] = (2024,)) -> pl.DataFrame:
        rows = [(p, y, "female", age, persons) for p in places for y in years for age in range(3)]
        return pl.DataFrame(rows, ["municipality", "year", "sex", "age", "persons"], orient="row")

    return make
