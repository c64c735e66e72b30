"""Partitions put together: rows of one table, and one source for each place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.foundation.errors import TableError
from veivalg.foundation.i18n import _
from veivalg.lake.entry import Entry
from veivalg.tables import Sourced, TableSchema

FEW = 100_000
"""Rows that are sorted by their texts as fast as by numbers."""
_MOST = 2**62


def combine(
    schema: type[TableSchema], parts: list[tuple[Entry, pl.DataFrame]], wanted: set[str] | None
) -> Sourced | None:
    """Give the rows of all `parts` as one table, or None when there are none.

    Parameters
    ----------
    parts
        Catalogue entries with their rows. Of rows with one key in several, the newest stays.
    wanted
        Places to keep; None for all.

    Raises
    ------
    TableError
        When stored rows have an older layout.
    """
    if not parts:
        return None
    # Newest first, so that of rows with one key in several partitions the newest stays.
    parts.sort(key=lambda part: (part[0].stored, part[0].partition), reverse=True)
    frame = pl.concat([rows for _entry, rows in parts])
    if wanted is not None:
        frame = frame.filter(pl.col("municipality").is_in(list(wanted)))
    keys = [f.name for f in schema.fields if f.key]
    by_place: dict[str, list[Source]] = {}
    for entry, _rows in parts:
        for place in entry.places:
            if wanted is None or place in wanted:
                by_place.setdefault(place, []).append(entry.source)
    if frame.is_empty():
        return None
    frame = in_order(frame, keys, once=any(len(found) > 1 for found in by_place.values()))
    present = set(frame["municipality"].unique())
    sources = {place: _merge(found) for place, found in by_place.items() if place in present}
    for place in present & set(by_place):
        if len(by_place[place]) > 1:  # so that a figure can name its own table
            sources |= {f"{place}#{s.table}": s for s in by_place[place]}
    return Sourced(_checked(schema, frame), sources)


def in_order(frame: pl.DataFrame, keys: Sequence[str], *, once: bool) -> pl.DataFrame:
    """Sort rows by their key columns; of rows with one key the first stays when `once`.

    The keys become one whole number each: comparing texts, the country's fourteen million rows
    take ten times as long.
    """
    made = _numbered(frame, keys)
    if made is None:
        kept = frame.unique(keys, keep="first", maintain_order=True) if once else frame
        return kept.sort(keys, maintain_order=True)
    order = frame.select(made.alias("key")).with_row_index("at").sort("key", maintain_order=True)
    if once:
        first = pl.col("key") != pl.col("key").shift(1)
        order = order.filter(first.fill_null(value=True))
    return frame.select(pl.all().gather(order["at"]))


def _numbered(frame: pl.DataFrame, keys: Sequence[str]) -> pl.Expr | None:
    """Give the keys as one whole number in the same order; None when it can't hold them."""
    if frame.height < FEW or any(frame[key].null_count() for key in keys):
        return None
    spread, number = 1, pl.lit(0, pl.Int64)
    for key in reversed(keys):
        known = frame[key].unique().sort()
        place = (
            pl.col(key).cast(pl.Enum(known)).to_physical()
            if known.dtype == pl.String
            else pl.col(key).rank("dense") - 1
        )
        number = number + place.cast(pl.Int64) * spread
        spread *= len(known)
    return number if spread < _MOST else None


def _checked(schema: type[TableSchema], frame: pl.DataFrame) -> pl.DataFrame:
    # Every file was validated when stored; only the columns can differ, after an upgrade.
    try:
        return schema.typed(frame)
    except pl.exceptions.PolarsError as error:
        raise TableError(
            _("Lagrede tall i «{title}» har et eldre oppsett.").format(title=schema.title),
            _("Hent dem igjen med «veivalg hent KOMMUNE --paa-nytt»."),
        ) from error


def _merge(sources: Sequence[Source]) -> Source:
    """Give one source for rows that come from several SSB tables."""
    if len(sources) == 1:
        return sources[0]
    ordered = sorted(sources, key=lambda s: s.table)
    constructed = any(s.kind is SourceKind.CONSTRUCTED for s in ordered)

    def joined(values: Iterable[str], separator: str = ", ") -> str:
        return separator.join(dict.fromkeys(v for v in values if v))

    return replace(
        ordered[0],
        id=joined((s.id for s in ordered), "+"),
        producer=joined(s.producer for s in ordered),
        title=joined((s.title for s in ordered), "; "),
        table=joined(s.table for s in ordered),
        query=joined((s.query for s in ordered), " ; "),
        url=joined((s.url for s in ordered), " ; "),
        retrieved=max(s.retrieved for s in ordered),
        updated=max(s.updated for s in ordered),
        sha256=joined(s.sha256 for s in ordered),
        licence=joined(s.licence for s in ordered),
        note=joined((s.note for s in ordered), " "),
        kind=SourceKind.CONSTRUCTED if constructed else ordered[0].kind,
        caveats=tuple(dict.fromkeys(c for s in ordered for c in s.caveats)),
        unrevised=max(s.unrevised for s in ordered),
    )
