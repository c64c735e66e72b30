"""What is counted of care in each year: places, users, hours, days and årsverk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.foundation.i18n import N_
from veivalg.maths.service_model.conversion import WEEKS
from veivalg.tables import Sourced

AgedPersons = Callable[[int, int, int], float | None]
"""Persons aged low–high (both included) on 1 January of a year, or None."""
TABLES = ("care_users", "care_places", "care_staff", "care_hours", "care_activity")
DAYS = 365


@dataclass(frozen=True, slots=True)
class Counts:
    """Care in a year, on 31 December unless said; None is not known.

    Parameters
    ----------
    institution, nursing_home, short_stay, dwellings
        Places; ``institution`` holds the two after it, which overlap.
    days
        Days spent in institutions through the year.
    users_home, users_long, users_short
        Users of home services, residents in long stays, and in short ones.
    hours_a_week
        Allotted hours of home services per user and week, a mean.
    fte, fte_user_facing
        Agreed årsverk (14533), and «brukerrettede» (12292), which is another quantity.
    """

    year: int
    institution: float | None = None
    nursing_home: float | None = None
    short_stay: float | None = None
    dwellings: float | None = None
    days: float | None = None
    users_home: float | None = None
    users_long: float | None = None
    users_short: float | None = None
    hours_a_week: float | None = None
    fte: float | None = None
    fte_user_facing: float | None = None

    @property
    def hours(self) -> float | None:
        """Give the allotted hours of home services a year."""
        if self.users_home is None or self.hours_a_week is None:
            return None
        return self.users_home * self.hours_a_week * WEEKS

    @property
    def occupancy(self) -> float | None:
        """Give the share of places in use through the year; above 1 where rooms are shared."""
        if self.days is None or not self.institution:
            return None
        return self.days / (self.institution * DAYS)


_CELLS: Mapping[str, tuple[str, str, Mapping[str, str | int]]] = {
    "institution": ("care_places", "places", {"kind": "institution"}),
    "nursing_home": ("care_places", "places", {"kind": "nursing_home"}),
    "short_stay": ("care_places", "places", {"kind": "short_stay"}),
    "dwellings": ("care_places", "places", {"kind": "dwellings_24h"}),
    "days": ("care_activity", "amount", {"kind": "institution_days"}),
    "users_home": (
        "care_users",
        "users",
        {"service": "home_services", "age_from": 0, "age_to": 105},
    ),
    "users_long": ("care_users", "users", {"service": "long_stay", "age_from": 0, "age_to": 105}),
    "users_short": ("care_users", "users", {"service": "short_stay", "age_from": 0, "age_to": 105}),
    "hours_a_week": ("care_hours", "hours_per_week", {}),
    "fte": ("care_staff", "fte", {"occupation": "all"}),
    "fte_user_facing": ("care_activity", "amount", {"kind": "user_facing_fte"}),
}


SHOWN: Mapping[str, tuple[str, str, str]] = {
    "institution": ("long_stay", "places", N_("plasser i institusjon")),
    "short_stay": ("short_stay", "places", N_("korttidsplasser")),
    "dwellings": ("dwellings", "places", N_("boliger med heldøgns bemanning")),
    "users_long": ("long_stay", "users", N_("brukere på langtidsopphold")),
    "users_short": ("short_stay", "users", N_("brukere på korttidsopphold")),
    "users_home": ("home", "users", N_("brukere av hjemmetjenester")),
}
"""Count → the service it stands at, as what, and its name."""
_BY = {"hours_a_week": "users_home", "days": "institution"}
"""What is put together with another count: only of the same year."""


def counts_by_year(tables: Mapping[str, Sourced]) -> dict[int, Counts]:
    """Read what is counted, year by year, oldest first.

    Parameters
    ----------
    tables
        Name → rows of one place, of `TABLES`; one without rows is absent.
    """
    found: dict[int, dict[str, float]] = {}
    for name, (table, column, where) in _CELLS.items():
        if table not in tables:
            continue
        rows = _rows(tables[table], where).filter(pl.col(column).is_not_null())
        for year, value in rows.select("year", column).iter_rows():
            found.setdefault(year, {})[name] = value
    return {year: Counts(year, **found[year]) for year in sorted(found)}


def last_counts(tables: Mapping[str, Sourced], counted: Mapping[int, Counts]) -> Counts:
    """Give each count of the newest year it was asked for: hidden there, it is not known.

    A count whose table is a year behind keeps its value, and `counted_in` says of what year.

    Parameters
    ----------
    counted
        What `counts_by_year` reads of the same tables.
    """
    found: dict[str, float | None] = {}
    for name, (table, _column, where) in _CELLS.items():
        years = _rows(tables[table], where)["year"].to_list() if table in tables else []
        of_year = counted.get(max(years)) if years else None
        found[name] = getattr(of_year, name) if of_year else None
    for name, by in _BY.items():
        if counted_in(counted, name) != counted_in(counted, by):
            found[name] = None
    return Counts(max(counted, default=0), **found)


def unknown(tables: Mapping[str, Sourced], name: str) -> tuple[str, int | None, str]:
    """Give a count's table, its newest year and the source's reason there; None without rows."""
    table, _column, where = _CELLS[name]
    rows = _rows(tables[table], where).sort("year").rows(named=True) if table in tables else ()
    return (table, rows[-1]["year"], rows[-1]["reason"] or "") if rows else (table, None, "")


def counted_in(counted: Mapping[int, Counts], name: str) -> int | None:
    """Give the newest year a count is known; None when there is none."""
    known = [year for year, of_year in counted.items() if getattr(of_year, name) is not None]
    return max(known, default=None)


def _rows(table: Sourced, where: Mapping[str, str | int]) -> pl.DataFrame:
    return table.frame.filter(*(pl.col(key) == value for key, value in where.items()))
