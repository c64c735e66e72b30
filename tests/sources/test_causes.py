"""What stands in the way is named, once, and a pause that is asked for is kept: no clock runs."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace

import httpx2
import pytest

from veivalg.foundation.errors import SourceError
from veivalg.sources.http import client as module
from veivalg.sources.http.causes import UnreachableError
from veivalg.sources.http.client import Client
from veivalg.sources.http.health import DownError, Health
from veivalg.sources.http.limits import Limits, StoppedError

URL = "https://data.ssb.no/api/pxwebapi/v2"
NOW = 1_795_935_600.0  # Sunday 29 November 2026, 07:00 UTC
Answer = Callable[[int], httpx2.Response]


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """Give the pauses that were made, none of which lasts."""
    made: list[float] = []
    monkeypatch.setattr(module, "wait", lambda seconds, _stop: made.append(seconds))
    monkeypatch.setattr(module.time, "time", lambda: NOW)
    return made


def ask(answer: Answer, limits: Limits | None = None) -> list[str]:
    """Ask until there is an answer or an error; give what was asked for."""
    asked: list[str] = []

    def carry(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path)
        return answer(len(asked))

    limits = limits or Limits(calls=1_000)
    with Client(URL, limits, transport=httpx2.MockTransport(carry)) as client:
        try:
            client.get_json(f"{URL}/tables/07459/metadata")
        except SourceError as error:
            error.add_note(str(len(asked)))
            raise
    return asked


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("3", 3.0),
        (" 3 ", 3.0),
        ("3, 3", 3.0),
        ("60", 60.0),
        ("Sun, 29 Nov 2026 07:00:04 GMT", 4.0),
        ("Sunday, 29-Nov-26 07:00:04 GMT", 4.0),
    ],
)
def test_a_pause_is_kept_however_it_is_asked_for(pauses, status, text, pause):
    def answer(n: int) -> httpx2.Response:
        headers = {"Retry-After": text}
        return httpx2.Response(status, headers=headers) if n == 1 else httpx2.Response(200, json={})

    ask(answer)
    assert pauses == [pause]


@pytest.mark.parametrize(
    "text", ["", ".", "²", "nan", "-5", "inf", "Thu, 01 Jan 1970 00:00:00 GMT", "i morgen"]
)
def test_a_pause_that_can_not_be_read_is_our_own(pauses, text):
    def answer(n: int) -> httpx2.Response:
        headers = [(b"Retry-After", text.encode())]
        return httpx2.Response(429, headers=headers) if n == 1 else httpx2.Response(200, json={})

    ask(answer)
    assert len(pauses) == 1
    assert 0.5 <= pauses[0] <= 1.0


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("61", r"kl\. \d\d\.\d\d\."),
        ("7200", r"kl\. \d\d\.\d\d\."),
        ("864000", r"\d\d\.\d\d\.20\d\d kl\. \d\d\.\d\d\."),
        ("Sun, 29 Nov 2026 07:02:30 GMT", r"kl\. \d\d\.\d\d\."),
        ("9" * 400, r"\d\d\.\d\d\.20\d\d kl\. \d\d\.\d\d\."),
    ],
)
def test_a_longer_pause_is_left_and_told_and_the_service_is_asked_no_more(
    pauses, status, text, until
):
    def answer(_n: int) -> httpx2.Response:
        return httpx2.Response(status, headers={"Retry-After": text})

    with pytest.raises(UnreachableError, match=rf"SSB ber oss vente til .*{until}") as caught:
        ask(answer)
    assert caught.value.__notes__ == ["1"] and pauses == []


class Drip(httpx2.SyncByteStream):
    """A part each second, of which nothing need come out when it is unpacked."""

    def __init__(self, clock: list[float], *parts: bytes) -> None:
        self.clock, self.parts = clock, parts

    def __iter__(self):
        for second in range(100_000):
            self.clock[0] += 1.0
            yield self.parts[min(second, len(self.parts) - 1)]


PLAIN = {}
PACKED = {"Content-Encoding": "gzip"}
HEAD, EMPTY = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", b"\x00\x00\x00\xff\xff"


@pytest.mark.parametrize(
    ("headers", "parts", "longest"),
    [
        (PLAIN, (b" ",), 61),
        (PLAIN, (b" " * 2_000,), 68),
        (PLAIN, (b" " * 100_000,), 601),
        (PACKED, (HEAD, EMPTY), 61),
        (PACKED, (HEAD, EMPTY * 20_000), 601),
    ],
)
def test_an_answer_that_never_ends_is_given_up(pauses, monkeypatch, headers, parts, longest):
    clock = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    with pytest.raises(SourceError, match=r"svarer ikke i tide|er nede") as caught:
        ask(lambda _n: httpx2.Response(200, headers=headers, stream=Drip(clock, *parts)))
    assert caught.value.__notes__[0] in ("1", "2")
    assert clock[0] <= 2 * longest


def test_who_asks_to_stop_needn_t_wait_for_the_whole_answer():
    clock, stopped = [0.0], [False]

    class Stopping(Drip):
        def __iter__(self):
            for n, part in enumerate(super().__iter__()):
                stopped[0] = n >= 3
                yield part

    def carry(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, stream=Stopping(clock, b" "))

    with (
        Client(URL, Limits(), lambda: stopped[0], httpx2.MockTransport(carry)) as client,
        pytest.raises(StoppedError),
    ):
        client.get_json(f"{URL}/tables/07459/metadata")
    assert clock == [4.0]


def raising(error: Exception) -> Answer:
    def answer(_n: int) -> httpx2.Response:
        raise error

    return answer


def certificate() -> Exception:
    error = httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError(1, "certificate verify failed")
    return error


def giving(status: int, content: bytes = b"", kind: str = "") -> Answer:
    headers = {"Content-Type": kind} if kind else {}
    return lambda _n: httpx2.Response(status, content=content, headers=headers)


HTML = b"<!DOCTYPE html><title>Statistikkbanken er stengt</title>"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (raising(certificate()), "Sertifikatet til"),
        (raising(httpx2.ProxyError("407 Proxy Authentication Required")), "(proxy)"),
        (giving(407), "(proxy)"),
        (giving(200, HTML), "en nettside, ikke tall"),
        (giving(200, b"logg inn", "text/html; charset=utf-8"), "en nettside, ikke tall"),
        (giving(302, b"", "text/html"), "en nettside, ikke tall"),
        (giving(403, HTML), "en nettside, ikke tall"),
        (giving(511, HTML), "en nettside, ikke tall"),
    ],
)
def test_what_stands_between_is_named_and_asked_once(pauses, answer, cause):
    with pytest.raises(UnreachableError) as caught:
        ask(answer)
    assert cause in caught.value.message
    assert caught.value.exit_code == 4
    assert caught.value.__notes__ == ["1"]
    assert pauses == []


def test_too_many_cells_is_told_as_a_limit_and_not_as_a_changed_table(pauses):
    with pytest.raises(SourceError, match="Too many cells") as caught:
        ask(giving(400, b'{"title":"Too many cells selected","status":403}'))
    assert "Grensen hos SSB" in caught.value.remedy
    assert "lagt om" not in str(caught.value)
    assert pauses == []


def test_an_answer_larger_than_any_is_is_left_unread(pauses):
    read = [0]

    class Endless(httpx2.SyncByteStream):
        def __iter__(self):
            while True:
                read[0] += 1
                yield b" " * 1_000

    with pytest.raises(SourceError, match="større enn 2 MB"):
        ask(
            lambda _n: httpx2.Response(200, stream=Endless()),
            replace(Limits(), answer=2_000_000),
        )
    assert read[0] == 2_001
    assert pauses == []


def address(table: str, kind: str = "data") -> str:
    return f"{URL}/tables/{table}/{kind}?lang=no"


def test_a_service_is_down_when_the_first_three_tables_are_all_answered_with_a_fault():
    health = Health(Limits(), lambda: 0.0)
    health.worked(address("07459", "metadata"))
    for table in ("07459", "07459", "07459", "14288"):
        health.failed(address(table), 1.0, faulty=True)
    with pytest.raises(DownError, match=r"nede: ingen svar siden kl\. \d\d\.\d\d\."):
        health.failed(address("06969"), 1.0, faulty=True)


def test_a_service_is_down_when_nothing_came_for_a_minute_the_next_pause_among_it():
    now = [100.0]
    health = Health(Limits(), lambda: now[0])
    health.failed(address("07459"), 1.0, faulty=False)
    now[0] = 144.0
    health.failed(address("07459"), 16.0, faulty=False)
    now[0] = 144.5
    with pytest.raises(DownError):
        health.failed(address("07459"), 16.0, faulty=False)


def test_one_table_that_fails_among_others_that_work_is_no_sign():
    now = [0.0]
    health = Health(Limits(), lambda: now[0])
    health.worked(address("07459"))
    for now[0] in (1.0, 50.0, 100.0, 150.0):
        health.failed(address("14288"), 1.0, faulty=True)
    with pytest.raises(DownError):
        health.failed(address("06969"), 1.0, faulty=True)
