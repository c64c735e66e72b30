"""The scenario room in a real browser: no barriers, by keyboard, on a phone, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import serving
from tests.web.test_browser import DESKTOP, PHONE, every_stop_is_marked, violations

from veivalg.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WAIT = 60_000
pytestmark = pytest.mark.browser
ROOM = "/kommune/5503/scenariorom"
PAGES = (
    ROOM,
    f"{ROOM}?s=ytteren&v.sick_leave=300&b.antall=1&b.0.aar=2030",
    "/kommune/0301/scenariorom",
)


@pytest.fixture(scope="module")
def address(sample_registry: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server of its own, since these tests save things."""
    app = create_app(tmp_path_factory.mktemp("rom"), source_url="http://127.0.0.1:9/")
    with serving(app) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_nothing_sticks_out_and_nothing_is_blocked(
    still: Page, address: str, path: str, size: Any
) -> None:
    still.set_viewport_size(size)
    told: list[str] = []
    still.on("console", lambda message: told.append(message.text))
    still.goto(address + path, wait_until="networkidle")
    assert violations(still) == []
    assert still.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [text for text in told if "400" not in text] == []


def test_by_keyboard_a_slider_moves_the_answer_without_loading_the_page(
    page: Page, address: str
) -> None:
    from playwright.sync_api import expect

    page.goto(address + ROOM)
    page.evaluate("window.same = true")
    before = page.locator("#sammendrag").inner_text()
    slider = page.get_by_role("slider", name="Dekningsgrad institusjon")
    slider.focus()
    for _step in range(3):
        page.keyboard.press("PageDown")
    expect(page.locator("#sammendrag")).not_to_have_text(before, timeout=WAIT)
    field = page.get_by_role("textbox", name="Dekningsgrad institusjon")
    expect(field).not_to_have_value("16,0", timeout=WAIT)
    assert page.evaluate("window.same")
    assert page.evaluate("document.activeElement.type") == "range"
    page.locator("body[data-helt]").wait_for()
    assert page.locator("#svar .tabell-bak").count() > 0
    assert violations(page) == []
    summary = page.locator("#sammendrag").inner_text()
    page.reload()
    expect(page.locator("#sammendrag")).to_have_text(summary, use_inner_text=True, timeout=WAIT)


