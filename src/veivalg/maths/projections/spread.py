"""How wide the interval round a population projection is, by years ahead (method M2).

Used only where one-year ages are not known, so that no draws can be made; else the chapters take
their spread from the ensemble (`tested.py`). It is calibrated on past projections. It is an
interval for what may come, and is never made from the national alternatives, which are scenarios
without probability.
"""

import math
from collections.abc import Iterable

TOTAL_SIGMA5 = 0.05 / 1.2816
"""Five years ahead: SSB found errors under 5 % in 8 of 10 municipalities (ØA 4/2014)."""

AGED_SIGMA5 = 0.048 * math.sqrt(math.pi / 2)
"""Five years ahead for 80+: 4.8 % mean absolute error in a back-test over all municipalities."""

GROWTH = 0.75
SMALL_PLACE = 10_000
SIZE_EFFECT = 0.15
Z80 = 1.2816
Z95 = 1.96


def log_sigma(years_ahead: float, inhabitants: float, sigma5: float = AGED_SIGMA5) -> float:
    """Give the standard deviation of the log error `years_ahead`; 0 for years already observed.

    Municipalities under 10 000 inhabitants have a wider spread, ``(N / 10 000)^−0.15``.

    Examples
    --------
    >>> round(log_sigma(5, 25000, TOTAL_SIGMA5), 4)
    0.039
    """
    if years_ahead <= 0:
        return 0.0
    size = math.pow(min(max(inhabitants, 1.0) / SMALL_PLACE, 1.0), -SIZE_EFFECT)
    return sigma5 * math.pow(years_ahead / 5, GROWTH) * size


def interval(
    value: float, years_ahead: float, inhabitants: float, sigma5: float = AGED_SIGMA5
) -> tuple[float, float]:
    """Give the ends that 8 of 10 outcomes should fall between.

    Examples
    --------
    >>> [round(x, 3) for x in interval(1, 5, 25000, TOTAL_SIGMA5)]
    [0.951, 1.051]
    """
    factor = math.exp(Z80 * log_sigma(years_ahead, inhabitants, sigma5))
    return value / factor, value * factor


def combined(value: float, parts: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Join intervals of the same value from sources that have nothing to do with each other.

    Each side is the root of the sum of squares on the log scale. The parts must be intervals of
    the same level.

    Parameters
    ----------
    value
        Above 0.
    parts
        Low and high end of each interval, low above 0.

    Examples
    --------
    >>> [round(x, 2) for x in combined(100, [(90, 110), (100, 100)])]
    [90.0, 110.0]
    """
    ends = list(parts)
    down = math.hypot(*(math.log(value / low) for low, _high in ends))
    up = math.hypot(*(math.log(high / value) for _low, high in ends))
    return value / math.exp(down), value * math.exp(up)
