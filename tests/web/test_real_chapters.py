"""The chapters as they are, on the figures that come along: every page whole, no barriers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.tiers import sized
from tests.web.conftest import HOST, serving
from tests.web.test_browser import DESKTOP, PHONE, violations

from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Topic
from veivalg.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

TOPICS = tuple(dict.fromkeys(chapter.topic.value for chapter in all_chapters()))
OPEN = "document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })"
PLACES = sized(("5503", "0301", "0099"), ("5503", "5610", "0301", "0099"))


@pytest.fixture(scope="module")
def real_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return create_app(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def real(real_app: FastAPI) -> TestClient:
    return TestClient(real_app, base_url=HOST)


@pytest.fixture(scope="module")
def real_address(real_app: FastAPI) -> Iterator[str]:
    with serving(real_app) as found:
        yield found


def test_the_report_leads_to_every_topic_in_order(real: TestClient) -> None:
    text = real.get("/kommune/5503/kunnskapsgrunnlag").text
    found = re.findall(r'href="#emne-([a-z]+)"', text)
    shown = re.findall(r'<article class="kapittel emne" id="emne-([a-z]+)"', text)
    assert shown == [t.value for t in Topic if t.value in TOPICS]
    assert set(found) == set(shown)
    there = real.get("/kommune/5503/skole").text
    assert set(TOPICS) <= set(re.findall(r'href="/kommune/5503/([a-z]+)"', there))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("page", ["", "/kunnskapsgrunnlag", *(f"/{t}" for t in TOPICS)])
def test_a_page_is_whole_with_and_without_figures(real: TestClient, place: str, page: str) -> None:
    answer = real.get(f"/kommune/{place}{page}")
    assert answer.status_code == 200
    ids = re.findall(r'\sid="([^"]*)"', answer.text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', answer.text)) <= set(ids)
    visible = re.sub(r"<[^>]*>", " ", answer.text)
    assert not re.search(r"\b(nan|inf|None)\b", visible)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_assumption_can_be_sent_as_the_form_shows_it(real: TestClient, topic: str) -> None:
    text = real.get(f"/kommune/5503/{topic}").text
    fields = dict(re.findall(r'name="(a\.[^"]+)" type="text"[^>]*value="([^"]*)"', text))
    answer = real.get(f"/kommune/5503/{topic}", params=fields)
    assert answer.status_code == 200
    assert "antakelser du har valgt" not in answer.text


@pytest.mark.parametrize("topic", TOPICS)
def test_every_assumption_can_be_moved_to_its_ends(real: TestClient, topic: str) -> None:
    """All to their low ends and all to their high ones; in `make proof` also each by itself."""
    text = real.get(f"/kommune/5503/{topic}").text
    field = re.compile(
        r'name="(a\.[^"]+)" type="text".*?kan være fra ([^<]+?) til ([^<]+?)\.', re.S
    )
    fields = field.findall(text)
    chapters = [c.id for c in all_chapters() if c.topic == topic]
    files = [real.get(f"/kommune/5503/{chapter}.json").json() for chapter in chapters]
    offered = {a["id"] for file in files for a in file["assumptions"]}
    boxes = re.findall(r'name="a\.([^"]+)" type="checkbox"', text)
    lists = re.findall(r'<select[^>]*name="(a\.[^"]+)"[^>]*>(.*?)</select>', text, re.S)
    of_few = [(name, re.findall(r'value="([^"]+)"', options)) for name, options in lists]
    named = [name[2:] for name, *_ends in (*fields, *of_few)]
    assert sorted([*boxes, *named]) == sorted(offered)
    assert len(fields) == text.count('inputmode="decimal"')
    ends_of = [*((name, ends) for name, *ends in fields), *of_few]
    moved = [{name: ends[at] for name, ends in ends_of} for at in (0, -1)]
    alone = [{name: end} for name, ends in ends_of for end in ends]
    for params in sized(moved, [*moved, *alone]):
        answer = real.get(f"/kommune/5503/{topic}", params=params)
        assert answer.status_code == 200, params


def test_method_links_lead_to_pages(real: TestClient) -> None:
    text = real.get("/kommune/5503/kunnskapsgrunnlag").text
    links = set(re.findall(r'href="(/metode/[^"]+)"', text))
    assert links
    assert {real.get(link).status_code for link in links} == {200}


@pytest.mark.browser
@pytest.mark.parametrize("topic", TOPICS)
def test_no_real_topic_sticks_out_of_any_screen(still: Page, real_address: str, topic: str) -> None:
    still.set_viewport_size(DESKTOP)
    still.goto(f"{real_address}/kommune/5503/{topic}")
    still.evaluate(OPEN)
    for size in (DESKTOP, PHONE):
        still.set_viewport_size(size)
        assert still.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize("topic", TOPICS[:: sized(5, 1)])
def test_axe_finds_nothing_in_a_real_topic_on_any_screen(
    still: Page, real_address: str, topic: str
) -> None:
    still.set_viewport_size(DESKTOP)
    still.goto(f"{real_address}/kommune/5503/{topic}")
    still.evaluate(OPEN)
    for size in (DESKTOP, PHONE):
        still.set_viewport_size(size)
        assert violations(still, colours=size is DESKTOP) == []


@pytest.mark.parametrize("chapter", [c.id for c in all_chapters() if "care_users" in c.needs])
def test_what_places_follow_is_taken_along_to_every_page_of_care(
    real: TestClient, chapter: str
) -> None:
    assert real.get(f"/kommune/5503/{chapter}?a.driver=1").status_code == 200
    assert real.get(f"/kommune/5503/{chapter}?a.driver=7").status_code == 400
