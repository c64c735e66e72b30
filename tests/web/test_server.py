"""Starting: the loopback address only, a clear word when the port is taken, a clean stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
import uvicorn
from starlette.testclient import TestClient
from tests.web.conftest import HOST

from veivalg.foundation.errors import VeivalgError
from veivalg.web.kit.token import Token
from veivalg.web.server import bind, serve


def test_a_port_in_use_is_told_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(VeivalgError) as caught:
            bind(port)
    assert caught.value.message == f"Porten {port} er opptatt av et annet program."
    assert f"--port {port + 1}" in caught.value.remedy


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_does_not_exist_is_told(port: int) -> None:
    with pytest.raises(VeivalgError, match=f"Kan ikke bruke porten {port}"):
        bind(port)


def test_only_this_machine_is_answered() -> None:
    with bind(0) as bound:
        assert bound.getsockname()[0] == "127.0.0.1"


@contextmanager
def started(folder: Path, **more: object) -> Iterator[tuple[str, list[str]]]:
    """Run the server over `folder`; give its address and, when it has stopped, its warnings."""
    program = (  # without what it makes ready in the background, which the end would wait for
        "from pathlib import Path; from veivalg.web import app; app.warm = lambda app: None;"
        "from veivalg.web.server import serve;"
        f"serve(Path({str(folder)!r}), 0, open_browser=False, **{more!r})"
    )
    warned: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder.parent,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        yield process.stdout.readline().split()[-1], warned
        os.kill(process.pid, signal.SIGINT)
        process.wait(timeout=60)
        told = process.stderr.read().splitlines()
        warned += [line for line in told if line.startswith("Advarsel")]


def answer_of(address: str) -> int:
    """Give what is answered, as soon as somebody answers there."""
    opener = build_opener(HTTPCookieProcessor())
    until = time.monotonic() + 20
    while True:
        try:
            with opener.open(address, timeout=20) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_the_server_says_its_address_answers_and_stops(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with started(folder) as (address, warned):
        where, _, token = address.partition("?token=")
        assert answer_of(where) == answer_of(f"{where}helse") == 401
        assert answer_of(f"{where}helse?token={token}") == 200
    assert warned == []
    kept = Token(folder)
    assert kept.current() == token and where == f"http://127.0.0.1:{kept.port()}/"
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*")) == [
        "tilgang",
        "tilgang/port",
        "tilgang/token",
    ]


def test_without_a_token_the_server_answers_everyone_warns_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    with started(tmp_path / "data", with_token=False) as (address, warned):
        assert address.endswith("/")
        assert answer_of(f"{address}helse") == 200
    assert warned == [
        "Advarsel: Uten token kan alle som bruker denne maskinen, åpne nettsiden og se kommunens "
        "egne tall."
    ]
    assert not (tmp_path / "data").exists()


def test_the_browser_is_opened_with_what_opens_once_and_not_with_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every account on the machine can read the address a browser is started with."""
    opened: list[str] = []
    answers: list[int] = []

    def runs(server: uvicorn.Server, sockets: object) -> None:
        while not opened:
            time.sleep(0.01)
        for _each in ("the browser", "somebody who saw its address"):
            other = TestClient(server.config.app, base_url=HOST, follow_redirects=False)
            answers.append(other.get(opened[0]).status_code)

    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(uvicorn.Server, "run", runs)
    monkeypatch.setattr("veivalg.web.app.warm", lambda app: None)
    serve(tmp_path, 0)
    assert answers == [303, 401]
    assert Token(tmp_path).current() not in opened[0]
