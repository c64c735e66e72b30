"""Reference data of our own: one compact JSON file a table, each entry with source and validity."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference table as stored.

    Parameters
    ----------
    name
        File name without ending.
    source
        Where the entries come from; an entry may have its own in a column ``source``.
    certainty
        One of the values of ``veivalg.content.Certainty``; an entry may have its own.
    columns, rows
        The entries. Every table has the columns ``valid_from`` and ``valid_to`` (ISO dates, the
        last day included; null ``valid_to`` = still in force).
    """

    name: str
    title: str
    producer: str
    source: str
    licence: str
    certainty: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def entries(self) -> Iterator[Mapping[str, Any]]:
        """Give each entry by column name, with ``source`` and ``certainty`` filled in."""
        common = {"source": self.source, "certainty": self.certainty}
        for row in self.rows:
            yield common | dict(zip(self.columns, row, strict=True))

    def in_force(self) -> Iterator[Mapping[str, Any]]:
        """Give the entries with no last day."""
        return (entry for entry in self.entries() if entry["valid_to"] is None)


@cache
def reference(name: str) -> Reference:
    """Read a reference table.

    Raises
    ------
    FileNotFoundError
        When there is no such table: a fault in the program, not in what a person did.

    Examples
    --------
    >>> reference("counties").producer
    'SSB'
    """
    stored = orjson.loads((FOLDER / f"{name}.json").read_bytes())
    rows = tuple(tuple(row) for row in stored.pop("rows"))
    return Reference(name=name, columns=tuple(stored.pop("columns")), rows=rows, **stored)
