"""What is written reads as a person writes: no faults of assembly, one spelling, four states.

Every text of the reports of seven municipalities, of one that has brought own tables, of the short
documents and of the pages is looked at. What stands in a document of theirs is theirs to spell.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from starlette.testclient import TestClient
from tests.reports import report_of
from tests.tiers import sized

from veivalg.chapters.report import make_report
from veivalg.content import Chapter, Figure, Place, Report, Source, Statement, Unit
from veivalg.content.figure import Certainty
from veivalg.content.once import told_once
from veivalg.content.state import DEVIATION, EXAMPLE, MISSING, UNCERTAIN
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipality
from veivalg.own.examples import example_names, example_table
from veivalg.own.tables import own_table, own_tables
from veivalg.own.versions import OwnStore
from veivalg.publish.document.case import case
from veivalg.publish.document.layout import document
from veivalg.publish.document.main_report import main_report
from veivalg.publish.document.parts import Entry, Grid, Heading, Paragraph
from veivalg.publish.document.summary import summary
from veivalg.web.app import create_app

HOST = "http://127.0.0.1"
OWN = "own"
PLACES = ("5503", "1833", "5610", "1804", "0301", "1151", "0099", OWN)

FAULTS: Mapping[str, str] = {
    "a word twice": r"(?i)(?<![\w-])([^\W\d_]{2,}) \1(?![\w-])",
    "a full stop too many": (
        r"(?<!\.)\.\.(?!\.)|\. \.|,\.|(?<!mv)(?<!osv)(?<!mill)(?<!mfl)\.,"
        r"|(?<!mfl)\.;|;\.|:\.|\?\.|!\.|: :|::"
    ),
    "a space too many": r"\w  \w|\w [.,;:!?](?:\s|$)|\( | \)",
    "a unit on a year": (
        r"(?<![\d,])(?<!\d[\u202f\xa0])(?:19|20)\d\d[\u202f\xa0]"
        r"(?:år|personer|kr|%|plasser|årsverk|mill)\b"
    ),
    "a source that is none": r"(?i)kilde: valg\b",
    "a slot": r"\{\w*\}|\bNone\b|\bnan\b|\bTrue\b|\bFalse\b",
    "another word for a state": r"KONSTRUERT|(?i:ubekreftet|ikke hentet|\bkapitlet er tomt)",
}
"""What no text may hold, wherever it stands."""
MACHINES = (
    r"(?<![\w/.@-])[a-zæøå0-9]+_[a-zæøå0-9_]+\b|\(tabell [a-z_]+\)|veivalg [a-z]+ ?(?:--|\d|KOM)"
    r"|«veivalg |HiGHS|SHA-256|sha256|Parquet|[Pp]olars\b"
)
"""Names of fields, tables, commands and programs: for «Om tallene» alone."""
SPELLED = r"(?i)sammenlign|(?<!\w)lign"


@cache
def report(name: str) -> Report:
    """Give the report of a place; `OWN` is one that has brought every table there is."""
    return report_of(name) if name != OWN else pytest.fail("made by the fixture")


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("data")
    store = OwnStore(folder)
    for name in example_names():
        rows = example_table(name)
        if name in own_tables() and rows is not None:
            store.put("1833", name, rows.frame, file=f"{name}.csv", sha256="0" * 64)
    return make_report(municipality("1833"), Lake(folder))


def read(name: str, request: pytest.FixtureRequest) -> Report:
    found = request.getfixturevalue("brought") if name == OWN else report(name)
    assert isinstance(found, Report)
    return found


def texts(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """Give where, and each text of a chapter as it runs, cells and headings apart."""
    yield "head", chapter.title
    yield "head", chapter.lead
    yield from (("say " + s.id, s.marked()) for s in chapter.statements())
    for lost in chapter.missing:
        yield from (("missing", text) for text in (lost.what, lost.why, lost.how_to_get))
    yield from (("assumption", f"{a.label}: {a.text()}") for a in chapter.assumptions)
    yield from (("term", f"{word}: {said}") for word, said in chapter.terms.items())
    yield from (("note", note.line()) for note in chapter.notes)
    for one in chapter.exhibits():
        said = (one.title, one.subtitle, one.alt, one.note, one.uncertainty, one.formula)
        yield from ((one.id, text) for text in (*said, *one.caveats))
        table = one.table.readable()
        yield from ((one.id, column.title) for column in table.columns)
        yield from ((one.id, c) for row in table.rows for c in row if isinstance(c, str))


def faults(where: str, text: str, patterns: Mapping[str, str]) -> Iterator[str]:
    """Give each fault of a text, with what is around it."""
    for name, pattern in patterns.items():
        for found in re.finditer(pattern, text):
            yield f"{name}: {where}: …{text[max(0, found.start() - 50) : found.end() + 50]}…"


def is_theirs(where: str) -> bool:
    """Say whether a text is a document's own words."""
    return where.startswith("dokumenter-") or where == "say trykt"


@pytest.mark.parametrize("name", PLACES)
def test_no_text_of_a_report_is_badly_put_together(
    name: str, request: pytest.FixtureRequest
) -> None:
    found = [
        f"{chapter.id} {fault}"
        for chapter in read(name, request).chapters
        for where, text in texts(chapter)
        for fault in faults(where, text, FAULTS)
    ]
    assert found == []


@pytest.mark.parametrize("name", PLACES)
def test_no_running_text_names_a_field_a_command_or_a_program(
    name: str, request: pytest.FixtureRequest
) -> None:
    patterns = {"of the machine": MACHINES}
    found = [
        f"{chapter.id} {fault}"
        for chapter in read(name, request).chapters
        for where, text in texts(chapter)
        for fault in faults(where, text.replace("https://", ""), patterns)
    ]
    assert found == []


