"""Accounts and budgets by month and unit."""

from collections.abc import Iterable

import polars as pl

from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check

LARGE, NEAR = 100_000.0, (0.3, 3.0)
"""Kroner of a budget that forecasts are held against, and how many times it they may be."""


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


@check("yearly_budgets", as_="unlikely")
def _unlikely_forecasts(frame: pl.DataFrame) -> Iterable[Fault]:
    """Ask of forecasts far from the budgets: most of a column that is deviations."""
    held = frame.with_row_index("at").filter(
        pl.col("budget") > LARGE, pl.col("manager_forecast") != 0
    )
    near = (pl.col("manager_forecast") / pl.col("budget")).is_between(*NEAR)
    odd = held.filter(~near)
    for row in odd.iter_rows(named=True) if 2 * odd.height > held.height else ():
        yield (
            row["at"],
            "manager_forecast",
            _("Prognosen er {forecast} kr, og budsjettet {budget} kr.").format(
                forecast=format_plain(row["manager_forecast"]), budget=format_plain(row["budget"])
            ),
            _("Skriv det året ender på, ikke avviket. La feltet stå tomt uten prognose."),
        )


@check("monthly_accounts", as_="unlikely")
def _unlikely_overtime(frame: pl.DataFrame) -> Iterable[Fault]:
    """Ask of overtime that is more than all, in most rows: it is a part of the amount."""
    held = frame.with_row_index("at").filter(pl.col("amount") > 0, pl.col("overtime") > 0)
    more = held.filter(pl.col("overtime") > pl.col("amount"))
    for row in more.iter_rows(named=True) if 2 * more.height > held.height else ():
        yield (
            row["at"],
            "overtime",
            _("Overtid og innleie er {part} kr av {amount} kr i alt.").format(
                part=format_plain(row["overtime"]), amount=format_plain(row["amount"])
            ),
            _("Skriv det som er overtid, ekstrahjelp og innleie av beløpet i måneden."),
        )
