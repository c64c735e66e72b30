"""What each format owes its reader beyond the numbers."""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import jsonschema
import openpyxl
import orjson
import pytest
from pypdf import PdfReader
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from tests.reports import report_of

from sample_chapter import sample_chapter, sample_report
from veivalg.content import About, Chapter, Note, NoteKind, Place, Report, SourceKind
from veivalg.foundation.errors import UsageError
from veivalg.publish import render
from veivalg.publish.csv import exhibit_csv
from veivalg.publish.document.layout import document
from veivalg.publish.document.parts import Grid, Heading, Paragraph
from veivalg.publish.document.widths import NARROW, WIDE, column_widths, least_widths
from veivalg.publish.json import SCHEMA, chapter_json
from veivalg.publish.markdown import chapter_markdown
from veivalg.publish.pdf import document_pdf
from veivalg.publish.web.chapter import chapter_fragment
from veivalg.publish.web.links import Links
from veivalg.publish.word.writer import write
from veivalg.publish.xlsx import exhibit_workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def word(report: Report) -> bytes:
    """Give all of a report as a Word document, as the writer writes what it is given."""
    return write(document(report))


@pytest.fixture(scope="module")
def pdf(report: Report) -> PdfReader:
    return PdfReader(io.BytesIO(document_pdf(document(report))))


def test_an_unknown_format_gets_a_suggestion(report: Report) -> None:
    with pytest.raises(UsageError, match="docx"):
        render(report, "doc")


def test_word_has_headings_captions_and_no_direct_formatting(word: bytes) -> None:
    document = docx.Document(io.BytesIO(word))
    names = {p.style.name for p in document.paragraphs if p.style}
    assert {"Title", "Heading 1", "Heading 2", "Caption", "Kildelinje"} <= names
    body = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert not re.search(r"<w:(sz|b|i|color|rFonts)[ /]", body)


def test_word_says_its_language_title_and_author(word: bytes) -> None:
    document = docx.Document(io.BytesIO(word))
    core = document.core_properties
    assert (core.title, core.author, core.language) == (
        "Kunnskapsgrunnlag – Harstad",
        "Veivalg",
        "nb-NO",
    )
    styles = zipfile.ZipFile(io.BytesIO(word)).read("word/styles.xml").decode()
    assert 'w:val="nb-NO"' in styles


def test_every_picture_in_word_has_an_alternative_text(word: bytes, report: Report) -> None:
    body = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    texts = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', body)
    charts = [e for c in report.chapters for e in c.exhibits() if e.chart]
    assert len(texts) == len(charts) == body.count("<wp:docPr ")


