"""KDD's «Grønt hefte»: need indices, read from workbooks a person has downloaded."""

import time
from collections.abc import Sequence

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.lake.lake import Lake
from veivalg.sources.kdd.gront_hefte import import_green_book
from veivalg.sources.protocol import Asked
from veivalg.sources.report import FetchReport, TableReport


class Kdd:
    """The workbooks can't be fetched: a person names them."""

    id = "kdd"
    title = "KDD, Grønt hefte"
    order: int | None = None

    def fetch(self, places: Sequence[str], lake: Lake, asked: Asked) -> FetchReport:
        """Read the workbooks; they are of the whole country, whatever places are asked for.

        Raises
        ------
        UsageError
            When no file is named.
        TableError
            When the tables are not in the files.
        """
        if not asked.files:
            raise UsageError(
                _("Grønt hefte kan ikke hentes over nettet."),
                _("Last ned regnearkene fra regjeringen.no, og oppgi filene."),
            )
        started = time.monotonic()
        book = import_green_book(asked.files, lake, asked.year)
        got = tuple(book.rows["municipality"].unique(maintain_order=True))
        table = TableReport("need_indices", _("Indekser for utgiftsbehov"), got)
        return FetchReport((table,), time.monotonic() - started, notes=tuple(book.lines()))


SOURCE = Kdd()
