"""Veivalg's own projection of every municipality, made once and embedded.

``python -m tools.embed_projection --befolkning FIL`` makes the file from SSB's population of the
whole country with the projection that the back-test has tried. It says which version made it, when
and from what; it stands in where SSB's own projection has not been fetched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import orjson
import polars as pl
from numpy.typing import NDArray

from veivalg.foundation.cache import Cache
from veivalg.norway.ages import BANDS, OLDEST
from veivalg.norway.reference import FOLDER
from veivalg.norway.register import members_of

Group = tuple[int, int]
Floats = NDArray[np.float64]

DATA, ABOUT = FOLDER / "own_projection.parquet", FOLDER / "own_projection_about.json"
SUMS: tuple[Group, ...] = ((0, OLDEST), (67, OLDEST), (80, OLDEST))
"""Groups beside the bands that have an interval of their own: ends of parts do not add up."""
GROUPS: tuple[Group, ...] = (*BANDS, *SUMS)
NAMES = tuple(f"{lo}-{hi}" for lo, hi in GROUPS)
LEVEL = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class OwnProjection:
    """The projection of one place.

    Parameters
    ----------
    base_year
        1 January it starts from.
    people
        Inhabitants then.
    years
        The years projected.
    low, median, high
        Persons by year and group, ``(years, len(GROUPS))``: eight of ten futures lie between.
    """

    base_year: int
    people: float
    years: tuple[int, ...]
    low: Floats
    median: Floats
    high: Floats

    def groups(self) -> dict[int, dict[Group, float]]:
        """Give year → band → persons in the middle; the bands cover every age once.

        Medians of parts do not add up to that of the whole: the bands are scaled to those of
        ``SUMS``, so that a page's total is the one with the interval.
        """
        middle = self.median[:, : len(BANDS)].copy()
        lows = [lo for lo, _hi in BANDS]
        sums = [self.median[:, GROUPS.index(group)] for group in SUMS]
        ends = [*(lows.index(lo) for lo, _hi in SUMS), len(BANDS)]
        for n, whole in enumerate(sums):
            inner = slice(ends[n], ends[n + 1])
            wanted = whole - (sums[n + 1] if n + 1 < len(sums) else 0)
            middle[:, inner] *= (wanted / np.maximum(middle[:, inner].sum(axis=1), 1))[:, None]
        return {
            year: dict(zip(BANDS, middle[t].tolist(), strict=True))
            for t, year in enumerate(self.years)
        }

    def ends(self, weights: Floats, year: int, level: float) -> tuple[float, float] | None:
        """Give the ends of a group over its middle; None when it has no interval of its own.

        Parameters
        ----------
        weights
            Weight of each person by age, 1 within the group and 0 without.
        """
        if level != LEVEL or year not in self.years or weights.ndim != 1:
            return None
        held = np.flatnonzero(weights)
        whole = bool((weights[held] == 1).all()) and held.size == held[-1] - held[0] + 1
        group = (int(held[0]), int(held[-1]))
        if not whole or group not in GROUPS:
            return None
        t, g = self.years.index(year), GROUPS.index(group)
        low, middle, high = (float(x[t, g]) for x in (self.low, self.median, self.high))
        return (low / middle, high / middle) if middle and low == low else None


@cache
def about() -> Mapping[str, Any]:
    """Give what is said of the file: version, date, base year, draws, seed, source."""
    found: dict[str, Any] = orjson.loads(ABOUT.read_bytes())
    return found


@cache
def _everyone() -> pl.DataFrame:
    return pl.read_parquet(DATA).sort("municipality", "year")


_kept: Cache[OwnProjection | None] = Cache()


def own_projection(code: str) -> OwnProjection | None:
    """Give the projection of a municipality, of Norway (0) or the middle of a KOSTRA group.

    A group's middle is the sum of its members'; it has no interval. None for any other place.
    """
    return _kept.get(code, lambda: _read(code))


def _read(code: str) -> OwnProjection | None:
    if code.startswith("EKG"):
        members = [m.code for m in members_of(code)]
        parts = [p for p in map(own_projection, members) if p is not None]
        return _summed(parts) if parts and len(parts) == len(members) else None
    frame = _everyone().filter(pl.col("municipality") == code)
    if frame.is_empty():
        return None
    middle = frame.select(NAMES).to_numpy().astype(np.float64)
    low, high = (
        middle[1:] * (1 + frame.select(f"{n}{end}" for n in NAMES).to_numpy()[1:] / 1000)
        for end in ("<", ">")
    )
    years = frame["year"].to_list()
    total = float(middle[0, NAMES.index(f"0-{OLDEST}")])
    return OwnProjection(years[0], total, tuple(years[1:]), low, middle[1:], high)


def _summed(parts: list[OwnProjection]) -> OwnProjection:
    """Add up the middles; ends that are not known are NaN."""
    middle = np.sum([p.median for p in parts], axis=0)
    unknown = np.full_like(middle, np.nan)
    people = sum(p.people for p in parts)
    return OwnProjection(parts[0].base_year, people, parts[0].years, unknown, middle, unknown)
