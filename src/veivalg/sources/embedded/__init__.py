"""The figures that come with the program: nothing to fetch, there on the first run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from veivalg.sources.protocol import Asked
from veivalg.sources.report import FetchReport, TableReport

if TYPE_CHECKING:
    from veivalg.lake.lake import Lake


class Embedded:
    """Figures of three municipalities and Norway, in the program itself."""

    id = "embedded"
    title = "Innebygde tall"
    order: int | None = None

    def fetch(self, places: Sequence[str], lake: Lake, asked: Asked) -> FetchReport:
        """Say which places each table has; the lake is left as it is."""
        # Tables are read in when somebody asks: the front page needs the names of places only.
        from veivalg.sources.embedded.figures import EMBEDDED_PLACES, embedded_tables
        from veivalg.tables import TABLES

        there = tuple(place for place in places if place in EMBEDDED_PLACES)
        return FetchReport(
            tuple(
                TableReport(name, TABLES[name].title, unchanged=there) for name in embedded_tables()
            )
        )


SOURCE = Embedded()
