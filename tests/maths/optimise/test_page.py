"""The chapter of a town: every sentence, table and picture is there, and its points can be sent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.maths.optimise.cases import basis

from veivalg.chapters.common.handbook import method_pages
from veivalg.chapters.plan_innenfor_rammene.chapter import chapter
from veivalg.chapters.plan_innenfor_rammene.sentences import conflict_words
from veivalg.cli import plan_within
from veivalg.cli.main import run
from veivalg.foundation.errors import UsageError
from veivalg.maths.optimise.answer import Answer, answer
from veivalg.maths.optimise.formulate import INSTITUTION, SHORT, annuity, formulate
from veivalg.maths.optimise.means import means, milestones
from veivalg.maths.optimise.plans import front_rows
from veivalg.maths.optimise.send import scenario
from veivalg.maths.scenarios.model import from_text, to_text
from veivalg.publish import render_chapter


@pytest.fixture(scope="module")
def town() -> Answer:
    told: list[tuple[str, int]] = []
    made = answer(basis(), draws=3, progress=lambda text, percent: told.append((text, percent)))
    percents = [percent for _text, percent in told]
    assert percents == sorted(percents)
    assert percents[-1] >= 95
    return made


def test_every_part_of_the_answer_is_shown(town: Answer) -> None:
    made = chapter(town)
    assert [e.id for e in made.exhibits()] == [
        "fordeling",
        "planen",
        "hjemme",
        "front",
        "verdi",
        "proving",
        "grensene",
    ]
    text = " ".join(f.text() for f in made.findings)
    assert "HiGHS" in text
    assert "bevist" in text
    assert "den beste planen" not in text.lower()
    assert "0,00" not in text
    assert {a.id for a in made.assumptions} == set(means(basis()))


@pytest.mark.parametrize("format", ["md", "json", "xlsx"])
def test_the_chapter_can_be_taken_along(town: Answer, format: str) -> None:
    assert len(render_chapter(chapter(town), format)) > 1000


def test_what_is_built_is_used_and_each_kind_by_those_it_is_meant_for(town: Answer) -> None:
    solution, problem = town.solution, town.problem
    ways = solution.program.ways
    order = [s.id for s in problem.services]
    needs = [n.id for n in problem.needs]
    lent = ways.index(next(w for w in ways if (needs[w[0]], order[w[1]]) == (SHORT, INSTITUTION)))
    in_long_stay = solution.program.blocks_of(solution.x)[:, :, lent]
    used = solution.helped[:, :, order.index(SHORT)]
    assert (np.minimum(in_long_stay, solution.places[SHORT] - used) < 1e-3).all()
    for j, year, _many in solution.opened:
        (service, size), *_rest = problem.steps[j].places.items()
        most = solution.helped[:, problem.years.index(year) :, order.index(service)].max()
        assert most > solution.places[service][-1] - size


def test_the_front_has_at_least_eight_points(town: Answer) -> None:
    assert len(front_rows(town)) >= 8


def test_the_plan_is_tried_on_every_draw(town: Answer) -> None:
    assert town.check is not None
    assert town.check.uncovered.shape[0] == 40
    assert town.solution.problem.draws == 3
    assert town.check.measure == pytest.approx(town.solution.measure, rel=0.2)


def test_a_point_becomes_a_scenario_with_its_buildings(town: Answer) -> None:
    plan = front_rows(town)[1][0]
    made = scenario(town, plan, "Punkt 2")
    assert from_text(to_text(made)) == made
    built = sum(n for step in made.steps for n in step.places.values())
    steps = plan.problem.steps
    assert built == sum(many * sum(steps[j].places.values()) for j, _y, many in plan.opened)
    assert 0.02 <= made.settings["coverage_institution"] <= 0.5


def test_contradictory_demands_are_told_by_name() -> None:
    chosen = {"dekning-minst": 0.3, "investering": 0.0}
    made = answer(basis(4), chosen, draws=2)
    assert made.conflict == ("investering", "dekning-minst")
    words = conflict_words(made)
    assert words.startswith("Ingen løsning fordi")
    assert "pengene til bygg" in words
    shown = chapter(made)
    assert [e.id for e in shown.exhibits()] == ["grensene"]
    assert shown.findings[0].text() == words
    assert not shown.findings[0].caution  # it is proved


def test_an_impossible_assumption_is_refused() -> None:
    with pytest.raises(UsageError, match="kan ikke være 3"):
        means(basis(2), {"dekning-minst": 3.0})
    with pytest.raises(UsageError, match="heter"):
        means(basis(2), {"finnes-ikke": 1.0})


def test_means_run_straight_between_their_years() -> None:
    town = basis(2)
    first, *_rest = milestones(town)
    found = means(town, {f"arsverk-{first}": 400, "arsverk-2030": 700})
    staff = formulate(town, found).limits[0].values
    assert staff[:4] == pytest.approx([400, 500, 600, 700])


def test_annuity_pays_the_loan_down() -> None:
    debt = 100.0
    for _year in range(40):
        debt = debt * 1.02 - 100 * annuity(0.02, 40)
    assert debt == pytest.approx(0, abs=1e-9)


def test_the_method_has_its_page() -> None:
    assert "HiGHS" in method_pages()["M21"].markdown


def test_the_command_fails_where_no_plan_keeps_the_demands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = answer(basis(4), {"dekning-minst": 0.3, "investering": 0.0}, draws=2)
    monkeypatch.setattr(plan_within, "_answer", lambda *_asked: (made, ()))
    file = tmp_path / "plan.md"
    arguments = ["--ut", str(file), "--data", str(tmp_path), "--trekk", "2", "--punkter", "8"]
    assert run(["plan-innenfor-rammene", "Harstad", *arguments]) == 4
    assert "Ingen løsning fordi" in file.read_text(encoding="utf-8")
