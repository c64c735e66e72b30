"""Made-up official statistics of Eksempelkommunen, for the chapters that need people around theirs.

A town of about 25,000: an age profile in the year the own tables speak of is carried forward and
back by one rule of deaths, births and moves, with no chance in it. All of it is KONSTRUERT.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import orjson
import polars as pl
from numpy.typing import NDArray

from veivalg.content import Source, SourceKind
from veivalg.norway.ages import BANDS
from veivalg.norway.municipality import EXAMPLE
from veivalg.own.examples import official_accounts
from veivalg.tables import TABLES, Sourced

BASE, FIRST, LAST, END = 2024, 2016, 2026, 2050
SEXES = ("female", "male")
AGES = np.arange(106)
CHILDREN, ADULTS, AGED = 4832, 18_866, 1358  # 0–17, 18–79 and 80+ in the base year
BIRTHS = 0.0098  # of all people
MOVES = 0.004  # net, of those aged 20–34
GROUPS = ((0, 19), (20, 64), (65, 105), (80, 105))
ALTERNATIVES = {"LLML": -0.004, "HHMH": 0.004}  # growth a year beyond the main one
_DATA = orjson.loads(Path(__file__).with_suffix(".json").read_bytes())
NEED, PLACES, STAFF = (_DATA[name] for name in ("need", "places", "staff"))
# Users of each 1,000 people in the ages, in the base year and added each year after.
USERS = {(id, low, high): (base, more) for id, low, high, base, more in _DATA["users"]}
HOME_67_79 = (78.0, -1.0)  # likewise; only in the total, as SSB publishes it
SHORT_STAY = 24.0
HOURS = 4.4
ACTIVITY = {"institution_days": 80_500.0, "user_facing_fte": 680.0}

Array = NDArray[np.float64]
Rows = Sequence[tuple[object, ...]]


@cache
def official_tables() -> Mapping[str, Sourced]:
    """Give the official tables of Eksempelkommunen by name, validated and marked constructed."""
    people = _people()
    made: dict[str, Rows] = {
        "population": _counts(people),
        "population_groups": _bands(people),
        "projection": [
            (EXAMPLE.code, "MMMM", year, sex, int(age), float(people[year][s, age]))
            for year in range(LAST, END + 1)
            for s, sex in enumerate(SEXES)
            for age in AGES
        ],
        "projection_groups": _ahead(people),
        "need_indices": [
            (EXAMPLE.code, year, sector, index)
            for year in (LAST - 1, LAST)
            for sector, index in NEED.items()
        ],
        "care_users": _users(people),
        "care_places": _same_each_year(PLACES),
        "care_staff": _same_each_year({"all": sum(STAFF.values()), **STAFF}),
        "care_hours": [(EXAMPLE.code, year, HOURS, None) for year in range(FIRST, LAST)],
        "care_activity": _same_each_year(ACTIVITY),
        "accounts": official_accounts.accounts(),
        "area_accounts": official_accounts.areas(),
        "finances": official_accounts.finances(),
        "indicators": official_accounts.key_figures(),
    }
    return {name: _table(name, rows) for name, rows in made.items()}


def _table(name: str, rows: Rows) -> Sourced:
    schema = TABLES[name]
    types = {f.name: f.dtype for f in schema.fields}
    source = Source(
        f"eksempel-{EXAMPLE.code}-{name}",
        "Veivalg",
        schema.title,
        kind=SourceKind.CONSTRUCTED,
        note="Tallene er laget for å vise siden. De er ikke statistikk.",
    )
    frame = pl.DataFrame(rows, schema=types, orient="row")
    return Sourced(schema.validate(frame), {EXAMPLE.code: source})


def _people() -> dict[int, Array]:
    """Give people by year, shape (2, 106): female and male by age."""
    made = {BASE: _profile()}
    for year in range(BASE, FIRST, -1):
        made[year - 1] = _back(made[year])
    for year in range(BASE, END):
        made[year + 1] = _forward(made[year])
    return {year: np.round(n) if year <= LAST else n for year, n in made.items()}


def _profile() -> Array:
    """Give the base year: as many in each age but for those who have died, and a large middle."""
    survivors = np.cumprod(np.concatenate([np.ones((2, 1)), 1 - _deaths()[:, :-1]], axis=1), axis=1)
    shape = survivors * (1 + 0.35 * np.exp(-(((AGES - 64) / 12) ** 2)))
    for ages, wanted in ((AGES < 18, CHILDREN), ((AGES >= 18) & (AGES < 80), ADULTS)):
        shape[:, ages] *= wanted / shape[:, ages].sum()
    shape[:, AGES >= 80] *= AGED / shape[:, AGES >= 80].sum()
    counts = np.round(shape)
    for age, wanted, ages in ((10, CHILDREN, AGES < 18), (82, AGED, AGES >= 80)):
        counts[0, age] += wanted - counts[:, ages].sum()
    return counts


def _deaths() -> Array:
    """Give the probability to die within a year by sex and age."""
    rising = np.minimum(0.6, 2e-5 * np.exp(0.1 * AGES))
    return np.stack([0.8 * rising, 1.2 * rising])


def _stay() -> Array:
    """Give what is left of an age a year later, moves included."""
    return (1 - _deaths()) * (1 + MOVES * ((AGES >= 20) & (AGES < 35)))


def _forward(people: Array) -> Array:
    later = np.zeros_like(people)
    later[:, 1:] = (people * _stay())[:, :-1]
    later[:, -1] += (people * _stay())[:, -1]
    later[:, 0] = BIRTHS * people.sum() * np.array([0.486, 0.514])
    return later


def _back(people: Array) -> Array:
    earlier = np.zeros_like(people)
    earlier[:, :-1] = people[:, 1:] / _stay()[:, :-1]
    return earlier


def _within(people: Array, low: int, high: int) -> float:
    return float(people[:, low : high + 1].sum())


def _counts(people: Mapping[int, Array]) -> Rows:
    return [
        (EXAMPLE.code, year, sex, int(age), int(people[year][s, age]))
        for year in range(FIRST, LAST + 1)
        for s, sex in enumerate(SEXES)
        for age in AGES
    ]


def _bands(people: Mapping[int, Array]) -> Rows:
    return [
        (EXAMPLE.code, year, low, high, round(_within(people[year], low, high)))
        for year in range(FIRST, LAST + 1)
        for low, high in BANDS
    ]


def _ahead(people: Mapping[int, Array]) -> Rows:
    rows: list[tuple[object, ...]] = []
    for year in range(LAST, END + 1):
        total = _within(people[year], 0, 105)
        for low, high in ((0, 105), *GROUPS):
            rows.append(
                (EXAMPLE.code, "MMMM", year, low, high, round(_within(people[year], low, high)))
            )
        for name, growth in ALTERNATIVES.items():
            rows.append(
                (EXAMPLE.code, name, year, 0, 105, round(total * (1 + growth) ** (year - LAST)))
            )
    return rows


def _users(people: Mapping[int, Array]) -> Rows:
    """Give users on 31 December, of those who live there the day after."""
    rows: list[tuple[object, ...]] = []
    for year in range(FIRST, LAST):
        here, after = people[year + 1], year + 1 - BASE
        found = {key: _share(here, key[1:], rate, after) for key, rate in USERS.items()}
        home, long = (
            sum(n for key, n in found.items() if key[0] == service)
            for service in ("home_services", "long_stay")
        )
        found["home_services", 0, 105] = home + _share(here, (67, 79), HOME_67_79, after)
        found["long_stay", 0, 105] = long
        found["short_stay", 0, 105] = round(SHORT_STAY)
        rows += [(EXAMPLE.code, year, *key, float(n), None) for key, n in found.items()]
    return rows


def _share(here: Array, ages: tuple[int, int], rate: tuple[float, float], after: int) -> int:
    return round((rate[0] + rate[1] * after) / 1000 * _within(here, *ages))


def _same_each_year(values: Mapping[str, float]) -> Rows:
    years = range(LAST - 2, LAST)
    return [
        (EXAMPLE.code, year, name, value, None) for year in years for name, value in values.items()
    ]
