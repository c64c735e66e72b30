"""The embedded indicators: what the shared statistics have of the register, for our places.

Net result and net debt are of every municipality, divided by us from the revised accounts.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tools.standin.bases import NORTH
from veivalg.norway.indicators import indicator
from veivalg.sources.embedded.figures import EMBEDDED_PLACES
from veivalg.tables import TABLES

_PARTS = {"numerator": None, "denominator": None, "reason": None}


RATIOS = {"net_operating_result": "AGD23", "net_debt": "KG31"}
"""Indicator → the concept that is divided by revenues (AGD13), as the register says."""
REVENUES = "AGD13"


def with_ratios(published: pl.DataFrame, finances: pl.DataFrame) -> pl.DataFrame:
    """Put result and debt in per cent of revenues, with both parts, in place of what is published.

    What is published of 2025 is unrevised: no place may be held against others by it.
    """
    keys = ["municipality", "year"]
    parts = finances.filter(pl.col("amount").is_not_null()).pivot(
        on="concept", index=keys, values="amount"
    )
    made = pl.concat(
        parts.select(
            *keys,
            pl.lit(id).alias("indicator"),
            (pl.col(concept) / pl.col(REVENUES)).round(6).alias("value"),
            pl.col(concept).alias("numerator"),
            pl.col(REVENUES).alias("denominator"),
            pl.lit(None, pl.String).alias("reason"),
        )
        for id, concept in RATIOS.items()
    )
    made = TABLES["indicators"].typed(made)
    published = TABLES["indicators"].typed(published)
    return pl.concat([published.join(made, [*keys, "indicator"], how="anti"), made])


def indicators_from_statistics(folder: Path) -> pl.DataFrame:
    """Give the indicators of our municipalities in stored scale (shares as fractions, NOK)."""
    found = pl.read_parquet(folder / "kostra_finance_north.parquet").filter(
        pl.col("municipality").is_in(list(EMBEDDED_PLACES)),
        pl.col("indicator").is_in(list(NORTH)),
        pl.col("value").is_not_null(),
    )
    scales = {name: indicator(id).scale for name, id in NORTH.items()}
    # Published with few digits: a share of 1.4 % is 0.014, not 0.013999999999999999.
    value = (pl.col("value") * pl.col("indicator").replace_strict(scales)).round(6)
    return found.select(
        "municipality",
        "year",
        pl.col("indicator").replace_strict(NORTH),
        value.alias("value"),
        **{
            name: pl.lit(empty, pl.String if name == "reason" else pl.Float64)
            for name, empty in _PARTS.items()
        },
    )


def kept_indicators(fetched: pl.DataFrame) -> pl.DataFrame:
    """Give those of fetched indicators that are embedded; the rest would take too much room."""
    return fetched.filter(
        pl.col("municipality").is_in(list(EMBEDDED_PLACES)),
        pl.col("indicator").is_in(list(NORTH.values())),
        pl.col("value").is_not_null(),
    ).with_columns(pl.col("value").round(6))
