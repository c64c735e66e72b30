"""The overview: what matters most stands first, and no row says what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import serving
from tests.web.test_browser import violations

from veivalg.web.app import create_app

HOST = "http://127.0.0.1"
ROW = re.compile(r'<li class="rangert__funn">(.*?)</li>', re.DOTALL)
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(tmp_path_factory.mktemp("oversikt"), source_url=f"{HOST}:9/")
    with TestClient(app, base_url=HOST, follow_redirects=False) as made:
        yield made


def plain(text: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", text).replace("\u202f", " ").split())


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("5503", "Harstad bruker 147 mill. kr mer på helse og omsorg enn KOSTRA-gruppe 9"),
        ("1804", "Bodø bruker 151 mill. kr mer på helse og omsorg enn KOSTRA-gruppe 11"),
        ("5610", "Disposisjonsfondet var 0,2 % (urevidert) og netto lånegjeld 177,9 %"),
        ("0099", "Med dagens bruk i hver aldersgruppe trenger Eksempelkommunen 54 flere plasser"),
    ],
)
def test_the_findings_come_first_each_with_a_way_to_its_arithmetic(
    client: TestClient, code: str, first: str
) -> None:
    page = client.get(f"/kommune/{code}").text
    rows = ROW.findall(page)
    assert 5 <= len(rows) <= 7
    assert plain(rows[0]).startswith(first)
    assert page.index("rangert__funn") < page.index("Les videre")
    for row in rows:
        link = re.search(rf'href="(/kommune/{code}/[^"#]+)#([^"]+)"', row)
        assert link is not None, row
        assert f'id="{link[2]}"' in client.get(link[1]).text
        assert "Slik er det regnet" in row
        assert re.search(r"· (20\d\d|20\d\d \(urevidert\)) ·", plain(row)), plain(row)


def test_what_is_made_up_is_called_an_example(client: TestClient) -> None:
    rows = ROW.findall(client.get("/kommune/0099").text)
    assert all("Eksempel ·" in plain(row) for row in rows)
    assert not any(
        "Eksempel" in plain(row) for row in ROW.findall(client.get("/kommune/1804").text)
    )


def test_with_the_embedded_figures_alone_there_is_one_action_and_no_row_of_what_is_missing(
    client: TestClient,
) -> None:
    page = client.get("/kommune/1804").text
    assert page.count('action="/kommune/1804/hent"') == 1
    assert "Da kommer: Årsverk og rekruttering" in plain(page)
    assert not re.findall(r"<(?:td|tr|li)[^>]*>[^<]*[Mm]angler", page)
    assert "8 kapitler venter på egne tall" in plain(page)


def test_the_rule_stands_on_the_page_with_what_each_finding_rests_on(client: TestClient) -> None:
    page = client.get("/kommune/5503").text
    fold = page[page.index('class="rangert__regel"') :].partition("</details>")[0]
    assert 'href="/metode/M23"' in fold
    assert "147 mill. kr i året. Avviket i kroner i regnskapsåret, eller et annet den" in plain(
        fold
    )
    assert client.get("/metode/M23").status_code == 200
    # Under the list, and under its chart.
    assert plain(page).count("samme kronene, så funnene kan ikke legges sammen.") == 2


@pytest.mark.browser
@pytest.mark.parametrize("code", ["5503", "0099", "1151"])
def test_on_a_phone_the_first_finding_is_in_sight_and_all_within_one_and_a_half_screens(
    browser: Any, tmp_path: Path, code: str
) -> None:
    with serving(create_app(tmp_path)) as address:
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        page.goto(f"{address}/kommune/{code}")
        page.locator(".rangert__funn").first.wait_for(timeout=60_000)
        found = page.locator(".rangert__funn").first.bounding_box()
        whole = page.locator(".rangert").bounding_box()
        assert found is not None and found["y"] + found["height"] <= PHONE["height"]
        assert whole is not None and whole["y"] + whole["height"] <= 1.5 * PHONE["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert violations(page) == []
        context.close()
