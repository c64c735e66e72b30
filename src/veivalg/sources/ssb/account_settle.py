"""Accounts are held against each other before they are stored, and what is off is held back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from veivalg.content import Caveat
from veivalg.foundation.i18n import _
from veivalg.lake.lake import Lake
from veivalg.norway.municipality import KOSTRA_GROUPS, NORWAY, WITHOUT_OSLO
from veivalg.norway.register import municipalities
from veivalg.sources.ssb.account_check import (
    OVERALL,
    Check,
    check,
    check_parts,
    stopped,
    strangers,
    wholes,
)
from veivalg.sources.ssb.account_tables import MEASURES, AccountsReading, OverviewReading
from veivalg.sources.ssb.metadata import TableMetadata
from veivalg.sources.ssb.spec import Shape

Frames = Mapping[str, pl.DataFrame]
_ARTS = {measure: art for art, measure in MEASURES.items()}


@dataclass(slots=True)
class Settling:
    """One table's accounts while they are fetched.

    Parameters
    ----------
    places
        Every place of the fetch, those that are stored already too.
    found
        What has been found so far, answer by answer.
    told
        Sentences: each sum that is off, money on unknown functions and arts, and last how many
        sums couldn't be checked.
    """

    shape: Shape
    meta: TableMetadata
    lake: Lake
    places: Sequence[str]
    found: Check = field(init=False)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing found."""
        self.found = Check((), 0, 0, len(self.places))

    @property
    def reading(self) -> AccountsReading | None:
        """Give the reading where the table is one of accounts by function."""
        reading = self.shape.spec.reading
        return reading if isinstance(reading, AccountsReading) else None

    @property
    def tables(self) -> tuple[str, ...]:
        """Give the tables that are held against each other; none for other readings, and arts."""
        reading = self.shape.spec.reading
        held = isinstance(reading, OverviewReading) or (self.reading and not self.reading.arts)
        return self.shape.spec.fills if held else ()

    def batch(self, made: Frames, places: Sequence[str]) -> Frames:
        """Hold the rows of an answer against each other before they are stored.

        Returns
        -------
        Mapping
            The rows without the places and years that don't add up.

        Raises
        ------
        SourceError
            When so many places are off that the table can't be trusted.
        """
        if self.reading is None:
            nothing = Check((), 0, 0, len(self.places))
            return self._settled(made, nothing, set(places)) if self.tables else made
        names = {
            code: label
            for name in self.shape.cells
            for code, label in self.meta.dimensions[name].labels.items()
        }
        self.told += strangers(made["accounts"], names)
        if self.reading.arts:
            return made
        areas = made["area_accounts"].with_columns(
            pl.col("measure").replace_strict(_ARTS).alias("art")
        )
        found = check(
            made["accounts"], areas, wholes(self.lake, places, self.meta.updated), len(self.places)
        )
        return self._settled(made, found, set(places))

    def _settled(self, made: Frames, found: Check, places: set[str]) -> Frames:
        """Hold the country against the groups too, and give what is left of an answer."""
        country = {NORWAY.code, WITHOUT_OSLO, *KOSTRA_GROUPS}
        if country & places:
            together, stored = _as_rows(made), self._stored(country - places)
            rows = together if stored is None else pl.concat([together, stored])
            for place in (NORWAY.code, WITHOUT_OSLO):  # one fault is not blamed on two
                found = found + check_parts(found.left(rows), [place], len(self.places))
        self.found = self.found + found
        if self.found.stops:
            raise stopped(self.meta.id, self.found)
        self._take_back(found, places)
        return {table: found.left(frame) for table, frame in made.items()}

    def end(self) -> None:
        """Hold every group against its members, when all municipalities are stored."""
        everyone = {m.code for m in municipalities()}
        if not self.tables or not everyone <= set(self.places):
            return
        rows = self._stored(everyone | set(KOSTRA_GROUPS))
        if rows is not None:
            found = check_parts(rows, KOSTRA_GROUPS, len(self.places))
            self.found = self.found + found
            self._take_back(found, set())

    def remarks(self) -> tuple[str, ...]:
        """Give what a person should know, each once."""
        told = [_("Holdt tilbake: {sum}").format(sum=off.text()) for off in self.found.off]
        if self.found.impossible:
            told.append(
                _("Ikke mulig å kontrollere {n} av {all} summer: deler er ikke publisert").format(
                    n=self.found.impossible,
                    all=self.found.impossible + self.found.held + len(self.found.off),
                )
            )
        return tuple(dict.fromkeys((*self.told, *told)))

    def held_back(self, place: str) -> tuple[Caveat, ...]:
        """Give what must stand by the figures of a place of which some years are held back."""
        first = {o.year: o for o in reversed(self.found.off) if o.place == place}
        text = _("Året {year} er holdt tilbake fordi tallene ikke går opp. {sum}.")
        return tuple(
            Caveat(text.format(year=year, sum=off.text()), (year,))
            for year, off in sorted(first.items())
        )

    def _stored(self, places: set[str]) -> pl.DataFrame | None:
        """Give the rows of some places that were stored with the figures of the same date."""
        found = {}
        for table in self.tables:
            entries = {p: self.lake.entry(table, f"{self.meta.id}-{p}") for p in sorted(places)}
            kept = [p for p, e in entries.items() if e and e.source.updated == self.meta.updated]
            read = self.lake.read(table, kept) if kept else None
            if read is None:
                return None
            found[table] = read.frame
        return _as_rows(found)

    def _take_back(self, found: Check, coming: set[str]) -> None:
        """Take places and years that turned out to be off out of what is stored already."""
        for place in {o.place for o in found.off} - coming:
            for table in self.tables:
                partition = f"{self.meta.id}-{place}"
                entry, stored = self.lake.entry(table, partition), self.lake.read(table, [place])
                if entry is None or stored is None:
                    continue
                rows = stored.frame
                if table == "accounts":
                    rows = rows.filter(pl.col("art").is_in(list(MEASURES)))
                told = tuple(c for c in self.held_back(place) if c not in entry.source.caveats)
                source = replace(entry.source, caveats=(*entry.source.caveats, *told))
                self.lake.put(table, partition, found.left(rows), source, [place])


def _as_rows(made: Frames) -> pl.DataFrame:
    """Give the sums of functions and areas, or the overview, as check_parts reads them."""
    columns = ("municipality", "year", "art", "function", "amount", "reason")
    if "finances" in made:
        named = {"function": pl.col("concept"), "art": pl.lit(OVERALL)}
        return made["finances"].with_columns(**named).select(columns)
    sums = made["area_accounts"].with_columns(
        pl.col("measure").replace_strict(_ARTS).alias("art"), pl.col("area").alias("function")
    )
    booked = made["accounts"].filter(
        pl.col("art").is_in(list(MEASURES)), pl.col("scope") == "konsern"
    )
    return pl.concat([booked.select(columns), sums.select(columns)])
