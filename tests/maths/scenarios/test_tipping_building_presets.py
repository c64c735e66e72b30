"""Tipping points, building, technology and the ready-made scenarios."""

import numpy as np
import pytest

from veivalg.content import Place
from veivalg.foundation.errors import UsageError
from veivalg.maths.projections.places import implied_start
from veivalg.maths.scenarios.building import annuity, capital
from veivalg.maths.scenarios.engine import on_main_path, run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import PLACE_KINDS, BuildingStep, Scenario
from veivalg.maths.scenarios.not_building import not_building, rests
from veivalg.maths.scenarios.outcome import Outcome
from veivalg.maths.scenarios.presets import presets
from veivalg.maths.scenarios.tipping import crossing
from veivalg.maths.service_model.flow import Practice, flow
from veivalg.maths.service_model.sensitivity import Sensitivity

THIN = "\u202f"

PLANNED = {"institution": 40.0, "dwellings_24h": 47.0}


def answer(lacking: list[list[float]]) -> Outcome:
    """Give an answer with these places lacking by draw and year."""
    years = tuple(range(2031, 2031 + len(lacking[0])))
    arrays = {
        "institution_gap": np.array(lacking, dtype=np.float32),
        "fte": np.array(lacking, dtype=np.float32),
        "fte_available": np.full((len(lacking), len(years)), 15, dtype=np.float32),
    }
    return Outcome(Place("5503", "Harstad"), Scenario(""), years, arrays, {})


def test_a_tipping_point_is_said_as_people_say_it() -> None:
    """16 of 25 draws above 20 is 64 %, and the year is the first that is as likely as not."""
    draws = [[10.0, 25.0, 30.0]] * 16 + [[5.0, 20.0, 30.0]] * 9
    found = crossing(answer(draws), "institution_gap", 20.0)
    assert found is not None
    assert found.probability == {2031: 0.0, 2032: 0.64, 2033: 1.0}
    assert found.year == 2032
    assert found.tipping() == "Fra 2032 er sannsynligheten over 50 %."


def test_a_limit_can_move_with_another_quantity_or_by_year() -> None:
    """The labour market and a framework by year are limits too; what can't be told gives None."""
    draws = [[10.0, 25.0, 30.0]] * 3 + [[5.0, 14.0, 30.0]]
    against = crossing(answer(draws), "fte", "fte_available")
    assert against is not None
    assert list(against.probability.values()) == [0.0, 0.75, 1.0]
    assert against.year == 2032
    framed = crossing(answer(draws), "fte", np.array([4.0, 30.0, 30.0]))
    assert framed is not None
    assert framed.year == 2031
    assert crossing(answer(draws), "cost", 1e9) is None
    with pytest.raises(UsageError, match="har 2 år"):
        crossing(answer(draws), "fte", np.array([1.0, 2.0]))
    with pytest.raises(UsageError, match="lykke"):
        crossing(answer(draws), "lykke", 1.0)


def test_never_is_told_with_the_last_year() -> None:
    """A limit that is not crossed has no year."""
    found = crossing(answer([[1.0, 2.0]]), "institution_gap", 20.0)
    assert found is not None
    assert found.year is None
    assert found.tipping() == ""


def test_probability_falls_as_the_limit_rises(harstad: ScenarioInputs) -> None:
    """A higher limit is never likelier to be crossed, in any year."""
    base, before = run(harstad, Scenario("")), np.ones(len(harstad.years))
    for limit in (0.0, 20.0, 50.0, 100.0, 200.0):
        found = crossing(base, "institution_gap", limit)
        assert found is not None
        now = np.array(list(found.probability.values()))
        assert (now <= before).all()
        before = now


def test_technology_frees_no_hour_twice(harstad: ScenarioInputs) -> None:
    """271 hours with users a week are 14.1 årsverk at 0.599, and never more than there are."""
    start, people = harstad.base, harstad.people
    one = flow(start, people, Practice(saved=(np.full((1, 1), 271.0),))).arrays
    assert one["fte_freed"][0, 0] == pytest.approx(271 * 52 / 999.4, rel=1e-3)
    most = flow(
        start, people, Practice(saved=(np.full((1, 1), 271.0), np.full((1, 1), 1e6)))
    ).arrays
    assert np.allclose(most["fte_home"], 0, atol=1e-3)


