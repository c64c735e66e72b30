"""Statistics Norway (SSB): people, services, indicators and accounts, by PxWeb API v2."""

from collections.abc import Sequence

from veivalg.lake.lake import Lake
from veivalg.sources.protocol import Asked
from veivalg.sources.report import FetchReport
from veivalg.sources.ssb.fetch import SSB_URL, fetch


class Ssb:
    """The tables of SSB."""

    id = "ssb"
    title = "SSB"
    order: int | None = 10

    def fetch(self, places: Sequence[str], lake: Lake, asked: Asked) -> FetchReport:
        """Fetch every table for the municipalities, Norway and their KOSTRA groups."""
        return fetch(
            places,
            lake,
            url=asked.url or SSB_URL,
            progress=asked.progress,
            stop=asked.stop,
            tables=asked.tables,
            again=asked.again,
            limits=asked.limits,
        )


SOURCE = Ssb()
