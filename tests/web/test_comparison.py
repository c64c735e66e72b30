"""Whom a municipality is compared with is chosen once, and holds on all pages and in all files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.test_bar import PAGES, bar, plain

from veivalg.content import Report
from veivalg.publish import formats
from veivalg.publish.format import CHOSEN, PART, WHOLE
from veivalg.web.app import create_app
from veivalg.web.rooms.reading import downloads, reports

HOST = "http://127.0.0.1"
HOME = "/kommune/5503"
CHOICE = f"{HOME}/sammenlikn"


@pytest.fixture(scope="module")
def written() -> dict[str, Report]:
    """Give the report each format was last written of."""
    return {}


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, written: dict[str, Report]
) -> Iterator[TestClient]:
    patch = pytest.MonkeyPatch()

    def publish(report: Any, name: str) -> bytes:
        written[name] = report
        return name.encode()

    for room in (downloads, reports):
        patch.setattr(room, "publish", publish)
    app = create_app(tmp_path_factory.mktemp("sammenlikning"), source_url=f"{HOST}:9/")
    with TestClient(app, base_url=HOST, follow_redirects=False) as made:
        made.post(CHOICE, data={"kommune": ["1833"], "ny": "Narvik"})
        yield made
    patch.undo()


def compared(report: Report) -> set[str]:
    """Give the places that tables of a report hold, by their names there."""
    names = {"Rana", "Narvik", "Bodø"}
    return {
        str(cell)
        for chapter in report.chapters
        for exhibit in chapter.exhibits()
        for row in exhibit.table.rows
        for cell in row
        if str(cell) in names
    }


@pytest.mark.parametrize("page", [page for page, here in PAGES.items() if here])
def test_every_page_says_whom_and_leads_to_where_it_is_changed(
    client: TestClient, page: str
) -> None:
    head = bar(client.get(HOME + page).text)
    assert "Sammenlikner med: KOSTRA-gruppe 9, Rana, Narvik" in plain(head)
    assert f'href="{CHOICE}#valg"' in head


def test_another_municipality_has_its_own_choice(client: TestClient) -> None:
    assert "Rana" not in plain(bar(client.get("/kommune/1804").text))


def test_every_document_is_made_with_it(client: TestClient, written: dict[str, Report]) -> None:
    for name in formats(WHOLE):
        assert client.get(f"{HOME}/rapport.{name}").status_code == 200
        assert compared(written.pop(name)) == {"Rana", "Narvik"}, name
    for name in formats(CHOSEN):
        assert client.get(f"{HOME}/rapporter/{name}").status_code == 200
        assert compared(written.pop(name)) == {"Rana", "Narvik"}, name


def test_files_of_a_chapter_and_the_answers_for_programs_are_made_with_it(
    client: TestClient,
) -> None:
    assert set(formats(PART)) >= {"json"}
    for address in (f"{HOME}/ressursbruk.json", "/api/kommuner/5503/kapitler/ressursbruk"):
        text = client.get(address).text
        assert '"Rana"' in text and '"Narvik"' in text and '"Bodø"' not in text, address
    exhibits = client.get("/api/kommuner/5503/kapitler/ressursbruk").json()["exhibits"]
    told = [e["id"] for e in exhibits if "Narvik" in str(e["table"])]
    assert told
    assert "Narvik" in client.get(f"{HOME}/ressursbruk/{told[0]}.csv").text


def test_an_address_may_name_others_and_then_says_so(client: TestClient) -> None:
    page = client.get(f"{HOME}/ressursbruk?sammenlikn=1804").text
    assert "Sammenlikner med: KOSTRA-gruppe 9, Bodø" in plain(bar(page))


@pytest.mark.parametrize(
    ("came", "back"),
    [
        (f"{HOST}{HOME}/ressursbruk", f"{HOME}/ressursbruk"),
        (f"{HOST}{HOME}/plasser?a.x=3&sammenlikn=1804", f"{HOME}/plasser?a.x=3"),
        (f"{HOST}{HOME}", HOME),
        (f"{HOST}{CHOICE}?v.income=3", ""),
        (f"{HOST}/kommune/1833/plasser", ""),
        ("https://example.org/kommune/5503evil", ""),
        ("", ""),
    ],
)
def test_after_the_choice_one_is_back_where_one_came_from(
    client: TestClient, came: str, back: str
) -> None:
    page = client.get(CHOICE, headers={"referer": came}).text
    form = page.partition('<form class="duell"')[2].partition("</form>")[0]
    kept = re.search(r'name="fra" value="([^"]*)"', form)
    assert (kept[1] if kept else "") == back
    answer = client.post(CHOICE, data={"kommune": ["1833"], "ny": "Narvik", "fra": back})
    assert answer.headers["location"] == (back or f"{CHOICE}?lagret=1#valg")
    # Weights are looked at in between without forgetting it.
    again = client.get(CHOICE, params={"v.income": "3", "fra": back} if back else None).text
    assert ('name="fra"' in again) == bool(back)


def test_a_form_made_elsewhere_sends_nobody_away(client: TestClient) -> None:
    for evil in ("https://example.org/", "//example.org/kommune/5503", "javascript:x", "/\\x"):
        answer = client.post(CHOICE, data={"kommune": ["1833"], "ny": "Narvik", "fra": evil})
        assert answer.headers["location"].startswith(HOME)
