from dataclasses import replace

import polars as pl
import pytest
from care_evidence import adding, hiding, known, sound
from indicator_evidence import bare, holding, indicator_table

from veivalg.chapters.kompetanse.chapter import chapter as competence
from veivalg.chapters.kompetanse.model import HEALTH, build
from veivalg.content import Chapter, Statement


def finding(chapter: Chapter, id: str) -> Statement:
    return next(s for s in chapter.statements() if s.id == id)


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_the_chapter_is_whole_for_municipalities_with_figures(code: str) -> None:
    chapter = competence(known(code))
    sound(chapter)
    assert {"arsverk", "sykepleiere", "medarbeidere"} <= {s.id for s in chapter.findings}
    assert "kompetanse-yrker" in {e.id for e in chapter.exhibits()}


def test_the_published_totals_and_changes_are_those_of_harstad() -> None:
    chapter = competence(known("5503"))
    figures = finding(chapter, "arsverk").figures
    assert (figures["a"].value, figures["b"].value) == (717, 747)
    assert finding(chapter, "sykepleiere").figures["change"].value == 131 - 117
    assert finding(chapter, "sykepleiere").figures["share"].value == pytest.approx(131 / 747)
    share = (131 + 27 + 51 + 196) / 747
    assert finding(chapter, "helseyrker").figures["share"].value == pytest.approx(share)


def test_a_hidden_occupation_takes_the_sum_of_occupations_away() -> None:
    chapter = competence(known("1833"))
    assert not any(s.id == "helseyrker" for s in chapter.statements())
    assert any("Vernepleiere" in m.why for m in chapter.missing)
    model, _educated = build(known("1833"))
    assert model is not None and model.own.health_share(2025) is None
    assert set(HEALTH) & set(model.hidden()) == {"disability_nurse"}


def test_shares_of_few_arsverk_are_not_given() -> None:
    evidence = known("5610")
    stored = evidence.tables["care_staff"]
    small = stored.frame.with_columns(fte=pl.col("fte") / 20)
    tiny = replace(evidence, tables={**evidence.tables, "care_staff": replace(stored, frame=small)})
    chapter = competence(tiny)
    sound(chapter)
    assert not any(s.id in {"sykepleiere", "helseyrker"} for s in chapter.statements())


def test_the_education_share_is_set_beside_group_and_country() -> None:
    group = known("5503").group
    assert group is not None
    values = {
        ("5503", "care_educated_staff"): {2020: 0.78, 2023: 0.74},
        (group.code, "care_educated_staff"): {2023: 0.79},
        ("0", "care_educated_staff"): {2020: 0.77, 2023: 0.78},
    }
    chapter = competence(holding(known("5503"), indicators=indicator_table(values)))
    sound(chapter)
    statement = finding(chapter, "utdanning")
    assert statement.figures["group"].value == 0.79
    assert "synker fra" in statement.text()
    titles = [e.title for e in chapter.exhibits()]
    assert any(t.startswith("Andelen med helseutdanning") for t in titles)


def test_the_country_is_compared_with_when_its_staff_is_known() -> None:
    rows = [("0", 2025, "all", 145_000.0, None), ("0", 2025, "nurse", 29_000.0, None)]
    chapter = competence(adding(known("5503"), "care_staff", rows))
    sound(chapter)
    figures = finding(chapter, "sammenlikning").figures
    assert figures["place_0"].value == pytest.approx(0.2)


def test_all_hidden_is_reported_and_not_guessed() -> None:
    hidden = hiding(known("5503"), "care_staff", "fte", pl.lit(True))
    chapter = competence(hidden)
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["mangler"]


@pytest.mark.parametrize("code", ["1151", "0301"])
def test_nothing_known_is_said_as_missing(code: str) -> None:
    chapter = competence(bare(code))
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["mangler"]
    assert "SSB 14533" in {m.table for m in chapter.missing}
