"""Made-up costs by user group, and of others to hold them against. All of it is KONSTRUERT.

The size is that of a town of 25,000, so that the golden values of method M9 can be tried on it: 819
million, of which 73 % to others, mainly elderly (40.4 % institution, 9 % dwellings), 20 % to
disability and 7 % to mental health; places for 17.48 % and 7.65 % of the inhabitants of 80 and over
at 1.44 and 0.73 million; 3,507 kroner per inhabitant of 0–17 against 6,468.
"""

import numpy as np

from veivalg.norway.municipality import EXAMPLE
from veivalg.own.examples import Row, constructed, example, figures
from veivalg.tables import Sourced

YEAR = 2023
TOTAL = 819e6
CHILDREN = 4832  # inhabitants of 0–17, 1 January 2024: `official`
NET = {"other": 0.93, "disability": 0.82, "mental_health": 0.92}
Cost = tuple[str, str, str, float, float | None, str | None, float | None]
"""Group, service, age, share of the total, volume, unit and stated unit cost."""

_ROWS: tuple[Cost, ...] = tuple(map(tuple, figures("care")))
_USERS: dict[str, int] = figures("users")
"""Group/service → users of more than 17 years."""
_CHILDREN: dict[str, int] = figures("children")
"""Users of 0–17 years, where there is no volume."""
# Service -> the reference's volume and unit cost against the example's own.
_AGAINST = figures("against")
# Kroner per inhabitant of 0–17 to children with a disability, here and in made-up municipalities.
CHILD_SERVICES = figures("child_services")
CHILD_COSTS = figures("child_costs")
CHILD_MEAN = ("Snittet av 14 kommuner", (900, 1400, 600, 300, 2050, 320, 350, 350, 198))
NOTE = "Kostnadene og fordelingen er laget for å vise siden."


def _costs() -> list[Cost]:
    """Give all rows: children with a disability as listed, dwellings for what is left of 20 %."""
    children: list[Cost] = [
        ("disability", service, "0-17", kroner * CHILDREN / TOTAL, None, None, None)
        for service, kroner in zip(CHILD_SERVICES, CHILD_COSTS[EXAMPLE.name], strict=True)
    ]
    rest = 0.20 - sum(r[3] for r in (*_ROWS, *children) if r[0] == "disability")
    housing: Cost = ("disability", "dwelling", "18-66", rest, 71, "places", None)
    return [*_ROWS, housing, *children]


def _users(group: str, service: str, age: str) -> int | None:
    return _CHILDREN.get(service) if age == "0-17" else _USERS[f"{group}/{service}"]


@example("care_costs")
def care_costs() -> Sourced:
    """Give costs by user group, service and age."""
    return constructed(
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


@example("care_cost_references")
def care_cost_references() -> Sourced:
    """Give what children with a disability cost here and elsewhere."""
    costs = [(name, "no", kroner) for name, kroner in CHILD_COSTS.items()]
    rows = [
        (YEAR, name, mean, "disability", service, "0-17", float(per_inhabitant))
        for name, mean, kroner in (*costs, (CHILD_MEAN[0], "yes", CHILD_MEAN[1]))
        for service, per_inhabitant in zip(CHILD_SERVICES, kroner, strict=True)
    ]
    return constructed("care_cost_references", rows, NOTE)


@example("care_volume_references")
def care_volume_references() -> Sourced:
    """Give a made-up mean of others."""
    # Inhabitants in all and of 18–66, 1 January 2024, times a need of 107.6 %.
    people = {"all": 25_056 * 1.076, "18-66": 15_400 * 1.076}
    rows: list[Row] = []
    for group, service, age, share, volume, unit, _stated in _costs():
        if volume is None or service not in _AGAINST:
            continue
        more, dearer = _AGAINST[service]
        each, cost = volume * more / people[age] * 1000, share * TOTAL / volume * dearer
        rows.append((YEAR, group, service, age, each, unit, cost, "Konstruert snitt"))
    return constructed("care_volume_references", rows, "Referansen er laget for å vise siden.")


@example("high_cost_users")
def high_cost_users() -> Sourced:
    """Give made-up recipients of costly services."""
    random = np.random.default_rng(241)
    rows: list[Row] = []
    for n in range(46):
        disability = "yes" if n < 27 else "no"
        wages = 900_000 + random.gamma(2.2, 900_000)
        user, age = f"R{n + 1:03d}", int(random.integers(9, 75))
        rows.append((YEAR, user, age, disability, float(np.round(wages, -3))))
    return constructed("high_cost_users", rows, "Mottakerne er laget for å vise siden.")


@example("health_costs")
def health_costs() -> Sourced:
    """Give made-up costs by area, with 7.5 million of mental health on function 241."""
    rows: list[Row] = [
        (YEAR, "gp", 46_200_000.0, "241", 1_380.0),
        (YEAR, "emergency", 17_800_000.0, "241", 860.0),
        (YEAR, "therapy", 33_100_000.0, "241", 1_120.0),
        (YEAR, "other", 6_900_000.0, "241", 205.0),
        (YEAR, "mental_health", 7_500_000.0, "254", None),
    ]
    return constructed("health_costs", rows, "Beløpene er laget for å vise siden.")
