"""The municipality's own figures for its chapters: what it has brought, else what is printed.

Own rows and printed ones are never mixed in one chapter: own visits divided by the staff of a
report would be a wrong number about the municipality. Once it has brought any table of a chapter,
that chapter has no printed ones any more, and says which tables are missing. Made-up figures belong
to Eksempelkommunen alone, and it has nothing else.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from veivalg.foundation.errors import StoreError
from veivalg.norway.municipality import EXAMPLE
from veivalg.own.admission import behind_the_gate
from veivalg.own.examples import example_names, example_table
from veivalg.own.printed import printed_names, printed_table
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons

Own = Sourced | Persons
ALONE = frozenset({"kindergartens"})
"""Tables no chapter works out together with another: own ones don't push out printed ones."""

REFERENCES = frozenset({"care_cost_references", "care_volume_references", "home_care_references"})
"""Tables of other municipalities; printed ones stay beside own figures."""

Kind = TypeVar("Kind", bound=Sourced | Persons)


class OwnFigures(Mapping[str, Own]):
    """Table name → own figures of one municipality, read when first asked for.

    A table that counts or lists people is let in by the gate, and comes as `Persons`.

    Parameters
    ----------
    folder
        The data folder, or None when there is none; then only what is printed is given.
    """

    def __init__(self, code: str, folder: Path | None) -> None:
        self.code = code
        self._store = OwnStore(folder) if folder is not None else None
        self._read: dict[str, Own] = {}
        self._faults: dict[str, str] = {}

    def __getitem__(self, name: str) -> Own:
        """Give a table; raises ``KeyError`` when there are neither own nor fit printed rows."""
        if name not in self._read:
            found = self._found(name)
            if found is None:
                raise KeyError(name)
            self._read[name] = found
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Give the names of the tables there are."""
        if self.code == EXAMPLE.code:
            return iter(example_names())
        printed = {n for n in printed_names(self.code) if self._printed(n) is not None}
        return iter(sorted(printed.union(self._stored)))

    def __len__(self) -> int:
        """Give how many tables there are."""
        return sum(1 for _name in self)

    def fault(self, name: str) -> str | None:
        """Say why the rows of an own table can't be read, or None."""
        self.get(name)
        return self._faults.get(name)

    def _found(self, name: str) -> Own | None:
        """Give what the municipality has brought, else what is printed; never one for the other
        when its own can't be read."""
        if self.code == EXAMPLE.code:
            return _let_in(name, example_table(name))
        try:
            stored = self._store.read(self.code, name) if self._store is not None else None
        except StoreError as error:
            self._faults[name] = str(error)
            return None
        if stored is not None:
            return stored
        return _let_in(name, self._printed(name))

    def open(self) -> Mapping[str, Sourced]:
        """Give the tables that neither count nor list people."""
        return _Part(self, Sourced)

    def persons(self) -> Mapping[str, Persons]:
        """Give the tables about people, as they are behind the gate."""
        return _Part(self, Persons)

    @cached_property
    def _stored(self) -> frozenset[str]:
        """Give the tables the municipality has rows of."""
        return frozenset(self._store.tables(self.code)) if self._store is not None else frozenset()

    @cached_property
    def _own_chapters(self) -> frozenset[str]:
        """Give the chapters the municipality has brought a table of."""
        tables = own_tables()
        return frozenset(c for name in self._stored - ALONE for c in tables[name].chapters)

    def _printed(self, name: str) -> Sourced | None:
        """Give the table a document prints, or None when it would be mixed with own figures."""
        found = printed_table(self.code, name)
        if found is None or self._own_chapters.isdisjoint(own_tables()[name].chapters):
            return found
        return found if name in REFERENCES else None


def _let_in(name: str, table: Sourced | None) -> Own | None:
    return None if table is None else behind_the_gate(name, table)


class _Part(Mapping[str, Kind]):
    """Those of the own tables that are of one kind; others are not even read."""

    def __init__(self, own: OwnFigures, kind: type[Kind]) -> None:
        self._own = own
        self._kind = kind

    def __getitem__(self, name: str) -> Kind:
        table = own_tables().get(name)
        if table is None or table.guarded() is not (self._kind is Persons):
            raise KeyError(name)
        found = self._own[name]
        assert isinstance(found, self._kind)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._own if name in self)

    def __len__(self) -> int:
        return sum(1 for _name in self)
