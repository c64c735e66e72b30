"""The paths of care against figures worked out from the design, by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.maths.service_model.places import HARSTAD, care, groups, people
from tests.tiers import examples

from veivalg.maths.service_model.drivers import gone_on, ratios, spread_part, trend
from veivalg.maths.service_model.flow import THREE, Care, Practice, Residents, flow
from veivalg.maths.service_model.marginal import break_even, marginal_hours, staffed, why_lower
from veivalg.maths.service_model.services import AgeGroup, Driver
from veivalg.maths.service_model.start import start
from veivalg.maths.service_model.terms import Part, change

PEOPLE = people()
START = start(HARSTAD, PEOPLE)


def later(value: float, now: float = 1.0) -> np.ndarray:
    """Give something that is as today in the first year and has moved in the second."""
    return np.array([[now, value]], dtype=np.float32)


def run(**practice: object) -> Care:
    """Give Harstad's paths from 2026 to 2040."""
    return flow(START, PEOPLE, Practice(**practice))  # type: ignore[arg-type]


def at(id: str, **practice: object) -> float:
    """Give a quantity in 2040."""
    return float(run(**practice).arrays[id][0, 1])


def test_the_three_numbers_are_those_of_the_design() -> None:
    """Harstad's 343 by age and 391 by coverage; Rana's 310 and 339, typed from its ages.

    The design lets residents of 67–79 years follow SSB's 65–79, the finest group there it had: 4159
    in Rana in 2026 and 4595 in 2040. The product follows those of 67–79 themselves, as split by our
    own ages inside SSB's group: 3511 and 4055. Rana's 65 and 66 grow fewer, so it shows 312.5 where
    the design has 309.6; Harstad 342.8 where it has 343.2.
    """
    by_age = (8 * 0.930 + 56 * 1.018 + 136 * 1.621) / 200
    found = ratios(np.array([by_age]), np.array([2447 / 1510]), np.array([0.98**14]))
    places = {driver: round(241 * float(ratio[0])) for driver, ratio in found.items()}
    assert places == {Driver.AGE: 343, Driver.COVERAGE: 391, Driver.TREND: 259}
    for middle, expected in ((4595 / 4159, 309.6), (4055 / 3511, 312.5)):
        rana = (10 * 0.859 + 45 * middle + 123 * 2389 / 1630) / 178
        grown = ratios(np.array([rana]), np.array([2389 / 1630]), np.array([1.0]))
        assert 231 * grown[Driver.AGE][0] == pytest.approx(expected, abs=0.1)
        assert round(231 * float(grown[Driver.COVERAGE][0])) == 339


def test_all_three_stand_together_whichever_is_chosen() -> None:
    """The choice moves what is needed, never what the other two would be."""
    for driver in Driver:
        found = run(driver=driver, trend=later(0.98**14))
        three = [float(found.arrays[id][0, 1]) for id in THREE.values()]
        assert three == pytest.approx([343.2, 390.5, 258.7], abs=0.1)
        assert found.arrays["institution_needed"][0, 1] == found.arrays[THREE[driver]][0, 1]


def test_the_driver_moves_places_and_staff_and_money_alike() -> None:
    """391 for 343 places is 13.6 % more of each in institutions, premises included."""
    ratio = 390.5477 / 343.232
    for id in ("institution_needed", "fte_institution", "cost_institution", "users_long_stay"):
        assert at(id, driver=Driver.COVERAGE) / at(id) == pytest.approx(ratio, rel=1e-4), id


def test_today_is_the_accounts_the_staff_and_the_places() -> None:
    """Whatever is to come, the base year is what was counted and booked in 2025."""
    found = run(
        driver=Driver.COVERAGE,
        coverage=later(0.2, np.nan),
        home_instead=later(0.3, 0.0),
        young=later(1.3),
        growth=later(1.2),
    )
    booked = {
        "cost": 820.963e6,
        "cost_gross": 927.253e6,
        "cost_institution": 303.518e6 + 41.069e6,
        "cost_dwellings": 246.263e6,
        "cost_home": 189.480e6,
        "cost_other": 31.586e6 + 9.047e6,
        "fte": 747,
        "institution_needed": 241,
        "dwellings_24h_needed": 143,
        "users_home": 1213,
        "users_long_stay": 200,
        "hours_home": 264919.2,
    }
    for id, counted in booked.items():
        assert found.arrays[id][0, 0] == pytest.approx(counted, rel=1e-6), id


