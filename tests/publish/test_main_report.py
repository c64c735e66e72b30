"""Hovedrapport: few pages, numbered, each well filled, and what it shows is what the chapters say.

The pages are read with the engine Chromium shows PDF with, and the Word file by python-docx and, as
pages, by LibreOffice where it is.
"""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import numpy as np
import openpyxl
import orjson
import pytest
from pypdfium2 import PdfDocument
from tests.made import SOME, chapter_of, written
from tests.pdf import pages_of
from tests.publish import readback
from tests.publish.readback import plain, squeezed
from tests.publish.test_contract import holds
from tests.reports import report_of
from tests.tiers import sized

from veivalg.content import About, Report, Shape, Statement
from veivalg.publish import render

CODES = ("5503", "1833", "5610", "0301", "1151", "0099")
MOST_PAGES, FEWER_PAGES, MOST_WORDS, APPENDIX = 45, 25, 12_000, 8
HEADS = (
    "0 Forord",
    "1 Sammendrag",
    "2 Bakgrunn, mandat, metode og medvirkning",
    "3 Hva kommer",
    "4 Hvor står vi",
    "5 Dokumenter og intervjuer",
    "6 Valgene",
    "7 Tiltak",
    "8 Videre prosess",
    "Vedlegg",
)
PAPER = re.compile(r"^Kunnskapsgrunnlag for .*Side \d+\s*$", re.M)
SCALE = 0.6
"""Pixels for each point of a page that is looked at."""


@cache
def writer_is_here() -> bool:
    """Say whether a Word file can be opened: without its module a conversion writes nothing."""
    program = shutil.which("soffice")
    return program is not None and any(Path(program).resolve().parent.glob("libswlo.*"))


def report(code: str) -> Report:
    return replace(report_of(code), made="2026-07-01")


@cache
def pdf(code: str) -> bytes:
    return render(report(code), "pdf")


@cache
def word(code: str) -> bytes:
    return render(report(code), "docx")


def heads(code: str) -> Iterator[tuple[str, int]]:
    """Give the contents of the Word file: each heading with the page that is told."""
    for paragraph in docx.Document(io.BytesIO(word(code))).paragraphs:
        if paragraph.style is not None and paragraph.style.name.startswith("toc"):
            text, _tab, page = paragraph.text.rpartition("\t")
            yield plain(text), int(page)


@pytest.mark.parametrize("code", CODES)
def test_it_has_few_pages_and_few_words(code: str) -> None:
    pages = pages_of(pdf(code))
    assert len(pages) <= (MOST_PAGES if code == "0099" else FEWER_PAGES)
    words = sum(len(page.split()) for page in pages)
    assert words <= MOST_WORDS
    first = next(i for i, page in enumerate(pages) if i > 2 and re.search(r"^Vedlegg$", page, re.M))
    assert len(pages) - first <= APPENDIX


@pytest.mark.parametrize("code", CODES)
def test_its_chapters_are_numbered_in_order(code: str) -> None:
    told = [head for head, _page in heads(code)]
    assert tuple(h for h in told if not re.match(r"\d\.\d", h)) == HEADS
    under = [tuple(map(int, m[0].split("."))) for h in told if (m := re.match(r"\d\.\d+", h))]
    assert under == sorted(set(under))
    counted: dict[tuple[str, int], int] = {}
    for paragraph in docx.Document(io.BytesIO(word(code))).paragraphs:
        if paragraph.style is not None and paragraph.style.name == "Caption":
            found = re.match(r"(Figur|Tabell) (\d)\.(\d+)\. ", paragraph.text)
            assert found, paragraph.text
            key = found[1], int(found[2])
            counted[key] = counted.get(key, 0) + 1
            assert int(found[3]) == counted[key]
    assert counted


@pytest.mark.parametrize("code", CODES)
def test_the_contents_of_both_say_the_page_each_heading_stands_on(code: str) -> None:
    pages = pages_of(pdf(code))
    contents = squeezed(pages[1]).replace(".", "")
    for head, page in heads(code):
        assert squeezed(head) in squeezed(pages[page - 1]), (head, page)
        assert f"{squeezed(head).replace('.', '')}{page}" in contents, head


