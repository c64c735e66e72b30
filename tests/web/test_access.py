"""Who has the token of the data folder is let in, and no other account on the machine."""

from __future__ import annotations

import logging
import os
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.web.conftest import HOST, serving
from tests.web.routes import every_route, filled

from veivalg.cli.main import run
from veivalg.foundation import platform
from veivalg.web.app import create_app
from veivalg.web.kit import token as tokens
from veivalg.web.kit.token import Token, cookie_name

OPEN = ("/static/{name:path}", "/favicon.ico")
"""What comes with the program and is the same for everyone."""
PORT = 80


@pytest.fixture
def token(tmp_path: Path) -> Token:
    made = Token(tmp_path)
    made.made()
    return made


@pytest.fixture
def locked(token: Token, tmp_path: Path) -> FastAPI:
    return create_app(tmp_path, source_url=f"{HOST}:9/", token=token)


@pytest.fixture
def client(locked: FastAPI) -> Iterator[TestClient]:
    with TestClient(locked, base_url=HOST, follow_redirects=False) as made:
        yield made


def reader() -> Callable[..., tuple[str, str]]:
    """Give what reads as a browser does: it keeps cookies and goes where it is sent."""
    opener = build_opener(HTTPCookieProcessor())

    def read(url: str, body: bytes | None = None) -> tuple[str, str]:
        try:
            answer = opener.open(url, body, timeout=60)
        except HTTPError as error:
            answer = error
        return answer.url, answer.read().decode()

    return read


def let_in(client: TestClient, token: Token) -> TestClient:
    client.cookies.set(cookie_name(PORT), token.cookie(PORT))
    return client


def outcomes(client: TestClient, app: FastAPI) -> dict[tuple[str, str], int]:
    return {(m, p): client.request(m, filled(p)).status_code for m, p in every_route(app)}


def test_no_route_answers_without_a_token(client: TestClient, locked: FastAPI) -> None:
    found = outcomes(client, locked)
    assert len(found) > 70
    inside = {route: status for route, status in found.items() if route[1] not in OPEN}
    assert set(inside.values()) == {401}, {r for r, status in inside.items() if status != 401}
    assert {status for route, status in found.items() if route[1] in OPEN} <= {200, 301, 404}


def test_every_route_answers_whoever_has_the_cookie(
    client: TestClient, locked: FastAPI, token: Token
) -> None:
    found = outcomes(let_in(client, token), locked)
    refused = {route for route, status in found.items() if status in (401, 403)}
    assert len(found) > 70 and not refused


@pytest.mark.parametrize(
    "wrong", ["", "0" * 64, "æ", "the token", "another port", "another folder"]
)
def test_a_cookie_that_is_not_the_right_one_opens_nothing(
    client: TestClient, token: Token, tmp_path: Path, wrong: str
) -> None:
    other = Token(tmp_path / "another")
    other.made()
    value = {
        "the token": token.current(),
        "another port": token.cookie(81),
        "another folder": other.cookie(PORT),
    }.get(wrong, wrong)
    header = f"{cookie_name(PORT)}={value}".encode()
    assert client.get("/", headers={b"cookie": header}).status_code == 401


def test_whoever_is_not_let_in_opens_no_rooms_and_is_told_how(
    client: TestClient, locked: FastAPI
) -> None:
    page = client.get("/kommune/5503/befolkning")
    assert page.status_code == 401 and not locked.state.house.opened
    assert "Nettsiden er låst." in page.text and "Kjør «veivalg adresse»" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    told = client.get("/api/kapitler").json()
    assert told["feil"] == "Nettsiden er låst." and "veivalg adresse" in told["gjor"]


@pytest.mark.parametrize(
    ("asked", "come_to"),
    [
        ("/?token={}", "/"),
        ("/kommune/5503?token={}&sprak=nb", "/kommune/5503?sprak=nb"),
        ("/utforsk?tall=a%26b&token={}&tall=c&tom=", "/utforsk?tall=a%26b&tall=c&tom="),
        ("/sok?q=%C3%A5&%74oken={}", "/sok?q=%C3%A5"),
        ("/metode/b%20c?token=old&token={}", "/metode/b%20c"),
        ("//evil.example/?token={}", "/evil.example/"),
        ("/%5Cevil.example?token={}", "/evil.example"),
    ],
)
def test_the_token_in_an_address_becomes_a_cookie_and_leaves_the_address(
    client: TestClient, token: Token, asked: str, come_to: str
) -> None:
    answer = client.get(HOST + asked.format(token.current()))
    assert answer.status_code == 303
    assert answer.headers["location"] == come_to
    assert answer.headers["referrer-policy"] == "no-referrer"
    parts = answer.headers["set-cookie"].lower().split("; ")
    assert {"httponly", "samesite=strict", "path=/"} < set(parts)
    assert not any(part.startswith("domain") for part in parts)
    assert token.current() not in str(answer.headers)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("wrong", ["", "x", "æ", "\udce6", "A" * 43])
def test_a_wrong_token_opens_nothing_and_is_told(client: TestClient, wrong: str) -> None:
    given = {"token": wrong.encode("utf-8", "surrogateescape")}
    answer = client.get("/", params=given)
    assert answer.status_code == 401 and "set-cookie" not in answer.headers
    assert "Adressen gjelder ikke lenger." in answer.text


def test_an_old_bookmark_does_not_shut_out_who_is_already_in(
    client: TestClient, token: Token
) -> None:
    old = token.current()
    token.renewed()
    answer = let_in(client, token).get(f"/om?token={old}")
    assert answer.status_code == 303 and answer.headers["location"] == "/om"


