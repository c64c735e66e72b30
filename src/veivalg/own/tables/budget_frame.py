"""What a budget cut is shared by: the sectors, the cut by year, and the sectors' own measures."""

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check


@check("budget_sectors")
def _budget_sectors(frame: pl.DataFrame) -> Iterable[Fault]:
    """Refuse a table where none, or more than one row takes the rounding."""
    marked = frame["takes_rounding"].eq("yes").arg_true().to_list()
    if len(marked) != 1:
        where = marked[1] if marked else None
        yield (
            where,
            "takes_rounding",
            f"{len(marked)} rader tar avrundingen.",
            _("Sett «ja» på nøyaktig én rad."),
        )