@pytest.mark.skipif(not writer_is_here(), reason="LibreOffice Writer is not here")
@pytest.mark.parametrize("code", sized(["5503"], ["5503", "0099"]))
def test_word_pages_are_where_its_contents_say(code: str, tmp_path: Path) -> None:
    (tmp_path / "r.docx").write_bytes(word(code))
    home = f"-env:UserInstallation=file://{tmp_path}/lo"
    command = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "r.docx")], check=True, capture_output=True)
    pages = pages_of((tmp_path / "r.pdf").read_bytes())
    assert len(pages) <= MOST_PAGES
    for head, page in heads(code):
        assert squeezed(head) in squeezed(pages[page - 1]), (head, page)


def ink(page: object) -> tuple[float, float]:
    """Give how far down the text area the lowest ink is above the foot, and the area's height."""
    shown = page.render(scale=SCALE).to_numpy()  # type: ignore[attr-defined]
    top, bottom = 65 * SCALE, shown.shape[0] - 66 * SCALE
    dark = np.nonzero((shown[int(top) : int(bottom)] < 200).any(axis=(1, 2)))[0]
    return (float(dark[-1]) if dark.size else 0.0), bottom - top


@pytest.mark.parametrize("code", CODES)
def test_nearly_every_page_is_filled(code: str) -> None:
    firsts = {page for head, page in heads(code) if head in HEADS}
    with PdfDocument(pdf(code)) as document:
        low = []
        for number, page in enumerate(document, 1):
            last = number + 1 in firsts or number == len(document)
            if number > 2 and not last:
                lowest, area = ink(page)
                if lowest < 0.6 * area:
                    low.append(number)
    assert len(low) <= 2, low


def boxes(page: object) -> list[tuple[float, float, float, float, str]]:
    """Give the words of a page with the box of each, from those of their letters."""
    text = page.get_textpage()  # type: ignore[attr-defined]
    words: list[tuple[float, float, float, float, str]] = []
    held: list[tuple[float, float, float, float, str]] = []

    def close() -> None:
        if held:
            left, low, right, high, letters = zip(*held, strict=True)
            words.append((min(left), min(low), max(right), max(high), "".join(letters)))
            held.clear()

    whole = text.get_text_range()
    for i in range(text.count_chars()):
        letter = text.get_text_range(i, 1)
        box = text.get_charbox(i)
        apart = held and (abs(box[1] - held[-1][1]) > 8 or abs(box[0] - held[-1][2]) > 6)
        if not letter.strip() or apart:
            close()
        if letter.strip():
            held.append((*box, letter))
    close()
    assert words or not whole.strip()
    return words


def overlapping(words: list[tuple[float, float, float, float, str]]) -> list[tuple[str, str]]:
    """Give the pairs of words of which one lies on a tenth of the other or more."""
    if not words:
        return []
    left, low, right, high = (np.array([w[k] for w in words]) for k in range(4))
    wide = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    tall = np.minimum.outer(high, high) - np.maximum.outer(low, low)
    area = (right - left) * (high - low)
    shared = np.clip(wide, 0, None) * np.clip(tall, 0, None)
    on = shared > 0.1 * np.minimum.outer(area, area)
    return [(words[i][4], words[j][4]) for i, j in zip(*np.nonzero(np.triu(on, 1)), strict=True)]


@pytest.mark.parametrize("code", CODES)
def test_no_word_lies_on_another(code: str) -> None:
    with PdfDocument(pdf(code)) as document:
        for number, page in enumerate(document, 1):
            assert not overlapping(boxes(page)), number


def test_words_on_each_other_are_seen() -> None:
    words = [(0.0, 0.0, 10.0, 8.0, "ett"), (8.0, 1.0, 20.0, 9.0, "to"), (30.0, 0.0, 40.0, 8.0, "x")]
    assert overlapping(words) == [("ett", "to")]


def first_words(statement: Statement) -> str:
    """Give the first sentence, which is never cut."""
    return squeezed(re.split(r"(?<=\.)\s+(?=[A-ZÆØÅ«])", statement.text())[0])


