"""SSB's projection of a place as a target for SSB-led draws."""

from typing import NamedTuple

import numpy as np
import polars as pl

from veivalg.maths.projections.ensemble.counts import AGES
from veivalg.maths.projections.ensemble.ssb_led import Target

MAIN = "MMMM"


class Found(NamedTuple):
    """A target, and whether it is known by sex and one-year age."""

    target: Target
    by_age: bool


def target_from(
    cells: pl.DataFrame | None, groups: pl.DataFrame | None, alternative: str = MAIN
) -> Found | None:
    """Give SSB's `alternative` from rows of one place, or None when it isn't there.

    Parameters
    ----------
    cells
        Rows of the table ``projection``: by sex and one-year age.
    groups
        Rows of ``projection_groups``, used where there are no cells.
    """
    for frame, by_age in ((cells, True), (groups, False)):
        if frame is None:
            continue
        chosen = frame.filter(pl.col("alternative") == alternative)
        if chosen.is_empty():
            continue
        first = int(chosen["year"].min())  # type: ignore[arg-type]
        if by_age:
            return Found(Target(alternative, first, cells=_cells(chosen)), True)
        return Found(Target(alternative, first, groups=_groups(chosen)), False)
    return None


def _cells(frame: pl.DataFrame) -> dict[int, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    years = frame["year"].to_numpy()
    known = np.unique(years)
    cube = np.zeros((known.size, 2, AGES))
    sexes = (frame["sex"] != "female").to_numpy().astype(int)
    at = (np.searchsorted(known, years), sexes, frame["age"].to_numpy())
    np.add.at(cube, at, frame["persons"].to_numpy())
    return {int(year): cube[i] for i, year in enumerate(known)}


def _groups(frame: pl.DataFrame) -> dict[int, dict[tuple[int, int], float]]:
    found: dict[int, dict[tuple[int, int], float]] = {}
    for year, lo, hi, persons in frame.select("year", "age_from", "age_to", "persons").iter_rows():
        found.setdefault(int(year), {})[(int(lo), int(hi))] = float(persons)
    return found
