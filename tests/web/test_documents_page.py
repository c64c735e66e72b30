"""The search in documents and interviews: by words and filters, without script, for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.web.conftest import AXE, HOST

from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app

PAGE = "/kommune/5503/dokumenter-sok"
SECRET = "Sjefen svarer aldri"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(tmp_path_factory.mktemp("data"), source_url=f"{HOST}:9/")
    with TestClient(app, base_url=HOST, follow_redirects=False) as made:
        yield made


def hits(client: TestClient, query: str) -> list[str]:
    text = client.get(f"{PAGE}?{query}").text
    found = re.findall(r'utsagnliste__tekst">(.*?)</p>', text, re.S)
    return [re.sub(r"<[^>]*>", "", hit) for hit in found]


def test_everything_is_listed_until_something_is_asked_for(client: TestClient) -> None:
    assert len(hits(client, "")) == 73
    assert len(hits(client, "hvor=intervjuer")) == 23


def test_words_themes_and_kinds_narrow_the_list(client: TestClient) -> None:
    assert hits(client, "q=250+%C3%A5rsverk") == [
        "Det er behov for 250 ekstra årsverk innen 2035, samtidig som antall personer i "
        "arbeidsfør alder reduseres."
    ]
    themed = hits(client, "tema=Bemanning&slag=challenge")
    assert len(themed) == 4
    assert "<mark>teknologi</mark>" in client.get(f"{PAGE}?q=teknologi").text


def test_nothing_found_says_what_to_try(client: TestClient) -> None:
    text = client.get(f"{PAGE}?q=romferge").text
    assert "Ingen utsagn passer" in text and "Prøv færre" in text


def test_what_is_written_is_never_run(client: TestClient) -> None:
    text = client.get(f"{PAGE}?q=%3Cscript%3E&slag=tull&hvor=tull&tema=%3Cb%3E").text
    assert "<script>" not in text.split("<main")[1] and "&lt;script&gt;" in text


def test_a_municipality_without_documents_is_shown_the_way(client: TestClient) -> None:
    text = client.get("/kommune/0301/dokumenter-sok").text
    assert "har ikke lest inn dokumenter" in text and "/kommune/0301/egne-tall" in text


def test_the_chapter_leads_to_the_search_and_back(client: TestClient) -> None:
    assert f'href="{PAGE}"' in client.get("/kommune/5503/dokumenter").text
    assert 'href="/kommune/5503/dokumenter"' in client.get(PAGE).text


def test_an_interview_of_few_is_not_found_by_any_word(tmp_path: Path) -> None:
    table = own_table("interview_statements")
    rows = [("Enhetsleder", 2, "Ledelse", "challenge", SECRET, "not_asked", None, None)]
    frame = pl.DataFrame(rows, schema=[f.name for f in table.fields], orient="row")
    OwnStore(tmp_path).put("5503", table.name, frame, file="intervjuer.xlsx", sha256="0" * 64)
    with TestClient(create_app(tmp_path, source_url=f"{HOST}:9/"), base_url=HOST) as made:
        for query in ("", "q=sjefen", "q=enhetsleder", "tema=Ledelse"):
            text = made.get(f"{PAGE}?{query}").text
            assert SECRET not in text and "Enhetsleder" not in text
        assert "1 utsagn fra intervjuer er talt med" in made.get(PAGE).text


def opened(client: TestClient, browser: Any, *, script: bool) -> Any:
    """Open the page in a browser that is given its pages from the test client."""

    def answer(route: Any) -> None:
        found = client.get(route.request.url.removeprefix(HOST))
        kind = {"content-type": found.headers.get("content-type", "")}
        route.fulfill(status=found.status_code, body=found.content, headers=kind)

    context = browser.new_context(java_script_enabled=script, reduced_motion="reduce")
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(f"{HOST}{PAGE}")
    return page


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_question_is_asked_and_answered_with_the_keyboard(
    client: TestClient, browser: Any, script: bool
) -> None:
    page = opened(client, browser, script=script)
    page.get_by_label("Ord").fill("sykefravær")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="1 utsagn").wait_for()
    assert page.locator("mark").inner_text() == "sykefravær"
    page.context.close()


def test_axe_finds_nothing_on_a_desk_or_a_phone(client: TestClient, browser: Any) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run npm ci")
    page = opened(client, browser, script=True)
    page.evaluate(AXE.read_text())
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()