@pytest.mark.parametrize("name", SOME)
def test_the_first_findings_of_a_chapter_stand_in_word_and_pdf(name: str) -> None:
    said = [s for s in chapter_of(name).findings if s.figures and not s.lacking][:3]
    for format in ("docx", "pdf"):
        text = squeezed(readback.text_of(written(name, format), format))
        for statement in said:
            words = first_words(statement)
            half = len(words) // 2
            assert words[:half] in text or words[half:] in text, (format, statement.id)


@pytest.mark.parametrize("name", SOME)
def test_a_finding_on_constructed_figures_is_marked_in_word(name: str) -> None:
    lines = [squeezed(p.text) for p in docx.Document(io.BytesIO(written(name, "docx"))).paragraphs]
    for statement in chapter_of(name).findings[:3]:
        made_up = any(
            s.kind.name == "CONSTRUCTED" for f in statement.figures.values() for s in f.sources()
        )
        for line in (x for x in lines if first_words(statement) in x):
            assert line.endswith("Eksempel") == made_up, statement.id


@pytest.mark.parametrize("name", SOME)
def test_what_a_chapter_shows_in_word_is_what_it_has(name: str) -> None:
    """At most four of its exhibits, one at least, each table the numbers of its exhibit."""
    text = squeezed(readback.text_of(written(name, "docx"), "docx"))
    exhibits = list(chapter_of(name).exhibits())
    shown = [e for e in exhibits if squeezed(e.title) in text]
    assert len(shown) <= 4 and (shown or not exhibits)
    grids = readback.word_grids(written(name, "docx"))
    explained = squeezed("«:» står for «skjermet»") in text
    tables = [e for e in shown if e.chart is None and len(e.table.readable().columns) <= 7]
    for exhibit in tables:
        heads = [plain(c.title) for c in exhibit.table.readable().columns]
        fit = [
            g for g in grids if [h[: len(t)] for h, t in zip(g.heads, heads, strict=False)] == heads
        ]
        assert fit, exhibit.id
        grid = fit[0]
        if explained:
            rows = [["skjermet" if c.strip() == ":" else c for c in row] for row in grid.rows]
            grid = replace(grid, rows=rows)
        holds(grid, exhibit)
    printed = squeezed(readback.text_of(written(name, "pdf"), "pdf"))
    assert all(squeezed(e.title)[:30] in printed for e in shown)


