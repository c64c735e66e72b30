"""The care services of a place as they were counted last: users by age, årsverk, places."""

from veivalg.maths.projections.workforce import Usage, usage
from veivalg.tables import Sourced

HIDDEN = "skjermet"
Ages = tuple[int, int]


def newest_usage(table: Sourced | None, service: str) -> Usage | None:
    """Give the newest year with an age pattern that ageing can be carried forward from.

    Parameters
    ----------
    table
        The rows of one place in ``care_users``.
    service
        ``home_services`` or ``long_stay``.
    """
    if table is None:
        return None
    cells: dict[int, dict[Ages, float | None]] = {}
    hidden: dict[int, list[Ages]] = {}
    for row in table.frame.iter_rows(named=True):
        if row["service"] == service:
            ages = (row["age_from"], row["age_to"])
            cells.setdefault(row["year"], {})[ages] = row["users"]
            if row["users"] is None and row["reason"] == HIDDEN:
                hidden.setdefault(row["year"], []).append(ages)
    follow = (67, 79) if service == "long_stay" else None
    for year in sorted(cells, reverse=True):
        found = usage(year, cells[year], follow, hidden.get(year, ()))
        if found is not None:
            return found
    return None


def newest_value(table: Sourced | None, value: str, **where: str | int) -> float | None:
    """Give the newest known number of a column in the rows that fit; None when there is none."""
    if table is None:
        return None
    known = [
        (r["year"], r[value])
        for r in table.frame.iter_rows(named=True)
        if r[value] is not None and all(r[k] == v for k, v in where.items())
    ]
    return max(known)[1] if known else None
