"""The first page comes before what it doesn't need, and an overview before its chapters."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import serving
from tests.web.test_browser import violations

from veivalg.chapters import report
from veivalg.chapters.common.registry import all_chapters
from veivalg.content import Chapter
from veivalg.desk.notes import Notes
from veivalg.foundation.layout.opening import open_folder
from veivalg.norway.register import municipality
from veivalg.web.app import create_app, warm
from veivalg.web.kit.library import Library
from veivalg.web.rooms.reading import overview
from veivalg.web.rooms.reading.headlines import headlines

HOST = "http://127.0.0.1"
HEAVY = ("polars", "numpy", "scipy", "numba", "docx", "xlsxwriter")
PAGE = "/kommune/5503"


def test_the_front_page_loads_no_library_of_numbers(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from starlette.testclient import TestClient;"
        "from veivalg.web.app import create_app;"
        f"app = create_app(Path({str(tmp_path)!r}));"
        f"client = TestClient(app, base_url={HOST!r});"
        "assert client.get('/').status_code == 200;"
        f"print([name for name in {HEAVY!r} if name in sys.modules], app.state.house.opened)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[] False", done.stderr[-2000:]


def test_the_first_to_go_further_opens_the_other_rooms(tmp_path: Path) -> None:
    app = create_app(tmp_path)
    client = TestClient(app, base_url=HOST)
    assert client.get("/helse").status_code == 200
    assert not app.state.house.opened
    assert client.get("/metode").status_code == 200
    assert app.state.house.opened


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, patience: None) -> None:
    """Let the overview wait as long as it does for people."""
    monkeypatch.setattr(overview, "PATIENCE", 0.25)


class Slow:
    """A library whose first chapter is made and whose others wait until they are let go."""

    def __init__(self, patch: pytest.MonkeyPatch, first: Chapter) -> None:
        self.free = threading.Event()
        whole = Library.report

        def report(library: Library, code: str, *args: Any, **kwargs: Any) -> Any:
            told = kwargs.get("told")
            if told is not None:
                told(first)
                assert self.free.wait(20)
                kwargs["told"] = None
            return whole(library, code, *args, **kwargs)

        patch.setattr(Library, "report", report)


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    app = create_app(tmp_path)
    first = app.state.site.library.chapter("5503", "befolkning")
    return TestClient(app, base_url=HOST), Slow(monkeypatch, first)


def test_the_overview_says_what_it_is_doing_while_the_chapters_are_made(slow: Any) -> None:
    """It never waits for them: none is let go before it has answered. Benchmarks time it."""
    client, library = slow
    client.get("/metode")  # the rooms are open
    page = client.get(PAGE)
    assert not library.free.is_set()
    assert page.status_code == 200
    assert f"Lager «{all_chapters()[1].title}»" in page.text
    assert "Funnene og kapitlene lages nå …" in page.text
    assert "rangert__funn" not in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert f'href="{PAGE}"' in page.text
    told = client.get(f"{PAGE}/lages.json").json()
    assert told["aktiv"] is True
    assert (told["ferdig"], told["av"]) == (1, told["av"])
    library.free.set()
    until = time.monotonic() + 60
    while client.get(f"{PAGE}/lages.json").json()["aktiv"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    whole = client.get(PAGE).text
    assert "lages nå" not in whole and "rangert__funn" in whole
    assert "data-henting" not in whole


@pytest.mark.parametrize("name", ["hvor-staar-vi", "hva-kommer", "hva-velger-vi"])
def test_a_place_of_the_bar_does_not_wait_either(slow: Any, name: str) -> None:
    client, library = slow
    client.get("/metode")
    page = client.get(f"{PAGE}/{name}")
    assert not library.free.is_set()
    assert page.status_code == 200
    assert "Funnene og kapitlene lages nå …" in page.text
    assert f'href="{PAGE}/{name}">Fortsett' in page.text
    assert 'class="emner"' not in page.text
    library.free.set()


def test_places_of_the_bar_run_no_chapter_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(create_app(tmp_path), base_url=HOST)
    _whole(client)
    for name in ("make_chapter", "make_report"):
        monkeypatch.setattr(report, name, None)  # who calls it, fails
    for name in ("hvor-staar-vi", "hva-kommer", "hva-velger-vi"):
        assert 'class="emner"' in client.get(f"{PAGE}/{name}").text
    assert "smakebit" in client.get("/").text


def test_a_page_half_made_is_not_kept(slow: Any) -> None:
    client, library = slow
    half = client.get(PAGE)
    library.free.set()
    until = time.monotonic() + 60
    while client.get(f"{PAGE}/lages.json").json()["aktiv"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    page = client.get(PAGE, headers={"if-none-match": half.headers["etag"]})
    assert page.status_code == 200
    assert "data-henting" not in page.text


def test_warming_waits_for_the_first_page_and_makes_the_kernel_ready(tmp_path: Path) -> None:
    app = create_app(tmp_path)
    job = warm(app)
    time.sleep(0.1)
    assert not app.state.house.opened
    client = TestClient(app, base_url=HOST)
    assert client.get("/").status_code == 200
    assert job.wait(120)
    assert job.error is None
    assert app.state.house.opened
    assert "veivalg.maths.projections.ensemble.loops" in sys.modules
    assert "data-henting" not in client.get(PAGE).text  # the page the front page leads to is ready


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["med skript", "uten"])
def test_chapters_come_in_by_themselves(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: bool
) -> None:
    from playwright.sync_api import expect

    app = create_app(tmp_path)
    library = Slow(monkeypatch, app.state.site.library.chapter("5503", "befolkning"))
    with serving(app) as address:
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(address + PAGE)
        page.get_by_text("lages nå …").first.wait_for()
        if script:
            assert violations(page) == []
        library.free.set()
        page.get_by_text("Lager kapitlene").wait_for(state="detached", timeout=60_000)
        page.get_by_role("heading", name="Tallene det bygger på").wait_for()
        expect(page.get_by_text("lages nå …")).to_have_count(0)
        expect(page.locator(".rangert__funn")).to_have_count(7)
        context.close()


def _whole(client: TestClient) -> str:
    until = time.monotonic() + 90
    while "data-henting" in (text := client.get(PAGE).text):
        assert time.monotonic() < until
        time.sleep(0.05)
    return text


def test_the_next_start_shows_the_same_overview_without_making_a_chapter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_folder(tmp_path, make=True).close()
    first = _whole(TestClient(create_app(tmp_path), base_url=HOST))
    assert "rangert__funn" in first
    made: list[str] = []
    whole = Library.report

    def report(library: Library, code: str, *args: Any, **kwargs: Any) -> Any:
        made.append(code)
        return whole(library, code, *args, **kwargs)

    monkeypatch.setattr(Library, "report", report)
    again = TestClient(create_app(tmp_path), base_url=HOST)
    assert again.get(PAGE).text == first
    assert made == []
    Notes(tmp_path).add("5503", "befolkning", about="Folketallet", text="Ny merknad", who="Kari")
    changed = TestClient(create_app(tmp_path), base_url=HOST)
    assert _whole(changed)
    assert "5503" in made  # something they rest on has changed


def test_no_chapter_knows_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of an overview holds tomorrow too."""
    said = []
    for day in ("2026-03-01", "2031-11-30"):
        monkeypatch.setattr(report, "today", lambda day=day: day)
        made = report.make_report(municipality("5503"))
        assert made.made == day
        said.append(headlines(municipality("5503"), made))
    assert said[0] == said[1]
    assert len(said[0].findings) == 7


def test_what_nobody_waits_for_lets_a_reader_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = create_app(tmp_path).state.site
    chapter = site.library.chapter("5503", "befolkning")
    begun, free = threading.Event(), threading.Event()
    order: list[str] = []

    def made(library: Library, code: str, *args: Any, told: Any = None, **kwargs: Any) -> Any:
        told(chapter) if code == "1833" else None
        if code == "5503":
            begun.set()
            assert free.wait(20)
            told(chapter)
        order.append(code)
        return report.Report("", chapter_place, "2026-01-01", "", (chapter,))

    chapter_place = report.make_chapter("befolkning", municipality("5503")).municipality
    monkeypatch.setattr(Library, "report", made)
    warming = overview.making(site, "5503", last=True)
    assert begun.wait(20)
    reader = overview.making(site, "1833")
    free.set()
    assert reader.wait(20) and warming.wait(20)
    assert order == ["1833", "5503"]
    site.close()
