"""What is not known though a source gives a number: years before a split, and nobody living there.

Sources put rows through it when they store and the lake when it reads, so that figures fetched
before the rule are read the same way.
"""

import polars as pl

from veivalg.norway.splits import SPLIT, before_split, own_since
from veivalg.tables.schema import TableSchema

PEOPLE = "persons"


def only_known(schema: type[TableSchema], frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows with what is not known as missing, with the reason where the table has one.

    A municipality's figures from before it was split are missing, and so is a population of 0. A
    table without a column for reasons loses such rows: what is not there is missing.
    """
    names = set(frame.columns)
    if not {"municipality", "year"} <= names:
        return frame
    if frame["municipality"].is_in(list(own_since())).any():
        frame = _after_split(schema, frame)
    return _inhabited(frame) if PEOPLE in names else frame


def _after_split(schema: type[TableSchema], frame: pl.DataFrame) -> pl.DataFrame:
    gone = before_split()
    if "reason" not in frame.columns:
        return frame.filter(~gone)
    values = [f.name for f in schema.fields if not f.key]
    values = [name for name in values if name in frame.columns and name != "reason"]
    return frame.with_columns(
        *(pl.when(~gone).then(pl.col(name)).alias(name) for name in values),
        pl.when(gone).then(pl.lit(str(SPLIT))).otherwise(pl.col("reason")).alias("reason"),
    )


def _inhabited(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out the place-years of a table of people that nobody lives in."""
    when = [c for c in ("municipality", "alternative", "year") if c in frame.columns]
    total = frame.group_by(when).agg(pl.col(PEOPLE).sum())
    empty = total.filter(pl.col(PEOPLE) == 0)
    return frame.join(empty, on=when, how="anti", maintain_order="left") if empty.height else frame