def test_charts_in_word_can_be_changed_and_hold_the_numbers_they_show() -> None:
    by_title = {plain(e.title): e for c in report("5503").chapters for e in c.exhibits()}
    with zipfile.ZipFile(io.BytesIO(word("5503"))) as file:
        body = file.read("word/document.xml").decode()
        charts = [n for n in file.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", n)]
        drawn = re.findall(r'<wp:docPr [^>]*name="Chart \d+" descr="([^"]+)" title="([^"]+)"', body)
        assert len(charts) == len(drawn) >= 10 and all(alt.strip() for alt, _title in drawn)
        seen = 0
        for name in charts:
            relations = file.read(name.replace("charts/", "charts/_rels/") + ".rels").decode()
            (target,) = re.findall(r'Target="\.\./(embeddings/[^"]+)"', relations)
            book = openpyxl.load_workbook(io.BytesIO(file.read(f"word/{target}"))).active
            held = sorted(
                round(float(c), 6)
                for row in book.iter_rows(min_row=2, min_col=2, values_only=True)
                for c in row
                if c is not None
            )
            xml = file.read(name).decode()
            values = re.findall(r"<c:val>(.*?)</c:val>", xml, re.S)
            plotted = [float(v) for part in values for v in re.findall(r"<c:v>([^<]+)</c:v>", part)]
            assert sorted(round(v, 6) for v in plotted) == held
            seen += 1
        assert seen == len(charts)
    shapes = {
        e.chart.shape for t, e in by_title.items() if e.chart and squeezed(t) in squeezed(body)
    }
    assert Shape.LINES in shapes


def test_what_people_write_stands_in_its_chapter() -> None:
    about = About(
        {"case": "26/1234"},
        {
            "foreword": "Et forord.",
            "measures": "Et tiltak.",
            "process": "Saken går ut.",
            "law": "Hol.",
        },
    )
    few = replace(report("5503"), about=about, chapters=report("5503").chapters[:2])
    for text in (
        "\n".join(p.text for p in docx.Document(io.BytesIO(render(few, "docx"))).paragraphs),
        "\n".join(pages_of(render(few, "pdf"))[2:]),
    ):
        places = [text.index(t) for t in ("Et forord.", "1 Sammendrag", "Hol.", "3 Hva kommer")]
        places += [text.index(t) for t in ("7 Tiltak\n", "Et tiltak.", "8 Videre", "Saken går ut.")]
        body = places[:]
        assert body == sorted(body) or text.index("Et forord.") < text.index("Saken går ut.")
        assert "Tiltak er ikke lagt inn" not in text


def test_what_people_write_comes_along_in_every_format() -> None:
    told = {"foreword": "Et <b>forord</b>.", "process": "Saken går ut."}
    about = About({"case": "26/1234"}, told)
    few = replace(report("5503"), about=about, chapters=report("5503").chapters[:1])
    for format in ("html", "md"):
        text = readback.text_of(render(few, format), format)
        assert text.index("Et <b>forord</b>.") < text.index("Saken går ut.")
    assert "Saksnummer: 26/1234" in render(few, "html").decode()
    data = orjson.loads(render(few, "json"))
    assert data["about"] == {"facts": {"case": "26/1234"}, "texts": told}


def test_the_summary_tells_the_four_years_of_the_plan_too() -> None:
    ahead = [one.ahead for one in report("5503").ranked if one.ahead is not None]
    text = squeezed(readback.text_of(word("5503"), "docx"))
    assert ahead and all(squeezed(one.text()) in text for one in ahead)


def test_a_caveat_is_told_once_and_what_is_empty_is_one_line() -> None:
    paragraphs = docx.Document(io.BytesIO(word("5503"))).paragraphs
    notes = [plain(p.text) for p in paragraphs if p.style and p.style.name == "Merknad"]
    told = [s for note in notes for s in re.split(r"(?<=\.)\s+(?=[A-ZÆØÅ«])", note)]
    assert len(told) > 10 and len(told) == len(set(told))
    assert sum(p.text.startswith("Skole og barnehage:") for p in paragraphs) == 1
    (maps,) = [p.text for p in paragraphs if p.text.startswith("Kart over tetthet")]
    assert "grunnkrets" in maps and "Kart.ssb.no" in maps


def test_all_that_documents_and_interviews_say_stands_in_the_report_by_document_and_theme() -> None:
    chapter = next(c for c in report("5503").chapters if c.id == "dokumenter")
    tables = {e.id: e.table for e in chapter.exhibits()}
    paragraphs = docx.Document(io.BytesIO(word("5503"))).paragraphs
    text = squeezed("\n".join(p.text for p in paragraphs))
    heads = [p.text for p in paragraphs if p.style is not None and p.style.name == "Heading 3"]
    for id in ("dokumenter-hvert", "dokumenter-intervjuene", "dokumenter-hovedsaker"):
        assert {str(row[0]) for row in tables[id].rows} <= {*heads}
        for _group, kind, said in tables[id].rows:
            assert squeezed(f"{kind}: {said}") in text
    assert len({row[0] for row in tables["dokumenter-hvert"].rows}) == 8
    for document in tables["dokumenter-register"].cells("document"):
        assert squeezed(f"{document}:") in text
    for title, about, link in tables["dokumenter-lover"].rows:
        assert squeezed(f"{title}: {about}") in text and squeezed(str(link)).strip("–") in text
    for row in tables["dokumenter-hort"].rows:  # the whole of each, numbers too, on one line
        line = next(t for p in paragraphs if (t := squeezed(p.text)).startswith(squeezed(row[0])))
        assert all(squeezed(str(c).rstrip(".")) in line for c in row if c not in (None, "", "–"))


@pytest.mark.parametrize("code", ["5503", "1833", "0099"])
def test_there_is_room_left_and_nothing_is_said_twice_where_once_is_enough(code: str) -> None:
    told = [plain(p.text) for p in docx.Document(io.BytesIO(word(code))).paragraphs]
    pages = pages_of(pdf(code))
    assert len(pages) < FEWER_PAGES and sum(len(p.split()) for p in pages) <= MOST_WORDS - 250
    assert not [line for line in told if "(usikkert) (usikkert)" in line or ".." in line]
    firsts = [told.index(head) for head in HEADS[4:]]
    for begins, ends in itertools.pairwise(firsts):
        for caveat in ("Merutgift er ikke det samme som innsparing.", "Det gjelder hvis alle"):
            assert sum(caveat in line for line in told[begins:ends]) <= 1, caveat
    own = [line for line in told[firsts[-1] :] if line.startswith(("Veivalg: ", "Veivalg, "))]
    assert len(own) == 1 + (code == "0099")  # what one maker has reckoned, and made up
    assert own[0].count(";") > 5
    advice = [line for line in told if "Sjekk om føringen eller definisjonen er endret." in line]
    assert len(advice) == (code != "0099")
    glossary = told[told.index("Ordliste") + 1 :]
    assert glossary and not any(
        line.startswith(("føring:", "kostnadsnøkkel:")) for line in glossary
    )


def test_who_was_heard_is_pointed_to_where_no_number_is_printed() -> None:
    for code, asked in (("1833", True), ("5610", False)):
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(word(code))).paragraphs)
        assert ("Hvem som er hørt, hvordan og når, står i kapittel 5." in text) == asked
        assert ("Det er ikke skrevet noe om medvirkning." in text) != asked


