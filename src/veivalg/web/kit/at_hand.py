"""Which tables are at hand for a municipality, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.lake.entry import Problem
from veivalg.norway.municipality import Municipality
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES
from veivalg.web.kit.library import Library

# Table -> the one by one-year age that makes it needless.
FINER = {"population_groups": "population", "projection_groups": "projection"}


@dataclass(frozen=True, slots=True)
class TableStatus:
    """A table and whether a municipality's rows of it are at hand.

    ``state`` is «hentet», «innebygd», «skadet» or «mangler»; ``source`` the source line.
    """

    title: str
    state: str
    source: str


def table_status(library: Library, place: Municipality) -> tuple[TableStatus, ...]:
    """Give the status of every table for a municipality, in the order of the vocabulary.

    A table that is absent because a finer one is at hand, or because no document prints figures
    for the municipality, is left out: nothing is missing then.
    """
    found = {
        name: _status(library, schema.title, name, place.code) for name, schema in TABLES.items()
    }
    return tuple(
        status
        for name, status in found.items()
        if status.state != "mangler" or not _needless(name, found)
    )


def _needless(name: str, found: Mapping[str, TableStatus]) -> bool:
    finer = FINER.get(name)
    return name == "printed_figures" or (finer is not None and found[finer].state != "mangler")


def _status(library: Library, title: str, name: str, code: str) -> TableStatus:
    problems: list[Problem] = []
    stored = library.lake.read(name, [code], unreadable=problems)
    if stored is not None:
        return TableStatus(title, "hentet", stored.source(code).line())
    if problems:
        return TableStatus(title, "skadet", str(problems[0].error))
    embedded = embedded_tables().get(name)
    if embedded is not None and code in set(embedded.frame["municipality"]):
        return TableStatus(title, "innebygd", embedded.source(code).line())
    return TableStatus(title, "mangler", "")
