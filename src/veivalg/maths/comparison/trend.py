"""Whether a series rises or falls beyond its own unrest, and its mean over four years."""

import statistics
from collections.abc import Mapping
from enum import Enum

SPAN = 4
"""Years in the mean, and years before the newest that it is held against."""

FEWEST = 3
"""Earlier years needed to know how restless the series is."""

LEAST = 0.02
"""A change under two per cent of the level is no change, however calm the series was."""


class Trend(Enum):
    """How the newest value stands to the years before it."""

    UP = 1
    FLAT = 0
    DOWN = -1


def trend(values: Mapping[int, float | None]) -> Trend | None:
    """Compare the newest value with the mean of up to four known years before it.

    A change counts when it is larger than the standard deviation of those years and than two per
    cent of their mean. Values older than six years before the newest are not used.

    Returns
    -------
    Trend or None
        None when fewer than three earlier years are known.

    Examples
    --------
    >>> trend({2021: 0.30, 2022: 0.31, 2023: 0.30, 2024: 0.36})
    <Trend.UP: 1>
    >>> trend({2023: 0.30, 2024: 0.36}) is None
    True
    """
    known = sorted((y, v) for y, v in values.items() if v is not None)
    if not known:
        return None
    year, newest = known[-1]
    before = [v for y, v in known[:-1] if y >= year - SPAN - 2][-SPAN:]
    if len(before) < FEWEST:
        return None
    level = statistics.fmean(before)
    change = newest - level
    if abs(change) <= max(statistics.stdev(before), LEAST * abs(level)):
        return Trend.FLAT
    return Trend.UP if change > 0 else Trend.DOWN


def recent_mean(values: Mapping[int, float | None], years: int = SPAN) -> float | None:
    """Give the mean of what is known in the newest `years` years; None for under two values.

    Examples
    --------
    >>> recent_mean({2020: 9.0, 2021: 1.0, 2022: None, 2024: 2.0})
    1.5
    """
    known = {y: v for y, v in values.items() if v is not None}
    if not known:
        return None
    last = max(known)
    kept = [v for y, v in known.items() if y > last - years]
    return statistics.fmean(kept) if len(kept) > 1 else None
