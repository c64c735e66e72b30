import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.projections.workforce import (
    employees,
    project_fte,
    project_users,
    recruits,
    split_fte,
    weigh,
)
from veivalg.maths.service_model.usage import usage

ALL, YOUNG, MIDDLE, OLD = (0, 105), (0, 66), (67, 79), (80, 105)


def test_new_employees_of_harstad() -> None:
    assert employees(251, 0.72) == pytest.approx(348.6, abs=0.05)
    assert 348 <= employees(251, 0.72) <= 350
    assert employees(130, 0.72) == pytest.approx(180.6, abs=0.05)


def test_ranas_thousand_employees_in_800_aarsverk_are_positions_of_80_per_cent() -> None:
    assert employees(800, 0.80) == pytest.approx(1000)
    assert employees(1600, 0.80) == pytest.approx(2000)


@pytest.mark.parametrize("position", [0, -0.1, 1.01])
def test_an_impossible_position_is_refused(position: float) -> None:
    with pytest.raises(ValueError, match="position"):
        employees(10, position)


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


def people(low: int, high: int, year: int) -> float:
    """A place where only those over 80 become more: 100 in 2026, 150 in 2040."""
    if low >= 80:
        return {2026: 100, 2040: 150}[year]
    return 1000 if low == 0 else 400


def test_users_follow_their_age_group() -> None:
    used = usage(2025, {YOUNG: 50, MIDDLE: 40, OLD: 30})
    assert used is not None
    rows = project_users(used, people, 2026, [2026, 2040])
    assert rows[2026] == {YOUNG: 50, MIDDLE: 40, OLD: 30}
    assert rows[2040] == {YOUNG: 50, MIDDLE: 40, OLD: 45}


def test_a_trend_touches_only_users_under_67() -> None:
    used = usage(2025, {YOUNG: 50, MIDDLE: 40, OLD: 30})
    assert used is not None
    row = project_users(used, people, 2026, [2040], young_trend=0.01)[2040]
    assert row is not None
    assert row[YOUNG] == pytest.approx(50 * 1.01**14)
    assert row[OLD] == 45


def test_an_unknown_future_population_gives_none() -> None:
    used = usage(2025, {YOUNG: 50, MIDDLE: 40, OLD: 30})
    assert used is not None
    rows = project_users(used, lambda a, b, y: 10 if y == 2026 else None, 2026, [2026, 2040])
    assert rows[2040] is None
    assert project_fte(100, rows, 2026)[2040] is None


def test_aarsverk_grow_less_when_the_young_need_more_hours() -> None:
    used = usage(2025, {YOUNG: 50, MIDDLE: 40, OLD: 30})
    assert used is not None
    rows = project_users(used, people, 2026, [2026, 2040])
    even = project_fte(100, rows, 2026)
    by_hours = project_fte(100, rows, 2026, {YOUNG: 15.5, MIDDLE: 5.7, OLD: 4.7})
    assert even[2026] == by_hours[2026] == pytest.approx(100)
    assert even[2040] == pytest.approx(100 * 135 / 120)
    assert by_hours[2040] is not None and by_hours[2040] < 112.5


def test_a_merged_group_gets_the_mean_of_the_weights_it_spans() -> None:
    weight = weigh({(0, 79): 1}, {YOUNG: 10.0, MIDDLE: 2.0, OLD: 1.0})
    assert weight == pytest.approx((67 * 10 + 13 * 2) / 80)


@given(total=st.floats(0, 5000), places=st.floats(0, 2000), factor=st.floats(0, 3))
def test_the_split_adds_up_to_the_published_total(
    total: float, places: float, factor: float
) -> None:
    institution, home = split_fte(total, places, factor)
    assert institution >= 0 and home >= 0
    assert institution + home == pytest.approx(total)


@given(needed=st.lists(st.floats(1, 5000), min_size=2, max_size=30), exits=st.floats(0, 0.5))
def test_nobody_is_recruited_negatively(needed: list[float], exits: float) -> None:
    found = recruits(dict(enumerate(needed)), exits)
    assert all(n >= 0 for n in found.values())
    assert len(found) == len(needed) - 1


def test_recruits_replace_leavers_and_fill_growth() -> None:
    assert recruits({2026: 100, 2027: 102, 2028: 80}, 0.1) == {2027: 12, 2028: 0}
