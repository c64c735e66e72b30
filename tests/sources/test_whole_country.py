"""The country, a part of it in `make test`, through the stand-in, then reports for every size."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from functools import cache

import pytest
from pypdfium2 import PdfDocument
from tests.pdf import pages_of
from tests.publish.test_main_report import MOST_PAGES, MOST_WORDS, boxes, overlapping
from tests.tiers import sized
from tools.standin import Standin, StandinLimits

from veivalg.chapters.report import make_report
from veivalg.content import Chapter, Report, SourceKind, Unit
from veivalg.lake.lake import Lake
from veivalg.norway.register import find, municipalities
from veivalg.publish import render
from veivalg.sources.http.limits import Limits
from veivalg.sources.ssb.fetch import fetch

SIX = ("Utsira", "Karasjok", "Kinn", "Rana", "Tromsø", "Oslo")
TWENTY = (
    "Utsira",
    "Modalen",
    "Loppa",
    "Karasjok",
    "Kautokeino",
    "Røst",
    "Evenes",
    "Tana",
    "Nesseby",
    "Haram",
    "Kinn",
    "Alta",
    "Rana",
    "Harstad",
    "Ålesund",
    "Bodø",
    "Tromsø",
    "Trondheim",
    "Bergen",
    "Oslo",
)
WHOLE = ("docx", "pdf", "xlsx")
IN_ONE = (("Utsira", "docx"), ("Karasjok", "pdf"), ("Oslo", "xlsx"))
IN_EVERY = tuple((name, format) for name, _one in IN_ONE for format in WHOLE)
COUNTS = {Unit.PERSONS, Unit.PLACES, Unit.USERS, Unit.FTE, Unit.EMPLOYEES, Unit.DWELLINGS}
CHANGES = re.compile(r"endr|flere|færre|avvik|forskjell|gap|mangler|vekst|ende|grense", re.I)
IMPOSSIBLE = re.compile(r"\b(nan|inf|-inf|infinity)\b", re.IGNORECASE)

FETCHED = (
    "population",
    "projection",
    "care_users",
    "care_places",
    "care_staff",
    "12134",
    "12209",
    "12362",
    "12364",
)
"""People, care, and enough of finance and accounts for the national chapters."""

pytestmark = pytest.mark.statistics


@pytest.fixture(scope="module")
def country(statistics_tables, tmp_path_factory) -> Lake:
    """A lake with all of Norway, or a twelfth and those asked for, fetched over real HTTP."""
    lake = Lake(tmp_path_factory.mktemp("country"))
    everyone = [m.code for m in municipalities()]
    codes = sized(sorted({*everyone[::12], *(find(name).code for name in SIX)}), everyone)
    with Standin(statistics_tables, limits=StandinLimits(window=0.4)) as standin:
        limits = Limits(window=0.4, pause=0.01, longest_pause=0.05)
        report = fetch(codes, lake, url=standin.url, limits=limits, tables=FETCHED)
    assert report.ok, report.lines()
    assert sum(table.calls for table in report.tables) < 100
    return lake


@pytest.fixture(scope="module")
def report_of(country) -> Callable[[str], Report]:
    """Give the report of a place in that country, made once."""
    return cache(lambda name: make_report(find(name), country))


def check_numbers(chapter: Chapter) -> None:
    """Every number is finite, and counts are negative only where they are changes."""
    for figure in chapter.figures():
        ends = [figure.interval.low, figure.interval.high] if figure.interval else []
        for value in [figure.value, *ends]:
            assert value is None or math.isfinite(value), figure.id
        if figure.unit in COUNTS and not CHANGES.search(figure.label):
            assert figure.value is None or figure.value >= 0, (figure.id, figure.label)
    for exhibit in chapter.exhibits():
        for row in exhibit.table.rows:
            for column, cell in zip(exhibit.table.columns, row, strict=True):
                if isinstance(cell, float | int):
                    assert math.isfinite(cell), exhibit.id
                    if column.unit in COUNTS and not column.sign:
                        text = f"{column.title} {exhibit.title} {exhibit.subtitle}"
                        assert cell >= 0 or CHANGES.search(text), (exhibit.id, column.key)


@pytest.mark.parametrize("name", sized(SIX, TWENTY))
def test_a_report_can_be_made_and_shows_nothing_impossible(report_of, name):
    report = report_of(name)
    for chapter in report.chapters:
        check_numbers(chapter)
    text = render(report, "json").decode()
    json.loads(text)
    page = re.sub(r"<[^>]+>", " ", render(report, "html").decode())
    assert not IMPOSSIBLE.search(re.sub(r"\b[0-9a-f]{64}\b", "", page))


@pytest.mark.parametrize(("name", "format"), sized(IN_ONE, IN_EVERY))
def test_the_smallest_and_the_largest_come_in_every_format(report_of, name, format):
    assert len(render(report_of(name), format)) > 10_000


@pytest.mark.parametrize("name", sized(("Rana", "Oslo"), SIX))
def test_the_report_of_a_place_in_a_country_is_short_and_nothing_in_it_overlaps(report_of, name):
    made = render(report_of(name), "pdf")
    with PdfDocument(made) as document:
        assert len(document) <= MOST_PAGES
        for number, page in enumerate(document, 1):
            assert not overlapping(boxes(page)), number
    assert sum(len(page.split()) for page in pages_of(made)) <= MOST_WORDS


def test_what_the_stand_in_constructed_is_marked_wherever_it_is_used(report_of):
    report = report_of("Oslo")
    population = next(c for c in report.chapters if c.id == "befolkning")
    assert any(s.kind is SourceKind.CONSTRUCTED for s in population.sources())
    assert "konstruert" in render(report, "html").decode().lower()
