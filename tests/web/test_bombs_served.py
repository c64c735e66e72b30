"""A real server is sent bombs by real uploads: it lives, and answers others meanwhile."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from tests.own.foreign.bombs import Bomb, bombs
from tests.tiers import sized
from tools.served import Served, brought

BOMBS = sized(6, 200)
SLOWER = 1.0
"""Seconds that others may wait longer than when nobody sends bombs."""
OTHERS = ("/", "/metode", "/kommune/1833/egne-tall")
CALM = 10
GOOD = ("elever.csv", "Skole;Skoleår;Trinn;Elever\nBåsmo;2025;1;33\nGruben;2025;1;41\n".encode())


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path / "data") as made:
        yield made


def waited(reader: httpx.Client, page: str) -> float:
    """Give how long one page takes; it must be answered."""
    begun = time.monotonic()
    answer = reader.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return time.monotonic() - begun


def sent(served: Served, bomb: Bomb) -> str:
    """Send a bomb, and give what its page says when it has been read."""
    with served.reader() as reader:
        page, told = brought(reader, "1833", (bomb.name, bomb.content), seconds=120)
        assert page, (bomb.kind, told)
        return reader.get(page).text


@pytest.mark.skipif(os.name != "posix", reason="limits and signals are POSIX")
def test_bombs_are_refused_while_others_are_answered(served: Served) -> None:
    with served.reader() as reader:
        for page in OTHERS:  # the first one of each makes what the others find ready
            waited(reader, page)
        calm = max(waited(reader, OTHERS[i % len(OTHERS)]) for i in range(CALM))
        for number, bomb in enumerate(bombs(BOMBS)):
            told: list[str] = []
            sending = threading.Thread(
                target=lambda bomb=bomb, told=told: told.append(sent(served, bomb))
            )
            sending.start()
            slowest = 0.0
            while sending.is_alive():
                page = OTHERS[number % len(OTHERS)]
                slowest = max(slowest, waited(reader, page))
                time.sleep(0.1)
            assert slowest <= calm + SLOWER, (bomb.kind, slowest, calm)
            assert served.alive(), bomb.kind
            assert told, f"{bomb.kind}: the sending was not answered"
            assert any(said in told[0] for said in bomb.said), (bomb.kind, told[0][-2000:])
        page, _told = brought(reader, "1833", GOOD)
        assert reader.post(f"{page}/ta-inn").status_code == 303
        assert "Elever per skole og trinn" in reader.get("/kommune/1833/egne-tall").text
