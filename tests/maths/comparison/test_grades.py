import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from veivalg.maths.comparison.grades import SECTOR_WEIGHTS, grade, grades, weighted


@pytest.mark.parametrize(
    ("value", "expected"), [(50, 3.5), (65, 4.75), (80, 6), (90, 6), (35, 2.25), (20, 1), (5, 1)]
)
def test_the_worked_grades_are_reproduced(value: float, expected: float) -> None:
    assert grade(np.array([float(value)]), 20, 50, 80)[0] == expected


def test_where_the_mean_is_at_an_end_the_grade_on_that_side_is_the_middle() -> None:
    assert grade(np.array([50.0, 60.0]), 50, 50, 50).tolist() == [3.5, 3.5]
    assert grade(np.array([40.0, 60.0]), 20, 50, 50).tolist()[1] == 3.5


@given(arrays(np.float64, st.integers(1, 60), elements=st.floats(-1e5, 1e5)))
def test_grades_lie_from_1_to_6_and_follow_the_order_of_the_values(values: np.ndarray) -> None:
    found = grades(values[None, :], np.array([1.0]))[0]
    assert ((found >= 1) & (found <= 6)).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(found[order]) >= -1e-9).all()


def test_low_is_turned_so_that_six_is_always_best() -> None:
    found = grades(np.array([[1.0, 2, 3, 4, 5]]), np.array([-1.0]))[0]
    assert found[0] == 6 and found[-1] == 1


def test_the_weights_of_the_twelve_sectors_sum_to_one_hundred() -> None:
    assert len(SECTOR_WEIGHTS) == 12
    assert sum(SECTOR_WEIGHTS.values()) == 100


def test_a_sector_with_less_than_sixty_per_cent_known_has_no_grade() -> None:
    parts = np.array([[4.0, 4, np.nan], [2.0, np.nan, np.nan], [3.0, np.nan, 3]])
    found = weighted(parts, np.ones(3))
    assert found[0] == 3
    assert np.isnan(found[1:]).all()
    assert weighted(parts, np.array([3.0, 1, 1]))[1] == 4


def test_a_total_of_less_than_sixty_per_cent_of_the_twelve_is_no_total() -> None:
    """Result and debt weigh 10 of 100: what all lack counts against them here."""
    parts, weights = np.array([[1.9, 1.9], [4.0, np.nan]]), np.array([10.0, 50.0])
    assert np.isnan(weighted(parts[:1], weights[:1], of=100.0)).all()
    found = weighted(parts, weights, of=100.0)
    assert found[0] == pytest.approx((19 + 200) / 60) and np.isnan(found[1])


def test_a_sector_nobody_has_does_not_count_against_anyone() -> None:
    parts = np.array([[4.0, 3], [np.nan, np.nan]])
    assert weighted(parts, np.array([1.0, 9.0])).tolist() == [4, 3]
