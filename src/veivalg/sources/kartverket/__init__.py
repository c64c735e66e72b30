"""Kartverket: the borders of the municipalities, for maps."""

import time
from collections.abc import Sequence

from veivalg.foundation.i18n import _
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipalities
from veivalg.sources.kartverket.boundaries import KARTVERKET, fetch_boundaries
from veivalg.sources.protocol import Asked
from veivalg.sources.report import FetchReport, Progress, TableReport


class Kartverket:
    """The borders, which change seldom and take long: only when asked for."""

    id = "kartverket"
    title = "Kartverket"
    order: int | None = None

    def fetch(self, places: Sequence[str], lake: Lake, asked: Asked) -> FetchReport:
        """Fetch the borders into one file in the data folder; of all when no places are named."""
        started = time.monotonic()

        def tell(done: int, total: int, name: str) -> None:
            if asked.progress is not None:
                text = _("Henter grensene til {name}").format(name=name) if name else _("Lagret")
                asked.progress(Progress("grenser", done, total, 0, text))

        fetch_boundaries(
            lake.folder, url=asked.url or KARTVERKET, codes=places or None, progress=tell
        )
        got = tuple(places) or tuple(m.code for m in municipalities())
        table = TableReport("grenser", _("Kommunegrenser"), got)
        return FetchReport((table,), time.monotonic() - started)


SOURCE = Kartverket()