def test_capital_is_paid_from_the_opening_for_as_long_as_the_building_lasts() -> None:
    """What the grant doesn't pay is an annuity (M15)."""
    step = BuildingStep("Nytt", 2030, {"institution": 10.0}, cost=1e8, grant_share=0.4)
    found = capital((step,), (2029, 2030, 2069, 2070), 0.04, 40)
    assert found.tolist() == pytest.approx([0, 6e7 * annuity(0.04, 40), 6e7 * annuity(0.04, 40), 0])


def test_not_building_costs_what_help_at_home_costs(rana: ScenarioInputs) -> None:
    """Those without a place times the price of help at home, as the engine has it (M15)."""
    scenario = presets(rana)[2].scenario
    built, unbuilt = run(rana, scenario), run(rana, scenario.without_building())
    found = not_building(rana, scenario, built, unbuilt)
    assert found is not None
    t = found.years.index(2040)
    assert (found.lacking["institution"][:, t] > found.lacking_built["institution"][:, t]).all()
    beds = not_building(rana, scenario, built, unbuilt, only=("institution",))
    assert beds is not None
    assert np.allclose(beds.home, unbuilt["cost_not_building"], rtol=1e-4)
    assert np.allclose(beds.home_built, built["cost_not_building"], rtol=1e-4, atol=1)
    assert (found.home >= beds.home).all()
    assert (found.home[:, t] < found.places[:, t]).any()
    assert np.isfinite(found.worth).all() and found.worth.shape == (rana.draws,)


def against(inputs: ScenarioInputs, scenario: Scenario) -> Sensitivity:
    """Give what building, or places for all, costs beyond not building in 2040."""
    main = on_main_path(inputs)
    built, bare = (run(inputs, s).on_main_path for s in (scenario, scenario.without_building()))
    only = PLACE_KINDS if scenario.steps else PLACE_KINDS[:1]
    found = not_building(main, scenario, built, bare, only=only)
    assert found is not None
    return rests(inputs, scenario, found, 2040)


def test_the_hours_at_home_turn_what_is_dearer(harstad: ScenarioInputs) -> None:
    """101.8 places of 1.259 million, or 15.8 hours of 775.3 kr in 52 weeks: 63 million.

    At 11 hours it is 83, and at 35 it is −15: they are alike at 31.2. Prices half a per cent a
    year off are 7 % in fourteen years, and turn nothing.
    """
    found = against(harstad, Scenario(""))
    assert found.headline / 1e6 == pytest.approx(101.8 * (1.2594 - 0.6357), abs=0.5)
    (hours,) = found.turning
    assert (hours.id, hours.turns_at) == ("substitute_hours", "31\u202ftimer")
    assert hours.at_low / 1e6 == pytest.approx(101.8 * (1.2594 - 0.4435), abs=0.5)
    assert hours.at_high / 1e6 == pytest.approx(101.8 * (1.2594 - 1.4111), abs=0.5)
    prices = {"price_growth", "place_cost", "hour_cost"}
    assert {t.id for t in found.tried} == {"substitute_hours", *prices}
    surer = Scenario("", intervals={"substitute_hours": (12.0, 30.0)})
    assert not against(harstad, surer).uncertain


def test_the_hours_at_home_turn_what_building_costs_with_its_buildings(
    harstad: ScenarioInputs,
) -> None:
    """122 places for 549 million, 60 % of it paid: 12 a year with the places that are used."""
    paid = 0.6 * 549e6 * annuity(0.02, 40)
    step = BuildingStep("Nytt", 2030, {"institution": 122}, cost=549e6, grant_share=0.4)
    found = against(harstad, Scenario("", steps=(step,)))
    each = (1.2594 - 0.6357) * 1e6
    assert found.headline == pytest.approx(101.8 * each + paid, abs=5e5)
    turns = (1.2594e6 + paid / 101.8) / 52 / 775.34
    assert [t.turns_at for t in found.turning] == [f"{turns:.0f}\u202ftimer"]


