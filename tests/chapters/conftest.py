"""Evidence for chapters: the embedded figures, and municipalities that grow or shrink by hand."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import polars as pl
import pytest

from veivalg.content import Source
from veivalg.gather.evidence import Evidence
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import municipality
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES, Sourced

sys.path.insert(0, str(Path(__file__).parent))
SSB = Source("ssb-07459", "SSB", "Folkemengde", table="07459")
SSB_AHEAD = Source("ssb-14746", "SSB", "Framskriving", table="14746")


@pytest.fixture
def embedded() -> Callable[..., Evidence]:
    """Give what a first run knows of a municipality."""

    def make(code: str, overrides: Mapping[str, float] | None = None) -> Evidence:
        return _embedded(code, tuple((overrides or {}).items()))

    return make


@lru_cache(64)
def _embedded(code: str, overrides: tuple[tuple[str, float], ...]) -> Evidence:
    return Evidence(municipality(code), embedded_tables(), dict(overrides), "2026-11-22")


@pytest.fixture
def unknown() -> Evidence:
    """Give a municipality no table knows."""
    return Evidence(municipality("1151"), {}, {}, "2026-11-22")


def _rows(sizes: Mapping[tuple[int, int], float], year: int) -> list[tuple[object, ...]]:
    return [
        ("1151", year, sex, age, round(n / (hi - lo + 1)))
        for (lo, hi), n in sizes.items()
        for age in range(lo, hi + 1)
        for sex in ("female", "male")
    ]


@pytest.fixture
def by_hand() -> Callable[..., Evidence]:
    """Make a municipality: persons of each sex in 0–19, 20–64, 65–79, 80+ in each year."""

    def make(
        observed: Mapping[int, tuple[float, ...]],
        projected: Mapping[int, tuple[float, ...]] | None = None,
    ) -> Evidence:
        groups = ((0, 19), (20, 64), (65, 79), (80, 105))
        names = ["municipality", "year", "sex", "age", "persons"]

        def frame(by: Mapping[int, tuple[float, ...]]) -> pl.DataFrame:
            rows = [r for y, n in by.items() for r in _rows(dict(zip(groups, n, strict=True)), y)]
            return pl.DataFrame(rows, schema=names, orient="row")

        tables = {"population": Sourced(TABLES["population"].validate(frame(observed)), {"*": SSB})}
        if projected:
            main = frame(projected).with_columns(alternative=pl.lit("MMMM"))
            tables["projection"] = Sourced(TABLES["projection"].validate(main), {"*": SSB_AHEAD})
        here = Municipality("1151", "Utsira", "Utsira", "11", "Rogaland", 6, 4.9, 59.3)
        return Evidence(here, tables, {}, "2026-11-22")

    return make
