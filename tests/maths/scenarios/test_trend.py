"""The trend of use as a driver: drawn, dampened, and never surer than holding what there is."""

from __future__ import annotations

import numpy as np
import pytest

from veivalg.chapters.common.care_paths import people, steady
from veivalg.content import Missing
from veivalg.gather.gather import gather
from veivalg.maths.scenarios.engine import run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.service_model.services import Driver
from veivalg.norway.register import municipality

AGE, COVERAGE, TREND = (float(n) for n in range(len(Driver)))


@pytest.fixture(scope="module", params=["5503", "1833"])
def town(request: pytest.FixtureRequest) -> ScenarioInputs:
    found = people(gather(municipality(request.param), today="2026-11-22"))
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


def test_the_trend_stops_where_it_is_no_longer_measured(town: ScenarioInputs) -> None:
    """From five years on the places are those by age times one and the same factor."""
    answer = run(town, Scenario("", settings={"driver": TREND}))
    ratio = answer.main["institution_trend"] / answer.main["institution_age"]
    rate = town.levers["rate_trend"].today
    assert ratio[:7] == pytest.approx([(1 + rate) ** n for n in (0, 1, 2, 3, 4, 5, 5)], rel=1e-5)
    assert ratio[5:] == pytest.approx(ratio[5], rel=1e-5)


def test_the_chapters_follow_the_same_trend_as_the_room(town: ScenarioInputs) -> None:
    course = steady(gather(municipality(town.place.code), today="2026-11-22"))
    assert course is not None
    room = run(town, Scenario("")).middle("institution_trend", 2040)
    assert course.values["institution_trend"][2040] == pytest.approx(room, rel=1e-3)
