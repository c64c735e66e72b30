"""Made-up home care visits, and other municipalities to hold them against. All is KONSTRUERT.

The size is that of a town of 25,000, so that the golden values of method M10 can be tried on it:
610 users, 2 183 hours a week, seven zones, 59.9 % of the time with users, 54 % of the users under
2.5 hours with 14 % of the hours, and one small zone at 31 %.
"""

from datetime import date, timedelta
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.own.examples import constructed, example, figures
from veivalg.tables import Sourced

SEED = 610
USERS, HOURS, ATA = 610, 2183.0, 0.599
FEW_USERS, FEW_HOURS = 329, 0.14  # under 2.5 hours a week, and their share of the hours
# Zone -> share of the users, ATA against the mean, weekly hours of a full-time position.
ZONES = figures("zones")
FIRST = date(2024, 9, 23)
WEEK = 7
NOTE = "Besøk, brukere, alder og soner er laget for å vise siden."
OTHERS = {"Kommune A": 0.41, "Kommune B": 0.55, "Kommune C": 0.44, "Kommune D": 0.36}


_made = partial(constructed, note=NOTE)


def _hours(random: np.random.Generator) -> NDArray[np.float64]:
    """Give hours a week for every user, with fixed totals for those under 2.5 and above."""
    few = random.beta(1.4, 2.2, FEW_USERS) * 2.3 + 0.08
    many = 2.6 + random.gamma(1.1, 3.7, USERS - FEW_USERS)
    few *= HOURS * FEW_HOURS / few.sum()
    many = 2.6 + (many - 2.6) * ((HOURS * (1 - FEW_HOURS) - 2.6 * many.size) / (many - 2.6).sum())
    return np.concatenate([few, many])


@example("home_care_visits")
def home_care_visits() -> Sourced:
    """Give a week of visits."""
    random = np.random.default_rng(SEED)
    hours = _hours(random)
    zones = random.choice(list(ZONES), USERS, p=[share for share, _a, _w in ZONES.values()])
    ages = np.clip(np.round(random.normal(79, 12, USERS)), 19, 101).astype(int)
    rows = []
    for user in range(USERS):
        minutes = hours[user] * 60
        visits = max(1, min(28, round(minutes / random.uniform(12, 38))))
        parts = random.dirichlet(np.full(visits, 8.0)) * minutes
        days = random.integers(0, WEEK, visits) if visits < WEEK else np.arange(visits) % WEEK
        for part, day in zip(parts, np.sort(days), strict=True):
            when, granted = FIRST + timedelta(int(day)), part * random.normal(1.06, 0.05)
            who, zone, age = f"K{user + 1:04d}", str(zones[user]), int(ages[user])
            rows.append((who, zone, when, float(part), float(granted), age))
    # The week is whole: some visit falls on its first day and some on its last.
    frame = pl.DataFrame(
        rows, orient="row", schema=["user", "zone", "date", "minutes", "granted_minutes", "age"]
    ).with_row_index("visit", offset=1)
    return _made("home_care_visits", frame)


@example("home_care_staff")
def home_care_staff() -> Sourced:
    """Give the FTE by zone that leave the wanted share of the time with users."""
    visits = home_care_visits().frame
    grouped = visits.group_by("zone", maintain_order=True)  # the sums below must add up alike
    hours = dict(grouped.agg(pl.col("minutes").sum() / 60).iter_rows())
    level = ATA
    for _round in range(50):  # the mean of the zones must meet the whole
        available = sum(h / (level * ZONES[z][1]) for z, h in hours.items())
        level *= (sum(hours.values()) / available) ** -1 * ATA
    rows = [
        (zone, hours[zone] / (level * factor) / weekly, weekly, None)
        for zone, (_share, factor, weekly) in ZONES.items()
    ]
    return _made("home_care_staff", rows)


@example("home_care_references")
def home_care_references() -> Sourced:
    """Give the share of the time with users in made-up municipalities."""
    rows = [(name, share, "Konstruert") for name, share in OTHERS.items()]
    return _made("home_care_references", rows)
