"""What the pages read from: the data folder and the chapters made of it, kept while they hold."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from veivalg.chapters.common.registry import all_chapters
from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Assumption, Chapter, Report
from veivalg.desk.choices import Choices, places
from veivalg.foundation.files import store_error
from veivalg.foundation.layout.names import EVENTS, FIGURES, OWN
from veivalg.foundation.settings import today
from veivalg.lake.entry import Problem
from veivalg.lake.lake import Lake
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import municipality
from veivalg.publish.document.provenance import all_assumptions
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.sources.kartverket.boundaries import boundary_file
from veivalg.tables import TABLES

Overrides = tuple[tuple[str, float], ...]
Codes = tuple[str, ...]
MARKED = (f"{FIGURES}/catalogue/*", f"{OWN}/*/*", f"{EVENTS}/*/*")
"""Folders whose time changes when something in them is stored."""
FRESH_SECONDS = 1.0
PEOPLE = ("population", "population_groups")
# Table -> the one by one-year age that makes it needless.
FINER = {"population_groups": "population", "projection_groups": "projection"}


class Library:
    """Chapters and reports by municipality and assumptions, made anew when the figures change.

    Parameters
    ----------
    folder
        The data folder; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lake = Lake(folder)
        self.choices = Choices(folder)
        self._seen = (0.0, "")
        self._lock = Lock()
        self._chapters = lru_cache(maxsize=96)(self._make_chapter)
        self._reports = lru_cache(maxsize=12)(self._make_report)

    def version(self) -> str:
        """Give a fingerprint of the stored figures and the day; other figures, other fingerprint.

        A fetch from the command line is noticed too, within a second.
        """
        with self._lock:
            when, version = self._seen
            if time.monotonic() - when > FRESH_SECONDS or not version:
                version = self._fingerprint()
                self._seen = (time.monotonic(), version)
            return version

    def refresh(self) -> None:
        """Look at the data folder again at the next question, as after a fetch."""
        with self._lock:
            self._seen = (0.0, "")

    def _fingerprint(self) -> str:
        # Storing a version replaces a file in its table's catalogue folder, which marks the folder,
        # and so does an event in its log's.
        digest = hashlib.sha256(today().encode())
        try:
            for folder in sorted(f for part in MARKED for f in self.folder.glob(part)):
                digest.update(f"{folder}{folder.stat().st_mtime_ns}".encode())
            borders = boundary_file(self.folder)
            if borders is not None:
                digest.update(f"{borders.name}{borders.stat().st_mtime_ns}".encode())
        except OSError as error:
            raise store_error(error, self.folder) from error
        return digest.hexdigest()[:16]

    def chapter(
        self,
        code: str,
        id: str,
        overrides: Mapping[str, float] | None = None,
        peers: Codes | None = None,
    ) -> Chapter:
        """Give a chapter of a municipality with what a reader has chosen.

        Parameters
        ----------
        peers
            Municipalities to compare with; None for those saved.
        """
        used = self.choices.peers(code) if peers is None else peers
        return self._chapters(code, id, _key(overrides), used, self.version())

    def report(
        self,
        code: str,
        overrides: Mapping[str, float] | None = None,
        peers: Codes | None = None,
    ) -> Report:
        """Give the whole knowledge base of a municipality; `peers` as for `chapter`."""
        used = self.choices.peers(code) if peers is None else peers
        return self._reports(code, _key(overrides), used, self.version())

    def _make_chapter(
        self, code: str, id: str, overrides: Overrides, peers: Codes, version: str
    ) -> Chapter:
        from veivalg.chapters.report import make_chapter

        return make_chapter(id, municipality(code), self.lake, dict(overrides), places(peers))

    def _make_report(self, code: str, overrides: Overrides, peers: Codes, version: str) -> Report:
        from veivalg.chapters.report import make_report

        return make_report(municipality(code), self.lake, dict(overrides), places(peers))

    def assumptions(self, code: str, chapter: str | None = None) -> dict[str, Assumption]:
        """Give the assumptions of one chapter, or of all, by id, as they are by default."""
        chapters = (self.chapter(code, chapter),) if chapter else self.report(code).chapters
        return {a.id: a for a in all_assumptions(chapters)}


def _key(overrides: Mapping[str, float] | None) -> Overrides:
    return tuple(sorted((overrides or {}).items()))


def chapters() -> tuple[ChapterSpec, ...]:
    """Give every chapter there is, in reading order."""
    return all_chapters()


def period(made: tuple[Chapter, ...]) -> str:
    """Give the date of the figures of a knowledge base: its first chapter's, which has any."""
    return next((c.period for c in made if c.period), "")


def embedded_places() -> frozenset[str]:
    """Give the codes that have figures before anything is fetched: those whose people are known.

    What the comparisons need of every municipality, as their need, is no knowledge base by itself.
    """
    tables = embedded_tables()
    return frozenset(
        code
        for name in PEOPLE
        if name in tables
        for code in tables[name].frame["municipality"].unique()
    )


def stored_places(library: Library) -> frozenset[str]:
    """Give the codes that have fetched population figures."""
    entries = library.lake.catalogue()
    return frozenset(p for e in entries if e.table in PEOPLE for p in e.places)


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
