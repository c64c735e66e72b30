"""Events are ordered by number, kept whole, and told when they are damaged."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.desk.notes import Notes
from veivalg.foundation import events, platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.events import Damaged, Event, EventLog


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    return EventLog(tmp_path / "logg", "5503/prove")


def test_events_come_back_in_the_order_they_were_kept(log: EventLog) -> None:
    assert log.read() == () and not log.folder.exists()
    kept = [log.append({"tekst": f"nr {i}", "tall": i / 3}) for i in range(12)]
    assert [e.number for e in kept] == list(range(1, 13))
    assert list(EventLog(log.folder, "5503/prove").read()) == kept


def test_a_clock_that_goes_backwards_changes_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = Notes(tmp_path)
    for year in (2030, 2020, 2025):
        moment = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
        clock = type("Clock", (dt.datetime,), {"now": classmethod(lambda _c, _z, m=moment: m)})
        monkeypatch.setattr("veivalg.desk.notes.datetime", clock)
        written = notes.add("5503", "a", "Tall", f"skrevet {year}", who="Kari")
    assert [n.when[:4] for n in notes.history("5503")] == ["2030", "2020", "2025"]
    notes.remove("5503", written.id)
    assert [bool(n.removed) for n in notes.history("5503")] == [False, False, True]


@pytest.mark.parametrize("links", [True, False])
def test_programs_that_write_at_once_lose_nothing_and_share_no_number(
    links: bool, log: EventLog
) -> None:
    program = (
        "import os, pathlib, sys\n"
        "from veivalg.foundation.events import EventLog\n"
        "def refuse(*_): raise OSError(95, 'Operation not supported')\n"
        "os.link = os.link if sys.argv[3] == 'True' else refuse\n"
        "log = EventLog(pathlib.Path(sys.argv[1]), '5503/prove')\n"
        "for i in range(25): log.append({'hvem': sys.argv[2], 'i': i})\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(log.folder), name, str(links)])
        for name in ("kari", "ola", "maret")
    ]
    assert [one.wait() for one in started] == [0, 0, 0]
    found = log.read()
    assert [e.number for e in found] == list(range(1, 76))
    for name in ("kari", "ola", "maret"):
        assert [e.content["i"] for e in found if e.content["hvem"] == name] == list(range(25))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_change_of_a_byte_is_told_and_hides_no_other(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    log = EventLog(tmp_path_factory.mktemp("l"), "5503/prove")
    for text in ("en", "to", "tre"):
        log.append({"tekst": text, "tall": 12.5})
    raw = log.path(2).read_bytes()
    at = data.draw(st.integers(0, len(raw) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != raw[at]))
    log.path(2).write_bytes(raw[:at] + bytes([byte]) + raw[at + 1 :])
    first, second, third = log.read()
    assert second == Damaged(2, log.path(2))
    assert (first.content["tekst"], third.content["tekst"]) == ("en", "tre")
    assert "00000002.json er skadet" in second.text()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"number":1}'])
def test_what_is_no_event_is_told(content: bytes, log: EventLog) -> None:
    log.append({"tekst": "en"})
    log.path(1).write_bytes(content)
    log.append({"tekst": "to"})
    assert [type(e) for e in log.read()] == [Damaged, Event]


def test_an_event_from_another_log_or_under_another_number_is_damaged(log: EventLog) -> None:
    log.append({"tekst": "en"})
    other = EventLog(log.folder.parent / "annen", "1833/prove")
    other.append({"tekst": "en"})
    log.path(2).write_bytes(other.path(1).read_bytes())
    log.path(3).write_bytes(log.path(1).read_bytes())
    assert [type(e) for e in log.read()] == [Event, Damaged, Damaged]
    assert log.append({"tekst": "fire"}).number == 4


def test_an_event_that_can_not_be_written_leaves_nothing(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    log.append({"tekst": "en"})
    monkeypatch.setattr("os.write", full)
    with pytest.raises(StoreError, match="Disken er full"):
        log.append({"tekst": "to"})
    monkeypatch.undo()
    assert [p.name for p in log.folder.iterdir()] == ["00000001.json"]


def test_a_number_that_is_always_taken_ends_in_a_sentence(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(_source: Path, target: Path) -> None:
        target.touch()
        raise FileExistsError(17, "File exists")

    monkeypatch.setattr(events, "_TRIES", 3)
    monkeypatch.setattr(platform, "put_new", taken)
    with pytest.raises(StoreError, match="er opptatt"):
        log.append({"tekst": "en"})
