"""Own figures as a unit leader meets them in a browser: template, mistakes, mending, report."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import serving
from tests.web.own_books import (
    BAD_STAFF,
    GOOD_STAFF,
    GOOD_TOTALS,
    STAFF,
    TOTALS,
    filled,
    marked_cells,
)
from tests.web.test_browser import DESKTOP, PHONE, every_stop_is_marked, violations

from veivalg.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WAIT = 60_000
pytestmark = pytest.mark.browser
PAGE = "/kommune/5610/egne-tall"
FRAME = "/kommune/1833/rammenedtrekk/rediger"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server of its own, since these tests store things."""
    app = create_app(tmp_path_factory.mktemp("egne"), source_url="http://127.0.0.1:9/")
    with serving(app) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    """Choose files in the form and send them."""
    page.get_by_label("Filer med").set_input_files(
        [{"name": name, "mimeType": XLSX, "buffer": content} for name, content in files]
    )
    page.get_by_role("button", name="Les filene").click()
    page.wait_for_url("**/mottak/*")


def template(page: Page, name: str) -> bytes:
    """Download a template from the page of its table."""
    with page.expect_download() as download:
        page.locator(f"#{name}").get_by_role("link", name="Last ned mal").click()
    return Path(download.value.path()).read_bytes()


def test_a_unit_leader_goes_from_template_over_three_mistakes_to_the_chapter(
    page: Page, address: str
) -> None:
    page.goto(address + PAGE)
    staff, totals = template(page, STAFF), template(page, TOTALS)
    page.locator(f"#{STAFF}").get_by_role("link", name="Årsverk i hjemmetjenesten").first.click()
    choose(page, ("bemanning.xlsx", filled(staff, BAD_STAFF)))
    page.get_by_text("3 feil. Ingenting er lagret.").wait_for()
    assert page.get_by_role("row").filter(has_text="(B3)").filter(has_text="ikke et tall").count()
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Last ned kopi med feilene merket").click()
    assert marked_cells(Path(download.value.path()).read_bytes()) >= {"B3", "C4", "D4"}
    choose(
        page,
        ("bemanning.xlsx", filled(staff, GOOD_STAFF)),
        ("timer.xlsx", filled(totals, GOOD_TOTALS)),
    )
    page.get_by_role("button", name="Ta inn alle 2").wait_for()  # else the page loads itself again
    assert violations(page) == []
    page.get_by_role("button", name="Ta inn alle 2").click()
    page.get_by_text("Tallene er tatt inn.").wait_for()
    assert violations(page) == []
    page.get_by_role("main").get_by_role("link", name="Hjemmetjenesten", exact=True).click()
    page.get_by_text("130 timer i uken").first.wait_for()
    said = page.get_by_role("main").text_content() or ""  # sources are folded
    assert "43,6\u202f%" in said
    assert "egne tall, versjon 1" in said
    report = page.request.get(f"{address}/kommune/5610/hjemmetjeneste.md").text()
    assert "43,6" in report


def test_files_dropped_anywhere_on_the_page_are_sent(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    content = filled(template(page, TOTALS), GOOD_TOTALS)
    page.evaluate(
        """(text) => {
             const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
             const carried = new DataTransfer();
             carried.items.add(new File([bytes], "sluppet.xlsx"));
             for (const type of ["dragenter", "dragover", "drop"])
               document.querySelector("h1").dispatchEvent(
                 new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }));
           }""",
        base64.b64encode(content).decode(),
    )
    page.wait_for_url("**/mottak/*")
    page.get_by_role("heading", name="sluppet.xlsx").wait_for()


def test_without_script_a_file_is_sent_and_taken_in(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    opened.goto(f"{address}/kommune/1833/egne-tall/{TOTALS}")
    book = opened.request.get(f"{address}/kommune/1833/egne-tall/mal/{TOTALS}.xlsx").body()
    choose(opened, ("timer.xlsx", filled(book, GOOD_TOTALS)))
    opened.get_by_role("button", name="Ta inn «Timer per uke").click()
    opened.get_by_text("er nå egne tall, versjon 1").wait_for()
    opened.get_by_role("link", name="Se historien").click()
    opened.get_by_text("Slett alle rader").click()
    opened.get_by_label("Ja, slett alle versjoner").check()
    opened.get_by_role("button", name="Slett", exact=True).click()
    opened.get_by_text("Alle rader er slettet").wait_for()
    context.close()


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/kommune/5503/egne-tall", DESKTOP),
        ("/kommune/5503/egne-tall", PHONE),
        ("/kommune/5503/egne-tall/besok", PHONE),
        (FRAME, DESKTOP),
        ("/kommune/0301/rammenedtrekk/rediger", PHONE),
    ],
)
def test_axe_finds_nothing_nothing_sticks_out_and_nothing_is_blocked(
    still: Page, address: str, path: str, size: Any
) -> None:
    still.set_viewport_size(size)
    told: list[str] = []
    still.on("console", lambda message: told.append(message.text))
    still.goto(address + path)
    assert violations(still) == []
    assert still.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert told == []


def test_on_a_phone_findings_columns_and_changes_stay_within_the_screen(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    opened.goto(f"{address}{PAGE}/{STAFF}")
    book = opened.request.get(f"{address}{PAGE}/mal/{STAFF}.xlsx").body()
    odd = b"Avdelingsnavn;Stillinger;Timeverk\nA;2;35,5\n"
    choose(
        opened,
        ("feil.xlsx", filled(book, BAD_STAFF)),
        ("bra.xlsx", filled(book, GOOD_STAFF)),
        ("rart.csv", odd),
    )
    # A page with files that are still read comes again by itself.
    opened.wait_for_function("document.title.startsWith('Filene er lest')")
    folds = opened.get_by_text("Slik er kolonnene lest")
    folds.first.wait_for()
    for summary in folds.all():
        summary.click()
    assert violations(opened) == []
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_by_keyboard_the_frames_sums_follow_what_is_written(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(address + FRAME)
    page.evaluate("window.same = true")
    total = page.locator("[data-celle='sum.3']")
    expect(total).to_have_text("80\u202f000\u202f000")
    page.get_by_label("Nedtrekk, kr").last.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("90000000")
    expect(total).to_have_text("90\u202f000\u202f000", timeout=WAIT)
    flat = page.get_by_label("Flat del, prosent")
    page.keyboard.press("Tab")
    expect(flat).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("140")
    page.get_by_role("alert").get_by_text("fra 0 til 100 %").wait_for()
    assert flat.get_attribute("aria-invalid") == "true"
    expect(total).to_have_text("–")
    page.keyboard.press("Control+a")
    page.keyboard.type("0")
    cut = page.locator("[data-celle='r.1.3']")
    expect(cut).to_have_text("0", timeout=WAIT)
    assert page.evaluate("window.same")
    live = page.locator("output[data-celle]").all_inner_texts()
    page.get_by_role("button", name="Regn ut").click()
    page.wait_for_function("!window.same")
    assert page.locator("output[data-celle]").all_inner_texts() == live
    page.get_by_role("button", name="Lagre som ny versjon").click()
    page.get_by_text("Lagret som ny versjon.").wait_for()
    page.get_by_role("link", name="Se kapitlet").click()
    page.get_by_text("90,0 mill. kr").first.wait_for()


@pytest.mark.parametrize("path", [f"{PAGE}/{STAFF}", FRAME])
def test_every_stop_of_the_keyboard_is_marked(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    every_stop_is_marked(page, 25)
