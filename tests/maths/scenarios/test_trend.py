"""The trend of use as a driver: drawn, dampened, and never surer than holding what there is."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reports import evidence_of

from veivalg.chapters.common.care_paths import along, people, steady
from veivalg.content import Missing
from veivalg.foundation.errors import UsageError
from veivalg.maths.scenarios.catalogue import LEVERS
from veivalg.maths.scenarios.engine import run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.service_model.drivers import TREND_YEARS
from veivalg.maths.service_model.services import Driver

AGE, COVERAGE, TREND = (float(n) for n in range(len(Driver)))


@pytest.fixture(scope="module", params=["5503", "1833"])
def town(request: pytest.FixtureRequest) -> ScenarioInputs:
    found = people(evidence_of(request.param, today="2026-11-22"))
    assert not isinstance(found, Missing)
    return found[0]


def test_the_trend_is_not_surer_than_holding_todays_coverage(town: ScenarioInputs) -> None:
    """Rana's 108 places had 97 to 126 around them, and its 339 had 302 to 382."""
    spans = {}
    for driver in (COVERAGE, TREND):
        answer = run(town, Scenario("", settings={"driver": driver}))
        middle, low, high = answer.told("institution_needed", 2040)
        spans[driver] = (high - low, (high - low) / middle)
    assert spans[TREND][0] >= spans[COVERAGE][0]
    assert spans[TREND][1] >= spans[COVERAGE][1]


def test_a_steeper_fall_never_gives_more_places(town: ScenarioInputs) -> None:
    lever = town.levers["rate_trend"]
    needed = [
        run(town, Scenario("", settings={"driver": TREND, "rate_trend": float(rate)})).middle(
            "institution_needed", 2040
        )
        for rate in np.linspace(lever.low, lever.high, 5)
    ]
    assert needed == sorted(needed)
    assert needed[0] < needed[-1]


@pytest.mark.parametrize("years", [None, 0, 14, 25])
def test_the_trend_goes_on_for_the_years_that_are_chosen(
    town: ScenarioInputs, years: int | None
) -> None:
    """Five where nobody has chosen; then the places are those by age times one factor."""
    chosen = {} if years is None else {"trend_years": float(years)}
    answer = run(town, Scenario("", settings={"driver": TREND, **chosen}))
    ratio = answer.main["institution_trend"] / answer.main["institution_age"]
    rate, last = town.levers["rate_trend"].today, 5 if years is None else years
    wanted = [(1 + rate) ** min(n, last) for n in range(len(ratio))]
    assert ratio == pytest.approx(wanted, rel=1e-4)
    assert answer.main["institution_needed"] == pytest.approx(answer.main["institution_trend"])


def test_a_trend_goes_on_for_as_long_as_it_was_measured_unless_somebody_chooses() -> None:
    """The one declaration of it, and the figure of how long it is measured, agree."""
    lever = LEVERS["trend_years"]
    assert (lever.default, lever.low, lever.high, lever.step) == (TREND_YEARS, 0, 25, 1)
    assert along()[lever.assumption].default == TREND_YEARS


@pytest.mark.parametrize("years", [5.0, 14.0])
def test_the_chapters_follow_the_same_trend_as_the_room(town: ScenarioInputs, years: float) -> None:
    """Chosen in a chapter or in the room, it is the same places, årsverk and kroner."""
    chosen = {"trend-aar": years, "driver": TREND}
    evidence = evidence_of(town.place.code, overrides=chosen, today="2026-11-22")
    course = steady(evidence)
    assert course is not None
    room = run(town, Scenario("", settings={"driver": TREND, "trend_years": years}))
    for id in ("institution_needed", "fte", "cost"):
        assert course.values[id][2040] == pytest.approx(room.middle(id, 2040), rel=1e-3), id
    taken = people(evidence)
    assert not isinstance(taken, Missing)
    assert taken[0].levers["trend_years"].today == years


@pytest.mark.parametrize(("years", "said"), [(7.5, "7,5"), (26.0, "26"), (-1.0, "−1")])
def test_only_whole_years_within_the_limits_can_be_chosen(
    town: ScenarioInputs, years: float, said: str
) -> None:
    evidence = evidence_of(town.place.code, overrides={"trend-aar": years})
    with pytest.raises(UsageError, match=f"kan ikke være {said}"):
        along(evidence)
    with pytest.raises(UsageError, match="Så mange år fortsetter bruken"):
        run(town, Scenario("", settings={"trend_years": years}))
