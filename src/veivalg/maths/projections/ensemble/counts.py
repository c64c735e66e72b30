"""Observed persons as one dense cube: municipality, year, sex and one-year age."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.norway.splits import shares_until

AGES = 106
COUNTRY = "0"
Cube = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Persons on 1 January, consecutive years.

    Parameters
    ----------
    municipalities
        Codes in force, in the order of the cube; without Norway.
    years
        Consecutive years, oldest first.
    persons
        Shape ``(m, years, 2, 106)``, 0 = female; NaN for a year a municipality is unknown.
    country
        Norway, shape ``(years, 2, 106)``; NaN for a year it is unknown.
    """

    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    persons: Cube
    country: Cube

    def until(self, year: int) -> Counts:
        """Give the cube as it was known in `year`: nothing later is kept."""
        kept = tuple(y for y in self.years if y <= year)
        n = len(kept)
        return replace(self, years=kept, persons=self.persons[:, :n], country=self.country[:n])

    def only(self, codes: tuple[str, ...]) -> Counts:
        """Give some municipalities, in the order asked for."""
        at = [self.municipalities.index(code) for code in codes]
        return replace(self, municipalities=codes, persons=self.persons[at])

    def at(self, year: int) -> Cube:
        """Give all municipalities in `year`, shape ``(m, 2, 106)``."""
        found: Cube = self.persons[:, self.years.index(year)]
        return found


def counts_from(frame: pl.DataFrame) -> Counts:
    """Make the cube from rows of the table ``population``.

    Parameters
    ----------
    frame
        Columns ``municipality, year, sex, age, persons``; KOSTRA groups are left out.
    """
    frame = frame.filter(~pl.col("municipality").str.starts_with("EKG"))
    codes = sorted(set(frame["municipality"].to_list()) - {COUNTRY})
    seen = frame["year"]
    first, last = int(seen.min()), int(seen.max())  # type: ignore[arg-type]
    places = np.array([*codes, COUNTRY])
    order = np.argsort(places)
    at = order[np.searchsorted(places[order], frame["municipality"].to_numpy().astype(str))]
    years = tuple(range(first, last + 1))
    cube = np.zeros((len(places), len(years), 2, AGES))
    sexes = (frame["sex"] != "female").to_numpy().astype(int)
    cell = (at, seen.to_numpy() - first, sexes, frame["age"].to_numpy())
    np.add.at(cube, cell, frame["persons"].to_numpy())
    cube[cube.sum(axis=(2, 3)) == 0] = np.nan
    for code, began in shares_until().items():
        if code in codes:
            cube[codes.index(code), : max(began - first, 0)] = np.nan
    return Counts(tuple(codes), years, cube[:-1], cube[-1])
