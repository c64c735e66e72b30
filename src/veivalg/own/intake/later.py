"""Months without any figures yet, and years that haven't come: their noughts are no accounts."""

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.foundation.settings import today
from veivalg.own.intake.around import is_ahead
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.result import rows_text
from veivalg.own.intake.rows import Rows

EMPTY, AHEAD = "rows:later", "rows:ahead"
Typed = dict[str, pl.Series]


def ask(
    match: Match, rows: Rows, typed: Typed, wrong: pl.Series, found: Collector
) -> tuple[Rows, Typed, pl.Series]:
    """Give the rows of months that have been, when a person has said so; else ask.

    An export of accounts has a row of 0 for each month to come, and a year to come is of a budget.
    """
    amounts = [
        f.name
        for f in match.table.own_fields()
        if f.unit == "kr" and not f.key and f.name in rows.columns
    ]
    if not amounts or not {"year", "month"} <= rows.columns.keys() or is_ahead(match):
        return rows, typed, wrong
    at = typed["year"].cast(pl.Int32) * 12 + typed["month"] - 1
    some = pl.DataFrame([typed[n].fill_null(0) != 0 for n in amounts])
    last = at.filter(some.select(pl.any_horizontal(pl.all())).to_series()).max()
    if at.null_count() or not isinstance(last, int):
        return rows, typed, wrong
    text = _("Radene for {months} har 0 i alle beløp. Er de ført?")
    rows, typed, wrong, at = _without(rows, typed, wrong, at, at > last, (EMPTY, text), found)
    years = typed["year"] > int(today()[:4])
    text = _("Radene for {months} er fram i tid. Er det «{title}» likevel?")
    asked = (AHEAD, text.replace("{title}", match.table.title))
    rows, typed, wrong, _at = _without(rows, typed, wrong, at, years, asked, found)
    return rows, typed, wrong


def _without(
    rows: Rows,
    typed: Typed,
    wrong: pl.Series,
    at: pl.Series,
    where: pl.Series,
    asked: tuple[str, str],
    found: Collector,
) -> tuple[Rows, Typed, pl.Series, pl.Series]:
    if not where.any():
        return rows, typed, wrong, at
    id, text = asked
    first, last = (_month(n) for n in (at.filter(where).min(), at.filter(where).max()))
    months = first if first == last else _("{first} til {last}").format(first=first, last=last)
    left = _month(at.filter(~where).max())
    n = rows_text(int(where.sum()))
    out = _("Nei, ta dem ut ({n}).").format(n=n)
    out += _(" Siste måned blir {month}.").format(month=left) if left else ""
    options = Option("drop", out), Option("keep", _("Ja, ta dem inn ({n}).").format(n=n))
    numbers = tuple(int(i) + 1 for i in rows.numbers.filter(where))
    question = Question(id, text.format(months=months), options, numbers, remember=False)
    if found.ask(question) != "drop":
        return rows, typed, wrong, at
    kept = rows.only(~where)
    return (
        kept,
        {k: v.filter(~where) for k, v in typed.items()},
        wrong.filter(~where),
        at.filter(~where),
    )


def _month(at: object) -> str:
    if not isinstance(at, int):
        return ""
    return _("måned {n} i {year}").format(n=at % 12 + 1, year=at // 12)
