"""What a budget cut is shared by: the sectors, the cut by year, and the sectors' own measures."""

from collections.abc import Iterable

import polars as pl

from veivalg.content.numbers import format_exact, format_plain
from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check

LEAST, LARGE = 100.0, 1e6
"""Kroner that spending above others hardly is under, where the budget is more than this."""


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


@check("budget_sectors", as_="unlikely")
def _unlikely_weight(frame: pl.DataFrame) -> Iterable[Fault]:
    """Ask of a weight in per cent, or in millions: next to nothing beside the budget."""
    weight = pl.col("kostra_weight")
    small = weight.is_between(0, LEAST, closed="none") & (weight % 1 != 0).any()
    held = frame.with_row_index("at").filter(small, pl.col("budget") > LARGE)
    for row in held.iter_rows(named=True):
        yield (
            row["at"],
            "kostra_weight",
            _("KOSTRA-vekten er {weight} kr av et budsjett på {budget} kr.").format(
                weight=format_exact(row["kostra_weight"]), budget=format_plain(row["budget"])
            ),
            _("Skriv merforbruket i hele kroner."),
        )
