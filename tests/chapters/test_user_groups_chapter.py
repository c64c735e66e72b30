"""The chapters «brukergrupper» and «helse» on the examples, on small groups and without figures."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from chapter_checks import check_chapter, texts
from costs_evidence import cost_evidence
from own_evidence import own_evidence

from veivalg.chapters.brukergrupper.chapter import chapter as user_groups
from veivalg.chapters.common.booking import other_year
from veivalg.chapters.helse.chapter import chapter as health
from veivalg.content import Source, SourceKind
from veivalg.foundation.errors import UsageError
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.own.examples import example_table
from veivalg.own.tables import own_table
from veivalg.own.tables.user_groups import UNITS
from veivalg.tables import Sourced

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}


def _table(name: str, *rows: tuple) -> Sourced:
    schema = own_table(name)
    types = {f.name: f.dtype for f in schema.fields}
    return Sourced(schema.validate(pl.DataFrame(rows, schema=types, orient="row")), SOURCE)


def _users(year: int, *wages: float, disability: str = "no") -> Sourced:
    rows = [(year, f"R{i}", 40, disability, w) for i, w in enumerate(wages)]
    return _table("high_cost_users", *rows)


def _rows(chapter, id: str) -> list[dict]:
    return next(e for e in chapter.exhibits() if e.id == id).table.records()


def _cells(chapter) -> set[str]:
    return {str(v) for e in chapter.exhibits() for row in e.table.rows for v in row}


@pytest.fixture(scope="module")
def made_up():
    return user_groups(gather(municipality("0099")))


@pytest.fixture(scope="module")
def made_up_health():
    return health(gather(municipality("0099")))


def test_what_a_report_prints_beside_others_stands_alone_and_is_said_to_be_printed() -> None:
    chapter = user_groups(gather(municipality("5503")))
    check_chapter(chapter)
    said = texts(chapter)
    assert "Tallene er trykt i Harstad kommune: Tjenestegjennomgang, delrapport 1" in said
    assert "2 961 kr mindre" in said and "14,3 mill. kr i alt" in said
    assert [e.id for e in chapter.exhibits()] == [
        "brukergrupper-referanse-disability-0-17",
        "brukergrupper-kommuner",
    ]
    assert {s.kind for s in list(chapter.exhibits())[1].sources} == {SourceKind.DOCUMENT}
    assert "Kostnader etter brukergruppe" in {m.what for m in chapter.missing}


def test_the_golden_figures_are_found_in_the_chapter(made_up) -> None:
    check_chapter(made_up)
    said = texts(made_up)
    for words in (
        "73 % til andre, i hovedsak eldre",
        "2 961 kr mindre",
        "14,3 mill. kr i alt",
        "Dekningsgrad: Institusjon 17,5 %",
    ):
        assert words in said, words
    assert _rows(made_up, "brukergrupper-referanse-disability-0-17")[-1]["diff"] == -2961
    assert [round(r["gap"], 3) for r in _rows(made_up, "brukergrupper-kontroll")] == [0.033, 0.029]


def test_the_waterfall_and_its_tables_tell_the_same_deviation(made_up) -> None:
    steps = [r["amount"] for r in _rows(made_up, "brukergrupper-avvik")]
    assert sum(steps[:4]) == pytest.approx(steps[4])
    by_group = _rows(made_up, "brukergrupper-avvik-grupper")
    assert by_group[-1]["total"] == pytest.approx(sum(r["total"] for r in by_group[:-1]))
    services = [
        r
        for g in ("other", "disability", "mental-health")
        for r in _rows(made_up, f"brukergrupper-avvik-{g}")
    ]
    assert sum(r["total"] for r in services) == pytest.approx(steps[4] - steps[0])
    assert all(r["volume"] + r["price"] == pytest.approx(r["total"]) for r in services)


def test_what_is_made_up_is_marked(made_up) -> None:
    assert list(made_up.exhibits())
    for exhibit in made_up.exhibits():
        assert SourceKind.CONSTRUCTED in {s.kind for s in exhibit.sources}, exhibit.id


def test_no_row_shows_a_volume_of_one_to_four_people(made_up) -> None:
    rows = [
        r
        for e in made_up.exhibits()
        if e.id.startswith("brukergrupper-tjenester")
        for r in e.table.records()
    ]
    counted = (f"({UNITS['users']})", f"({UNITS['places']})")
    people = [r["volume"] for r in rows if str(r["service"]).endswith(counted)]
    assert people and all(v is None or v == 0 or v >= 5 for v in people)
    assert any(str(r["service"]).startswith("Slått sammen") for r in rows)


def test_no_recipient_stands_in_the_chapter(made_up) -> None:
    assert not any(c.startswith("R0") for c in _cells(made_up))


def test_four_recipients_are_neither_counted_nor_summed() -> None:
    own = {"high_cost_users": _users(2023, *[3e6] * 4)}
    chapter = user_groups(own_evidence("5503", own=own))
    assert not {"4", "4.0", "12000000.0"} & _cells(chapter)
    assert "1 113 600" not in texts(chapter)


def test_one_dominant_recipient_hides_the_sum_but_not_the_count() -> None:
    own = {"high_cost_users": _users(2023, 40e6, *[1.7e6] * 6)}
    last = _rows(user_groups(own_evidence("5503", own=own)), "brukergrupper-toppfinansiering")[-1]
    assert (last["count"], last["wages"], last["grant"]) == (7, "skjermet", "skjermet")


def test_the_grant_is_80_per_cent_above_the_threshold() -> None:
    own = {"high_cost_users": _users(2023, *[3e6] * 6)}
    last = _rows(user_groups(own_evidence("5503", own=own)), "brukergrupper-toppfinansiering")[-1]
    assert last["grant"] == pytest.approx(6 * 1_113_600)


def test_a_year_whose_rules_are_not_known_gives_no_grant() -> None:
    own = {"high_cost_users": _users(2025, *[3e6] * 6)}
    chapter = user_groups(own_evidence("5503", own=own))
    assert "Reglene for toppfinansiering i 2025 er ikke kjent" in texts(chapter)
    assert _rows(chapter, "brukergrupper-toppfinansiering")[-1]["grant"] is None
    assert any("2025" in m.why for m in chapter.missing)


def _brought(stated: float) -> Sourced:
    rows = [
        (2023, "other", "long_stay", "all", 100e6, None, 100.0, "places", None, stated),
        (2023, "disability", "dwelling", "18-66", 50e6, 40e6, 40.0, "places", None, None),
    ]
    return _table("care_costs", *rows)


def _costs(stated: float) -> Evidence:
    tables = gather(municipality("5503")).tables
    return own_evidence("5503", own={"care_costs": _brought(stated)}, tables=tables)


def test_more_than_ten_per_cent_off_is_warned_of_and_less_is_not() -> None:
    assert "over 10 % unna regnskapet" in texts(user_groups(_costs(1.2e6)))
    assert "over 10 % unna" not in texts(user_groups(_costs(1.05e6)))


def test_own_costs_are_spread_on_the_target_group_at_average_need() -> None:
    evidence = _costs(1e6)
    row = _rows(user_groups(evidence), "brukergrupper-tjenester-disability")[0]
    need = evidence.rows("need_indices", evidence.place).frame.filter(pl.col("sector") == "care")
    assert row["per"] == pytest.approx(50e6 / 15_319 / need["index"].item())


def test_without_need_and_people_that_is_told_and_nothing_is_guessed() -> None:
    own = {"care_costs": _brought(1e6)}
    chapter = user_groups(own_evidence("5503", own=own))
    check_chapter(chapter)
    assert all(r["per"] is None for r in _rows(chapter, "brukergrupper-tjenester-other"))
    assert {m.table for m in chapter.missing} >= {"Grønt hefte", "SSB 07459"}


def test_a_service_in_hours_to_three_people_is_merged_where_their_number_is_given() -> None:
    group = (2023, "disability")
    rows = [
        (*group, "personal_assistance", "18-66", 4e6, None, 6000.0, "hours", 3, None),
        (*group, "dwelling", "18-66", 50e6, 40e6, 40.0, "places", None, None),
    ]
    evidence = own_evidence("5503", own={"care_costs": _table("care_costs", *rows)})
    shown = _rows(user_groups(evidence), "brukergrupper-tjenester-disability")
    assert [(r["gross"], r["volume"]) for r in shown] == [(54e6, None)]


def test_real_costs_are_never_held_against_a_made_up_reference() -> None:
    evidence = gather(municipality("5503"))
    own = {
        "care_volume_references": example_table("care_volume_references"),
        "care_cost_references": evidence.own["care_cost_references"],
        "care_costs": _brought(1e6),
    }
    chapter = user_groups(own_evidence("5503", own=own, tables=evidence.tables))
    assert not any(e.id.startswith("brukergrupper-avvik") for e in chapter.exhibits())
    assert any(m.table == own_table("care_volume_references").title for m in chapter.missing)
    # The printed reference is real, and the municipality's own row in it is all there is.
    assert _rows(chapter, "brukergrupper-referanse-disability-0-17")[-1]["diff"] == -2961


def test_own_costs_come_before_the_municipalitys_row_in_a_report() -> None:
    evidence = gather(municipality("5503"))
    rows = [(2025, "disability", "support_contact", "0-17", 1e6, None, 40.0, "users", None, None)]
    own = {
        "care_cost_references": evidence.own["care_cost_references"],
        "care_costs": _table("care_costs", *rows),
    }
    chapter = user_groups(own_evidence("5503", own=own, tables=evidence.tables))
    shown = _rows(chapter, "brukergrupper-referanse-disability-0-17")
    people = 1e6 / next(r["own"] for r in shown if r["service"] == "Støttekontakt")
    assert people == pytest.approx(round(people)) and shown[-1]["own"] is None


def test_a_total_beside_its_ages_and_a_volume_without_unit_are_found() -> None:
    frame = _table(
        "care_costs",
        (2023, "other", "dwelling", "all", 1.0, None, 2.0, None, None, None),
        (2023, "other", "dwelling", "67+", 1.0, None, None, None, None, None),
    ).frame
    found = {(row, field) for row, field, _w, _a in own_table("care_costs").check(frame)}
    assert found == {(0, "unit"), (1, "age")}


def test_nothing_brought_is_told_with_the_way_to_it() -> None:
    chapter = user_groups(gather(municipality("5610")))
    assert "«Egne tall»" in chapter.missing[0].how_to_get
    assert "«Egne tall»" in health(gather(municipality("5610"))).missing[0].how_to_get


def test_health_is_told_as_booked_and_as_others_book(made_up_health) -> None:
    check_chapter(made_up_health)
    assert "Føres 7,5 mill. kr der andre fører det" in texts(made_up_health)
    steps = [r["amount"] for r in _rows(made_up_health, "helse-foring")]
    assert steps[1] == -7_500_000 and sum(steps[:2]) == pytest.approx(steps[2])


def test_the_switch_decides_which_the_comparison_follows() -> None:
    plain, switched = (gather(municipality("0099"), overrides={"foring-241": v}) for v in (0, 1))
    costs = plain.own["health_costs"]
    # With a mean for every area, what is moved is in the comparison as it is booked.
    full = replace(costs, frame=costs.frame.with_columns(pl.col("reference").fill_null(1.0)))
    booked, usual = (
        _rows(health(replace(e, own={**e.own, "health_costs": full})), "helse-omraader")
        for e in (plain, switched)
    )
    assert booked[3]["booked"] > booked[3]["usual"] == 0
    assert booked[-1]["gap"] - usual[-1]["gap"] == pytest.approx(booked[3]["booked"])


@pytest.mark.parametrize("switch", [0, 1])
def test_the_differences_of_the_areas_of_health_add_up_to_their_sum(switch: int) -> None:
    chapter = health(gather(municipality("0099"), overrides={"foring-241": switch}))
    *areas, whole = _rows(chapter, "helse-omraader")
    assert any(r["gap"] is None and r["booked"] for r in areas)
    assert whole["gap"] == pytest.approx(sum(r["gap"] or 0.0 for r in areas))
    held = [r for r in areas if r["reference"] is not None]
    own = sum(r["usual" if switch else "booked"] for r in held)
    assert whole["gap"] == pytest.approx(own - whole["reference"])


def test_the_grant_is_told_with_all_the_recipients_it_is_for_some_of(made_up) -> None:
    (grant,) = [s for s in made_up.statements() if s.id == "toppfinansiering"]
    counted = grant.figures
    assert f"for {counted['count'].text()} av {counted['all'].text()} mottakere" in grant.text()
    assert counted["all"].value == _rows(made_up, "brukergrupper-toppfinansiering")[-1]["count"]


def test_an_amount_moved_in_the_accounts_leaves_health_and_care_together_as_they_were() -> None:
    moved = cost_evidence("5503", {"foring-241-belop": 7.5e6, "foring-241": 1})
    chapter = health(moved)
    check_chapter(chapter)
    rows = {str(r["function"])[:3]: r for r in _rows(chapter, "helse-funksjoner")}
    assert rows["241"]["gap"] - rows["241"]["usual_gap"] == pytest.approx(7.5e6)
    assert rows["232"]["gap"] == rows["232"]["usual_gap"]
    last = _rows(chapter, "helse-funksjoner")[-1]
    assert last["gap"] == pytest.approx(last["usual_gap"])


def test_a_known_difference_of_another_year_is_told_but_not_used() -> None:
    chapter = health(cost_evidence("5503"))
    assert "Ulik føring er kjent for 2023" in texts(chapter)
    assert all(r["gap"] == r["usual_gap"] for r in _rows(chapter, "helse-funksjoner"))


def test_what_the_municipality_says_is_booked_on_241_is_moved_in_the_accounts() -> None:
    rows = [(2024, "gp", 40e6, "241", None), (2024, "mental_health", 3e6, "254", None)]
    evidence = replace(cost_evidence("5503"), own={"health_costs": _table("health_costs", *rows)})
    shown = {str(r["function"])[:3]: r for r in _rows(health(evidence), "helse-funksjoner")}
    assert shown["241"]["gap"] - shown["241"]["usual_gap"] == pytest.approx(3e6)


def test_a_switch_that_is_neither_is_refused() -> None:
    with pytest.raises(UsageError):
        health(gather(municipality("0099"), overrides={"foring-241": 3}))


def test_need_of_another_year_than_the_accounts_is_told_under_the_tables(
    made_up, made_up_health
) -> None:
    notes = {e.id: e.note for c in (made_up, made_up_health) for e in c.exhibits()}
    for id in ("helse-omraader", "helse-omraader-snitt"):
        assert "Regnskapet for 2023 er behovskorrigert med indeksen fra Grønt hefte" in notes[id], (
            id
        )
    assert any("fra Grønt hefte" in note for id, note in notes.items() if "brukergrupper" in id)


def test_need_of_the_accounts_own_year_or_of_none_is_not_told() -> None:
    assert other_year(2025, 2025) == other_year(2025, None) == ""
    assert "Regnskapet for 2024" in other_year(2024, 2026)
    assert "Grønt hefte 2026" in other_year(2024, 2026)
