"""The chapter «dokumenter»: what is said of each theme, and nobody who could be known."""

from __future__ import annotations

import polars as pl
import pytest

from veivalg.chapters.dokumenter.chapter import chapter as documents
from veivalg.content import Chapter, Report, Source, SourceKind
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.own.tables import own_table
from veivalg.publish import render
from veivalg.tables import Sourced

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}
SECRET = "Sjefen svarer aldri"


def _table(name: str, *rows: tuple) -> Sourced:
    schema = own_table(name)
    columns = [f.name for f in schema.fields]
    return Sourced(schema.validate(pl.DataFrame(rows, schema=columns, orient="row")), SOURCE)


def _says(chapter: Chapter) -> str:
    return " ".join(s.text() for s in chapter.statements())


def _cells(chapter: Chapter) -> str:
    return " | ".join(str(v) for e in chapter.exhibits() for row in e.table.rows for v in row)


@pytest.fixture(scope="module")
def heard() -> Chapter:
    own = {
        "document_statements": _table(
            "document_statements",
            ("Planen", "Ledelse", "challenge", "Uklare roller {som} står der.", "4"),
            ("Planen", "Ledelse", "challenge", "Svake rutiner.", None),
        ),
        "interview_statements": _table(
            "interview_statements",
            ("Enhetsleder", 2, "Ledelse", "challenge", SECRET, "not_asked"),
            ("Ansatte", 12, "Ledelse", "strength", "Vi hjelper hverandre.", "not_asked"),
            ("Ansatte", 12, "Ledelse", "strength", "Ikke gjengi dette.", "no"),
        ),
    }
    return documents(Evidence(municipality("5503"), own=own))


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_the_real_documents_are_read_on_the_first_run(code: str) -> None:
    chapter = documents(gather(municipality(code)))
    assert "dokumenter er lest" in _says(chapter)
    assert not any(s.kind is SourceKind.CONSTRUCTED for e in chapter.exhibits() for s in e.sources)


def test_harstad_and_karasjok_say_what_their_documents_say() -> None:
    assert "250 ekstra årsverk innen 2035" in _cells(documents(gather(municipality("5503"))))
    assert "Høyt sykefravær." in _cells(documents(gather(municipality("5610"))))


def test_a_role_of_two_is_counted_but_never_quoted(heard: Chapter) -> None:
    text = _cells(heard) + _says(heard)
    assert SECRET not in text and "Enhetsleder" not in text and "Ikke gjengi" not in text
    assert "Vi hjelper hverandre." in text
    theme = next(e for e in heard.exhibits() if e.id == "dokumenter-tema-1")
    assert theme.title == "Ledelse: 3 utfordringer og 2 styrker"
    assert "2 utsagn fra intervjuer er talt med, men ikke vist" in theme.note


@pytest.mark.parametrize("format", ["html", "md", "json"])
def test_no_report_holds_what_may_not_be_quoted(heard: Chapter, format: str) -> None:
    report = Report("Prøve", heard.municipality, "2026-01-01", "0", (heard,))
    made = render(report, format).decode()
    assert SECRET not in made
    assert "Uklare roller" in made


def test_a_theme_with_challenges_and_no_measures_is_pointed_out(heard: Chapter) -> None:
    assert "ikke på tiltak, for ledelse" in _says(heard)


def test_themes_that_tie_are_named_together() -> None:
    said = _says(documents(gather(municipality("5503"))))
    assert "Flest utfordringer handler om ressursbruk og bemanning, i 4 utsagn hver." in said


def test_a_register_alone_is_shown() -> None:
    own = {"documents": _table("documents", ("Planen", None, "plan", None))}
    chapter = documents(Evidence(municipality("5503"), own=own))
    assert [e.id for e in chapter.exhibits()] == ["dokumenter-register"]
    assert len(chapter.missing) == 2


def test_nothing_brought_is_told_with_the_way_to_it() -> None:
    chapter = documents(Evidence(municipality("0301")))
    assert "veivalg mal dokumenter" in chapter.missing[0].how_to_get


def test_a_chapter_of_the_report_that_repeats_a_plan_is_not_shown_as_the_plans_own() -> None:
    cells = _cells(documents(gather(municipality("5503"))))
    assert "gjengitt i delrapport 1, kap. 3.2" in cells and "| kap. 3.2" not in cells