@pytest.mark.parametrize("code", ["5503", "1833", "5610", "0099"])
def test_the_summary_is_read_as_text_and_then_the_differences_are_numbered(code: str) -> None:
    paragraphs = docx.Document(io.BytesIO(word(code))).paragraphs
    texts = [plain(p.text) for p in paragraphs]
    at = {step.title: texts.index(plain(step.title)) for step in report(code).argument}
    assert len(at) == 5 and list(at.values()) == sorted(at.values())
    last = texts.index("De viktigste funnene, i forhold til sammenliknbare kommuner")
    steps = [*at.values(), last]
    for begins, ends in itertools.pairwise(steps):
        assert sum(len(text.split()) for text in texts[begins + 1 : ends]) > 20
        assert not any(t.startswith("•") for t in texts[begins:ends])
    for i, said in enumerate(report(code).compared, 1):
        assert texts[last + i].startswith(plain(f"{i}. {said.marked()}"))


def test_the_page_that_holds_all_begins_with_the_same_summary() -> None:
    text = squeezed(readback.text_of(render(report("5503"), "html"), "html"))
    said = [s for step in report("5503").argument for s in step.told]
    places = [text.index(squeezed(s.marked())) for s in (*said, *report("5503").compared)]
    assert places == sorted(places)


def test_the_table_of_ages_has_next_year_too_and_stands_upright() -> None:
    for code in ("5503", "0301"):
        chapter = next(c for c in report(code).chapters if c.id == "befolkning")
        table = next(e for e in chapter.exhibits() if e.id == "aldersgrupper")
        heads = [c.title for c in table.table.columns]
        assert heads[1:6] == ["2026", "2027", "2030", "2040", "2050"] and "prosent" in heads[7]
        (page,) = [p for p in map(squeezed, pages_of(pdf(code))) if "Tabell3.1." in p]
        assert all(head in page for head in heads[1:6]) and "3.2Behov" in page


@pytest.mark.parametrize("code", CODES)
def test_what_a_list_says_is_not_said_elsewhere(code: str) -> None:
    """No line names the same thing twice, and what choices rest on is not told before."""
    told = [plain(p.text) for p in docx.Document(io.BytesIO(word(code))).paragraphs]
    assert not [line for line in told if re.fullmatch(r"(.+): \1\.", line)]
    if code in ("5503", "0099"):  # the small have nothing else that is uncertain
        at = told.index("6.4 Forutsetninger for å lykkes")
        rests = [x for x in told[at + 1 : told.index("7 Tiltak")] if x.startswith("Usikkert: ")]
        assert rests and not set(rests) & set(told[:at])
