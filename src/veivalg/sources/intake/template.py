"""The Excel template of a table, empty or filled with stored rows."""

from __future__ import annotations

import polars as pl

from veivalg.tables.own import OwnTable


def template(table: str | type[OwnTable], rows: pl.DataFrame | None = None) -> bytes:
    """Give an XLSX template: instructions, the sheet to fill in, and code lists.

    Parameters
    ----------
    table
        The table, or its name (English or as in `veivalg mal NAVN`).
    rows
        Stored rows to fill it with (an export); without, one example row is shown.
    """
    raise NotImplementedError


def find_table(name: str) -> type[OwnTable]:
    """Give the table by its template name («elever»), title or name; raises ``UsageError``."""
    raise NotImplementedError
