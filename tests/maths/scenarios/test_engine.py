"""The engine: identities, worked examples, and agreement with the chapters."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.maths.scenarios.conftest import Drawn, draw, shown
from tests.tiers import examples

from veivalg.chapters.arsverk import model as workforce_model
from veivalg.chapters.arsverk.model.choices import choices as workforce_choices
from veivalg.chapters.common.population import population_path
from veivalg.chapters.plasser import model as places_model
from veivalg.chapters.plasser.model.choices import choices as places_choices
from veivalg.chapters.scenarier.model.people import inputs_with
from veivalg.content import Source
from veivalg.foundation.errors import UsageError
from veivalg.maths.projections.dementia import decline, rates
from veivalg.maths.projections.need import national_share, need_index
from veivalg.maths.projections.workforce import recruits
from veivalg.maths.scenarios.columns import people
from veivalg.maths.scenarios.engine import run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import BuildingStep, Scenario
from veivalg.maths.scenarios.outcome import QUANTITIES, Outcome
from veivalg.maths.scenarios.services import position, staff
from veivalg.norway.cost_keys import system_for
from veivalg.norway.municipality import NORWAY
from veivalg.tables import TABLES, Sourced

BASE = Scenario("Som i dag")


def certain(code: str = "5503", **overrides: float) -> ScenarioInputs:
    """Give inputs whose only draw is the projection itself."""
    evidence = shown(code, **overrides)
    one = draw(evidence, 1)
    path = population_path(evidence, evidence.place)
    assert path is not None
    middle = np.stack([np.asarray(path.ages(y)) for y in one.years])[None]
    return inputs_with(evidence, replace(one, persons=middle.astype(np.float32)))


def same(a: Outcome, b: Outcome) -> bool:
    """Say whether two answers are the same to the last bit."""
    return set(a.arrays) == set(b.arrays) and all(
        a[q].tobytes() == b[q].tobytes() for q in a.arrays
    )


def test_a_scenario_equal_to_the_base_gives_the_base_exactly(harstad: ScenarioInputs) -> None:
    """Every lever set to where it stands changes no bit of any quantity."""
    as_now = {id: now.today for id, now in harstad.levers.items()}
    assert same(run(harstad, BASE), run(harstad, Scenario("Lik", settings=as_now)))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    harstad: ScenarioInputs,
) -> None:
    """The draws belong to the seed alone."""
    assert same(run(harstad, BASE, seed=7), run(harstad, BASE, seed=7))
    assert not same(run(harstad, BASE, seed=7), run(harstad, BASE, seed=8))


def test_every_quantity_is_worked_out_and_today_is_what_was_counted(
    harstad: ScenarioInputs,
) -> None:
    """In the base year all draws agree with the statistics, whatever is to come."""
    answer = run(harstad, Scenario("", settings={"coverage_institution": 0.10, "sick_leave": 0.2}))
    assert set(answer.arrays) == set(QUANTITIES)
    for quantity, counted in (
        ("users_home", 1213),
        ("users_long_stay", 200),
        ("fte", 747),
        ("institution_needed", 241),
        ("dwellings_24h_needed", 143),
        ("need_index", 100),
        ("fte_lacking", 0),
        ("cost_capital", 0),
    ):
        assert np.allclose(answer[quantity][:, 0], counted, atol=1e-3), quantity
    assert answer["fte"].shape == (40, len(harstad.years))
    assert all(np.isfinite(values).all() for values in answer.arrays.values())


def still(inputs: ScenarioInputs) -> Scenario:
    """Give the base without uncertain drivers."""
    return Scenario("", intervals={id: (n.today, n.today) for id, n in inputs.levers.items()})


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_as_today_is_what_the_chapters_say(code: str) -> None:
    """With the projection as only draw, årsverk, employees and places are the chapters' own."""
    inputs, evidence = certain(code), shown(code)
    answer = run(inputs, still(inputs))
    work, beds = workforce_model.build(evidence), places_model.build(evidence)
    assert work is not None
    assert beds is not None
    fte, needed = work.fte, beds.needed(beds.rate or 0.0)
    assert fte is not None
    people_now, hired = work.employees(), work.recruits()
    for year in (2030, 2040):
        # the chapters use SSB's number for a group where one is printed: near is enough
        assert answer.at("fte", year)[0] == pytest.approx(fte.total(year), rel=3e-3)
        assert answer.at("employees", year)[0] == pytest.approx(people_now[year], rel=3e-3)
        assert answer.at("hires", year)[0] == pytest.approx(hired[year], rel=2e-2)
        assert answer.at("institution_needed", year)[0] == pytest.approx(needed[year], rel=1e-2)


