"""A fetch from the page: one at a time, told as it goes, stopped on request, and then used."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from veivalg.foundation.errors import SourceError
from veivalg.web.app import create_app
from veivalg.web.kit.jobs import Job, Jobs, Line, State
from veivalg.web.kit.site import Site
from veivalg.web.rooms.reading import fetching

HOST = "http://127.0.0.1"
LINE = Line("prøve", lambda: ("Det gikk galt.", "Prøv igjen."))


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


class Slow:
    """Work that goes on until it is let go or stopped."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.begun: list[str] = []

    def __call__(self, site: Site, code: str, job: Job) -> None:
        self.begun.append(code)
        job.tell("Henter tabell 07459", 3, 12)
        while not (self.free.wait(0.01) or job.stopping.is_set()):
            pass


@pytest.fixture
def work() -> Slow:
    return Slow()


@pytest.fixture
def site_client(tmp_path: Path, work: Slow, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(fetching, "fetch_work", work)
    app = create_app(tmp_path)
    return TestClient(app, base_url=HOST, follow_redirects=False)


def test_a_fetch_starts_shows_how_far_it_is_and_ends(site_client: TestClient, work: Slow) -> None:
    answer = site_client.post("/kommune/0301/hent")
    assert (answer.status_code, answer.headers["location"]) == (303, "/kommune/0301/henting")
    wait_for(lambda: work.begun == ["0301"])
    data = site_client.get("/kommune/0301/henting.json").json()
    assert data == {
        "tilstand": "henter",
        "aktiv": True,
        "tekst": "Henter tabell 07459",
        "ferdig": 3,
        "av": 12,
        "prosent": 25,
    }
    page = site_client.get("/kommune/0301/henting").text
    assert "Henter tabell 07459" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    work.free.set()
    wait_for(lambda: not site_client.get("/kommune/0301/henting.json").json()["aktiv"])
    assert "Tallene for Oslo er hentet" in site_client.get("/kommune/0301/henting").text


def test_asking_twice_starts_one_job(site_client: TestClient, work: Slow) -> None:
    for _ in range(3):
        site_client.post("/kommune/0301/hent")
    wait_for(lambda: bool(work.begun))
    work.free.set()
    wait_for(lambda: not site_client.get("/kommune/0301/henting.json").json()["aktiv"])
    assert work.begun == ["0301"]


def test_municipalities_wait_for_each_other(site_client: TestClient, work: Slow) -> None:
    site_client.post("/kommune/0301/hent")
    site_client.post("/kommune/4601/hent")
    wait_for(lambda: bool(work.begun))
    assert site_client.get("/kommune/4601/henting.json").json()["tilstand"] == "venter"
    work.free.set()
    wait_for(lambda: work.begun == ["0301", "4601"])


def test_a_fetch_can_be_stopped_also_before_its_turn(site_client: TestClient, work: Slow) -> None:
    site_client.post("/kommune/0301/hent")
    site_client.post("/kommune/4601/hent")
    for code in ("4601", "0301"):
        assert site_client.post(f"/kommune/{code}/henting/stopp").status_code == 303
    for code in ("4601", "0301"):
        wait_for(
            lambda c=code: (
                site_client.get(f"/kommune/{c}/henting.json").json()["tilstand"] == "stoppet"
            )
        )
    assert work.begun == ["0301"]


def test_the_overview_leads_to_a_fetch_under_way(site_client: TestClient, work: Slow) -> None:
    site_client.post("/kommune/0301/hent")
    assert site_client.get("/kommune/0301").headers["location"] == "/kommune/0301/henting"
    work.free.set()


def test_no_fetch_leads_back_to_the_overview(site_client: TestClient) -> None:
    answer = site_client.get("/kommune/0301/henting")
    assert (answer.status_code, answer.headers["location"]) == (303, "/kommune/0301")
    assert site_client.get("/kommune/0301/henting.json").status_code == 404


def test_a_source_error_is_told_with_what_to_do() -> None:
    def work(job: Job) -> None:
        raise SourceError("Får ikke kontakt med SSB.", "Sjekk nettet, og prøv igjen.")

    job = Jobs().start(LINE, "0301", work)
    wait_for(lambda: not job.active)
    assert (job.state, job.text, job.remedy) == (
        State.FAILED,
        "Får ikke kontakt med SSB.",
        "Sjekk nettet, og prøv igjen.",
    )


def test_an_unexpected_error_ends_the_job_and_not_the_worker(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def work(job: Job) -> None:
        if job.key == "0301":
            raise RuntimeError("boom")

    jobs = Jobs()
    first, second = jobs.start(LINE, "0301", work), jobs.start(LINE, "4601", work)
    wait_for(lambda: not first.active and not second.active)
    assert (first.state, second.state) == (State.FAILED, State.DONE)
    assert "boom" not in first.text
    assert "boom" in caplog.text


def test_a_source_that_is_not_there_is_told_on_the_page(tmp_path: Path) -> None:
    app = create_app(tmp_path, source_url=f"{HOST}:9/")
    client = TestClient(app, base_url=HOST)
    client.post("/kommune/0301/hent")
    wait_for(lambda: not client.get("/kommune/0301/henting.json").json()["aktiv"])
    text = client.get("/kommune/0301/henting").text
    assert "Fikk ikke hentet tallene for Oslo" in text
    assert "Sjekk nettforbindelsen" in text
