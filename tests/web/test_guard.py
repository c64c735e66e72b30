"""The server answers only its own machine and pages, and loads nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from veivalg.web.kit.site import Site
from veivalg.web.rooms.reading.fetching import FETCHES


@pytest.fixture(scope="module")
def program(app: FastAPI) -> Iterator[TestClient]:
    """Give a client that says of itself only what a test tells it to."""
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as made:
        del made.headers["sec-fetch-site"]
        yield made


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
        {"origin": "https://127.0.0.1"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none", "origin": "http://evil.example"},
        {"sec-fetch-site": ""},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_comes_from_another_page_is_refused_and_starts_nothing(
    program: TestClient, app: FastAPI, headers: dict[str, str], method: str
) -> None:
    answer = program.request(method, "/kommune/0301/hent", headers=headers)
    assert answer.status_code == 403
    assert answer.text == "Forespørselen kom fra en annen nettside, og er ikke utført."
    site: Site = app.state.site
    assert site.jobs.find(FETCHES, "0301") is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "none"},
        {"referer": "http://127.0.0.1/kommune/5503"},
        {"referer": "http://evil.example/127.0.0.1"},
        {"authorization": "Bearer abc"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_does_not_say_where_it_comes_from_is_refused_and_told_how(
    program: TestClient, app: FastAPI, headers: dict[str, str], method: str
) -> None:
    answer = program.request(method, "/kommune/0301/hent", headers=headers)
    assert answer.status_code == 403
    assert answer.text == (
        "Forespørselen sier ikke hvilken nettside den kommer fra, og er ikke utført. Bruk skjemaet "
        "på siden. Et program må sende «Origin: http://127.0.0.1»."
    )
    site: Site = app.state.site
    assert site.jobs.find(FETCHES, "0301") is None


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://127.0.0.1"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1"},
        {"sec-fetch-site": "none", "origin": "http://127.0.0.1"},
        {"host": "localhost:8765", "origin": "http://localhost:8765"},
    ],
)
def test_a_post_that_says_it_is_from_our_own_page_is_let_in(
    program: TestClient, headers: dict[str, str]
) -> None:
    form = {"about": "", "text": ""}
    answer = program.post("/kommune/5503/prove/merknad", headers=headers, data=form)
    assert answer.status_code == 400  # the note is empty: it has come to the room


@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin", "none", ""])
def test_what_is_only_read_may_be_come_to_from_anywhere(program: TestClient, site: str) -> None:
    assert program.get("/helse", headers={"sec-fetch-site": site}).status_code == 200


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
        assert text.count("<script") == text.count('<script src="/static/') == 3
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
