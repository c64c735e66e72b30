"""KLASS, SSB's register of classifications: is our list of municipalities the one in force?"""

import time
from collections.abc import Sequence
from datetime import date

from veivalg.foundation.errors import SourceError
from veivalg.foundation.i18n import _
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipalities
from veivalg.sources.http.client import Client
from veivalg.sources.http.limits import StoppedError
from veivalg.sources.klass.codes import SSB, compare
from veivalg.sources.protocol import Asked
from veivalg.sources.report import FetchReport


class Klass:
    """The municipalities in force; asked when all of them are fetched."""

    id = "klass"
    title = "SSB KLASS"
    order: int | None = 20

    def fetch(self, places: Sequence[str], lake: Lake, asked: Asked) -> FetchReport:
        """Say how KLASS differs from our register; a fault there takes nothing from the figures."""
        if len(places) < len(municipalities()):
            return FetchReport(())
        started = time.monotonic()
        try:
            with Client(asked.url or SSB, asked.limits, asked.stop) as client:
                notes = compare(client, date.today()).lines()
        except SourceError as error:
            why = _("Kommunelisten er ikke sammenliknet med KLASS: {why}").format(why=error)
            notes = (why,)
        except StoppedError:
            return FetchReport((), time.monotonic() - started)
        return FetchReport((), time.monotonic() - started, notes=notes)


SOURCE = Klass()
