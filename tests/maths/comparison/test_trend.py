from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.comparison.trend import Trend, recent_mean, trend

CALM = {2020: 0.30, 2021: 0.31, 2022: 0.30, 2023: 0.31}
RESTLESS = {2020: 0.20, 2021: 0.40, 2022: 0.22, 2023: 0.38}


def test_the_same_step_is_a_rise_in_a_calm_series_and_nothing_in_a_restless_one() -> None:
    assert trend({**CALM, 2024: 0.36}) is Trend.UP
    assert trend({**RESTLESS, 2024: 0.36}) is Trend.FLAT


def test_a_change_of_less_than_two_per_cent_is_none_however_calm_the_series() -> None:
    flat = dict.fromkeys(range(2020, 2024), 0.300)
    assert trend({**flat, 2024: 0.305}) is Trend.FLAT
    assert trend({**flat, 2024: 0.29}) is Trend.DOWN


def test_under_three_earlier_years_say_nothing() -> None:
    assert trend({2022: 0.3, 2023: 0.3, 2024: 0.9}) is None
    assert trend({2020: 0.3, 2021: None, 2022: 0.3, 2023: 0.3, 2024: 0.9}) is Trend.UP
    assert trend({}) is None


def test_years_long_ago_are_not_used() -> None:
    assert trend({2001: 0.3, 2002: 0.3, 2003: 0.3, 2024: 0.9}) is None


@given(st.lists(st.floats(0.01, 1e6), min_size=4, max_size=8), st.floats(0.01, 100))
def test_a_trend_does_not_depend_on_the_unit_and_turns_with_the_sign(values, factor) -> None:
    years = {2024 - i: v for i, v in enumerate(values)}
    there = {y: v * factor for y, v in years.items()}
    found = trend(years)
    assert found is not None
    if trend(there) is not found:  # only rounding at the very limit may differ
        pytest.skip("at the limit")
    turned = trend({y: -v for y, v in years.items()})
    assert turned is not None and turned.value == -found.value


def test_the_mean_of_four_years_skips_what_is_missing_and_needs_two() -> None:
    assert recent_mean({2021: 1.0, 2022: 2.0, 2023: None, 2024: 3.0}) == 2
    assert recent_mean({2024: 3.0}) is None
    assert recent_mean({2010: 1.0, 2024: 3.0}) is None
