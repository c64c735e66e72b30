"""No combination of published tables gives a hidden count back: the attacker is run on all."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tiers import examples

from veivalg.tables.disclosure import Published, possible, protect, protected
from veivalg.tables.small_numbers import suppress

FLAT = [(0, 1), (0,), (1,), ()]


def _answers(made: Published, most: int) -> np.ndarray:
    """Give every count table up to `most` in a cell that fits what is shown, by brute force."""
    shape = made.counts.shape
    tables = np.array(list(product(range(most + 1), repeat=made.counts.size))).reshape(-1, *shape)
    least = 0 if any(made.value(c) == 0 for c in made.hidden) else 1
    fits = np.ones(len(tables), dtype=bool)
    for axes, where in made.cells():
        gone = tuple(a + 1 for a in range(len(shape)) if a not in axes)
        values = tables.sum(axis=gone)[(slice(None), *where)]
        hidden = (axes, where) in made.hidden
        fits &= (values >= least) if hidden else (values == made.value((axes, where)))
    return tables[fits]


@settings(max_examples=examples(25))
@given(st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_every_hidden_small_count_can_be_at_least_two_numbers(values) -> None:
    counts = np.array(values, dtype=float).reshape(2, 2)
    made = protect(counts, FLAT)
    answers = _answers(made, 8)
    assert len(answers)
    for axes, where in (c for c in made.cells() if 0 < made.value(c) < 5):
        gone = tuple(a + 1 for a in range(2) if a not in axes)
        seen = np.unique(answers.sum(axis=gone)[(slice(None), *where)])
        assert len(seen) > 1, (counts, made.shown())


@settings(max_examples=examples(30))
@given(st.integers(2, 4), st.integers(2, 4), st.data())
def test_no_small_count_is_ever_shown(rows, columns, data) -> None:
    values = data.draw(
        st.lists(st.integers(0, 30), min_size=rows * columns, max_size=rows * columns)
    )
    counts = np.array(values, dtype=float).reshape(rows, columns)
    made = protect(counts, FLAT)
    for axes, where in made.cells():
        if 0 < made.value((axes, where)) < 5:
            assert (axes, where) in made.hidden
            low, high = possible(made, (axes, where))
            assert high - low >= 1


def test_two_hidden_counts_of_one_each_are_not_given_by_their_sum() -> None:
    """1 + 1 with the total 2 beside 9: two hidden cells above 0 can only be 1 and 1."""
    made = protect(np.array([[1.0, 1.0, 9.0]]), [(0, 1), (0,)])
    assert made.shown()[(0, 1)] == [[None, None, None]] or made.shown()[(0,)] == [None]


def test_two_tables_of_the_same_people_are_protected_together() -> None:
    """A count hidden in zone by age is not found by taking one table from the other."""
    counts = np.array([[[2.0, 5.0], [6.0, 8.0]], [[7.0, 9.0], [11.0, 12.0]]])
    tables = {"zone by age": (0, 1), "zone by age and sex": (0, 1, 2), "all": ()}
    shown = protected(counts, tables)
    first = shown["zone by age and sex"][0][0]
    assert first[0] is None
    # The total of the pair is 7: if it is shown, the other of the pair must be hidden too.
    assert first[1] is None or shown["zone by age"][0][0] is None


def test_the_worked_example_hides_the_smallest_other() -> None:
    assert protect(np.array([[2.0, 7.0, 9.0]]), [(0, 1), (0,)]).shown() == {
        (0, 1): [[None, None, 9.0]],
        (0,): [18.0],
    }


def test_a_table_without_small_counts_is_shown_whole() -> None:
    assert not protect(np.array([[5.0, 0.0], [9.0, 12.0]]), FLAT).hidden


@settings(max_examples=examples(60))
@given(st.integers(1, 4), st.integers(1, 5), st.data())
def test_the_two_way_form_is_never_given_back_by_its_totals(rows, columns, data) -> None:
    """`suppress`, which chapters use, against the same attacker."""
    values = data.draw(
        st.lists(st.integers(0, 12), min_size=rows * columns, max_size=rows * columns)
    )
    counts = np.array(values, dtype=float).reshape(rows, columns)
    shown = suppress(counts.tolist())
    hidden = {((0, 1), (r, c)) for r in range(rows) for c in range(columns) if shown[r][c] is None}
    made = Published(counts, [(0, 1), ()] if rows == 1 or columns == 1 else FLAT, hidden=hidden)
    if len(hidden) == rows * columns:
        return  # then the totals are hidden too
    for cell in made.cells():
        if cell[0] == (0, 1) and 0 < made.value(cell) < 5:
            assert cell in hidden
            low, high = possible(made, cell)
            assert high - low >= 1, (counts, shown)


@pytest.mark.parametrize("values", [[[1, 1]], [[1], [1]], [[4, 1], [1, 4]]])
def test_a_table_that_can_not_be_shown_safely_is_hidden_with_its_totals(values) -> None:
    made = protect(np.array(values, dtype=float), FLAT)
    for cell in made.cells():
        if 0 < made.value(cell) < 5:
            low, high = possible(made, cell)
            assert high - low >= 1
