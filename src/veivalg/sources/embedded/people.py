"""Whose people come with the program, told without opening a table."""

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
PEOPLE = ("population", "population_groups")


@cache
def embedded_places() -> frozenset[str]:
    """Give the codes that have figures before anything is fetched: those whose people are known.

    What the comparisons need of every municipality, as their need, is no knowledge base by itself.
    """
    found: set[str] = set()
    for name in PEOPLE:
        with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
            found |= {row["municipality"] for row in csv.DictReader(rows)}
    return frozenset(found)
