"""The figures that come with the program, so that the first run needs no network.

Made by ``python -m tools.embed`` and documented in ``docs/innebygde-tall.md``.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.tables import TABLES, Sourced

FOLDER = Path(__file__).parent / "data"
EMBEDDED_PLACES: Mapping[str, str] = MappingProxyType(
    {"5503": "Harstad", "1833": "Rana", "5610": "Karasjok", "0": "Norge"}
)
"""The places with embedded figures (their KOSTRA groups have population only).

The need indices are of the whole country: a comparison is worth nothing without the others' need.
"""
TRANSCRIBED = "printed_figures"
"""Kept by hand, read from documents: a name is written once for the rows under it."""

WIDE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "need_indices": ("municipality", "year"),
        "population": ("municipality", "year", "sex"),
        "population_groups": ("municipality", "year"),
        "projection_groups": ("municipality", "alternative", "year"),
    }
)
"""Tables stored with ages or sectors as columns, to be small, and the other columns."""
SECTOR_TABLE = "need_indices"


@cache
def embedded_tables() -> Mapping[str, Sourced]:
    """Give every embedded table by name, validated, with the source of each place.

    Returns
    -------
    Mapping
        Table name → rows of the three municipalities, their KOSTRA groups and Norway; the need
        indices of every municipality that has them. ``sources`` maps ``"*"``, and a place whose
        rows have another origin, to its `Source`.

    Raises
    ------
    TableError
        When a file doesn't hold what its schema says, that is when the program is damaged.
    """
    described = orjson.loads((FOLDER / "sources.json").read_bytes())
    return MappingProxyType(
        {
            name: Sourced(
                TABLES[name].validate(read_embedded(FOLDER / f"{name}.csv")),
                {place: _source(fields) for place, fields in sources.items()},
            )
            for name, sources in described.items()
        }
    )


def read_embedded(path: Path) -> pl.DataFrame:
    """Read one embedded file in the columns of its table (one row a value), not yet validated."""
    name = path.stem
    frame = pl.read_csv(path, schema_overrides={"municipality": pl.String}, infer_schema_length=500)
    if name == TRANSCRIBED:
        # An empty cell says the same as the one above it.
        return frame.with_columns(pl.col("document", "page").forward_fill())
    if name not in WIDE:
        return frame
    if name == SECTOR_TABLE:
        long = frame.unpivot(index=list(WIDE[name]), variable_name="sector", value_name="index")
        return long.drop_nulls("index")
    ages = frame.unpivot(index=list(WIDE[name]), variable_name="age", value_name="persons")
    ages = ages.drop_nulls("persons")
    if name == "population":
        return ages.with_columns(pl.col("age").cast(pl.Int16))
    ends = pl.col("age").str.split("-")
    return ages.with_columns(age_from=ends.list.first(), age_to=ends.list.last()).cast(
        {"age_from": pl.Int16, "age_to": pl.Int16}
    )


def _source(fields: dict[str, Any]) -> Source:
    return Source(**{**fields, "kind": SourceKind(fields["kind"])})
