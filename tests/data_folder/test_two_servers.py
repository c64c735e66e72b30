"""Two servers on one data folder: each sees what the other writes, and nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tiers import sized

from veivalg.cli.main import run
from veivalg.desk.losses import losses
from veivalg.desk.notes import Notes
from veivalg.foundation.layout.backup import back_up
from veivalg.own.versions import OwnStore

SCRIPT = Path(__file__).with_name("serve_when_told.py")
TURNS, AT_ONCE = sized(4, 200), sized(6, 300)
PAGE, OWN = "/kommune/1833/prove", "/kommune/1833/egne-tall/elever"


class Server:
    """A server in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def tell(self, *words: object) -> None:
        """Ask for something; its answer is read later."""
        self.process.stdin.write("\t".join(map(str, words)) + "\n")

    def answer(self) -> tuple[int, str]:
        """Give the status and the text of the oldest answer that isn't read."""
        status, text = json.loads(self.process.stdout.readline())
        return status, text

    def ask(self, *words: object) -> tuple[int, str]:
        """Ask, and give the answer."""
        self.tell(*words)
        return self.answer()

    def sees(self, path: str, text: str) -> bool:
        """Say whether a page comes to hold a text; the folder is looked at once a second."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if text in self.ask("get", path)[1]:
                return True
            time.sleep(0.1)
        return False

    def close(self) -> None:
        """End it as when its terminal is closed."""
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    made = Server(tmp_path / "data"), Server(tmp_path / "data")
    for one in made:
        assert one.process.stdout.readline() == "ready\n"
    yield made
    for one in made:
        one.close()


def note(text: str) -> tuple[str, ...]:
    return ("post", f"{PAGE}/merknad", "about=Plasser", "period=2024", f"text={text}", "who=Kari")


def test_two_servers_on_one_folder_see_each_other_and_lose_nothing(
    servers: tuple[Server, Server], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    for turn in range(TURNS):
        writer, reader = servers[turn % 2], servers[(turn + 1) % 2]
        assert writer.ask(*note(f"skrevet som nummer {turn}."))[0] == 303
        assert writer.ask("store", 100 + turn) == (0, "")
        assert reader.sees(PAGE, f"skrevet som nummer {turn}.")
        assert reader.sees(OWN, f"{100 + turn}.csv")
    for number in range(AT_ONCE):
        for name, server in zip("ab", servers, strict=True):
            server.tell(*note(f"samtidig {name}{number}."))
            server.tell("store", 200 + number)
    answers = [server.answer() for server in servers for _n in range(2 * AT_ONCE)]
    assert sorted({status for status, _text in answers}) == [0, 303]
    texts = [n.text for n in Notes(folder).history("1833")]
    assert sorted(texts[TURNS:]) == sorted(
        f"samtidig {name}{n}." for name in "ab" for n in range(AT_ONCE)
    )
    history = OwnStore(folder).versions("1833", "pupils")
    assert [v.number for v in history] == list(range(1, TURNS + 2 * AT_ONCE + 1))
    assert {v.kind for v in history} == {"import"} and losses(folder, "1833") == ()
    first, second = servers
    assert first.ask("post", f"{OWN}/slett", "sikker=ja")[0] == 303
    status, text = second.ask("post", f"{OWN}/angre")
    assert status == 400 and "ingen tidligere versjon" in text
    assert not list(folder.rglob("*.parquet"))
    archive = tmp_path / "kopi.zip"
    back_up(folder, archive)
    assert run(["gjenopprett", str(archive), "--data", str(folder)]) == 5
    assert "i bruk av en annen Veivalg" in " ".join(capsys.readouterr().err.split())
