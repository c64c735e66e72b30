import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.projections.uncertainty import log_error, total_interval


def test_five_years_ahead_eight_of_ten_are_within_five_per_cent() -> None:
    found = total_interval(20_000, 5)
    assert (found.high - found.low) / 2 / 20_000 == pytest.approx(0.05, abs=0.001)


def test_ten_years_ahead_the_spread_is_as_the_method_says() -> None:
    assert log_error(10, 20_000) == pytest.approx(0.0656, abs=0.0001)


def test_today_is_certain() -> None:
    assert total_interval(2500, 0).low == total_interval(2500, 0).high == 2500


@given(st.floats(100, 1e6), st.floats(0.5, 30), st.floats(0.5, 5))
def test_further_ahead_and_smaller_is_less_certain(n: float, h: float, more: float) -> None:
    assert log_error(h + more, n) > log_error(h, n)
    assert log_error(h, n / 2) >= log_error(h, n)
    assert 0 < total_interval(n, h).low < n < total_interval(n, h).high
