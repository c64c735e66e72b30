"""Printed figures that other figures do not bear out: dated rows, one for each.

They are quoted as printed, with what we find beside them, and never used as facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import orjson

from veivalg.own.printed import FOLDER


@dataclass(frozen=True, slots=True)
class Deviation:
    """One printed figure and what we find instead.

    Parameters
    ----------
    found
        What we find, in the stored scale of the printed figure.
    source
        What `found` rests on.
    why
        Why they differ, where it can be told; else empty.
    valid_from, valid_to
        The ISO dates it is told from and to.
    """

    municipality: str
    item: str
    year: int
    found: float
    source: str
    why: str
    valid_from: str
    valid_to: str | None


def deviation(municipality: str, item: str, year: int) -> Deviation | None:
    """Give what is known against a printed figure, or None.

    Examples
    --------
    >>> deviation("5503", "population_18_49", 2024).found  # printed as 9 993
    9931
    >>> deviation("5503", "population_18_49", 2025)
    """
    return _deviations().get((municipality, item, year))


def deviations() -> tuple[Deviation, ...]:
    """Give every deviation in force."""
    return tuple(_deviations().values())


@cache
def _deviations() -> Mapping[tuple[str, str, int], Deviation]:
    stored = orjson.loads((FOLDER / "deviations.json").read_bytes())
    rows = (Deviation(*row) for row in stored["rows"])
    return {(d.municipality, d.item, d.year): d for d in rows if d.valid_to is None}
