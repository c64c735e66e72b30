"""Reports and evidence of the figures that come with the program, made once a process.

What rests on evidence, such as the years of care as they are today, the program keeps for as long
as the same is asked of: evidence gathered anew for each test would have it made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from veivalg.chapters.report import make_report
from veivalg.content import Report
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.municipality import EXAMPLE
from veivalg.norway.register import municipality


@cache
def report_of(code: str) -> Report:
    """Give the report of a municipality, or of the made-up one, with nothing fetched or brought."""
    return make_report(EXAMPLE if code == EXAMPLE.code else municipality(code))


def evidence_of(
    code: str, overrides: Mapping[str, float] | None = None, *, today: str = ""
) -> Evidence:
    """Give what is gathered of a municipality with nothing fetched or brought; never change it."""
    return _evidence(code, tuple(sorted((overrides or {}).items())), today)


@lru_cache(64)
def _evidence(code: str, overrides: tuple[tuple[str, float], ...], today: str) -> Evidence:
    return gather(municipality(code), overrides=dict(overrides), today=today)
