"""The exhibits a chapter puts first are exhibits it has, with own figures or fetched ones."""

from __future__ import annotations

from functools import cache

import pytest
from costs_evidence import cost_evidence
from national_evidence import national_evidence
from tests.reports import report_of

from veivalg.chapters.common.registry import all_chapters, run_chapter
from veivalg.content import folded


@cache
def _shown() -> frozenset[tuple[str, str]]:
    """Give chapter and id of every exhibit of some municipalities, with little and with much."""
    chapters = [c for code in ("5503", "1833", "0099") for c in report_of(code).chapters]
    for evidence in (cost_evidence("1833"), national_evidence("5503")):
        chapters += [run_chapter(spec.id, evidence) for spec in all_chapters()]
    return frozenset((c.id, e.id) for c in chapters for e in c.exhibits())


@pytest.mark.parametrize("spec", all_chapters(), ids=lambda spec: spec.id)
def test_every_chapter_says_what_stands_first_and_no_name_is_dead(spec):
    named = [id for ids in spec.first for id in ids.split("|")]
    assert 2 <= len(spec.first) <= 5 and len(set(named)) == len(named)
    assert {(spec.id, id) for id in named} <= _shown()


@pytest.mark.parametrize("code", ["5503", "1833", "5610", "1804", "0301", "1151", "0099"])
def test_what_stands_open_is_short_and_nothing_is_lost(code):
    report = report_of(code)
    found = folded(report.chapters)
    assert sorted(c.id for f in found for c in f.chapters) == sorted(c.id for c in report.chapters)
    for one in found:
        assert len(one.findings) <= 3 and len(one.shown) <= 4
        for chapter in one.chapters:
            shown = [e.id for c, e in one.shown if c is chapter]
            assert sorted([*shown, *(e.id for e in one.more(chapter))]) == sorted(
                e.id for e in chapter.exhibits()
            )


def test_a_line_about_where_numbers_are_printed_or_made_up_takes_no_place_of_a_finding():
    for code in ("5503", "0099"):
        for one in folded(report_of(code).chapters):
            numbers = [bool(s.figures) for _c, s in one.findings]
            assert all(numbers) or not any(numbers), one.topic
