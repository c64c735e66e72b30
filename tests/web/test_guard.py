"""The server answers only its own machine and pages, and loads nothing from outside."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from veivalg.web.kit.site import Site
from veivalg.web.rooms.reading.fetching import FETCHES


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_loopback_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/helse", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "a@b"])
def test_other_names_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/helse", headers={"host": host})
    assert answer.status_code == 403
    assert "localhost" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
        {"origin": ""},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://[::1"},
        {"referer": "http://evil.example/127.0.0.1"},
    ],
)
def test_a_post_from_another_page_is_refused_and_starts_nothing(
    client: TestClient, app: FastAPI, headers: dict[str, str]
) -> None:
    assert client.post("/kommune/0301/hent", headers=headers).status_code == 403
    site: Site = app.state.site
    assert site.jobs.find(FETCHES, "0301") is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://127.0.0.1"},
        {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1"},
        {"sec-fetch-site": "none"},
        {"referer": "http://127.0.0.1/kommune/5503"},
    ],
)
def test_a_post_from_our_own_page_or_a_program_is_let_in(
    client: TestClient, headers: dict[str, str]
) -> None:
    form = {"about": "", "text": ""}
    assert client.post("/kommune/5503/prove/merknad", headers=headers, data=form).status_code != 403


@pytest.mark.parametrize("page", ["/", "/kommune/5503/prove", "/finnes-ikke", "/static/site.css"])
def test_every_answer_carries_the_security_headers(client: TestClient, page: str) -> None:
    headers = client.get(page).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "'unsafe-inline'" not in headers["content-security-policy"].replace(
        "style-src-attr 'unsafe-inline'", ""
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_hold_no_inline_script_or_handler(client: TestClient) -> None:
    for page in ("/", "/kommune/5503", "/kommune/5503/prove"):
        text = client.get(page).text
        assert text.count("<script") == 1
        assert " onclick=" not in text
        assert "<style" not in text


def test_an_unexpected_error_becomes_a_friendly_page(
    client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(app.state.site.library, "report", broken)
    answer = client.get("/kommune/1833/kunnskapsgrunnlag")
    assert answer.status_code == 500
    assert "Noe gikk galt i Veivalg." in answer.text
    assert "secret detail" not in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["/kommune/1833%00/skole", "/kommune/1833/skole?q=%00"])
def test_an_address_with_a_character_of_nothing_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.text == "Adressen har et tegn som ikke kan brukes."
