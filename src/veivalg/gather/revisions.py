"""Figures before and after a revision are never held against each other.

SSB publishes KOSTRA in March and revises it in June. Who fetched one municipality in March and
another in June, or fetched some beside the embedded figures, has both of one year: then the
unrevised ones are missing, with the reason.
"""

import polars as pl

from veivalg.foundation.i18n import N_
from veivalg.norway.indicators import indicators
from veivalg.tables import Sourced

REASON = N_("urevidert, og andres tall er reviderte: hent på nytt")
REVISED = "06-01"
"""After this day of the year after, figures are revised; those without a date are of neither."""
_EMPTIED = ("value", "numerator", "denominator", "amount")


def one_revision(found: Sourced | None) -> Sourced | None:
    """Empty the unrevised rows of a year of which others' are revised, indicator by indicator."""
    if found is None or not any(s.unrevised for s in found.sources.values()):
        return found
    frame = found.frame
    cleared = [c for c in _EMPTIED if c in frame.columns]
    if not cleared:  # people and places: they are counted once
        return found
    of = "indicator" if "indicator" in frame.columns else None
    keys = ["municipality", *([of] if of else [])]
    tables = {i.id: i.table for i in indicators()}
    known = frame.select(keys).unique()
    sources = [
        found.source_of(row[0], *((row[1], tables.get(row[1], "")) if of else ()))
        for row in known.iter_rows()
    ]
    marked = known.with_columns(
        unrevised=pl.Series([s.unrevised for s in sources], dtype=pl.Int16),
        updated=pl.Series([s.updated[:10] for s in sources]),
    )
    told = frame.join(marked, on=keys, how="left", maintain_order="left").with_columns(
        stale=pl.col("year") == pl.col("unrevised")
    )
    column = cleared[0]
    same = ["year", *([of] if of else [])]
    after = pl.format("{}-{}", pl.col("year") + 1, pl.lit(REVISED)) <= pl.col("updated")
    revised = (~pl.col("stale") & after & pl.col(column).is_not_null()).any().over(same)
    empty = pl.col("stale") & revised
    emptied = told.with_columns(
        *(pl.when(~empty).then(pl.col(c)).alias(c) for c in cleared),
        reason=pl.when(empty & pl.col(column).is_not_null())
        .then(pl.lit(REASON))
        .otherwise("reason"),
    )
    return Sourced(emptied.select(frame.columns), found.sources)
