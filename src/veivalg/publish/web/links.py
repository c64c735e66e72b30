"""Where the pages around a chapter are, as address patterns; empty means there is no such page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from veivalg.content import Assumption, Chapter, Exhibit, Note
from veivalg.publish.theme import Size


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses a rendered chapter may point to.

    Parameters
    ----------
    exhibit
        Pattern with ``{chapter}``, ``{exhibit}`` and ``{format}``
        («/5503/{chapter}/{exhibit}.{format}»); formats are those offered for one exhibit.
    method
        Pattern with ``{method}`` («/metode/{method}»).
    assumption_form
        HTML shown in place of the read-only table of assumptions.
    moves
        Makes the form of some assumptions from its id, them, and the title of the figure they move.
    note_form
        Makes the HTML under the notes of a chapter: a form to write one.
    note_removal
        Makes the HTML that removes a note of a chapter.
    act
        What to do where there is nothing to show.
    end
        What the page has to add under «Om tallene».
    level
        Heading level of the chapter's title (1–3).
    wide
        The drawing for wide screens; a file shares ``PRINT`` with Word and PDF.
    fold
        Fold «Hvor kommer tallene fra?» away until it is asked for; it is open on paper.
    brief
        Leave out tables behind pictures, trails and sources: a quick answer, before the whole one.
    own
        Gives the address of the page where a table of own figures is brought, from the table's
        title; empty when there is none.
    example
        Where the same chapter is seen with made-up figures, when it lacks own ones.
    picture
        Gives an exhibit's picture in another way than drawn on the page, or None to draw it.

    Examples
    --------
    >>> Links(exhibit="/5503/{chapter}/{exhibit}.{format}").to_exhibit("plasser", "behov", "csv")
    '/5503/plasser/behov.csv'
    """

    exhibit: str = ""
    method: str = ""
    assumption_form: Markup | None = None
    moves: Callable[[str, Sequence[Assumption], str], Markup] | None = None
    note_form: Callable[[Chapter], Markup] | None = None
    note_removal: Callable[[Chapter, Note], Markup] | None = None
    act: Markup | None = None
    end: Markup | None = None
    level: int = 1
    wide: Size = Size.WIDE
    fold: bool = False
    brief: bool = False
    own: Callable[[str], str] | None = None
    example: str = ""
    picture: Callable[[Exhibit], Markup | None] | None = None

    def to_exhibit(self, chapter: str, exhibit: str, format: str) -> str:
        """Give the address of an exhibit in a format, or an empty string."""
        return self.exhibit.format(chapter=chapter, exhibit=exhibit, format=format)

    def to_own(self, title: str) -> str:
        """Give the address of the page of a table of own figures, or an empty string."""
        return self.own(title) if self.own is not None and title else ""

    def to_method(self, method: str) -> str:
        """Give the address of a method's page, or an empty string."""
        return self.method.format(method=method)
