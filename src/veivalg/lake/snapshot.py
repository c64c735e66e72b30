"""A whole table in one file, so that the country is read in a moment after a restart.

It is made from the lake and thrown away when the catalogue changes; losing or damaging one costs
only the time to make it again.
"""

import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson
import polars as pl

from veivalg.content import Source
from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import write_atomic
from veivalg.foundation.layout.names import FIGURES, MADE
from veivalg.tables import TABLES, Sourced

_READ_AS = 2
"""Raised when what is read from the same files changes."""
_SMALLEST = 50_000  # rows; under this the lake is quick enough


class Snapshot:
    """The snapshot of a table as the catalogue was at `marks`.

    Parameters
    ----------
    folder
        The data folder.
    marks
        When the catalogue folders it rests on last changed.
    """

    def __init__(self, folder: Path, table: str, marks: Sequence[int]) -> None:
        digest = hashlib.sha256(repr((_READ_AS, table, tuple(marks))).encode()).hexdigest()[:16]
        self.table = table
        self.folder = folder / FIGURES / MADE[0]
        self.path = self.folder / f"{table}@{digest}.parquet"

    def read(self) -> Sourced | None:
        """Give the table, or None when there is no such snapshot or it can't be read."""
        try:
            content = self.path.read_bytes()
            stored = pl.read_parquet_metadata(io.BytesIO(content))["veivalg"]
            frame = pl.read_parquet(io.BytesIO(content))
            typed = TABLES[self.table].typed(frame)
            return Sourced(typed, _sources(orjson.loads(stored)))
        except (OSError, KeyError, TypeError, ValueError, pl.exceptions.PolarsError):
            return None

    def write(self, table: Sourced) -> None:
        """Store a big table and remove older snapshots of it; a folder that can't be written to
        is left as it is."""
        if table.frame.height < _SMALLEST:
            return
        buffer = io.BytesIO()
        described = orjson.dumps(_described(table.sources)).decode()
        table.frame.write_parquet(buffer, compression="zstd", metadata={"veivalg": described})
        try:
            write_atomic(self.path, buffer.getvalue())
            for old in self.folder.glob(f"{self.table}@*.parquet"):
                if old != self.path:
                    old.unlink(missing_ok=True)
        except (StoreError, OSError):
            return  # only time is lost: the lake itself is whole


def _described(sources: Mapping[str, Source]) -> dict[str, object]:
    return {place: source.stored() for place, source in sources.items()}


def _sources(raw: Mapping[str, dict[str, str]]) -> dict[str, Source]:
    return {place: Source.read(fields) for place, fields in raw.items()}
