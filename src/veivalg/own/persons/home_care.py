"""Home care: users and hours a week by zone, by hours and by age (M10)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from veivalg.foundation.cache import Cache
from veivalg.maths.services.home_care import (
    AGE_BINS,
    HOUR_BINS,
    age_labels,
    bin_labels,
    bins,
    by_bin,
    weekly_hours,
)
from veivalg.tables.amounts import Amount, held, most_of
from veivalg.tables.gate import Answer, Persons, Release, Tally, any_rows, query
from veivalg.tables.small_numbers import THRESHOLD

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
    people = frame["users"].to_list()
    amounts = {what: frame[what].fill_null(np.nan).to_numpy() for what in ("hours", "granted")}
    most = {
        what: [most_of(s, n) for s, n in zip(sums, people, strict=True)]
        for what, sums in amounts.items()
    }
    zones = Tally(
        {"zone": frame["zone"].to_list()},
        frame["users"].cast(pl.Float64).to_numpy(),
        {"zone": ("zone",)},
        {what: Amount("zone", sums, most[what]) for what, sums in amounts.items()},
    )
    known = [m for each in most["hours"] for m in each if not np.isnan(m)]
    whole = Amount("all", np.array([float(frame["hours"].sum())]), [known])
    return Answer({"zones": zones, "all": _whole(int(frame["users"].sum()), whole)})


def _whole(users: int, amount: Amount) -> Tally:
    return Tally({"all": ("all",)}, np.array([float(users)]), {}, {"hours": amount})


@query
def _week(rows: Mapping[str, pl.DataFrame]) -> Answer:
    visits = rows[TABLE]
    users = weekly_hours(visits)
    whole = users.group_by("user").agg(pl.col("hours").sum(), pl.col("age").max()).sort("user")
    hours = whole["hours"].to_list()
    tallies = {
        "zones": _zones(users, whole),
        "hours": _bins(bin_labels(HOUR_BINS), bins(hours, HOUR_BINS), hours),
        "all": _whole(whole.height, held("all", [hours])),
    }
    if whole["age"].count():
        tallies["ages"] = _ages(whole)
    facts = {"first": str(visits["date"].min()), "last": str(visits["date"].max())}
    return Answer(tallies, facts, [(("zones", "hours"), ("hours", "bins"))], facts)


def _zones(users: pl.DataFrame, whole: pl.DataFrame) -> Tally:
    """Count users by zone and all their hours, and add the hours each zone gives up.

    One who is helped from two zones is counted in both. Where those are few among users with as
    many hours, each is counted only where most hours come from: else all zones less everyone would
    be they.
    """
    parts = users.partition_by("zone", as_dict=True, maintain_order=True)
    zones = [str(zone) for (zone,) in parts]
    counts = np.zeros((len(zones), len(HOUR_BINS)))
    order = users.sort(["user", "hours", "zone"], descending=[False, True, False])
    helped = dict(order.group_by("user").agg(pl.col("zone").cast(pl.String)).iter_rows())
    where = dict(zip(whole["user"], bins(whole["hours"].to_list(), HOUR_BINS), strict=True))
    several = Counter(where[user] for user, from_zones in helped.items() if len(from_zones) > 1)
    for user, from_zones in helped.items():
        bin = where[user]
        for zone in from_zones if several[bin] >= THRESHOLD else from_zones[:1]:
            counts[zones.index(zone), bin] += 1
    # What is decided is not known for a zone where it lacks for anybody.
    amounts = {}
    for what in ("hours", "granted"):
        each = [rows.select("user", pl.col(what).fill_null(np.nan)) for rows in parts.values()]
        who = [{str(user): float(has) for user, has in rows.iter_rows()} for rows in each]
        amounts[what] = held("zone", [list(has.values()) for has in who], who)
    return Tally(
        {"zone": zones, "hours": bin_labels(HOUR_BINS)},
        counts,
        {"both": ("zone", "hours"), "zone": ("zone",), "hours": ("hours",)},
        amounts,
    )


def _ages(whole: pl.DataFrame) -> Tally:
    """Count every user by age: without those of no known age, all less the ages would be them."""
    labels = age_labels(AGE_BINS)
    ages = whole["age"].to_list()
    if None in ages:
        labels = (*labels, UNKNOWN)
    where = [len(AGE_BINS) if age is None else bins([age], AGE_BINS)[0] for age in ages]
    return _bins(labels, where, whole["hours"].to_list())


def _bins(labels: Sequence[str], where: Sequence[int], hours: Sequence[float]) -> Tally:
    """Count users by the bin each is in, and add their hours up."""
    parts = by_bin(hours, where, len(labels))
    return Tally(
        {"bin": labels},
        np.array([float(len(part)) for part in parts]),
        {"bins": ("bin",)},
        {"hours": held("bin", parts)},
    )
