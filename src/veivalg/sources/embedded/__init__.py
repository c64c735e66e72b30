"""The figures that come with the program: nothing to fetch, there on the first run."""

from __future__ import annotations

from collections.abc import Sequence

from veivalg.lake.lake import Lake
from veivalg.sources.embedded.figures import EMBEDDED_PLACES, embedded_tables
from veivalg.sources.protocol import Asked
from veivalg.sources.report import FetchReport, TableReport
from veivalg.tables import TABLES


class Embedded:
    """Figures of three municipalities and Norway, in the program itself."""

    id = "embedded"
    title = "Innebygde tall"
    order: int | None = None

    def fetch(self, places: Sequence[str], lake: Lake, asked: Asked) -> FetchReport:
        """Say which places each table has; the lake is left as it is."""
        there = tuple(place for place in places if place in EMBEDDED_PLACES)
        return FetchReport(
            tuple(
                TableReport(name, TABLES[name].title, unchanged=there) for name in embedded_tables()
            )
        )


SOURCE = Embedded()