def test_the_order_of_what_moves_harstads_net_cost_in_2040() -> None:
    """The design: trend about −136 mill., dwellings by 80+ instead of by age +108, driver +70.

    Measured with the fall of the last five years (10.0 to 9.0 per 100 aged 80 and over).
    """
    base = at("cost")
    trend = later((9.0 / 10.0) ** (14 / 5))
    moved = {
        "trend": at("cost", driver=Driver.TREND, trend=trend) - base,
        "dwellings": at("cost", residents=Residents.OLD) - at("cost", residents=Residents.USERS),
        "driver": at("cost", driver=Driver.COVERAGE) - base,
        "young": at("cost", young=later(1.01**14)) - base,
        "ageing": at("cost", ageing=later(1.05)) - base,
    }
    for id, printed in (("trend", -136), ("dwellings", 108), ("driver", 70)):
        assert moved[id] / 1e6 == pytest.approx(printed, rel=0.10), id
    order = sorted(moved, key=lambda id: -abs(moved[id]))
    assert order == ["trend", "dwellings", "driver", "young", "ageing"]
    assert (at("cost", residents=Residents.OLD) - base) / 1e6 == pytest.approx(153, abs=1)


def test_residents_of_dwellings_are_a_number() -> None:
    """At a constant number 257 costs what it costs today; a dwelling more costs its own price."""
    assert at("cost_dwellings") == pytest.approx(246.263e6, rel=1e-6)
    one = later(144 / 2447, np.nan)
    more = at("cost_dwellings", housed=one) - at("cost_dwellings")
    assert more == pytest.approx(246.263e6 / 143, rel=1e-3)
    staff = at("fte_dwellings", housed=one) - at("fte_dwellings")
    assert staff == pytest.approx(747 * 259.727 / 927.253 / 143, rel=1e-3)


def test_under_67_is_a_number_of_users() -> None:
    """Fewer people under 67 change nothing; two per cent more users a year do."""
    fewer = flow(
        START, people({"ages_0_66": 0.5, "ages_67_79": 1.018, "ages_80_105": 1.62}), Practice()
    )
    assert fewer.net[Part.UNDER_67][0, -1] == run().net[Part.UNDER_67][0, -1]
    grown = run(young=later(1.02**14)).net[Part.UNDER_67]
    assert grown[0, 1] / grown[0, 0] == pytest.approx(1.02**14, rel=1e-5)


def test_the_marginal_user_has_the_hours_of_the_residents_ages() -> None:
    """56 aged 67–79 at 20.6, 136 aged 80 and over at 13.6 and 14.8: 15.8, never 35."""
    by_hand = (56 * 20.6 + 136 * (13.6 + 1.2 * 223 / 1510)) / 192
    assert START.marginal == pytest.approx(by_hand)
    hours = {67: 20.6, 80: 13.6, 90: 14.8}
    finer = (AgeGroup(80, 89, 1, (80, 89)), AgeGroup(90, 105, 3, (90, 105)))
    assert marginal_hours(finer, hours, 0.1) == pytest.approx((13.6 + 3 * 14.8) / 4)
    own = marginal_hours(HARSTAD.services["long_stay"].groups, {67: 9.0, 80: 9.0, 90: 9.0}, 0.1)
    assert own == pytest.approx(9.0)


def test_break_even_hours_are_those_of_the_design() -> None:
    """Harstad 31.3: 1.259 mill. net a place; Rana 32.8 (740 kr an hour)."""
    assert break_even(1.259e6, 775) == pytest.approx(31.3, abs=0.1)
    assert break_even(1.259e6, 739) == pytest.approx(32.8, abs=0.05)


@pytest.mark.parametrize(
    ("hours", "saves"), [(20.0, True), (31.4, True), (35.0, True), (35.4, False), (40.0, False)]
)
def test_help_at_home_instead_of_places_not_built_saves_rooms_too(
    hours: float, *, saves: bool
) -> None:
    """343 needed, 240 with 30 % at home, and 241 there: 102.2 not built, 103.0 helped at home.

    (303.518 + 41.069) million by 241 is 1.430 a place; x 102.2 / 103.0 / 52 / 775.3 is 35.2 hours.
    """
    home = {"home_instead": later(0.3, 0.0), "hours_instead": later(hours, hours)}
    assert (at("cost", **home) < at("cost")) is saves


