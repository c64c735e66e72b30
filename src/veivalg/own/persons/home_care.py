"""Home care: users and hours a week by zone, by hours and by age (M10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from veivalg.foundation.cache import Cache
from veivalg.maths.services.home_care import (
    HOUR_BINS,
    Profile,
    age_profile,
    bin_labels,
    bins,
    profile,
    weekly_hours,
)
from veivalg.tables.amounts import Amount
from veivalg.tables.gate import Answer, Persons, Release, Tally, any_rows, query

TABLE, TOTALS = "home_care_visits", "home_care_totals"
UNKNOWN = "unknown"
"""The users whose age is not known, beside the ages."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Users by zone with the hours given and decided, and hours a week in all, as brought."""

    zones: Release
    delivered: float | None


@dataclass(frozen=True, slots=True)
class Week:
    """Users of an ordinary week as they may be shown.

    Parameters
    ----------
    zones
        Users by zone and hours a week, and the hours given and decided by zone. A user of two
        zones counts in both.
    hours
        Users and hours by hours a week; each user once.
    ages
        Users and hours by age, those of no known age under `UNKNOWN`; None when no age is known.
    delivered
        Hours a week in all; None with fewer than five users.
    first, last
        The days of the first and the last visit, ISO.
    """

    zones: Release
    hours: Release
    ages: Release | None
    delivered: float | None
    first: str
    last: str


_weeks = Cache[Week]()


def week(visits: Persons | None) -> Week | None:
    """Give the ordinary week of some visits, or None when there are none."""
    if visits is None or not any_rows(visits):
        return None
    return _weeks.get((), lambda: _released(visits), (visits,))


def _released(visits: Persons) -> Week:
    found = _week([visits])
    return Week(
        found.tallies["zones"],
        found.tallies["hours"],
        found.tallies.get("ages"),
        found.tallies["all"].amounts["hours"].total,
        found.facts["first"],
        found.facts["last"],
    )


def totals(people: Persons | None) -> Totals | None:
    """Give the totals by zone, or None when there are none."""
    if people is None or not any_rows(people):
        return None
    found = _totals([people]).tallies
    return Totals(found["zones"], found["all"].amounts["hours"].total)


@query
def _totals(rows: Mapping[str, pl.DataFrame]) -> Answer:
    frame = rows[TOTALS]
    amounts = {what: frame[what].fill_null(np.nan).to_numpy() for what in ("hours", "granted")}
    zones = Tally(
        {"zone": frame["zone"].to_list()},
        frame["users"].cast(pl.Float64).to_numpy(),
        {"zone": ("zone",)},
        {what: Amount("zone", sums) for what, sums in amounts.items()},
    )
    return Answer({"zones": zones, "all": _whole(int(frame["users"].sum()), frame["hours"])})


def _whole(users: int, hours: pl.Series) -> Tally:
    """Count all users, and add their hours up."""
    amount = Amount("all", np.array([float(hours.sum())]))
    return Tally({"all": ("all",)}, np.array([float(users)]), {}, {"hours": amount})


@query
def _week(rows: Mapping[str, pl.DataFrame]) -> Answer:
    visits = rows[TABLE]
    users = weekly_hours(visits)
    whole = users.group_by("user").agg(pl.col("hours").sum(), pl.col("age").max()).sort("user")
    tallies = {
        "zones": _zones(users),
        "hours": _bins(profile(whole["hours"].to_list()), bin_labels(HOUR_BINS)),
        "all": _whole(whole.height, users["hours"]),
    }
    if whole["age"].count():
        tallies["ages"] = _ages(whole)
    facts = {"first": str(visits["date"].min()), "last": str(visits["date"].max())}
    return Answer(tallies, facts, [(("zones", "hours"), ("hours", "bins"))])


def _zones(users: pl.DataFrame) -> Tally:
    """Count users by zone and hours, and add their hours up by zone."""
    parts = users.partition_by("zone", as_dict=True, maintain_order=True)
    zones = [str(zone) for (zone,) in parts]
    counts = np.zeros((len(zones), len(HOUR_BINS)))
    granted = []
    for at, rows in enumerate(parts.values()):
        for bin in bins(rows["hours"].to_list(), HOUR_BINS):
            counts[at, bin] += 1
        known = not rows["granted"].null_count()
        granted.append(float(rows["granted"].sum()) if known else np.nan)
    hours = [float(rows["hours"].sum()) for rows in parts.values()]
    return Tally(
        {"zone": zones, "hours": bin_labels(HOUR_BINS)},
        counts,
        {"both": ("zone", "hours"), "zone": ("zone",), "hours": ("hours",)},
        {"hours": Amount("zone", np.array(hours)), "granted": Amount("zone", np.array(granted))},
    )


def _ages(whole: pl.DataFrame) -> Tally:
    """Count every user by age: without those of no known age, all less the ages would be them."""
    known, others = whole.drop_nulls("age"), whole.filter(pl.col("age").is_null())["hours"]
    found = age_profile(known["age"].to_list(), known["hours"].to_list())
    if others.is_empty():
        return _bins(found, found.labels)
    users, hours = (*found.users, others.len()), (*found.hours, float(others.sum()))
    labels = (*found.labels, UNKNOWN)
    return _bins(Profile(labels, users, hours), labels)


def _bins(found: Profile, labels: Sequence[str]) -> Tally:
    return Tally(
        {"bin": labels},
        np.array(found.users, dtype=float),
        {"bins": ("bin",)},
        {"hours": Amount("bin", np.array(found.hours))},
    )