def test_the_shared_constants_are_those_of_the_chapters() -> None:
    """A lever that is an assumption of a chapter has that chapter's default and source figure.

    Karasjok's accounts by function are not with the program, so no price is its own.
    """
    evidence, inputs = shown("5610"), certain("5610")
    choices = (
        *workforce_choices(evidence).all(),
        *places_choices(evidence, 0.17, 10).all(),
    )
    known = {a.id: a.default for a in choices}
    shared = {n.lever.assumption: n.today for n in inputs.levers.values() if n.lever.assumption}
    assert shared == {id: known[id] for id in shared}
    assert inputs.today.per_place == known["arsverk-per-plass"]
    assert inputs.today.hours == workforce_choices(evidence).weights()


def test_a_value_chosen_in_a_chapter_is_used_here() -> None:
    """A reader's own position size and staffing move today's figures."""
    inputs = certain("5503", stillingsstorrelse=0.8, **{"arsverk-per-plass": 1.2})
    answer = run(inputs, still(inputs))
    assert answer["employees"][0, 0] == pytest.approx(747 / 0.8)
    assert answer["fte_institution"][0, 0] == pytest.approx(241 * 1.2)


def test_prices_are_the_municipalitys_own_where_its_accounts_are_known() -> None:
    """Cost today is then what the accounts say, and a reader's own price still goes before."""
    rows = [
        ("5503", 2025, "konsern", f, "sum_gross", amount, None)
        for f, amount in (("253", 250e6), ("254", 500e6), ("261", 20e6))
    ]
    frame = pl.DataFrame(rows, schema=TABLES["accounts"].empty().schema, orient="row")
    source = Source("regnskap", "SSB", "Regnskap", table="12362")
    evidence = shown("5503")
    booked = {
        **evidence.tables,
        "accounts": Sourced(TABLES["accounts"].validate(frame), {"5503": source}),
    }
    inputs = inputs_with(replace(evidence, tables=booked), draw(evidence, 2))
    today = run(inputs, still(inputs))
    assert today["cost_institution"][0, 0] == pytest.approx(270e6, rel=1e-5)
    assert today["cost_home"][0, 0] == pytest.approx(500e6, rel=1e-5)
    assert "regnskap" in inputs.levers["hour_cost"].source
    chosen = replace(evidence, tables=booked, overrides={"timekostnad": 700.0})
    assert inputs_with(chosen, draw(evidence, 2)).levers["hour_cost"].today == 700.0


def test_the_need_index_is_that_of_the_cost_keys() -> None:
    """One matrix product gives what the method's own function gives, for every draw (M3)."""
    evidence = shown("5503")
    ensemble = draw(evidence, 3)
    answer = run(inputs_with(evidence, ensemble), BASE)
    one = ensemble.persons[2]

    def persons(low: int, high: int, year: int) -> float:
        return float(one[ensemble.years.index(year), :, low : high + 1].sum())

    share = national_share(population_path(evidence, NORWAY))
    found = need_index(system_for(2026), "care", persons, 2026, [2040], share)
    assert answer.at("need_index", 2040)[2] == pytest.approx(found[2040], rel=1e-4)


