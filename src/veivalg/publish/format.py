"""What a renderer says about itself, as ``FORMAT`` in its own file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from veivalg.content import Chapter, Report

OFFICE = "application/vnd.openxmlformats-officedocument"
WHOLE, PART = "rapport", "kapittel"
"""Where a format is offered: for the whole report, and for one chapter."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format a report can be had in.

    Parameters
    ----------
    name
        As on the command line and in addresses («docx»).
    suffix
        Of the file, with its point.
    media_type
        For a browser.
    label
        What pages call it («Word»), marked with ``N_`` and translated where it is shown.
    order
        Its place in every list of formats; lowest first.
    report
        Writes a report. What takes a while to load is loaded when it is called.
    chapter
        Writes one chapter; None where that is a report of one chapter.
    offered
        Of :data:`WHOLE` and :data:`PART`, where a page or command offers it.
    """

    name: str
    suffix: str
    media_type: str
    label: str
    order: int
    report: Callable[[Report], bytes]
    chapter: Callable[[Chapter], bytes] | None = None
    offered: tuple[str, ...] = (WHOLE, PART)
