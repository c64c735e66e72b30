"""Welfare technology: the printed examples, and no hour freed twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.service_model.conversion import working_year
from veivalg.maths.services.technology import (
    KNOWN_GAINS,
    Gain,
    new_units,
    pay_back,
    postponed,
    present_value,
    taken_up,
    together,
)

HOURS = st.lists(st.floats(0, 5000), max_size=6)


def test_harstads_dispensers_free_what_the_method_says() -> None:
    new = new_units(320, 49)
    assert new == 271
    gain = KNOWN_GAINS["dispenser"]
    freed = [new * gain.direct(level) for level in ("low", "middle", "high")]
    assert freed == pytest.approx([135.5, 271, 455.28])
    # × 52 ÷ 999.4: an hour with the user is not a paid hour.
    assert [round(working_year().fte_weekly(h), 1) for h in freed] == [7.1, 14.1, 23.7]
    assert round(taken_up(320, 49), 3) == 0.153  # type: ignore[arg-type]


def test_ten_gps_users_postpone_for_what_the_method_says() -> None:
    gross = postponed(10, 6, 1.14e6)
    assert gross == pytest.approx(5.70e6)
    assert gross * 0.5 == pytest.approx(2.85e6)


def test_the_gains_are_those_of_the_method_page() -> None:
    dispenser, supervision = KNOWN_GAINS["dispenser"], KNOWN_GAINS["supervision"]
    assert (dispenser.low, dispenser.middle, dispenser.high) == (0.5, 1.0, 1.68)
    assert dispenser.new == pytest.approx(0.125)  # 15 minutes every other week
    assert (supervision.low, supervision.middle, supervision.high) == (0.57, 1.17, 2.37)
    assert supervision.new == pytest.approx(0.2389, abs=5e-5)  # 14 1/3 minutes a week


def test_new_tasks_never_turn_a_gain_into_a_loss() -> None:
    assert Gain(0.1, 0.2, 0.3, new=0.25).net("low") == 0


@given(HOURS, st.floats(1, 10_000))
def test_together_is_never_more_than_the_sum_nor_than_is_delivered(
    hours: list[float], delivered: float
) -> None:
    found = together(hours, delivered)
    assert found <= min(sum(hours), delivered) + 1e-6
    assert found >= min(max(hours, default=0.0), delivered) - 1e-6


@given(HOURS, st.floats(1, 10_000))
def test_the_order_of_technologies_does_not_matter(hours: list[float], delivered: float) -> None:
    assert together(hours, delivered) == pytest.approx(together(hours[::-1], delivered), abs=1e-6)


def test_what_never_pays_has_no_year_it_is_earned_back() -> None:
    assert pay_back(500_000, 0) is None
    assert pay_back(500_000, 250_000) == 2
    assert present_value(0, 100, 1, 0.0) == 100
