"""The rules a roster is tried against: working environment act ch. 10 and the tariff (M11)."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from veivalg.maths.services.roster import DAY, WEEK, Duties, Position, Shift, duties, instant
from veivalg.norway.working_time import Agreement, Limit, limits

SLACK = 1e-6
AVERAGED_WEEKS, MONTH, YEAR = 8, 4, 52
NIGHT_HOURS = 3
"""A shift with more night than this is a night shift; one a week makes a night worker."""

Limits = Mapping[str, Limit]


class Severity(StrEnum):
    """How grave: against the law, or against the plan of positions only."""

    BREACH = "breach"
    DEVIATION = "deviation"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that is not kept: by whom, when, what was measured, and what the limit is."""

    rule: str
    limit_id: str
    employee: str
    date: date
    measured: float
    limit: float
    severity: Severity = Severity.BREACH


def validate(
    shifts: Sequence[Shift],
    positions: Mapping[str, Position] | None = None,
    agreement: Agreement = Agreement.LAW,
) -> list[Violation]:
    """Try a roster against R1–R5, R8, R10 and R12.

    Parameters
    ----------
    shifts
        The whole plan. Weeks run from Monday; times are local.
    positions
        Employee → position, for R12; an employee without one is not tried by it.
    agreement
        What averaging and rest is agreed under.

    Returns
    -------
    list of Violation
        By employee, rule and date.

    Examples
    --------
    >>> evening = Shift("a", datetime(2025, 1, 6, 14, 30), datetime(2025, 1, 6, 22))
    >>> morning = Shift("a", datetime(2025, 1, 7, 7, 30), datetime(2025, 1, 7, 15))
    >>> [(v.rule, v.measured, v.limit) for v in validate([evening, morning])]
    [('R3', 9.5, 11)]
    """
    return broken(duties(shifts, positions), agreement)


def broken(plan: Sequence[Duties], agreement: Agreement) -> list[Violation]:
    """Try duties that are laid out already, as :func:`validate` does."""
    known = limits(agreement)
    found = [v for own in plan for rule in RULES for v in rule(own, known)]
    return sorted(found, key=lambda v: (v.employee, int(v.rule[1:]), v.date, v.limit_id))


def _above(
    own: Duties, limit: Limit, when: date, measured: float, severity: Severity = Severity.BREACH
) -> Iterator[Violation]:
    if measured > limit.value + SLACK:
        yield Violation(limit.rule, limit.id, own.employee, when, measured, limit.value, severity)


def _below(own: Duties, limit: Limit, when: date, measured: float) -> Iterator[Violation]:
    if measured < limit.value - SLACK:
        yield Violation(limit.rule, limit.id, own.employee, when, measured, limit.value)


def _days(own: Duties, *kinds: str) -> dict[date, float]:
    """Give hours by working day: the shifts that begin on the same date."""
    hours: dict[date, float] = {}
    for s in own.shifts:
        if not kinds or s.kind in kinds:
            hours[s.start.date()] = hours.get(s.start.date(), 0.0) + s.hours
    return hours


def _spans(own: Duties, weekly: Sequence[float], length: int) -> Iterator[tuple[date, float, int]]:
    """Give first day, sum and weeks of every span of `length` weeks, the plan where shorter."""
    length = min(length, own.weeks)
    for week in range(own.weeks - length + 1):
        yield own.week_start(week), sum(weekly[week : week + length]), length


def _worst(spans: Iterator[tuple[date, float, int]]) -> tuple[date, float, int]:
    """Give the span with most, the first of equals: one finding a rule and employee."""
    return max(spans, key=lambda s: (s[1], -s[0].toordinal()))


def ordinary_day(own: Duties, known: Limits) -> Iterator[Violation]:
    """R1: ordinary hours in a working day."""
    for when, hours in _days(own, "ordinary").items():
        yield from _above(own, known["day"], when, hours)


def ordinary_week(own: Duties, known: Limits) -> Iterator[Violation]:
    """R2: ordinary hours in any week, and on average over eight."""
    weekly = own.weekly("ordinary", "standby")
    for week, hours in enumerate(weekly):
        yield from _above(own, known["week"], own.week_start(week), hours)
    when, hours, n = _worst(_spans(own, weekly, AVERAGED_WEEKS))
    if n > 1:
        yield from _above(own, known["week_average"], when, hours / n)


def daily_rest(own: Duties, known: Limits) -> Iterator[Violation]:
    """R3: rest between two stretches of work."""
    for (_first, before), (after, _last) in pairwise(own.work_periods):
        yield from _below(own, known["daily_rest"], after.start.date(), after.first - before.last)


