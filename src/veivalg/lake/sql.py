"""SQL over the lake: DuckDB in memory, one connection, reading Parquet and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.tables import TABLES

if TYPE_CHECKING:
    import duckdb


class Queries:
    """Answers SELECT statements over Parquet files; safe to share between threads.

    A DuckDB *file* would be locked against every other process; in memory over Parquet it is not.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._views: dict[str, tuple[Path, ...]] = {}

    def run(self, sql: str, files: Mapping[str, Sequence[Path]]) -> pl.DataFrame:
        """Run one SELECT with a view for each table in `files`.

        Raises
        ------
        UsageError
            When `sql` is not one SELECT or can't be answered.
        """
        import duckdb  # 0.1 s that a page without SQL does not pay

        with self._lock:
            connection = self._connect()
            self._refresh(connection, files)
            try:
                statements = connection.extract_statements(sql)
                if [s.type for s in statements] != [duckdb.StatementType.SELECT]:
                    raise UsageError(_("Spørringen må være én SELECT."))
                return pl.DataFrame(connection.sql(sql))
            except duckdb.Error as error:
                raise UsageError(
                    _("Spørringen kan ikke besvares: {why}").format(why=str(error).split("\n")[0])
                ) from error

    def _connect(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        if self._connection is None:
            self._connection = duckdb.connect(":memory:")
            folder = str(self._folder.resolve()).replace("'", "''")
            self._connection.execute(f"SET allowed_directories=['{folder}']")
            self._connection.execute("SET enable_external_access=false")
            self._connection.execute("SET lock_configuration=true")
        return self._connection

    def _refresh(
        self, connection: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]]
    ) -> None:
        for table, found in files.items():
            paths = tuple(sorted(p.resolve() for p in found))
            if self._views.get(table) == paths:
                continue
            connection.execute(f'CREATE OR REPLACE VIEW "{table}" AS {_select(table, paths)}')
            self._views[table] = paths


def _select(table: str, paths: Sequence[Path]) -> str:
    if paths:
        listed = ", ".join("'" + str(p).replace("'", "''") + "'" for p in paths)
        return f"SELECT * FROM read_parquet([{listed}])"
    types = {pl.String: "VARCHAR", pl.Int16: "SMALLINT", pl.Int32: "INTEGER", pl.Float64: "DOUBLE"}
    columns = ", ".join(f'NULL::{types[f.dtype]} AS "{f.name}"' for f in TABLES[table].fields)
    return f"SELECT {columns} WHERE false"
