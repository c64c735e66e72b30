"""The folder of static pages, opened in a browser as files: no server, no network, no script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.publish.test_folder import PLACES, pages
from tests.tiers import sized
from tests.web.test_browser import DESKTOP, PHONE, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("code", sized(PLACES[:1], PLACES))
def test_axe_finds_nothing_in_files_opened_without_a_server(
    browser: Browser, code: str, size: Any, tmp_path: Path
) -> None:
    made = pages(code)
    for name, text in made.items():
        (tmp_path / name).write_text(text, "utf-8")
    context = browser.new_context(viewport=size, offline=True, java_script_enabled=True)
    page = context.new_page()
    for number, name in enumerate(made):
        page.goto((tmp_path / name).as_uri())
        # The same parts are looked through by axe where they are served, page by page.
        if number % sized(4, 1) == 0:
            assert violations(page, tag="folder") == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
    page.goto((tmp_path / "index.html").as_uri())
    page.click("ol a >> nth=0")
    # A click on a link between files doesn't wait until the other file is there.
    page.wait_for_url("**#*")
    page.locator(":target").wait_for(state="visible")
    context.close()
