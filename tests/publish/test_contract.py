"""One content, many formats: every chapter says the same numbers in all of them."""

from __future__ import annotations

import html as html_module
import io
import re
from functools import cache
from html.parser import HTMLParser

import docx
import openpyxl
import orjson
import pytest
from pypdf import PdfReader

from sample_chapter import sample_chapter
from veivalg.chapters.common.registry import all_chapters, run_chapter
from veivalg.content import Chapter, Exhibit, Place, Report, SourceKind, Statement
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.publish import formats, render
from veivalg.publish.document.cells import cell_text
from veivalg.publish.xlsx import sheet_table, stored

CODES = ("5503", "1833", "5610")
WANTED = ["prove", *(f"{code}-{r.id}" for code in CODES for r in all_chapters())]


@cache
def chapter_of(name: str) -> Chapter:
    if name == "prove":
        return sample_chapter()
    code, id = name.split("-")
    return run_chapter(id, gather(municipality(code), today="2026-07-01"))


@cache
def written(name: str, format: str) -> bytes:
    chapter = chapter_of(name)
    place = Place(chapter.municipality.code, chapter.municipality.name)
    return render(Report("Prøve", place, "2026-07-01", "0", (chapter,)), format)


def squeezed(text: str) -> str:
    """Text without any white space, so that line breaks and thin spaces do not count."""
    return re.sub(r"\s|\u00ad", "", text)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def text_of(name: str, format: str) -> str:
    data = written(name, format)
    if format == "docx":
        word = docx.Document(io.BytesIO(data))
        return squeezed("".join(p.text for p in word.paragraphs))
    if format == "pdf":
        return squeezed("".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages))
    if format == "md":
        return squeezed(re.sub(r"\\(.)", r"\1", data.decode()))
    parser = _Text()
    parser.feed(data.decode())
    return squeezed("".join(parser.found))


@pytest.mark.parametrize("format", ["docx", "html", "md"])
@pytest.mark.parametrize("name", WANTED)
def test_every_statement_stands_in_every_format(name: str, format: str) -> None:
    text = text_of(name, format)
    for statement in chapter_of(name).statements():
        assert squeezed(statement.text()) in text, statement.id


@pytest.mark.parametrize("name", WANTED)
def test_every_statement_can_be_searched_for_in_the_pdf(name: str) -> None:
    # A page break may put a footer inside a sentence, so the sentence is looked for in halves.
    text = text_of(name, "pdf")
    for statement in chapter_of(name).statements():
        words = squeezed(statement.text())
        half = len(words) // 2
        assert words[:half] in text or words[half:] in text, statement.id


@pytest.mark.parametrize("name", WANTED)
def test_every_bound_number_has_an_entry_in_word_pdf_and_html(name: str) -> None:
    for format in ("docx", "pdf", "html"):
        text = text_of(name, format)
        for figure in chapter_of(name).figures():
            assert squeezed(figure.text()) in text, (format, figure.id)
            assert squeezed(figure.label) in text, (format, figure.id)


def _sheets(name: str) -> list[list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(written(name, "xlsx")))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


@pytest.mark.parametrize("name", WANTED)
def test_every_cell_of_every_exhibit_is_the_same_in_the_workbook(name: str) -> None:
    exhibits = list(chapter_of(name).exhibits())
    for exhibit, rows in zip(exhibits, _sheets(name)[1:], strict=False):
        table = sheet_table(exhibit)
        for expected, got in zip(table.rows, rows[4:], strict=False):
            for column, value, cell in zip(table.columns, expected, got, strict=False):
                if value is None:
                    assert cell == "mangler"
                elif isinstance(value, str):
                    assert (cell or "") == value
                else:
                    assert cell == pytest.approx(stored(value, column.unit), rel=1e-12)


@pytest.mark.parametrize("name", WANTED)
def test_every_cell_of_every_exhibit_is_the_same_in_json(name: str) -> None:
    (data,) = orjson.loads(written(name, "json"))["chapters"]
    for exhibit, got in zip(chapter_of(name).exhibits(), data["exhibits"], strict=True):
        assert got["table"]["rows"] == [list(row) for row in exhibit.table.rows]


