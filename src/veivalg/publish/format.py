"""What a renderer says about itself, as ``FORMAT`` in its own file."""

from collections.abc import Callable
from dataclasses import dataclass

from veivalg.content import Chapter, Exhibit, Report

OFFICE = "application/vnd.openxmlformats-officedocument"
WHOLE, PART, ONE, CHOSEN, OPEN = "rapport", "kapittel", "figur", "utvalg", "åpent"
"""Where a format is offered: for the whole report, for one chapter, for one exhibit, as a document
of its own that tells the most important of a report, and to be put where everybody reads. The last
is made of a report without own figures."""


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
        Writes a report, or None. What takes a while to load is loaded when it is called.
    chapter
        Writes one chapter; None where that is a report of one chapter.
    exhibit
        Writes one exhibit of a chapter; needed where it is offered for one.
    offered
        Of :data:`WHOLE`, :data:`PART`, :data:`ONE`, :data:`CHOSEN` and :data:`OPEN`, where a page
        or command offers it.
    drawn
        Whether an exhibit must have a chart to be had in it.
    """

    name: str
    suffix: str
    media_type: str
    label: str
    order: int
    report: Callable[[Report], bytes] | None = None
    chapter: Callable[[Chapter], bytes] | None = None
    exhibit: Callable[[Exhibit, Chapter], bytes] | None = None
    offered: tuple[str, ...] = (WHOLE, PART)
    drawn: bool = False

    def __post_init__(self) -> None:
        """Refuse a format that is offered for what it can't write."""
        if ONE in self.offered and self.exhibit is None:
            raise ValueError(f"{self.name} is offered for an exhibit and writes none")
        if self.report is None and {WHOLE, PART, CHOSEN, OPEN}.intersection(self.offered):
            raise ValueError(f"{self.name} is offered for a report and writes none")

    @property
    def is_text(self) -> bool:
        """Say whether it can be read in a terminal."""
        return self.media_type.startswith(("text/", "application/json"))

    def suits(self, exhibit: Exhibit) -> bool:
        """Say whether an exhibit can be had in it."""
        return not self.drawn or exhibit.chart is not None
