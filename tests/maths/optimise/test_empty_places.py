"""Places that stand empty: a place less saves only when a whole ward closes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.maths.optimise.cases import basis, limit, tiny

from veivalg.chapters.common.care_paths import people
from veivalg.chapters.plan_innenfor_rammene.chapter import chapter
from veivalg.content import Missing
from veivalg.gather.gather import gather
from veivalg.maths.optimise import basis as made_of
from veivalg.maths.optimise.answer import Answer, answer
from veivalg.maths.optimise.check import held_in
from veivalg.maths.optimise.plans import front_points
from veivalg.maths.optimise.problem import Kind, Problem
from veivalg.maths.optimise.search import solve
from veivalg.maths.optimise.send import scenario
from veivalg.maths.scenarios.engine import run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import Scenario
from veivalg.norway.register import municipality


def fallen(*limits: object) -> Problem:
    """Give ten places in wards of four that three, seven and twelve persons need."""
    made = tiny(((3, 7, 12),), limits=(limit(Kind.KEPT, 10, 10, 10, service="bed"), *limits))
    services = tuple(replace(s, ward=4.0) if s.id == "bed" else s for s in made.services)
    return replace(made, services=services)


def test_empty_places_are_staffed_until_a_whole_ward_can_close() -> None:
    made = fallen()
    # Of 10 places 7, 3 and none stand empty; one ward of four can close, and 3 and 3 are staffed.
    assert made.empty("bed").tolist() == [[7, 3, 0]]
    assert made.closed("bed").tolist() == [[4, 0, 0]]
    assert made.held_fte.tolist() == [[3, 3, 0]]
    assert made.held_cost.tolist() == [[3 * 1.4e6, 3 * 1.4e6, 0]]


def test_empty_places_take_their_part_of_the_frames() -> None:
    # Three in places at 1.0 and twenty at home at 0.25 are 8.0 årsverk, and three places empty.
    enough = fallen(limit(Kind.STAFF, 11, 100, 100))
    plan = solve(enough)
    assert plan.found
    assert plan.uncovered[0, 0].sum() == pytest.approx(0, abs=1e-6)
    held = held_in(enough, np.zeros((2, 3)))
    assert held.staff[0, 0] == pytest.approx(11)
    assert held.money[0, 0] == pytest.approx(3 * 1.4e6 + 20 * 0.3e6 + 3 * 1.4e6)
    short = solve(fallen(limit(Kind.STAFF, 10, 100, 100), limit(Kind.INVESTMENT, 0, 0, 0)))
    assert short.uncovered[0, 0].sum() > 1


def test_a_town_with_fewer_old_is_told_of_its_empty_wards() -> None:
    # 200 and 30 places need 200 and 30 × 0.97^14 = 0.6528: 69.4 and 10.4 stand empty, of which 64
    # and 8 are whole wards. 72 places at 1.26 million are 91 million, the other 7.9 are 10 million.
    made = answer(basis(2, growth_of=0.97, spread=0.0), draws=2, points=2)
    shown = chapter(made)
    told = " ".join(next(s.text() for s in shown.findings if s.id == "tomme-plasser").split())
    assert "I 2040 står 80 av de 230 institusjonsplassene tomme" in told
    assert "avdelinger på 8 plasser" in told
    assert "til sammen 72 av plassene" in told
    assert "91 mill. kr lavere utgift" in told
    assert "åpne, koster 10 mill. kr" in told
    exhibits = {e.id: e for e in shown.exhibits()}
    table = exhibits["side-om-side"].table
    rows = {str(row[0]): [str(cell).split("\u202f")[0] for cell in row[1:3]] for row in table.rows}
    assert rows["Institusjonsplasser som står tomme"] == ["80", "80"]
    assert rows["Av dem i avdelinger som er stengt, plasser"] == ["72", "72"]
    assert rows["Herav tomme plasser i åpne avdelinger, mill. kr"] == ["10", "10"]
    titles = [c.title for c in exhibits["planen"].table.columns]
    assert titles.count("i stengte avdelinger i snitt") == 2


@cache
def followed(code: str, driver: float) -> tuple[ScenarioInputs, Answer]:
    """Give what the scenario room has, and the plan, when places follow one of the three."""
    evidence = gather(municipality(code), overrides={"driver": driver})
    known = people(evidence)
    assert not isinstance(known, Missing)
    share = made_of.short_share(evidence.rows("care_places", evidence.place))
    ground, _missing = made_of.basis(known[0], share)
    assert ground is not None
    return known[0], answer(ground, {"driver": driver}, draws=2, points=2)


def test_the_same_lever_gives_the_same_use_and_cost_as_in_the_scenarios() -> None:
    """Rana with the trend of five years: 196 places stood, 73 were used, and cost said neither."""
    inputs, plan = followed("1833", 2.0)
    room = run(inputs, Scenario("Som i dag"))
    at = room.years.index(2040)
    needed, cost = (float(room.main[id][at]) for id in ("institution_needed", "cost"))
    idle = plan.idle
    assert idle is not None
    beds = idle.problem.users[:, -1, :2].sum(axis=1)
    assert beds.mean() == pytest.approx(needed, rel=0.01)
    used = idle.helped[:, -1, :2].sum(axis=1)
    assert used == pytest.approx(np.minimum(beds, 231), abs=1e-3)
    whole = (idle.money + idle.otherwise("cost"))[:, -1].mean()
    assert whole == pytest.approx(cost, rel=0.015)
    staff = idle.staff[:, -1].mean() + idle.otherwise("fte")[:, -1].mean()
    assert staff == pytest.approx(float(room.main["fte"][at]), rel=0.02)


def test_a_plan_that_follows_the_trend_says_so_and_never_calls_it_todays_practice() -> None:
    made = followed("1833", 2.0)[1]
    shown = chapter(made)
    told = {s.id: " ".join(s.text().split()) for s in shown.findings}
    assert "i noen framtider står plasser tomme, i andre ikke" in told["ingenting"]
    # Rana's residents aged 80 and over were 123 of 1,630 in 2025: 7.5 % x 0.9272 to the fifth.
    assert (
        "Da bor 5,2 % av dem over 80 år på langtidsopphold, mot 7,5 % i 2025." in told["tre-tall"]
    )
    assert "ingen vet om det holder" in told["tre-tall"]
    assert "når bruken endrer seg som de siste fem årene" in told["rammene"]
    said = [*told.values()]
    for e in shown.exhibits():
        said += [e.title, e.subtitle, e.alt, e.note, *(str(row[0]) for row in e.table.rows)]
    assert not [text for text in said if "dagens praksis" in " ".join(text.split())]
    assert any(
        "etter dagens praksis" in s.text() for s in chapter(followed("1833", 0.0)[1]).findings
    )


@pytest.mark.parametrize("driver", [0.0, 2.0])
def test_a_point_in_the_scenario_room_has_the_places_of_the_plan(driver: float) -> None:
    """The coverage that is sent is reached, whatever places else follow."""
    inputs, plan = followed("1833", driver)
    solution = front_points(plan)[0].plan
    room = run(inputs, scenario(plan, solution, "Punkt 1"))
    helped = solution.helped[:, -1, :2].sum(axis=1).mean()
    at = room.years.index(2040)
    assert room.main["institution_needed"][at] == pytest.approx(helped, rel=0.03)
