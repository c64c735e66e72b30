"""The summary as an argument, and how a municipality differs: true whichever way numbers go."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.reports import evidence_of, report_of

from veivalg.chapters.common import argument
from veivalg.chapters.common.argument import argue
from veivalg.chapters.common.comparison import ALIKE, COUNTED, MOST, comparisons, held_against
from veivalg.chapters.common.registry import run_ranked
from veivalg.chapters.common.sentences import present
from veivalg.content import Chapter, Place, Ranked, Statement

CODES = ("5503", "1833", "5610", "0301", "1151", "0099")
TARGET = 0.0175


def with_values(said: Statement, **values: float) -> Statement:
    figures = {
        slot: replace(f, value=values[slot]) if slot in values else f
        for slot, f in said.figures.items()
    }
    return replace(said, figures=figures)


def case(
    result: float | None, care: float | None, need: tuple[float, float, float]
) -> tuple[tuple[Ranked, ...], tuple[Chapter, ...]]:
    """Give Harstad's findings as they would be with another result, gap and need.

    A result or gap that is None isn't known; a gap of 0 is none to speak of.
    """
    report, kept = report_of("5503"), []
    for one in report.ranked:
        if one.id == argument.RESULT:
            if result is None:
                continue
            one = replace(one, statement=with_values(one.statement, value=result))
        if one.id == argument.CARE:
            if care is None:
                continue
            said = with_values(one.statement, value=care or 1e6)
            one = replace(one, statement=said, consequence=abs(care))
        kept.append(one)
    change, low, high = need
    chapters = []
    for chapter in report.chapters:
        if chapter.id == argument.NEED[0]:
            findings = tuple(
                with_values(s, change=change, low=low, high=high) if s.id == argument.NEED[1] else s
                for s in chapter.findings
            )
            chapter = replace(chapter, findings=findings)
        chapters.append(chapter)
    return tuple(kept), tuple(chapters)


def last(result: float | None, care: float | None, need: tuple[float, float, float]) -> str:
    steps = argue(report_of("5503").municipality, *case(result, care, need))
    assert steps[-1].title == "Det som må endres"
    return " ".join(s.text() for s in steps[-1].told)


GROWS, FALLS, UNSURE = (0.3, 0.2, 0.4), (-0.2, -0.3, -0.1), (0.1, -0.02, 0.3)


@pytest.mark.parametrize(
    ("result", "care"), itertools.product((-0.01, 0.03, None), (9e7, -9e7, 0.0, None))
)
def test_what_must_change_is_as_the_numbers_are(result: float | None, care: float | None) -> None:
    text = last(result, care, GROWS)
    assert ("dårligere enn målet" in text) == (result is not None and result < TARGET)
    assert ("når målet for driften" in text) == (result is not None and result >= TARGET)
    dear = care is not None and care > 0
    assert ("ikke er dyrere" in text or "er ikke dyrere" in text) == (care is not None and not dear)
    said_dear = ("dyrere enn andres" in text or "dyrere enn hos andre" in text) and "ikke" not in (
        text.split("dyrere")[0][-12:]
    )
    assert said_dear == dear
    assert "152" in text  # staff that it surely takes


def test_a_result_that_is_uncertain_meets_no_target() -> None:
    """Leka's 14.3 per cent rests on care that fell from 73 to 16 million in a year."""
    ranked = report_of("5052").ranked
    (result,) = (one.statement for one in ranked if one.id == argument.RESULT)
    assert result.caution
    (text,) = (s.text() for s in report_of("5052").argument[-1].told)
    assert (
        text == "Leka skal altså hjelpe flere. Det som må avgjøres, er hvordan veksten skal møtes."
    )


def test_what_does_not_hold_is_not_told_as_holding_in_the_list_of_differences() -> None:
    """Utsira's 0.7 million rests on one of the seven others, Leka's result on a year's booking."""
    (school,) = (s for s in report_of("1151").compared if s.id == "forhold-ressursbruk-fgk8b")
    assert school.text().endswith("over.") and " Uten Røyrvik er det 0,5" in school.text()
    for code, unsure in (("5052", True), ("1151", False)):
        (result,) = (s for s in report_of(code).compared if s.id == "forhold-net-operating-result")
        assert result.caution == unsure


