import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.tables.small_numbers import (
    is_small,
    poisson,
    suppress,
    wilson,
)


def test_the_row_of_the_method_hides_two_and_the_smallest_other() -> None:
    assert suppress([[2, 7, 9]]) == [[None, None, 9]]


def test_zeros_and_big_numbers_stand() -> None:
    assert suppress([[0, 5, 12], [8, 0, 9]]) == [[0, 5, 12], [8, 0, 9]]


def test_a_hidden_number_next_to_zeros_takes_a_zero_with_it() -> None:
    assert suppress([[3, 0, 0]]) == [[None, None, 0]]


def test_a_missing_cell_counts_as_hidden() -> None:
    assert suppress([[None, 20, 30]]) == [[None, None, 30]]


cells = st.lists(st.integers(0, 30), min_size=3, max_size=3)


@given(st.lists(cells, min_size=2, max_size=5))
def test_no_line_with_a_known_total_ever_holds_exactly_one_hidden_number(
    table: list[list[int]],
) -> None:
    hidden = suppress(table)
    for line in [*hidden, *zip(*hidden, strict=True)]:
        assert list(line).count(None) != 1
    for before, after in zip(table, hidden, strict=True):
        for number, shown in zip(before, after, strict=True):
            assert shown is None or shown == number
            assert shown is None or not is_small(shown)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(1, 0.1054, 3.8897), (10, 6.2213, 15.4066), (20, 14.5253, 27.0451)]
)
def test_below_thirty_the_ends_are_the_exact_ones_within_a_tenth(
    count: int, low: float, high: float
) -> None:
    found = poisson(count)
    assert found[0] == pytest.approx(low, abs=0.1)
    assert found[1] == pytest.approx(high, abs=0.1)


def test_none_counted_may_still_be_up_to_two() -> None:
    assert poisson(0)[0] == 0
    assert poisson(0)[1] == pytest.approx(2.3026, abs=0.1)


@given(st.floats(0, 1e5))
def test_an_interval_holds_its_count_and_is_never_negative(count: float) -> None:
    low, high = poisson(count)
    assert 0 <= low <= count <= high


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_within_its_interval(count: int, extra: int) -> None:
    low, high = wilson(count, count + extra)
    assert 0 <= low <= count / (count + extra) <= high <= 1
