"""A gap has one name and one reason, in whichever chapter it is told."""

from __future__ import annotations

from collections import defaultdict

import pytest
from tests.reports import report_of
from tests.tiers import sized

TINY = ("1151", "4636", "1835")
PLACES = sized(("5503", "1151"), ("5503", "1833", "5610", "0301", *TINY))


@pytest.mark.parametrize("code", PLACES)
def test_a_gap_has_one_reason_wherever_it_is_told(code: str) -> None:
    reasons: dict[str, set[str]] = defaultdict(set)
    for chapter in report_of(code).chapters:
        for gap in chapter.missing:
            if not gap.what.startswith(
                ("Sammenlikning", "Nøkkeltall for")
            ):  # which numbers lack is the chapter's own
                reasons[gap.what].add(gap.why)
    assert not {what: why for what, why in reasons.items() if len(why) > 1}


@pytest.mark.parametrize("code", TINY)
def test_places_that_are_lacking_have_one_name_in_every_chapter(code: str) -> None:
    """«Institusjonsplasser» stood beside «Plasser i institusjon», each with a reason of its own."""
    told = {
        (gap.what, gap.why)
        for chapter in report_of(code).chapters
        for gap in chapter.missing
        if "Plasser i omsorgstjenesten" in gap.why and "bolig" not in gap.what.lower()
    }
    assert {what for what, _why in told} == {"Plasser i institusjon"}
