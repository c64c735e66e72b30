"""Users by age where some are hidden, and from årsverk to people (M7, M18)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.maths.service_model.places import HARSTAD, care, groups, people

from veivalg.maths.service_model.flow import Practice, flow
from veivalg.maths.service_model.services import AgeGroup
from veivalg.maths.service_model.staff import staff
from veivalg.maths.service_model.start import start
from veivalg.maths.service_model.usage import usage

ALL, YOUNG, MIDDLE, OLD = (0, 105), (0, 66), (67, 79), (80, 105)


def told(needed: list[float], position: float, exits: float) -> dict[str, list[float]]:
    """Give employees and hires of årsverk by year."""
    found = staff(np.array([needed]), np.array(position), np.full((1, 1), exits))
    return {id: row[0].tolist() for id, row in found.items()}


def test_new_employees_of_harstad() -> None:
    assert told([251.0], 0.72, 0.1)["employees"] == [pytest.approx(348.6, abs=0.05)]
    assert told([130.0], 0.72, 0.1)["employees"] == [pytest.approx(180.6, abs=0.05)]


def test_ranas_thousand_employees_in_800_aarsverk_are_positions_of_80_per_cent() -> None:
    assert told([800.0, 1600.0], 0.80, 0.1)["employees"] == pytest.approx([1000, 2000])


@given(needed=st.lists(st.floats(1, 5000), min_size=2, max_size=30), exits=st.floats(0, 0.5))
def test_nobody_is_recruited_negatively(needed: list[float], exits: float) -> None:
    found = told(needed, 1.0, exits)["hires"]
    assert all(n >= 0 for n in found)
    assert len(found) == len(needed)


def test_recruits_replace_leavers_and_fill_growth() -> None:
    assert told([100.0, 102.0, 80.0], 1.0, 0.1)["hires"][1:] == pytest.approx([12, 0])


def test_users_follow_their_age_group_and_those_under_67_a_number() -> None:
    persons = people({"ages_0_66": 0.5, "ages_67_79": 1.1, "ages_80_105": 1.5})
    begun = start(HARSTAD, persons)
    found = flow(begun, persons, Practice()).arrays["users_home"]
    assert found[0].tolist() == pytest.approx([1213, 539 + 264 * 1.1 + 410 * 1.5])
    young = np.array([[1.0, 1.01**14]], dtype=np.float32)
    more = flow(begun, persons, Practice(young=young)).arrays["users_home"]
    assert more[0, 1] - found[0, 1] == pytest.approx(539 * (1.01**14 - 1), rel=1e-4)


def test_hours_grow_less_than_users_where_the_old_have_fewer() -> None:
    """Only those over 80 become more, and they have 4.7 hours where those under 67 have 15.5."""
    persons = people({"ages_80_105": 1.5})
    found = flow(start(HARSTAD, persons), persons, Practice()).arrays
    growth = {id: found[id][0, 1] / found[id][0, 0] for id in ("users_home", "hours_home")}
    assert 1 < growth["hours_home"] < growth["users_home"] < 1.5


def test_a_group_that_spans_ages_has_the_mean_of_their_hours() -> None:
    wide = (AgeGroup(0, 79, 10, (0, 66)), AgeGroup(80, 105, 10, (80, 105)))
    begun = start(care(groups(1, 1, 1), wide, 10, 0, 20, None), people())
    assert begun.home is not None
    assert begun.home[0].hours == pytest.approx((67 * 15.5 + 13 * 5.7) / 80)


def test_one_missing_group_large_enough_is_the_total_minus_the_rest() -> None:
    used = usage(2025, {ALL: 1213, YOUNG: 539, MIDDLE: None, OLD: 410})
    assert used is not None and not used.merged
    assert [(g.low, g.users, g.derived) for g in used.groups] == [
        (0, 539, False),
        (67, 264, True),
        (80, 410, False),
    ]


def test_a_small_missing_group_is_never_worked_out() -> None:
    used = usage(2024, {ALL: 19, YOUNG: None, MIDDLE: 5, OLD: 12}, merged_follow=MIDDLE)
    assert used is not None and used.merged
    assert [(g.low, g.high, g.users) for g in used.groups] == [(0, 79, 7), (80, 105, 12)]
    assert used.groups[0].basis == MIDDLE


def test_a_missing_group_is_zero_where_nothing_is_left_for_it() -> None:
    used = usage(2024, {ALL: 17, YOUNG: None, MIDDLE: 5, OLD: 12}, MIDDLE, hidden=[YOUNG])
    assert used is not None and not used.merged
    assert [(g.low, g.users, g.derived) for g in used.groups] == [
        (0, 0, True),
        (67, 5, False),
        (80, 12, False),
    ]


def test_a_suppressed_group_is_never_worked_out_however_large() -> None:
    cells = {ALL: 178, YOUNG: None, MIDDLE: 45, OLD: 123}
    used = usage(2025, cells, merged_follow=MIDDLE, hidden=[YOUNG])
    assert used is not None
    assert [(g.low, g.high, g.users) for g in used.groups] == [(0, 79, 55), (80, 105, 123)]


def test_two_missing_groups_are_merged_and_never_zero() -> None:
    used = usage(2025, {ALL: 15, YOUNG: None, MIDDLE: None, OLD: 6})
    assert used is not None
    assert [(g.low, g.high, g.users) for g in used.groups] == [(0, 79, 9), (80, 105, 6)]


@pytest.mark.parametrize(
    "cells",
    [
        {ALL: 15, YOUNG: 4, MIDDLE: 4, OLD: None},
        {ALL: None, YOUNG: 4, MIDDLE: None, OLD: 6},
        {ALL: 20},
        {},
    ],
)
def test_without_total_or_the_oldest_there_is_no_age_pattern(
    cells: dict[tuple[int, int], float | None],
) -> None:
    assert usage(2025, cells) is None


def test_the_total_may_be_the_sum_of_complete_groups() -> None:
    used = usage(2025, {YOUNG: 10, MIDDLE: 20, OLD: 30})
    assert used is not None and used.total == 60
