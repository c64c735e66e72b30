"""Built-in examples of own figures, so that every page has content on the first run.

An example is a function in a file of this package, marked with `example`. What a document prints
carries that document as source; what is made up carries ``SourceKind.CONSTRUCTED`` and is marked
«KONSTRUERT» wherever it is seen.
"""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from functools import cache

import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.foundation.i18n import kept_by_language
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

Maker = Callable[[], Sourced]
Row = tuple[object, ...]
_MAKERS: dict[tuple[str, str], Maker] = {}


def example(code: str, table: str) -> Callable[[Maker], Maker]:
    """Mark the decorated function as the example of `table` for municipality `code`."""

    def register(make: Maker) -> Maker:
        _MAKERS[(code, table)] = make
        return make

    return register


def constructed(code: str, table: str, rows: Sequence[Row] | pl.DataFrame, note: str) -> Sourced:
    """Give made-up rows in the columns of their table, with a source that says they are made up."""
    schema = own_table(table)
    types = {f.name: f.dtype for f in schema.fields}
    frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(rows, types, orient="row")
    source = Source(
        f"eksempel-{code}-{table}", "Veivalg", schema.title, kind=SourceKind.CONSTRUCTED, note=note
    )
    return Sourced(frame, {"*": source})


@cache
def _load() -> None:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")


@kept_by_language
def example_table(code: str, table: str) -> Sourced | None:
    """Give the example of `table` for a municipality, checked against its schema, or None."""
    _load()
    make = _MAKERS.get((code, table))
    if make is None:
        return None
    made = make()
    return Sourced(own_table(table).validate(made.frame), made.sources)


def example_names(code: str) -> tuple[str, ...]:
    """Give the tables there is an example of for a municipality."""
    _load()
    return tuple(sorted(table for place, table in _MAKERS if place == code))
