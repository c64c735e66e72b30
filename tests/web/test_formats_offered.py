"""A renderer is a file: dropped in, it is offered on every page that gives files, and had there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from veivalg import publish
from veivalg.own.versions import OwnStore

RENDERER = """
from veivalg.publish.format import ONE, PART, WHOLE, Format

FORMAT = Format(
    "prov",
    ".prov",
    "text/x-prov",
    "Prøveformat",
    90,
    lambda report: f"rapport {report.title}".encode(),
    exhibit=lambda exhibit, chapter: f"figur {exhibit.title}".encode(),
    offered=(WHOLE, PART, ONE),
)
"""
PLACE = "/kommune/5503"
OFFERING = (
    f"{PLACE}/rapporter",
    f"{PLACE}/kunnskapsgrunnlag",
    f"{PLACE}/prove",
    f"{PLACE}/scenariorom",
    f"{PLACE}/egne-tall/bistandsbehov",
    "/etterproving",
    "/utforsk?tall=net_debt&kommune=5503",
    "/duell/5503/1833",
)
FORMS = (f"{PLACE}/rammenedtrekk/rediger",)
FIXED = ("/mal/", "merket", "/static/")
"""Files of one kind for a reason: a template to fill in, a marked copy, our own pictures."""
FILE = re.compile(r'href="([^"]*?\.(\w+)(?:\?[^"]*)?)"')


@pytest.fixture
def dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a file in the package of renderers, and nothing else."""
    (tmp_path / "proveformat.py").write_text(RENDERER, encoding="utf-8")
    monkeypatch.setattr(publish, "__path__", [*publish.__path__, str(tmp_path)])


@pytest.fixture
def pages(client: TestClient) -> Iterator[TestClient]:
    """Give the site with counts of people brought, so that their page has something to give."""
    store = OwnStore(client.app.state.site.library.folder)  # type: ignore[attr-defined]
    rows = [("home", "80+", "medium", 20), ("long_stay", "80+", "extensive", 30)]
    frame = pl.DataFrame(rows, ["service", "age", "category", "users"], orient="row")
    store.put("5503", "iplos_categories", frame, file="a.csv", sha256="x")
    client.app.state.site.library.refresh()  # type: ignore[attr-defined]
    yield client
    store.delete("5503", "iplos_categories")
    client.app.state.site.library.refresh()  # type: ignore[attr-defined]


def given(page: str) -> dict[str, set[str]]:
    """Give the files a page leads to: address without suffix → suffixes."""
    found: dict[str, set[str]] = {}
    for address, suffix in FILE.findall(page):
        if suffix in (*publish.formats(), *publish.formats("figur")) and not any(
            part in address for part in FIXED
        ):
            found.setdefault(address.replace(f".{suffix}", "", 1), set()).add(suffix)
    return found


@pytest.mark.parametrize("page", OFFERING)
def test_a_renderer_dropped_in_is_offered_wherever_files_are_and_had_there(
    pages: TestClient, dropped: None, page: str
) -> None:
    files = given(pages.get(page).text)
    assert files, "the page gives files"
    for address, suffixes in files.items():
        assert "prov" in suffixes, address
        told = pages.get(re.sub(r"(?=\?|$)", ".prov", address, count=1).replace("&amp;", "&"))
        assert told.status_code == 200, address
        assert told.headers["content-type"].startswith("text/x-prov")
        assert told.text.startswith(("rapport ", "figur "))


@pytest.mark.parametrize("page", FORMS)
def test_a_renderer_dropped_in_is_a_button_of_a_form_too(
    pages: TestClient, dropped: None, page: str
) -> None:
    assert 'value="prov">Last ned Prøveformat</button>' in pages.get(page).text


def test_no_other_page_gives_files(pages: TestClient, dropped: None) -> None:
    """Pages that give files and stand in no list here would be found by their links."""
    seen, waiting = set(), [PLACE, "/", "/om", "/utforsk", "/duell/5503/1833"]
    while waiting and len(seen) < 60:
        page = waiting.pop(0)
        if page in seen:
            continue
        seen.add(page)
        text = pages.get(page).text
        for address, suffixes in given(text).items():
            assert "prov" in suffixes, (page, address)
        linked = re.findall(r'href="(/[^"#?.]*)"', text)
        waiting += [a for a in linked if a.startswith((PLACE, "/metode")) and a not in seen]
