import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.content import Certainty
from veivalg.maths.comparison.finance import (
    DEBT,
    FUND,
    RESULT,
    Score,
    gap,
    mean,
    score,
    years_to_target,
)
from veivalg.norway.finance_targets import BAND_CERTAINTY, in_robek, robek_source, targets
from veivalg.norway.register import municipality

SHARES = st.floats(-1, 4, allow_nan=False)


@pytest.mark.parametrize(
    ("id", "value", "expected"),
    [
        (RESULT, 0.016, Score.YELLOW),  # Harstad 2021
        (RESULT, 0.035, Score.GREEN),  # Harstad 2022
        (RESULT, -0.028, Score.RED),  # Harstad 2023
        (FUND, 0.118, Score.GREEN),  # Harstad 2023
        (RESULT, 0.0175, Score.GREEN),
        (RESULT, 0.0, Score.YELLOW),
        (DEBT, 0.75, Score.GREEN),
        (DEBT, 1.0, Score.YELLOW),
        (DEBT, 1.433, Score.RED),
        (FUND, 0.05, Score.YELLOW),
        (FUND, 0.049, Score.RED),
    ],
)
def test_printed_values_and_ends_of_the_bands_get_their_score(
    id: str, value: float, expected: Score
) -> None:
    assert score(value, targets()[id]) is expected


def test_targets_are_those_of_the_method_and_the_bands_are_a_choice() -> None:
    assert [t.value for t in targets().values()] == [0.0175, 0.75, 0.10]
    assert BAND_CERTAINTY is Certainty.CHOICE
    assert all(t.source and t.certainty is not Certainty.UNVERIFIED for t in targets().values())


@given(SHARES, st.floats(1, 1e11))
def test_a_gap_is_what_moves_the_share_to_the_target(value: float, revenue: float) -> None:
    for target in targets().values():
        lacking = gap(value, target, revenue)
        assert lacking is not None
        moved = value + (lacking if target.high_good else -lacking) / revenue
        assert moved == pytest.approx(target.value, abs=1e-9)
        assert (lacking <= 0) == (score(value, target) is Score.GREEN)


@given(SHARES, SHARES)
def test_a_value_nearer_the_target_never_scores_worse(one: float, other: float) -> None:
    order = [Score.GREEN, Score.YELLOW, Score.RED]
    for target in targets().values():
        near, far = sorted((one, other), reverse=target.high_good)
        a, b = score(near, target), score(far, target)
        assert a is not None and b is not None
        assert order.index(a) <= order.index(b)


def test_without_revenue_nothing_is_computed() -> None:
    assert gap(0.01, targets()[RESULT], None) is None
    assert gap(None, targets()[RESULT], 1e9) is None
    assert score(None, targets()[DEBT]) is None


def test_years_to_target_are_none_when_the_pace_leads_away() -> None:
    closed, open_, never = (
        years_to_target(-1.0, -5.0),
        years_to_target(90.0, 30.0),
        years_to_target(90.0, 0.0),
    )
    assert closed is not None and closed.years == 0
    assert open_ is not None and open_.years == 3
    assert never is not None and never.years is None
    assert years_to_target(None, 30.0) is None


def test_a_mean_is_not_made_of_fewer_years_than_it_says() -> None:
    assert mean({2021: 0.01, 2022: None, 2023: 0.02}, 3) is None
    assert mean({2021: 0.01}, 3) is None
    assert mean({2020: 9.0, 2021: 0.01, 2022: 0.02, 2023: 0.03}, 3) == pytest.approx(0.02)


def test_robek_holds_municipalities_in_force_and_says_that_its_date_is_unknown() -> None:
    listed = ["1539", "1837", "1841", "5620", "5626"]
    assert all(in_robek(code) and municipality(code).code == code for code in listed)
    assert not in_robek("5503")
    assert "ukjent dato" in robek_source().note
