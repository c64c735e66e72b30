"""The explorer in a real browser: no barriers, by keyboard, on a phone, without script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import serving
from tests.web.test_browser import DESKTOP, PHONE, every_stop_is_marked, violations
from tests.web.test_explorer_pages import PICKED, fill

from veivalg.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = (
    "/utforsk",
    f"/utforsk?{PICKED}",
    "/utforsk?tall=net_debt&kommune=1151&fra=2025",
    "/utforsk?tall=tull",
    "/duell/5503/1833",
    "/duell/5503/1151?tjeneste=culture",
    "/kommune/5503/sammenlikn",
    "/kommune/5503/sammenlikn?v.need=x&lagret=1",
)


@pytest.fixture(scope="module")
def address(sample_registry: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server over the made-up country."""
    app = create_app(fill(tmp_path_factory.mktemp("utforsk")), source_url="http://127.0.0.1:9/")
    with serving(app) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)
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


def test_by_keyboard_a_figure_is_found_picked_and_shown(page: Page, address: str) -> None:
    page.goto(address + "/utforsk")
    field = page.get_by_label("Finn nøkkeltall")
    field.focus()
    page.keyboard.type("lånegjeld")
    page.get_by_role("checkbox", name="Netto lånegjeld").wait_for()
    page.get_by_text("Barnehage", exact=True).first.wait_for(state="hidden")
    for _stop in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "net_debt":
            break
    page.keyboard.press("Space")
    page.get_by_label("Legg til kommune").focus()
    page.keyboard.type("Harstad, Rana")
    page.keyboard.press("Enter")
    page.wait_for_url("**tall=net_debt**")
    page.get_by_role("heading", name="Dette valgte du").wait_for()
    assert page.get_by_role("checkbox", name="Rana").is_checked()
    page.locator(".utstilling svg").first.wait_for()


def test_every_stop_of_the_keyboard_is_marked(page: Page, address: str) -> None:
    page.goto(f"{address}/utforsk?{PICKED}")
    every_stop_is_marked(page, 60)


def test_without_script_everything_can_be_picked_shown_and_saved(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    opened = context.new_page()
    opened.goto(address + "/utforsk")
    opened.get_by_text("Økonomi", exact=True).click()
    opened.get_by_role("checkbox", name="Netto lånegjeld").check()
    opened.get_by_label("Legg til kommune").fill("5503 Harstad")
    opened.get_by_role("button", name="Vis").click()
    # A busy machine draws the page after it has come.
    opened.locator(".figur-smal img.kartbilde").wait_for()
    opened.get_by_text("Hva betyr dette?").wait_for()
    opened.goto(address + "/kommune/5503/sammenlikn")
    opened.get_by_label("Legg til andre").fill("Narvik")
    opened.get_by_role("button", name="Lagre valget").click()
    opened.get_by_text("sammenlikner nå med: Narvik").wait_for()
    opened.get_by_label("Sentralitet").fill("0")
    opened.get_by_role("button", name="Finn de nærmeste på nytt").click()
    opened.wait_for_url("**v.centrality=0**")
    context.close()


def test_on_a_phone_the_answer_comes_first_and_the_map_is_laid_out_again(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=PHONE)
    opened = context.new_page()
    opened.goto(f"{address}/utforsk?{PICKED}", wait_until="networkidle")
    assert not opened.get_by_label("Legg til kommune").is_visible()
    with opened.expect_response("**smal=1**"):
        opened.locator(".figur-smal img.kartbilde").scroll_into_view_if_needed()
    opened.locator(".figur-smal img.kartbilde").wait_for()
    opened.get_by_text("Endre utvalget").click()
    opened.get_by_label("Legg til kommune").wait_for()
    context.close()


def test_on_paper_the_answer_stands_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/utforsk?{PICKED}")
    page.emulate_media(media="print")
    assert not page.locator(".utforsk__valg").is_visible()
    assert page.locator(".utstilling").first.is_visible()
