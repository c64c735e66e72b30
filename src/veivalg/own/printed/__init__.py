"""Own tables that documents of a municipality print: one CSV a table in ``data/<municipality>/``.

``data/sources.json`` says for «1833/budget_sectors» what document and page it is from, and what is
worth knowing (``note``). Nothing made up can be kept here: each source is a document.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import orjson
import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.foundation.i18n import kept_by_language
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

FOLDER = Path(__file__).parent / "data"
PRINTED = "trykt-"
"""What the id of a source begins with when its table is copied from a document."""


@kept_by_language
def printed_table(code: str, table: str) -> Sourced | None:
    """Give what a document prints for a municipality, checked against the schema, or None."""
    told = _described().get(f"{code}/{table}")
    if told is None:
        return None
    schema = own_table(table)
    source = Source(
        id=f"{PRINTED}{code}-{table}",
        producer=told["document"],
        title=schema.title,
        query=told["page"],
        kind=SourceKind.DOCUMENT,
        note=told.get("note", ""),
    )
    frame = read_table(FOLDER / code / f"{table}.csv")
    return Sourced(schema.validate(frame), {"*": source})


def printed_names(code: str) -> tuple[str, ...]:
    """Give the tables documents print for a municipality."""
    keys = (key.split("/") for key in _described())
    return tuple(sorted(table for place, table in keys if place == code))


def read_table(path: Path) -> pl.DataFrame:
    """Read the rows of the own table a file is named after, with the types of its columns."""
    types = {f.name: f.dtype for f in own_table(path.stem).fields}
    dates = {name for name, dtype in types.items() if dtype == pl.Date}
    frame = pl.read_csv(
        path, schema_overrides={n: pl.String if n in dates else t for n, t in types.items()}
    )
    return frame.with_columns(pl.col(name).str.to_date() for name in dates)


@cache
def _described() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = orjson.loads((FOLDER / "sources.json").read_bytes())
    return found
