"""What every source is: one folder, found by itself, that fetches into the lake and reports.

A source is a package here whose ``__init__.py`` has ``SOURCE``. To add one, add the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from veivalg.sources.http.limits import Limits, Stop, never
from veivalg.sources.report import Progress, Report

if TYPE_CHECKING:
    from veivalg.lake.lake import Lake


@dataclass(frozen=True, slots=True)
class Asked:
    """How a fetch is to be done.

    Parameters
    ----------
    url
        Another address than the source's own.
    files, year
        Files a person has downloaded, for a source that can't be fetched, and the year they are
        of when they don't say it.
    tables
        Only these: numbers of the source or names of our tables. Default all.
    again
        Fetch also what is unchanged.
    progress
        Called after each call.
    stop
        Asked between calls and while waiting; when it says yes, the fetch ends with a report.
    limits
        Other limits than the source's own.
    """

    url: str | None = None
    files: Sequence[Path] = ()
    year: int | None = None
    tables: Sequence[str] | None = None
    again: bool = False
    progress: Callable[[Progress], None] | None = None
    stop: Stop = never
    limits: Limits | None = None


class Source(Protocol):
    """A place figures come from.

    Attributes
    ----------
    id
        The name of its folder.
    title
        What people call it.
    order
        Its place among those fetched together; None for one a person must ask for by name.
    """

    id: str
    title: str
    order: int | None

    def fetch(self, places: Sequence[str], lake: Lake, asked: Asked) -> Report:
        """Put what the source has of these municipalities into the lake.

        Raises
        ------
        SourceError
            When nothing answers. What fails for itself is named in the report.
        StoreError
            When the lake can't be written. What is stored stays.
        """
        ...
