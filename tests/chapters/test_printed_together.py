"""What is printed beside each other agrees: terms add up, and one number has the same digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import pytest
from tests.reports import report_of

from veivalg.chapters.common.registry import run_chapter
from veivalg.content import Chapter, Exhibit, Shape
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.publish.charts.waterfall import steps_of
from veivalg.publish.document.layout import table_part

CODES = ("5503", "1833", "5610")


@cache
def evidence(code: str) -> Evidence:
    return gather(municipality(code), today="2026-11-22")


@cache
def made(code: str, id: str) -> Chapter:
    return run_chapter(id, evidence(code))


def read(text: str) -> float:
    """Read the first number as it is printed: «−24,8», «1 022 (930–1 156)»."""
    found = re.search(r"[+\u2212-]?\d[\d\s]*(?:,\d+)?", text)
    assert found, text
    kept = re.sub(r"\s", "", found[0]).replace("\u2212", "-").replace(",", ".")
    return float(kept)


def adds_up(texts: Sequence[str]) -> bool:
    *terms, whole = map(read, texts)
    return abs(sum(terms) - whole) < 1e-6


def is_waterfall(exhibit: Exhibit) -> bool:
    return exhibit.chart is not None and exhibit.chart.shape is Shape.WATERFALL


@pytest.mark.parametrize("code", CODES)
def test_every_waterfall_adds_up_as_it_is_drawn_and_as_its_table_is_printed(code: str) -> None:
    every = [e for chapter in report_of(code).chapters for e in chapter.exhibits()]
    drawn = list(filter(is_waterfall, every))
    assert len(drawn) >= 3
    for exhibit in drawn:
        assert exhibit.chart is not None
        rows = table_part(exhibit, 1).rows
        if any(not re.search(r"\d", row[1]) for row in rows):
            continue  # a missing step ends the sum
        assert adds_up([row[1] for row in rows]), (exhibit.id, rows)
        steps = steps_of(exhibit, exhibit.chart)
        assert adds_up([step.text for step in steps]), exhibit.id
        assert steps[-1].end == pytest.approx(steps[-2].end), "the bars are as long as they are"


@pytest.mark.parametrize("code", CODES)
def test_every_table_of_terms_adds_up_in_every_scenario(code: str) -> None:
    tables = [
        e
        for e in made(code, "scenarier").exhibits()
        if e.id.startswith(("scenarier-ledd-", "scenarier-deler-"))
    ]
    assert tables
    for exhibit in tables:
        rows = table_part(exhibit, 1).rows
        for n in range(1, len(rows[0])):
            assert adds_up([row[n] for row in rows]), (exhibit.id, n, rows)


@pytest.mark.parametrize("code", CODES)
def test_some_waterfall_needs_a_row_of_rounding(code: str) -> None:
    """The tests above would else hold of numbers that happen to add up."""
    drawn = [e for e in made(code, "scenarier").exhibits() if is_waterfall(e)]
    assert any(row[0] == "Avrunding" for e in drawn for row in table_part(e, 1).rows)


@pytest.mark.parametrize("code", CODES)
def test_scenarios_of_as_many_aarsverk_lack_as_many(code: str) -> None:
    """Årsverk there are in the labour market are the same in all that differ in care only."""
    table = next(e for e in made(code, "scenarier").exhibits() if e.id == "scenarier-side-om-side")
    rows = {row[0]: row[1:] for row in table_part(table, 1).rows}
    needed = [read(text) for text in rows["Årsverk i omsorgstjenesten"]]
    lacking = [read(text) for text in rows["Årsverk som mangler i arbeidsmarkedet"]]
    there = {n - gap for n, gap in zip(needed, lacking, strict=True)}
    assert len(there) == 1, (needed, lacking)


@pytest.mark.parametrize(("code", "users"), [("5503", 1470), ("1833", 1365), ("5610", 196)])
def test_users_in_2040_are_told_with_the_same_digits_everywhere(code: str, users: int) -> None:
    chapter = made(code, "arsverk")
    drawn = next(e for e in chapter.exhibits() if e.id == "brukere")
    told = next(s for s in chapter.findings if s.id == "brukere").text()
    beside = next(e for e in made(code, "scenarier").exhibits() if e.id.endswith("side-om-side"))
    row = next(r for r in table_part(beside, 1).rows if r[0] == "Brukere av hjemmetjenester")
    texts = (drawn.title.split(": ")[-1], told.split("omtrent ")[-1], row[1])
    assert [read(text) for text in texts] == [users] * 3


def test_people_over_80_are_told_to_the_person_as_in_the_chapter_of_places() -> None:
    beside = next(e for e in made("5503", "scenarier").exhibits() if e.id.endswith("side-om-side"))
    row = next(r for r in table_part(beside, 1).rows if r[0] == "Innbyggere 80 år og eldre")
    assert [read(text) for text in row[1:]] == [2447] * 3


@pytest.mark.parametrize(
    ("id", "table"),
    [
        ("arsverk", "arsverk-folsomhet"),
        ("scenarier", "scenarier-avhenger-cost-2"),
        ("scenarier", "scenarier-avhenger-fte-2"),
    ],
)
def test_use_that_is_tried_lower_than_ever_is_warned_of(id: str, table: str) -> None:
    """Rana: 7.5 % less 7.3 % a year in fourteen years is 2.6 %; it was never under 7.5."""
    found = next(e for e in made("1833", id).exhibits() if e.id == table)
    assert any("fortsetter å falle helt til 2040" in str(row[0]) for row in found.table.rows)
    assert (
        "Faller bruken helt til 2040, bor 2,6 % av dem over 80 år på langtidsopphold, mot "
        "7,5 % i 2025. Det er lavere enn i noe år siden 2009, og ingen vet om det holder."
    ) in found.note.replace("\u202f", " ")
