"""How far a number of people is rounded: what a projection or a small group can bear."""

import math
from decimal import Decimal

from veivalg.content import round_half_up

FEWEST_FOR_PERCENT = 30
"""A change from fewer persons than this is not given in per cent (M18)."""


def two_digits(value: float | None) -> int:
    """Give the decimals that leave two significant digits of a far year's count (never above 0).

    Examples
    --------
    >>> two_digits(1234), two_digits(251), two_digits(87), two_digits(None)
    (-2, -1, 0, 0)
    """
    if not value or not math.isfinite(value):
        return 0
    return min(1 - math.floor(math.log10(abs(value)) + 1e-9), 0)


def far_digits(value: float | None) -> int:
    """Give the decimals for a projected number of people: two digits, three from 10 000 up.

    Examples
    --------
    >>> far_digits(24_156), far_digits(2447), far_digits(87)
    (-2, -2, 0)
    """
    digits = two_digits(value)
    return min(digits + 1, 0) if value is not None and abs(value) >= 10_000 else digits


def end_digits(today: float | None) -> int:
    """Give the decimals of the ends of a far year's interval, by how many there are today."""
    return min(two_digits(today) + 1, 0)


def change_digits(before: float | None, after: float | None, most: int) -> int:
    """Give the decimals, at best `most`, with which the change follows from what is printed.

    Examples
    --------
    >>> change_digits(113, 244, -1), change_digits(624, 929, -1)
    (0, -1)
    """
    if not before or after is None:
        return most
    exact = round_half_up(100 * after / before)
    tried = (
        d
        for d in range(most, 0)
        if round_half_up(100 * round_half_up(after, d) / Decimal(before)) == exact
    )
    return next(tried, 0)


def million_digits(value: float | None) -> int:
    """Give the decimals of NOK told in millions, so that they subtract: one below ten, else none.

    Examples
    --------
    >>> million_digits(7.2e6), million_digits(128.2e6)
    (1, 0)
    """
    return int(0 < abs(value or 0.0) < 1e7)


def whole(value: float | None) -> float | None:
    """Give a modelled number of people as a table holds it: whole, and None where missing."""
    return None if value is None else float(round_half_up(value))
