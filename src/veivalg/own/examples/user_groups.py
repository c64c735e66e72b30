"""Made-up costs by user group for a town like Harstad, inside what the report prints.

Printed (Harstad, delrapport 1, 3.4 and 3.6): 819 million, of which 73 % to others, mainly elderly
(40.4 % institution, 9 % dwellings), 20 % to disability and 7 % to mental health; places for 17.48 %
and 7.65 % of the inhabitants of 80 and over at 1.44 and 0.73 million; kroner per inhabitant of
0–17; 521 safety alarms; 7.5 million of mental health on function 241. All else is KONSTRUERT.
"""

import numpy as np
import polars as pl

from veivalg.own.examples import Row, constructed, example
from veivalg.own.examples.printed import FOLDER
from veivalg.tables import Sourced

YEAR = 2023
TOTAL = 819e6
AGED, CHILDREN = 1358, 4832  # inhabitants of 80 and over, and of 0–17, 1 January 2024
NET = {"other": 0.93, "disability": 0.82, "mental_health": 0.92}
INSTITUTION, DWELLING = 1_440_000.0, 730_000.0
Cost = tuple[str, str, str, float, float | None, str | None, float | None]
"""Group, service, age, share of the total, volume, unit and stated unit cost."""

_PLACES = 0.1748 * AGED
_ROWS: tuple[Cost, ...] = (
    ("other", "long_stay", "all", 0.404 * 0.85, 0.85 * _PLACES, "places", INSTITUTION),
    ("other", "short_stay", "all", 0.404 * 0.15, 0.15 * _PLACES, "places", INSTITUTION),
    ("other", "dwelling", "all", 0.09, 0.0765 * AGED, "places", DWELLING),
    ("other", "home_nursing", "all", 0.170, 113_516, "hours", None),
    ("other", "practical_help", "all", 0.022, 21_000, "hours", None),
    ("other", "personal_assistance", "all", 0.006, 9_800, "hours", None),
    ("other", "carer_pay", "all", 0.003, 31, "users", None),
    ("other", "support_contact", "all", 0.003, 64, "users", None),
    ("other", "day_centre", "all", 0.020, 148, "users", None),
    ("other", "technology", "all", 0.006, 521, "users", None),
    ("other", "prevention", "all", 0.006, None, None, None),
    ("disability", "personal_assistance", "18-66", 0.012, 19_600, "hours", None),
    ("disability", "respite_own", "18-66", 0.006, 8, "users", None),
    ("disability", "respite_private", "18-66", 0.004, 31, "users", None),
    ("disability", "carer_pay", "18-66", 0.003, 14, "users", None),
    ("disability", "home_nursing", "18-66", 0.008, 8_900, "hours", None),
    ("disability", "support_contact", "18-66", 0.004, 72, "users", None),
    ("disability", "work_activity", "18-66", 0.020, 81, "users", None),
    ("mental_health", "dwelling", "18-66", 0.026, 21, "places", None),
    ("mental_health", "home_nursing", "18-66", 0.029, 27_500, "hours", None),
    ("mental_health", "work_activity", "18-66", 0.006, 44, "users", None),
    ("mental_health", "support_contact", "18-66", 0.0015, 23, "users", None),
    ("mental_health", "carer_pay", "18-66", 0.0005, 3, "users", None),
    ("mental_health", "prevention", "0-17", 0.001, None, None, None),
    ("mental_health", "prevention", "18-66", 0.006, None, None, None),
)
_USERS = {
    ("other", "home_nursing"): 610,
    ("other", "practical_help"): 330,
    ("other", "personal_assistance"): 9,
    ("disability", "personal_assistance"): 13,
    ("disability", "home_nursing"): 41,
    ("mental_health", "home_nursing"): 186,
    ("other", "prevention"): 640,
    ("mental_health", "prevention"): 210,
}
_CHILDREN = {
    "personal_assistance": 5,
    "respite_own": 14,
    "respite_bought": 6,
    "respite_private": 18,
    "carer_pay": 17,
    "support_contact": 28,
    "prevention": 120,
}
"""Users of 0–17 years, where there is no volume."""
# Service -> the reference's volume and unit cost against the example's own.
_AGAINST = {
    "long_stay": (0.87, 0.92),
    "short_stay": (1.16, 0.95),
    "dwelling": (0.93, 1.03),
    "home_nursing": (0.90, 0.98),
    "practical_help": (1.08, 1.02),
    "personal_assistance": (1.35, 1.0),
    "carer_pay": (1.22, 0.94),
    "support_contact": (0.85, 1.05),
    "day_centre": (0.80, 1.04),
    "technology": (1.10, 1.0),
    "work_activity": (1.05, 0.93),
    "respite_own": (1.20, 0.90),
    "respite_private": (0.90, 0.92),
}
NOTE = (
    "Fordelingen er laget for å vise siden. Bare hovedtallene følger rapporten: 73, 20 og 7 % av "
    "819 mill. kr, dekningsgrad 17,48 og 7,65 %, og kroner per innbygger 0–17 år. "
    "Rapporten skriver også «i underkant av 27 %» om utviklingshemming: det er 20 og 7 til sammen."
)


