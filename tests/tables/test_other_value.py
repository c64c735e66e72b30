"""What is settled without the integer solver is what the solver says, and much is settled."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.tiers import examples

from veivalg.tables.other_value import Sums, has_other_value


def solved(sums: Sums, part: NDArray[np.float64], value: float) -> bool:
    """Ask the solver for the least and the largest sum there can be."""
    told = LinearConstraint(sums.parts, sums.low, sums.high)
    ends = []
    for sign in (1.0, -1.0):
        answer = milp(
            sign * part, constraints=told, bounds=Bounds(0, np.inf), integrality=np.ones(part.size)
        )
        ends.append(sign * answer.fun if answer.fun is not None else -sign * np.inf)
    return bool(ends[0] < value - 0.5 or ends[1] > value + 0.5)


def asked(
    random: np.random.Generator, rows: int, columns: int, mean: float, shown: float
) -> tuple[Sums, NDArray[np.float64], NDArray[np.float64]]:
    """Give a table with some cells and sums shown, the others above 0 where they are so."""
    true = random.poisson(mean, rows * columns).astype(float)
    cells, down = np.eye(rows * columns), np.kron(np.ones(rows), np.eye(columns))
    across = np.kron(np.eye(rows), np.ones(columns))
    parts = np.vstack([cells, down, across, np.ones(rows * columns)])
    sums, seen = parts @ true, random.random(len(parts)) < shown
    low = np.where(seen, sums, np.minimum(sums, 1.0))
    return Sums(parts, low, np.where(seen, sums, np.inf)), parts, true


@settings(max_examples=examples(60), deadline=None)
@given(
    seed=st.integers(0, 2**32),
    rows=st.integers(1, 4),
    columns=st.integers(1, 5),
    mean=st.sampled_from([0.5, 2.0, 9.0]),
    shown=st.sampled_from([0.2, 0.5, 0.7, 0.9]),
)
def test_what_is_settled_is_what_the_solver_says(
    seed: int, rows: int, columns: int, mean: float, shown: float
) -> None:
    random = np.random.default_rng(seed)
    sums, parts, true = asked(random, rows, columns, mean, shown)
    for part in parts[random.permutation(len(parts))[:6]]:
        settled = has_other_value(sums, part, true)
        assert settled is None or settled == solved(sums, part, float(part @ true))


def test_most_is_settled_both_ways() -> None:
    random = np.random.default_rng(3)
    found: Counter[bool | None] = Counter()
    for _table in range(40):
        sums, parts, true = asked(random, 3, 4, 4.0, 0.6)
        found.update(has_other_value(sums, part, true) for part in parts[:12])
    assert found[True] > 100
    assert found[False] > 100
    assert found[None] < 0.1 * found.total()


def test_a_count_given_by_the_rest_has_no_other_value() -> None:
    parts = np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0], [1.0, 1.0, 1.0]])
    true = np.array([2.0, 3.0, 9.0])
    lone = Sums(parts, np.array([1.0, 3, 9, 14]), np.array([np.inf, 3, 9, 14]))
    two = Sums(parts, np.array([1.0, 1, 9, 14]), np.array([np.inf, np.inf, 9, 14]))
    assert has_other_value(lone, parts[0], true) is False
    assert has_other_value(two, parts[0], true) is True
    # Two people in two groups that both have somebody: one each.
    pair = np.array([1.0, 1.0, 9.0])
    ones = Sums(parts, np.array([1.0, 1, 9, 11]), np.array([np.inf, np.inf, 9, 11]))
    assert has_other_value(ones, parts[0], pair) is False


def test_counts_that_do_not_meet_the_sums_or_are_not_whole_are_left_to_the_solver() -> None:
    sums = Sums(np.ones((1, 2)), np.array([5.0]), np.array([5.0]))
    assert has_other_value(sums, np.array([1.0, 0]), np.array([2.0, 2])) is None
    assert has_other_value(sums, np.array([1.0, 0]), np.array([2.5, 2.5])) is None


def test_small_tables_are_protected_without_loading_the_solver() -> None:
    code = (
        "import sys, numpy as np; from veivalg.tables.disclosure import protect; "
        "protect(np.array([[2.0, 7.0, 9.0], [6.0, 3.0, 8.0]]), [(0, 1), (0,), (1,)]); "
        "sys.exit('scipy.optimize' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_count_that_moves_by_five_at_a_time_is_not_said_to_be_known() -> None:
    """Each of five counts goes up when a sixth goes down, and the seventh is 40 less the five."""
    tied = np.hstack([np.eye(5), np.ones((5, 1)), np.zeros((5, 1))])
    whole = np.array([[1.0, 1, 1, 1, 1, 0, 1], [0, 0, 0, 0, 0, 0, 1]])
    parts, true = np.vstack([tied, whole]), np.array([4.0, 4, 4, 4, 4, 6, 20])
    high = np.array([10.0, 10, 10, 10, 10, 40, 27])
    sums = Sums(parts, np.array([10.0, 10, 10, 10, 10, 40, 13]), high)
    assert solved(sums, parts[-1], 20.0)
    assert has_other_value(sums, parts[-1], true) is not False
