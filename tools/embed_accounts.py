"""The embedded accounts: every municipality by service area, Harstad and Rana by function.

Nothing is written that does not add up: functions to areas and to the net of all (AGD1), members to
their KOSTRA group and to the country, as SSB publishes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from veivalg.norway.kostra import areas as service_areas
from veivalg.norway.register import municipalities
from veivalg.norway.splits import SPLIT, split_since

NORWAY = "0"
BY_FUNCTION = ("5503", "1833")
NEWEST = 2025
AREAS = ("FGK1b", "FGK2", "FGK3", "FGK5", "FGK7", "FGK8b", "FGK9", "FGK12", "FGK13")
"""The areas that are embedded for everybody; they don't overlap, and are not the whole accounts."""
EARLIER = ("FGK8b", "FGK9")
"""Those embedded for the two years before as well."""
SPLIT_2023 = {"FGK9": 2_227_191, "FGK8b": 1_132_878}
"""What 1507 Ålesund, since split in 1508 and 1580, spent in 2023 (1000 kr, SSB 12362)."""
SPLIT_GROUP = "EKG11"
KEYS = ["municipality", "area", "measure", "year"]
_TYPES = (pl.String, pl.String, pl.String, pl.Int16)
AMOUNT = pl.col("amount_1000_nok")
KRONER = (AMOUNT * 1000).cast(pl.Float64).alias("amount")
_NO_REASON = pl.lit(None, pl.String).alias("reason")


def accounts_from_statistics(folder: Path) -> dict[str, pl.DataFrame]:
    """Make the tables of accounts; ends the program where a sum is off."""
    booked = pl.read_parquet(folder / "kostra_accounts.parquet")
    everybody = pl.read_parquet(folder / "kostra_areas_2025.parquet")
    overview = pl.read_parquet(folder / "kostra_finance_overview.parquet")
    functions, stated = _by_function(booked), _by_area(booked, everybody)
    check_functions(functions, stated, overview)
    summed = with_sums(stated, since_split())
    main = everybody.filter(pl.col("measure") == "finance").rename({"area": "concept"})
    finance = _finances(main, overview)
    return {
        "accounts": functions.select(
            "municipality",
            "year",
            pl.lit("konsern").alias("scope"),
            "function",
            pl.format("sum_{}", "measure").alias("art"),
            KRONER,
            _NO_REASON,
        ),
        "area_accounts": pl.concat(
            [
                summed.select("municipality", "year", "area", "measure", KRONER, _NO_REASON),
                _before_split(summed),
            ]
        ),
        "finances": finance.select("municipality", "year", "concept", KRONER, _NO_REASON),
    }


def _by_function(booked: pl.DataFrame) -> pl.DataFrame:
    return booked.filter(
        pl.col("municipality").is_in(BY_FUNCTION), ~pl.col("function").str.starts_with("FGK")
    )


def _by_area(booked: pl.DataFrame, everybody: pl.DataFrame) -> pl.DataFrame:
    """Join the areas of the two files; where both have a figure it must be the same."""
    columns = [*KEYS, "amount_1000_nok"]
    areas = pl.col("area").str.starts_with("FGK")
    first = (
        booked.rename({"function": "area"})
        .filter(areas, pl.col("municipality") != "EAKUO")
        .with_columns(pl.col("municipality").replace("EAK", NORWAY))
        .select(columns)
    )
    second = everybody.filter(areas).select(columns)
    both = first.join(second, KEYS, suffix="_other")
    _refuse(both.filter(pl.col("amount_1000_nok_other") != AMOUNT), "To kilder er ulike")
    return pl.concat([first, second.join(first, KEYS, how="anti")])


def check_functions(functions: pl.DataFrame, stated: pl.DataFrame, overview: pl.DataFrame) -> int:
    """Refuse functions that don't add up to the areas and to the net of all; give the sums tried.

    Parameters
    ----------
    functions, stated
        1000 kr by function and by area, gross and net.
    overview
        Concepts by code; ``AGD1`` is the net of all functions.
    """
    years = functions["year"].unique().to_list()
    pairs = [
        (area.code, code, y) for area in service_areas() for y in years for code in area.parts(y)
    ]
    schema = {"area": pl.String, "function": pl.String, "year": pl.Int16}
    parts = pl.DataFrame(pairs, schema, orient="row")
    summed = (
        functions.join(parts, ["function", "year"]).group_by(KEYS).agg(AMOUNT.sum().alias("summed"))
    )
    wanted = stated.filter(pl.col("municipality").is_in(BY_FUNCTION))
    tried = wanted.join(summed, KEYS, how="left")
    off = pl.col("summed").fill_null(0) != AMOUNT
    _refuse(tried.filter(off), "Funksjonene summerer ikke til området")
    keys = ["municipality", "year"]
    net = functions.filter(pl.col("measure") == "net").group_by(keys).agg(AMOUNT.sum())
    whole = overview.filter(pl.col("code") == "AGD1").join(net, keys, suffix="_summed")
    _refuse(whole.filter(pl.col("amount_1000_nok_summed") != AMOUNT), "Netto i alt er ikke summen")
    return tried.height + whole.height


