"""Estimates and bounds of hidden counts, held against counts that are known here."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from veivalg.maths.services.hidden_counts import Shown

SHAPE = (3, 4)
COUNTS = arrays(float, SHAPE, elements=st.integers(1, 40).map(float))
MASKS = arrays(bool, SHAPE)


def shown(true: np.ndarray, mask: np.ndarray, rows: np.ndarray, least: float = 1.0) -> Shown:
    """Give what is shown when the counts of a mask, and the sums of some rows, are hidden."""
    cells = np.where(mask, np.nan, true)
    sums = np.where(rows, np.nan, true.sum(axis=1))
    return Shown(cells, sums, true.sum(axis=0), float(true.sum()), least)


@given(COUNTS, MASKS, arrays(bool, 3))
def test_the_truth_lies_between_the_bounds(true, mask, rows) -> None:
    low, high = shown(true, mask, rows).bounds
    assert (low <= true).all() and (true <= high).all()
    assert (low == true)[~mask].all() and (high == true)[~mask].all()


@given(COUNTS, MASKS)
def test_an_estimate_lies_between_the_bounds_and_does_not_know_the_truth(true, mask) -> None:
    made = shown(true, mask, np.zeros(3, dtype=bool))
    low, high = made.bounds
    assert (low - 1e-9 <= made.estimate).all() and (made.estimate <= high + 1e-9).all()
    # Others with the same sums that are hidden in the same places are estimated alike.
    if mask[:2, :2].all() and true[0, 0] > 1 and true[1, 1] > 1:
        other = true.copy()
        other[[0, 1], [0, 1]] -= 1
        other[[0, 1], [1, 0]] += 1
        assert (shown(other, mask, np.zeros(3, dtype=bool)).estimate == made.estimate).all()


def test_what_follows_is_known_and_the_rest_is_shared_by_the_sums() -> None:
    true = np.array([[3.0, 9.0, 20.0], [7.0, 11.0, 20.0]])
    mask = np.array([[True, True, False], [True, True, False]])
    made = shown(true, mask, np.zeros(2, dtype=bool))
    # 12 and 18 across, 10 and 20 down.
    assert np.allclose(made.estimate, [[4, 8, 20], [6, 12, 20]])
    low, high = made.bounds
    assert high.tolist() == [[9, 11, 20], [9, 17, 20]]
    assert low.tolist() == [[1, 3, 20], [1, 9, 20]]


def test_without_any_sum_what_is_left_of_the_whole_is_shared_alike() -> None:
    nothing = np.full(2, np.nan)
    made = Shown(np.full((2, 2), np.nan), nothing, nothing, 12.0, 0.0)
    assert made.estimate.tolist() == [[3.0, 3.0], [3.0, 3.0]]
    assert [end.tolist() for end in made.bounds] == [[[0.0] * 2] * 2, [[12.0] * 2] * 2]
