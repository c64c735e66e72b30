"""What only a table as a whole shows is told with its row, its column and what to do."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from veivalg.foundation.errors import UsageError
from veivalg.own.mappings import Mappings
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore


def faults(name: str, *rows: dict[str, Any]) -> list[tuple[int | None, str, str]]:
    """Give row, field and sentence of every fault."""
    table = own_table(name)
    types = {f.name: f.dtype for f in table.fields}
    whole = [{**dict.fromkeys(types), **row} for row in rows]
    frame = pl.DataFrame(whole, {n: types[n] for n in types}, orient="row")
    return [(row, field, wrong) for row, field, wrong, _allowed in table.check(frame)]


GAINS = {"gain_low": 1.0, "gain_middle": 2.0, "gain_high": 3.0}


def test_gains_of_technology_are_whole_and_in_order_and_its_potential_is_no_less_than_its_use():
    found = faults(
        "technologies",
        GAINS,
        {**GAINS, "gain_high": None},
        {**GAINS, "gain_low": 9.0},
        {**GAINS, "home": 7, "institution": 5, "potential": 11},
        {"home": 7, "potential": 7},
    )
    assert found == [
        (1, "gain_middle", "Spart tid er bare delvis fylt ut."),
        (2, "gain_middle", "Spart tid går ikke fra lavt til høyt."),
        (3, "potential", "Mulig antall er lavere enn de 12 i bruk."),
    ]


def test_a_step_of_a_service_has_one_name():
    steps = [("Trygghetsalarm", 1, "Vedtak"), ("Trygghetsalarm", 1, "Søknad"), ("GPS", 1, "Søknad")]
    rows = [{"technology": t, "number": n, "step": s} for t, n, s in steps]
    assert faults("service_map", *rows) == [(1, "step", "Steg 1 heter også «Vedtak».")]


def test_a_unit_has_one_kind_and_one_number_of_places_and_nobody_is_away_for_more_than_all_time():
    units = [("Sykehjem A", "institution", 20.0), ("Sykehjem A", "home", 24.0)]
    rows = [{"unit": u, "kind": k, "places": p} for u, k, p in units]
    assert faults("staff_plan", *rows) == [
        (1, "kind", "Sykehjem A har to typer."),
        (1, "places", "Sykehjem A har to tall for plasser."),
    ]
    shares = [{"short": 0.02, "long": 0.08}, {"short": 0.4, "long": 0.7}]
    assert faults("absence", *shares) == [(1, "long", "Korttid og langtid er mer enn hele tiden.")]


def test_a_shift_begins_at_a_time_of_day_and_once():
    shift = {"employee": "a", "start": "07:30", "end": "15:00"}
    found = faults("roster_shifts", shift, shift, {**shift, "employee": "b", "end": "25:00"})
    assert found == [
        (2, "end", "«25:00» er ikke et klokkeslett."),
        (1, "start", "Den ansatte har to vakter som begynner samtidig."),
    ]


def test_pupils_move_to_another_school_and_grades_go_upwards():
    move = {"from_school": "Gruben", "to_school": "Ytteren", "grade_from": 1, "grade_to": 7}
    other = {"to_school": "Gruben", "grade_to": 4, "grade_from": 5}
    assert faults("school_moves", move, {**move, **other}) == [
        (1, "to_school", "Skolen flytter elever til seg selv."),
        (1, "grade_to", "Til trinn er lavere enn fra trinn."),
    ]


def test_a_volume_has_a_unit_and_a_service_is_for_all_ages_or_for_each():
    care = {"year": 2025, "group": "elderly", "service": "home_care"}
    found = faults(
        "care_costs",
        {**care, "age": "all", "volume": 10.0, "unit": "users"},
        {**care, "age": "67-79", "volume": 4.0},
        {**care, "year": 2024, "age": "67-79"},
    )
    assert found == [
        (1, "unit", "Volumet har ingen måleenhet."),
        (1, "age", "Tjenesten har både «Alle aldre» og egne aldersgrupper."),
    ]


def test_exactly_one_sector_takes_the_rounding():
    rows = [{"takes_rounding": word} for word in ("yes", "no", "yes")]
    assert faults("budget_sectors", *rows[1:2]) == [
        (None, "takes_rounding", "0 rader tar avrundingen.")
    ]
    assert faults("budget_sectors", *rows) == [(2, "takes_rounding", "2 rader tar avrundingen.")]
    assert faults("budget_sectors", *rows[:2]) == []


def test_a_table_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(UsageError, match="Det finnes ingen tabell «pupil»") as caught:
        own_table("pupil")
    assert "pupils" in caught.value.remedy


def test_nothing_is_kept_under_what_is_no_number_of_a_municipality(tmp_path):
    store = OwnStore(tmp_path)
    for reach in (
        lambda: store.versions("../5503", "pupils"),
        lambda: Mappings(store).remember("../5503", "pupils", {"school": "Skole"}),
    ):
        with pytest.raises(UsageError, match=r"«\.\./5503» er ikke et kommunenummer"):
            reach()
    assert not list(tmp_path.rglob("*"))
