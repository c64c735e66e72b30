"""The front page: a municipality first, three questions to the same pages, a real overview."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import serving
from tests.web.test_browser import DESKTOP, PHONE, violations

from veivalg.web.app import create_app

HOST = "http://127.0.0.1"
FINDING = re.compile(r'<p class="rangert__tekst">(.*?)</p>', re.DOTALL)
QUESTIONS = {
    "Hva er viktigst?": "",
    "Hvordan ligger vi an?": "/hvor-staar-vi",
    "Hva kan vi velge?": "/hva-velger-vi",
}


def test_each_question_leads_to_its_page_of_the_municipality_that_is_written(
    tmp_path: Path,
) -> None:
    client = TestClient(create_app(tmp_path), base_url=HOST, follow_redirects=False)
    asked = re.findall(r'name="til" value="([^"]*)"><strong>([^<]+)</strong>', client.get("/").text)
    assert {name: f"/{to}" if to else "" for to, name in asked} == QUESTIONS
    for to, _name in asked:
        answer = client.get("/sok", params={"q": "Harstad", "til": to})
        wanted = f"/kommune/5503/{to}" if to else "/kommune/5503"
        assert (answer.status_code, answer.headers["location"]) == (303, wanted)
        listed = client.get("/sok", params={"q": "Herøy", "til": to}).text
        assert f'href="/kommune/1515{"/" if to else ""}{to}"' in listed


def test_a_question_without_a_municipality_is_kept_while_one_is_found(tmp_path: Path) -> None:
    client = TestClient(create_app(tmp_path), base_url=HOST, follow_redirects=False)
    page = client.get("/sok?q=&til=hva-velger-vi").text
    assert '<input type="hidden" name="til" value="hva-velger-vi">' in page
    assert client.get("/sok?q=Rana&til=//example.org").headers["location"] == "/kommune/1833"


def test_what_is_shown_of_an_overview_is_what_the_overview_says(tmp_path: Path) -> None:
    app = create_app(tmp_path)
    client = TestClient(app, base_url=HOST)
    before = client.get("/").text
    assert 'data-kommer="/kommune/5503/lages.json"' in before
    assert not FINDING.findall(before)
    said = FINDING.findall(client.get("/kommune/1833").text)
    shown = client.get("/").text
    assert FINDING.findall(shown) == said[:3] != []
    assert "Det viktigste i Rana nå" in html.unescape(shown)
    assert 'href="/kommune/1833">Hele oversikten for Rana</a>' in shown
    assert "data-kommer" not in shown


def test_there_is_no_map_of_dots_and_its_old_address_leads_on(tmp_path: Path) -> None:
    client = TestClient(create_app(tmp_path), base_url=HOST, follow_redirects=False)
    assert "<circle" not in client.get("/").text
    assert client.get("/kart/grenser.svg").headers["location"] == "/"


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["telefon", "skrivebord"])
def test_the_overview_comes_in_by_itself_and_a_question_is_asked_by_keyboard(
    browser: Any, tmp_path: Path, size: dict[str, int]
) -> None:
    with serving(create_app(tmp_path)) as address:
        context = browser.new_context(viewport=size)
        page = context.new_page()
        page.goto(address)
        assert violations(page) == []
        page.get_by_label("Kommunens navn eller nummer").first.fill("Utsira")
        page.locator(".smakebit .rangert__funn").first.wait_for(timeout=60_000)
        assert page.locator("#q").input_value() == "Utsira"
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.get_by_role("button", name="Hvordan ligger vi an?").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/kommune/1151/hvor-staar-vi")
        context.close()