@pytest.mark.parametrize("name", PLACES)
def test_words_are_spelled_in_one_way(name: str, request: pytest.FixtureRequest) -> None:
    found = [
        f"{chapter.id} {fault}"
        for chapter in read(name, request).chapters
        for where, text in texts(chapter)
        if not is_theirs(where)
        for fault in faults(where, text, {"spelled": SPELLED})
    ]
    assert found == []


@pytest.mark.parametrize("name", PLACES)
def test_what_holds_for_several_figures_is_told_once_a_chapter(
    name: str, request: pytest.FixtureRequest
) -> None:
    for chapter in map(told_once, read(name, request).chapters):
        said = Counter(
            sentence
            for one in chapter.exhibits()
            for text in (one.note, one.uncertainty)
            for sentence in re.split(r"(?<=[.!?]) +(?=[A-ZÆØÅ«])", text)
            if len(sentence) > 40
        )
        assert [s for s, n in said.items() if n > 1] == [], chapter.id


def test_nothing_is_lost_of_what_is_told_once() -> None:
    for chapter in report("5503").chapters:
        whole, once = (
            {s for e in c.exhibits() for t in (e.note, e.uncertainty) for s in t.split(". ") if s}
            for c in (chapter, told_once(chapter))
        )
        assert {s.rstrip(".") for s in whole} == {s.rstrip(".") for s in once}, chapter.id


DOCUMENTS = (summary, case, main_report, document)


def lines(part: object) -> Iterator[str]:
    """Give the texts of a part of a document."""
    if isinstance(part, Heading | Paragraph):
        yield part.text
    elif isinstance(part, Entry):
        yield from (part.title, *part.lines, *part.bullets)
    elif isinstance(part, Grid):
        yield from (part.title, *part.heads, *(cell for row in part.rows for cell in row))


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(
    "made", [summary, case, main_report, document], ids=lambda made: made.__name__
)
def test_no_text_of_a_document_is_badly_put_together(
    name: str, made: object, request: pytest.FixtureRequest
) -> None:
    assert callable(made)
    content = made(read(name, request))
    parts = (*content.summary, *content.body)
    found = [f for part in parts for text in lines(part) for f in faults("", text, FAULTS)]
    assert found == []


SMALL = ("", "/kunnskapsgrunnlag", "/dokumenter", "/plasser", "/rapporter", "/egne-tall")
PAGES = [
    *(f"/kommune/{code}{page}" for code in sized(("5503", "1151"), PLACES[:-2]) for page in SMALL),
    "/kommune/0099/dokumenter",
    "/",
    "/metode",
    "/utforsk",
    "/ordliste",
    "/om",
]
DROPPED = re.compile(r"(?s)<(script|style|code|svg|pre|template)\b.*?</\1>|<!--.*?-->")
INLINE = re.compile(r"</?(?:a|b|strong|em|i|abbr|span|sup|sub|mark|time|small|cite)\b[^>]*>")


def shown(page: str) -> list[str]:
    """Give the texts of a page, block by block, without code and drawings."""
    text = INLINE.sub("", DROPPED.sub("\n", page))
    blocks = (" ".join(html.unescape(b).split()) for b in re.split(r"<[^>]*>", text))
    return [block for block in blocks if block]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(tmp_path_factory.mktemp("web"), source_url=f"{HOST}:9/")
    with TestClient(app, base_url=HOST) as made:
        yield made


@pytest.mark.parametrize("page", PAGES)
def test_no_text_of_a_page_is_badly_put_together(page: str, client: TestClient) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    found = [f for text in shown(answer.text) for f in faults(page, text, FAULTS)]
    assert found == []


def test_every_fault_is_seen() -> None:
    wrong = {
        "a word twice": "Det er er slik.",
        "a full stop too many": "Eget mål.. Slutt.",
        "a space too many": "Slik , er det.",
        "a unit on a year": "Det er 2026\u202får.",
        "a source that is none": "Kilde: Valg.",
        "a slot": "Det er {n} plasser.",
        "another word for a state": "Tallet er ikke hentet.",
    }
    assert set(wrong) == set(FAULTS)
    for name, text in wrong.items():
        assert [f.split(":")[0] for f in faults("", text, FAULTS)] == [name]
    for text in ("reduced_rate", "(tabell indicators)", "Løseren (HiGHS)", "kjør «veivalg hent 1»"):
        assert list(faults("", text, {"m": MACHINES}))
    right = "Det er 2 026\u202fpersoner i 2026, mot 1,5 mill. kr. Og så? «Ja.» Se https://ks.no."
    assert not list(faults("", right, {**FAULTS, "m": MACHINES, "s": SPELLED}))


def test_there_is_one_word_for_each_of_four_states() -> None:
    assert (MISSING, EXAMPLE, UNCERTAIN) == ("Mangler", "Eksempel", "Usikkert")
    assert DEVIATION == "Avvik i kilden"
    place, made_up = Place("0099", "Eksempelkommunen"), example_table("documents")
    assert made_up is not None and made_up.source().line().endswith(", Eksempel")
    source = Source("a", "A", "B")
    gone = Figure("n", "N", None, Unit.COUNT, place, "2026", source)
    assert gone.text() == "mangler"
    assert Statement("s", "Trolig.", {}, caution=True).mark == "Usikkert:"
    assert Statement("s", "Trykt.", {}, caution=True, deviation=True).mark == "Avvik i kilden:"
    assert Certainty.UNVERIFIED.word == "usikkert"
    assert own_table("documents").title == "Planer og rapporter"
