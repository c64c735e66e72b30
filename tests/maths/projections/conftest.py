"""Evidence from the shared statistics, and small populations written by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from veivalg.content import Source
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.tables import TABLES, Sourced

SSB = Source("ssb-07459", "SSB", "Folkemengde", table="07459")
SSB_AHEAD = Source("ssb-14746", "SSB", "Befolkningsframskrivinger", table="14746")
BANDS = (
    (0, 0),
    (1, 5),
    (6, 12),
    (13, 15),
    (16, 17),
    (18, 19),
    (20, 22),
    (23, 24),
    (25, 49),
    (50, 64),
    (65, 66),
    (67, 69),
    (70, 74),
    (75, 79),
    (80, 84),
    (85, 89),
    (90, 105),
)


def folder() -> Path:
    given = os.environ.get("VEIVALG_STATISTICS")
    return Path(given) if given else Path(__file__).parents[3].parent / "shared" / "statistics"


def _population(codes: list[str]) -> pl.DataFrame:
    frame = pl.scan_parquet(folder() / "population.parquet")
    return frame.filter(pl.col("municipality").is_in(codes)).collect()


def _bands(frame: pl.DataFrame) -> pl.DataFrame:
    parts = [
        frame.filter(pl.col("age").is_between(lo, hi))
        .group_by("municipality", "year")
        .agg(pl.col("persons").sum())
        .with_columns(age_from=pl.lit(lo), age_to=pl.lit(hi))
        for lo, hi in BANDS
    ]
    return TABLES["population_groups"].validate(pl.concat(parts))


def _main_figures(codes: list[str]) -> pl.DataFrame:
    frame = pl.read_parquet(folder() / "projection_2026_north.parquet")
    ages = {
        "0-19": (0, 19),
        "20-64": (20, 64),
        "65+": (65, 105),
        "80+": (80, 105),
        "total": (0, 105),
    }
    return TABLES["projection_groups"].validate(
        frame.filter(pl.col("municipality").is_in(codes)).with_columns(
            age_from=pl.col("age_group").replace_strict({k: v[0] for k, v in ages.items()}),
            age_to=pl.col("age_group").replace_strict({k: v[1] for k, v in ages.items()}),
        )
    )


@pytest.fixture(scope="session")
def real() -> Callable[..., PeopleTables]:
    """Make tables as a first run has it: three census years, bands each year, main groups."""
    if not (folder() / "population.parquet").exists():
        pytest.skip("Statistikkmappa finnes ikke (sett VEIVALG_STATISTICS).")

    def make(
        code: str, *, years: tuple[int, ...] = (2016, 2021, 2024, 2026), ahead: bool = True
    ) -> PeopleTables:
        raw = _population([code, "0"])
        one_year = TABLES["population"].validate(raw.filter(pl.col("year").is_in(years)))
        tables = {
            "population": Sourced(one_year, {"*": SSB}),
            "population_groups": Sourced(_bands(raw), {"*": SSB}),
        }
        main = _main_figures([code]) if ahead else TABLES["projection_groups"].empty()
        if main.height:
            tables["projection_groups"] = Sourced(main, {"*": SSB_AHEAD})
        return PeopleTables.among(tables)

    return make


def frame_of(code: str, counts: dict[int, np.ndarray]) -> pl.DataFrame:
    """Write year → (2, 106) as the table of one-year ages."""
    rows = [
        (code, y, sex, age, round(float(n[s, age])))
        for y, n in counts.items()
        for s, sex in enumerate(("female", "male"))
        for age in range(106)
    ]
    names = ["municipality", "year", "sex", "age", "persons"]
    return TABLES["population"].validate(pl.DataFrame(rows, schema=names, orient="row"))
