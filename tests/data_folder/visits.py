"""Rows about people that are easily found again: in no other row, written by no other program."""

import polars as pl

ZONE, MINUTES = "Zebrahaugen", 1234.0625
TABLE = "home_care_visits"


def visits(zone: str = ZONE) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "visit": [1],
            "user": ["P0"],
            "zone": [zone],
            "date": ["2024-09-23"],
            "minutes": [MINUTES],
            "granted_minutes": [30.0],
            "age": [83],
        }
    ).with_columns(pl.col("date").str.to_date())
