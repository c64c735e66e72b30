"""A source of population: a CSV file a person has, «kommune;år;kjønn;alder;personer»."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from veivalg.content import Source as Origin
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.lake.lake import Lake
from veivalg.sources.protocol import Asked
from veivalg.sources.report import FetchReport, TableReport
from veivalg.tables import TABLES


class ExampleSource:
    """Nothing is fetched unless a person names the file."""

    id = "eksempelkilde"
    title = "Eksempelkilden"
    order: int | None = None

    def fetch(self, places: Sequence[str], lake: Lake, asked: Asked) -> FetchReport:
        """Read the file and put the rows of the places into the lake.

        Raises
        ------
        UsageError
            When no file is named.
        """
        if not asked.files:
            raise UsageError(_("Eksempelkilden trenger en fil."), _("Oppgi filen."))
        types = {field.name: field.dtype for field in TABLES["population"].fields}
        frame = pl.read_csv(asked.files[0], separator=";", new_columns=list(types), schema=types)
        for place in places:
            rows = frame.filter(municipality=place)
            lake.put("population", f"eksempel-{place}", rows, self._origin())
        return FetchReport((TableReport("population", TABLES["population"].title, tuple(places)),))

    def _origin(self) -> Origin:
        """Say where the figures come from; a table without that can't be stored."""
        today = date.today().isoformat()
        return Origin("eksempelkilde", self.title, TABLES["population"].title, retrieved=today)


SOURCE = ExampleSource()