def test_worked_example_of_dementia() -> None:
    """Harstad 2024 has 587 (584 is printed), and a yearly fall works as the method says (M8)."""
    evidence = shown("5503")
    path = population_path(evidence, evidence.place)
    assert path is not None
    ages = path.ages(2024)
    assert ages is not None
    columns = {"dementia": np.array(rates())}
    assert people(ages[None, None], columns)["dementia"][0, 0] == pytest.approx(587.2, abs=0.1)
    inputs = certain()
    fixed = still(inputs)
    better = replace(
        fixed,
        settings={"health_improvement": 0.01},
        intervals={**fixed.intervals, "health_improvement": (0.01, 0.01)},
    )
    ratio = run(inputs, better)["dementia"] / run(inputs, fixed)["dementia"]
    assert ratio[0, -1] == pytest.approx(decline(0.01, 24), rel=1e-4)


def test_worked_example_of_employees_and_recruits() -> None:
    """251 årsverk at 0.72 is 348.6 people (M7); hires are growth and those who leave."""
    fte = np.array([[0.72, 251.0, 260.0]])
    found = staff(fte, np.full((1, 1), 0.72), np.full((1, 1), 0.1))
    assert found["employees"][0, 1] == pytest.approx(348.6, abs=0.05)
    by_year = dict(enumerate(found["employees"][0].tolist()))
    assert found["hires"][0, 1:].tolist() == pytest.approx(list(recruits(by_year, 0.1).values()))


def test_more_full_positions_give_fewer_people() -> None:
    """The position is today's at today's share, 1 when all work full time, and never above."""

    def at(full: float) -> float:
        return float(
            position({"position_size": np.array(0.72), "full_time": np.array(full)}, 0.348)
        )

    assert at(0.348) == pytest.approx(0.72)
    assert at(1.0) == pytest.approx(1.0)
    assert at(0.2) < at(0.348) < at(0.6) < at(1.0)


@settings(max_examples=examples(25), deadline=None)
@given(
    st.sampled_from(
        [
            ("sick_leave", 0.05, "fte", -1),
            ("attendance", 0.97, "fte", -1),
            ("coverage_institution", 0.12, "institution_needed", -1),
            ("coverage_institution", 0.12, "users_home", 1),
            ("home_instead_of_institution", 0.3, "fte_institution", -1),
            ("home_instead_of_institution", 0.3, "fte_home", 1),
            ("share_staffed_housing", 0.15, "dwellings_24h_needed", 1),
            ("dispensers", 300.0, "fte", -1),
            ("digital_supervision", 100.0, "fte_freed", 1),
            ("rehabilitation_team", 0.3, "fte_home", -1),
            ("full_time", 0.6, "employees", -1),
            ("health_improvement", 0.01, "users", -1),
            ("health_improvement", 0.01, "dementia", -1),
            ("price_growth", 0.01, "cost", 1),
            ("exits", 0.15, "hires", 1),
            ("coverage_home", 1.1, "users_home", 1),
            ("young_trend", 0.01, "fte", 1),
        ]
    )
)
def test_each_lever_moves_what_it_should_in_every_draw(
    harstad: ScenarioInputs, case: tuple[str, float, str, int]
) -> None:
    """The sign holds draw by draw, since both scenarios meet the same luck."""
    lever, value, quantity, sign = case
    fixed = still(harstad).intervals
    kept = {id: ends for id, ends in fixed.items() if id != lever}
    base = run(harstad, Scenario("a", intervals=fixed)).at(quantity, 2040)
    moved = Scenario("b", settings={lever: value}, intervals=kept | {lever: (value, value)})
    assert (sign * (run(harstad, moved).at(quantity, 2040) - base) > 0).all()


