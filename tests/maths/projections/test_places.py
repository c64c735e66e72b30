import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.projections.places import (
    Opening,
    capacity,
    coverage,
    first_year_reached,
    implied_start,
    places_needed,
    shortage,
    yearly_cost,
)


def test_ranas_printed_targets_imply_2600_aged_and_237_places() -> None:
    persons_then, places_now, persons_now = implied_start(23, 75, 0.10, 0.12, 0.171)
    assert round(persons_then) == 2600
    assert round(places_now) == 237
    assert round(persons_now) == 1386


def test_need_at_ten_and_twelve_per_cent_of_2600() -> None:
    assert places_needed(0.10, {2040: 2600})[2040] == pytest.approx(260)
    assert places_needed(0.12, {2040: 2600})[2040] == pytest.approx(312)


def test_harstads_units_at_constant_coverage() -> None:
    rate = 0.1748 + 0.0765
    assert round(rate * 813) == 204
    assert round(rate * (1926 + 521 - 1130 - 228)) == 274


def test_coverage_without_people_or_places_is_unknown() -> None:
    assert coverage(237, 1386) == pytest.approx(0.171, abs=5e-4)
    assert coverage(None, 1386) is None
    assert coverage(10, 0) is None
    assert coverage(10, None) is None


def test_an_unknown_population_gives_unknown_need() -> None:
    needed = places_needed(0.1, {2030: None, 2031: 100})
    assert needed == {2030: None, 2031: 10}
    assert shortage(needed, {2030: 5, 2031: 5}) == {2030: None, 2031: 5}


def test_the_year_a_number_of_extra_places_is_reached() -> None:
    needed = {2026: 237.0, 2030: 250.0, 2035: 260.0, 2040: 312.0}
    assert first_year_reached(needed, 237, 23, 2026) == 2035
    assert first_year_reached(needed, 237, 75, 2026) == 2040
    assert first_year_reached(needed, 237, 76, 2026) is None
    assert first_year_reached({2026: 262.0, 2030: 280.0}, 237, 23, 2026) == 2026


def test_places_open_in_their_year_and_stay_open() -> None:
    programme = [Opening("A", 2030, 40), Opening("B", 2033, 10)]
    assert capacity(100, programme, [2029, 2030, 2033]) == {2029: 100, 2030: 140, 2033: 150}


def test_costs_are_in_kroner_a_year() -> None:
    assert yearly_cost(10, 1_440_000) == 14_400_000


@given(need=st.lists(st.floats(0, 5000), min_size=1, max_size=30), now=st.floats(0, 3000))
def test_a_shortage_is_never_negative(need: list[float], now: float) -> None:
    years = range(2026, 2026 + len(need))
    needed = dict(zip(years, need, strict=True))
    gaps = shortage(needed, capacity(now, [], list(years)))
    assert all(gap is not None and gap >= 0 for gap in gaps.values())
