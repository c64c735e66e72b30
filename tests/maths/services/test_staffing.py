"""The worked shift plans, Harstad's printed table and the weekends (M11)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.services.staffing import (
    Compared,
    Shift,
    Unit,
    average_position,
    gross,
    heads_needed,
    holiday_movement,
    places_reached,
    scale_disadvantage,
    total,
    weekly_norm,
)
from veivalg.own.printed import printed_table

SMALL = Unit("Alta", "ordinary", 8, (Shift("D", 3, 3, 7.5), Shift("A", 2, 2, 7.5)))
TEN = Unit(
    "Ti", "ordinary", 10, (Shift("D", 2, 2, 7.5), Shift("A", 2, 2, 7.5), Shift("N", 1, 1, 10, 33.6))
)


@pytest.fixture(scope="module")
def printed() -> dict[str, Compared]:
    """Harstad's table as printed, by unit."""
    made = printed_table("5503", "staff_reported")
    assert made is not None
    return {
        r["unit"]: Compared(r["unit"], r["calculated"], r["reported"], r["deviation"])
        for r in made.frame.iter_rows(named=True)
    }


def test_eight_places_with_three_and_two_on_duty_take_7_394_fte() -> None:
    assert sum(s.hours for s in SMALL.shifts) == 262.5
    assert SMALL.day_evening == pytest.approx(7.394, abs=5e-4)
    assert SMALL.factor_day_evening == pytest.approx(0.924, abs=5e-4)


def test_ten_places_with_a_night_take_7_999_fte() -> None:
    assert TEN.day_evening == pytest.approx(5.915, abs=5e-4)
    assert TEN.night == pytest.approx(2.083, abs=5e-4)
    assert TEN.net == pytest.approx(7.999, abs=6e-4)
    assert TEN.factor == pytest.approx(0.80, abs=5e-3)


def test_five_on_duty_take_fifteen_heads_every_third_weekend_and_ten_every_second() -> None:
    assert heads_needed(3, TEN.weekend_duty) == 15
    assert average_position(TEN.net, 15) == pytest.approx(0.53, abs=5e-3)
    assert heads_needed(2, TEN.weekend_duty) == 10
    assert average_position(TEN.net, 10) == pytest.approx(0.80, abs=5e-3)


def test_a_large_unit_would_use_less_on_the_places_of_a_small_one() -> None:
    assert scale_disadvantage(SMALL, 0.71) == pytest.approx(1.714, abs=5e-4)
    seventeen = Unit("Stor", "ordinary", 17, SMALL.shifts)
    # 17 places take 12.07 FTE at the factor of a large unit.
    assert scale_disadvantage(seventeen, 0.71) == pytest.approx(7.394 - 12.07, abs=5e-4)
    assert places_reached(SMALL, 0.71) == pytest.approx(10.41, abs=5e-3)


def test_harstads_table_sums_as_printed(printed) -> None:
    whole = total(list(printed.values()))
    assert round(whole.calculated, 1) == 214.3
    assert round(whole.reported, 1) == 231.7
    assert round(whole.beyond, 1) == 17.4  # 231.7 − 214.3
    assert whole.printed == pytest.approx(-17.3)


def test_the_print_is_off_by_a_tenth_for_bergsodden_and_the_sum_only(printed) -> None:
    whole = total(list(printed.values()), "Sum")
    assert round(whole.beyond, 1) == 17.4
    assert round(printed["Bergsodden"].beyond, 1) == 3.3
    assert printed["Bergsodden"].printed == -3.2
    off = [c.name for c in (*printed.values(), whole) if c.rounded_off]
    assert off == ["Bergsodden", "Sum"]
    assert not any(c.disagrees for c in (*printed.values(), whole))


def test_a_printed_deviation_further_off_than_rounding_is_not_used() -> None:
    wrong = Compared("A", 10.0, 12.0, 2.0)
    assert wrong.disagrees
    assert wrong.beyond == 2.0
    assert total([wrong]).printed is None


@pytest.mark.parametrize(
    ("night", "sunday", "norm"),
    [
        (0, 0, 35.5),
        (8, 0, 35.5),
        (12, 0, 34.5),
        (12, 3, 34.0),
        (20, 6, 33.6),
    ],
)
def test_the_week_is_shortened_by_night_and_sunday_between_two_ends(night, sunday, norm) -> None:
    assert weekly_norm(night, sunday) == pytest.approx(norm)


def test_holidays_staffed_as_sundays_move_nothing_when_days_are_alike() -> None:
    assert holiday_movement(TEN) == 0
    fewer = Unit("A", "ordinary", 8, (Shift("D", 4, 3, 7.5),))
    assert holiday_movement(fewer) == pytest.approx(-10 * 7.5 / (52 * 35.5))


def test_a_year_with_nothing_left_is_refused() -> None:
    with pytest.raises(ValueError, match="whole year"):
        gross(8, 0.95)


plans = st.builds(
    Shift,
    st.sampled_from("DAN"),
    st.floats(0, 20),
    st.floats(0, 20),
    st.floats(5, 12),
    st.sampled_from([33.6, 35.5, 37.5]),
)


@given(st.lists(plans, min_size=1, max_size=5), st.floats(1, 60), st.floats(0.1, 2))
def test_scale_disadvantage_is_nothing_at_the_places_the_people_would_reach(
    shifts, places, factor
) -> None:
    unit = Unit("A", "ordinary", places, tuple(shifts))
    same = Unit("B", "ordinary", places_reached(unit, factor), tuple(shifts))
    assert scale_disadvantage(same, factor) == pytest.approx(0, abs=1e-9)
    assert unit.net == pytest.approx(unit.day_evening + unit.night)


@given(st.floats(0, 40), st.sampled_from([2, 2.5, 3, 4]))
def test_heads_always_fill_the_weekend(on_duty, every) -> None:
    heads = heads_needed(every, on_duty)
    assert heads / every >= on_duty - 1e-9
    assert heads < every * on_duty + 1