def weekly_rest(own: Duties, known: Limits) -> Iterator[Violation]:
    """R4: the longest time off in every week.

    Time off over the turn of a week counts in the week that has most of it, whole; in the other
    only the part that lies there. Before the first shift and after the last it is free.
    """
    turns = [instant(datetime.combine(own.week_start(w), time())) for w in range(own.weeks + 1)]
    edges = [
        (turns[0], turns[0]),
        *((f.first, last.last) for f, last in own.work_periods),
        (turns[-1], turns[-1]),
    ]
    gaps = [(a[1], b[0]) for a, b in pairwise(edges) if b[0] > a[1]]
    longest = [0.0] * own.weeks
    for gap in gaps:
        for week in range(bisect_right(turns, gap[0]) - 1, bisect_left(turns, gap[1])):
            rest = _rest_in(gap, turns[week], turns[week + 1])
            longest[week] = max(longest[week], rest)
    for week, rest in enumerate(longest):
        yield from _below(own, known["weekly_rest"], own.week_start(week), rest)


def _rest_in(gap: tuple[float, float], start: float, end: float) -> float:
    inside = min(gap[1], end) - max(gap[0], start)
    return gap[1] - gap[0] if start <= (gap[0] + gap[1]) / 2 < end else inside


def sundays(own: Duties, known: Limits) -> Iterator[Violation]:
    """R5: Sundays worked in a row, and the share of them over 26 weeks."""
    limit, row = known["sundays_in_a_row"], 0
    for week, worked in enumerate(own.sundays_worked):
        row = row + 1 if worked else 0
        if row == int(limit.value) + 1:  # told once for each stretch
            yield from _above(own, limit, own.week_start(week) + timedelta(6), row)
    # A plan of an odd number of weeks may have one Sunday more than half.
    span = own.sundays_worked[:26]
    share = known["sundays_worked"]
    if sum(span) > -(-len(span) // 2):
        yield from _above(own, share, own.monday, sum(span) / len(span))


def night_work(own: Duties, known: Limits) -> Iterator[Violation]:
    """R8: hours per 24 over four weeks for a night worker, the weekly rest left out."""
    if own.weeks < MONTH:
        return
    weekly, nights = own.weekly(), [0] * own.weeks
    for s in own.shifts:
        if s.night > NIGHT_HOURS and s.kind != "standby":
            nights[(s.start.date() - own.monday).days // 7] += 1
    rest = known["weekly_rest"].value
    days = MONTH * (WEEK - rest) / DAY
    spans = [
        (when, hours / days, n)
        for (when, hours, _n), (_w, n, _m) in zip(
            _spans(own, weekly, MONTH), _spans(own, nights, MONTH), strict=True
        )
        if n >= MONTH
    ]
    if spans:
        when, average, _nights = max(spans, key=lambda s: s[1])
        yield from _above(own, known["night_average"], when, average)


def overtime(own: Duties, known: Limits) -> Iterator[Violation]:
    """R10: overtime in a week, four weeks and a year; and all hours together."""
    extra, whole = own.weekly("overtime"), own.weekly()
    for week in range(own.weeks):
        yield from _above(own, known["overtime_week"], own.week_start(week), extra[week])
        yield from _above(own, known["total_week"], own.week_start(week), whole[week])
    for id, weeks in (("overtime_month", MONTH), ("overtime_year", YEAR)):
        when, hours, _n = _worst(_spans(own, extra, weeks))
        yield from _above(own, known[id], when, hours)
    for day, hours in _days(own).items():
        yield from _above(own, known["total_day"], day, hours)
    when, hours, n = _worst(_spans(own, whole, AVERAGED_WEEKS))
    if n > 1:
        yield from _above(own, known["total_average"], when, hours / n)


def position(own: Duties, known: Limits) -> Iterator[Violation]:
    """R12: ordinary hours a week over the plan against the position."""
    if own.position is None:
        return
    limit = known["plan"]
    planned = sum(own.weekly("ordinary")) / own.weeks
    due = own.position.share * own.position.weekly
    if planned > due + limit.value + SLACK:
        yield Violation(
            limit.rule, limit.id, own.employee, own.monday, planned, due, Severity.DEVIATION
        )


Rule = Callable[[Duties, Limits], Iterator[Violation]]
RULES: tuple[Rule, ...] = (
    ordinary_day,
    ordinary_week,
    daily_rest,
    weekly_rest,
    sundays,
    night_work,
    overtime,
    position,
)
