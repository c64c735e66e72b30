"""Series of an indicator for the places a chapter compares, each value with its source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypedDict

import polars as pl

from veivalg.chapters.common.compared import compared
from veivalg.chapters.common.missing import how_to_get, table_name
from veivalg.chapters.common.sources import unique
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Figure,
    Missing,
    Place,
    Role,
    Shape,
    Source,
    Unit,
    format_number,
)
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.indicators import Indicator, country_of, indicator
from veivalg.norway.municipality import NORWAY, country_without_oslo
from veivalg.norway.quantities import quantity, registry
from veivalg.tables import Sourced
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR

TABLE = "indicators"
MANY = 3
SPAN = 11
"""Years shown: ten years of change have eleven years."""

Years = Mapping[int, float | None]


class Shown(TypedDict):
    """What `exhibit` is given of columns, rows, turning, chart and sources."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    pivot: tuple[str, str, str]
    chart: Chart
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Line:
    """One place's values of an indicator: year → value, None where it is missing."""

    role: Role
    place: Place
    values: Years
    source: Source

    @property
    def newest(self) -> tuple[int, float] | None:
        """Give the newest year with a value, and the value."""
        known = [(y, v) for y, v in self.values.items() if v is not None]
        return max(known) if known else None


@dataclass(frozen=True)
class Series:
    """An indicator for the municipality and those it is held against.

    Parameters
    ----------
    lines
        The places that have at least one value, the municipality first when it has one.
    reasons
        Why the municipality's newest value is missing, when it is.
    """

    entry: Indicator
    place: Place
    lines: tuple[Line, ...]
    reason: str = ""

    @cached_property
    def own(self) -> Line | None:
        """Give the municipality's line, or None when it has no value."""
        return next((line for line in self.lines if line.role is Role.OWN), None)

    def of(self, role: Role) -> Line | None:
        """Give the first line of a role."""
        return next((line for line in self.lines if line.role is role), None)

    @property
    def year(self) -> int | None:
        """Give the municipality's newest year with a value."""
        newest = self.own.newest if self.own else None
        return newest[0] if newest else None

    @property
    def year_text(self) -> str:
        """Write the newest year, and that it is unrevised where it is."""
        return self.own.source.year(self.year) if self.own else ""

    @property
    def unrevised(self) -> int | None:
        """Give the newest year when its figures will be revised."""
        return self.year if self.own and self.own.source.unrevised == self.year else None

    def held(self, place: Place) -> float | None:
        """Give the value of the municipality's newest year of a country, where it is that one."""
        line = self.of(Role.NORWAY)
        return self.value(role=Role.NORWAY) if line and line.place == place else None

    def value(self, year: int | None = None, role: Role = Role.OWN) -> float | None:
        """Give a value; the municipality's newest year when no year is given."""
        line, when = self.of(role), self.year if year is None else year
        return line.values.get(when) if line is not None and when is not None else None

    def figure(self, year: int | None = None, role: Role = Role.OWN) -> Figure | None:
        """Give a value as a figure, or None when it is not known."""
        line, when = self.of(role), self.year if year is None else year
        value = self.value(when, role)
        if line is None or when is None or value is None:
            return None
        slug = self.entry.id.replace("_", "-")
        return Figure(
            f"{slug}-{line.place.code.lower()}-{when}",
            self.entry.name,
            value,
            self.entry.unit,
            line.place,
            str(when),
            line.source,
            self.entry.decimals,
            quantity=quantity(self.entry.id, when) if self.entry.id in registry() else None,
        )

    @property
    def ends(self) -> tuple[int, float, int, float]:
        """Give the first and the last year the municipality has a value, each with it.

        Raises
        ------
        IndexError
            When it has none.
        """
        values = self.own.values if self.own else {}
        known = sorted((y, v) for y, v in values.items() if v is not None)
        return (*known[0], *known[-1])

    def others(self, year: int) -> str:
        """Write what the others had a year: «KOSTRA-gruppe 8 2,1 %, landet uten Oslo 2,4 %»."""
        known = ((one.place.name, one.values.get(year)) for one in self.lines[1:])
        entry = self.entry
        return ", ".join(
            f"{name} {format_number(v, entry.unit, entry.decimals)}"
            for name, v in known
            if v is not None
        )

    def shown(self, **chart: Any) -> Shown:
        """Give the values over time as table and chart, for ``exhibit(…, **series.shown())``.

        Parameters
        ----------
        chart
            What the chart has beside its lines (`Chart`).
        """
        lines = Chart(Shape.LINES, "year", "value", "place", self.roles(), **chart)
        pivot = ("year", "place", "value")
        return Shown(
            columns=self.columns(),
            rows=self.rows(),
            pivot=pivot,
            chart=lines,
            sources=self.sources(),
        )

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Give year, place, value of every line, for a chart over time."""
        return tuple(
            (year, line.place.name, value)
            for line in self.lines
            for year, value in sorted(line.values.items())
        )

    def columns(self) -> tuple[Column, ...]:
        """Give the columns of `rows`: ``year``, ``place`` and ``value``."""
        return (
            Column("year", _("År"), Unit.YEAR),
            Column("place", _("Sted")),
            Column("value", self.entry.name, self.entry.unit, self.entry.decimals),
        )

    def roles(self) -> dict[str, Role]:
        """Give the role of each place in `rows`."""
        return {line.place.name: line.role for line in self.lines}

    def sources(self) -> tuple[Source, ...]:
        """Give the sources of every line once."""
        return unique(line.source for line in self.lines)


def series(evidence: Evidence, id: str, span: int = SPAN) -> Series:
    """Give an indicator for the municipality, group, country and chosen peers.

    A share that rests on fewer than 20 is None: «for lite grunnlag» (M18).

    Parameters
    ----------
    span
        How many years back from the newest to give.
    """
    entry = indicator(id)
    places = _places(evidence, _country(evidence, entry))
    found = [(role, place, _rows(evidence, entry, place)) for role, place in places]
    last = max((rows[-1]["year"] for _role, _place, rows in found if rows), default=0)
    lines, reason = [], ""
    for role, place, rows in found:
        recent = [row for row in rows if row["year"] > last - span]
        values = {row["year"]: _shown(row) for row in recent}
        if role is Role.OWN and recent:
            reason = _reason(recent[-1])
        if any(v is not None for v in values.values()):
            lines.append(Line(role, place, values, _source(evidence, entry, place)))
    return Series(entry, evidence.place, tuple(lines), reason)


def _country(evidence: Evidence, entry: Indicator) -> Place:
    """Give the country an indicator is held against (`country_of`)."""
    places = (country_without_oslo(), NORWAY)
    rows = (_rows(evidence, entry, place) for place in places)
    newest = (max((r["year"] for r in of if r["value"] is not None), default=0) for of in rows)
    return country_of(entry, *newest)


def countries(found: Iterable[Series]) -> tuple[Place, ...]:
    """Give the countries that some indicators are held against; without Oslo when it is none."""
    lines = (one.of(Role.NORWAY) for one in found)
    held = dict.fromkeys(line.place for line in lines if line is not None)
    return tuple(held) or (country_without_oslo(),)


def unrevised(found: Iterable[Series]) -> str:
    """Name the figures whose newest year isn't revised, for a note where others are; "" for none.

    That some are is told by their source; which they are must stand beside it.
    """
    known = [one for one in found if one.own is not None and one.year]
    first = [one for one in known if one.own and one.own.source.unrevised == one.year]
    if not first or len(first) == len(known) > MANY:  # then the source alone tells it
        return ""
    names = "; ".join(f"{one.entry.name} {one.year}" for one in first)
    return _("Ureviderte er: {names}. De trekkes ikke fra reviderte.").format(names=names)


def all_series(evidence: Evidence, ids: Iterable[str]) -> dict[str, Series]:
    """Give several indicators by id."""
    return {id: series(evidence, id) for id in ids}


def _places(evidence: Evidence, country: Place) -> Iterator[tuple[Role, Place]]:
    found = list(compared(evidence, country))
    yield from found
    seen = {place.code for _role, place in found}
    yield from ((Role.PEER, peer) for peer in evidence.peers if peer.code not in seen)


_places_kept: Cache[dict[str, pl.DataFrame]] = Cache()
_indicators_kept: Cache[dict[str, pl.DataFrame]] = Cache()


def rows_by_place(table: Sourced) -> dict[str, pl.DataFrame]:
    """Give the rows of each place in a table; made once, for a chapter asks a hundred times."""

    return _places_kept.get((), lambda: _parted(table.frame, "municipality"), held=(table,))


def _parted(frame: pl.DataFrame, column: str) -> dict[str, pl.DataFrame]:
    parts = frame.partition_by(column, as_dict=True, maintain_order=True)
    return {str(value): rows for (value,), rows in parts.items()}


def _known(table: Sourced | None, place: Place) -> Mapping[str, pl.DataFrame]:
    """Give the rows of each indicator of a place, by year; nothing when it has none."""
    own = rows_by_place(table).get(place.code) if table is not None else None
    if own is None:
        return {}
    return _indicators_kept.get(
        place.code, lambda: _parted(own.sort("year"), "indicator"), held=(table,)
    )


def _rows(evidence: Evidence, entry: Indicator, place: Place) -> Sequence[Mapping[str, Any]]:
    """Give the rows of an indicator of a place, by year."""
    for tables in (evidence.tables, evidence.country):
        rows = _known(tables.get(TABLE), place).get(entry.id)
        if rows is not None:
            return rows.rows(named=True)
    return ()


def _source(evidence: Evidence, entry: Indicator, place: Place) -> Source:
    for tables in (evidence.tables, evidence.country):
        table = tables.get(TABLE)
        if table is not None and place.code in rows_by_place(table):
            return table.source_of(place.code, entry.id, entry.table)
    raise KeyError(place.code)


def _shown(row: Mapping[str, float | None]) -> float | None:
    return None if _few(row) else row["value"]


def _few(row: Mapping[str, float | None]) -> bool:
    return row["denominator"] is not None and row["denominator"] < SMALLEST_DENOMINATOR


def _reason(row: Mapping[str, str | float | None]) -> str:
    if row["value"] is None:
        return str(row["reason"] or _("ikke publisert"))
    return _("for lite grunnlag") if _few(row) else ""  # type: ignore[arg-type]


def missing_series(evidence: Evidence, wanted: Sequence[Series]) -> tuple[Missing, ...]:
    """Say which indicators lack figures of the municipality, and of those compared with.

    Those never fetched stand together, by table; those shielded or resting on too few each with
    its reason.
    """
    place = evidence.place.name
    found = [
        Missing(
            one.entry.name,
            _("Tallet for {place} finnes ikke ({reason}).").format(place=place, reason=one.reason),
            _("Bruk kommunens egne tall."),
            table_name(TABLE),
        )
        for one in wanted
        if one.own is None and one.reason
    ]
    unknown: dict[str, list[str]] = {}
    for one in wanted:
        if one.own is None and not one.reason:
            unknown.setdefault(one.entry.table_key, []).append(one.entry.name)
    found += [
        Missing(
            "; ".join(names),
            _("SSBs tabell {table} mangler for {place}.").format(
                table=table if table.isdecimal() else f"«{table}»", place=place
            ),
            how_to_get(evidence.place),
            table_name(TABLE),
        )
        for table, names in unknown.items()
    ]
    return (*found, *_uncompared(evidence, [one for one in wanted if one.own is not None]))


def _uncompared(evidence: Evidence, known: Sequence[Series]) -> Iterator[Missing]:
    lacked: dict[Place, list[str]] = {}
    for one in known:
        for role, place in compared(evidence, _country(evidence, one.entry)):
            names = lacked.setdefault(place, [])
            names += [one.entry.name] if one.of(role) is None else []
    for place, lacking in lacked.items():
        if lacking:
            yield Missing(
                _("Nøkkeltall for {place}").format(place=place.name),
                _("Tall mangler: {names}.").format(names="; ".join(lacking)),
                how_to_get(evidence.place),
                table_name(TABLE),
            )
