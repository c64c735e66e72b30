"""A reader writes a note on the chapter's page, and it goes with the chapter until removed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from veivalg.web.app import create_app

HOST = "http://127.0.0.1"
FORM = {
    "about": "Funksjon 241",
    "period": "2022",
    "text": "Feilført <b>7,5</b> mill.",
    "who": "Kari",
}
PAGE = "/kommune/5503/prove"


@pytest.fixture
def client(sample_registry: None, tmp_path: Path) -> TestClient:
    app: FastAPI = create_app(tmp_path, source_url=f"{HOST}:9/")
    return TestClient(app, base_url=HOST, follow_redirects=False)


def test_a_note_is_written_shown_escaped_and_carried_into_files(client: TestClient) -> None:
    before = client.get(PAGE).text
    assert "Feilført" not in before
    sent = client.post(f"{PAGE}/merknad", data=FORM)
    assert sent.status_code == 303
    assert sent.headers["location"] == f"{PAGE}#merknader-prove"
    page = client.get(PAGE).text
    assert "Feilført &lt;b&gt;7,5&lt;/b&gt; mill." in page
    assert "<b>7,5" not in page
    notes = client.get(f"{PAGE}.json").json()["notes"]
    assert [n["text"] for n in notes][-1] == FORM["text"]
    assert "Feilført" in client.get("/kommune/5503/kunnskapsgrunnlag").text
    assert "Feilført" not in client.get("/kommune/1833/prove").text


def test_a_note_is_removed_with_its_button(client: TestClient) -> None:
    client.post(f"{PAGE}/merknad", data=FORM)
    action = re.findall(
        r'action="(/kommune/5503/prove/merknad/[0-9a-f]{12}/fjern)"', client.get(PAGE).text
    )
    assert client.post(action[-1]).status_code == 303
    assert "Feilført" not in client.get(PAGE).text
    assert client.post(action[-1]).status_code == 400


def test_a_post_from_another_site_is_refused(client: TestClient) -> None:
    sent = client.post(f"{PAGE}/merknad", data=FORM, headers={"origin": "https://ond.example"})
    assert sent.status_code == 403
    assert "Feilført" not in client.get(PAGE).text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "x" * 1001}, "for lang"),
        ({"text": "x" * 20_000}, "for lang"),
        ({"who": ""}, "mangler"),
        ({"period": "i fjor"}, "ikke et år"),
        ({"about": " "}, "mangler"),
    ],
)
def test_what_can_not_be_kept_is_told_in_a_sentence(
    client: TestClient, change: dict[str, str], said: str
) -> None:
    answer = client.post(f"{PAGE}/merknad", data=FORM | change)
    assert answer.status_code == 400
    assert said in answer.text


def test_a_note_to_a_chapter_that_does_not_exist_is_not_found(client: TestClient) -> None:
    assert client.post("/kommune/5503/finnes-ikke/merknad", data=FORM).status_code == 404


def test_the_assumptions_in_the_address_are_kept(client: TestClient) -> None:
    query = "?a.dekning-maal=15"
    page = client.get(PAGE + query).text
    assert f'action="{PAGE}/merknad{query}"' in page
    sent = client.post(f"{PAGE}/merknad{query}", data=FORM)
    assert sent.headers["location"] == f"{PAGE}{query}#merknader-prove"
