"""What the outcomes known in a year taught about projecting from it: dated, never from later years.

``norway/data/ensemble_record.json`` has a row for each base year, made by ``tools/teach_ensemble``
from the projections of earlier base years whose outcome was known by then: how much of what the
peers differ has been seen to last, and how wide the shocks must be.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.norway.reference import reference

Floats = NDArray[np.float64]

NAME = "ensemble_record"
PARTS = (1.0, 0.75, 0.5, 0.25)
"""The parts of the peers' difference that are tried; each counts as its past errors deserve."""
SHARPNESS = 5.0
"""How fast weight falls with error: a tenth more error than another gives 0.6 of its weight."""


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


def deserved(errors: Floats) -> Floats:
    """Give each candidate's weight from its errors, ``(candidates, cases)``; they sum to 1.

    Every case counts alike: errors are taken over the mean of the candidates in the same case.
    """
    score = (errors / errors.mean(axis=0)).mean(axis=1)
    weight = np.exp(-SHARPNESS * (score - score.min()))
    return np.asarray(weight / weight.sum(), dtype=np.float64)
