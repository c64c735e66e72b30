"""How wide the interval round a population projection is, by years ahead (method M2).

The spread is calibrated on past projections. It is an interval for what may come, and is never
made from the national alternatives, which are scenarios without probability.
"""

from __future__ import annotations

import math

TOTAL_SIGMA5 = 0.05 / 1.2816
"""Five years ahead: SSB found errors under 5 % in 8 of 10 municipalities (ØA 4/2014)."""

AGED_SIGMA5 = 0.048 * math.sqrt(math.pi / 2)
"""Five years ahead for 80+: 4.8 % mean absolute error in a back-test over all municipalities."""

GROWTH = 0.75
SMALL_PLACE = 10_000
SIZE_EFFECT = 0.15
Z80 = 1.2816


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
