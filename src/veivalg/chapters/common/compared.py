"""Who a municipality is held against, and where their figures come from."""

from collections.abc import Iterable, Iterator

from veivalg.chapters.common.sources import unique
from veivalg.content import Place, Role, Source
from veivalg.gather.evidence import Evidence
from veivalg.norway.municipality import country_for
from veivalg.norway.register import members_of


def group_of(evidence: Evidence) -> Place | None:
    """Give the comparison group; None for a group of one, which is the municipality itself."""
    group = evidence.group
    if group is None or len(members_of(group.code)) == 1:
        return None
    return group


def compared(evidence: Evidence, country: Place | None = None) -> Iterator[tuple[Role, Place]]:
    """Give the municipality, its comparison group when known, and the country (without Oslo's)."""
    yield Role.OWN, evidence.place
    if (group := group_of(evidence)) is not None:
        yield Role.GROUP, group
    yield Role.NORWAY, country or country_for(evidence.place.code)


def other_sources(evidence: Evidence, table: str, names: Iterable[str]) -> tuple[Source, ...]:
    """Give the sources of a table and of the population for the places compared with."""
    wanted, found = set(names), []
    for role, place in compared(evidence):
        if role is not Role.OWN and place.name in wanted:
            for name in (table, "population", "population_groups"):
                rows = evidence.rows(name, place)
                found += [rows.source(place.code)] if rows is not None else []
    return unique(found)