def test_an_impossible_number_is_told_at_its_field_and_taken_back(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(address + ROOM)
    field = page.get_by_role("textbox", name="Dekningsgrad institusjon")
    field.fill("300")
    line = page.locator("[data-feil='v.coverage_institution']")
    line.get_by_text("kan ikke være «300\u202f%»").wait_for()
    expect(field).to_have_attribute("aria-invalid", "true", timeout=WAIT)
    field.fill("15")
    expect(line).to_have_text("", timeout=WAIT)
    expect(field).not_to_have_attribute("aria-invalid", re.compile(""), timeout=WAIT)


def test_every_stop_of_the_keyboard_is_marked(page: Page, address: str) -> None:
    page.goto(address + ROOM)
    every_stop_is_marked(page, 80)


def test_without_script_a_choice_is_made_seen_and_saved(browser: Browser, address: str) -> None:
    from playwright.sync_api import expect

    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    opened.goto(address + ROOM)
    before = opened.locator("#sammendrag").inner_text()
    opened.get_by_role("textbox", name="Dekningsgrad institusjon").fill("12")
    opened.get_by_role("button", name="Vis svaret").first.click()
    field = opened.get_by_role("textbox", name="Dekningsgrad institusjon")
    expect(field).to_have_value("12,0", timeout=WAIT)
    expect(opened.locator("#sammendrag")).not_to_have_text(
        before, use_inner_text=True, timeout=WAIT
    )
    opened.get_by_role("textbox", name="Navnet ditt").first.fill("Kari")
    opened.get_by_role("button", name="Lagre scenariet").click()
    opened.get_by_text("Lagrede scenarier", exact=True).wait_for()
    expect(field).to_have_value("12,0", timeout=WAIT)
    context.close()


def test_on_a_phone_the_answer_is_in_sight_while_a_choice_is_moved(
    browser: Browser, address: str
) -> None:
    from playwright.sync_api import expect

    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    opened.goto(address + ROOM)
    slider = opened.get_by_role("slider", name="Dekningsgrad institusjon")
    slider.scroll_into_view_if_needed()
    status = opened.locator("#noekkel")
    box = status.bounding_box()
    assert box is not None
    assert 0 < box["y"] < PHONE["height"]
    before = status.inner_text()
    with opened.expect_response(re.compile("smal=1")):
        slider.fill("10")
    expect(status).not_to_have_text(before, timeout=WAIT)
    assert not opened.get_by_role("slider", name="Heltidsandel").is_visible()
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_numbers_stand_in_sight_beside_the_choice_that_is_moved(
    browser: Browser, address: str, size: Any
) -> None:
    """Also of a choice far down, and of one that doesn't move what is drawn."""
    from playwright.sync_api import expect

    context = browser.new_context(viewport=size)
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    opened.goto(address + ROOM)
    slider = opened.get_by_role("slider", name="Sykefravær")
    slider.scroll_into_view_if_needed()
    slider.hover()
    keys = opened.locator("#noekkel")
    before = keys.inner_text()
    slider.fill("6")
    expect(keys).not_to_have_text(before, timeout=WAIT)
    band, moved = keys.bounding_box(), slider.bounding_box()
    assert band is not None and moved is not None
    for box in (band, moved):
        assert box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
    above, below = sorted((band, moved), key=lambda box: float(box["y"]))
    assert above["y"] + above["height"] <= below["y"], (moved, band)
    context.close()


def test_on_a_phone_the_band_covers_no_field_that_is_gone_to(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    opened.goto(address + ROOM)
    covered = opened.evaluate(
        """() => [...document.querySelectorAll(
            ".rom__valg select, .rom__valg input, .rom__valg summary, .rom__lagre input"
        )].filter((field) => field.checkVisibility()).filter((field) => {
            field.focus();
            const band = document.querySelector(".rom__status").getBoundingClientRect();
            return field.getBoundingClientRect().bottom > band.top;
        }).map((field) => field.id || field.name || field.textContent)"""
    )
    assert covered == []
    context.close()


def test_what_is_moved_reset_and_loaded_is_undone_and_done_again(page: Page, address: str) -> None:
    """The whole history of the window: by keys while moving, by buttons after pages have loaded."""
    from playwright.sync_api import expect

    page.goto(address + ROOM)
    field = page.get_by_role("textbox", name="Dekningsgrad institusjon")
    undo, redo = (
        page.get_by_role("button", name="Angre"),
        page.get_by_role("button", name="Gjør om"),
    )
    expect(undo).to_have_attribute("aria-disabled", "true")
    first, keys = field.input_value(), page.locator("#noekkel strong")
    was = keys.all_inner_texts()
    for value in ("14", "12"):
        field.fill(value)
        page.locator(f"body[data-helt='{('14', '12').index(value) + 1}']").wait_for()
    page.get_by_role("button", name="Sett alt som i dag").click()
    expect(field).not_to_have_value("12", timeout=WAIT)
    page.get_by_role("combobox", name="Legg til et ferdig scenario").select_option("ytteren")
    page.get_by_role("button", name="Legg til", exact=True).first.click()
    page.get_by_role("link", name="Ytteren", exact=True).wait_for()
    undo.click()
    expect(page.get_by_role("link", name="Ytteren", exact=True)).to_have_count(0, timeout=WAIT)
    expect(undo).to_be_focused()
    undo.click()
    expect(field).to_have_value("12,0", timeout=WAIT)
    slider = page.get_by_role("slider", name="Dekningsgrad institusjon")
    slider.focus()
    page.keyboard.press("Control+z")
    expect(field).to_have_value("14,0", timeout=WAIT)
    assert page.locator(".valg__kilde[open]").count() == 0, "what was folded stays folded"
    page.keyboard.press("Control+z")
    expect(field).to_have_value(first, timeout=WAIT)
    expect(keys).to_have_text(was, use_inner_text=True, timeout=WAIT)
    expect(undo).to_have_attribute("aria-disabled", "true")
    for value in ("14,0", "12,0"):
        page.keyboard.press("Control+Shift+Z")
        expect(field).to_have_value(value, timeout=WAIT)
    redo.click()
    redo.click()
    page.get_by_role("link", name="Ytteren", exact=True).wait_for()
    page.reload()
    undo.click()
    expect(page.get_by_role("link", name="Ytteren", exact=True)).to_have_count(0, timeout=WAIT)
    page.get_by_role("textbox", name="Sykefravær", exact=True).fill("7")
    page.locator("body[data-helt]").wait_for()
    expect(redo).to_have_attribute("aria-disabled", "true", timeout=WAIT)


def test_it_is_said_once_when_the_reader_has_stopped_and_why_it_goes_no_further(
    page: Page, address: str
) -> None:
    from playwright.sync_api import expect

    page.goto(address + ROOM)
    page.evaluate(
        """() => { window.said = []; new MutationObserver(() => said.push(melding.textContent))
            .observe(melding, {childList: true}); }"""
    )
    slider, end = (
        page.get_by_role("slider", name="Sykefravær"),
        page.locator("[id='v.sick_leave-grense']"),
    )
    slider.focus()
    for _step in range(6):
        page.keyboard.press("ArrowLeft")
    page.locator("body[data-helt]").wait_for()
    said = page.evaluate("said")
    assert len(said) == 1 and "Årsverk" in said[0] and "Uten plass" in said[0]
    page.keyboard.press("End")
    expect(end).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(end).to_be_hidden()


def test_a_choice_that_means_most_is_gone_to_where_it_is_folded(page: Page, address: str) -> None:
    page.goto(address + ROOM)
    link = page.locator("#betyr a[href='#v.substitute_hours']").first
    link.click()
    page.wait_for_function(
        """() => {
            const around = (id) => document.getElementById(id).getBoundingClientRect();
            const box = around("v.substitute_hours"), band = around("noekkel");
            return band.bottom <= box.top && box.bottom <= innerHeight; }"""
    )


def test_all_the_assumptions_are_gone_to_though_they_are_folded(page: Page, address: str) -> None:
    page.goto(address + ROOM)
    page.locator("#betyr").get_by_role("link", name="Alle antakelsene").click()
    page.wait_for_function(
        """() => {
            const box = document.querySelector(location.hash)?.getBoundingClientRect();
            return box && box.top > 0 && box.top < innerHeight; }"""
    )