@pytest.mark.parametrize(
    ("hours", "saves"), [(20.0, True), (30.9, True), (31.3, False), (35.0, False)]
)
def test_help_at_home_instead_of_places_there_are_turns_at_break_even(
    hours: float, *, saves: bool
) -> None:
    """241 needed and there; 72.3 helped at home closes nine wards of eight, and the rooms stand.

    303.518 million by 241 is 1.259; x 72 / 72.3 / 52 / 775.3 is 31.1 hours.
    """
    same = {"driver": Driver.TREND, "trend": later(241 / 343.232)}
    home = {"home_instead": later(0.3, 0.0), "hours_instead": later(hours, hours)}
    assert (at("cost", **same, **home) < at("cost", **same)) is saves


def test_rooms_follow_the_places_there_must_be_whatever_the_reason() -> None:
    """309 of 343 with a tenth at home, or by a coverage of as many: 1.430 million each, 253 + 261.

    A place the trend takes away, one helped at home and one not in the coverage are all one less.
    """
    needed = 0.9 * 343.232
    paid = (303.518e6 + 41.069e6) * needed / 241
    less = (
        {"home_instead": later(0.1, 0.0)},
        {"coverage": later(needed / 2447, np.nan)},
        {"driver": Driver.TREND, "trend": later(0.9)},
    )
    for choice in less:
        assert at("institution_needed", **choice) == pytest.approx(needed, rel=1e-4)
        assert at("cost_institution", **choice) == pytest.approx(paid, rel=1e-4), choice


def test_a_place_less_saves_only_with_a_whole_ward() -> None:
    """Of 241 places with wards of 8, seven fewer are still staffed and eight are not."""
    needed = np.array([300.0, 241.0, 234.0, 233.0, 226.0, 225.0])
    assert staffed(needed, 241, 8).tolist() == [300.0, 241.0, 241.0, 233.0, 233.0, 225.0]


def test_the_premises_stand_when_wards_close() -> None:
    """Half the use: 172 of 241 places, eight wards closed, and the rooms (261) cost the same."""
    kept = 241 - 8 * 8
    assert at("institution_needed", driver=Driver.TREND, trend=later(0.5)) == pytest.approx(
        343.2 / 2, abs=0.1
    )
    cost = at("cost_institution", driver=Driver.TREND, trend=later(0.5))
    assert cost / 1e6 == pytest.approx(303.5 * kept / 241 + 41.1, abs=0.1)


def test_the_terms_of_a_rise_add_up() -> None:
    """Net cost from 2026 to 2040 with five points more of coverage than by age, part by part."""
    beyond = later(343.232 / 2447 + 0.05, np.nan)
    found = run(coverage=beyond, young=later(1.01**14), growth=later(1.03))
    for parts, id in ((found.net, "cost"), (found.gross, "cost_gross"), (found.fte, "fte")):
        told = change(parts, 0, 1)
        assert told is not None
        assert told.start + sum(told.terms.values()) == told.end
        assert told.end == pytest.approx(float(found.arrays[id][0, 1]), rel=1e-6)
    told = change(run(coverage=beyond).net, 0, 1)
    assert told is not None
    released = -0.05 * 2447 * START.marginal * 52 * 205.402e6 / 264919.2
    assert told.terms[Part.MOVED] == pytest.approx(released, rel=1e-4)


@pytest.mark.parametrize("hours", [10.8, 35.0])
def test_who_moves_into_a_place_had_the_hours_that_one_without_has(hours: float) -> None:
    """20 places more or fewer than 343: each moves 1.430 million less 52 weeks of hours at 775.3.

    Both are (303.518 + 41.069) million by 241 places, and 205.402 million by 264,919 hours.
    """
    told = {"hours_instead": later(hours, hours)}
    each = (303.518e6 + 41.069e6) / 241 - hours * 52 * 205.402e6 / 264919.2
    for more in (20, -20):
        coverage = later((343.232 + more) / 2447, np.nan)
        change = at("cost", coverage=coverage, **told) - at("cost", **told)
        assert change == pytest.approx(more * each, abs=2e5), more
        weekly = 747 * START.of("long_stay") / 241 - START.year.fte_weekly(hours)
        moved = at("fte", coverage=coverage, **told) - at("fte", **told)
        rooms = 747 * START.of("premises") / 241
        assert moved == pytest.approx(more * (weekly + rooms), abs=0.1), more


