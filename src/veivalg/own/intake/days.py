"""Dates that are far from today, or from the others of the file: a slip is asked about."""

import datetime as dt

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.foundation.settings import today
from veivalg.own.intake.findings import Collector, capped, shown
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.tables import OwnField

BACK, AHEAD = 10 * 365, 2 * 365
"""Days from today that visits and shifts are seldom beyond: what has been, and what is planned."""
GAP, FEW, LEAST = 366, 0.1, 3
"""Days between groups of dates, the share of the rows that is a slip, and rows of the others."""
MONTHS = 3
"""Months of a file that would hardly have only one or two days of each."""
SPAN = dt.timedelta(31)
"""Days of the month they may be of the other way round."""
_SHOWN = 5


def ask_days(
    match: Match, field: OwnField, rows: Rows, values: pl.Series, found: Collector
) -> None:
    """Ask about the dates of a column that are far from today or from the others."""
    if field.dtype not in (pl.Date, pl.Datetime):
        return
    days = values.cast(pl.Date)
    now = dt.date.fromisoformat(today()[:10])
    near = days.is_between(now - dt.timedelta(BACK), now + dt.timedelta(AHEAD))
    at = (~near | _alone(days)).fill_null(False).arg_true().to_list()
    if not at:
        return
    listed = [
        _("{day} i rad {row}").format(day=shown(days[i]), row=int(rows.numbers[i]) + 1)
        for i in at[:_SHOWN]
    ]
    if more := len(at) - len(listed):
        listed.append(_("{n} til").format(n=more))
    question = Question(
        f"days:{field.name}",
        _("Datoer i «{title}» er langt fra i dag eller fra de andre: {days}. Stemmer de?").format(
            title=field.title, days=", ".join(listed)
        ),
        (Option("yes", _("Ja, ta dem inn.")), Option("no", _("Nei, jeg retter dem i filen."))),
        tuple(int(rows.numbers[i]) + 1 for i in capped(at)),
        remember=False,
    )
    if found.ask(question) == "no":
        column = match.assignment.found[field.name]
        heading = match.assignment.columns[column].heading
        wrong = _("Datoen er langt fra i dag eller fra de andre.")
        right = _("Rett den, for eksempel til 23.09.2024.")
        for i in capped(at):
            row, day = int(rows.numbers[i]), shown(days[i])
            found.cell(match.grid, row, column, wrong, right, heading=heading, value=day)


def in_order(field: OwnField, rows: Rows, values: pl.Series, found: Collector) -> pl.Series:
    """Give dates with day and month the other way round, when a person has said so.

    It is asked where they are one or two days of many months as they are read, and days of one
    month the other way round, as a sheet set up in English writes them.
    """
    if field.dtype not in (pl.Date, pl.Datetime):
        return values
    days = values.cast(pl.Date)
    month, day = days.dt.month(), days.dt.day()
    few = day.n_unique() <= MONTHS - 1 and month.n_unique() >= MONTHS
    iso = rows.columns[field.name].text.drop_nulls().str.contains(r"^\s*\d{4}").any()
    if not few or iso or (day > 12).any():
        return values
    parts = pl.DataFrame({"y": days.dt.year(), "m": day, "d": month})
    turned = parts.select(pl.date("y", "m", "d")).to_series()
    ends = turned.min(), turned.max()
    if not all(isinstance(end, dt.date) for end in ends) or ends[1] - ends[0] > SPAN:  # type: ignore[operator]
        return values
    first, last = (int(s.arg_min() or 0) for s in (days, -days.cast(pl.Int32)))

    def told(read: pl.Series) -> str:
        return _("{first} til {last}").format(first=shown(read[first]), last=shown(read[last]))

    text = _("Kan dag og måned være byttet om i «{title}»?").format(title=field.title)
    options = Option("swap", told(turned)), Option("keep", told(days))
    if found.ask(Question(f"order:{field.name}", text, options)) != "swap":
        return values
    return turned.cast(values.dtype)


def _alone(days: pl.Series) -> pl.Series:
    """Mark the few dates that are more than a year from all the others."""
    counts = days.drop_nulls().value_counts(name="n").sort(days.name)
    groups = counts.with_columns(
        (pl.col(days.name).diff().dt.total_days().fill_null(0) > GAP).cum_sum().alias("g")
    )
    sizes = groups.group_by("g").agg(pl.col("n").sum()).sort("n", descending=True)
    if sizes.height < 2:
        return pl.repeat(False, len(days), dtype=pl.Boolean, eager=True)
    main, most = sizes.row(0)
    few = int(sizes["n"].sum()) - most
    if most < LEAST or few > max(1.0, FEW * most):
        return pl.repeat(False, len(days), dtype=pl.Boolean, eager=True)
    others = groups.filter(pl.col("g") != main)[days.name]
    return days.is_in(others.to_list())