def _costs() -> list[Cost]:
    """Give all rows: children with a disability as printed, dwellings for what is left of 20 %."""
    table = pl.read_csv(FOLDER / "5503" / "care_cost_references.csv")
    printed = table.filter(pl.col("municipality") == "Harstad")
    children: list[Cost] = [
        ("disability", service, "0-17", kroner * CHILDREN / TOTAL, None, None, None)
        for service, kroner in printed.select("service", "per_inhabitant").iter_rows()
    ]
    rest = 0.20 - sum(r[3] for r in (*_ROWS, *children) if r[0] == "disability")
    housing: Cost = ("disability", "dwelling", "18-66", rest, 71, "places", None)
    return [*_ROWS, housing, *children]


def _users(group: str, service: str, age: str) -> int | None:
    return _CHILDREN.get(service) if age == "0-17" else _USERS[group, service]


@example("5503", "care_costs")
def care_costs() -> Sourced:
    """Give costs by user group, service and age."""
    return constructed(
        "5503",
        "care_costs",
        [
            (
                YEAR,
                group,
                service,
                age,
                share * TOTAL,
                share * TOTAL * NET[group],
                volume,
                unit,
                None if unit in ("places", "users") else _users(group, service, age),
                stated,
            )
            for group, service, age, share, volume, unit, stated in _costs()
        ],
        NOTE,
    )


@example("5503", "care_volume_references")
def care_volume_references() -> Sourced:
    """Give a made-up mean of others, higher or lower where the report says so."""
    # Inhabitants in all and of 18–66, 1 January 2024, times the report's need of 107.6 %.
    people = {"all": 25_056 * 1.076, "18-66": 15_400 * 1.076}
    rows: list[Row] = []
    for group, service, age, share, volume, unit, _stated in _costs():
        if volume is None or service not in _AGAINST:
            continue
        more, dearer = _AGAINST[service]
        rows.append(
            (
                YEAR,
                group,
                service,
                age,
                volume * more / people[age] * 1000,
                unit,
                share * TOTAL / volume * dearer,
                "Konstruert snitt",
            )
        )
    return constructed(
        "5503", "care_volume_references", rows, "Referansen er laget for å vise siden."
    )


@example("5503", "high_cost_users")
def high_cost_users() -> Sourced:
    """Give made-up recipients of costly services."""
    random = np.random.default_rng(241)
    rows: list[Row] = []
    for n in range(46):
        disability = "yes" if n < 27 else "no"
        wages = 900_000 + random.gamma(2.2, 900_000)
        rows.append(
            (
                YEAR,
                f"R{n + 1:03d}",
                int(random.integers(9, 75)),
                disability,
                float(np.round(wages, -3)),
            )
        )
    return constructed("5503", "high_cost_users", rows, "Mottakerne er laget for å vise siden.")


@example("5503", "health_costs")
def health_costs() -> Sourced:
    """Give made-up costs by area, with the printed 7.5 million of mental health on function 241."""
    rows: list[Row] = [
        (YEAR, "gp", 46_200_000.0, "241", 1_380.0),
        (YEAR, "emergency", 17_800_000.0, "241", 860.0),
        (YEAR, "therapy", 33_100_000.0, "241", 1_120.0),
        (YEAR, "other", 6_900_000.0, "241", 205.0),
        (YEAR, "mental_health", 7_500_000.0, "254", None),
    ]
    note = (
        "Beløpene er laget for å vise siden. Trykt er at 7,5 mill. kr til psykisk helse står på "
        "241, og at fastlege, terapi og annet er over snittet og legevakt under."
    )
    return constructed("5503", "health_costs", rows, note)