def test_a_token_in_an_address_is_not_enough_to_write(client: TestClient, token: Token) -> None:
    answer = client.post(f"/kommune/5503/hent?token={token.current()}")
    assert answer.status_code == 401


def test_a_new_token_shuts_out_the_old_one_at_once(client: TestClient, tmp_path: Path) -> None:
    token = Token(tmp_path)  # as the command line has it, in another process
    old = token.current()
    assert client.get(f"/?token={old}").status_code == 303
    assert client.get("/").status_code == 200
    new = token.renewed()
    assert new != old
    assert client.get("/").status_code == 401
    assert client.get(f"/?token={old}").status_code == 401
    assert client.get(f"/?token={new}").status_code == 303
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("content", [None, b"", b"short", b"A" * 43 + b"\n?", "æ".encode() * 43])
def test_where_there_is_no_sound_token_nobody_is_let_in_until_one_is_made(
    client: TestClient, token: Token, tmp_path: Path, content: bytes | None
) -> None:
    let_in(client, token)
    file = tmp_path / "tilgang" / "token"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert client.get("/").status_code == 401
    for given in ("", (content or b"").decode().strip()):
        assert client.get("/", params={"token": given}).status_code == 401
    client.cookies.set(cookie_name(PORT), "")
    assert client.get("/").status_code == 401
    made = Token(tmp_path).made()
    assert len(made) == 43
    assert client.get(f"/?token={made}").status_code == 303


@pytest.mark.skipif(os.name != "posix", reason="Windows has no file modes")
def test_only_its_owner_can_read_the_token(token: Token, tmp_path: Path) -> None:
    folder = tmp_path / "tilgang"
    for make in (token.renewed, lambda: (folder / "token").chmod(0o644), token.made):
        make()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "token").stat().st_mode) == 0o600


def test_two_that_make_a_token_at_once_have_the_same(tmp_path: Path) -> None:
    one, other = Token(tmp_path), Token(tmp_path)
    assert one.current() == other.current() == ""
    assert one.made() == other.made() == Token(tmp_path).made() != ""


def test_a_folder_that_can_not_be_written_gets_a_token_for_one_run(tmp_path: Path) -> None:
    (tmp_path / "tilgang").write_text("i veien")
    token = Token(tmp_path)
    value = token.made_or_held()
    assert len(value) == 43 and not token.lasts and token.current() == value
    token.remember_port(1234)
    with TestClient(create_app(tmp_path, token=token), base_url=HOST) as client:
        assert client.get("/").status_code == 401
        assert client.get(f"/?token={value}").status_code == 200


def test_a_ticket_opens_once_soon_and_for_the_account_alone(
    token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = token.ticket()
    assert ticket != token.current()
    assert not token.opens(ticket, by_owner=False)
    assert token.opens(ticket, by_owner=True)
    assert not token.opens(ticket, by_owner=True)
    late = token.ticket()
    now = tokens.time.monotonic()
    monkeypatch.setattr(tokens.time, "monotonic", lambda: now + 121)
    assert not token.opens(late, by_owner=True)
    assert token.opens(token.current(), by_owner=False)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whose a connection is")
def test_whose_the_other_end_of_a_connection_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        with socket.create_connection(listening.getsockname()) as sent:
            ends = sent.getsockname(), sent.getpeername()
            assert platform.is_mine(*ends) is True
            monkeypatch.setattr(platform.os, "getuid", lambda: 65_000)
            assert platform.is_mine(*ends) is False
        assert platform.is_mine(("127.0.0.1", 1), ends[1]) is None
        assert platform.is_mine(("testclient", 50_000), ends[1]) is None


def test_the_token_is_in_no_log_and_no_page(
    locked: FastAPI, token: Token, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(locked.state.site.library, "report", broken)
    value = token.current()
    access = logging.getLogger("uvicorn.access")
    with serving(locked, log_level="info") as address:
        read = reader()
        access.addHandler(caplog.handler)
        try:
            pages = ("/?sprak=nb", "/finnes-ikke?sprak=nb", "/kommune/1833/kunnskapsgrunnlag?a=1")
            for page in pages:
                url, seen = read(f"{address}{page}&token={value}")
                assert url == f"{address}{page}"
                assert value not in seen and "token=" not in seen
            assert "Noe gikk galt i Veivalg." in seen
            read(f"{address}/kommune/0000/hent?b=1&token={value}", b"")
            read(f"{address}/om?c=1&token={value}x")
        finally:
            access.removeHandler(caplog.handler)
    logged = [record.getMessage() for record in caplog.records]
    for part in ("/?sprak=nb", "/finnes-ikke?sprak=nb", "?a=1", "?b=1", "/om?c=1"):
        assert any(part in line for line in logged), (part, logged)
    assert not any("token=" in line or value in line for line in logged)


def test_without_a_token_everyone_is_let_in(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path), base_url=HOST, follow_redirects=False) as client:
        assert client.get("/").status_code == 200
        gone = client.get("/om?token=old")
        assert gone.status_code == 303 and gone.headers["location"] == "/om"


def test_the_command_gives_the_address_and_changes_the_token(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str) -> str:
        assert run(["adresse", "--data", str(tmp_path), *arguments]) == 0
        return capsys.readouterr().out.strip()

    first = told()
    value = Token(tmp_path).current()
    assert first == f"http://127.0.0.1:8765/?token={value}" == told()
    Token(tmp_path).remember_port(9001)
    assert told() == f"http://127.0.0.1:9001/?token={value}"
    assert told("--port", "9002", "--json") == (
        f'{{"adresse": "http://127.0.0.1:9002/?token={value}"}}'
    )
    new = told("--ny-token")
    assert new.startswith("http://127.0.0.1:9001/?token=") and value not in new
    assert new == told()
