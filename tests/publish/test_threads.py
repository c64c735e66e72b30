"""Reports rendered at once are as those rendered one by one: nothing shared is changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import mdurl._decode
import mdurl._encode
import pytest

from sample_chapter import sample_chapter
from veivalg.chapters.common.handbook import method_pages
from veivalg.chapters.report import make_report
from veivalg.content import Place, Report
from veivalg.norway.register import municipality
from veivalg.publish import formats, render
from veivalg.publish.document.markup import html

AT_ONCE, REPORTS = 4, 100
TEXTS = ("html", "json", "md")
"""Formats whose bytes say nothing of the moment they were written."""


@pytest.fixture
def hurried() -> Iterator[None]:
    """Let threads take turns a thousand times more often than usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def _small() -> Report:
    """Give a report of one chapter that names every method, so that every page is read."""
    pages = tuple(method_pages().values())
    whole = replace(sample_chapter(), methods=tuple(p.id for p in pages), handbook=pages)
    return Report("Prøve", Place("5503", "Harstad"), "2026-07-01", "0", (whole,))


def _forget() -> None:
    """Empty what the Markdown library has filled, as when a process has just begun."""
    mdurl._encode.encode_cache.clear()
    mdurl._decode.decode_cache.clear()


def _all_at_once(report: Report, count: int, names: tuple[str, ...]) -> None:
    alone = {name: render(report, name) for name in TEXTS}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for start in range(0, count, AT_ONCE):
            _forget()
            turns = [names[(start + i) % len(names)] for i in range(AT_ONCE)]
            for name, made in zip(turns, pool.map(lambda n: render(report, n), turns), strict=True):
                assert made == alone.get(name, made) and len(made) > 1000, name


def test_an_address_is_read_by_several_threads_that_begin_at_once(hurried: None) -> None:
    together = Barrier(AT_ONCE)

    def read(_turn: int) -> str:
        together.wait()
        return html("[SSB](https://www.ssb.no/statbank)")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _round in range(300):
            _forget()
            assert set(pool.map(read, range(AT_ONCE))) == {
                '<p><a href="https://www.ssb.no/statbank">SSB</a></p>\n'
            }


def test_small_reports_rendered_four_at_a_time_are_as_alone(hurried: None) -> None:
    _all_at_once(_small(), 60, ("md",))
    _all_at_once(_small(), 24, tuple(formats()))


@pytest.mark.proof
def test_a_hundred_whole_reports_rendered_four_at_a_time_are_as_alone(hurried: None) -> None:
    report = make_report(municipality("5503"))
    _all_at_once(report, REPORTS, tuple(formats()))
