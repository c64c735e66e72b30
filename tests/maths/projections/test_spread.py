import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.projections.spread import TOTAL_SIGMA5, combined, interval, log_sigma


@pytest.mark.parametrize(("years", "width"), [(5, 0.050), (10, 0.086)])
def test_total_population_is_within_five_per_cent_in_eight_of_ten(years: int, width: float) -> None:
    low, high = interval(1, years, 25_000, TOTAL_SIGMA5)
    assert (high - low) / 2 == pytest.approx(width, abs=0.003)


def test_what_is_counted_has_no_spread() -> None:
    assert interval(1000, 0, 25_000) == (1000, 1000)


@given(years=st.integers(1, 30), inhabitants=st.integers(1, 700_000))
def test_the_interval_holds_the_value_and_widens(years: int, inhabitants: int) -> None:
    low, high = interval(100, years, inhabitants)
    assert 0 < low < 100 < high
    assert log_sigma(years + 1, inhabitants) > log_sigma(years, inhabitants)
    assert log_sigma(years, 2500) > log_sigma(years, 25_000)


def test_independent_intervals_join_as_the_root_of_the_sum_of_squares() -> None:
    low, high = combined(100, [(100 / 1.3, 130), (100 / 1.4, 140)])
    width = math.hypot(math.log(1.3), math.log(1.4))
    assert (low, high) == pytest.approx((100 / math.exp(width), 100 * math.exp(width)))
    assert low < 100 / 1.4 and high < 130 * 1.4
