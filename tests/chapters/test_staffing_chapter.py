"""The chapter «bemanning» on Harstad's printed table and made-up plans, and with little or odd."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from chapter_checks import check_chapter
from own_evidence import own_evidence

from veivalg.chapters.bemanning.chapter import chapter as staffing
from veivalg.content import Source, SourceKind
from veivalg.gather.gather import gather
from veivalg.maths.services.absence import hidden_units
from veivalg.norway.register import municipality
from veivalg.own.persons.roster import shifts_of
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}
PLAN = [
    ("Alta", "ordinary", 8, "D", 3, 3, 7.5, 35.5),
    ("Alta", "ordinary", 8, "A", 2, 2, 7.5, 35.5),
]


def _table(name: str, *rows: tuple) -> Sourced:
    schema = own_table(name)
    frame = pl.DataFrame(rows, schema=[f.name for f in schema.fields], orient="row")
    return Sourced(schema.validate(frame), SOURCE)


def _chapter(overrides: dict[str, float] | None = None, **own: Sourced):
    return staffing(own_evidence("5503", own=own, overrides=overrides or {}))


def _says(chapter) -> str:
    return " ".join(s.text() for s in chapter.statements()).replace("\u202f", " ")


def _exhibit(chapter, id: str):
    return next((e for e in chapter.exhibits() if e.id == f"bemanning-{id}"), None)


def _rows(chapter, id: str) -> list[dict]:
    return _exhibit(chapter, id).table.records()


def _roster(people: int, extra: tuple = ()) -> Sourced:
    """Give four weeks where everyone works three days; `extra` days are worked twice."""
    rows = []
    for n in range(people):
        for day in range(28):
            when = date(2025, 1, 6) + timedelta(day)
            if when.weekday() < 3:
                rows.append((f"p{n}", "A", when, "07:30", "15:00", "ordinary", None))
            if when.weekday() == 0 and n in extra:
                rows.append((f"p{n}", "A", when, "15:00", "22:00", "overtime", None))
    return _table("roster_shifts", *[(i + 1, *row) for i, row in enumerate(rows)])


@pytest.fixture(scope="module")
def harstad():
    return staffing(gather(municipality("5503")))


@pytest.fixture(scope="module")
def made_up():
    return staffing(gather(municipality("0099")))


def test_the_printed_table_alone_makes_a_sound_chapter(harstad) -> None:
    check_chapter(harstad)
    assert "har 231,7 årsverk på dag og kveld, 17,4 mer enn de 214,3" in _says(harstad)
    assert harstad.findings[0].text().startswith("Tallene er trykt i Harstad kommune: ")


def test_the_example_makes_a_sound_chapter(made_up) -> None:
    check_chapter(made_up)
    assert not made_up.missing
    assert "16,9 mer enn de 226,6" in _says(made_up)


def test_the_numbers_subtract_and_the_note_says_where_the_print_does_not(harstad) -> None:
    last = _rows(harstad, "avvik")[-1]
    assert [round(last[k], 1) for k in ("calculated", "reported", "beyond")] == [
        214.3,
        231.7,
        17.4,
    ]
    assert "−3,2 for Bergsodden og −17,3 for summen" in _exhibit(harstad, "avvik").note


def test_more_than_calculated_is_above_zero_in_sentence_table_and_key_figure(harstad) -> None:
    gap = next(f for f in harstad.figures() if f.id == "avvik")
    assert (gap.label, round(gap.value or 0, 1)) == ("Årsverk ut over kalkulert", 17.4)
    exhibit = _exhibit(harstad, "avvik")
    assert "17,4" in exhibit.title and "mer enn kalkulert" in exhibit.title
    rows = {r["unit"]: r["beyond"] for r in _rows(harstad, "avvik")}
    # 37.6 reported against 31.0 calculated; 19.9 against 22.2.
    assert (round(rows["Slottet"], 1), round(rows["Olavsgården"], 1)) == (6.6, -2.3)


def test_what_is_printed_is_a_document_and_the_example_is_marked_made_up(harstad, made_up) -> None:
    assert list(harstad.exhibits())
    for exhibit in harstad.exhibits():
        assert {s.kind for s in exhibit.sources} == {SourceKind.DOCUMENT}, exhibit.id
    for exhibit in made_up.exhibits():
        if exhibit.id != "bemanning-timer":  # what one more person on duty takes: the agreement
            assert SourceKind.CONSTRUCTED in {s.kind for s in exhibit.sources}, exhibit.id


def test_the_printed_sums_are_not_marked_made_up_and_the_examples_are(harstad, made_up) -> None:
    for chapter, made in ((harstad, False), (made_up, True)):
        kinds = {f.id: {s.kind for s in f.sources()} for f in chapter.figures()}
        for id in ("avvik", "rapportert-sum", "kalkulert-sum"):
            assert (SourceKind.CONSTRUCTED in kinds[id]) is made
    assert SourceKind.CONSTRUCTED in kinds["faktor-high"]


def test_no_employee_and_no_count_from_one_to_four_can_be_seen(made_up) -> None:
    cells = {str(v) for e in made_up.exhibits() for row in e.table.rows for v in row}
    assert not any("Eksempel" in c for c in cells)
    for id, key in (("turnusregler", "employees"), ("stillinger", "n")):
        counts = [r[key] for r in _rows(made_up, id)]
        assert all(n == "skjermet" or n == 0 or n >= 5 for n in counts)


def test_what_is_not_confirmed_is_marked(made_up) -> None:
    assert [r["sure"] for r in _rows(made_up, "timer")].count("usikkert") == 3
    assert "(usikkert)" in _says(made_up)
    assert any("usikkert" in a.text() for a in made_up.assumptions)


def test_a_plan_alone_gives_fte_factor_and_what_a_large_unit_would_use() -> None:
    chapter = _chapter(staff_plan=_table("staff_plan", *PLAN))
    check_chapter(chapter)
    row = _rows(chapter, "faktor")[0]
    assert row["day"] == pytest.approx(7.394, abs=5e-4)
    assert row["factor_day"] == pytest.approx(0.924, abs=5e-4)
    assert _rows(chapter, "skala")[0]["beyond"] == pytest.approx(7.394 - 8 * 0.71, abs=5e-4)
    assert _exhibit(chapter, "avvik") is None
    assert {m.table for m in chapter.missing} >= {"Rapporterte årsverk per enhet"}


def test_reported_fte_is_held_against_the_plan_where_nothing_is_calculated() -> None:
    chapter = _chapter(
        staff_plan=_table("staff_plan", *PLAN),
        staff_reported=_table(
            "staff_reported", ("Alta", 8, None, 8.0, None), ("Uten", None, None, 5.0, None)
        ),
    )
    row = _rows(chapter, "avvik")[0]
    assert (row["basis"], row["beyond"]) == ("vaktplanen", pytest.approx(0.606, abs=5e-4))
    assert "Uten har rapporterte årsverk, men verken vaktplan" in _says(chapter)


def test_a_printed_deviation_that_can_not_be_right_is_told() -> None:
    reported = _table("staff_reported", ("A", None, 10.0, 12.0, 2.0))
    chapter = _chapter(staff_reported=reported)
    assert "Avviket som er oppgitt for A, er ikke kalkulert minus rapportert" in _says(chapter)
    assert _rows(chapter, "avvik")[0]["beyond"] == 2.0


def test_the_weekend_can_be_chosen() -> None:
    plan = _table("staff_plan", *PLAN)
    assert "trengs 15 ansatte" in _says(_chapter(staff_plan=plan))
    assert "trengs 10 ansatte" in _says(_chapter({"helg_hver": 2}, staff_plan=plan))


def test_absence_of_small_units_is_hidden_with_one_more_and_the_total_kept() -> None:
    rows = [(u, 2024, 2, n, n * 0.7, 0.039, 0.033) for u, n in (("A", 12), ("B", 30), ("C", 60))]
    chapter = _chapter(staff_plan=_table("staff_plan", *PLAN), absence=_table("absence", *rows))
    shown = {r["unit"]: r["all"] for r in _rows(chapter, "fravaer")}
    assert shown["A"] == shown["B"] == "for lite grunnlag"
    assert shown["C"] == pytest.approx(0.072)
    assert shown["Alle"] == pytest.approx(0.072)
    assert "Sykefraværet er 7,2 %: 3,9 % korttid og 3,3 % langtid." in _says(chapter)


def test_absence_alone_makes_a_chapter_that_says_what_is_lacking() -> None:
    chapter = _chapter(absence=_table("absence", ("A", 2024, 2, 60, 40.0, 0.039, 0.033)))
    check_chapter(chapter)
    assert "Sykefraværet er 7,2 %" in _says(chapter)
    assert {m.table for m in chapter.missing} >= {"Vaktplan per enhet", "Fast og variabel lønn"}


def test_absence_of_too_few_in_all_is_not_told() -> None:
    absence = _table("absence", ("A", 2024, 2, 12, 8.0, 0.2, 0.1))
    chapter = _chapter(staff_plan=_table("staff_plan", *PLAN), absence=absence)
    assert all(r["all"] == "for lite grunnlag" for r in _rows(chapter, "fravaer"))
    assert "Sykefraværet er" not in _says(chapter)
    assert _exhibit(chapter, "fravaerskostnad") is None


def test_pay_of_a_unit_with_four_employees_is_hidden_with_another() -> None:
    pay = _table(
        "staff_pay",
        *[
            (u, 2024, 1, f, 1e4, 1e4, 1e4, 10.0, 9e3)
            for u, f in (("A", 2e5), ("B", 9e5), ("C", 3e6))
        ],
    )
    absence = _table(
        "absence",
        *[(u, 2024, 1, n, n * 0.7, 0.03, 0.03) for u, n in (("A", 4), ("B", 30), ("C", 60))],
    )
    chapter = _chapter(staff_plan=_table("staff_plan", *PLAN), staff_pay=pay, absence=absence)
    shown = {r["unit"]: r["fixed"] for r in _rows(chapter, "variabel")}
    assert shown["A"] == shown["B"] == "skjermet"
    assert shown["C"] == 3e6
    assert shown["Alle"] == pytest.approx(4.1e6)
    assert {r["unit"] for r in _rows(chapter, "innleie")} == {"C", "Alle"}
    assert hidden_units({"A": 4, "B": 30, "C": 60}, 5) == {"A", "B"}


@pytest.mark.parametrize(
    ("breakers", "shown"), [((), 0), ((0, 1), "skjermet"), (tuple(range(6)), 6)]
)
def test_how_many_break_a_rule_is_told_from_five_up(breakers, shown) -> None:
    rows = _rows(_chapter(roster_shifts=_roster(8, breakers)), "turnusregler")
    total_day = next(r for r in rows if r["what"] == "Timer i alt i arbeidsdøgnet")
    assert total_day["employees"] == shown


def test_a_roster_of_four_is_not_shown() -> None:
    chapter = _chapter(roster_shifts=_roster(4))
    assert "Færre enn fem ansatte er i turnusen" in _says(chapter)
    assert _exhibit(chapter, "turnusregler") is None


def test_the_agreement_decides_the_limits() -> None:
    roster = _roster(6, tuple(range(6)))
    by_law = _rows(_chapter({"turnusavtale": 0}, roster_shifts=roster), "turnusregler")
    agreed = _rows(_chapter({"turnusavtale": 2}, roster_shifts=roster), "turnusregler")
    assert next(r for r in by_law if r["rule"] == "R3")["limit"] == "11 timer"
    assert next(r for r in agreed if r["rule"] == "R3")["limit"] == "8 timer"


def test_a_shift_over_midnight_and_one_to_24_end_where_they_should() -> None:
    monday, wednesday = date(2025, 1, 6), date(2025, 1, 8)
    table = _table(
        "roster_shifts",
        (1, "a", "A", monday, "22:00", "07.30", "ordinary", 30.0),
        (2, "a", "A", wednesday, "16:00:00", "24:00", "ordinary", None),
    )
    assert [s.hours for s in shifts_of(table.frame)] == [9.0, 8.0]


def test_nothing_brought_is_told_with_the_way_to_it() -> None:
    chapter = staffing(gather(municipality("5610")))
    assert "«Egne tall»" in chapter.missing[0].how_to_get
    assert not chapter.sections and not chapter.period


@pytest.mark.parametrize(
    "name",
    ["staff_plan", "staff_reported", "staff_pay", "absence", "roster_shifts", "roster_people"],
)
def test_every_table_of_staffing_says_what_it_is_for(name) -> None:
    table = own_table(name)
    assert table.purpose and table.instructions and table.source_system
    assert "bemanning" in table.chapters
    assert all(f.help for f in table.own_fields())
    assert table.personal == any(f.pseudonym for f in table.own_fields())


def test_faults_that_only_the_whole_table_shows_are_found() -> None:
    plan = _table("staff_plan", *PLAN[:1], ("Alta", "shielded", 9, "A", 2, 2, 7.5, 35.5))
    assert [f[1] for f in own_table("staff_plan").check(plan.frame)] == ["kind", "places"]
    clock = _table(
        "roster_shifts", (1, "a", "A", date(2025, 1, 6), "kl 7", "25:00", "ordinary", None)
    )
    assert [f[1] for f in own_table("roster_shifts").check(clock.frame)] == ["start", "end"]
    twice = _table(
        "roster_shifts",
        *[(n, "a", "A", date(2025, 1, 6), "07:30", "15:00", "ordinary", None) for n in (1, 2)],
    )
    assert [f[:2] for f in own_table("roster_shifts").check(twice.frame)] == [(1, "start")]
    absence = _table("absence", ("A", 2024, 1, 20, 10.0, 0.6, 0.5))
    assert [f[1] for f in own_table("absence").check(absence.frame)] == ["long"]


def test_one_note_tells_the_three_measures_of_day_and_evening_apart(made_up) -> None:
    note = _exhibit(made_up, "avvik").note
    assert "226,6" in note and "243,5" in note and "226,5 er regnet av vaktplanene" in note
    last = _rows(made_up, "faktor")[-1]
    assert round(last["day"], 1) == 226.5


def test_the_heads_the_weekends_take_are_said_to_be_no_count_of_people(made_up) -> None:
    said = next(s.text() for s in made_up.statements() if s.id == "helg")
    assert "ikke en telling av personer" in said
