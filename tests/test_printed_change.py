"""A growth in per cent that is told beside two counts is the one those two printed counts give."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.reports import report_of
from tests.told import written

from veivalg.content import Chapter, Unit, round_half_up

SMALL = ("5610", "1151", "5624", "1811", "4612", "3430", "1144", "5616")
COUNTED = {Unit.PERSONS, Unit.PLACES, Unit.USERS, Unit.FTE, Unit.EMPLOYEES}


def not_following(chapter: Chapter) -> tuple[int, list[str]]:
    """Give how many changes are told with both counts, and those that are another number."""
    seen = {w.figure.id: w for w in written(chapter.statements())}
    told, wrong = 0, []
    for one in seen.values():
        behind = [seen.get(f.id) for f in one.figure.inputs]
        if one.figure.unit is not Unit.SHARE or len(behind) != 2 or None in behind:
            continue
        before, after = (w.seen for w in behind if w is not None)
        if behind[0] is None or behind[0].figure.unit not in COUNTED or not before:
            continue
        if not one.figure.label.startswith("Endring"):
            continue
        told += 1
        digits = len(one.text.partition(",")[2].rstrip("\u202f%"))
        given = round_half_up(abs(100 * (after / before - 1)), digits)
        if given != abs(Decimal(one.seen)):
            wrong.append(f"{one.figure.id}: {before} → {after} gives {given}, not {one.seen}")
    return told, wrong


@pytest.mark.parametrize("code", ("5503", "1833", "0301", *SMALL))
def test_a_change_follows_from_the_counts_it_is_told_with(code: str) -> None:
    """A village went «fra 113 til omtrent 240, 116 % flere», where 240 of 113 is 112 %."""
    told = 0
    for chapter in report_of(code).chapters:
        n, wrong = not_following(chapter)
        told += n
        assert not wrong, chapter.id
    assert told >= (code not in {"1151", "1811", "1144"})
