"""Hjemmetjeneste: time with users (ATA), how hours are spread, and what more ATA frees (M10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from veivalg.content.numbers import format_exact, format_plain
from veivalg.norway.prices import price

HOUR_BINS: tuple[float, ...] = (0.0, 1.0, 2.5, 10.0, 15.0)
"""Lower bounds of hours a week, inclusive; the last is open."""

AGE_BINS: tuple[int, ...] = (0, 50, 67, 75, 80, 85, 90)
WEEKLY_HOURS = price("weekly_norm").value
FEWEST = 5
"""A zone with fewer users is not shown by itself (M18)."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone's week.

    Parameters
    ----------
    hours
        Hours with users a week (delivered, or granted where only those are known).
    granted
        Hours decided a week, or None when not known.
    fte
        Executing FTE, without leaders and office staff.
    weekly
        Hours a week of a full-time position there.
    absence
        Share of the hours lost to absence that is not replaced.
    users
        Users with any hours; None when only totals are known.
    """

    name: str
    hours: float
    granted: float | None
    fte: float
    weekly: float = WEEKLY_HOURS
    absence: float = 0.0
    users: int | None = None

    @property
    def available(self) -> float:
        """Give the hours a week there are people for."""
        return self.fte * self.weekly * (1 - self.absence)


def ata(zones: Sequence[Zone]) -> float | None:
    """Give the share of the available hours that is spent with users: a ratio of sums.

    Examples
    --------
    >>> round(ata([Zone("Harstad", 2183, None, 102.7)]), 3)
    0.599
    """
    available = sum(z.available for z in zones)
    return sum(z.hours for z in zones) / available if available > 0 else None


def freed(zone: Zone, target: float) -> float:
    """Give the FTE that raising the zone's ATA to `target` frees at the same hours; never negative.

    Examples
    --------
    >>> round(freed(Zone("A", 213, None, 10), 0.75), 2)
    2.0
    """
    now = ata([zone])
    return zone.fte * (1 - now / target) if now is not None and now < target else 0.0


def bins(values: Sequence[float], lower: Sequence[float]) -> list[int]:
    """Give the bin each value falls in; lower bounds are inclusive.

    Examples
    --------
    >>> bins([0.5, 1.0, 2.49, 2.5, 40], HOUR_BINS)
    [0, 1, 1, 2, 4]
    """
    found = np.searchsorted(np.asarray(lower), np.asarray(values), side="right") - 1
    return [int(i) for i in found]


def bin_labels(lower: Sequence[float]) -> tuple[str, ...]:
    """Write the bins: «0–1», «1–2,5», …, «15+».

    Examples
    --------
    >>> bin_labels((0, 1, 2.5))
    ('0–1', '1–2,5', '2,5+')
    """
    text = [format_exact(b) for b in lower]
    return (*(f"{a}–{b}" for a, b in pairwise(text)), f"{text[-1]}+")


def age_labels(lower: Sequence[int]) -> tuple[str, ...]:
    """Write the age groups: «0–49», …, «90+».

    Examples
    --------
    >>> age_labels((0, 50, 90))
    ('0–49', '50–89', '90+')
    """
    ends = ((format_plain(a), format_plain(b - 1)) for a, b in pairwise(lower))
    return (*(f"{a}–{b}" for a, b in ends), f"{format_plain(lower[-1])}+")


def by_bin(hours: Sequence[float], where: Sequence[int], count: int) -> list[list[float]]:
    """Give the hours a week of each user, by the bin each is in.

    Examples
    --------
    >>> by_bin([0.5, 3.0, 0.7], [0, 2, 0], 3)
    [[0.5, 0.7], [], [3.0]]
    """
    parts: list[list[float]] = [[] for _bin in range(count)]
    for own, bin in zip(hours, where, strict=True):
        parts[bin].append(own)
    return parts


def weekly_hours(visits: pl.DataFrame) -> pl.DataFrame:
    """Add visits up to hours a week by user and zone.

    Parameters
    ----------
    visits
        Columns ``user``, ``zone``, ``date``, ``minutes``, ``granted_minutes`` (nullable), ``age``
        (nullable). Alarm calls and the like must be left out by the caller.

    Returns
    -------
    DataFrame
        ``user, zone, hours, granted, age``: mean hours a week over the weeks the visits span.
        ``granted`` is null for a user with any visit without it.
    """
    if visits.is_empty():
        weeks = 1.0
    else:
        first, last = visits["date"].min(), visits["date"].max()
        weeks = ((last - first).days + 1) / 7  # type: ignore[operator,union-attr]
    hour = 60.0 * weeks
    granted = pl.when(pl.col("granted_minutes").null_count() == 0).then(
        pl.col("granted_minutes").sum() / hour
    )
    return (
        visits.group_by("user", "zone")
        .agg(
            (pl.col("minutes").sum() / hour).alias("hours"),
            granted.alias("granted"),
            pl.col("age").max(),
        )
        .sort("zone", "user")
    )


def over_full(zones: Sequence[Zone]) -> tuple[str, ...]:
    """Name the zones whose hours are more than there are people for: a fault in the figures."""
    return tuple(z.name for z in zones if (ata([z]) or 0.0) > 1.0)