def since_split() -> pl.DataFrame:
    """Give what belongs to a group and the country, of a municipality that is no more."""
    rows = [
        (place, area, "net", 2023, amount)
        for place in (SPLIT_GROUP, NORWAY)
        for area, amount in SPLIT_2023.items()
    ]
    return pl.DataFrame(
        rows, dict(zip(KEYS, _TYPES, strict=True)) | {"more": pl.Int64}, orient="row"
    )


def with_sums(areas: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """Add the groups and the country, refused where SSB publishes another figure than the sum.

    Parameters
    ----------
    areas
        1000 kr of municipalities, and of groups and the country where published.
    more
        What belongs to a sum besides (`since_split`).
    """
    every = {m.code: m.kostra_group for m in municipalities()}
    own = areas.filter(pl.col("municipality").is_in(list(every)))
    within = [(NORWAY, code) for code in every] + [(group, code) for code, group in every.items()]
    sums = _summed(own, pl.DataFrame(within, ["place", "municipality"], orient="row"), more)
    published = areas.filter(~pl.col("municipality").is_in(list(every)))
    both = published.join(sums, KEYS, suffix="_summed")
    _refuse(both.filter(pl.col("amount_1000_nok_summed") != AMOUNT), "Gruppen er ikke summen")
    return pl.concat([own, published, sums.join(published, KEYS, how="anti")])


def _summed(own: pl.DataFrame, within: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """Sum by place; none where a member that was there in the year lacks its figure."""
    members = (
        within.join(own.select("year").unique(), how="cross")
        .filter(~pl.struct("municipality", "year").map_elements(_absent, pl.Boolean))
        .group_by("place", "year")
        .agg(pl.len().alias("members"))
    )
    return (
        own.join(within, "municipality")
        .group_by("place", *KEYS[1:])
        .agg(AMOUNT.sum(), pl.len().alias("there"))
        .join(members, ["place", "year"])
        .filter(pl.col("there") == pl.col("members"))
        .drop("there", "members")
        .rename({"place": "municipality"})
        .join(more, KEYS, how="left")
        .select(*KEYS, AMOUNT + pl.col("more").fill_null(0))
    )


def _absent(row: Mapping[str, Any]) -> bool:
    return split_since(row["municipality"], row["year"])


def _before_split(areas: pl.DataFrame) -> pl.DataFrame:
    """Give the municipalities that are missing a year because they were one then."""
    years = areas.filter(pl.col("area").is_in(EARLIER)).select("year", "area").unique()
    rows = [
        (m.code, year, area, "net", None, str(SPLIT))
        for m in municipalities()
        for year, area in years.sort("year", "area").iter_rows()
        if year >= NEWEST - 2 and split_since(m.code, year)
    ]
    schema = {
        "municipality": pl.String,
        "year": pl.Int16,
        "area": pl.String,
        "measure": pl.String,
        "amount": pl.Float64,
        "reason": pl.String,
    }
    return pl.DataFrame(rows, schema, orient="row")


def _finances(everybody: pl.DataFrame, overview: pl.DataFrame) -> pl.DataFrame:
    """Join everybody's main figures, their sums by group and country, and two long series."""
    keys = ["municipality", "concept", "year"]
    columns = [*keys, "amount_1000_nok"]
    long = overview.rename({"code": "concept"}).select(columns)
    both = everybody.join(long, keys, suffix="_other")
    _refuse(both.filter(pl.col("amount_1000_nok_other") != AMOUNT), "To kilder er ulike")
    stated = everybody.rename({"concept": "area"}).select([*KEYS, "amount_1000_nok"])
    sums = with_sums(stated, since_split().clear())
    sums = sums.rename({"area": "concept"}).select(columns)
    return pl.concat([sums, long.join(sums, keys, how="anti")])


def _refuse(off: pl.DataFrame, what: str) -> None:
    if off.height:
        raise SystemExit(f"{what}: {off.row(0, named=True)} ({off.height} avvik).")
