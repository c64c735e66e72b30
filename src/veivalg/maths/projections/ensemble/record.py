"""What the outcomes known in a year taught about projecting from it: dated, never from later years.

``norway/data/ensemble_record.json`` has a row for each base year, made by ``tools/teach_ensemble``
from the projections of earlier base years whose outcome was known by then: how much of what the
peers differ has been seen to last, and how wide the shocks must be.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.norway.reference import reference

NAME = "ensemble_record"


@dataclass(frozen=True, slots=True)
class Record:
    """What had been learnt by 1 January of a year.

    Parameters
    ----------
    led_on
        The part of what the peers differ from the country that is expected to last.
    spread
        Name → size of the shocks.
    """

    year: int
    led_on: float
    spread: Mapping[str, float]


def records(method: str = "own") -> tuple[Record, ...]:
    """Give the shipped records of `method`, oldest first."""
    found = []
    for row in reference(NAME).entries():
        if row["method"] == method:
            found.append(Record(row["year"], row["led_on"], row["spread"]))
    return tuple(sorted(found, key=lambda one: one.year))


def record(year: int, method: str = "own") -> Record:
    """Give the newest record made by `year`, or the oldest there is."""
    held = records(method)
    return max((one for one in held if one.year <= year), key=lambda one: one.year, default=held[0])
