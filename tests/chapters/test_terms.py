"""The words a chapter explains stand in its folder, and none is lost on the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.texts import template

from veivalg.chapters.common.handbook import method_pages
from veivalg.chapters.common.terms import PAGE, explained, words

PAGES = sorted(Path("src/veivalg/chapters").glob(f"*/{PAGE}"))


def test_a_chapter_explains_its_words_in_the_order_of_the_page():
    assert explained("rammenedtrekk") == {
        "rammenedtrekk": "Det en sektor må redusere budsjettet sitt med.",
        "innfasing": "At nedtrekket øker år for år til det er fullt.",
    }
    assert [*explained("plasser")] == ["dekningsgrad", "utskrivningsklar", "korttidsplass"]


def test_a_chapter_without_a_page_explains_nothing():
    assert explained("finnes-ikke") == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_line_of_a_page_is_a_word_with_what_it_means(page):
    heading, _empty, *lines = page.read_text(encoding="utf-8").splitlines()
    assert heading == "# Ord i kapitlet"
    assert lines
    assert [f"- **{word}**: {meaning}" for word, meaning in words(page)] == lines


def test_those_who_translate_get_the_words():
    found = template().decode()
    assert 'msgid "utskrivningsklar"' in found
    assert 'msgid "At nedtrekket øker år for år til det er fullt."' in found


def test_a_word_is_explained_in_one_way_wherever_it_is_explained():
    found: dict[str, set[str]] = {}
    for page in PAGES:
        for word, meaning in words(page):
            found.setdefault(word.casefold(), set()).add(meaning)
    assert {word: told for word, told in found.items() if len(told) > 1} == {}


def test_no_method_refers_to_a_point_by_a_number_that_documents_do_not_print():
    """«Klarer ikke et trekk punkt 6»: a list is read without numbers where a page becomes parts."""
    pages = {id: page.markdown for id, page in method_pages().items()}
    assert "Regnestykket" in pages["M21"]
    assert [id for id, text in pages.items() if re.search(r"\bpunkt(et)? \d", text.lower())] == []


@pytest.mark.parametrize("method", ["M2", "M4", "M9", "M12", "M13", "M14"])
def test_how_a_method_was_tried_names_no_municipality_in_the_reports_of_others(method):
    text = method_pages()[method].markdown
    assert not any(name in text for name in ("Harstad", "Rana", "Karasjok", "Narvik"))
