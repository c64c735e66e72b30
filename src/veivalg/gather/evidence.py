"""What an analysis gets: the municipality and its validated tables, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from veivalg.content import Assumption, Place
from veivalg.norway.municipality import Municipality, kostra_group
from veivalg.norway.register import members_of
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a municipality when a chapter is made.

    Parameters
    ----------
    tables
        Table name → rows of the municipality, its comparison group and Norway. A table that holds
        nothing is absent.
    overrides
        Assumption id → value a person has chosen.
    today
        ISO date printed in the report, so that a chapter is a pure function of its input.
    country
        Table name → rows of every place known: ``indicators``, ``accounts``, ``need_indices`` and
        ``population_groups``.
    peers
        Municipalities a person has chosen to compare with.
    scenarios
        Scenarios saved for the municipality, as JSON objects, oldest first.
    local_knowledge
        What people know that no table does (`projections.ensemble.overrides.Override`), in force.
    damaged
        Table name → why stored rows, fetched or own, could not be read, and what to do.
    damaged_country
        The same, of the tables of every place.
    function_names
        KOSTRA function → what SSB calls it, for those fetched.
    own
        Table name → the municipality's own figures, as brought by itself or as a document prints
        them (then its source says so).
    persons
        The same, of the tables about people: only counts of them come out, through the gate
        (`veivalg.tables.gate`).
    """

    municipality: Municipality
    tables: Mapping[str, Sourced] = field(default_factory=dict)
    overrides: Mapping[str, float] = field(default_factory=dict)
    today: str = ""
    country: Mapping[str, Sourced] = field(default_factory=dict)
    peers: tuple[Place, ...] = ()
    damaged: Mapping[str, str] = field(default_factory=dict)
    damaged_country: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Sourced] = field(default_factory=dict)
    persons: Mapping[str, Persons] = field(default_factory=dict)
    scenarios: tuple[Mapping[str, Any], ...] = ()
    local_knowledge: tuple[Any, ...] = ()
    function_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Give the municipality as a place."""
        return Place(self.municipality.code, self.municipality.name)

    @property
    def group(self) -> Place | None:
        """Give the comparison group (KOSTRA group) as a place.

        None when it is unknown, and for Oslo, who is alone in hers: nobody is held against itself.
        """
        code = self.municipality.kostra_group
        others = any(m.code != self.municipality.code for m in members_of(code))
        return kostra_group(code) if code and others else None

    def table(self, name: str) -> Sourced | None:
        """Give a table, or None when no row of it is known."""
        return self.tables.get(name)

    def has_own(self, name: str) -> bool:
        """Say whether there is an own table, or a printed one, about people or not."""
        return name in self.persons or name in self.own

    def rows(self, name: str, place: Place) -> Sourced | None:
        """Give the rows of one place, or None when there are none."""
        table = self.tables.get(name)
        return table.rows(place.code) if table else None

    def assume(self, assumption: Assumption) -> Assumption:
        """Give the assumption with the value a person has chosen, if any.

        Raises
        ------
        UsageError
            When the chosen value lies outside ``low``–``high``.
        """
        value = self.overrides.get(assumption.id)
        return assumption if value is None else assumption.chosen(value)
