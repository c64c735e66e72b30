"""Which municipalities have more figures to show than those that come with the program for all."""

from veivalg.lake.entry import places_with
from veivalg.web.kit.library import Library

FIRST = ("5503", "1833", "5610")
"""Those the front page leads to, of which the program has the longest series and figures of care.

People, need and the main figures of the accounts come with it for every municipality.
"""
PEOPLE = ("population", "population_groups")


def fuller_places(library: Library) -> frozenset[str]:
    """Give the codes with more than the main figures: those figures have been fetched of."""
    return frozenset(FIRST) | places_with(library.folder, PEOPLE)
