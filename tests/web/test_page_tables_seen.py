"""A table on a page as it is seen: the sum in sight, and nothing out of reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from veivalg.content import Column, Exhibit, Source, Table, Unit
from veivalg.publish.web.chapter import CSS
from veivalg.publish.web.tables import FIRST, data_table

if TYPE_CHECKING:
    from playwright.sync_api import Page

SSB = Source("ssb", "SSB", "Regnskap", table="12362", retrieved="2026-03-01")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_the_sum_is_in_sight_every_row_a_box_away_and_every_column_within_reach(browser, width):
    columns = (
        Column("name", "Navn"),
        *(Column(f"c{i}", f"Kolonne {i}", Unit.PERSONS) for i in range(9)),
    )
    rows = tuple((f"Et langt navn på rad {n}", *range(1000, 1009)) for n in range(59))
    table = Table(columns, (*rows, ("Sum", *(59 * n for n in range(1000, 1009)))), total_row=True)
    body = data_table(Exhibit("e", "Funn", "Hva", "Et funn.", table, (SSB,)))
    page: Page = browser.new_page(viewport={"width": width, "height": 844})
    css = re.sub(r"\$[\w-]+", "white", CSS.read_text("utf-8"))
    page.set_content(f'<style>{css}</style><main class="kapittel">{body}</main>')
    assert page.get_by_role("row").count() == FIRST + 2
    assert page.get_by_text("Sum", exact=True).is_visible()
    frame = "document.querySelector('.tabell-ramme')"
    assert page.evaluate(f"{frame}.scrollHeight - {frame}.clientHeight") <= 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("checkbox", name="Vis alle 60 rader").check()
    assert page.get_by_role("row").count() == 61
    assert page.evaluate(f"{frame}.scrollHeight - {frame}.clientHeight") <= 1
    page.evaluate(f"{frame}.scrollLeft = 9999")
    last = page.get_by_role("columnheader", name="Kolonne 8").bounding_box()
    name = page.get_by_role("rowheader", name="Et langt navn på rad 3", exact=True).bounding_box()
    assert last and last["x"] + last["width"] <= width + 1
    if width == 390:
        assert name and 0 <= name["x"] < 20  # frozen, and not a letter wide
        assert 60 < name["width"] < 0.5 * width
    page.get_by_role("checkbox", name="Vis alle 60 rader").uncheck()
    page.emulate_media(media="print")
    page.locator("tr.rest").first.wait_for()
    page.close()
