"""Which municipalities have figures to show."""

from veivalg.lake.entry import places_with
from veivalg.sources.embedded.people import PEOPLE, embedded_places
from veivalg.web.kit.library import Library

FIRST = ("5503", "1833", "5610")
"""Those the front page leads to, whose figures come with the program."""


def known_places(library: Library) -> frozenset[str]:
    """Give the codes whose people are known: from what comes with the program, or fetched."""
    return embedded_places() | places_with(library.folder, PEOPLE)
