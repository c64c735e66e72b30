"""What absence, agency and small positions cost (M17)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.services.absence import (
    Pay,
    absence_cost,
    add_pay,
    agency_extra,
    cost_of_a_point,
    full_time,
    heads,
    hidden_units,
    turnover_cost,
    uncovered,
)
from veivalg.maths.services.staffing import Shift, Unit

TEN = Unit(
    "Ti", "ordinary", 10, (Shift("D", 2, 2, 7.5), Shift("A", 2, 2, 7.5), Shift("N", 1, 1, 10, 33.6))
)


def test_the_printed_positions_of_harstad_and_rana() -> None:
    assert heads(251, 0.72) == pytest.approx(348.6, abs=0.05)
    assert (heads(800, 0.8), heads(1600, 0.8)) == (1000, 2000)


def test_ranas_7_2_per_cent_costs_seven_points_and_a_fifth() -> None:
    assert absence_cost(10, 0.072, 17_000) == pytest.approx(636_480)
    assert cost_of_a_point(10, 17_000) == pytest.approx(88_400)


def test_agency_hours_cost_the_difference_to_own_hours() -> None:
    pay = Pay("A", 0, 0, 0, 0, 900_000, 1000)
    assert agency_extra(pay, 1668.5 * 500) == pytest.approx(400_000)
    assert pay.agency_hour == 900


def test_turnover_costs_what_each_exit_costs() -> None:
    assert turnover_cost(50, 0.2, 200_000) == 2_000_000


def test_the_largest_position_is_where_weekends_are_just_filled() -> None:
    most = TEN.net / (3 * TEN.weekend_duty)
    assert most == pytest.approx(0.533, abs=5e-4)
    assert uncovered(TEN.weekend_duty, heads(TEN.net, most), 3) == pytest.approx(0, abs=1e-9)
    assert uncovered(TEN.weekend_duty, heads(TEN.net, 0.8), 3) == pytest.approx(
        10 - 20 / 3, abs=0.01
    )


def test_full_time_leaves_shifts_and_the_alternatives_leave_fewer() -> None:
    made = full_time([TEN], 1.0, 3, hour=500, supplement=1.0)
    assert made.heads == pytest.approx(8.0, abs=0.01)
    assert made.uncovered == pytest.approx(4.667, abs=0.002)  # 10 shifts, 16 thirds are filled
    assert made.oftener == pytest.approx(3.60, abs=0.002)
    assert made.longer == pytest.approx(1.333, abs=0.002)  # 3 1/3 on duty are enough
    assert made.posts == pytest.approx(7.0, abs=0.003)
    # 4.667 shifts of 8 hours in 52 weeks, at 500 kroner and as much again.
    assert made.price == pytest.approx(1_941_700, abs=500)


@given(st.lists(st.builds(Pay, st.just("A"), *[st.floats(0, 1e7)] * 6), min_size=1, max_size=6))
def test_pay_adds_up_and_the_share_is_between_nothing_and_all(rows) -> None:
    whole = add_pay(rows)
    assert whole.variable == pytest.approx(sum(r.variable for r in rows))
    assert whole.share is None or 0 <= whole.share <= 1


@given(st.dictionaries(st.text("ABCDEFGH", min_size=1, max_size=2), st.integers(0, 60), max_size=9))
def test_what_is_left_of_the_total_is_never_one_small_unit(employees) -> None:
    hidden = hidden_units(employees, 20)
    assert all(n >= 20 for u, n in employees.items() if u not in hidden)
    if hidden and len(hidden) < len(employees):
        assert len(hidden) >= 2
        assert sum(employees[u] for u in hidden) >= 20


@given(st.floats(0.2, 1), st.floats(0.2, 1))
def test_larger_positions_never_leave_fewer_shifts(one, other) -> None:
    low, high = sorted((one, other))
    gaps = [full_time([TEN], p, 3, hour=500, supplement=1).uncovered for p in (low, high)]
    assert gaps[0] <= gaps[1] + 1e-9