def test_who_loses_a_dwelling_has_the_hours_a_reader_sets() -> None:
    """Ten dwellings fewer than 143: each gives as many hours at home as are set."""
    fewer = later(133 / 2447, np.nan)

    def hours(set_to: float) -> float:
        told = {"hours_instead": later(set_to, set_to)}
        return at("hours_home", housed=fewer, **told) - at("hours_home", **told)

    assert hours(15.8) == pytest.approx(10 * 15.8 * 52, rel=1e-3)
    assert hours(35.0) == pytest.approx(10 * 35 * 52, rel=1e-3)


def test_who_moves_into_a_new_dwelling_frees_the_hours_that_are_set() -> None:
    """Ten dwellings more than 143 free the mean of the old, or as many hours as are said."""
    more = later(153 / 2447, np.nan)

    def freed(**told: Any) -> float:
        return at("hours_home", **told) - at("hours_home", housed=more, **told)

    assert freed() == pytest.approx(10 * START.home_old * 52, rel=1e-3)
    assert freed(hours_dwelling=later(15.8, 15.8)) == pytest.approx(10 * 15.8 * 52, rel=1e-3)
    assert freed(hours_dwelling=later(0.0, 0.0)) == pytest.approx(0, abs=1)


def test_every_service_bears_its_own_absence_and_prices() -> None:
    """Net cost by service adds up to the whole, and what isn't care at all stays where it is."""
    found = run(growth=later(1.1), substitutes=later(1.05), coverage=later(0.18, np.nan)).arrays
    kinds = ("institution", "dwellings", "home", "technology", "other", "capital")
    assert sum(float(found[f"cost_{k}"][0, -1]) for k in kinds) == pytest.approx(
        float(found["cost"][0, 1]), rel=1e-6
    )
    level = 1.1 * (1 + 0.75 * 0.05)
    assert found["cost_other"][0, 1] / at("cost_other") == pytest.approx(level, rel=1e-5)


def test_without_accounts_by_function_there_are_no_kroner() -> None:
    """Users, places, hours and årsverk stand; nothing is priced."""
    bare = care(
        groups(8, 56, 136),
        groups(539, 264, 410, by_number=True),
        241,
        143,
        747,
        None,
        264919.2,
        {"long_stay": 0.23, "home": 0.77},
    )
    found = flow(start(bare, PEOPLE), PEOPLE, Practice()).arrays
    assert {"users", "institution_needed", "fte", "hours_home"} <= set(found)
    assert not [id for id in found if id.startswith("cost")]


def test_trend_is_the_fall_of_five_years() -> None:
    """10.0 to 9.0 per 100 aged 80 and over is −2.1 % a year; without both ends there is none."""
    found = trend({2020: 0.100, 2023: 0.5, 2025: 0.090})
    assert found is not None
    assert found.rate == pytest.approx(-0.02085, abs=1e-5)
    assert trend({2021: 0.1, 2025: 0.09}) is None
    assert trend({2020: 0.1, 2025: 0.09}) is None  # one change says nothing of how changes vary
    assert trend({}) is None


def test_the_trend_is_as_unsure_as_its_years_differ() -> None:
    """Rana's residents aged 80 and over, 2020 to 2025: 152 of 1,380 to 123 of 1,630.

    Changes of −5.88, −4.77, −10.04, −12.44 and −4.69 % (log) have mean −7.56 and a standard
    deviation of 3.50; 1.533 x 3.50 x root of 2/5 is 3.39, by hand.
    """
    known = {2020: 152 / 1380, 2021: 148 / 1425, 2022: 142 / 1434}
    known |= {2023: 133 / 1485, 2024: 124 / 1568, 2025: 123 / 1630}
    found = trend(known)
    assert found is not None
    assert found.rate == pytest.approx(-0.0728, abs=1e-4)
    assert found.spread == pytest.approx(0.0339, abs=2e-4)
    even = trend({2020 + n: 0.1 * 0.97**n for n in range(6)})
    assert even is not None and even.spread == pytest.approx(0, abs=1e-9)


