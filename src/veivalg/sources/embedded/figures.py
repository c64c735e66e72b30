"""The figures that come with the program, so that the first run needs no network.

Made by ``python -m tools.embed`` and documented in ``docs/innebygde-tall.md``.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson
import polars as pl

from veivalg.content import Source
from veivalg.norway.ages import BANDS
from veivalg.tables import TABLES, Sourced

FOLDER = Path(__file__).parent / "data"
EMBEDDED_PLACES: Mapping[str, str] = MappingProxyType(
    {"5503": "Harstad", "1833": "Rana", "5610": "Karasjok", "0": "Norge"}
)
"""The places with the longest series, and figures of care.

People, need, expenditure by service area and the main figures of finance are of everybody.
"""
TRANSCRIBED = "printed_figures"
"""Kept by hand, read from documents: a name is written once for the rows under it."""
PEOPLE, BY_BAND = "population", "population_groups"
COMPRESSED = (PEOPLE, "indicators")
"""Tables of so many rows that they are stored as Parquet."""


class Wide(NamedTuple):
    """How a table is stored to be small: the values of one column as columns.

    Parameters
    ----------
    on, values
        The columns whose values become columns, and the column that fills them.
    kept
        The columns that stay.
    unit
        What is stored is the value divided by this: accounts are published in 1000 kroner.
    """

    on: str
    values: str
    kept: tuple[str, ...]
    unit: int = 1


WIDE: Mapping[str, Wide] = MappingProxyType(
    {
        "need_indices": Wide("sector", "index", ("municipality", "year")),
        "population_groups": Wide("age", "persons", ("municipality", "year")),
        "projection_groups": Wide("age", "persons", ("municipality", "alternative", "year")),
        "accounts": Wide("function", "amount", ("municipality", "year", "scope", "art"), 1000),
        "area_accounts": Wide(
            "area", "amount", ("municipality", "year", "measure", "reason"), 1000
        ),
        "finances": Wide("concept", "amount", ("municipality", "year", "reason"), 1000),
    }
)


class Embedded(Mapping[str, Sourced]):
    """Table name → the embedded rows, validated, with the source of each place.

    A table is read when it is first asked for: most pages need three or four of them. ``sources``
    of a table maps ``"*"``, and a place whose rows have another origin, to its `Source`.

    Raises
    ------
    TableError
        When a file doesn't hold what its schema says, that is when the program is damaged.
    """

    def __init__(self) -> None:
        self._described: dict[str, Any] = orjson.loads((FOLDER / "sources.json").read_bytes())

    def __getitem__(self, name: str) -> Sourced:
        if name not in self._described:
            raise KeyError(name)
        return _read(name, self._described[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._described)

    def __len__(self) -> int:
        return len(self._described)


@cache
def embedded_tables() -> Mapping[str, Sourced]:
    """Give every embedded table by name."""
    return Embedded()


# What is embedded does not change while the program runs.
_tables: dict[str, Sourced] = {}


def _read(name: str, sources: Mapping[str, dict[str, Any]]) -> Sourced:
    if name not in _tables:
        frame = TABLES[name].validate(read_embedded(embedded_file(name)))
        if name == BY_BAND:
            frame = _with_everybody(frame)
        found = {place: Source.read(fields) for place, fields in sources.items()}
        _tables[name] = Sourced(frame, found)
    return _tables[name]


def _with_everybody(stored: pl.DataFrame) -> pl.DataFrame:
    """Add the bands of those whose people are stored by one-year age only."""
    people = embedded_tables()[PEOPLE].frame
    return pl.concat([stored, by_band(people.join(stored, on="municipality", how="anti"))])


def by_band(people: pl.DataFrame) -> pl.DataFrame:
    """Sum one-year ages and sexes to the bands all groups are built of."""
    bands = pl.DataFrame(BANDS, schema={"age_from": pl.Int16, "age_to": pl.Int16}, orient="row")
    summed = (
        people.with_columns(pl.col("age").cast(pl.Int16))
        .sort("age")
        .join_asof(bands, left_on="age", right_on="age_from", strategy="backward")
        .group_by("municipality", "year", "age_from", "age_to", maintain_order=True)
        .agg(pl.col("persons").sum())
    )
    return TABLES[BY_BAND].validate(summed)


def embedded_file(name: str) -> Path:
    """Give the file of a table: compressed where there are many rows, else readable as text."""
    return FOLDER / f"{name}.{'parquet' if name in COMPRESSED else 'csv'}"


def read_embedded(path: Path) -> pl.DataFrame:
    """Read one embedded file in the columns of its table (one row a value), not yet validated."""
    name = path.stem
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
    else:
        text = {"municipality": pl.String, "art": pl.String, "reason": pl.String}
        frame = pl.read_csv(path, schema_overrides=text, infer_schema_length=500)
    if name == TRANSCRIBED:
        # An empty cell says the same as the one above it.
        return frame.with_columns(pl.col("document", "page").forward_fill())
    return _long(frame, WIDE[name]) if name in WIDE else frame


def _long(frame: pl.DataFrame, wide: Wide) -> pl.DataFrame:
    """Give one row a value; an empty cell is no row, but where the reason it is missing stands."""
    long = frame.unpivot(index=list(wide.kept), variable_name=wide.on, value_name=wide.values)
    known = pl.col(wide.values).is_not_null()
    long = long.filter(known | pl.col("reason").is_not_null() if "reason" in wide.kept else known)
    if wide.unit != 1:
        long = long.with_columns(pl.col(wide.values) * wide.unit)
    if wide.on == "age":
        ends = pl.col("age").str.split("-")
        return long.with_columns(age_from=ends.list.first(), age_to=ends.list.last()).cast(
            {"age_from": pl.Int16, "age_to": pl.Int16}
        )
    if wide.on == "function":
        return long.with_columns(reason=pl.lit(None, pl.String))
    return long
