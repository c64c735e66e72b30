"""How much help users need: by service, by age and in all, against three categories (M12)."""

from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl

from veivalg.maths.services.assistance import CATEGORIES, VARIABLES, Rule, category
from veivalg.own.tables.iplos import AGES, SERVICES
from veivalg.tables.gate import Answer, Persons, Release, Tally, query

COUNTED, SCORED = "iplos_categories", "iplos_scores"


def need(people: Persons) -> Release:
    """Give users by service, age and category, of a table of categories or one of scores.

    Scores are turned into categories with the rule as it stands: would a reader move its limits,
    the difference between two answers could be one person.
    """
    return (_counted if people.table == COUNTED else _scored)([people]).tallies["need"]


@query
def _counted(rows: Mapping[str, pl.DataFrame]) -> Answer:
    found = rows[COUNTED].select("service", "age", "category", "users").iter_rows()
    return Answer({"need": _tally(found)})


@query
def _scored(rows: Mapping[str, pl.DataFrame]) -> Answer:
    rule = Rule()
    found = (
        (r["service"], r["age"], category({v: _score(r[v]) for v in VARIABLES}, rule), 1)
        for r in rows[SCORED].iter_rows(named=True)
    )
    return Answer({"need": _tally(found)})


def _score(value: int | None) -> int | None:
    """Give a score the rule knows; 6–8 mean nothing and are left out."""
    return value if value is not None and (1 <= value <= 5 or value == 9) else None


def _tally(found: Iterable[tuple[str, str, str, int]]) -> Tally:
    traits = {"service": tuple(SERVICES), "age": tuple(AGES), "category": CATEGORIES}
    services, ages, categories = ({value: i for i, value in enumerate(t)} for t in traits.values())
    counts = np.zeros([len(t) for t in traits.values()])
    for service, age, need, users in found:
        counts[services[service], ages[age], categories[need]] += users
    tables = {
        "service": ("service", "category"),
        "age": ("age", "category"),
        "services": ("service",),
        "ages": ("age",),
        "categories": ("category",),
    }
    return Tally(traits, counts, tables)
