import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.tiers import examples

from veivalg.maths.comparison.cube import chance, cube_of, standardise, taken, window

COSTS = np.array([20000.0, 22000, 24000, 26000, 30000])


def lines(low: float = -1e6, high: float = 1e6) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.float64, st.integers(3, 40), elements=st.floats(low, high))


def test_the_worked_example_of_five_municipalities_is_reproduced() -> None:
    """Their mean is 24,400 and their standard deviation 3,440.93."""
    found = [round(z, 4) for z in standardise(COSTS)]
    assert found == [-1.2787, -0.6975, -0.1162, 0.4650, 1.6275]


def test_low_cost_is_a_good_score_when_the_register_says_low_is_good() -> None:
    signed = standardise(COSTS[None, :], np.array([-1.0]))
    assert np.allclose(signed[0], -standardise(COSTS))


@given(lines())
def test_scores_have_mean_0_and_deviation_1_unless_all_are_alike(values: np.ndarray) -> None:
    scores = standardise(values)
    if np.ptp(values) <= 1e-9 * max(1.0, np.abs(values).max()):
        assert np.abs(scores).max() < 10
    else:
        assert scores.mean() == pytest.approx(0, abs=1e-6)
        assert scores.std() == pytest.approx(1, abs=1e-6)


@given(lines(-1e3, 1e3), st.randoms())
def test_a_score_does_not_depend_on_the_order_of_municipalities(values, random) -> None:
    order = list(range(len(values)))
    random.shuffle(order)
    assert np.allclose(standardise(values[order]), standardise(values)[order], atol=1e-9)


@given(lines(-1e3, 1e3), st.floats(0.5, 50), st.floats(-1e3, 1e3))
@settings(max_examples=examples(50))
def test_a_score_does_not_depend_on_the_unit(values, factor: float, shift: float) -> None:
    values = np.round(values, 3)
    assert np.allclose(standardise(values * factor + shift), standardise(values), atol=1e-6)


def test_missing_municipalities_count_for_nothing_and_stay_missing() -> None:
    with_gap = np.insert(COSTS, 2, np.nan)
    scores = standardise(with_gap)
    assert np.isnan(scores[2])
    assert np.allclose(np.delete(scores, 2), standardise(COSTS))


def test_two_municipalities_are_too_few_to_score() -> None:
    assert np.isnan(standardise(np.array([1.0, np.nan, 2.0]))).all()


def test_the_window_is_the_last_three_years_most_have_answered() -> None:
    values = np.full((1, 6, 4), 1.0)
    values[0, 5, 1:] = np.nan  # only one has answered for the newest year
    values[0, 2] = np.nan
    assert window(values).tolist() == [[4, 3, 1]]
    assert taken(values, window(values)).shape == (1, 3, 4)


def test_an_indicator_with_one_year_has_a_window_of_one() -> None:
    values = np.full((1, 1, 4), 1.0)
    assert window(values).tolist() == [[0, -1, -1]]
    assert np.isnan(taken(values, window(values))[0, 1:]).all()


def frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("1151", 2023, "a", 0.5, 2.0, 4.0),
            ("0301", 2023, "a", 0.25, 100.0, 400.0),
            ("0301", 2024, "a", None, None, None),
            ("1508", 2024, "b", 3.0, None, None),
            ("9999", 2023, "a", 9.0, 1.0, 1.0),
        ],
        schema=["municipality", "year", "indicator", "value", "numerator", "denominator"],
        orient="row",
    )


def test_rows_become_a_cube_whatever_their_order() -> None:
    one = cube_of(frame(), ["b", "a"], ["1151", "0301", "1508"], counted=["a"])
    other = cube_of(frame().reverse(), ["a", "b"], ["0301", "1508", "1151"], counted=["a"])
    assert (one.indicators, one.years) == (("a", "b"), (2023, 2024))
    assert one.places == ("0301", "1151", "1508")
    assert np.array_equal(one.values, other.values, equal_nan=True)
    assert one.values[0, 0, 1] == 0.5
    assert np.isnan(one.values[0, 1]).all(), "missing is not zero"


def test_small_numbers_give_a_larger_error_than_large_and_none_where_nothing_is_counted() -> None:
    cube = cube_of(frame(), ["a", "b"], ["1151", "0301", "1508"], counted=["a"])
    assert cube.errors is not None
    assert cube.errors[0, 0, 1] > 5 * cube.errors[0, 0, 0]
    assert np.isnan(cube.errors[1]).all()


def test_a_share_has_the_binomial_error_and_follows_the_scale_it_is_given_in() -> None:
    numerator, denominator = np.full((1, 1, 3), 40.0), np.full((1, 1, 3), 400.0)
    share = chance(numerator / denominator, numerator, denominator)
    per_cent = chance(100 * numerator / denominator, numerator, denominator)
    assert share[0, 0, 0] == pytest.approx(np.sqrt(0.1 * 0.9 / 400), rel=0.03)
    assert np.allclose(per_cent, 100 * share)


def test_no_rows_give_an_empty_cube() -> None:
    cube = cube_of(frame().clear(), ["a"], ["0301"])
    assert cube.values.shape == (1, 0, 1)
