"""Gather what is known of a municipality: the lake first, the embedded figures for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from veivalg.content import Place, Source, SourceKind
from veivalg.evidence import Evidence
from veivalg.norway.ages import BANDS
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import municipalities
from veivalg.sources.country import Country, joined
from veivalg.sources.embedded import embedded_tables
from veivalg.sources.own_figures import OwnFigures
from veivalg.store.entry import Problem
from veivalg.store.lake import Lake
from veivalg.tables import TABLES, PopulationGroups, Sourced

NORWAY_CODE = "0"
_WHEN = ["municipality", "year"]


def gather(
    municipality: Municipality,
    lake: Lake | None = None,
    *,
    overrides: Mapping[str, float] | None = None,
    today: str = "",
    peers: Sequence[Place] = (),
) -> Evidence:
    """Give everything the chapters need about `municipality`.

    For each table, place and year the rows of the lake are used when it has any, else the
    embedded ones, indicator by indicator. The comparison group's population is summed from its
    members when the lake holds all. The whole country is read first when a chapter asks for it. A
    damaged file in the lake costs its own rows only, and is told in ``damaged``.

    Parameters
    ----------
    overrides
        Assumption id → chosen value.
    today
        ISO date for the report.
    peers
        Municipalities to compare with.
    """
    places = [municipality.code, NORWAY_CODE]
    if municipality.kostra_group:
        places.append(municipality.kostra_group)
    places += [peer.code for peer in peers if peer.code not in places]
    tables: dict[str, Sourced] = {}
    faults: list[Problem] = []
    for name in TABLES:
        stored = lake.read(name, places, unreadable=faults) if lake else None
        found = _merge(stored, name, places)
        if found is not None:
            tables[name] = found
    group = _group_population(municipality, lake, faults) if lake else None
    if group is not None:
        tables["population_groups"] = _append(tables.get("population_groups"), group)
    return Evidence(
        municipality, tables, dict(overrides or {}), today, country=Country(lake),
        peers=tuple(peers), damaged={fault.table: str(fault.error) for fault in faults},
        own=OwnFigures(municipality.code, lake.folder if lake else None),
    )  # fmt: skip


def _merge(stored: Sourced | None, name: str, places: Sequence[str]) -> Sourced | None:
    """Join the lake's rows with the embedded rows of the places and years the lake lacks."""
    embedded = embedded_tables().get(name)
    if embedded is None:
        return stored
    extra = embedded.frame.filter(pl.col("municipality").is_in(list(places)))
    if "indicator" in extra.columns:
        return joined(stored, Sourced(extra, embedded.sources)) if extra.height else stored
    if stored is not None:
        extra = extra.join(stored.frame.select(_WHEN).unique(), on=_WHEN, how="anti")
    if extra.is_empty():
        return stored
    sources = {place: embedded.source(place) for place in extra["municipality"].unique()}
    if stored is None:
        return Sourced(extra, sources)
    for place, embedded_source in sources.items():
        if place in stored.sources:
            years = extra.filter(pl.col("municipality") == place)["year"].to_list()
            sources[place] = _longer(stored.source(place), embedded_source, years)
    return Sourced(pl.concat([stored.frame, extra]), {**stored.sources, **sources})


def _longer(fetched: Source, embedded: Source, years: Sequence[int]) -> Source:
    """Give the fetched source, telling which earlier years are the embedded figures."""
    told = f"Årene {min(years)}–{max(years)} er innebygde tall ({embedded.line()})."
    return replace(fetched, note=f"{fetched.note} {told}".strip())


def _append(table: Sourced | None, more: Sourced) -> Sourced:
    """Put `more` in place of any rows of the same places."""
    if table is None:
        return more
    replaced = list(more.frame["municipality"].unique())
    kept = table.frame.filter(~pl.col("municipality").is_in(replaced))
    return Sourced(pl.concat([kept, more.frame]), {**table.sources, **more.sources})


def _group_population(
    municipality: Municipality, lake: Lake, faults: list[Problem]
) -> Sourced | None:
    """Sum the comparison group by age band; None unless every member is in the lake."""
    group = municipality.kostra_group
    if group is None:
        return None
    members = [m.code for m in municipalities() if m.kostra_group == group]
    stored = lake.read("population", members, unreadable=faults)
    if stored is None or stored.frame["municipality"].n_unique() < len(members):
        return None
    bands = pl.DataFrame(
        {"age_from": [b[0] for b in BANDS], "age_to": [b[1] for b in BANDS]},
        schema={"age_from": pl.Int16, "age_to": pl.Int16},
    )
    summed = (
        stored.frame.sort("age")
        .join_asof(bands, left_on="age", right_on="age_from", strategy="backward")
        .group_by("year", "age_from", "age_to")
        .agg(pl.col("persons").sum(), pl.col("municipality").n_unique().alias("members"))
        .filter(pl.col("members") == len(members))
        .with_columns(pl.lit(group).alias("municipality"))
    )
    first = stored.source(members[0])
    constructed = any(stored.source(m).kind is SourceKind.CONSTRUCTED for m in members)
    source = Source(
        id=f"{first.id}-{group}",
        producer=first.producer,
        title=f"{first.title}, sum av {len(members)} kommuner i KOSTRA-gruppen",
        table=first.table,
        query=f"kommunene i {group}, summert av Veivalg",
        url=first.url,
        retrieved=first.retrieved,
        updated=first.updated,
        licence=first.licence,
        kind=SourceKind.CONSTRUCTED if constructed else first.kind,
    )
    return Sourced(PopulationGroups.validate(summed), {group: source})
