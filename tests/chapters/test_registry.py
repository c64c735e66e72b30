"""Chapters are found by their folders, and listing them makes none."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.reports import report_of

import veivalg.chapters
from veivalg.chapters.common.registry import all_chapters, find_chapter, run_chapter
from veivalg.content import Stage, Topic
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import use_language
from veivalg.gather.evidence import Evidence
from veivalg.norway.register import municipality
from veivalg.own.tables import own_tables
from veivalg.tables import TABLES

DROPPED = Path(__file__).parents[1] / "dropped"


def test_they_come_in_report_order() -> None:
    orders = [spec.order or 0 for spec in all_chapters()]
    assert len(orders) > 20 and orders == sorted(set(orders))


def test_a_folder_put_elsewhere_on_the_path_is_a_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [spec.id for spec in all_chapters()]
    there = [*veivalg.chapters.__path__, str(DROPPED)]
    monkeypatch.setattr(veivalg.chapters, "__path__", there)
    assert {spec.id for spec in all_chapters()} == {*before, "prove"}
    assert find_chapter("prove").title == "Prøvekapittel"
    made = run_chapter("prove", Evidence(municipality("5503")))
    assert made.id == "prove" and made.findings
    monkeypatch.undo()
    assert [spec.id for spec in all_chapters()] == before


def test_one_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError) as refused:
        find_chapter("plassar")
    assert refused.value.remedy == "Mente du plasser?"


def test_a_page_of_its_own_is_no_chapter_of_the_report() -> None:
    ids = {spec.id for spec in all_chapters()}
    assert not ids & {"plan-innenfor-rammene", "etterproving", "common"}


def test_titles_are_told_in_the_language_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "veivalg.chapters.common.registry._"
    monkeypatch.setattr(told, lambda text: f"[{text}]")
    with use_language("en"):
        assert find_chapter("plasser").title == "[Plasser i institusjon]"


def test_listing_them_imports_no_recipe_and_no_polars() -> None:
    script = (
        "import sys\n"
        "from veivalg.chapters.common.registry import all_chapters\n"
        "assert all_chapters()\n"
        "recipes = [m for m in sys.modules if m.startswith('veivalg.chapters.')"
        " and m.endswith('.chapter')]\n"
        "print(recipes + [m for m in sys.modules if m in ('polars', 'numpy')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


COUNTRY = re.compile(r"(?<![.!?:«»]\s)(?<!^)\bLandet (?:uten|med)\b")
BEGUN = re.compile(r"(?:^|[.!?] )landet (?:uten|med) ")


@pytest.mark.parametrize("code", ["5503", "5610"])
def test_the_country_is_named_as_a_sentence_has_it(code: str) -> None:
    """Small inside a sentence, and with a capital where one begins."""
    assert COUNTRY.search("Sammenlikning av funksjoner med Landet uten Oslo")
    assert not COUNTRY.search("Slik er det. Landet uten Oslo har mer")
    said = []
    for chapter in report_of(code).chapters:
        said += [chapter.lead, *(s.text() for s in chapter.statements())]
        for e in chapter.exhibits():
            said += [e.title, e.subtitle, e.alt, e.note, e.uncertainty, e.formula]
        for m in chapter.missing:
            said += [m.what, m.why, m.how_to_get]
        said += [n.text for n in chapter.notes]
        said += [a.note or "" for a in chapter.assumptions]
    wrong = [text for text in said if COUNTRY.search(text) or BEGUN.search(text)]
    assert not wrong
    assert any("landet uten Oslo" in text for text in said)


@pytest.mark.parametrize("code", ["5503", "5610"])
def test_what_is_missing_is_named_as_a_reader_knows_it_and_not_by_an_id(code):
    chapters = report_of(code).chapters
    told = {m.table for chapter in chapters for m in chapter.missing}
    assert len(told) > 5
    assert told & {*TABLES, *own_tables()} == set()


def test_a_chapter_stands_where_its_specification_says() -> None:
    made = {chapter.id: chapter.stage for chapter in report_of("5503").chapters}
    assert made == {spec.id: spec.stage for spec in all_chapters()}
    assert made["plasser"] == "hva-kommer"
    assert {spec.stage for spec in all_chapters()} == set(Stage)


def test_a_topic_is_called_what_the_first_of_its_chapters_is_in_addresses() -> None:
    order = [topic.value for topic in Topic if topic is not Topic.PLAN]
    firsts: dict[str, str] = {}
    for spec in sorted(all_chapters(), key=lambda spec: spec.id not in order):
        firsts.setdefault(spec.topic.value, spec.id)
    assert firsts == {topic: topic for topic in order}
