"""A number and its unit stand on one line, on pages and in documents; short words are never parted.

What is typed, sent, stored or taken to a spreadsheet has the spaces it was written with.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument
from starlette.testclient import TestClient
from tests.made import SOME, chapter_of, written
from tests.pdf import pages_of

from veivalg.content.numbers import kept_together
from veivalg.publish.csv import exhibit_csv
from veivalg.publish.web.parts import unbroken
from veivalg.web.app import create_app

LOOSE = re.compile(r"\d[ \n](?:%|(?:kr|mill\.|mrd\.)(?=\W))|(?:mill|mrd)\.[ \n]kr\b")
PARTED = re.compile(r"(?<!\w)([^\W\d_]+)\x02([^\W\d_]+)(?!\w)")
"""A word that a line breaks in, as the engine tells it."""
BROKEN = re.compile(
    r"(?m)^.*[a-zæøå].*(?:\d\n(?:%|(?:kr|mill|mrd)\b)|(?:mill|mrd)\.\nkr\b)", re.IGNORECASE
)
"""A line of words that ends between a number and its unit; years over «mill. kr» are none."""
HIDDEN = re.compile(r"(?s)<(textarea|option|script|style)\b.*?</\1>|<[^>]*>")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a client of a server that has fetched nothing."""
    host = "http://127.0.0.1"
    app = create_app(tmp_path_factory.mktemp("enheter"), source_url=f"{host}:9/")
    with TestClient(app, base_url=host) as made:
        yield made


def read(page: bytes) -> str:
    """Give what is read of a page, element by element."""
    return html.unescape(HIDDEN.sub("\x00", page.decode()))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("1 % flere", 2),
        ("20 mill. kr i året", 3),
        ("1,2 mrd. kr", 1),
        ("mill. kr per plass", 3),
        ("775 kr i 52 uker", 4),
        ("5 krav, 3 millioner", 4),
        ("i % av", 3),
    ],
)
def test_a_number_is_kept_with_its_unit_and_nothing_else_is(text: str, pieces: int) -> None:
    kept = kept_together(text)
    assert len(kept.split(" ")) == pieces
    assert kept.replace("\u202f", " ") == text


def test_tags_and_what_is_typed_in_a_field_are_left_as_they_were() -> None:
    page = '<p title="1 %">1 % <textarea>2 %</textarea><option>3 %</option> 4 kr</p>'
    assert unbroken(page) == page.replace(">1 %", ">1\u202f%").replace("4 kr", "4\u202fkr")


@pytest.mark.parametrize("name", SOME)
def test_no_line_of_a_page_or_document_can_break_before_a_unit(name: str) -> None:
    found = LOOSE.findall(read(written(name, "html")))
    for page in pages_of(written(name, "pdf")):
        found += BROKEN.findall(page)
    with zipfile.ZipFile(io.BytesIO(written(name, "docx"))) as document:
        found += LOOSE.findall(
            re.sub("<[^>]*>", "\x00", document.read("word/document.xml").decode())
        )
    assert not found


@pytest.mark.parametrize("name", [*SOME, "5503-omsorg"])
def test_no_short_word_is_parted_in_a_document(name: str) -> None:
    """«net-to» stood in the price table of omsorg."""
    with PdfDocument(written(name, "pdf")) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    told, whole = PARTED.findall(text), written(name, "md").decode()
    assert not [(a, b) for a, b in told if len(a + b) <= 8 and not re.search(f"{a}- ?{b}", whole)]


def test_what_is_stored_and_taken_to_a_spreadsheet_keeps_its_spaces() -> None:
    made = chapter_of("5503-plasser")
    exhibit = next(e for e in made.exhibits() if isinstance(e.table.rows[0][0], str))
    rows = (("1 % av 20 mill. kr", *exhibit.table.rows[0][1:]), *exhibit.table.rows[1:])
    noted = replace(exhibit, table=replace(exhibit.table, rows=rows))
    assert noted.table.rows[0][0] == "1 % av 20 mill. kr"
    assert "1 % av 20 mill. kr" in exhibit_csv(noted, made).decode("utf-8-sig")


def test_a_name_that_is_typed_comes_back_as_it_was(client: TestClient) -> None:
    page = client.get(
        "/kommune/5503/scenariorom", params={"navn": "20 % hjemme", "v.sick_leave": "7"}
    )
    assert 'value="20 % hjemme"' in page.text
    assert "20\u202f% hjemme" in read(page.content)
    assert not LOOSE.findall(read(page.content))


def test_no_page_of_the_site_breaks_before_a_unit(client: TestClient) -> None:
    for path in ("", "/scenariorom", "/plasser", "/arsverk", "/ressursbruk"):
        reply = client.get(f"/kommune/1151{path}")
        assert reply.status_code == 200, path
        assert not LOOSE.findall(read(reply.content)), path
