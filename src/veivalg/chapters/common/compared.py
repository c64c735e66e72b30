"""Who a municipality is held against, and where their figures come from."""

from collections.abc import Iterable, Iterator

from veivalg.chapters.common.sources import unique
from veivalg.content import Place, Role, Source
from veivalg.gather.evidence import Evidence
from veivalg.norway.municipality import (
    NORWAY,
    country_for,
    country_of_services,
    country_without_oslo,
)
from veivalg.norway.register import members_of


def group_of(evidence: Evidence) -> Place | None:
    """Give the comparison group; None for a group of one, which is the municipality itself."""
    group = evidence.group
    if group is None or len(members_of(group.code)) == 1:
        return None
    return group


def compared(evidence: Evidence, country: Place) -> Iterator[tuple[Role, Place]]:
    """Give the municipality, its comparison group when known, and the country."""
    yield Role.OWN, evidence.place
    if (group := group_of(evidence)) is not None:
        yield Role.GROUP, group
    yield Role.NORWAY, country


def compared_people(evidence: Evidence) -> Iterator[tuple[Role, Place]]:
    """Give those that people and need are held against."""
    return compared(evidence, country_for(evidence.place.code))


def compared_services(evidence: Evidence, table: str) -> Iterator[tuple[Role, Place]]:
    """Give those that the figures of `table` are held against."""
    rows = (evidence.rows(table, place) for place in (country_without_oslo(), NORWAY))
    newest = (int(r.frame["year"].max()) if r is not None else 0 for r in rows)  # type: ignore[arg-type]
    return compared(evidence, country_of_services(*newest))


def other_sources(evidence: Evidence, table: str, names: Iterable[str]) -> tuple[Source, ...]:
    """Give the sources of a table and of the population for the places compared with."""
    wanted, found = set(names), []
    for role, place in compared_services(evidence, table):
        if role is not Role.OWN and place.name in wanted:
            for name in (table, "population", "population_groups"):
                rows = evidence.rows(name, place)
                found += [rows.source(place.code)] if rows is not None else []
    return unique(found)
