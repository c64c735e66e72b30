"""Evidence as a first run has it, evidence with tables taken away, and what a chapter keeps."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import polars as pl
from tests.reports import evidence_of

from veivalg.content import Chapter, Column, Role, Unit
from veivalg.gather.evidence import Evidence
from veivalg.tables import Sourced

COUNTED = {
    Unit.PERSONS,
    Unit.PLACES,
    Unit.USERS,
    Unit.FTE,
    Unit.EMPLOYEES,
    Unit.DWELLINGS,
    Unit.INDEX,
    Unit.YEAR,
    Unit.MILLION_NOK,
}


def known(code: str, **chosen: float) -> Evidence:
    """Give the embedded evidence of a municipality, with assumptions a person has chosen."""
    overrides = {id.replace("_", "-"): value for id, value in chosen.items()}
    return evidence_of(code, overrides, today="2026-07-01")


def without(evidence: Evidence, *names: str) -> Evidence:
    """Give evidence with some tables taken away."""
    return replace(evidence, tables={n: t for n, t in evidence.tables.items() if n not in names})


def hiding(
    evidence: Evidence, table: str, column: str, where: pl.Expr, reason: str = "skjermet"
) -> Evidence:
    """Give evidence where a column of a table is suppressed in the rows that fit."""
    stored = evidence.tables[table]
    frame = stored.frame.with_columns(
        pl.when(where).then(None).otherwise(pl.col(column)).alias(column),
        pl.when(where).then(pl.lit(reason)).otherwise(pl.col("reason")).alias("reason"),
    )
    return replace(evidence, tables={**evidence.tables, table: replace(stored, frame=frame)})


def sound(chapter: Chapter) -> None:
    """Check what holds for every chapter, whatever was known."""
    assert 1 <= len(chapter.findings) <= 6
    texts = [chapter.lead, *(s.text() for s in chapter.statements())]
    texts += [t for e in chapter.exhibits() for t in (e.title, e.subtitle, e.alt, e.note)]
    for text in texts:
        assert not re.search(r"[{}]|\bnan\b|\binf\b|None|  ", text), text
    for figure in chapter.figures():
        assert figure.value is None or math.isfinite(figure.value), figure.id
    for exhibit in chapter.exhibits():
        _check_table(exhibit.id, exhibit.table.columns, exhibit.table.rows)
        chart = exhibit.chart
        if chart is None:
            continue
        used = {chart.x, chart.y, chart.series, chart.low, chart.high, chart.facet} - {None}
        assert used <= {c.key for c in exhibit.table.columns}, exhibit.id
        if chart.series is not None and chart.roles:
            assert set(chart.roles) == {str(r[chart.series]) for r in exhibit.table.records()}
            assert list(chart.roles.values()).count(Role.OWN) <= 1


def _check_table(
    id: str, columns: tuple[Column, ...], rows: tuple[tuple[object, ...], ...]
) -> None:
    assert rows, f"{id} has no rows"
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            if isinstance(value, int | float):
                assert math.isfinite(value), (id, row)
                if column.unit in COUNTED and not column.sign:
                    assert value >= 0, (id, row)


def adding(evidence: Evidence, table: str, rows: list[tuple[object, ...]]) -> Evidence:
    """Give evidence with rows put to a table."""
    stored = evidence.tables[table]
    more = pl.DataFrame(rows, schema=stored.frame.schema, orient="row")
    source = next(iter(stored.sources.values()))
    sources = {**stored.sources, **dict.fromkeys(more["municipality"], source)}
    joined = Sourced(pl.concat([stored.frame, more]), sources)
    return replace(evidence, tables={**evidence.tables, table: joined})
