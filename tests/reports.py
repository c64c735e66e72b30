"""Reports of the figures that come with the program, made once for all the tests of a process."""

from __future__ import annotations

from functools import cache

from veivalg.chapters.report import make_report
from veivalg.content import Report
from veivalg.norway.municipality import EXAMPLE
from veivalg.norway.register import municipality


@cache
def report_of(code: str) -> Report:
    """Give the report of a municipality, or of the made-up one, with nothing fetched or brought."""
    return make_report(EXAMPLE if code == EXAMPLE.code else municipality(code))
