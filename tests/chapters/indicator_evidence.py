"""Evidence with indicators and accounts written by hand, for the chapters that compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from veivalg.content import Source
from veivalg.gather.evidence import Evidence
from veivalg.norway.register import municipality
from veivalg.tables import TABLES, Sourced

KOSTRA = Source("ssb-kostra", "SSB", "KOSTRA", table="12364")
ACCOUNTS = Source("ssb-12362", "SSB", "Regnskap etter funksjon og art", table="12362")
Values = Mapping[int, float | None]


def indicator_table(values: Mapping[tuple[str, str], Values]) -> Sourced:
    """Make the table from (place, indicator) → year → value; None is suppressed."""
    rows = [
        (place, year, id, value, None, None, None if value is not None else "skjermet")
        for (place, id), years in values.items()
        for year, value in years.items()
    ]
    frame = pl.DataFrame(rows, schema=TABLES["indicators"].empty().schema, orient="row")
    return Sourced(TABLES["indicators"].validate(frame), {"*": KOSTRA})


def account_table(values: Mapping[tuple[str, str], Values], scope: str = "konsern") -> Sourced:
    """Make net accounts from (place, function) → year → kroner."""
    rows = [
        (place, year, scope, function, "sum_net", value, None if value is not None else "skjermet")
        for (place, function), years in values.items()
        for year, value in years.items()
    ]
    frame = pl.DataFrame(rows, schema=TABLES["accounts"].empty().schema, orient="row")
    return Sourced(TABLES["accounts"].validate(frame), {"*": ACCOUNTS})


def holding(evidence: Evidence, **tables: Sourced) -> Evidence:
    """Give evidence with tables put in place of those it had."""
    return replace(evidence, tables={**evidence.tables, **tables})


def bare(code: str, overrides: Mapping[str, float] | None = None) -> Evidence:
    """Give a municipality nothing is known of."""
    return Evidence(municipality(code), {}, dict(overrides or {}), "2026-11-22")
