"""How dimensions are read, and what is noticed when they change."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.foundation.errors import SourceChangedError
from veivalg.sources.ssb import axes
from veivalg.sources.ssb.axes import Measure, Service, age_from_to
from veivalg.sources.ssb.jsonstat import Dimension


def dimension(labels: dict[str, str], units: dict[str, str] | None = None) -> Dimension:
    return Dimension("D", "d", tuple(labels), labels, {}, units or {})


@pytest.mark.parametrize(
    ("label", "ages"),
    [
        ("67-79 år", (67, 79)),
        ("67–79 år", (67, 79)),
        ("0-66", (0, 66)),
        ("00-49 år", (0, 49)),
        ("80 år og over", (80, 105)),
        ("90 år eller eldre", (90, 105)),
        ("80 år+", (80, 105)),
        ("90 år og eldre", (90, 105)),
        ("80 år eller over", (80, 105)),
        ("90+", (90, 105)),
        ("90 år eller meir", (90, 105)),
        ("I alt", (0, 105)),
        ("Alle aldre", (0, 105)),
        ("Ialt", (0, 105)),
    ],
)
def test_age_groups_are_read_from_their_labels(label, ages):
    assert age_from_to(label) == ages


@pytest.mark.parametrize("label", ["Uoppgitt", "", "unge", "79-67 år", "67", "200 år og over"])
def test_what_is_no_age_group_is_not_guessed(label):
    assert age_from_to(label) is None


@settings(deadline=None)
@given(st.integers(0, 105), st.integers(0, 105))
def test_any_age_group_written_is_read_back(low, high):
    expected = (low, high) if low <= high else None
    assert age_from_to(f"{low}-{high} år") == expected


def test_an_unreadable_age_group_is_named():
    with pytest.raises(SourceChangedError, match="aldersgruppen «unge» i «D» kan ikke leses"):
        axes.age_groups("11645", dimension({"1": "0-66 år", "2": "unge"}))


def test_unstated_age_is_left_out():
    found = axes.age_groups("11645", dimension({"1": "0-66 år", "9": "Uoppgitt"}))
    assert found == {"1": {"age_from": 0, "age_to": 66}}


def test_one_year_ages_must_be_complete():
    ages = {f"{a:03d}": f"{a} år" for a in range(105)} | {"105+": "105 år eller eldre"}
    assert len(axes.single_years("07459", dimension(ages))) == 106
    del ages["050"]
    with pytest.raises(SourceChangedError, match="mangler 50"):
        axes.single_years("07459", dimension(ages))


def test_swapped_sexes_are_noticed():
    axes.sex("07459", dimension({"1": "Menn", "2": "Kvinner"}))
    with pytest.raises(SourceChangedError, match="koden 1"):
        axes.sex("07459", dimension({"1": "Kvinner", "2": "Menn"}))


def test_the_total_of_occupations_is_found_by_code_or_by_label():
    assert axes.occupations("14533", dimension({"TOT": "Alle yrker", "01": "Sykepleiere"})) == {
        "TOT": {"occupation": "all"},
        "01": {"occupation": "nurse"},
    }
    by_label = axes.occupations("14533", dimension({"X": "Avtalte årsverk i alt", "01": "S"}))
    assert by_label["X"] == {"occupation": "all"}
    with pytest.raises(SourceChangedError, match="samlet tall"):
        axes.occupations("14533", dimension({"01": "Sykepleiere"}))


LONG_STAY = Service("long_stay", "21", ("langtidsopph[oa]ld.*institusjon",))


def test_a_service_is_found_by_code_and_label_or_by_its_label_alone():
    read = axes.services((LONG_STAY,))
    label = "Langtidsopphald i institusjon"
    assert read("11645", dimension({"21": label})) == {"21": {"service": "long_stay"}}
    assert read("11645", dimension({"33": label})) == {"33": {"service": "long_stay"}}


def test_a_service_whose_code_means_something_else_is_refused_by_name():
    with pytest.raises(SourceChangedError, match="langtidsopph"):
        axes.services((LONG_STAY,))("11645", dimension({"21": "Matombringing"}))


@pytest.mark.parametrize(
    ("label", "unit", "expected"),
    [
        ("Plasser", "plasser", ""),
        ("Plasser", "antall", ""),
        ("Plasser", "", ""),
        ("Plasser", "prosent", "måles nå i «prosent»"),
        ("Plasser", "1000 plasser", "måles nå i «1000 plasser»"),
        ("Noe annet", "plasser", "heter nå «Noe annet»"),
    ],
)
def test_a_content_with_another_label_or_unit_is_noticed(label, unit, expected):
    measure = Measure("C", "care_places", "places", words=("plass",))
    assert expected in measure.check("11875", dimension({"C": label}, {"C": unit}))
    assert bool(measure.check("11875", dimension({"C": label}, {"C": unit}))) == bool(expected)


def test_hours_must_be_measured_in_hours():
    measure = Measure("C", "care_hours", "hours_per_week", words=("tim",), unit="tim")
    assert measure.check("12292", dimension({"C": "Timer"}, {"C": "timer"})) == ""
    assert "dager" in measure.check("12292", dimension({"C": "Timer"}, {"C": "dager"}))


DAYS = Measure("", "care_activity", "amount", words=("oppholdsdøgn", "totalt"), required=False)


def test_a_content_nobody_has_seen_the_code_of_is_found_by_its_label():
    labels = {"A": "Institusjon - oppholdsdøgn totalt", "B": "Institusjon - oppholdsdøgn, korttid"}
    assert DAYS.located(dimension(labels, {})) == "A"
    assert "kr" in DAYS.check("12292", dimension(labels, {"A": "1000 kr"}))


@pytest.mark.parametrize(
    "labels",
    [{"A": "Liggedøgn"}, {"A": "Oppholdsdøgn totalt", "B": "Oppholdsdøgn totalt, menn"}],
)
def test_no_label_or_two_give_no_content(labels):
    assert DAYS.located(dimension(labels, {})) == ""
    assert DAYS.check("12292", dimension(labels, {})) == ""
