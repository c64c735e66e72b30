"""What the pages read from: the data folder and the chapters made of it, kept while they hold.

What reads tables is imported when it is first used: the front page needs none of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from veivalg.content import Assumption, Chapter, Report
from veivalg.foundation.cache import Cache
from veivalg.foundation.files import store_error
from veivalg.foundation.i18n import language
from veivalg.foundation.layout.names import BOUNDARIES, EVENTS, FIGURES, OWN
from veivalg.foundation.settings import today
from veivalg.norway.register import municipality

if TYPE_CHECKING:
    from veivalg.desk.choices import Choices
    from veivalg.lake.lake import Lake

Overrides = tuple[tuple[str, float], ...]
Codes = tuple[str, ...]
Told = Callable[[Chapter], None]
MARKED = (f"{FIGURES}/catalogue/*", f"{OWN}/*/*", f"{EVENTS}/*/*", *BOUNDARIES)
"""Folders and files whose time changes when something is stored."""
FRESH_SECONDS = 1.0


class Library:
    """Chapters and reports by municipality and assumptions, made anew when the figures change.

    Parameters
    ----------
    folder
        The data folder; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen = (0.0, "")
        self._made_of = ""
        self._lock = Lock()
        self._chapters = Cache[Chapter](size=_bytes)
        self._reports = Cache[Report](size=lambda report: sum(map(_bytes, report.chapters)))

    @cached_property
    def lake(self) -> Lake:
        """Give the stored tables."""
        from veivalg.lake.lake import Lake

        return Lake(self.folder)

    @cached_property
    def choices(self) -> Choices:
        """Give whom each municipality has chosen to be compared with."""
        from veivalg.desk.choices import Choices

        return Choices(self.folder)

    def version(self) -> str:
        """Give a fingerprint of the stored figures and the day; other figures, other fingerprint.

        A fetch from the command line is noticed too, within a second.
        """
        with self._lock:
            when, version = self._seen
            if time.monotonic() - when > FRESH_SECONDS or not version:
                before, version = self._made_of, self._fingerprint()
                self._seen, self._made_of = (time.monotonic(), version), version
                if version != before:  # nobody can ask again for what is made of the former
                    self._chapters.clear()
                    self._reports.clear()
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
            for path in sorted(p for part in MARKED for p in self.folder.glob(part)):
                with contextlib.suppress(FileNotFoundError):  # gone since it was listed
                    digest.update(f"{path}{path.stat().st_mtime_ns}".encode())
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
        from veivalg.chapters.report import make_chapter
        from veivalg.desk.choices import places

        used = self.choices.peers(code) if peers is None else peers
        return self._chapters.get(
            (code, id, _key(overrides), used, self.version(), language()),
            lambda: make_chapter(id, municipality(code), self.lake, overrides, places(used)),
        )

    def report(
        self,
        code: str,
        overrides: Mapping[str, float] | None = None,
        peers: Codes | None = None,
        told: Told | None = None,
    ) -> Report:
        """Give the whole knowledge base of a municipality; `peers` as for `chapter`.

        Parameters
        ----------
        told
            Called with each chapter as it is made.
        """
        from veivalg.chapters.report import make_report
        from veivalg.desk.choices import places

        used = self.choices.peers(code) if peers is None else peers
        rest = (_key(overrides), used, self.version(), language())

        def keep(chapter: Chapter) -> None:
            self._chapters.get((code, chapter.id, *rest), lambda: chapter)
            if told is not None:
                told(chapter)

        return self._reports.get(
            (code, *rest),
            lambda: make_report(municipality(code), self.lake, overrides, places(used), keep),
        )

    def open_report(self, code: str) -> Report:
        """Give it without what is brought, saved or noted here: for everybody to read."""
        from veivalg.chapters.report import make_report
        from veivalg.desk.choices import places

        peers = places(self.choices.peers(code))
        return make_report(municipality(code), self.lake, peers=peers, own=False)

    def ready(self, code: str) -> Report | None:
        """Give the knowledge base as it is without choices, when it is made already."""
        rest = (_key(None), self.choices.peers(code), self.version(), language())
        return self._reports.find((code, *rest))

    def assumptions(self, code: str, ids: Iterable[str] | None = None) -> dict[str, Assumption]:
        """Give the assumptions of some chapters, or of all, by id, as they are by default.

        What places follow goes with every chapter, so that a reader can take it along.
        """
        from veivalg.chapters.common.care_paths import along
        from veivalg.publish.document.provenance import all_assumptions

        some = None if ids is None else [self.chapter(code, id) for id in ids]
        chapters = self.report(code).chapters if some is None else some
        return {**along(), **{a.id: a for a in all_assumptions(chapters)}}


def _key(overrides: Mapping[str, float] | None) -> Overrides:
    return tuple(sorted((overrides or {}).items()))


def _bytes(chapter: Chapter) -> int:
    """Give about how much memory a chapter takes: its tables are most of it."""
    tables = (exhibit.table for exhibit in chapter.exhibits())
    return 20_000 + sum(100 * (1 + len(t.rows)) * (1 + len(t.columns)) for t in tables)


def period(made: tuple[Chapter, ...]) -> str:
    """Give the date of the figures of a knowledge base: its first chapter's, which has any."""
    return next((c.period for c in made if c.period), "")
