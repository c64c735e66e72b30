"""The own figures of Eksempelkommunen, so that every chapter can be seen with content.

An example is a function in a file of this package, marked with `example`. All of it is made up: it
carries ``SourceKind.CONSTRUCTED``, is marked «KONSTRUERT» wherever it is seen, and can't belong to
a municipality that exists, since no other can be named. Units are «Sone A» and «Sykehjem 1».
"""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.foundation.i18n import kept_by_language
from veivalg.norway.municipality import EXAMPLE
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

Maker = Callable[[], Sourced]
Row = tuple[object, ...]
_MAKERS: dict[str, Maker] = {}


def example(table: str) -> Callable[[Maker], Maker]:
    """Mark the decorated function as what Eksempelkommunen has of `table`."""

    def register(make: Maker) -> Maker:
        _MAKERS[table] = make
        return make

    return register


def constructed(table: str, rows: Sequence[Row] | pl.DataFrame, note: str) -> Sourced:
    """Give made-up rows in the columns of their table, with a source that says they are made up."""
    schema = own_table(table)
    types = {f.name: f.dtype for f in schema.fields}
    frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(rows, types, orient="row")
    source = Source(
        f"eksempel-{EXAMPLE.code}-{table}",
        "Veivalg",
        schema.title,
        kind=SourceKind.CONSTRUCTED,
        note=note,
    )
    return Sourced(frame, {"*": source})


def figures(name: str) -> Any:
    """Give made-up figures that are written by hand: names → numbers."""
    return orjson.loads((Path(__file__).parent / "data" / "figures.json").read_bytes())[name]


@cache
def _load() -> None:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")


@kept_by_language
def example_table(table: str) -> Sourced | None:
    """Give Eksempelkommunen's rows of `table`, checked against its schema, or None."""
    _load()
    make = _MAKERS.get(table)
    if make is None:
        return None
    made = make()
    return Sourced(own_table(table).validate(made.frame), made.sources)


def example_names() -> tuple[str, ...]:
    """Give the tables Eksempelkommunen has."""
    _load()
    return tuple(sorted(_MAKERS))
