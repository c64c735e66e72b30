"""What a document owes its reader besides the numbers: dates, names, methods, and short lists."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from pypdf import PdfReader
from tests.pdf import pages_of
from tests.reports import report_of
from tests.tiers import sized

from veivalg.chapters.common.handbook import method_pages
from veivalg.content import Report, Source, SourceKind
from veivalg.publish import render
from veivalg.publish.document.provenance import merged_sources
from veivalg.publish.xlsx.book import SHEET_NAME

ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b")


@pytest.fixture(scope="module")
def harstad() -> Report:
    return _harstad()


@cache
def _harstad() -> Report:
    whole = replace(report_of("5503"), made="2026-07-01")
    return replace(whole, chapters=whole.chapters[: sized(8, None)])


@cache
def written(format: str) -> bytes:
    """Give the report of Harstad, written once a format."""
    return render(_harstad(), format)


@cache
def first_page() -> str:
    return PdfReader(io.BytesIO(written("pdf"))).pages[0].extract_text()


@cache
def visible(format: str) -> str:
    data = written(format)
    if format == "docx":
        file = zipfile.ZipFile(io.BytesIO(data))
        return "".join(file.read(f"word/{n}.xml").decode() for n in ("document", "footer1"))
    if format == "pdf":
        return "\n".join(pages_of(data))
    if format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
        return "\n".join(str(cell) for row in cells for cell in row)
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", data.decode(), flags=re.S)


@pytest.mark.parametrize("format", ["docx", "pdf", "html", "xlsx", "md"])
def test_dates_are_written_as_norwegians_do(format: str) -> None:
    text = visible(format)
    assert "1.7.2026" in text
    assert not ISO.search(text)


def test_the_cover_says_the_official_name_with_its_language(harstad: Report) -> None:
    assert harstad.official_name == "Harstad – Hárstták"
    assert first_page().count("Harstad") == 2
    assert "Hárstták" in first_page()
    word = zipfile.ZipFile(io.BytesIO(written("docx"))).read("word/document.xml").decode()
    assert re.search(r'<w:lang w:val="se-NO"/></w:rPr><w:t[^>]*>Hárstták<', word)
    assert '<span lang="se">Hárstták</span>' in written("html").decode()


def test_a_name_that_stands_in_the_title_is_not_said_twice(harstad: Report) -> None:
    plain = replace(harstad, names={"nb": "Harstad"}, chapters=harstad.chapters[:1])
    first = PdfReader(io.BytesIO(render(plain, "pdf"))).pages[0].extract_text()
    assert first.count("Harstad") == 1


def test_every_method_used_is_described_in_the_document(harstad: Report) -> None:
    text = re.sub(r"\s", "", visible("pdf"))
    for id in ("M1", "M3", "M15"):
        assert re.sub(r"\s", "", method_pages()[id].summary)[:40] in text


def test_addresses_in_the_pdf_are_links(harstad: Report) -> None:
    pages = PdfReader(io.BytesIO(written("pdf"))).pages
    found = {
        str(note.get_object()["/A"]["/URI"])
        for page in pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert "https://www.ssb.no/statbank/table/07459" in found


def test_sheets_are_of_topics_and_the_contents_lead_to_every_table(harstad: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    assert len(book.sheetnames) <= 25
    assert max(map(len, book.sheetnames)) <= SHEET_NAME
    led = {}
    for title, link in ((row[2], row[0].hyperlink) for row in book["Innhold"].iter_rows()):
        if link is not None:
            sheet, _bang, cell = link.location.rpartition("!")
            led[title.value] = book[sheet.strip("'").replace("''", "'")][cell].value
    assert led.keys() >= {e.title for c in harstad.chapters for e in c.exhibits()}
    assert all(title == there for title, there in led.items())


def test_sources_that_differ_only_in_page_or_note_are_one() -> None:
    paper = Source("a", "Kommunen: Plan", "Kapittel 1", kind=SourceKind.DOCUMENT)
    table = Source("c", "SSB", "Folkemengde", "07459", note="Ett.")
    merged = merged_sources(
        (
            paper,
            replace(paper, id="b", title="Kapittel 2"),
            table,
            replace(table, id="d", note="To."),
            replace(table, id="e", retrieved="2026-01-01"),
        )
    )
    assert [s.title for s in merged] == ["Kapittel 1; Kapittel 2", "Folkemengde", "Folkemengde"]
    assert [s.note for s in merged] == ["", "Ett. To.", "Ett."]
    assert len(merged) == 3
