"""The waterfall adds up, and its interaction is what the parts do together."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tiers import examples

from veivalg.foundation.errors import UsageError
from veivalg.maths.scenarios.decompose import COST_PARTS, LABELS, PARTS, mixer, waterfall
from veivalg.maths.scenarios.engine import run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import Term
from veivalg.maths.scenarios.model import BuildingStep, Scenario

MOVABLE = (
    "coverage_institution",
    "share_staffed_housing",
    "home_instead_of_institution",
    "coverage_home",
    "dispensers",
    "digital_supervision",
    "rehabilitation_team",
    "sick_leave",
    "attendance",
    "health_improvement",
    "price_growth",
    "fte_per_place",
    "place_cost",
    "young_trend",
    "substitute_hours",
)
STEP = BuildingStep("Nytt", 2031, {"institution": 30.0}, cost=2e8, grant_share=0.5)


@settings(max_examples=examples(20), deadline=None)
@given(
    st.dictionaries(st.sampled_from(MOVABLE), st.floats(0, 1), max_size=6),
    st.sampled_from([2026, 2030, 2040, 2050]),
    st.booleans(),
)
def test_the_terms_sum_to_the_change(
    harstad: ScenarioInputs, moved: dict[str, float], year: int, build: bool
) -> None:
    """For any scenario and year, start and terms end at the engine's own main path."""
    levers = harstad.levers
    chosen = {
        id: levers[id].low + share * (levers[id].high - levers[id].low)
        for id, share in moved.items()
    }
    scenario = Scenario("", settings=chosen, steps=(STEP,) if build else ())
    answer = run(harstad, scenario)
    for quantity in ("users", "fte", "cost"):
        found = waterfall(harstad, scenario, year, quantity)
        assert found is not None
        assert found.start + sum(found.terms.values()) == pytest.approx(found.end, rel=1e-12)
        assert found.end == pytest.approx(answer.middle(quantity, year), rel=1e-5)
        assert found.start == pytest.approx(answer.middle(quantity, 2026), rel=1e-5)


def test_the_interaction_is_the_sum_of_what_parts_do_together(harstad: ScenarioInputs) -> None:
    """Worked out the long way, from every pair, triple and so on, it is the same number."""
    scenario = Scenario(
        "",
        settings={
            "coverage_institution": 0.11,
            "attendance": 0.97,
            "dispensers": 200.0,
            "health_improvement": 0.01,
        },
    )
    at = mixer(harstad, scenario, 2040)
    found = waterfall(harstad, scenario, 2040, "fte")
    assert found is not None
    worth: dict[frozenset[Term], float] = {}
    for size in range(len(PARTS) + 1):
        for parts in combinations(PARTS, size):
            value = at.told(parts)["fte"]
            smaller = (worth[frozenset(c)] for n in range(size) for c in combinations(parts, n))
            worth[frozenset(parts)] = value - sum(smaller)
    together = sum(v for parts, v in worth.items() if len(parts) > 1)
    assert together == pytest.approx(found.terms[Term.INTERACTION], abs=1e-6)
    assert abs(together) > 1


def test_each_part_stands_where_it_belongs(harstad: ScenarioInputs) -> None:
    """A lever moves its own term and no other, interaction aside."""
    base = waterfall(harstad, Scenario(""), 2040, "fte")
    assert base is not None
    for lever, value, term in (
        ("attendance", 0.98, Term.ORGANISATION),
        ("dispensers", 200.0, Term.TECHNOLOGY),
        ("coverage_home", 1.2, Term.COVERAGE),
        ("health_improvement", 0.01, Term.HEALTH),
    ):
        moved = waterfall(harstad, Scenario("", settings={lever: value}), 2040, "fte")
        assert moved is not None
        for part in PARTS:
            same = moved.terms[part] == pytest.approx(base.terms[part], abs=1e-9)
            assert same == (part is not term), (lever, part)


def test_less_sick_leave_costs_less_and_takes_no_agreed_positions(harstad: ScenarioInputs) -> None:
    """Absence costs temporary staff: agreed årsverk leave out long absence already."""
    for quantity, moves in (("cost", True), ("fte", False)):
        base = waterfall(harstad, Scenario(""), 2040, quantity)
        less = waterfall(harstad, Scenario("", settings={"sick_leave": 0.06}), 2040, quantity)
        assert base is not None
        assert less is not None
        change = less.terms[Term.ORGANISATION] - base.terms[Term.ORGANISATION]
        assert (change < -1e6) == moves
        assert (abs(change) < 1e-6) != moves


def test_price_and_building_are_terms_of_cost(harstad: ScenarioInputs) -> None:
    """Capital cost is half the price of the building over forty years at two per cent."""
    found = waterfall(harstad, Scenario("", steps=(STEP,)), 2040, "cost")
    assert found is not None
    assert set(found.terms) == {*COST_PARTS, Term.INTERACTION}
    assert found.terms[Term.BUILDING] == pytest.approx(1e8 * 0.0365557, rel=1e-4)
    assert set(LABELS) == set(found.terms)


def test_a_year_outside_the_projection_is_refused(harstad: ScenarioInputs) -> None:
    """The sentence names the years there are."""
    with pytest.raises(UsageError, match="2090"):
        waterfall(harstad, Scenario(""), 2090, "fte")
