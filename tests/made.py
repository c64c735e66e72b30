"""Chapters and files that many tests look at, made once a process."""

from __future__ import annotations

from functools import cache

from tests.reports import evidence_of
from tests.sample_chapter import sample_chapter
from tests.tiers import sized

from veivalg.chapters.common.registry import all_chapters, run_chapter
from veivalg.content import Chapter, Place, Report
from veivalg.publish import render

CODES = sized(("5503", "0099"), ("5503", "1833", "5610", "0301", "0099"))
REAL = [f"{code}-{registered.id}" for code in CODES for registered in all_chapters()]
"""Every chapter of the municipalities, by name: «5503-skole»."""
WANTED = ["prove", *REAL]
SOME = ["prove", *REAL[:: sized(4, 1)]]
"""Those that are also written as Word and PDF, which take most of the time."""


@cache
def chapter_of(name: str) -> Chapter:
    """Give a chapter of :data:`WANTED`."""
    if name == "prove":
        return sample_chapter()
    code, id = name.split("-")
    return run_chapter(id, evidence_of(code, today="2026-07-01"))


@cache
def written(name: str, format: str) -> bytes:
    """Give a report of one chapter in a format."""
    chapter = chapter_of(name)
    place = Place(chapter.municipality.code, chapter.municipality.name)
    return render(Report("Prøve", place, "2026-07-01", "0", (chapter,)), format)
