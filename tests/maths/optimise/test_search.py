"""The plan found is the best there is, keeps every limit, and says honestly what is proved."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.maths.optimise.cases import YEARS, limit, problems, tiny
from tests.tiers import examples

from veivalg.foundation.errors import UsageError
from veivalg.maths.optimise import search
from veivalg.maths.optimise.check import out_of_sample
from veivalg.maths.optimise.explain import resources, with_more, worth
from veivalg.maths.optimise.problem import Kind, Problem, representatives
from veivalg.maths.optimise.program import Program
from veivalg.maths.optimise.search import solve
from veivalg.maths.optimise.solution import tail_mean
from veivalg.maths.optimise.solver import Proof, Status, run

FEW = settings(max_examples=examples(8), deadline=None)


def brute_force(problem: Problem) -> float:
    """Give the least measure over every building plan and every whole number of units a year."""
    step, box = problem.steps[0], problem.technologies[0]
    best = np.inf
    known: dict[tuple[int, int, int, int], float] = {}
    for build in product(range(step.most + 1), repeat=len(problem.years)):
        if any(b > a for a, b in zip(build[1:], build, strict=False)):
            continue
        if any(n and y < step.earliest for n, y in zip(build, problem.years, strict=True)):
            continue
        frame = problem.limit(Kind.INVESTMENT)
        if frame is not None and (np.array(build) * step.capital > frame.values + 1e-6).any():
            continue
        for units in product(range(0, 9, 4), repeat=len(problem.years)):
            steady = all(0 <= b - a <= box.pace for a, b in zip((0, *units), units, strict=False))
            if steady:
                best = min(best, _measure(problem, build, units, known))
    return best


def _measure(
    problem: Problem,
    build: tuple[int, ...],
    units: tuple[int, ...],
    known: dict[tuple[int, int, int, int], float],
) -> float:
    """Give the measure of one plan, each draw and year solved by itself and once."""
    total = np.zeros(problem.draws)
    box, step, money = problem.technologies[0], problem.steps[0], problem.limit(Kind.MONEY)
    assert money is not None
    for y in range(len(problem.years)):
        fixed = build[y] * step.yearly + units[y] * box.cost
        if fixed > money.values[y]:
            return np.inf
        for d in range(problem.draws):
            key = (y, d, build[y], units[y])
            if key not in known:
                known[key] = _lacking(problem, *key, money.values[y] - fixed)
            total[d] += known[key]
    return 0.5 * float(total.mean()) + 0.5 * tail_mean(total, 0.1)


def _lacking(problem: Problem, y: int, d: int, built: int, units: int, money: float) -> float:
    """Give weighted users uncovered in a draw and year."""
    from scipy.optimize import linprog

    (bed, much, home), box = problem.services, problem.technologies[0]
    staff = problem.limit(Kind.STAFF)
    assert staff is not None
    heavy, light = (need.users[d, y] for need in problem.needs)
    # Columns: in a bed, much help at home, home care, equipment in use.
    found = linprog(
        [-10, -10, -1, 0],
        A_ub=[
            [1, 1, 0, 0],
            [bed.fte, much.fte, home.fte, -box.fte],
            [bed.cost, much.cost, home.cost, -box.saved],
            [0, 0, -box.potential, 1],
        ],
        b_ub=[heavy, staff.values[y], money, 0],
        bounds=[(0, 10 + 4 * built), (0, 0.2 * heavy), (0, light), (0, units)],
    )
    return float(10 * heavy + light + found.fun)


def scarce(draws: int = 1) -> Problem:
    heavy, light = [[10, 14, 19], [9, 12, 13]][:draws], [[20, 22, 24], [18, 25, 21]][:draws]
    return tiny(
        heavy,
        light,
        limits=(
            limit(Kind.STAFF, 14, 17, 19),
            limit(Kind.MONEY, 22e6, 26e6, 30e6),
            limit(Kind.INVESTMENT, 20e6, 20e6, 40e6),
        ),
    )


@pytest.mark.parametrize("draws", [1, 2])
def test_no_plan_tried_one_by_one_is_better(draws: int) -> None:
    problem = scarce(draws)
    solution = solve(problem)
    assert solution.uncovered_proof.status is Status.PROVED
    # Units bought are not whole numbers in the program, so that it may be better, never worse.
    assert solution.measure <= brute_force(problem) + 1e-3
    whole = tiny(
        problem.needs[0].users, problem.needs[1].users, limits=problem.limits, technology=False
    )
    alone = solve(whole).measure
    plans = [(0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 0, 2), (0, 1, 2)]
    best = min(_measure(problem, build, (0, 0, 0), {}) for build in plans)
    assert alone == pytest.approx(best, abs=1e-3)


@FEW
@given(problems())
def test_everyone_is_helped_or_counted_and_every_limit_is_kept(problem: Problem) -> None:
    solution = solve(problem)
    if not solution.found:
        assert solution.uncovered_proof.status is Status.INFEASIBLE
        return
    users = solution.helped.sum(axis=2) + solution.uncovered.sum(axis=2)
    assert users == pytest.approx(problem.users.sum(axis=2), abs=1e-4)
    for kind, used in ((Kind.STAFF, solution.staff), (Kind.MONEY, solution.money / 1e6)):
        frame = problem.limit(kind)
        assert frame is not None
        most = frame.values / (1e6 if kind is Kind.MONEY else 1)
        assert (used <= most + 1e-4).all()
    assert (solution.helped[:, :, 0] <= solution.places["bed"] + 1e-4).all()
    invested = solution.standing[0] * problem.steps[0].capital
    frame = problem.limit(Kind.INVESTMENT)
    assert frame is not None
    assert (invested <= frame.values + 1).all()
    assert (np.diff(solution.standing, axis=1) >= 0).all()


@FEW
@given(problems())
def test_value_never_passes_the_bound_and_the_steps_agree(problem: Problem) -> None:
    solution = solve(problem)
    if not solution.found or solution.cost_proof is None:
        return
    for proof in (solution.uncovered_proof, solution.cost_proof):
        assert proof.bound <= proof.value + 1e-6 * max(abs(proof.value), 1)
    assert solution.measure == pytest.approx(solution.uncovered_proof.value, abs=1e-3)
    assert solution.cost == pytest.approx(solution.cost_proof.value, rel=1e-6, abs=1)


@FEW
@given(problems(), st.integers(0, 2))
def test_more_of_anything_never_leaves_more_uncovered(problem: Problem, which: int) -> None:
    less = solve(problem)
    resource = resources(problem)[which]
    more = solve(with_more(problem, resource, 3.0))
    if less.found:
        assert more.measure <= less.measure + 1e-3


@settings(max_examples=examples(5), deadline=None)
@given(problems())
def test_one_more_never_hurts_and_other_buildings_make_as_much_of_it(problem: Problem) -> None:
    solution = solve(problem)
    if not solution.found:
        return
    for item in worth(solution):
        slack = 1e-4 * max(solution.measure, 1)
        best = solve(with_more(problem, item.resource, 1.0)).measure
        assert -slack <= item.measure <= solution.measure - best + 10 * slack
        assert item.cost >= -1e-6 * solution.cost - 10


def test_trying_the_plan_on_its_own_draws_gives_the_same() -> None:
    solution = solve(scarce(2))
    check = out_of_sample(solution, solution.problem)
    assert check.measure == pytest.approx(solution.measure, abs=1e-3)
    assert check.cost == pytest.approx(solution.cost, rel=1e-5)


def test_representatives_keep_the_mean_need_and_are_real_draws() -> None:
    rng = np.random.default_rng(3)
    heavy = rng.gamma(20, 1, (200, 3))
    problem = tiny(heavy, heavy + 10)
    few = representatives(problem, 10)
    assert few.draws == 10
    rows = {tuple(row) for row in heavy}
    assert all(tuple(row) in rows for row in few.needs[0].users)
    assert few.users.mean() == pytest.approx(problem.users.mean(), rel=0.03)


def test_no_limit_leaves_only_those_no_place_can_help() -> None:
    solution = solve(tiny([[10, 12, 25]], [[20, 20, 20]]))
    # The last year: 18 beds, and a fifth of 25 with much help at home.
    assert solution.uncovered[0, :, 0] == pytest.approx([0, 0, 2], abs=1e-6)
    assert solution.opened[0][1] >= YEARS[1]


def test_cheapest_among_equals_is_taken() -> None:
    # A bed costs less than much help at home; when beds are enough, nothing is built or bought.
    solution = solve(tiny([[8, 8, 8]], [[4, 4, 4]], technology=False))
    assert not solution.opened
    assert solution.cost == pytest.approx(3 * (8 * 1.4e6 + 4 * 0.3e6), rel=1e-6)


def test_a_step_that_hardly_helps_is_not_built() -> None:
    # Every bed is full, staff is short, and in the last year two hundredths of a person lack one.
    staff = limit(Kind.STAFF, 12, 12, 12)
    problem = tiny([[10, 10, 10.02]], limits=(staff,), technology=False)
    assert solve(problem).opened == ((0, 2029, 1),)
    few = solve(problem, tolerance=0.01)
    assert few.opened == ()
    assert few.measure <= 1.01 * few.uncovered_proof.bound
    assert "høyst" in few.uncovered_proof.text()


def test_steps_open_no_sooner_than_someone_needs_them() -> None:
    solution = solve(tiny([[8, 8, 14]], [[4, 4, 4]], technology=False))
    assert solution.opened == ((0, 2029, 1),)


@pytest.mark.parametrize("draws", [1, 2])
def test_a_search_that_stops_keeps_a_plan_and_tells_the_bound(
    monkeypatch: pytest.MonkeyPatch, draws: int
) -> None:
    problem = scarce(draws)
    best = solve(problem)

    def stopped(program: Program, objective: object, **how: object) -> object:
        if how.get("whole", True):
            return Proof(Status.STOPPED, np.nan, np.nan, 0.0), None
        return run(program, objective, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "run", stopped)
    found = solve(problem)
    assert found.found
    assert found.cost_proof is not None
    assert found.uncovered_proof.bound <= best.measure + 1e-6 <= found.measure + 2e-6
    assert found.cost_proof.bound <= found.cost


def test_the_same_problem_gives_the_same_plan_to_the_last_bit() -> None:
    first, second = (solve(scarce(2)).x for _turn in range(2))
    assert first is not None
    assert second is not None
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([1, 2, 3, 4], 0.25, 4), ([1, 2, 3, 4], 0.5, 3.5), ([5], 0.1, 5)],
)
def test_tail_counts_parts(values: list[float], share: float, expected: float) -> None:
    assert tail_mean(np.array(values, float), share) == pytest.approx(expected)


def test_impossible_numbers_are_refused_by_name() -> None:
    with pytest.raises(UsageError, match="Sykehjem"):
        tiny([[-1, 2, 3]])
    with pytest.raises(UsageError, match="årsverk"):
        tiny(limits=(limit(Kind.STAFF, 1, 2, id="årsverk"),))


def test_rows_and_columns_are_as_many_as_said() -> None:
    program = Program(scarce(2))
    assert program.matrix.shape == (len(program.sides[0]), program.columns)
