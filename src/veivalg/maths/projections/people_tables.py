"""The tables that the population of a place, counted and projected, is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from veivalg.tables import Sourced


@dataclass(frozen=True, slots=True, eq=False)
class PeopleTables:
    """Tables of people, each with rows of any places; None is a table that holds nothing.

    Parameters
    ----------
    population, population_groups
        Counted: by sex and one-year age, and by age group.
    projection, projection_groups
        SSB's projection: by sex and one-year age, and by age group.
    """

    population: Sourced | None = None
    population_groups: Sourced | None = None
    projection: Sourced | None = None
    projection_groups: Sourced | None = None

    @classmethod
    def among(cls, tables: Mapping[str, Sourced]) -> PeopleTables:
        """Give those of `tables` (name → table) that are of people."""
        return cls(*(tables.get(one.name) for one in fields(cls)))

    def of(self, place: str) -> PeopleTables:
        """Give the rows of one place, by its code."""
        every = (getattr(self, one.name) for one in fields(self))
        return PeopleTables(*(table.rows(place) if table else None for table in every))
