"""Where the reader's machine is dark: words can be read, drawings are turned, paper stays white."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from tests.tiers import sized
from tests.web.test_browser import CHAPTER, DESKTOP, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/kommune/5503",
    CHAPTER,
    "/kommune/5503/scenariorom",
    "/kommune/5503/egne-tall",
    "/ordliste",
)
DARKEST_WORDS = 128


@pytest.fixture(scope="module")
def dark(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport=DESKTOP, color_scheme="dark", reduced_motion="reduce", device_scale_factor=1
    )
    yield context.new_page()
    context.close()


def lightness(picture: Path) -> list[int]:
    """Give the sorted lightness (0 to 255) of the points of a picture."""
    with Image.open(picture) as image:
        return sorted(image.convert("L").tobytes())


@pytest.mark.parametrize("path", sized(PAGES[1:4], PAGES))
def test_a_dark_page_has_no_barriers_and_a_dark_ground(
    dark: Page, address: str, path: str, tmp_path: Path
) -> None:
    dark.goto(address + path, wait_until="networkidle")
    assert violations(dark, tag="dark") == []
    dark.screenshot(path=tmp_path / "page.png", full_page=True)
    points = lightness(tmp_path / "page.png")
    assert points[len(points) * 9 // 10] < DARKEST_WORDS


def test_a_drawing_is_turned_and_its_words_are_light(
    dark: Page, address: str, tmp_path: Path
) -> None:
    dark.goto(address + CHAPTER, wait_until="networkidle")
    dark.locator("svg[font-family]:visible").first.screenshot(path=tmp_path / "drawing.png")
    points = lightness(tmp_path / "drawing.png")
    assert points[len(points) // 2] < DARKEST_WORDS < points[-1]


def test_paper_is_white_on_a_dark_machine(dark: Page, address: str, tmp_path: Path) -> None:
    dark.goto(address + CHAPTER, wait_until="networkidle")
    with PdfDocument(dark.pdf(print_background=True)) as paper:
        paper[0].render().to_pil().save(tmp_path / "paper.png")
    points = lightness(tmp_path / "paper.png")
    assert points[len(points) // 2] > 250 and points[0] < DARKEST_WORDS
