"""A roster as the rules read it: shifts in real hours, weeks, night and Sunday hours (M11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
DAY, WEEK = 24.0, 168.0
NIGHT = (time(21), time(6))
SUNDAY = (time(18), time(22))
"""From Saturday 18 to Sunday 22; other public holidays are not counted here."""

STANDBY_PART = 1 / 7
"""What an hour of stand-by at home counts, at least."""


def instant(when: datetime) -> float:
    """Give a local time as hours, so that differences are real when the clocks change.

    Examples
    --------
    >>> instant(datetime(2025, 3, 30, 7)) - instant(datetime(2025, 3, 29, 22))
    8.0
    """
    return when.replace(tzinfo=OSLO).timestamp() / 3600


@dataclass(frozen=True)
class Shift:
    """A shift of an employee, in local time.

    Parameters
    ----------
    kind
        ``ordinary``, ``overtime``, ``extra`` or ``standby``.
    unpaid
        Minutes of unpaid break.

    Raises
    ------
    ValueError
        When it does not end after it begins.
    """

    employee: str
    start: datetime
    end: datetime
    kind: str = "ordinary"
    unpaid: float = 0.0
    unit: str = ""

    def __post_init__(self) -> None:
        """Refuse a shift that does not end after it begins."""
        if self.end <= self.start:
            raise ValueError(f"shift ends {self.end} and begins {self.start}")

    @cached_property
    def first(self) -> float:
        """Give when it begins, in hours."""
        return instant(self.start)

    @cached_property
    def last(self) -> float:
        """Give when it ends, in hours."""
        return instant(self.end)

    @property
    def hours(self) -> float:
        """Give the hours that count as work.

        Examples
        --------
        >>> Shift("a", datetime(2025, 1, 6, 7, 30), datetime(2025, 1, 6, 15)).hours
        7.5
        """
        worked = self.last - self.first - self.unpaid / 60
        return worked * STANDBY_PART if self.kind == "standby" else worked

    def within(self, start: datetime, end: datetime) -> float:
        """Give the hours of the clock it has between two local times."""
        low, high = max(self.first, instant(start)), min(self.last, instant(end))
        return max(0.0, high - low)

    @cached_property
    def night(self) -> float:
        """Give its hours between 21 and 06.

        Examples
        --------
        >>> Shift("a", datetime(2025, 1, 6, 21, 30), datetime(2025, 1, 7, 7, 30)).night
        8.5
        """
        evenings = [
            datetime.combine(self.start.date() + timedelta(d), NIGHT[0]) for d in (-1, 0, 1)
        ]
        return sum(self.within(e, datetime.combine(e + timedelta(1), NIGHT[1])) for e in evenings)

    @cached_property
    def sundays(self) -> dict[date, float]:
        """Give its hours from Saturday 18 to Sunday 22, by the Sunday."""
        found: dict[date, float] = {}
        for ahead in range(-1, 3):
            day = self.start.date() + timedelta(ahead)
            if day.weekday() == 6:
                hours = self.within(
                    datetime.combine(day - timedelta(1), SUNDAY[0]),
                    datetime.combine(day, SUNDAY[1]),
                )
                if hours > 0:
                    found[day] = hours
        return found

    @property
    def sunday_not_night(self) -> float:
        """Give its Sunday hours that are not night too, so that no hour counts twice."""
        both = 0.0
        for day in self.sundays:
            for a, b in (
                (datetime.combine(day - timedelta(1), NIGHT[0]), datetime.combine(day, NIGHT[1])),
                (datetime.combine(day, NIGHT[0]), datetime.combine(day, SUNDAY[1])),
            ):
                both += self.within(a, b)
        return sum(self.sundays.values()) - both


@dataclass(frozen=True, slots=True)
class Position:
    """The position of an employee: share of full time, and hours a week of full time."""

    share: float
    weekly: float


@dataclass(frozen=True)
class Duties:
    """The shifts of one employee over the weeks of the plan, in order."""

    employee: str
    shifts: tuple[Shift, ...]
    monday: date
    weeks: int
    position: Position | None = None
    _asked: dict[tuple[str, ...], tuple[float, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def weekly(self, *kinds: str) -> Sequence[float]:
        """Give hours a week of the named kinds (all when none is named); split at midnight."""
        if kinds not in self._asked:  # by rule after rule, under agreement after agreement
            self._asked[kinds] = self._weekly(kinds)
        return self._asked[kinds]

    def _weekly(self, kinds: tuple[str, ...]) -> tuple[float, ...]:
        hours = [0.0] * self.weeks
        for shift in self.shifts:
            if kinds and shift.kind not in kinds:
                continue
            inside = self._weeks_of(shift)
            if len(inside) == 1 and shift.end.date() < self.week_start(inside[0] + 1):
                hours[inside[0]] += shift.hours
                continue
            clock = shift.last - shift.first
            for week in inside:
                start = datetime.combine(self.monday + timedelta(7 * week), time())
                part = shift.within(start, start + timedelta(7)) / clock
                hours[week] += shift.hours * part
        return tuple(hours)

    def _weeks_of(self, shift: Shift) -> range:
        first = (shift.start.date() - self.monday).days // 7
        last = (shift.end.date() - self.monday).days // 7
        return range(max(0, first), min(last, self.weeks - 1) + 1)

    def week_start(self, week: int) -> date:
        """Give the Monday of a week, counted from 0."""
        return self.monday + timedelta(7 * week)

    @cached_property
    def work_periods(self) -> list[tuple[Shift, Shift]]:
        """Give first and last shift of stretches of work; shifts that meet are one. No stand-by."""
        found: list[tuple[Shift, Shift]] = []
        for shift in (s for s in self.shifts if s.kind != "standby"):
            if found and shift.first <= found[-1][1].last:
                first, last = found[-1]
                found[-1] = (first, max(last, shift, key=lambda s: s.last))
            else:
                found.append((shift, shift))
        return found

    @cached_property
    def sundays_worked(self) -> list[bool]:
        """Say for the Sunday of every week whether it is worked; stand-by is not counted."""
        worked = {d for s in self.shifts if s.kind != "standby" for d in s.sundays}
        return [self.week_start(w) + timedelta(6) in worked for w in range(self.weeks)]


def duties(
    shifts: Sequence[Shift], positions: Mapping[str, Position] | None = None
) -> tuple[Duties, ...]:
    """Give every employee's shifts over the whole weeks that the roster spans.

    Returns
    -------
    tuple of Duties
        In order of employee; empty when there are no shifts.
    """
    if not shifts:
        return ()
    first = min(s.start for s in shifts).date()
    monday = first - timedelta(first.weekday())
    last = max(s.start for s in shifts).date()
    weeks = (last - monday).days // 7 + 1
    own: dict[str, list[Shift]] = {}
    for shift in sorted(shifts, key=lambda s: (s.employee, s.first)):
        own.setdefault(shift.employee, []).append(shift)
    known = positions or {}
    return tuple(Duties(e, tuple(s), monday, weeks, known.get(e)) for e, s in own.items())