class _Tables(HTMLParser):
    """Collects the cells of each table, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[str]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag in ("td", "th"):
            self.tables[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.tables[-1][-1] += data


def _written_cells(exhibit: Exhibit) -> list[str]:
    table = exhibit.table.readable()
    return [cell_text(c, v) for row in table.rows for c, v in zip(table.columns, row, strict=True)]


@pytest.mark.parametrize("name", WANTED)
def test_every_cell_of_every_exhibit_is_the_same_in_html(name: str) -> None:
    parser = _Tables()
    parser.feed(written(name, "html").decode())
    for exhibit, cells in zip(chapter_of(name).exhibits(), parser.tables, strict=True):
        heads = len(exhibit.table.readable().columns)
        assert cells[heads:] == _written_cells(exhibit)


@pytest.mark.parametrize("name", WANTED)
def test_ids_are_unique_and_every_link_within_the_page_leads_somewhere(name: str) -> None:
    text = written(name, "html").decode()
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    targets = {html_module.unescape(t) for t in re.findall(r'\shref="#([^"]+)"', text)}
    assert targets <= {html_module.unescape(i) for i in ids}


@pytest.mark.parametrize("name", WANTED)
@pytest.mark.parametrize("format", ["html", "docx", "pdf", "md"])
def test_no_format_shows_nan_or_infinity(name: str, format: str) -> None:
    assert not re.search(
        r"(?<![A-Za-zæøå])(nan|NaN|inf|Infinity|None)(?![A-Za-zæøå])", _spaced(name, format)
    )


def _spaced(name: str, format: str) -> str:
    data = written(name, format)
    if format == "docx":
        return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    if format == "pdf":
        return "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages)
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", data.decode(), flags=re.S)


def test_every_format_is_tested_here() -> None:
    assert set(formats()) == {"docx", "pdf", "html", "xlsx", "json", "md"}


def _is_made_up(statement: Statement) -> bool:
    kinds = {s.kind for f in statement.figures.values() for s in f.sources()}
    return SourceKind.CONSTRUCTED in kinds


@pytest.mark.parametrize("format", ["docx", "html", "md"])
@pytest.mark.parametrize("name", WANTED)
def test_a_sentence_is_marked_exactly_when_its_figures_are_constructed(
    name: str, format: str
) -> None:
    text = text_of(name, format)
    for statement in chapter_of(name).statements():
        after = {
            text[m.end() :].lstrip("–")[:10]
            for m in re.finditer(re.escape(squeezed(statement.text())), text)
        }
        assert after, statement.id
        assert {a == "KONSTRUERT" for a in after} == {_is_made_up(statement)}, statement.id


@pytest.mark.parametrize("name", WANTED)
def test_a_sentence_on_constructed_figures_is_marked_in_the_pdf(name: str) -> None:
    text = text_of(name, "pdf")
    for statement in chapter_of(name).statements():
        # A footer may stand between a sentence and its mark, so its end is looked for.
        end = re.escape(squeezed(statement.text())[-25:])
        marked = re.search(end + "KONSTRUERT", text) is not None
        assert marked == _is_made_up(statement), statement.id


@pytest.mark.parametrize("name", WANTED)
def test_the_box_is_marked_only_when_all_its_sentences_with_figures_are(name: str) -> None:
    told = [s for s in chapter_of(name).findings if s.figures]
    every = bool(told) and all(map(_is_made_up, told))
    assert ("DetviktigsteKONSTRUERT" in text_of(name, "docx")) == every
    assert ("Detviktigste–KONSTRUERT" in text_of(name, "md")) == every
    assert ("DetviktigsteKONSTRUERT" in text_of(name, "html")) == every


def test_the_examples_have_boxes_with_both_real_and_constructed_sentences() -> None:
    boxes = [{_is_made_up(s) for s in chapter_of(n).findings if s.figures} for n in WANTED]
    assert {True, False} in boxes and {True} in boxes and {False} in boxes


@pytest.mark.parametrize("name", WANTED)
def test_markdown_tells_once_at_the_top_that_something_is_constructed(name: str) -> None:
    text = written(name, "md").decode()
    assert text.count("Noen av tallene her er laget for å prøve Veivalg") <= 1
    assert "## Sammendrag\n\n#" not in text.replace("## Sammendrag\n\n###", "")
