"""Which years of a municipality are not its own: held against SSB's history, and all 357."""

import os
from pathlib import Path

import polars as pl
import pytest

from veivalg.norway.register import municipalities
from veivalg.norway.splits import before_split, own_since, shares_until, split_since
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES

ROOT = Path(__file__).parents[2]
STATISTICS = Path(os.environ.get("VEIVALG_STATISTICS", ROOT.parent / "shared" / "statistics"))
SPLITS = {"1508": 2024, "1580": 2024, **dict.fromkeys(("1806", "1875"), 2020)} | dict.fromkeys(
    ("5055", "5056", "5059"), 2020
)
"""Ålesund and Haram; Narvik and Hamarøy (Tysfjord); Heim, Hitra and Orkland (Snillfjord)."""


def test_seven_of_all_municipalities_came_of_a_split() -> None:
    assert dict(own_since()) == SPLITS
    for m in municipalities():
        for year in range(1950, 2030):
            assert split_since(m.code, year) is (year < SPLITS.get(m.code, 0))


def test_two_were_nothing_but_shares_of_another() -> None:
    assert dict(shares_until()) == {"1508": 2024, "1580": 2024}


def test_a_frame_is_told_the_same_row_by_row() -> None:
    every = pl.DataFrame({"municipality": [m.code for m in municipalities()]}).join(
        pl.DataFrame({"year": range(2000, 2027)}), how="cross"
    )
    found = every.with_columns(gone=before_split()).rows()
    assert all(gone is split_since(code, year) for code, year, gone in found)


@pytest.mark.statistics
def test_ssbs_history_shares_out_the_same_years() -> None:
    path = STATISTICS / "municipality_code_history.parquet"
    if not path.exists():
        pytest.skip("the shared statistics are not here")
    shared = pl.read_parquet(path).filter(pl.col("weight") < 1).group_by("municipality")
    last = dict(shared.agg(pl.col("year").max()).rows())
    assert {code: year + 1 for code, year in last.items()} == SPLITS


@pytest.mark.parametrize("name", sorted(embedded_tables()))
def test_nothing_embedded_has_a_figure_from_before_a_split(name: str) -> None:
    frame, schema = embedded_tables()[name].frame, TABLES[name]
    if not {"municipality", "year"} <= set(frame.columns):
        return
    gone = frame.filter(
        pl.any_horizontal(
            (pl.col("municipality") == code) & (pl.col("year") < first)
            for code, first in SPLITS.items()
        )
    )
    values = [f.name for f in schema.fields if not f.key and f.name != "reason"]
    assert all(gone[value].null_count() == gone.height for value in values)
    if gone.height:
        assert set(gone["reason"]) == {"kommunen er delt siden"}


def test_no_embedded_group_jumps_where_half_of_alesund_was_harams() -> None:
    frame = embedded_tables()["population_groups"].frame
    total = frame.group_by("municipality", "year").agg(pl.col("persons").sum())
    groups = total.filter(pl.col("municipality").str.starts_with("EKG"))
    change = groups.sort("municipality", "year").with_columns(
        by=(pl.col("persons") / pl.col("persons").shift(1).over("municipality") - 1).abs()
    )
    assert (
        change["by"].max() < 0.03
    )  # the group of Haram fell by 7.5 %, that of Ålesund rose by 5.8 %
    first = dict(groups.group_by("municipality").agg(pl.col("year").min()).rows())
    assert {g for g, year in first.items() if year > 2005} == {"EKG01", "EKG11"}
    assert first["EKG01"] == first["EKG11"] == 2024
