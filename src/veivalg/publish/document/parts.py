"""The blocks a document is made of; Word, PDF and Markdown each write them their own way."""

from dataclasses import dataclass

from veivalg.content import Exhibit
from veivalg.publish.document.cells import constructed


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–3; the table of contents lists it when ``listed``.

    One that is ``marked`` stands over numbers that are all constructed, and says so. What is
    ``fresh`` begins a page.
    """

    level: int
    text: str
    anchor: str
    listed: bool = True
    marked: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` is ``body``, ``lead``, ``finding``, ``caution``, ``bullet``,
    ``note``, ``source``, ``meta`` or ``mark`` (what is constructed).

    One that is ``marked`` has a number that rests on something constructed.
    """

    text: str
    style: str = "body"
    marked: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A numbered chart with title, subtitle and text alternative.

    ``number`` is as it is written («3.2»). ``share`` is how much of the text's width the drawing
    takes, ``height`` how high a chart is that Office draws itself, in points.
    """

    number: str
    exhibit: Exhibit
    share: float = 1.0
    height: float = 0.0
    fresh: bool = False

    @property
    def marked(self) -> bool:
        """Say whether it shows something constructed."""
        return constructed(self.exhibit.sources)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as text; one without ``number`` is unnumbered. Numeric columns stand to the right.

    One that is ``marked`` holds something constructed; one that is ``wide`` has a page across. It
    may be the table of an ``exhibit``.
    """

    number: str
    title: str
    subtitle: str
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total_row: bool = False
    marked: bool = False
    wide: bool = False
    fresh: bool = False
    exhibit: Exhibit | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A titled entry of an appendix with lines below it and, under them, bullets."""

    title: str
    lines: tuple[str, ...]
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A titled list of many short entries, which stand small and in two columns on paper."""

    title: str
    anchor: str
    entries: tuple[Entry, ...]


Part = Heading | Paragraph | Picture | Grid | Entry | Listing
