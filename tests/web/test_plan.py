"""The page of the plan: answer, progress, conflict, files, and the way to the scenario room."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.maths.optimise.cases import basis
from tests.web.test_browser import DESKTOP, PHONE, violations

from veivalg.chapters.common.care_paths import people
from veivalg.content import Missing
from veivalg.gather.gather import gather
from veivalg.maths.optimise.answer import answer as find
from veivalg.maths.optimise.basis import Basis
from veivalg.maths.optimise.basis import basis as real_basis
from veivalg.maths.scenarios.model import BuildingStep, Scenario
from veivalg.norway.register import municipality
from veivalg.web.kit.jobs import Job
from veivalg.web.rooms.choose import plan, plan_work
from veivalg.web.rooms.choose.plan_work import Ground

PAGE = "/kommune/5503/plan-innenfor-rammene"
LACKING = Missing("Plasser i institusjon", "Tallene er skjermet.", "Hent tallene.", "care_places")


ASKED: list[dict[str, float]] = []
"""What plans were asked to follow, the last one last."""

YTTEREN = Scenario("Ytteren", steps=(BuildingStep("Ytteren", 2030, {"institution": 40.0}),))


def partial_find(known: Basis, chosen: Any, job: Job, scenario: Scenario | None = None) -> Any:
    """Find with two draws and three points, which takes no time."""
    return find(known, chosen, scenario=scenario, draws=2, points=3, progress=job.tell)


@pytest.fixture(scope="module")
def town(app: FastAPI) -> Iterator[Basis]:
    """Let Harstad be the made-up town, and Rana one without figures."""
    found = basis(4)
    patch = pytest.MonkeyPatch()

    def ground(_site: Any, place: Any, beside: str, taken: dict[str, float]) -> Ground:
        ASKED.append(dict(taken))
        if place.code != "5503":
            return Ground((place.code, "x"), None, (LACKING,))
        chosen = YTTEREN if beside else None
        return Ground((place.code, beside), found, (), chosen, (("ytteren", "Ytteren"),))

    patch.setattr(plan, "ground", ground)
    patch.setattr(plan_work, "found", partial_find)
    yield found
    patch.undo()


def answer(client: TestClient, address: str = PAGE) -> Any:
    """Ask until the answer is there, as a browser does."""
    for _turn in range(60):
        reply = client.get(address)
        if "data-henting" not in reply.text:
            return reply
        time.sleep(0.2)
    raise AssertionError("no answer")


def test_the_answer_says_plan_proof_and_points(client: TestClient, town: Basis) -> None:
    reply = answer(client)
    assert reply.status_code == 200
    assert "Plan innenfor rammene" in reply.text
    assert "HiGHS" in reply.text
    assert reply.text.count(f"{PAGE}/punkt/") >= 2
    assert "usikkert" in reply.text


def test_progress_is_told_while_it_is_found(client: TestClient, town: Basis) -> None:
    address = f"{PAGE}?a.vekt-korttid=7"
    first = client.get(address)
    if "data-henting" in first.text:
        told = client.get(f"{PAGE}/framdrift.json?a.vekt-korttid=7").json()
        assert 0 <= told["prosent"] <= 100
        assert told["tekst"]
    assert answer(client, address).status_code == 200
    assert client.get(f"{PAGE}/framdrift.json?a.vekt-korttid=7").json()["aktiv"] is False


def test_contradictory_demands_get_a_reason(client: TestClient, town: Basis) -> None:
    reply = answer(client, f"{PAGE}?a.investering=0&a.dekning-minst=30")
    assert reply.status_code == 200
    assert "Ingen løsning fordi" in reply.text
    assert "Usikkert:" not in reply.text
    assert "pengene til bygg" in reply.text


def test_an_impossible_number_is_told_at_its_field(client: TestClient, town: Basis) -> None:
    reply = answer(client, f"{PAGE}?a.dekning-minst=300")
    assert reply.status_code == 400
    assert "kan ikke være" in reply.text


def test_a_place_without_figures_says_what_is_missing(client: TestClient, town: Basis) -> None:
    reply = answer(client, "/kommune/1833/plan-innenfor-rammene")
    assert reply.status_code == 200
    assert "Plasser i institusjon" in reply.text
    assert client.get("/kommune/1833/plan-innenfor-rammene/framdrift.json").status_code == 404
    assert client.get("/kommune/1833/plan-innenfor-rammene.json").status_code == 400


def test_a_point_goes_to_the_scenario_room(client: TestClient, town: Basis) -> None:
    answer(client)
    sent = client.get(f"{PAGE}/punkt/2")
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/kommune/5503/scenariorom?s=som-i-dag&s=")
    assert client.get(f"{PAGE}/punkt/99").status_code == 400


FILES = (
    "plan-innenfor-rammene.json",
    "plan-innenfor-rammene.xlsx",
    "plan-innenfor-rammene/front.svg",
    "plan-innenfor-rammene/planen.csv",
)


@pytest.mark.parametrize("file", FILES)
def test_files_can_be_taken_along(client: TestClient, town: Basis, file: str) -> None:
    reply = client.get(f"/kommune/5503/{file}")
    assert reply.status_code == 200
    assert len(reply.content) > 500


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["pc", "telefon"])
def test_nothing_is_in_the_way_of_anyone(
    browser: Any, address: str, client: TestClient, town: Basis, size: dict[str, int]
) -> None:
    answer(client)
    page = browser.new_page(viewport=size)
    page.goto(address + PAGE)
    page.wait_for_selector("article.kapittel")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.close()


SIDES = """() => Object.fromEntries([
  ["frames", ".planrom__rammer"], ["answer", ".planrom__svar"],
  ["button", ".planrom__rammer button"],
  ["title", ".planrom__svar h2"], ["page", "main"],
].map(([name, at]) => [name, document.querySelector(at).getBoundingClientRect()]))"""


@pytest.mark.browser
def test_the_frames_stand_beside_the_answer_and_off_it(
    browser: Any, address: str, client: TestClient, town: Basis
) -> None:
    """The right half of the page was empty, and on a phone the button lay against the heading."""
    answer(client)
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(address + PAGE)
    page.wait_for_selector("article.kapittel")
    wide = page.evaluate(SIDES)
    assert wide["frames"]["right"] + 24 <= wide["answer"]["left"]
    assert wide["answer"]["right"] >= wide["page"]["right"] - 40
    assert abs(wide["frames"]["top"] - wide["answer"]["top"]) <= 24
    page.set_viewport_size(PHONE)
    narrow = page.evaluate(SIDES)
    assert narrow["button"]["bottom"] + 24 <= narrow["title"]["top"]
    assert narrow["frames"]["left"] == narrow["answer"]["left"]
    page.close()


def test_an_old_link_leads_to_the_same_part(client: TestClient, town: Basis) -> None:
    for rest in ("", "/front.svg", ".json", "?a.investering=0"):
        sent = client.get(f"/kommune/5503/sammensetning{rest}", follow_redirects=False)
        assert sent.status_code == 308
        assert sent.headers["location"] == f"{PAGE}{rest}"


def test_premises_stand_before_any_answer(client: TestClient, town: Basis) -> None:
    text = answer(client).text.partition("<main")[2]
    first = text.index("Rammene: årsverk, penger, plasser og vekt")
    assert (
        first
        < text.index("Bygges og kjøpes ingenting, er behovet")
        < text.index("Med planen er behovet")
    )
    for id in ("arsverk-2040", "penger-2040", "investering", "vekt-heldogn"):
        assert first < text.index(f'name="a.{id}"') < text.index("<details")


def test_a_chosen_scenario_stands_beside_the_plan(client: TestClient, town: Basis) -> None:
    bare = answer(client)
    assert "Scenariet «Ytteren»" not in bare.text
    beside = answer(client, f"{PAGE}?s=ytteren")
    assert "Scenariet «Ytteren»" in beside.text
    assert '<option value="ytteren" selected>' in beside.text
    assert f"{PAGE}/front.svg?s=ytteren" in beside.text


def test_the_plan_follows_what_places_follow_on_the_other_pages(
    client: TestClient, town: Basis
) -> None:
    reply = answer(client, f"{PAGE}?a.driver=1")
    assert reply.status_code == 200
    assert ASKED[-1] == {"driver": 1.0}
    field = re.search(r'<select[^>]*name="a\.driver".*?</select>', reply.text, re.DOTALL)
    assert field and re.search(r'value="1" selected', field.group())
    point = client.get(f"{PAGE}/punkt/1?a.driver=1", follow_redirects=False)
    assert point.headers["location"].endswith("&a.driver=1")
    assert answer(client, f"{PAGE}?a.driver=7").status_code == 400
    lasting = "?a.driver=2&a.trend-aar=14"
    assert re.search(r'name="a\.trend-aar"[^>]*value="14"', answer(client, PAGE + lasting).text)
    assert ASKED[-1] == {"driver": 2.0, "trend-aar": 14.0}
    point = client.get(f"{PAGE}/punkt/1{lasting}", follow_redirects=False)
    assert point.headers["location"].endswith("&a.driver=2&a.trend-aar=14")


@pytest.mark.parametrize(
    ("driver", "years", "needed"), [(0.0, 5, 343), (1.0, 5, 391), (2.0, 5, 310), (2.0, 14, 258)]
)
def test_the_need_of_the_plan_is_that_of_the_chapters(
    driver: float, years: float, needed: int
) -> None:
    """The places the chapters tell of in 2040, with what they follow."""
    evidence = gather(municipality("5503"), overrides={"driver": driver, "trend-aar": years})
    found = people(evidence)
    assert not isinstance(found, Missing)
    ground, _missing = real_basis(found[0])
    assert ground is not None
    at = ground.years.index(2040)
    # a plan is told in means of draws, and the draws of the trend lean to one side
    assert ground.institution[:, at].mean() == pytest.approx(needed, rel=0.01)
