"""Values over time as table and chart at once: what most exhibits of a projection are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict

from veivalg.chapters.common.digits import whole
from veivalg.content import Cell, Chart, Column, End, Mark, Quantity, Role, Shape, Unit
from veivalg.foundation.i18n import _

YEAR = "year"
Years = Mapping[int, float | None]
Cells = Mapping[int, Cell]
Lines = Mapping[str, tuple[Role, Cells]]
"""The name of each line → its role and its values by year; a text where a number is hidden."""


class Timeline(TypedDict):
    """What `exhibit` is given of columns, rows, turning and chart."""

    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    pivot: tuple[str, str, str]
    chart: Chart


class Ribbon(TypedDict):
    """What `exhibit` is given of columns, rows and chart."""

    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    chart: Chart


def timeline(
    lines: Lines,
    value: Column,
    name: Column | None = None,
    *,
    by_year: bool = False,
    people: bool = False,
    gaps: bool = False,
    projected_from: float | None = None,
    zero: bool = False,
    y_title: str = "",
    marks: tuple[Mark, ...] = (),
) -> Timeline:
    """Give a line a name over the years, a row a value, for ``exhibit(…, **timeline(…))``.

    Parameters
    ----------
    name
        The column of names; of places when None.
    by_year
        Whether all of a year stand together in the table; otherwise all of a line.
    people
        Whether values are modelled numbers of people, which are whole in a table.
    gaps
        Whether a missing value has a row that says so.

    Examples
    --------
    >>> made = timeline({"Rana": (Role.OWN, {2025: 4.0, 2026: None})}, Column("n", "Antall"))
    >>> [column.key for column in made["columns"]], made["rows"]
    (['year', 'place', 'n'], [(2025, 'Rana', 4.0)])
    """
    names = name or Column("place", _("Sted"))
    return Timeline(
        columns=(year_column(), names, value),
        rows=by_line({n: values for n, (_role, values) in lines.items()}, by_year, people, gaps),
        pivot=(YEAR, names.key, value.key),
        chart=Chart(
            Shape.LINES,
            YEAR,
            value.key,
            names.key,
            {n: role for n, (role, _values) in lines.items()},
            projected_from=projected_from,
            zero=zero,
            y_title=y_title,
            marks=marks,
        ),
    )


def panels(rows: list[tuple[Cell, ...]], facet: Column, roles: Mapping[str, Role]) -> Ribbon:
    """Give shares of places over the years, a panel a `facet`, for ``exhibit(…, **panels(…))``.

    Parameters
    ----------
    rows
        Year, what the panel is about, place and share.
    """
    share = Column("share", _("Andel"), Unit.SHARE, 1)
    return Ribbon(
        columns=(year_column(), facet, Column("place", _("Sted")), share),
        rows=rows,
        chart=Chart(
            Shape.PANELS,
            YEAR,
            "share",
            "place",
            roles,
            facet=facet.key,
            zero=True,
            y_title=_("andel"),
        ),
    )


def ribbon(
    rows: list[tuple[Cell, ...]],
    value: Column,
    *,
    projected_from: float,
    zero: bool = False,
    y_title: str = "",
) -> Ribbon:
    """Give one line with its interval as a ribbon, for ``exhibit(…, **ribbon(…))``.

    Parameters
    ----------
    rows
        Year, value, and the lower and the upper end.
    """
    ends = (("low", _("Nedre")), ("high", _("Øvre")))
    return Ribbon(
        columns=(
            year_column(),
            value,
            *(Column(key, title, value.unit, value.decimals) for key, title in ends),
        ),
        rows=rows,
        chart=Chart(
            Shape.LINES,
            YEAR,
            value.key,
            low="low",
            high="high",
            projected_from=projected_from,
            zero=zero,
            y_title=y_title,
        ),
    )


def with_ends(
    what: Quantity, key: str, *words: str, low: str = "low", high: str = "high"
) -> dict[tuple[str, ...], Quantity]:
    """Say what a column and those of its interval are, in the rows where `words` stand."""
    ends = ((key, End.MIDDLE), (low, End.LOW), (high, End.HIGH))
    return {(column, *words): replace(what, end=end) for column, end in ends}


def by_line(
    lines: Mapping[str, Cells], by_year: bool = False, people: bool = False, gaps: bool = False
) -> list[tuple[Cell, ...]]:
    """Give rows of year, name and value; parameters as in `timeline`."""
    known = [
        (year, name, whole(value) if people and isinstance(value, int | float) else value)
        for name, values in lines.items()
        for year, value in values.items()
        if gaps or value is not None
    ]
    return [*(sorted(known, key=lambda row: row[0]) if by_year else known)]


def year_column() -> Column:
    """Give the column of years, with the key ``year``."""
    return Column(YEAR, _("År"), Unit.YEAR)
