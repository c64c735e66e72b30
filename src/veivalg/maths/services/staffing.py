"""From shift plan to FTE, care factor and weekend: what a unit's roster takes (M11)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from veivalg.maths.service_model.conversion import WEEKS
from veivalg.norway.prices import price

_norm = price("weekly_norm")
TURNUS_HOURS = LONGEST_WEEK = _norm.value
SHORTEST_WEEK, FULL_WEEK = _norm.low, _norm.high
HOLIDAY = (WEEKS - price("weeks_at_work").value) / WEEKS
"""Share of the year that is holiday: five weeks."""

PUBLIC_HOLIDAYS = 10
"""Public holidays on weekdays in a year, about."""

ROUNDING = 0.1 + 1e-9
"""How far a printed difference of two rounded numbers can be from theirs."""


@dataclass(frozen=True, slots=True)
class Shift:
    """People on duty in one shift (``D``, ``A`` or ``N``).

    Parameters
    ----------
    weekday, weekend
        People on duty each day Monday–Friday, and each of Saturday and Sunday.
    length
        Paid hours of the shift, the overlap at handover included.
    weekly
        Hours a week of a full-time position on it.
    """

    kind: str
    weekday: float
    weekend: float
    length: float
    weekly: float = TURNUS_HOURS

    @property
    def hours(self) -> float:
        """Give the hours a week.

        Examples
        --------
        >>> Shift("D", 3, 3, 7.5).hours
        157.5
        """
        return self.length * (5 * self.weekday + 2 * self.weekend)

    @property
    def fte(self) -> float:
        """Give the FTE of the basic roster: without holiday, absence or courses."""
        return self.hours / self.weekly


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its places and its shift plan.

    Examples
    --------
    >>> unit = Unit("Alta", "ordinary", 8, (Shift("D", 3, 3, 7.5), Shift("A", 2, 2, 7.5)))
    >>> round(unit.day_evening, 3), round(unit.factor_day_evening, 3)
    (7.394, 0.924)
    """

    name: str
    kind: str
    places: float
    shifts: tuple[Shift, ...]

    @property
    def day_evening(self) -> float:
        """Give FTE on day and evening."""
        return sum(s.fte for s in self.shifts if s.kind != "N")

    @property
    def night(self) -> float:
        """Give FTE at night."""
        return sum(s.fte for s in self.shifts if s.kind == "N")

    @property
    def net(self) -> float:
        """Give FTE of the basic roster, day, evening and night."""
        return self.day_evening + self.night

    @property
    def factor_day_evening(self) -> float | None:
        """Give FTE per place on day and evening; None without places."""
        return self.day_evening / self.places if self.places > 0 else None

    @property
    def factor(self) -> float | None:
        """Give FTE per place with night; None without places."""
        return self.net / self.places if self.places > 0 else None

    @property
    def weekend_duty(self) -> float:
        """Give people on duty on a weekend day, over all shifts."""
        return sum(s.weekend for s in self.shifts)


def holiday_movement(unit: Unit, days: float = PUBLIC_HOLIDAYS) -> float:
    """Give the FTE that follow when public holidays on weekdays are staffed as Sundays.

    Below 0 where fewer are on duty in weekends than on weekdays.

    Examples
    --------
    >>> round(holiday_movement(Unit("A", "ordinary", 8, (Shift("D", 4, 3, 7.5),))), 3)
    -0.041
    """
    return sum(days * (s.weekend - s.weekday) * s.length / (WEEKS * s.weekly) for s in unit.shifts)


def gross(net: float, replaced: float, leave: float = 0.0, holiday: float = HOLIDAY) -> float:
    """Give the FTE it takes to keep the basic roster filled the whole year.

    Parameters
    ----------
    replaced, leave
        Share of the hours lost to absence that is replaced, and to leave and courses.

    Raises
    ------
    ValueError
        When nothing is left of the year.

    Examples
    --------
    >>> round(gross(8.0, 0.07), 2)
    9.59
    """
    left = 1 - holiday - replaced - leave
    if left <= 0:
        raise ValueError(f"holiday, absence and leave take the whole year ({left:g} left)")
    return net / left


