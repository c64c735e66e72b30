"""Welfare technology: what it can take over, the time it frees and what that is worth (M16)."""

from collections.abc import Sequence
from dataclasses import dataclass

LEVELS = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Gain:
    """Hours a week that one unit frees, as low, middle and high; ``new`` is the time it costs."""

    low: float
    middle: float
    high: float
    new: float = 0.0

    def direct(self, level: str) -> float:
        """Give the time freed a unit, before the new time: `level` is one of `LEVELS`."""
        return {"low": self.low, "middle": self.middle, "high": self.high}[level]

    def net(self, level: str) -> float:
        """Give the time left a unit when the new tasks are done; never under 0.

        Examples
        --------
        >>> Gain(0.5, 1.0, 1.68, new=0.25).net("middle")
        0.75
        """
        return max(self.direct(level) - self.new, 0.0)


# What each kind of technology frees where the municipality has not measured it itself. For
# dispensers 1.68 is Rana's pilot (490 visits a month less for 10 picked users, at 8.5 minutes); the
# new time is filling for 10 minutes every other week and an alarm of 5 minutes every other week.
# For supervision one night visit of 10 minutes is left out a night, seven, six or fewer times a
# week, and 86 looks at 42 cameras a night take a minute each.
KNOWN_GAINS = {
    "dispenser": Gain(0.5, 1.0, 1.68, new=10 / 60 / 2 + 0.5 * 5 / 60),
    "supervision": Gain(0.57, 1.17, 2.37, new=86 / 42 * 7 / 60),
}


def new_units(potential: int | None, in_use: int) -> int | None:
    """Give how many units can be taken into use beyond today's; None when that is not known.

    Examples
    --------
    >>> new_units(320, 49), new_units(40, 49), new_units(None, 49)
    (271, 0, None)
    """
    return None if potential is None else max(potential - in_use, 0)


def taken_up(potential: int | None, in_use: int) -> float | None:
    """Give the share of the potential that is in use.

    Examples
    --------
    >>> round(taken_up(320, 49), 3)
    0.153
    """
    return in_use / potential if potential else None


def together(hours: Sequence[float], delivered: float) -> float:
    """Give the hours freed by several technologies, each on the hours the others leave.

    Parameters
    ----------
    hours
        Hours a week that each would free alone.
    delivered
        Hours a week given to those it concerns: no more than these can be freed.

    Examples
    --------
    >>> together([100, 100], 1000), together([900, 300], 500)
    (190.0, 500.0)
    """
    if delivered <= 0:
        return 0.0
    left = 1.0
    for freed in hours:
        left *= 1 - min(max(freed, 0.0) / delivered, 1.0)
    return round(delivered * (1 - left), 9)


def postponed(users: float, months: float, dearer: float) -> float:
    """Give NOK a year saved when users move to an institution so many months later.

    Parameters
    ----------
    dearer
        NOK a year that a place costs more than help at home; below 0 nothing is saved by waiting.

    Examples
    --------
    >>> gross = postponed(10, 6, 1_140_000)
    >>> gross, 0.5 * gross
    (5700000.0, 2850000.0)
    """
    return users * months / 12 * dearer


def pay_back(start: float, yearly: float) -> float | None:
    """Give the years until what is spent at the start is earned back; None when it never is.

    Examples
    --------
    >>> pay_back(900_000, 300_000), pay_back(900_000, -1)
    (3.0, None)
    """
    return start / yearly if yearly > 0 else None


def present_value(start: float, yearly: float, years: int, rate: float) -> float:
    """Give what a yearly net gain is worth today, less what is spent at the start.

    Examples
    --------
    >>> round(present_value(900_000, 300_000, 5, 0.04))
    435547
    """
    return sum(yearly / (1 + rate) ** year for year in range(1, years + 1)) - start
