"""Whole numbers that still add up to their total (largest remainder)."""

import math
from collections.abc import Sequence

from veivalg.content import round_half_up


def largest_remainder(parts: Sequence[float], total: float | None = None) -> list[int]:
    """Round non-negative `parts` to whole numbers whose sum is the rounded total.

    Every part is rounded down, and those with the largest remainder get one more each, until the
    sum is that of the total (half up). No part is moved by one or more.

    Parameters
    ----------
    total
        What the parts add up to; their own sum when not given.

    Examples
    --------
    >>> largest_remainder([1.4, 2.4, 3.4]), largest_remainder([0.5, 0.5])
    ([2, 2, 3], [1, 0])
    """
    whole = int(round_half_up(sum(parts) if total is None else total))
    rounded = [math.floor(part) for part in parts]
    order = sorted(range(len(parts)), key=lambda i: rounded[i] - parts[i])
    for index in order[: max(whole - sum(rounded), 0)]:
        rounded[index] += 1
    return rounded