def heads_needed(every: float, on_duty: float) -> int:
    """Give the employees it takes when each works every `every`-th weekend.

    Examples
    --------
    >>> heads_needed(3, 5), heads_needed(2, 5)
    (15, 10)
    """
    return math.ceil(round(every * on_duty, 9))


def average_position(fte: float, heads: float) -> float | None:
    """Give the mean position when `fte` is shared by `heads`; None without people.

    Above 1 the weekends need fewer people than the roster as a whole.

    Examples
    --------
    >>> round(average_position(8.0, 15), 2), average_position(8.0, 10)
    (0.53, 0.8)
    """
    return fte / heads if heads > 0 else None


def weekly_norm(night: float, sunday: float) -> float:
    """Give the hours a week of a full-time position in three-part rotation.

    An hour at night counts 1 h 15 min and an hour on a Sunday or public holiday 1 h 10 min; an
    hour that is both counts as night only. Never above 35.5 nor under 33.6.

    Parameters
    ----------
    night, sunday
        Hours a week on average, none counted in both.

    Examples
    --------
    >>> weekly_norm(0, 0), round(weekly_norm(12, 4), 2), round(weekly_norm(8, 6), 2)
    (35.5, 33.83, 34.5)
    """
    norm = FULL_WEEK - 0.25 * night - sunday / 6
    return min(max(norm, SHORTEST_WEEK), LONGEST_WEEK)


@dataclass(frozen=True, slots=True)
class Compared:
    """Calculated and reported FTE of a unit.

    ``printed`` is the deviation as a document gives it, calculated − reported, from numbers it had
    not rounded. It is told where it differs, and nothing is worked out from it.
    """

    name: str
    calculated: float
    reported: float
    printed: float | None = None

    @property
    def beyond(self) -> float:
        """Give reported − calculated; above 0 when there are more people than calculated."""
        return self.reported - self.calculated

    @property
    def rounded_off(self) -> bool:
        """Say whether the printed deviation is not that of the printed numbers, but close."""
        return self.printed is not None and 0.05 < abs(self.printed + self.beyond) <= ROUNDING

    @property
    def disagrees(self) -> bool:
        """Say whether the printed deviation is further off than rounding can explain."""
        return self.printed is not None and abs(self.printed + self.beyond) > ROUNDING


def total(rows: Sequence[Compared], name: str = "") -> Compared:
    """Give the sums. The printed deviation is theirs when every row has one that can be right.

    Examples
    --------
    >>> total([Compared("A", 10.0, 12.0), Compared("B", 5.0, 4.0)]).beyond
    1.0
    """
    known = [r.printed for r in rows if r.printed is not None and not r.disagrees]
    printed = sum(known) if rows and len(known) == len(rows) else None
    return Compared(name, sum(r.calculated for r in rows), sum(r.reported for r in rows), printed)


def scale_disadvantage(unit: Unit, reference: float) -> float:
    """Give the FTE on day and evening beyond what a large unit would use for the same places.

    Examples
    --------
    >>> unit = Unit("Alta", "ordinary", 8, (Shift("D", 3, 3, 7.5), Shift("A", 2, 2, 7.5)))
    >>> round(scale_disadvantage(unit, 0.71), 2)
    1.71
    """
    return unit.day_evening - unit.places * reference


def places_reached(unit: Unit, reference: float) -> float:
    """Give how many places the same people would serve at the reference factor.

    Examples
    --------
    >>> unit = Unit("Alta", "ordinary", 8, (Shift("D", 3, 3, 7.5), Shift("A", 2, 2, 7.5)))
    >>> round(places_reached(unit, 0.71), 1)
    10.4
    """
    return unit.day_evening / reference
