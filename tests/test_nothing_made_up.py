"""Nothing made up in any page or file of a municipality that exists: each is searched for it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.pdf import pages_of
from tests.reports import report_of
from tests.tiers import sized

from veivalg.chapters.common.registry import all_chapters
from veivalg.chapters.report import make_report
from veivalg.content import Report, SourceKind
from veivalg.gather import own_figures
from veivalg.norway.register import municipality
from veivalg.own.examples import example_table
from veivalg.publish import formats, render
from veivalg.publish.format import ONE, PART, WHOLE
from veivalg.tables import Sourced
from veivalg.web.app import create_app

PLACES = ("5503", "1833", "5610", "0301", "1151")
MADE_UP = re.compile(
    rb"konstruert|constructed|eksempel: noen|eksempel-\d{4}|(?<![.,])\b0099\b", re.IGNORECASE
)
# The style sheet has a class for the mark, and a chapter that lacks figures leads to the example.
ALLOWED = re.compile(
    rb"<style>.*?</style>|<p><a [^>]*href=\"/kommune/0099/[^<]*<.*?</p>", re.DOTALL
)
PAGES = (
    "",
    "/kunnskapsgrunnlag",
    "/egne-tall",
    "/sammenlikn",
    "/scenariorom",
    "/plan-innenfor-rammene",
    "/dokumenter-sok",
    "/rammenedtrekk/rediger",
)
EVERY = sized(11, 1)
"""One exhibit in so many is written in every format it is offered in."""


def readable(content: bytes) -> Iterator[bytes]:
    """Give what a file says: the parts of an office file, the text of the pages of a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = [name for name in parts.namelist() if name.endswith(".xml")]
            yield from (parts.read(name) for name in names if name != "word/styles.xml")
    elif content.startswith(b"%PDF"):
        yield from (text.encode() for text in pages_of(content))
    else:
        yield ALLOWED.sub(b"", content)


def made_up_in(content: bytes) -> list[bytes]:
    """Give what is found of made-up figures in a page or a file, with some words around."""
    return [
        part[max(0, m.start() - 60) : m.end() + 40]
        for part in readable(content)
        for m in MADE_UP.finditer(part)
    ]


def files_of(report: Report, offered: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Give every file of a report: itself, its chapters and its exhibits, as they are offered."""
    if WHOLE in offered:
        # PDF and Word are slow to write and read, and hold the same words: some chapters of them.
        first = PLACES.index(report.municipality.code)
        some = replace(report, chapters=report.chapters[first::12])
        for name in formats(WHOLE):
            slow = name in ("pdf", "docx")
            yield name, render(sized(some if slow else report, report), name)
    for chapter in report.chapters:
        one = Report("Prøve", report.municipality, report.made, report.version, (chapter,))
        for name, format in formats(PART).items() if PART in offered else ():
            write = format.chapter
            yield f"{chapter.id}.{name}", write(chapter) if write else render(one, name)
        for exhibit in list(chapter.exhibits())[::EVERY] if ONE in offered else ():
            for name, format in formats(ONE).items():
                if format.suits(exhibit) and format.exhibit is not None:
                    yield f"{chapter.id}/{exhibit.id}.{name}", format.exhibit(exhibit, chapter)


@pytest.mark.parametrize("code", PLACES)
def test_no_figure_of_a_real_municipality_has_a_made_up_source(code: str) -> None:
    found = {
        (chapter.id, source.id)
        for chapter in report_of(code).chapters
        for source in chapter.sources()
        if source.kind is SourceKind.CONSTRUCTED or source.id.startswith("eksempel-")
    }
    assert not found


@pytest.mark.parametrize("code", PLACES)
def test_no_report_of_a_real_municipality_holds_anything_made_up(code: str) -> None:
    found = {name: made_up_in(content) for name, content in files_of(report_of(code), (WHOLE,))}
    assert found and not any(found.values()), found


@pytest.mark.parametrize("code", PLACES)
def test_no_file_of_a_chapter_or_an_exhibit_holds_anything_made_up(code: str) -> None:
    parts = sized((ONE,), (PART, ONE))
    found = {name: made_up_in(content) for name, content in files_of(report_of(code), parts)}
    assert found and not any(found.values()), found


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return TestClient(create_app(tmp_path_factory.mktemp("data")), base_url="http://127.0.0.1")


@pytest.mark.parametrize("code", sized(("5503", "1151"), PLACES))
def test_no_page_of_a_real_municipality_holds_anything_made_up(
    code: str, client: TestClient
) -> None:
    for page in (*PAGES, *(f"/{chapter.id}" for chapter in all_chapters())):
        answer = client.get(f"/kommune/{code}{page}")
        assert answer.status_code == 200, page
        assert not made_up_in(answer.content), page


def test_one_made_up_table_under_a_real_name_is_seen_in_figures_files_and_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    printed = own_figures.printed_table

    def planted(code: str, name: str) -> Sourced | None:
        slipped = example_table("absence") if name == "absence" else None
        return slipped or printed(code, name)

    monkeypatch.setattr(own_figures, "printed_table", planted)
    report = make_report(municipality("5503"))
    staffing = next(c for c in report.chapters if c.id == "bemanning")
    assert any(s.kind is SourceKind.CONSTRUCTED for s in staffing.sources())
    one = Report("Prøve", report.municipality, report.made, report.version, (staffing,))
    for name in formats(WHOLE):
        assert made_up_in(render(one, name)), name
    shown = next(
        e for e in staffing.exhibits() if any(s.kind.name == "CONSTRUCTED" for s in e.sources)
    )
    written = {n: f.exhibit(shown, staffing) for n, f in formats(ONE).items() if f.suits(shown)}
    marked = {
        n for n, content in written.items() if any(b"Eksempel" in p for p in readable(content))
    }
    unseen = {n for n, content in written.items() if not made_up_in(content)} - marked
    assert unseen <= {"png"}  # the same drawing as the SVG, without words to search
    client = TestClient(create_app(tmp_path), base_url="http://127.0.0.1")
    assert made_up_in(client.get("/kommune/5503/bemanning").content)


def test_what_documents_print_says_where_it_is_printed() -> None:
    said = {
        chapter.id: [s.text() for s in chapter.findings if s.id == "trykt"]
        for code in ("5503", "1833")
        for chapter in report_of(code).chapters
    }
    told = [text for texts in said.values() for text in texts]
    assert told and all(re.match(r"Tallene er trykt i .+, .+\.", text) for text in told)
