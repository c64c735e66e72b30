"""New places are paid ward by ward, and no plan is cheaper for a place that nobody uses."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.maths.optimise.cases import basis, limit, tiny
from tests.tiers import examples

from veivalg.maths.optimise.check import held_in
from veivalg.maths.optimise.formulate import formulate
from veivalg.maths.optimise.means import means
from veivalg.maths.optimise.problem import Kind, Problem
from veivalg.maths.optimise.search import solve

WARD, KEPT, STEP, HOME = 4.0, 10.0, 6.0, 0.6e6
NEEDS = st.lists(st.integers(0, 30), min_size=3, max_size=3)


def town(heavy: list[int], *limits: object, yearly: float = 1e6) -> Problem:
    """Give ten places in wards of four and a step of six; help at home is cheaper than a place."""
    made = tiny((heavy,), limits=(limit(Kind.KEPT, *[KEPT] * 3, service="bed"), *limits))
    dear = (replace(s, ward=WARD) if s.id == "bed" else s for s in made.services)
    services = tuple(replace(s, cost=HOME) if s.id == "much" else s for s in dear)
    step = replace(made.steps[0], places={"bed": STEP}, yearly=yearly)
    return replace(made, services=services, steps=(step,), technologies=())


def by_hand(need: float, built: int) -> tuple[float, float]:
    """Give users uncovered and kroner of one year without limits, over every number of wards.

    Kept places go first, and a ward of them closes when nobody needs it; of new ones each number of
    open wards is tried, and of those that leave fewest uncovered the cheapest is taken.
    """
    new, over = STEP * built, max(need - KEPT, 0.0)
    kept = KEPT - WARD * (max(KEPT - need, 0.0) // WARD)
    found = []
    for level in {*np.arange(0, new, WARD), new}:
        helped = min(over, level + 0.2 * need)
        at_home = max(helped - level, 0.0)
        found.append((over - helped, 1.4e6 * (kept + level) + HOME * at_home))
    return min(found)


@settings(max_examples=examples(6), deadline=None)
@given(NEEDS, st.integers(0, 2))
def test_open_wards_are_those_that_trying_every_number_of_them_finds(
    heavy: list[int], built: int
) -> None:
    problem = town(heavy)
    first = np.array([[0.0, built, built]])
    check = held_in(problem, first)
    for y, need in enumerate(heavy):
        stands = int(first[0, y])
        lacking, cost = by_hand(need, stands)
        assert check.lacking[0, y] == pytest.approx(lacking, abs=1e-4)
        # Twenty users of home care at 0.3 million, and capital of the steps.
        assert check.money[0, y] == pytest.approx(cost + 20 * 0.3e6 + stands * 1e6, abs=100)


@settings(max_examples=examples(6), deadline=None)
@given(NEEDS, st.integers(8, 40), st.integers(20, 80))
def test_new_wards_are_whole_and_every_limit_is_kept(
    heavy: list[int], staff: int, money: int
) -> None:
    limits = (limit(Kind.STAFF, *[staff] * 3), limit(Kind.MONEY, *[money * 1e6] * 3))
    problem = town(heavy, *limits)
    if not solve(problem).found:
        return
    check = held_in(problem, np.array([[0.0, 1.0, 2.0]]))
    assert (check.staff <= staff + 1e-3).all()
    assert (check.money <= money * 1e6 + 1e3).all()
    for y, new in enumerate((0.0, STEP, 2 * STEP)):
        need, used = heavy[y], float(check.used("bed")[0, y])
        if need <= KEPT:
            assert used == pytest.approx(need, abs=1e-3)
            continue
        running = used + float(check.staffed_empty("bed")[0, y]) - KEPT
        wards = [*np.arange(0, new, WARD), new]
        assert min(abs(running - level) for level in wards) < 1e-3
        assert check.closed("bed")[0, y] == pytest.approx(new - running, abs=1e-3)


@settings(max_examples=examples(6), deadline=None)
@given(NEEDS, st.floats(0, 2e6))
def test_a_place_that_nobody_uses_never_makes_a_plan_cheaper(
    heavy: list[int], yearly: float
) -> None:
    problem = town(heavy, yearly=yearly)
    for fewer, more in product(range(3), range(3)):
        if more <= fewer:
            continue
        small, large = (held_in(problem, np.full((1, 3), float(n))) for n in (fewer, more))
        unused = np.abs(large.used("bed") - small.used("bed")) < 1e-6
        cheaper = small.money - large.money
        assert (cheaper[unused] <= 1e3 - yearly * (more - fewer)).all()


def test_an_empty_place_in_an_open_new_ward_is_paid_and_a_closed_ward_is_not() -> None:
    # 13 need a place: ten are there, 2.6 get help at home, and 0.4 open a ward of four of the six.
    # The four are filled by those who else get help at home, for the ward is paid already: 3 of 4.
    check = held_in(town([13, 13, 13]), np.array([[0.0, 1.0, 1.0]]))
    assert check.used("bed")[0] == pytest.approx([10, 13, 13], abs=1e-3)
    assert check.staffed_empty("bed")[0] == pytest.approx([0, 1, 1], abs=1e-3)
    assert check.closed("bed")[0] == pytest.approx([0, 2, 2], abs=1e-3)
    assert check.money[0, 1] == pytest.approx((14 * 1.4 + 20 * 0.3 + 1.0) * 1e6, abs=2e3)
    # Nobody needs the new ones when seven need a place: they cost interest and repayment alone.
    idle, built = (held_in(town([7, 7, 7]), np.array([[0.0, n, n]])).money[0] for n in (0.0, 1.0))
    assert built - idle == pytest.approx([0, 1e6, 1e6], abs=1e3)


def test_no_place_is_built_that_nobody_lacks_in_the_middle_of_the_draws() -> None:
    """Rana's use fell by the trend, 20 of 231 stood empty, and 20 more were built for the tail."""
    fallen = basis(20, growth_of=0.99, spread=0.03)
    steps = {s.id: s for s in formulate(fallen, means(fallen)).steps}
    for id in ("bygg-sykehjem", "bygg-korttid"):
        assert steps[id].wanted is not None
        assert steps[id].wanted.max() == 0
    # 200 places grow by 3.2 % a year for fourteen years to 311: 111 lack, six steps of twenty.
    grown = basis(2, spread=0.0)
    wanted = {s.id: s for s in formulate(grown, means(grown)).steps}["bygg-sykehjem"].wanted
    assert wanted is not None
    assert wanted[-1] == 6
    asked = means(grown, {"dekning-minst": 0.2})
    wanted = {s.id: s for s in formulate(grown, asked).steps}["bygg-sykehjem"].wanted
    # 0.2 x 1,350 x 1.554 less 30 short-stay places is 390, and 200 are there.
    assert wanted is not None
    assert wanted[-1] == 10


def test_a_building_smaller_than_a_ward_is_a_ward_by_itself() -> None:
    """Karasjok builds four places at a time, and a ward holds eight."""
    problem = town([13, 13, 13])
    step = replace(problem.steps[0], places={"bed": 2.0})
    check = held_in(replace(problem, steps=(step,)), np.array([[0.0, 1.0, 2.0]]))
    # 2.6 of 13 get help at home, and 0.4 opens one of the two buildings of two.
    running = (check.used("bed") + check.staffed_empty("bed"))[0]
    assert running == pytest.approx([10, 12, 12], abs=1e-3)
