"""Rana's printed classes, the teacher norm, and what must hold when pupils move (M14)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.foundation.errors import UsageError
from veivalg.maths.services.schools import (
    GRADES,
    Move,
    Prices,
    TeacherRule,
    area_per_pupil,
    classes,
    effect,
    forward,
    restructure,
    school_classes,
    teachers,
)

# Rana's budget seminar 2022: pupils by grade 2025/26, the sum and the classes printed.
RANA = {
    "Båsmo": ([33, 33, 51, 36, 34, 46, 44], 277, 15),
    "Gruben": ([38, 52, 52, 57, 76, 56, 55], 386, 20),
    "Hauknes": ([26, 26, 34, 25, 25, 30, 29], 195, 12),
    "Lyngheim": ([34, 55, 41, 37, 45, 28, 45], 285, 15),
    "Selfors": ([27, 14, 19, 17, 29, 17, 24], 147, 9),
    "Skonseng": ([12, 14, 14, 14, 18, 15, 18], 105, 7),
    "Ytteren": ([27, 36, 26, 40, 37, 38, 28], 232, 14),
    "Rana ungdomsskole": ([0] * 7 + [249, 239, 267], 755, 31),
    "Storforshei": ([11, 12, 10, 12, 8, 9, 12, 35, 33, 30], 172, 13),
    "Utskarpen": ([3, 7, 8, 11, 14, 6, 9, 6, 7, 7], 78, None),
}


def pupils(name: str) -> dict[int, float]:
    return {g: float(n) for g, n in zip(GRADES, RANA[name][0], strict=False)}


ALL = {name: pupils(name) for name in RANA}


@pytest.mark.parametrize("name", [n for n, (_g, _s, k) in RANA.items() if k])
def test_every_printed_class_count_is_met(name: str) -> None:
    assert school_classes(pupils(name)) == RANA[name][2]


@pytest.mark.parametrize("name", RANA)
def test_every_printed_sum_of_pupils_is_met(name: str) -> None:
    assert sum(pupils(name).values()) == RANA[name][1]


def test_the_columns_add_up_as_printed() -> None:
    columns = [sum(by.get(g, 0) for by in ALL.values()) for g in GRADES]
    assert columns == [211, 249, 255, 249, 286, 245, 264, 290, 279, 304]
    assert sum(columns) == 2632


def test_primary_schools_have_the_classes_printed_in_all() -> None:
    names = ("Båsmo", "Gruben", "Hauknes", "Lyngheim", "Selfors", "Skonseng", "Ytteren")
    assert sum(school_classes(pupils(n)) for n in names) == 92


@given(st.floats(0.01, 5000), st.floats(5, 40))
def test_classes_are_the_fewest_under_the_limit(n: float, largest: float) -> None:
    k = classes(n, largest)
    assert n / k < largest
    assert k == 1 or n / (k - 1) >= largest


def test_teachers_follow_classes_where_they_ask_for_more_than_the_norm() -> None:
    rule = TeacherRule(weekly_hours=(20.0, 23.0))
    assert teachers({1: 8}, rule) == pytest.approx(20 * 38 / 741)  # a class of 8, norm gives half
    assert teachers({1: 25}, rule) == pytest.approx(25 / 15 * 20 * 38 / 741)


def test_area_is_per_pupil_of_the_largest_class() -> None:
    assert area_per_pupil(50, 25) == 2.0
    assert area_per_pupil(50, 0) is None


grades = st.dictionaries(st.sampled_from(GRADES), st.integers(0, 120), min_size=1)
schools = st.dictionaries(st.sampled_from("ABCD"), grades, min_size=2)


@given(schools, st.data())
def test_moving_pupils_conserves_them(now, data) -> None:
    pair = st.lists(st.sampled_from(sorted(now)), min_size=2, max_size=2, unique=True)
    moves = [
        Move(*data.draw(pair), tuple(data.draw(st.sets(st.sampled_from(GRADES)))))
        for _n in range(data.draw(st.integers(0, 3)))
    ]
    after = restructure(now, moves)
    for g in GRADES:
        assert sum(b.get(g, 0) for b in after.values()) == sum(b.get(g, 0) for b in now.values())


def test_nothing_is_saved_on_teachers_when_no_class_goes() -> None:
    now = {"A": {1: 20.0}, "B": {2: 20.0}}
    found = effect(now, [Move("A", "B", (1,))], TeacherRule(), Prices(8e5, 1e4, {"A": 1e6}), {})
    assert found.classes == 0 and found.teacher_saving == pytest.approx(0)
    assert found.building_saving == 1e6 and found.transport_saving == -2e5
    assert found.closed == ("A",)


def test_merging_two_half_classes_saves_a_teacher() -> None:
    now = {"A": {1: 10.0, 2: 20.0}, "B": {1: 12.0}}
    found = effect(
        now, [Move("A", "B", (1,))], TeacherRule(), Prices(8e5, 0, {"A": 1e6}), {"B": 20}
    )
    assert found.classes == -1 and found.teacher_saving > 0
    assert found.closed == () and found.building_saving == 0
    assert found.over == ("B",)


def test_a_school_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="«Z»"):
        restructure({"A": {1: 1.0}}, [Move("A", "Z", (1,))])


def test_pupils_follow_the_municipalitys_cohorts() -> None:
    ages = {2026: dict.fromkeys(range(5, 17), 100.0), 2027: dict.fromkeys(range(5, 17), 90.0)}
    ahead = forward(
        {"A": {1: 30.0, 2: 30.0, 3: 40.0}, "B": {1: 70.0, 2: 70.0, 3: 60.0}}, 2025, ages, 3
    )
    assert sorted(ahead) == [2025, 2026]
    assert ahead[2026]["A"][2] == pytest.approx(27)
    assert ahead[2026]["A"][1] + ahead[2026]["B"][1] == pytest.approx(90)
    assert ahead[2026]["A"][1] == pytest.approx(90 / 3)