def test_building_costs_the_running_of_what_it_fills_too(rana: ScenarioInputs) -> None:
    """Where all 87 places are filled they cost 40 and 47 times their own price a year to run."""
    step = BuildingStep("Nytt", 2030, PLANNED, cost=6e8, grant_share=0.4)
    scenario = Scenario(
        "",
        settings={"price_growth": 0.0, "dwellings_follow": 2.0},
        steps=(step,),
        intervals={"price_growth": (0.0, 0.0)},
    )
    built, unbuilt = run(rana, scenario), run(rana, scenario.without_building())
    found = not_building(rana, scenario, built, unbuilt)
    assert found is not None
    t = found.years.index(2045)
    place, dwelling = (rana.levers[id].today for id in ("place_cost", "dwelling_cost"))
    filled = [found.lacking_built[k][:, t] > 0 for k in PLANNED]
    full = filled[0] & filled[1]
    assert full.any()
    assert np.allclose(found.running[full, t], 40 * place + 47 * dwelling, rtol=1e-3)
    yearly = found.running[:, t] + found.home_built[:, t] + 3.6e8 * annuity(0.02, 40)
    assert np.allclose(found.building[:, t], yearly, rtol=1e-4)
    discount = 1.02 ** -np.arange(len(found.years))
    worth = ((found.home - found.building) * discount).sum(axis=1)
    assert np.allclose(found.worth, worth, rtol=1e-2, atol=1e5)


def test_a_limit_that_building_uncrosses_tips_again_later() -> None:
    """The year is that of the last unbroken run, so that it isn't said of years it doesn't hold."""
    low, high = [[0.0] * 7] * 4, [30.0, 30.0, 0.0, 0.0, 0.0, 30.0, 30.0]
    found = crossing(answer([*low, *[high] * 6]), "institution_gap", 20.0)
    assert found is not None
    assert (found.year, found.until, found.again) == (2036, None, True)
    assert found.tipping() == "Fra 2036 er sannsynligheten igjen over 50 %."
    passing = crossing(answer([[30.0, 30.0, 0.0]] * 3), "institution_gap", 20.0)
    assert passing is not None
    assert passing.tipping().startswith("Fra 2031 til 2032 ")


def test_rana_wants_what_its_strategy_says(rana: ScenarioInputs) -> None:
    """10–12 % of 2600 is 23–75 more than 237 places, and the preset aims between the two (M15)."""
    then, now, _persons = implied_start(23, 75, 0.10, 0.12, 0.171)
    assert (round(then), round(now)) == (2600, 237)
    assert [round(rate * then) for rate in (0.10, 0.12)] == [260, 312]
    made = {p.id: p for p in presets(rana)}["rana-10-12"]
    reached = run(rana, made.scenario)
    rate = reached.at("institution_needed", 2035) / reached.at("persons_80", 2035)
    better = run(rana, Scenario("")).at("institution_needed", 2035) / reached.at("persons_80", 2035)
    assert made.scenario.intervals == {}, "a range of policy is not an interval"
    assert "23 flere plasser enn i dag i 20" in made.note
    assert "17,1 %" in made.note
    assert np.median(rate) == pytest.approx(0.11, abs=0.004)
    assert (rate < better).all()


def test_ytteren_is_87_new_places(rana: ScenarioInputs) -> None:
    """40 and 47 are the 87 that «kan ikke leveres forsvarlige tjenester» without."""
    made = {p.id: p for p in presets(rana)}["ytteren"]
    assert made.scenario.steps[0].places == {"institution": 40, "dwellings_24h": 47}


def test_every_preset_runs_and_says_where_its_numbers_are_from(
    harstad: ScenarioInputs, rana: ScenarioInputs
) -> None:
    """All five have a note, work in both municipalities, and the first is the base itself."""
    for inputs in (harstad, rana):
        made = presets(inputs)
        assert [p.name for p in made] == [
            "Som i dag",
            "Rana 10–12 %",
            "Ytteren",
            "Mer hjemme",
            "Teknologi først",
        ]
        base = run(inputs, Scenario(""))
        assert run(inputs, made[0].scenario)["fte"].tobytes() == base["fte"].tobytes()
        for one in made:
            assert len(one.note) > 60
            assert "fte" in run(inputs, one.scenario)
        assert {p.scenario.settings.get("substitute_hours") for p in made} == {None}
        home, technology = (run(inputs, p.scenario) for p in made[3:])
        assert technology.at("fte", 2040).mean() < base.at("fte", 2040).mean()
        places = home.at("institution_needed", 2040)
        assert (places < base.at("institution_needed", 2040)).all()
