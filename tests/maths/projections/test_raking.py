import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.projections.bands import compose
from veivalg.maths.projections.raking import disjoint, rake

GROUPS = ((0, 19), (20, 64), (65, 79), (80, 105))


@given(
    st.integers(0, 2**32 - 1), st.lists(st.floats(0, 1e6), min_size=4, max_size=4), st.booleans()
)
def test_raked_groups_are_the_targets_and_no_cell_is_negative(
    seed: int, totals: list[float], empty: bool
) -> None:
    ages = np.zeros((2, 106)) if empty else np.random.default_rng(seed).uniform(0, 500, (2, 106))
    targets = dict(zip(GROUPS, totals, strict=True))
    raked = rake(ages, targets)
    assert (raked >= 0).all()
    for (lo, hi), persons in targets.items():
        assert raked[:, lo : hi + 1].sum() == pytest.approx(persons)


def test_raking_keeps_the_shape_within_a_group() -> None:
    ages = np.arange(212, dtype=float).reshape(2, 106)
    raked = rake(ages, {(0, 19): 2 * ages[:, :20].sum()})
    assert raked[:, :20] == pytest.approx(2 * ages[:, :20])
    assert raked[:, 20:] == pytest.approx(ages[:, 20:])


def test_main_figures_of_ssb_become_four_groups_that_do_not_overlap() -> None:
    known = {(0, 19): 5.0, (20, 64): 14.0, (65, 105): 6.0, (80, 105): 2.0, (0, 105): 25.0}
    assert disjoint(known) == {(0, 19): 5, (20, 64): 14, (65, 79): 4, (80, 105): 2}


def test_only_a_total_is_raked_to_as_one_group() -> None:
    assert disjoint({(0, 105): 25.0}) == {(0, 105): 25.0}


def test_a_group_that_is_no_sum_of_bands_is_none() -> None:
    bands = {(0, 5): 1.0, (6, 12): 2.0, (25, 49): 9.0, (90, 105): 4.0}
    assert compose(bands, 0, 12) == 3.0
    assert compose(bands, 30, 49) is None
    assert compose({}, 0, 105) is None