def test_an_interval_is_what_the_draws_show(harstad: ScenarioInputs) -> None:
    """One in ten draws lies under the lower end and one in ten over the upper."""
    quiet = {k: v for k, v in still(harstad).intervals.items() if k != "exits"}
    answer = run(harstad, Scenario("", intervals={**quiet, "exits": (0.06, 0.15)}))
    share = answer.at("exits", 2040) / answer.at("employees", 2039)
    assert ((share < 0.06).mean(), (share > 0.15).mean()) == (0.1, 0.1)
    assert np.median(share) == pytest.approx(0.10, abs=2e-3)


def test_a_change_is_phased_in_until_the_year_it_is_done(harstad: ScenarioInputs) -> None:
    """Half-way there is half the change, and after the year it stays."""
    moved = replace(still(harstad), settings={"share_staffed_housing": 0.2, "full_year": 2036.0})
    quiet = {k: v for k, v in moved.intervals.items() if k not in moved.settings}
    answer = run(harstad, replace(moved, intervals={**quiet, "share_staffed_housing": (0.2, 0.2)}))
    rate = answer["dwellings_24h_needed"] / answer["persons_80"]
    first = rate[0, 0]
    at = {y: rate[0, answer.years.index(y)] for y in (2031, 2036, 2045)}
    assert at[2031] == pytest.approx((first + 0.2) / 2, rel=1e-5)
    assert at[2036] == pytest.approx(0.2, rel=1e-5)
    assert at[2045] == pytest.approx(0.2, rel=1e-5)


def test_technology_never_frees_more_than_there_is(harstad: ScenarioInputs) -> None:
    """All dispensers and cameras at their strongest still leave home services with hours."""
    most = {
        id: harstad.levers[id].high
        for id in (
            "dispensers",
            "digital_supervision",
            "dispenser_hours",
            "supervision_hours",
            "realised_share",
        )
    }
    answer = run(harstad, Scenario("", settings=most))
    assert (answer["fte_home"] >= 0).all()
    assert (answer["fte_freed"] <= answer["fte_freed"] + answer["fte_home"]).all()


def test_a_municipality_without_care_figures_gets_people_and_is_told_the_rest() -> None:
    """Need and dementia are there; users, places and årsverk are missing with a way to get them."""
    evidence = shown("5503")
    bare = replace(
        evidence, tables={k: v for k, v in evidence.tables.items() if not k.startswith("care_")}
    )
    answer = run(inputs_with(bare, draw(evidence, 5)), BASE)
    assert {"need_index", "dementia", "persons_80"} <= set(answer.arrays)
    assert not {"users", "fte", "institution_needed", "cost", "hires"} & set(answer.arrays)
    assert len(answer.missing) == 5
    assert all("veivalg hent 5503" in m.how_to_get for m in answer.missing)


def test_moves_ask_for_new_people_and_only_then(harstad: ScenarioInputs) -> None:
    """The population is drawn again when somebody moves because of the scenario."""
    asked: list[tuple[float, float]] = []
    evidence = shown("5503")

    def again(movers: float, dwellings: float) -> Drawn:
        asked.append((movers, dwellings))
        there = draw(evidence)
        return replace(there, persons=there.persons * np.float32(1.1))

    run(harstad, BASE, resimulate=again)
    assert asked == []
    more = run(harstad, Scenario("", settings={"net_moves": 50.0}), resimulate=again)
    assert asked == [(50.0, 0.0)]
    assert (more.at("users", 2040) > run(harstad, BASE).at("users", 2040)).all()
    with pytest.raises(UsageError, match="Flytting"):
        run(harstad, Scenario("", settings={"housing_per_year": 10.0}))


def test_new_places_leave_fewer_without(rana: ScenarioInputs) -> None:
    """A step opens in its year and lowers the lack by its places."""
    step = BuildingStep("Ytteren", 2030, {"institution": 40, "dwellings_24h": 47})
    built, not_built = run(rana, Scenario("", steps=(step,))), run(rana, BASE)
    change = built["institution_gap"] - not_built["institution_gap"]
    assert np.allclose(change[:, 3], 0)
    assert np.allclose(change[:, 4], -40, atol=1e-3)
    assert built.years[4] == 2030
