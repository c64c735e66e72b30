"""Each roster rule on the smallest roster that breaks it, and on one that just keeps it (M11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tiers import examples

from veivalg.maths.services.roster import Position, Shift, duties
from veivalg.maths.services.roster_rules import Severity, validate
from veivalg.norway.working_time import Agreement, limits

MONDAY = date(2025, 1, 6)


def _shift(day: int, start: str, hours: float, kind: str = "ordinary", who: str = "a") -> Shift:
    begins = datetime.combine(MONDAY + timedelta(day), datetime.strptime(start, "%H:%M").time())
    return Shift(who, begins, begins + timedelta(hours=hours), kind)


def _rules(shifts: list[Shift], **more) -> list[str]:
    return [v.limit_id for v in validate(shifts, **more)]


def test_a_day_of_nine_hours_is_kept_and_ten_is_not() -> None:
    assert _rules([_shift(0, "07:00", 9)]) == []
    found = validate([_shift(0, "07:00", 10)])
    assert [(v.rule, v.measured, v.limit, v.date) for v in found] == [("R1", 10, 9, MONDAY)]
    assert _rules([_shift(0, "07:00", 10)], agreement=Agreement.INDIVIDUAL) == []


def test_two_shifts_the_same_day_are_one_working_day() -> None:
    found = _rules([_shift(0, "07:30", 7.5), _shift(0, "15:00", 7)], agreement=Agreement.UNION)
    assert found == ["day", "total_day"]


def test_a_week_of_more_than_38_hours_is_told_with_its_monday() -> None:
    found = validate([_shift(d, "08:00", 8) for d in range(5)])
    assert [(v.rule, v.date, v.measured, v.limit) for v in found] == [("R2", MONDAY, 40, 38)]


def test_averaging_allows_54_hours_in_a_week_but_48_over_eight() -> None:
    heavy = [_shift(7 * w + d, "07:00", 9) for w in range(8) for d in range(6)]
    found = [v for v in validate(heavy, agreement=Agreement.UNION) if v.rule == "R2"]
    assert [(v.limit_id, v.measured) for v in found] == [("week_average", 54)]


def test_rest_of_nine_and_a_half_hours_needs_an_agreement() -> None:
    quick = [_shift(0, "14:30", 7.5), _shift(1, "07:30", 7.5)]
    assert [(v.rule, v.measured) for v in validate(quick)] == [("R3", 9.5)]
    assert _rules(quick, agreement=Agreement.UNION) == []


def test_rest_is_of_real_hours_when_the_clock_goes_forward() -> None:
    night = Shift("a", datetime(2025, 3, 29, 14), datetime(2025, 3, 29, 22))
    morning = Shift("a", datetime(2025, 3, 30, 9), datetime(2025, 3, 30, 15))
    assert [v.measured for v in validate([night, morning]) if v.rule == "R3"] == [10]


def test_stand_by_at_home_does_not_break_rest_and_counts_a_seventh() -> None:
    duty = _shift(0, "22:00", 7, "standby")
    assert _rules([_shift(0, "14:00", 7.5), duty, _shift(1, "12:00", 7)]) == []
    assert duty.hours == 1


def test_a_week_without_35_hours_off_is_told() -> None:
    every_day = [_shift(d, "08:00", 5) for d in range(7)]
    assert [(v.rule, v.measured) for v in validate(every_day) if v.rule == "R4"] == [("R4", 19)]


def test_time_off_over_the_turn_of_the_week_counts_whole_in_one_week_only() -> None:
    saturday_to_monday = [_shift(d, "07:30", 6) for d in range(6)] + [
        _shift(7 + d, "07:30", 5) for d in range(7)
    ]
    found = [v for v in validate(saturday_to_monday) if v.rule == "R4"]
    assert [v.date for v in found] == [MONDAY + timedelta(7)]


def test_two_sundays_in_a_row_need_an_agreement() -> None:
    both = [_shift(6, "07:30", 7.5), _shift(13, "07:30", 7.5)]
    assert "sundays_in_a_row" in _rules(both)
    assert "sundays_in_a_row" not in _rules(both, agreement=Agreement.UNION)


def test_four_sundays_in_a_row_are_never_allowed() -> None:
    four = [_shift(7 * w + 6, "07:30", 7.5) for w in range(4)]
    found = validate(four, agreement=Agreement.UNION)
    assert {v.limit_id: v.measured for v in found} == {"sundays_in_a_row": 4, "sundays_worked": 1}


def test_saturday_evening_is_work_on_a_sunday() -> None:
    assert duties([_shift(5, "14:30", 7.5)])[0].sundays_worked == [True]
    assert duties([_shift(5, "07:30", 7.5)])[0].sundays_worked == [False]


def test_a_night_worker_over_eight_hours_a_day_on_average_is_told() -> None:
    nights = [_shift(7 * w + d, "21:00", 9) for w in range(4) for d in range(4)]
    assert "night_average" not in _rules(nights)
    more = [_shift(7 * w + d, "21:00", 9) for w in range(4) for d in range(5)]
    assert "night_average" in _rules(more)


def test_overtime_is_summed_by_week_and_four_weeks() -> None:
    extra = [_shift(7 * w + d, "08:00", 5, "overtime") for w in range(4) for d in range(2)]
    assert _rules(extra) == ["overtime_month"]
    assert "overtime_week" in _rules([*extra, _shift(3, "08:00", 1, "overtime")])


def test_more_than_thirteen_hours_in_all_is_told() -> None:
    long = [_shift(0, "07:00", 9), _shift(0, "16:00", 5, "overtime")]
    assert _rules(long) == ["total_day"]


def test_hours_beyond_the_position_are_a_deviation_and_no_breach() -> None:
    week = [_shift(d, "08:00", 7.5) for d in range(4)]
    found = validate(week, {"a": Position(0.8, 35.5)})
    assert [(v.rule, v.measured, v.limit, v.severity) for v in found] == [
        ("R12", 30.0, pytest.approx(28.4), Severity.DEVIATION)
    ]
    assert validate(week, {"a": Position(0.845, 35.5)}) == []


def test_every_limit_has_a_rule_and_a_section() -> None:
    for agreement in Agreement:
        for limit in limits(agreement).values():
            assert limit.rule in {"R1", "R2", "R3", "R4", "R5", "R8", "R10", "R12"}
            assert limit.section
            assert limit.value > 0


def test_no_shifts_break_no_rule() -> None:
    assert validate([]) == []


def test_night_and_sunday_hours_are_never_counted_twice() -> None:
    shift = _shift(5, "21:30", 10)  # Saturday night to Sunday morning
    assert shift.night == 8.5
    assert shift.sunday_not_night == pytest.approx(1.5)


drawn_shifts = st.tuples(
    st.integers(0, 27),
    st.sampled_from(["07:30", "14:30", "21:30"]),
    st.floats(4, 10),
    st.sampled_from("ab"),
)
rosters = st.lists(drawn_shifts, min_size=1, max_size=40, unique_by=lambda t: (t[0], t[3]))


@settings(max_examples=examples(40))
@given(rosters)
def test_weeks_hold_every_hour_and_agreements_never_find_more_rest_breaches(drawn) -> None:
    shifts = [_shift(d, s, h, who=w) for d, s, h, w in drawn]
    for own in duties(shifts):
        inside = [s for s in own.shifts if s.end.date() < own.week_start(own.weeks)]
        if len(inside) == len(own.shifts):
            assert sum(own.weekly()) == pytest.approx(sum(s.hours for s in own.shifts))
    counts = [
        sum(v.rule in ("R3", "R4") for v in validate(shifts, agreement=a))
        for a in (Agreement.LAW, Agreement.UNION)
    ]
    assert counts[1] <= counts[0]
