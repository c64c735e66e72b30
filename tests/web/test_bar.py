"""One bar on every page of a municipality: six places, where one is, and whom one compares with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.web.conftest import serving
from tests.web.test_browser import violations

from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Topic
from veivalg.norway.municipality import EXAMPLE, Municipality
from veivalg.norway.register import municipality
from veivalg.web.app import create_app
from veivalg.web.kit.bar import around

HOST = "http://127.0.0.1"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
PLACES = ("Oversikt", "Hvor står vi", "Hva kommer", "Hva velger vi", "Egne tall", "Rapporter")
STAGES = ("hvor-staar-vi", "hva-kommer", "hva-velger-vi")
PAGES = {
    "": "Oversikt",
    "/hvor-staar-vi": "Hvor står vi",
    "/hva-kommer": "Hva kommer",
    "/hva-velger-vi": "Hva velger vi",
    "/egne-tall": "Egne tall",
    "/rapporter": "Rapporter",
    "/okonomi": "Hvor står vi",
    "/dokumenter": "Hvor står vi",
    "/rammenedtrekk": "Hvor står vi",
    "/plasser": "Hva kommer",
    "/scenarier": "Hva velger vi",
    "/scenariorom": "Hva velger vi",
    "/plan-innenfor-rammene": "Hva velger vi",
    "/egne-tall/elever": "Egne tall",
    "/rammenedtrekk/rediger": "Egne tall",
    "/dokumenter-sok": "Hvor står vi",
    "/kunnskapsgrunnlag": "Rapporter",
    "/sammenlikn": "",
    "/finnes-ikke": "",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return create_app(tmp_path_factory.mktemp("linjen"), source_url=f"{HOST}:9/")


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HOST, follow_redirects=False) as made:
        yield made


def plain(text: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", text).replace("\u202f", " ").split())


def bar(page: str) -> str:
    return page.partition('<section class="sted"')[2].partition("</section>")[0]


@pytest.mark.parametrize(("page", "here"), PAGES.items())
def test_every_page_has_the_bar_with_its_place_marked_and_the_comparison(
    client: TestClient, page: str, here: str
) -> None:
    text = client.get(f"/kommune/5503{page}").text
    links = re.findall(r'<li><a href="(/kommune/[^"]*)"([^>]*)>([^<]+)</a></li>', bar(text))
    assert tuple(name for _address, _marks, name in links) == PLACES
    assert [name for _address, marks, name in links if "aria-current" in marks] == [here] * bool(
        here
    )
    assert "Sammenlikner med: KOSTRA-gruppe 9" in plain(bar(text))
    assert 'href="/kommune/5503/sammenlikn#valg"' in bar(text)


def test_places_of_the_bar_answer(client: TestClient) -> None:
    for code in ("5503", "0099"):
        addresses = re.findall(r'<li><a href="(/kommune/[^"]*)"', bar(_get(client, code)))
        assert len(addresses) == 6 - (code == "0099")
        assert {client.get(one).status_code for one in addresses} == {200}


def _get(client: TestClient, code: str) -> str:
    return client.get(f"/kommune/{code}").text


def test_oslo_who_is_alone_in_her_group_is_compared_with_the_country(client: TestClient) -> None:
    assert "Sammenlikner med: landet uten Oslo" in plain(bar(_get(client, "0301")))


@pytest.mark.parametrize(
    ("page", "trail"),
    [
        ("/okonomi", ["Harstad", "Hvor står vi", "Økonomi"]),
        ("/hva-kommer", ["Harstad", "Hva kommer"]),
        ("/egne-tall/elever", ["Harstad", "Egne tall", "Elever per skole og trinn"]),
        ("/sammenlikn", ["Harstad", "Sammenlikn med"]),
    ],
)
def test_the_way_to_a_page_is_told_and_its_last_step_is_the_page(
    client: TestClient, page: str, trail: list[str]
) -> None:
    text = client.get(f"/kommune/5503{page}").text
    crumbs = re.search(r'<nav class="ramme smuler" aria-label="[^"]+">(.*?)</nav>', text, re.DOTALL)
    assert crumbs is not None
    steps = re.findall(r"<li>(.*?)</li>", crumbs[1])
    assert [plain(step) for step in steps] == trail
    assert ['aria-current="page"' in step for step in steps] == [*[False] * (len(trail) - 1), True]
    for address in re.findall(r'href="([^"]+)"', crumbs[1]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("code", ["5503", "1151", "0301", "0099"])
def test_every_topic_is_reached_from_a_place_with_what_it_says_first(
    client: TestClient, code: str
) -> None:
    pages = [client.get(f"/kommune/{code}/{stage}").text for stage in STAGES]
    linked = set(re.findall(rf'href="/kommune/{code}/([a-z0-9-]+)"', "".join(pages)))
    shown = {c.topic.value for c in all_chapters()}
    waiting = {c.id for c in all_chapters()}
    assert {t for t in shown if t not in linked} == set(), linked
    assert waiting - linked <= waiting - shown  # what is folded into a topic that is listed
    for page in pages:
        assert page.count('class="dempet emner__venter"') <= 1
        assert not re.findall(r"<li>[^<]*[Mm]angler", page)
        assert not re.search(
            r"\.[A-ZÆØÅ0-9]", plain(page.partition("emner__venter")[2].partition("</p>")[0])
        )
        for row in re.findall(r'<ul class="emner">(.*?)</ul>', page, re.DOTALL):
            assert all(
                re.search(r"<p>.*\w.*</p>", item, re.DOTALL) for item in row.split("</li>")[:-1]
            )


def test_a_topic_says_first_what_is_ranked_of_it(client: TestClient) -> None:
    coming = plain(client.get("/kommune/5503/hva-kommer").text)
    assert "trenger Harstad 102 flere plasser i institusjon i 2040" in coming
    example = plain(client.get("/kommune/0099/hvor-staar-vi").text)
    assert "Eksempel · Eksempelkommunen bruker 30 mill. kr mindre" in example


def test_names_of_stages_without_a_page_of_their_own_lead_on(client: TestClient) -> None:
    for name, to in (
        ("dokumenter-og-intervjuer", "dokumenter"),
        ("plan-og-oppfolging", "hvor-staar-vi#plan-og-oppfolging"),
    ):
        answer = client.get(f"/kommune/5503/{name}")
        assert (answer.status_code, answer.headers["location"]) == (307, f"/kommune/5503/{to}")


@pytest.mark.parametrize("place", [EXAMPLE, municipality("5503")], ids=lambda place: place.name)
def test_topics_are_gone_through_from_the_first_place_to_the_last(place: Municipality) -> None:
    step, met = Topic.ECONOMY, [Topic.ECONOMY]
    assert around(step, place)[0] is None
    while (after := around(step, place)[1]) is not None:
        assert around(after, place)[0] is step
        met.append(step := after)
    plan = set() if place.example else {Topic.PLAN}
    assert set(met) == plan | {c.topic for c in all_chapters()}


def test_every_topic_has_the_one_before_and_the_one_after_at_its_foot(client: TestClient) -> None:
    before, step = "", "/kommune/5503/okonomi"
    while step:
        foot = (
            client.get(step).text.partition('<nav class="ramme skritt"')[2].partition("</nav>")[0]
        )
        ways = dict(re.findall(r'<a rel="(prev|next)" href="([^"]+)"', foot))
        assert ways.get("prev", "") == before
        before, step = step, ways.get("next", "")
    assert before == "/kommune/5503/okonomioppfolging"


def test_an_unknown_page_keeps_the_municipality_and_names_the_nearest(client: TestClient) -> None:
    answer = client.get("/kommune/5503/demenns")
    assert answer.status_code == 404
    assert "Harstad" in plain(bar(answer.text))
    assert '<a class="ds-link" href="/kommune/5503/demens">Demens</a>' in answer.text
    assert "Hvor står vi" in client.get("/kommune/5503/hvor-star-vi").text.partition("<main")[2]
    assert bar(client.get("/kommune/9999/demens").text) == ""


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["med skript", "uten"])
def test_on_a_phone_the_head_is_low_and_its_menu_opens_by_keyboard(
    browser: Any, app: FastAPI, script: bool
) -> None:
    with serving(app) as address:
        context = browser.new_context(viewport=PHONE, java_script_enabled=script)
        page = context.new_page()
        for code in ("5503", "0099", "1539"):
            page.goto(f"{address}/kommune/{code}/hvor-staar-vi")
            head = page.locator(".sted").bounding_box()
            assert head["y"] + head["height"] <= 110
        places = page.get_by_role("link", name="Hva kommer", exact=True)
        assert not places.is_visible()
        page.locator(".sted .meny > summary").focus()
        page.keyboard.press("Enter")
        places.wait_for()
        page.locator(".sted").get_by_role("link", name="Metode og kilder").wait_for()
        if script:
            assert violations(page) == []
            page.keyboard.press("Escape")
            places.wait_for(state="hidden")
        page.locator(".sted__velg > summary").focus()
        page.keyboard.press("Enter")
        page.locator("#bytt").wait_for()
        if script:
            assert violations(page) == []
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["telefon", "skrivebord"])
def test_places_have_no_barriers_and_stick_out_nowhere(
    browser: Any, app: FastAPI, size: dict[str, int]
) -> None:
    with serving(app) as address:
        context = browser.new_context(viewport=size)
        page = context.new_page()
        for code in ("5503", "1151", "0301", "0099"):
            for name in (*STAGES, "finnes-ikke"):
                page.goto(f"{address}/kommune/{code}/{name}")
                page.locator("h1").wait_for()
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
                assert violations(page) == []
        context.close()
