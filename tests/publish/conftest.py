"""The sample chapter, found by every test of this room."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from veivalg.content import Chapter, Report

sys.path.insert(0, str(Path(__file__).parents[1]))

from sample_chapter import sample_chapter, sample_report


@pytest.fixture(scope="session")
def chapter() -> Chapter:
    return sample_chapter()


@pytest.fixture(scope="session")
def report() -> Report:
    return sample_report()
