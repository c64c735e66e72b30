"""Search in a real browser: by ⌘K, by keyboard, without script, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import serving
from tests.web.test_browser import DESKTOP, PHONE, violations

from veivalg.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
WAIT = 60_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a site with the real chapters of Harstad made."""
    app = create_app(tmp_path_factory.mktemp("sok"), source_url="http://127.0.0.1:9/")
    app.state.site.library.report("5503")
    with serving(app) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "path", ["/kommune/5503/sok?q=demens", "/kommune/5503/sok?q=xyzzyx", "/sok?q=demens"]
)
def test_the_page_has_no_barriers_and_sticks_out_nowhere(
    still: Page, address: str, path: str, size: Any
) -> None:
    still.set_viewport_size(size)
    still.goto(address + path, wait_until="networkidle")
    assert violations(still) == []
    assert still.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_by_keys_alone_from_any_page_to_the_place_in_another(
    page: Page, address: str, keys: str
) -> None:
    from playwright.sync_api import expect

    page.goto(f"{address}/kommune/5503/okonomi")
    page.keyboard.press(keys)
    field = page.get_by_role("searchbox", name="Søk", exact=True)
    expect(field).to_be_focused()
    field.type("demens")
    dialog = page.get_by_role("dialog", name="Søk")
    dialog.get_by_text("624 personer").wait_for()
    expect(dialog.get_by_role("status")).to_contain_text("treff på «demens»")
    assert violations(page) == []
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/demens#utsagn-demens-*")
    id = page.url.split("#")[1]
    page.wait_for_function("id => document.getElementById(id)?.checkVisibility()", arg=id)


def test_escape_closes_it_and_enter_in_the_field_leads_to_the_page_of_hits(
    page: Page, address: str
) -> None:
    from playwright.sync_api import expect

    page.goto(f"{address}/kommune/5503/okonomi")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Søk")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.keyboard.type("plasser")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kommune/5503/sok?q=plasser")
    expect(page.get_by_role("heading", name="Funn")).to_have_count(1)


def test_without_script_a_form_finds_the_same(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    opened.goto(f"{address}/kommune/5503/sok")
    opened.get_by_role("searchbox").last.fill("demens")
    opened.get_by_role("button", name="Søk").last.click()
    opened.get_by_role("link", name="Demens", exact=True).first.click()
    opened.wait_for_url("**/kommune/5503/demens")
    context.close()


def test_a_hit_that_is_folded_away_on_its_page_is_opened(page: Page, address: str) -> None:
    """Figures under «Flere figurer», and those of a chapter whose page has another name."""
    page.goto(f"{address}/kommune/5503/sok?q=plasser&slag=figur")
    links = page.locator("#treff-figur + ul a")
    found = [links.nth(n).get_attribute("href") for n in range(links.count())]
    assert len(found) > 5
    folded = 0
    for to in found[:8]:
        page.goto(f"{address}{to}")
        page.wait_for_function(
            """() => {
                const place = document.getElementById(location.hash.slice(1));
                const box = place.getBoundingClientRect();
                return place.checkVisibility() && box.top < innerHeight && box.bottom > 0; }"""
        )
        folded += page.evaluate(
            "!!document.getElementById(location.hash.slice(1)).closest('details')"
        )
    assert folded
