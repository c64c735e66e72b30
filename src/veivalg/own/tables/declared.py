"""Own tables as they are declared: a file holds tables, the columns they share and their words.

``words`` are what one chooses among (code → Norwegian word) and ``columns`` those several tables of
the file have. A column says what kind it is; one that is ``like`` another takes the rest from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from veivalg.foundation.i18n import Words
from veivalg.own.tables.base import Fault, OwnField, OwnTable

FOLDER = Path(__file__).parent
KINDS: Mapping[str, Mapping[str, Any]] = {
    "text": {"dtype": pl.String},
    "day": {"dtype": pl.Date},
    "number": {"dtype": pl.Float64, "low": 0},
    "signed": {"dtype": pl.Float64},
    "share": {"dtype": pl.Float64, "unit": "andel", "low": 0, "high": 1},
    "whole": {"dtype": pl.Int32, "low": 0},
    "year": {"dtype": pl.Int16, "low": 2000, "high": 2100},
}
"""What a column of a kind is unless it says otherwise; only ``signed`` goes under 0."""
STATES = ("title", "template", "purpose", "instructions", "chapters", "source_system")
GUARDS = ("personal", "counts_people")
"""What a table says beside its columns (`OwnTable`)."""
Check = Callable[[pl.DataFrame], Iterable[Fault]]
_CHECKS: dict[str, Check] = {}


def check(table: str) -> Callable[[Check], Check]:
    """Let a function give the faults that only `table` as a whole shows (`OwnTable.check`)."""

    def keep(function: Check) -> Check:
        _CHECKS[table] = function
        return function

    return keep


def words(file: str, name: str) -> Words:
    """Give the words called `name` in a file: code → Norwegian word."""
    return Words(_file(file)["words"][name])


def declared_tables() -> Iterator[type[OwnTable]]:
    """Give every table of every file; raises ``TypeError`` for what it can't state."""
    for path in sorted(FOLDER.glob("*.json")):
        for name, stated in _file(path.stem)["tables"].items():
            yield _table(path.stem, name, dict(stated))


@cache
def _file(name: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = orjson.loads((FOLDER / f"{name}.json").read_bytes())
    return content


def _table(file: str, name: str, stated: dict[str, Any]) -> type[OwnTable]:
    fields = tuple(_column(file, column) for column in stated.pop("columns"))
    if unknown := stated.keys() - {*STATES, *GUARDS}:
        # A guard that is spelt wrongly must not leave a table of people unguarded.
        raise TypeError(f"{file}.json, {name}: {sorted(unknown)}")
    whole = {"check": staticmethod(_CHECKS[name])} if name in _CHECKS else {}
    return type(name, (OwnTable,), {"name": name, "fields": fields, **_fixed(stated), **whole})


def _column(file: str, stated: Mapping[str, Any]) -> OwnField:
    if "like" in stated:
        rest = {key: value for key, value in stated.items() if key != "like"}
        return _column(file, {**_file(file)["columns"][stated["like"]], **rest})
    column = {**KINDS[stated["kind"]], **_fixed(stated)}
    del column["kind"]
    if "dtype" in stated:
        column["dtype"] = getattr(pl, stated["dtype"])
    if "choices" in stated:
        column["choices"] = words(file, stated["choices"])
        column["allowed"] = tuple(column["choices"])
    return OwnField(**column)


def _fixed(stated: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in stated.items()}
