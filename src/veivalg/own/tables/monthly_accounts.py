"""Accounts and budgets by month and unit."""

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check


@check("monthly_accounts")
def _monthly_accounts(frame: pl.DataFrame) -> Iterable[Fault]:
    """Refuse a hole in the months of a year."""
    months = frame.group_by("unit", "year").agg(
        pl.col("month").max().alias("last"), pl.len().alias("n")
    )
    for row in (
        months.filter(pl.col("last") != pl.col("n")).sort("unit", "year").iter_rows(named=True)
    ):
        yield (
            None,
            "month",
            _("{unit} {year} mangler måneder før måned {month}.").format(
                unit=row["unit"], year=row["year"], month=row["last"]
            ),
            _("Ta med alle månedene fra januar."),
        )