def test_the_trend_goes_on_for_its_years_and_then_holds() -> None:
    """Five years of −7.28 % leave 68.5 % of use, in 2031 and in 2050 alike; none leave it all."""
    assert gone_on(-0.0728, np.arange(25.0), 0).tolist() == [1.0] * 25
    assert gone_on(-0.02, np.arange(25.0), 14)[14:] == pytest.approx(0.7536, abs=1e-4)
    use = gone_on(-0.0728, np.arange(25.0), 5)
    assert use[5] == pytest.approx(0.6852, abs=1e-3)
    assert set(use[5:].tolist()) == {use[5]}
    assert (np.diff(use[:6]) < 0).all()


def test_the_mean_of_many_years_is_surer_than_that_of_five() -> None:
    """Of fourteen: the variance of a year times 1/5 + 1/14, 0.2714, and of five 0.4."""
    assert spread_part(5) == pytest.approx(1)
    assert spread_part(14) == pytest.approx((0.2714 / 0.4) ** 0.5, abs=1e-4)
    assert spread_part(1) == pytest.approx(3**0.5)
    assert spread_part(0) == spread_part(1)


NUMBER = st.floats(1, 900)


@settings(max_examples=examples(200), deadline=None)
@given(
    st.tuples(NUMBER, NUMBER, NUMBER),
    st.tuples(NUMBER, NUMBER, NUMBER),
    st.floats(5, 400),
    st.integers(0, 300),
    st.floats(20, 3000),
    st.floats(0.05, 0.6),
    st.floats(0.05, 0.5),
    st.tuples(st.floats(0.6, 2.5), st.floats(0.6, 2.5), st.floats(0.5, 3.0)),
    st.tuples(st.floats(0, 0.3), st.floats(0, 0.3)),
    st.sampled_from(list(Driver)),
    st.tuples(st.floats(0, 0.5), st.floats(0.8, 1.3), st.floats(0.9, 1.1), st.floats(5, 60)),
    st.floats(0, 60),
)
def test_more_places_or_dwellings_never_lower_staff_unless_it_is_said(
    long_stay: tuple[float, float, float],
    home: tuple[float, float, float],
    places: float,
    dwellings: float,
    fte: float,
    beds: float,
    homes: float,
    growth: tuple[float, float, float],
    more: tuple[float, float],
    driver: Driver,
    other: tuple[float, float, float, float],
    before: float,
) -> None:
    """Two hundred municipalities: a lower number of årsverk always carries the reason."""
    shares = {"long_stay": beds, "dwellings": homes * (1 - beds)}
    shares["home"] = 1 - sum(shares.values())
    municipality = care(
        groups(*long_stay),
        groups(*home, by_number=True),
        places,
        dwellings,
        fte,
        None,
        None,
        shares,
    )
    now = dict(zip(("ages_0_66", "ages_67_79", "ages_80_105"), growth, strict=True))
    persons = people(now)
    begun = start(municipality, persons)
    trend = later(0.8)
    instead, under_67, health, hours = other
    same = Practice(
        driver=driver,
        trend=trend,
        home_instead=later(instead, 0.0),
        young=later(under_67),
        health=later(health),
        hours_instead=later(hours, hours),
        hours_dwelling=later(before, before),
    )
    without = flow(begun, persons, same).arrays
    for extra in ((more[0], 0.0), (0.0, more[1]), more):
        if max(extra) < 1e-4:
            continue  # what single precision leaves of nothing more is no place
        old = persons["persons_80"][0, 1] * (1 - instead)
        wanted = without["institution_needed"][0, 1] / old
        there = without["dwellings_24h_needed"][0, 1] / persons["persons_80"][0, 1]
        practice = replace(
            same,
            coverage=later(wanted + extra[0], np.nan),
            housed=later(there + extra[1], np.nan),
        )
        found = flow(begun, persons, practice).arrays
        lower = found["fte"][0, 1] < without["fte"][0, 1] * (1 - 1e-6)
        assert bool(why_lower(without, found, hours, begun.worth(hours))) == lower
        assert found["institution_needed"][0, 1] >= without["institution_needed"][0, 1] * (1 - 1e-6)
