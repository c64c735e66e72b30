"""A scenario keeps its assumptions, its log and its link."""

import base64
import math
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tiers import examples

from veivalg.foundation.errors import UsageError
from veivalg.foundation.texts import clean
from veivalg.maths.scenarios.catalogue import LEVERS
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.levers import Group, check, interval_of, value_of
from veivalg.maths.scenarios.model import (
    BuildingStep,
    Change,
    Scenario,
    from_dict,
    from_text,
    to_dict,
    to_text,
)

numbers = st.floats(-1e6, 1e6, allow_nan=False)
typed = st.text(max_size=20).map(clean)
"""Texts as they are kept: what is typed is cleaned at every door."""
steps = st.builds(
    BuildingStep,
    typed,
    st.integers(2026, 2050),
    st.dictionaries(st.sampled_from(["institution", "dwellings_24h"]), st.floats(-100, 500)),
    st.floats(0, 1e9),
    st.floats(0, 1),
    typed,
)
scenarios = st.builds(
    Scenario,
    typed,
    st.text(max_size=10).map(clean),
    st.dictionaries(st.sampled_from(sorted(LEVERS)), numbers, max_size=5),
    st.dictionaries(st.sampled_from(sorted(LEVERS)), st.tuples(numbers, numbers), max_size=3),
    st.lists(steps, max_size=3).map(tuple),
    st.lists(typed, max_size=2).map(tuple),
    st.lists(
        st.builds(
            Change,
            st.sampled_from(sorted(LEVERS)),
            st.none() | numbers,
            st.none() | numbers,
            typed,
            typed,
        ),
        max_size=2,
    ).map(tuple),
)


@settings(max_examples=examples(50), deadline=None)
@given(scenarios)
def test_a_scenario_comes_back_from_json_and_from_its_link(scenario: Scenario) -> None:
    """What is written can be read, and the link can stand in an address."""
    assert from_dict(to_dict(scenario)) == scenario
    text = to_text(scenario)
    assert from_text(text) == scenario
    assert all(c.isalnum() or c in "-_" for c in text)


@pytest.mark.parametrize("text", ["", "hei", "eJwDAAAAAAE", "x" * 30_000, "åæø"])
def test_a_damaged_link_is_told(text: str) -> None:
    """A link that is not ours gives one sentence, not a crash."""
    with pytest.raises(UsageError, match="ikke et scenario"):
        from_text(text)


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        "[]",
        "{}",
        '{"name": "a", "settings": []}',
        '{"name": "a", "steps": [1]}',
        '{"name": "a", "steps": [{"name": "b", "year": 1e999, "places": {}}]}',
        '{"name": "a", "log": [["x", "y", 1, "", ""]]}',
        '{"name": "a", "intervals": {"x": [1]}}',
    ],
)
def test_a_made_up_link_is_told(content: str) -> None:
    """What unpacks, but is no scenario, is told too."""
    packed = base64.urlsafe_b64encode(zlib.compress(content.encode())).decode().rstrip("=")
    with pytest.raises(UsageError, match="ikke et scenario"):
        from_text(packed)


def test_a_move_is_logged_and_can_be_taken_back() -> None:
    """The log keeps before and after; back to today leaves no setting."""
    moved = Scenario("Mitt").moved("sick_leave", 0.08).moved("sick_leave", 0.07)
    assert [(c.before, c.after) for c in moved.log] == [(None, 0.08), (0.08, 0.07)]
    assert moved.moved("sick_leave", None).settings == {}


def test_an_impossible_assumption_names_the_lever_and_its_limits(harstad: ScenarioInputs) -> None:
    """Coverage of 300 % is refused with the name people use and what is possible."""
    wrong = Scenario("Feil", settings={"coverage_institution": 3.0})
    with pytest.raises(UsageError) as told:
        check(harstad.levers, wrong)
    assert "Dekningsgrad institusjon" in told.value.message
    assert "300,0" in told.value.message
    assert "2,0" in told.value.remedy
    assert "50,0" in told.value.remedy


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_refused(harstad: ScenarioInputs, value: float) -> None:
    """Neither a setting nor an interval may be without a value."""
    for wrong in (
        Scenario("a", settings={"sick_leave": value}),
        Scenario("b", intervals={"sick_leave": (value, 0.1)}),
    ):
        with pytest.raises(UsageError, match="Sykefravær"):
            check(harstad.levers, wrong)


def test_a_scenario_saved_with_a_lever_that_is_gone_is_read_without_it(
    harstad: ScenarioInputs,
) -> None:
    """The price of a day in hospital moved nothing: what was saved with it is the same without."""
    saved = {"name": "Mitt", "settings": {"day_price": 6000, "sick_leave": 0.08}}
    found = from_dict({**saved, "intervals": {"day_price": [5000, 7000]}})
    assert dict(found.settings) == {"sick_leave": 0.08}
    assert not found.intervals
    check(harstad.levers, found)


def test_an_unknown_lever_and_an_interval_beside_its_value_are_refused(
    harstad: ScenarioInputs,
) -> None:
    """A lever must exist, and its value lie in its interval."""
    with pytest.raises(UsageError, match="noe valg som heter"):
        check(harstad.levers, Scenario("a", settings={"flaks": 1.0}))
    with pytest.raises(UsageError, match="mellom endene"):
        check(harstad.levers, Scenario("b", intervals={"sick_leave": (0.10, 0.12)}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": 1900},
        {"places": {"slott": 1.0}},
        {"places": {"institution": math.nan}},
        {"cost": -1.0},
        {"cost": math.inf},
        {"grant_share": 1.5},
        {"grant_share": math.nan},
    ],
)
def test_a_building_step_that_cannot_be_built_is_refused(wrong: dict[str, object]) -> None:
    """Year, kind of places, number, cost and grant must be possible."""
    good: dict[str, object] = {"name": "Ytteren", "year": 2030, "places": {"institution": 40.0}}
    with pytest.raises(UsageError, match="Ytteren"):
        BuildingStep(**{**good, **wrong})  # type: ignore[arg-type]


def test_every_lever_says_what_it_is_and_stands_inside_its_limits(rana: ScenarioInputs) -> None:
    """Each lever has words, source and a value, interval and assumption within its limits."""
    for id, now in rana.levers.items():
        assert now.lever.label
        assert now.lever.plain
        assert now.source
        low, high = interval_of(rana.levers, Scenario(""), id)
        assert now.low <= low <= now.today <= high <= now.high, id
        assert value_of(rana.levers, Scenario("", settings={id: now.low}), id) == now.low


def test_the_levers_people_ask_for_are_there() -> None:
    """Those named in the brief of the room; eight of all are shown first, some of each question."""
    first = [lever for lever in LEVERS.values() if lever.main]
    assert len(first) == 8 and {lever.group for lever in first} == set(Group)
    labels = {lever.label for lever in LEVERS.values()}
    for name in (
        "Dekningsgrad institusjon",
        "Andel heldøgns bolig",
        "Heltidsandel",
        "Sykefravær",
        "Hjemmetjeneste i stedet for institusjon",
        "Nye medisindispensere",
        "Innsatsteam og rehabilitering",
    ):
        assert name in labels
    for start in ("Nærvær", "Netto flytting", "Boligbygging", "Prisvekst", "Nye brukere av dig"):
        assert any(label.startswith(start) for label in labels)
