"""Tables as they are declared: a file holds tables, the columns they share and their words.

``words`` are what one chooses among (code → Norwegian word) and ``columns`` those several tables of
the file have. A column says what kind it is; one that is ``like`` another takes the rest from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import orjson
import polars as pl

from veivalg.foundation.i18n import Words
from veivalg.tables.schema import Field

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
F = TypeVar("F", bound=Field)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a file declares, as it stands there."""

    tables: Mapping[str, Mapping[str, Any]]
    columns: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Words]

    def fields(self, table: str, make: Callable[..., F]) -> tuple[F, ...]:
        """Give the columns of a table; raises ``TypeError`` for what a column can't say."""
        return tuple(make(**self._column(stated)) for stated in self.tables[table]["columns"])

    def _column(self, stated: Mapping[str, Any]) -> dict[str, Any]:
        if "like" in stated:
            rest = {key: value for key, value in stated.items() if key != "like"}
            return self._column({**self.columns[stated["like"]], **rest})
        column = {**KINDS[stated["kind"]], **fixed(stated)}
        del column["kind"]
        if "dtype" in stated:
            column["dtype"] = getattr(pl, stated["dtype"])
        if "choices" in stated:
            column["choices"] = self.words[stated["choices"]]
            column["allowed"] = tuple(column["choices"])
        return column


@cache
def declared(file: Path) -> Declared:
    """Read a file of declarations."""
    content = orjson.loads(file.read_bytes())
    words = {name: Words(stated) for name, stated in content.get("words", {}).items()}
    return Declared(content["tables"], content.get("columns", {}), words)


def fixed(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is stated with its lists as tuples."""
    return {key: tuple(v) if isinstance(v, list) else v for key, v in stated.items()}
