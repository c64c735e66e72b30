"""The drivers of every draw: a lever's value, its interval, and how it works over the years.

The random numbers belong to the seed and the lever, never to the value. Two scenarios therefore
meet the same luck, and differ by their assumptions only.
"""

import zlib
from collections.abc import Mapping, Sequence
from functools import partial
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.cache import Cache
from veivalg.maths.scenarios.levers import Course, LeverNow, Levers, interval_of, value_of
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.service_model.drivers import gone_on

Path = NDArray[np.floating[Any]]
Paths = Mapping[str, Path]
"""Lever id → (draw, year), (1, year) or (1, 1)."""

Z80 = 1.2816
"""The 90th percentile of the standard normal: the upper end of an 80 % interval."""

_normals = Cache[Path]()

TODAY_TOO = ("dementia_level",)
"""What is uncertain of today also: nobody has counted it."""


def normals(lever: str, draws: int, seed: int) -> Path:
    """Give the standard normals of a lever, shape (draws, 1); read-only.

    One from each of equally likely parts of the distribution, shuffled. Median and ends of the
    interval are then as stated also with few draws, and a mean has no luck in it.
    """
    return _normals.get((lever, draws, seed), partial(_shuffled, lever, draws, seed))


def _shuffled(lever: str, draws: int, seed: int) -> Path:
    generator = np.random.default_rng([seed, zlib.crc32(lever.encode())])
    even = _normals.get(draws, partial(_even, draws))
    found = generator.permutation(even)[:, None].astype(np.float32)
    found.setflags(write=False)
    return found


def _even(draws: int) -> Path:
    """Give the standard normal's value in the middle of each of `draws` equally likely parts."""
    normal = NormalDist()
    return np.array([normal.inv_cdf((i + 0.5) / draws) for i in range(draws)])


def paths(
    levers: Levers, scenario: Scenario, years: Sequence[int], draws: int, seed: int
) -> dict[str, Path]:
    """Give every lever by draw and year.

    Growths (`Course.YEARLY`) come as what they have added up to: a factor, 1 today.
    """
    when = _when(levers, scenario, years)
    return {id: _path(now, levers, scenario, when, draws, seed) for id, now in levers.items()}


def path(levers: Levers, scenario: Scenario, id: str, years: Sequence[int]) -> Path:
    """Give one lever by year on the main path: its value, with no luck in it."""
    return _path(levers[id], levers, scenario, _when(levers, scenario, years), 1, 0)


def _when(levers: Levers, scenario: Scenario, years: Sequence[int]) -> tuple[Path, Path]:
    """Give the years ahead of today, and how much of a change is done by then."""
    ahead = np.array([y - years[0] for y in years], dtype=np.float32)[None, :]
    span = max(value_of(levers, scenario, "full_year") - years[0], 1.0)
    return ahead, np.minimum(ahead / np.float32(span), 1.0)


def still(levers: Levers) -> dict[str, Path]:
    """Give every lever where it stands today, shape (1, 1)."""
    return {
        id: np.full((1, 1), 1.0 if _grows(now) else now.today, dtype=np.float32)
        for id, now in levers.items()
    }


def _grows(now: LeverNow) -> bool:
    return now.lever.course is Course.YEARLY


def _path(
    now: LeverNow,
    levers: Levers,
    scenario: Scenario,
    when: tuple[Path, Path],
    draws: int,
    seed: int,
) -> Path:
    ahead, ramp = when
    value = drawn(levers, scenario, now.id, draws, seed)
    course = now.lever.course
    if now.id == "rate_trend":
        return gone_on(value, ahead, value_of(levers, scenario, "trend_years"))
    if course is Course.YEARLY:
        rate = -value if now.id == "health_improvement" else value
        grown: Path = np.power(1 + rate, ahead)
        return grown
    if now.id in TODAY_TOO:
        return value
    reached = ramp if course is Course.PHASED else np.minimum(ahead, 1.0)
    found: Path = np.float32(now.today) + (value - np.float32(now.today)) * reached
    return found


def drawn(levers: Levers, scenario: Scenario, id: str, draws: int, seed: int) -> Path:
    """Draw a driver: the value is its median, its interval the 10th and 90th percentile.

    Shape (draws, 1), or (1, 1) when it has no interval. Two halves of normal distributions meet at
    the value, since an interval need not be even. Values are kept inside the limits of the lever.
    """
    value, (low, high) = value_of(levers, scenario, id), interval_of(levers, scenario, id)
    if low == high:
        return np.full((1, 1), value, dtype=np.float32)
    z = normals(id, draws, seed)
    wide = np.where(z < 0, np.float32((value - low) / Z80), np.float32((high - value) / Z80))
    now = levers[id]
    found: Path = np.clip(np.float32(value) + z * wide, np.float32(now.low), np.float32(now.high))
    return found
