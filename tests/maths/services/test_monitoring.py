"""The worked forecast example, and what must hold for any year (M19)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.services.monitoring import (
    METHODS,
    as_budget,
    damped,
    due,
    flagged,
    forecast,
    periodised,
    pro_rata,
    seasonal,
)

BUDGET = [8, 8, 8.5, 8, 8.2, 14, 1, 8, 8.3, 8.2, 8.3, 9.5]
SHARES = [b / 98 for b in BUDGET]
YEARS = [[b * f for b in BUDGET] for f in (0.90, 0.94, 0.97)]


def test_the_worked_example_at_august() -> None:
    assert sum(BUDGET) == 98 and due(98, SHARES, 8) == pytest.approx(63.7)
    assert as_budget(66.5, 98, SHARES, 8) == pytest.approx(100.8, abs=5e-4)
    assert pro_rata(66.5, SHARES, 8) == pytest.approx(102.308, abs=5e-4)
    assert damped(66.5, 98, SHARES, 8) == pytest.approx(101.554, abs=5e-4)


def test_shares_come_from_earlier_years_and_not_from_a_twelfth_each() -> None:
    assert periodised(YEARS) == pytest.approx(SHARES)
    assert periodised([]) == pytest.approx([1 / 12] * 12)


def test_the_seasonal_forecast_follows_the_year_so_far() -> None:
    steady = [b * 1.01 for b in BUDGET]
    assert seasonal(YEARS, steady[:11]) == pytest.approx(sum(steady), rel=0.01)
    assert seasonal(YEARS[:2], steady[:8]) is None


def test_the_pro_rata_forecast_has_no_weight_in_february() -> None:
    made = forecast([9.0, 8.0], 98, YEARS)
    assert made.methods["pro_rata"] is not None and made.weights["pro_rata"] == 0


def test_a_year_that_runs_as_the_one_before_is_forecast_as_it() -> None:
    years = [BUDGET, BUDGET, BUDGET]
    made = forecast(BUDGET[:7], 98, years)
    assert made.value == pytest.approx(98)
    assert made.low == pytest.approx(98) and made.high == pytest.approx(98)


def test_the_managers_forecast_counts_as_the_mean_of_the_others() -> None:
    without, with_it = forecast(BUDGET[:8], 98), forecast(BUDGET[:8], 98, manager=110)
    others = [w for n, w in with_it.weights.items() if n != "manager" and w]
    assert with_it.weights["manager"] == pytest.approx(sum(others) / len(others))
    assert with_it.value > without.value


def test_without_earlier_years_there_is_no_interval() -> None:
    assert forecast(BUDGET[:8], 98).low is None


money = st.floats(1e3, 1e8)


@given(
    st.lists(st.lists(money, min_size=12, max_size=12), max_size=4),
    st.lists(money, min_size=1, max_size=12),
    money,
    st.none() | money,
)
def test_weights_sum_to_one_and_the_combination_lies_among_the_forecasts(
    history, so_far, budget, manager
) -> None:
    made = forecast(so_far, budget, history, manager)
    assert sum(made.weights.values()) == pytest.approx(1)
    used = [v for n in METHODS if made.weights[n] and (v := made.methods[n]) is not None]
    assert min(used) * (1 - 1e-9) <= made.value <= max(used) * (1 + 1e-9)
    if made.low is not None and made.high is not None:
        assert made.low <= made.value <= made.high
        assert made.low <= min(used) and max(used) <= made.high


@given(st.lists(st.lists(money, min_size=12, max_size=12), min_size=1, max_size=4))
def test_monthly_shares_sum_to_one(history) -> None:
    assert sum(periodised(history)) == pytest.approx(1)


@given(st.lists(money, min_size=12, max_size=12), money)
def test_after_december_every_forecast_is_the_account(year, budget) -> None:
    made = forecast(year, budget)
    assert made.methods["as_budget"] == pytest.approx(sum(year))
    assert made.methods["pro_rata"] == pytest.approx(sum(year))


def test_a_flag_needs_both_share_and_amount() -> None:
    assert flagged(-600_000, 20e6)
    assert not flagged(-600_000, 50e6)
    assert not flagged(400_000, 1e6)


def test_the_interval_is_never_narrower_than_the_forecasts_disagree() -> None:
    made = forecast(
        [b * 1.03 for b in BUDGET[:8]],
        98,
        [[b * f for b in BUDGET] for f in (0.94, 0.96, 0.98)],
        manager=104,
    )
    used = [v for n in METHODS if made.weights[n] and (v := made.methods[n]) is not None]
    assert made.low is not None and made.high is not None
    assert made.low <= min(used) and made.high >= max(used) == 104
