"""`veivalg hent` where nobody looks at a bar, and where the service is down for figures."""

from __future__ import annotations

import re
import time
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from tools.standin import Fault

from veivalg.cli import parts
from veivalg.cli.main import run
from veivalg.sources.http import client
from veivalg.sources.http.health import DownError, Health
from veivalg.sources.http.limits import Limits


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a clock that waiting moves, so that a minute passes at once."""
    now = [0.0]

    def moved(seconds: float, *_stop: object) -> None:
        now[0] += seconds

    monkeypatch.setattr(client, "wait", moved)
    monkeypatch.setattr(client, "Health", partial(Health, clock=lambda: now[0]))
    return now


def test_a_service_down_for_figures_is_given_up_within_a_minute_and_says_since_when(
    serve, clock: list[float], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The limits are those of every day; only the waiting is not waited for."""
    standin = serve(Fault("503", path="/data"))
    code = run(["hent", "5503", "--kilde", standin.url, "--data", str(tmp_path / "data")])
    heard = capsys.readouterr()
    said = " ".join(heard.err.split())
    assert code == 4 and 0 < clock[0] <= 60
    assert re.search(r"Feil: SSBs tjeneste er nede: ingen svar siden kl\. \d\d\.\d\d\.", said)
    assert "Gjør dette: Prøv igjen om en stund." in said
    assert "Traceback" not in heard.err


def test_a_service_that_holds_the_line_is_given_up_after_a_minute_from_the_call() -> None:
    """One call that is never answered is a minute without an answer when it ends."""
    now = [100.0]
    health = Health(Limits(), lambda: now[0])
    begun = health.begin()
    now[0] += Limits().patience
    with pytest.raises(DownError):
        health.failed("http://a/tables/07459/data", 1.0, faulty=False, begun=begun)


def test_nobody_waits_longer_for_one_answer_than_for_a_service_that_is_down() -> None:
    with client.Client("http://127.0.0.1:9", Limits(read_timeout=90.0)) as made:
        assert made._http.timeout.read == 60.0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, fast: Limits) -> None:
    """Ask for one table, as often as the stand-in allows, which is more often than SSB does."""
    monkeypatch.setattr(client, "Limits", lambda: fast)
    fetching = import_module("veivalg.sources.ssb.fetch")
    chosen = fetching._chosen
    monkeypatch.setattr(fetching, "_chosen", lambda _all: chosen(["07459"]))


@pytest.mark.usefixtures("quick")
def test_without_a_terminal_there_is_a_line_at_once_and_one_every_ten_seconds(
    serve, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parts.EVERY == 10.0
    monkeypatch.setattr(parts, "EVERY", 0.2)
    # of the figures, so that it is known by then how many parts there are
    standin = serve(Fault("slow", path="/data", times=2, seconds=1.5))
    begun = time.monotonic()
    arguments = ["hent", "5503", "--kilde", standin.url, "--data", str(tmp_path / "data")]
    assert run(arguments) == 0
    took = time.monotonic() - begun
    lines = [line for line in capsys.readouterr().err.splitlines() if line.endswith("…")]
    assert lines[0] == "Spør SSB om tabellene …"
    assert 3 <= len(lines) <= took / 0.2 + 1
    assert any(re.search(r" \(\d+ av \d+\), \d+ s …$", line) for line in lines)


@pytest.mark.usefixtures("quick")
def test_a_program_that_reads_json_gets_no_lines(
    serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    standin = serve()
    arguments = ["hent", "5503", "--kilde", standin.url, "--data", str(tmp_path / "data")]
    assert run([*arguments, "--json"]) == 0
    assert not capsys.readouterr().err


def test_a_line_is_told_also_while_nothing_moves(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "EVERY", 0.05)
    with parts.progress_bar(quiet=False) as bar:
        bar.add_task("Venter på SSB", total=None)
        time.sleep(0.4)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) >= 3 and all(line.startswith("Venter på SSB") for line in lines)


def test_a_line_counts_what_is_told_as_one_more(capsys: pytest.CaptureFixture[str]) -> None:
    """The back-test tells of a year at a time, not of how many there have been."""
    with parts.Lines() as bar:
        task = bar.add_task("Etterprøver", total=5)
        bar.update(task, advance=1, description="Etterprøver fra 2018")
        bar.update(task, advance=1, description="Etterprøver fra 2019")
        bar._print()
    assert "Etterprøver fra 2019 (2 av 5)" in capsys.readouterr().err
