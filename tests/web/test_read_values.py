"""Values of charts in a real browser: pointed at, tapped and stepped to; without script a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import AXE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
CHAPTER = "/kommune/5503/prove"
FIGURE = ".figur[data-avles]"


def opened(browser: Browser, address: str, width: int, **how: Any) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 844}, **how).new_page()
    page.goto(address + CHAPTER, wait_until="networkidle")
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_every_chart_tells_its_values_to_the_arrow_keys(
    browser: Browser, address: str, width: int
) -> None:
    page = opened(browser, address, width)
    figures = [f for f in page.locator(FIGURE).all() if f.is_visible()]
    assert figures
    for figure in figures:
        slider = figure.locator("input[type=range]")
        assert slider.count() == 1, "one stop for the keyboard"
        slider.focus()
        met = set()
        for key in ("Home", "ArrowRight", "ArrowDown", "ArrowRight", "End"):
            page.keyboard.press(key)
            said = str(slider.get_attribute("aria-valuetext"))
            shown = figure.locator(".avlest").inner_text()
            assert set("".join(shown.split())) <= set("".join(said.split())), (shown, said)
            assert any(c.isdigit() for c in said) or said.endswith(("mangler", "skjermet"))
            met.add(said)
        assert len(met) > 1, "the arrow keys move"
        page.keyboard.press("Escape")
        assert figure.locator(".avlest").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_value_is_told_where_one_points_and_taps(browser: Browser, address: str) -> None:
    page = opened(browser, address, 1280)
    figure = page.locator(FIGURE).first
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    first = figure.locator(".avlest").inner_text()
    assert any(c.isdigit() for c in first)
    page.mouse.move(box["x"] + box["width"] / 5, box["y"] + box["height"] / 2)
    assert figure.locator(".avlest").inner_text() != first
    page.mouse.move(2, 2)
    assert figure.locator(".avlest").is_hidden()
    touched = opened(browser, address, 390, has_touch=True)
    touched.locator(FIGURE).first.tap()
    assert touched.locator(FIGURE).first.locator(".avlest").is_visible()
    assert touched.locator(".figur-smal svg").first.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_while_a_value_is_told(
    browser: Browser, address: str, width: int
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run npm ci")
    page = opened(browser, address, width)
    page.locator(f"{FIGURE} input").first.focus()
    page.keyboard.press("ArrowRight")
    page.evaluate(AXE.read_text())
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []


def test_without_script_the_picture_and_its_table_remain(browser: Browser, address: str) -> None:
    page = opened(browser, address, 1280, java_script_enabled=False)
    assert page.locator(".figur input").count() == 0
    shown = page.locator("figure.utstilling:has(.figur)")
    assert shown.count() == page.locator("figure.utstilling:has(.figur) details table").count()
