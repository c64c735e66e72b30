"""A table of many columns is read in Word and PDF: no number, heading or name on top of another."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from dataclasses import replace

import pytest
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from tests.reports import report_of

from sample_chapter import sample_report
from veivalg.content import Column, Exhibit, Report, Section, Table, Unit
from veivalg.publish import render
from veivalg.publish.document.layout import document
from veivalg.publish.document.parts import Grid
from veivalg.publish.document.widths import NARROW, TEXT_WIDTH, column_widths, narrowed
from veivalg.publish.pdf import document_pdf
from veivalg.publish.word.writer import write

GRADES = [f"{n}." for n in range(1, 11)]
HEADS = ("Skole", *GRADES, "Sum", "Klasser", "Lærerårsverk")
NUMERIC = (False, *[True] * 13)
SMALL = (
    ("Fjell", *["skjermet"] * 4, *["0"] * 6, *["skjermet"] * 3),
    ("Langnesvika", *["skjermet"] * 4, *["0"] * 6, "96", "skjermet", "skjermet"),
    ("Sum", "34", "40", "38", "46", *["0"] * 6, "158", "16", "8,1"),
)


def grid(rows: tuple[tuple[str, ...], ...] = SMALL) -> Grid:
    return Grid(1, "Elever", "", HEADS, NUMERIC, rows, True)


def test_a_hidden_number_is_a_colon_with_a_note_where_the_word_has_no_room():
    made, note = narrowed(grid())
    assert note == "«:» står for «skjermet»."
    assert made.rows[0] == ("Fjell", *[":"] * 4, *["0"] * 6, *[":"] * 3)
    assert made.rows[2] == SMALL[2]


def test_a_table_with_room_keeps_its_word_and_what_is_missing_is_always_said():
    few = Grid(1, "Elever", "", HEADS[:4], NUMERIC[:4], tuple(row[:4] for row in SMALL))
    assert narrowed(few) == (few, "")
    missing = grid(tuple(tuple(c.replace("skjermet", "mangler") for c in r) for r in SMALL))
    assert narrowed(missing) == (missing, "")
    both = grid((*SMALL, ("Dal", *["annet"] * 13)))
    assert narrowed(both) == (both, "")


def test_a_column_of_words_keeps_eight_characters_and_short_headings_stay_whole():
    widths = column_widths(HEADS, narrowed(grid())[0].rows, NUMERIC, TEXT_WIDTH, NARROW)
    assert sum(widths) <= TEXT_WIDTH
    assert widths[0] >= 8 * 124 + 2 * NARROW
    assert all(width >= 3 * 136 + 2 * NARROW for width in widths[1:11])
    million = tuple((name, *["331 000 000"] * 13) for name in ("Hjemmetjenesten", "Skole"))
    assert column_widths(HEADS, million, NUMERIC, TEXT_WIDTH, NARROW)[0] >= 8 * 124 * 0.4


@pytest.fixture(scope="module")
def report() -> Report:
    """Give a report with a table of schools, most of it hidden, and one of millions."""
    report = sample_report()
    chapter = report.chapters[0]
    like = next(e for e in chapter.exhibits() if e.chart is None)

    def exhibit(id: str, rows: tuple[tuple[object, ...], ...]) -> Exhibit:
        columns = [Column("name", "Enhet")]
        heads = HEADS[-len(rows[0]) + 1 :]
        columns += [Column(f"c{n}", h, Unit.PERSONS) for n, h in enumerate(heads)]
        return replace(like, id=id, title=id, note="", table=Table(tuple(columns), rows))

    hidden = tuple((r[0], *(c if c == "skjermet" else 7 for c in r[1:])) for r in SMALL)
    millions = (("Hjemmetjenesten", *(331_000_000.0 + n for n in range(7))),)
    section = Section(
        "brede", "Brede tabeller", (exhibit("Skoler", hidden), exhibit("Kroner", millions))
    )
    return replace(report, chapters=(replace(chapter, sections=(section,)),))


def test_nothing_is_printed_on_top_of_anything_in_the_pdf(report):
    pages = PdfReader(io.BytesIO(render(report, "pdf"))).pages
    lines: dict[tuple[int, float], list[tuple[float, float, str]]] = {}
    for number, page in enumerate(pages):

        def kept(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
            if text.strip(" .\n"):
                place = number, round(cm[5] + tm[5], 1)  # noqa: B023
                lines.setdefault(place, []).append((cm[4] + tm[4], size, text.strip()))

        page.extract_text(visitor_text=kept)
    told = " ".join(page.extract_text() for page in pages)
    assert "«:» står for «skjermet»." in told
    assert "skjermetskjermet" not in told
    rows = [sorted(line) for line in lines.values() if len(line) > 6]
    assert len(rows) >= 3
    for row in rows:
        for (x, size, text), (after, _s, _t) in itertools.pairwise(row):
            assert x + len(text) * size * 0.42 <= after, (text, row)


def test_a_table_of_many_columns_stands_across_the_page_in_word(report):
    xml = zipfile.ZipFile(io.BytesIO(render(report, "docx"))).read("word/document.xml").decode()
    tables = re.findall(r"<w:tbl>.*?</w:tbl>", xml)
    schools, kroner = (next(t for t in tables if name in t) for name in ("Langnesvika", "331"))
    assert "skjermet" not in schools and ">:<" in schools
    assert xml.count('w:orient="landscape"') == 1  # both, after each other
    for table in (schools, kroner):
        assert "smal" not in table
        widths = [int(w) for w in re.findall(r'<w:gridCol w:w="(\d+)"/>', table)]
        assert min(widths) > 300 and TEXT_WIDTH < sum(widths) <= 1.55 * TEXT_WIDTH


def test_word_has_a_smaller_table_where_the_numbers_have_no_room(report):
    made = write(document(report))
    xml = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    kroner = next(t for t in re.findall(r"<w:tbl>.*?</w:tbl>", xml) if "331" in t)
    assert 'w:val="Tallitabellsmal"' in kroner and 'w:val="Tallitabell"' not in kroner
    widths = [int(w) for w in re.findall(r'<w:gridCol w:w="(\d+)"/>', kroner)]
    assert min(widths) > 300 and sum(widths) <= TEXT_WIDTH
    assert "«:» står for «skjermet»." in xml


JOINT = re.compile(r"(\w+)[\ufffe\xad\x02]\r?\n?(\w+)")
"""How the reader of the PDF tells that a line ends within a word, or at a hyphen of its own."""


@pytest.mark.parametrize("code", ["5503", "1833"])
def test_no_word_of_a_table_is_parted_and_nothing_lies_over_the_foot_of_a_page(code: str) -> None:
    """Rana's seven columns of prices had «Model-lert», and rows of 13 lines went over the foot."""
    report = report_of(code)
    tables = [e.table for c in report.chapters for e in c.exhibits()]
    cells = [str(cell) for t in tables for row in t.rows for cell in row]
    told = " ".join([*cells, *(c.title for t in tables for c in t.columns), "usikkert valgt"])
    words = set(re.findall(r"\w+", told))
    with PdfDocument(render(report, "pdf")) as document:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            parted = {"".join(m) for m in JOINT.findall(text.get_text_bounded())}
            assert not parted & words, (number, parted & words)
            foot = text.get_text_bounded(bottom=0, top=52)
            assert number == 1 or re.fullmatch(r"Kunnskapsgrunnlag for .{5,30} Side \d+\s*", foot)


def test_rows_of_many_lines_are_broken_over_pages() -> None:
    """Sixteen rows were kept on a page by their number, however many lines each had."""
    report = sample_report()
    chapter = report.chapters[0]
    like = next(e for e in chapter.exhibits() if e.chart is None)
    columns = Column("a", "Navn"), Column("b", "Hva det er")
    rows = tuple((f"Rad nummer{n}", f"slutt{n} " + "ord og " * 120) for n in range(12))
    long = replace(like, id="lang", title="Lang", table=Table(columns, rows))
    made = replace(chapter, sections=(Section("lang", "Lang", (long,)),))
    whole = document_pdf(document(replace(report, chapters=(made,))))
    with PdfDocument(whole) as read:
        texts = [page.get_textpage() for page in read]
        whole = "".join(text.get_text_bounded() for text in texts)
        assert all(f"nummer{n}" in whole and f"slutt{n}" in whole for n in range(12))
        assert all("ord og" not in t.get_text_bounded(bottom=0, top=52) for t in texts)
        assert sum("Rad nummer" in text.get_text_bounded() for text in texts) > 1
