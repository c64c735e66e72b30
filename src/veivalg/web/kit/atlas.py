"""What the explorer reads: every figure, the space of likeness and the map, kept in memory."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock

from veivalg.content import Outline, Source
from veivalg.foundation.errors import StoreError
from veivalg.gather.country import Country
from veivalg.maths.comparison.figures import Figures
from veivalg.maths.comparison.likeness import Likeness, likeness
from veivalg.maths.comparison.service_costs import derived_indicators, with_derived
from veivalg.norway.register import municipalities
from veivalg.sources.kartverket.boundaries import (
    boundary_file,
    boundary_source,
    centres,
    read_boundaries,
)
from veivalg.web.kit.library import Library


class Atlas:
    """The whole country in memory, read again when the stored figures change.

    Parameters
    ----------
    library
        Whose data folder is read.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._country = Country(library.lake)
        self._lock = Lock()
        self._figures = lru_cache(maxsize=1)(self._read_figures)
        self._likeness = lru_cache(maxsize=1)(self._read_likeness)
        self._borders = lru_cache(maxsize=1)(_read_borders)

    def figures(self) -> Figures:
        """Give every indicator of every place."""
        with self._lock:  # twenty readers wait for one reading of it
            return self._figures(self._library.version())

    def likeness(self) -> Likeness:
        """Give the space of likeness."""
        with self._lock:
            return self._likeness(self._library.version())

    def geometry(self) -> tuple[Mapping[str, Outline], tuple[Source, ...]]:
        """Give outlines from the data folder with their source; dots where there are none.

        A file that can't be read gives dots too: a map must not stop a page of figures.
        """
        file = boundary_file(self._library.folder)
        with self._lock:
            return self._borders(file, file.stat().st_mtime_ns if file else 0)

    def _read_figures(self, version: str) -> Figures:
        published, accounts = self._country.get("indicators"), self._country.get("accounts")
        people = self._country.get("population_groups")
        if accounts is None or people is None:
            return Figures(published)
        return Figures(with_derived(published, derived_indicators(accounts, people)))

    def _read_likeness(self, version: str) -> Likeness:
        return likeness(self._country, municipalities())


def _read_borders(
    file: Path | None, changed: int
) -> tuple[Mapping[str, Outline], tuple[Source, ...]]:
    if file is None:
        return centres(), ()
    try:
        return read_boundaries(file), (boundary_source(file),)
    except StoreError:
        return centres(), ()
