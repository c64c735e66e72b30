"""In a real browser: the address opens the pages once, and bookmarks and links work after that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import HOST, serving

from veivalg.web.app import create_app
from veivalg.web.kit.token import Token

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.browser
def test_in_a_browser_the_ticket_opens_and_bookmarks_and_links_work_after(
    browser: Browser, tmp_path: Path
) -> None:
    token = Token(tmp_path)
    token.made()
    app = create_app(tmp_path, source_url=f"{HOST}:9/", token=token)
    with serving(app) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/om")
        assert page.get_by_role("heading", name="Nettsiden er låst.").is_visible()
        page.goto(f"{address}/?token={token.ticket()}")
        assert page.url == f"{address}/"
        assert page.evaluate("document.cookie") == ""
        page.goto(f"{address}/om")
        assert page.locator("h1").inner_text() != "Nettsiden er låst."
        # A link on somebody else's page: a browser shows no strict cookie the first time.
        page.route(
            "http://annen.example/",
            lambda route: route.fulfill(
                content_type="text/html", body=f'<a href="{address}/ordliste">Ordliste</a>'
            ),
        )
        page.goto("http://annen.example/")
        page.get_by_role("link").click()
        page.get_by_role("heading", name="Ordliste", exact=True).wait_for()
        token.renewed()
        page.goto(f"{address}/om")
        assert page.get_by_role("heading", name="Nettsiden er låst.").is_visible()
        context.close()
