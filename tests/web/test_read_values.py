"""Values of charts in a real browser: pointed at, tapped and stepped to; without script a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import AXE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
CHAPTER = "/kommune/5503/prove"
FIGURE = ".figur[data-avles]"


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the chapter in windows of some width, which are closed after the test."""
    made: list[BrowserContext] = []

    def window(width: int, **how: Any) -> Page:
        made.append(browser.new_context(viewport={"width": width, "height": 844}, **how))
        page = made[-1].new_page()
        page.goto(address + CHAPTER, wait_until="networkidle")
        return page

    yield window
    for context in made:
        context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_every_chart_tells_its_values_to_the_arrow_keys(
    opened: Callable[..., Page], width: int
) -> None:
    page = opened(width)
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
        figure.locator(".avlest").wait_for(state="hidden")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_value_is_told_where_one_points_and_taps(opened: Callable[..., Page]) -> None:
    from playwright.sync_api import expect

    page = opened(1280)
    figure = page.locator(FIGURE).first
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    told = figure.locator(".avlest")
    expect(told).to_have_text(re.compile(r"\d"))
    first = told.inner_text()
    page.mouse.move(box["x"] + box["width"] / 5, box["y"] + box["height"] / 2)
    expect(told).not_to_have_text(first, use_inner_text=True)
    page.mouse.move(2, 2)
    told.wait_for(state="hidden")
    touched = opened(390, has_touch=True)
    touched.locator(FIGURE).first.tap()
    touched.locator(FIGURE).first.locator(".avlest").wait_for()
    touched.locator(".figur-smal svg").first.wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_while_a_value_is_told(opened: Callable[..., Page], width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run npm ci")
    page = opened(width)
    page.locator(f"{FIGURE} input").first.focus()
    page.keyboard.press("ArrowRight")
    page.evaluate(AXE.read_text())
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []


def test_without_script_the_picture_and_its_table_remain(opened: Callable[..., Page]) -> None:
    page = opened(1280, java_script_enabled=False)
    assert page.locator(".figur input").count() == 0
    shown = page.locator("figure.utstilling:has(.figur)")
    assert shown.count() == page.locator("figure.utstilling:has(.figur) details table").count()
