"""The municipality's own figures for its chapters: what it has brought, else a built-in example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from veivalg.sources.examples import example_names, example_table
from veivalg.store.own import OwnStore
from veivalg.tables import Sourced


class OwnFigures(Mapping[str, Sourced]):
    """Table name → own figures of one municipality, read when first asked for.

    Parameters
    ----------
    folder
        The data folder, or None when there is none; then only the examples are given.
    """

    def __init__(self, code: str, folder: Path | None) -> None:
        self.code = code
        self._store = OwnStore(folder) if folder is not None else None
        self._read: dict[str, Sourced] = {}

    def __getitem__(self, name: str) -> Sourced:
        """Give a table; raises ``KeyError`` when there is neither own rows nor an example."""
        if name not in self._read:
            stored = self._store.read(self.code, name) if self._store is not None else None
            found = stored if stored is not None else example_table(self.code, name)
            if found is None:
                raise KeyError(name)
            self._read[name] = found
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Give the names of the tables there are."""
        stored = self._store.tables(self.code) if self._store is not None else ()
        return iter(sorted({*stored, *example_names(self.code)}))

    def __len__(self) -> int:
        """Give how many tables there are."""
        return sum(1 for _name in self)