def test_words_contents_point_to_bookmarks_that_exist(report: Report) -> None:
    made = render(report, "docx")
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml"))
    marks = {e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart")}
    links = {e.get(f"{W}anchor") for e in root.iter(f"{W}hyperlink")}
    assert links
    assert links <= marks
    numbers = [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart")]
    assert len(numbers) == len(set(numbers))


def test_fields_in_word_are_opened_and_closed_in_pairs(word: bytes) -> None:
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml"))
    depth = 0
    for mark in root.iter(f"{W}fldChar"):
        depth += {"begin": 1, "separate": 0, "end": -1}[str(mark.get(f"{W}fldCharType"))]
        assert depth >= 0
    assert depth == 0


def test_table_headings_repeat_and_numbers_stand_to_the_right_in_word(word: bytes) -> None:
    table = docx.Document(io.BytesIO(word)).tables[0]
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert table.rows[1].cells[1].paragraphs[0].style.name == "Tall i tabell"


def test_table_properties_stand_in_the_order_words_schema_wants(word: bytes) -> None:
    for table in docx.Document(io.BytesIO(word)).tables:
        names = [child.tag.rsplit("}", 1)[1] for child in table._tbl.tblPr]
        assert names == sorted(names, key=TABLE_ORDER.index)


TABLE_ORDER = (
    "tblStyle",
    "tblW",
    "jc",
    "tblInd",
    "tblBorders",
    "shd",
    "tblLayout",
    "tblCellMar",
    "tblLook",
)


def _wide_tables() -> list[Grid]:
    """Give tables as they are printed: years by age, kroner by function, long headings."""
    years = tuple(str(y) for y in range(2015, 2026))
    money = ("Nr.", "Funksjon", "Harstad (kr)", "KOSTRA-gruppe 9 (kr)", "Teoretisk potensial")
    row = ("15", "233 Annet forebyggende helsearbeid", "1\u202f234", "16\u202f123", "+125,8")
    return [
        Grid(
            1,
            "År",
            "",
            ("Alder", *years),
            (False, *[True] * 11),
            (("80–89 år", *["1\u202f234"] * 11),),
        ),
        Grid(2, "Kroner", "", money, (False, False, True, True, True), (row,) * 3),
        Grid(
            3,
            "Avgift",
            "",
            (
                "Sektor",
                "Regnskapsført",
                "Arbeidsgiveravgift til 14,1 %",
                "Utgiftsbehov",
                "Korrigert",
            ),
            (False, *[True] * 4),
            (("Samferdsel", "28\u202f153", "+2\u202f156", "\u22121\u202f972", "28\u202f336"),),
        ),
    ]


@pytest.mark.parametrize("grid", _wide_tables(), ids=lambda g: g.title)
def test_no_number_is_broken_over_two_lines_in_word(grid: Grid) -> None:
    total = 9071
    for margins in (WIDE, NARROW):
        cells, heads = least_widths(grid.heads, grid.rows, grid.numeric, margins)
        widths = column_widths(grid.heads, grid.rows, grid.numeric, total, margins)
        assert total - len(widths) <= sum(widths) <= total
        if sum(cells) <= total:
            assert all(w >= least for w, least in zip(widths, cells, strict=True))
        if sum(heads) <= total:
            assert all(w >= least for w, least in zip(widths, heads, strict=True))


def test_number_cells_in_word_are_told_not_to_wrap(word: bytes) -> None:
    xml = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    numbers = re.findall(
        r'<w:tcPr>((?:(?!</w:tcPr>).)*)</w:tcPr><w:p><w:pPr><w:pStyle w:val="Tallitabell"/>', xml
    )
    assert numbers
    assert all("<w:noWrap/>" in properties for properties in numbers)


def test_the_pdf_is_tagged_titled_in_norwegian_and_claims_ua1(pdf: PdfReader) -> None:
    catalogue = pdf.trailer["/Root"]
    assert str(catalogue["/Lang"]).startswith("nb")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Kunnskapsgrunnlag – Harstad"
    assert b"pdfuaid" in catalogue["/Metadata"].get_object().get_data()
    assert pdf.outline


def test_every_picture_in_the_pdf_has_an_alternative_text(pdf: PdfReader, report: Report) -> None:
    figures = [
        node
        for node in _nodes(pdf.trailer["/Root"]["/StructTreeRoot"])
        if node.get("/S") == "/Figure"
    ]
    charts = [e for c in report.chapters for e in c.exhibits() if e.chart]
    assert len(figures) >= len(charts)
    assert {str(node["/Alt"]) for node in figures} == {e.spoken for e in charts}


def _nodes(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _nodes(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from _nodes(node["/K"])


def test_text_that_looks_like_code_is_printed_and_not_run(pdf: PdfReader) -> None:
    text = "".join(page.extract_text() for page in pdf.pages)
    assert '#panic("x")' in text
    assert "=1+1" in text


def test_sami_letters_reach_the_pdf(pdf: PdfReader) -> None:
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "Hárstták" in text
    assert "čđŋšŧž" in text


def test_the_same_report_gives_the_same_pdf_and_html(report: Report) -> None:
    assert render(report, "pdf") == render(report, "pdf")
    assert render(report, "html") == render(report, "html")


def test_texts_in_the_workbook_are_never_formulas(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx")))
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    assert "=1+1" in {c.value for c in cells if c.data_type == "s"}
    assert not [c.coordinate for c in cells if c.data_type == "f" and "1+1" in str(c.value)]


def test_sheet_names_are_unique_and_short(report: Report) -> None:
    names = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx"))).sheetnames
    assert names[:2] == ["Data", "Innhold"]
    assert len(names) <= 25
    assert len({n.casefold() for n in names}) == len(names)
    assert max(map(len, names)) <= 31


def test_shares_are_per_cent_cells_in_the_workbook(chapter: Chapter) -> None:
    exhibit = next(e for e in chapter.exhibits() if e.id == "dekningsgrad")
    sheet = openpyxl.load_workbook(io.BytesIO(exhibit_workbook(exhibit, chapter))).worksheets[0]
    assert sheet["B5"].value == pytest.approx(0.205)
    assert sheet["B5"].number_format == "0.0 %"
    assert sheet["B9"].value is None
    assert "mangler" in [cell.value for cell in sheet[9]][-1]


def test_json_is_as_its_schema_says(chapter: Chapter) -> None:
    schema = orjson.loads(SCHEMA.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    data = orjson.loads(orjson.dumps(chapter_json(chapter)))
    jsonschema.validate(data, schema)
    hidden = next(f for f in data["figures"] if f["id"] == "korttid")
    assert hidden["value"] is None
    assert hidden["reason"] == "skjermet"


@pytest.mark.parametrize("code", ["prove", "5503", "1151", "0099"])
def test_a_report_in_json_is_as_its_schema_says(code: str, report: Report) -> None:
    """Also what people have written of it, and the findings that matter most."""
    schema, chapters = (
        orjson.loads(p.read_bytes()) for p in (SCHEMA.with_name("report.schema.json"), SCHEMA)
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    both = Registry().with_resource("schema.json", DRAFT202012.create_resource(chapters))
    asked = report if code == "prove" else report_of(code)
    said = About({"author": "Kari Nordmann", "case": "24/123"}, {"foreword": "Forordet."})
    data = orjson.loads(render(replace(asked, about=said), "json"))
    jsonschema.Draft202012Validator(schema, registry=both).validate(data)
    assert data["about"]["texts"]["foreword"] == "Forordet."
    assert [one["id"] for one in data["ranked"]] == [one.id for one in asked.ranked]
    for one, told in zip(asked.ranked, data["ranked"], strict=True):
        assert told["statement"]["text"] == one.statement.text()
        ids = {figure["id"] for figure in told["figures"]}
        assert ids >= {*told["statement"]["figures"].values()}
    broken = {**data, "ranked": [{"id": "alene"}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema, registry=both).validate(broken)


def test_csv_opens_in_a_norwegian_spreadsheet(chapter: Chapter) -> None:
    exhibit = next(e for e in chapter.exhibits() if e.id == "endring")
    data = exhibit_csv(exhibit, chapter)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:3] == ["0–17 år", "-427", "-0,091"]
    assert rows[6][:3] == ["90 år og eldre", "", ""]


def test_every_row_of_a_csv_says_its_unit_its_source_and_whether_it_is_constructed(
    chapter: Chapter,
) -> None:
    marks = set()
    for exhibit in chapter.exhibits():
        text = exhibit_csv(exhibit, chapter).decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text), delimiter=";")
        assert head[-3:] == ["Enhet", "Kilde", "Merke"]
        made_up = any(s.kind is SourceKind.CONSTRUCTED for s in exhibit.sources)
        assert {row[-1] for row in rows} <= {"Eksempel" if made_up else ""}
        assert all(row[-2] for row in rows)
        marks.add(made_up)
    assert marks == {True, False}


def test_no_csv_field_starts_like_a_formula(chapter: Chapter) -> None:
    exhibit = next(e for e in chapter.exhibits() if e.id == "tekst")
    rows = csv.reader(io.StringIO(exhibit_csv(exhibit, chapter).decode("utf-8-sig")), delimiter=";")
    assert not [f for row in rows for f in row if f[:1] in ("=", "+", "@")]


def test_markdown_shows_marks_as_they_stand(chapter: Chapter) -> None:
    text = chapter_markdown(chapter).decode()
    assert r"\*og\*" in text
    assert "<script>" not in text


def test_html_escapes_text_and_asks_the_network_for_nothing(report: Report) -> None:
    text = render(report, "html").decode()
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert not re.search(r'(?:src|xlink:href)="(?!#|data:)', text)
    assert not re.search(r"@import|url\((?!#|&#)", text)


def test_a_fragment_links_numbers_downloads_and_methods(chapter: Chapter) -> None:
    links = Links(exhibit="/5503/{chapter}/{exhibit}.{format}", method="/metode/{method}", level=2)
    text = str(chapter_fragment(chapter, links))
    assert 'href="/5503/prove/alternativer.csv"' in text
    assert 'href="/5503/prove/tekst.png"' not in text  # a table has no picture
    assert 'href="/metode/plasser"' in text
    assert 'data-provenance="tall-prove-plasser-2040"' in text
    assert "<h2" in text
    assert "<h1" not in text


def test_what_is_constructed_or_unverified_says_so(chapter: Chapter) -> None:
    text = str(chapter_fragment(chapter))
    assert text.count("Eksempel") >= 4
    assert "usikkert" in text


@pytest.fixture(scope="module")
def made_up(report: Report) -> Report:
    """Give a report whose first finding and first exhibit rest on something constructed."""
    found = next(s for c in report.chapters for s in c.sources() if s.kind.name == "CONSTRUCTED")
    chapter = report.chapters[0]
    first = chapter.findings[0]
    figures = {name: replace(f, source=found) for name, f in first.figures.items()}
    findings = (
        replace(
            first,
            id="laget",
            figures={name: f.renamed(f"{f.id}-laget") for name, f in figures.items()},
        ),
    )
    return replace(report, chapters=(replace(chapter, findings=findings),))


def test_documents_say_on_cover_summary_box_and_captions_what_is_constructed(
    made_up: Report,
) -> None:
    content = document(made_up)
    assert content.warning.startswith("Eksempel:")
    assert content.summary[1] == Paragraph(content.warning, "mark")
    marked = [p for p in (*content.summary, *content.body) if getattr(p, "marked", False)]
    assert {"sammendrag-prove", "funn-prove"} <= {
        p.anchor for p in marked if isinstance(p, Heading)
    }
    exhibits = [e for c in made_up.chapters for e in c.exhibits()]
    captions = [e for e in exhibits if any(s.kind.name == "CONSTRUCTED" for s in e.sources)]
    said = [p for p in marked if isinstance(p, Paragraph)]
    assert len(marked) - len(said) - sum(isinstance(p, Heading) for p in marked) == len(captions)
    assert captions
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(render(made_up, "pdf"))).pages]
    assert "Eksempel:" in pages[0]
    word = docx.Document(io.BytesIO(write(content)))
    lines = [p.text for p in word.paragraphs]
    assert "Det viktigste Eksempel" in lines
    assert sum(
        p.style.name == "Caption" and p.text.endswith("Eksempel") for p in word.paragraphs
    ) == len(captions)


def test_a_chapter_marks_its_box_and_no_official_report_is_marked(
    made_up: Report, report: Report
) -> None:
    text = str(chapter_fragment(made_up.chapters[0]))
    assert re.search(r"Det viktigste <strong class=.konstruert.>", text)
    official = replace(report, chapters=(replace(report.chapters[0], sections=(), findings=()),))
    assert not document(official).warning


def test_headings_never_skip_a_level() -> None:
    text = str(chapter_fragment(sample_chapter()))
    levels = [int(n) for n in re.findall(r"<h(\d)", text)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_note_stands_in_every_format(report: Report) -> None:
    notes = [n for c in report.chapters for n in c.notes]
    word = docx.Document(io.BytesIO(render(report, "docx")))
    lines = [p.text for p in word.paragraphs]
    assert all(n.line() in lines for n in notes)
    pdf_text = re.sub(
        r"\s",
        "",
        "".join(p.extract_text() for p in PdfReader(io.BytesIO(render(report, "pdf"))).pages),
    )
    assert all(re.sub(r"\s", "", n.text) in pdf_text for n in notes)
    book = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx")))
    cells = {c.value for row in book["Merknader"].iter_rows() for c in row}
    assert all({n.text, n.about} <= cells for n in notes)
    data = orjson.loads(render(report, "json"))["chapters"][0]["notes"]
    assert [n["text"] for n in data] == [n.text for n in report.chapters[0].notes]
    text = render(report, "html").decode()
    assert "Korttid &lt;i&gt;" in text
    assert "Kari &lt;b&gt;" in text


def test_a_note_about_nothing_or_saying_nothing_is_refused() -> None:
    for about, text in (("", "tekst"), ("tall", "  ")):
        with pytest.raises(ValueError, match="note"):
            Note("x", NoteKind.READER, Place("5503", "Harstad"), about, text)


def test_a_chapter_without_a_period_leaves_no_gap_on_the_cover() -> None:
    report = sample_report()
    nameless = replace(report.chapters[0], period="")
    cover = document(replace(report, chapters=(report.chapters[0], nameless))).period
    assert cover == report.chapters[0].period