def test_a_need_that_falls_or_may_go_either_way_is_told_as_that() -> None:
    for result, care in itertools.product((-0.01, 0.03, None), (9e7, None)):
        assert last(result, care, FALLS).startswith("Behovet for omsorg blir mindre.")
        assert last(result, care, UNSURE).startswith("Ingen vet om behovet for omsorg vokser.")
    for need, lead in ((GROWS, "blir det flere"), (FALLS, "blir det færre"), (UNSURE, "usikkert")):
        steps = argue(report_of("5503").municipality, *case(0.0, None, need))
        volume = next(step for step in steps if step.title == "Omfanget")
        assert lead in volume.told[0].text()


def test_staff_that_is_uncertain_is_not_told_as_sure() -> None:
    text = " ".join(s.text() for s in report_of("1833").argument[-1].told)
    assert "148" not in text and "Trengs det flere folk" in text


@pytest.mark.parametrize("code", CODES)
def test_every_ranked_finding_has_its_step_and_nothing_is_told_twice(code: str) -> None:
    report = report_of(code)
    told = [s.text() for step in report.argument for s in step.told]
    assert len(told) == len(set(told)) and len(report.argument) == 5
    assert {one.statement.text() for one in report.ranked} <= {*told}
    for step in report.argument:
        assert all(s.text().endswith(".") for s in step.told), step.title


def test_every_name_the_argument_knows_is_a_statement_or_an_exhibit() -> None:
    report = report_of("5503")
    said = {(c.id, s.id) for c in report.chapters for s in c.statements()}
    shown = {(c.id, e.id) for c in report.chapters for e in c.exhibits()}
    named = (argument.NEED, *argument.DEMENTIA, argument.GROWTH, argument.WORKERS, argument.PRICE)
    assert {*named} <= said and argument.MEASURED in shown
    ids = {one.id for one in report.ranked}
    assert {argument.RESULT, argument.CARE, argument.STAFF} <= ids


def compared() -> Iterator[tuple[str, Statement]]:
    for code in CODES:
        for said in report_of(code).compared:
            yield code, said


def test_each_difference_is_the_way_it_is_told() -> None:
    ways: set[str] = set()
    for _code, said in compared():
        if "own" not in said.figures:
            value = said.figures["value"].value or 0.0
            assert (" mer på " in said.text()) == (value > 0), said.text()
            continue
        own, other = (said.figures[slot].value or 0.0 for slot in ("own", "other"))
        words = next(
            w for w in ("høyere", "lavere", "flere", "færre", "om lag") if w in said.text()
        )
        ways.add(words)
        alike = abs(own - other) <= ALIKE * abs(other)
        assert (words == "om lag") == alike or said.figures["own"].text() == (
            said.figures["other"].text()
        ), said.text()
        if words != "om lag":
            assert (words in ("høyere", "flere")) == (own > other), said.text()
            assert (words in ("flere", "færre")) == any(n in said.text() for n in COUNTED)
        assert said.figures["own"].place != said.figures["other"].place
    assert ways == {"høyere", "lavere", "flere", "færre", "om lag"}


@pytest.mark.parametrize("code", CODES)
def test_there_are_at_most_thirteen_each_once(code: str) -> None:
    report = report_of(code)
    ids = [said.id for said in report.compared]
    assert 5 <= len(ids) <= MOST and len(ids) == len(set(ids))
    assert all(said.text().startswith(report.municipality.name) for said in report.compared)


def test_those_chosen_are_told_of_first_and_named() -> None:
    evidence, report = evidence_of("5503"), report_of("5503")
    peers = tuple(Place(f"{i:04}", f"Sted {i}") for i in range(14))
    chosen = replace(evidence, peers=peers)
    said = Statement("helse-omsorg-valgte", "Harstad bruker mer enn snittet av 14 valgte kommuner.")
    costs = next(c for c in report.chapters if c.id == "ressursbruk")
    chapters = (replace(costs, findings=(*costs.findings, said)),)
    found = comparisons(chosen, tuple(run_ranked(evidence)), chapters)
    assert found[0] is said and len(found) == MOST
    who = " ".join(s.text() for s in held_against(chosen))
    assert "KOSTRA-gruppe 9" in who and "26 andre" in who and "Sted 12 og Sted 13" in who
    assert "valgt" not in " ".join(s.text() for s in present(held_against(evidence)))
