"""Duals, binding limits and the smallest set that conflicts, on problems one can work out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from tests.maths.optimise.cases import limit, problems, tiny

from veivalg.maths.optimise.check import out_of_sample
from veivalg.maths.optimise.explain import (
    ENOUGH,
    Held,
    Resource,
    binding,
    conflict,
    feasible,
    held_back,
    named,
    worth,
)
from veivalg.maths.optimise.front import front
from veivalg.maths.optimise.problem import Kind, Limit, Problem
from veivalg.maths.optimise.search import solve
from veivalg.maths.optimise.solver import Status

STAFF, MONEY = limit(Kind.STAFF, 15, 15, 15), limit(Kind.MONEY, 90e6, 90e6, 90e6)


def test_one_more_fte_helps_the_heaviest_first() -> None:
    # Everyone needs a bed of one årsverk, there are beds enough and only 5 årsverk.
    problem = tiny([[8, 8, 8]], [[0, 0, 0]], limits=(limit(Kind.STAFF, 5, 5, 5), MONEY))
    solution = solve(problem)
    found = {w.resource: w for w in worth(solution)}
    staff = found[Resource("staff")]
    assert staff.measure == pytest.approx(30)  # ten points for each of three years
    assert found[Resource("money")].measure == pytest.approx(0)
    assert found[Resource("places", "bed")].measure == pytest.approx(0)


def test_one_more_place_in_kroner_is_what_dearer_help_costs_above_it() -> None:
    # 12 need a bed, there are ten: two get much help at home, which a bed would do for less.
    problem = tiny([[12, 12, 12]], [[0, 0, 0]], most=0, limits=(MONEY,))
    solution = solve(problem)
    found = {w.resource: w for w in worth(solution)}
    bed = found[Resource("places", "bed")]
    assert bed.cost == pytest.approx(3 * 0.1e6, rel=1e-3)


def test_what_is_used_up_is_told_with_its_years() -> None:
    solution = solve(tiny([[8, 10, 10]], [[0, 0, 0]], most=0, limits=(STAFF, MONEY)))
    share = {b.resource.kind: b.share for b in binding(solution)}
    assert share["places"].tolist() == [0, 1, 1]
    assert share["staff"].tolist() == [0, 0, 0]


def held(problem: Problem) -> Held:
    """Give what holds the plan of a problem back."""
    return held_back(out_of_sample(solve(problem), problem), problem, 0.0, ("bed",))


@pytest.mark.parametrize(
    ("staff", "money", "frames"),
    [(5, 90e6, ("staff",)), (40, 6e6, ("money",)), (5, 6e6, ("staff", "money")), (40, 90e6, ())],
)
def test_what_holds_the_plan_back_is_what_helps_when_it_is_taken_away(
    staff: float, money: float, frames: tuple[str, ...]
) -> None:
    """Thirty need a bed of one årsverk and 1.4 million; 18 can stand, and six have help at home."""
    both: tuple[Limit, ...] = (limit(Kind.STAFF, *[staff] * 3), limit(Kind.MONEY, *[money] * 3))
    need = 20 if frames else 40
    found = held(tiny([[need] * 3], [[0, 0, 0]], limits=both))
    assert found.frames == frames
    if len(frames) == 2:  # five beds have staff, and four have money
        assert found.left["staff",] == pytest.approx(16, abs=0.4)
        assert found.left["money",] == pytest.approx(15, abs=0.1)
        assert found.left[frames] == pytest.approx(0, abs=1e-6)


@given(problems())
@settings(max_examples=25, deadline=None)
def test_nobody_lacks_more_when_a_frame_is_taken_away(problem: Problem) -> None:
    solution = solve(problem)
    if not solution.found:
        return
    plan = out_of_sample(solution, problem)
    found = held_back(plan, problem, 0.0, ("bed",))
    assert found.spared >= 0
    smaller = [left for frames, left in found.left.items() if len(frames) < len(found.frames)]
    assert all(left > ENOUGH * plan.heavy for left in smaller)
    if found.frames:
        assert found.left[found.frames] <= ENOUGH * plan.heavy + 1e-9


def test_the_set_that_conflicts_is_smallest_and_names_no_bystander() -> None:
    wanted = limit(Kind.PLACES_LEAST, 0, 0, 18, service="bed", id="coverage")
    poor = limit(Kind.INVESTMENT, 20e6, 20e6, 20e6)
    problem = tiny(limits=(STAFF, MONEY, poor, wanted))
    found = conflict(problem)
    assert found == ("investment", "coverage")
    everything = set(named(problem))
    kept_only = problem.without(everything - set(found))
    assert not feasible(kept_only)
    for id in found:
        assert feasible(kept_only.without([id]))


def test_a_step_that_comes_too_late_is_told_when_no_frame_is_to_blame() -> None:
    wanted = limit(Kind.PLACES_LEAST, 14, 14, 14, service="bed", id="coverage")
    assert conflict(tiny(limits=(STAFF, wanted))) == ("coverage", "build")


def test_staff_against_a_promise_conflicts() -> None:
    promise = limit(Kind.UNCOVERED, 0.01, 0.01, 0.01)
    problem = tiny(limits=(limit(Kind.STAFF, 3, 3, 3), MONEY, promise))
    assert conflict(problem) == ("staff", "uncovered")
    solution = solve(problem)
    assert solution.uncovered_proof.status is Status.INFEASIBLE
    assert "ingen plan" in solution.uncovered_proof.text()


def test_no_conflict_where_there_is_a_plan() -> None:
    assert conflict(tiny(limits=(STAFF, MONEY))) is None


def test_the_front_falls_and_starts_with_the_best() -> None:
    frames = (STAFF, MONEY, limit(Kind.INVESTMENT, 40e6, 40e6, 40e6))
    best = solve(tiny([[10, 14, 19], [9, 12, 15]], [[20, 22, 24], [18, 25, 21]], limits=frames))
    told: list[tuple[int, int]] = []
    found = front(best, progress=lambda i, n: told.append((i, n)))
    costs = [p.cost for p in found.points]
    assert len(costs) == 9
    assert found.points[0] is best
    assert told[-1] == (8, 9)
    assert all(b <= a + 1 for a, b in pairwise(costs))
    measures = [p.measure for p in found.points]
    assert found.idle is not None
    assert max(measures) <= max(found.idle.measure, 1.2 * max(best.measure, 1) + 100) + 1e-3
