"""What the explorer reads: every figure, the space of likeness and the map, kept in memory."""

from veivalg.foundation.cache import Cache
from veivalg.gather.country import Country
from veivalg.maths.comparison.figures import Figures
from veivalg.maths.comparison.likeness import Likeness, likeness
from veivalg.maths.comparison.service_costs import derived_indicators, with_derived
from veivalg.norway.register import municipalities
from veivalg.web.kit.site import Site


class Atlas:
    """The whole country in memory, read again when the stored figures change.

    Parameters
    ----------
    site
        Whose data folder is read.
    """

    def __init__(self, site: Site) -> None:
        self._library = site.library
        self._country = Country(site.library.lake)
        self._figures = Cache[Figures]()
        self._likeness = Cache[Likeness]()

    def figures(self) -> Figures:
        """Give every indicator of every place."""
        return self._figures.get(self._library.version(), self._read_figures)

    def likeness(self) -> Likeness:
        """Give the space of likeness."""
        return self._likeness.get(
            self._library.version(), lambda: likeness(self._country, municipalities())
        )

    def _read_figures(self) -> Figures:
        published, accounts = self._country.get("indicators"), self._country.get("accounts")
        people = self._country.get("population_groups")
        if accounts is None or people is None:
            return Figures(published)
        return Figures(with_derived(published, derived_indicators(accounts, people)))
