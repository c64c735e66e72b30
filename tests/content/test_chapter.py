"""A chapter can't hold a number that can't be traced."""

from __future__ import annotations

from dataclasses import replace

import pytest

from veivalg.content import (
    Chapter,
    Column,
    Exhibit,
    Figure,
    Pivot,
    Place,
    Section,
    Source,
    SourceKind,
    Statement,
    Table,
    Unit,
    calculation,
)

HARSTAD = Place("5503", "Harstad")
SSB = Source("ssb-07459", "SSB", "Folkemengde", table="07459", retrieved="2026-03-01")
PEOPLE = Figure("folketall", "Innbyggere", 25204, Unit.PERSONS, HARSTAD, "2026", SSB)


def test_a_figure_without_a_source_is_refused_by_the_type():
    with pytest.raises(TypeError, match="source"):
        Figure("n", "Innbyggere", 1, Unit.PERSONS, HARSTAD, "2026")  # type: ignore[call-arg]


def test_every_slot_needs_a_figure_and_every_figure_a_slot():
    with pytest.raises(ValueError, match="do not match"):
        Statement("s", "Det bor {n} her.", {})
    with pytest.raises(ValueError, match="do not match"):
        Statement("s", "Det bor mange her.", {"n": PEOPLE})


def test_sign_word_and_decimals_follow_the_slot():
    change = replace(PEOPLE, id="endring", value=-427)
    statement = Statement(
        "s", "{n:+u} ({n:a}), {p:+1}", {"n": change, "p": replace(PEOPLE, value=3)}
    )
    assert statement.text() == "−427 (427\u202fpersoner), +3,0\u202fpersoner"


def test_a_derived_figure_gives_the_sources_of_all_it_rests_on():
    share = Figure(
        "andel",
        "Andel",
        0.05,
        Unit.SHARE,
        HARSTAD,
        "2026",
        calculation("M1", "Andel", PEOPLE),
        inputs=(PEOPLE,),
    )
    assert [s.id for s in share.sources()] == ["veivalg-M1", "ssb-07459"]


def test_what_is_made_from_a_constructed_figure_is_itself_marked_constructed():
    made_up = replace(PEOPLE, source=replace(SSB, kind=SourceKind.CONSTRUCTED))
    assert calculation("M1", "Sum", PEOPLE, made_up).kind is SourceKind.CONSTRUCTED
    assert calculation("M1", "Sum", PEOPLE).kind is SourceKind.CALCULATION


def test_two_different_figures_can_not_share_an_id():
    other = replace(PEOPLE, value=1)
    chapter = Chapter(
        "k",
        "K",
        HARSTAD,
        "2026",
        "Om.",
        (
            Statement("a", "{n}", {"n": PEOPLE}),
            Statement("b", "{n}", {"n": other}),
        ),
        (),
    )
    with pytest.raises(ValueError, match="folketall"):
        chapter.figures()


def test_an_exhibit_needs_a_source_and_a_text_alternative():
    table = Table((Column("a", "A"),), (("x",),))
    with pytest.raises(ValueError, match="source"):
        Exhibit("e", "T", "U", "Alt", table, ())
    with pytest.raises(ValueError, match="text alternative"):
        Exhibit("e", "T", "U", " ", table, (SSB,))


def test_a_pivoted_table_shows_each_value_once_and_missing_as_missing():
    columns = (
        Column("year", "År", Unit.YEAR),
        Column("place", "Sted"),
        Column("n", "Antall", Unit.PERSONS),
    )
    tidy = Table(
        columns,
        ((2026, "Harstad", 1), (2026, "Norge", 2), (2030, "Harstad", 3)),
        pivot=Pivot("year", "place", "n"),
    )
    wide = tidy.readable()
    assert [c.title for c in wide.columns] == ["År", "Harstad", "Norge"]
    assert wide.rows == ((2026, 1, 2), (2030, 3, None))


def test_years_run_downwards_however_the_series_begin():
    columns = (Column("year", "År", Unit.YEAR), Column("s", "Serie"), Column("n", "Antall"))
    tidy = Table(columns, ((2026, "Ny", 1), (2010, "Gammel", 2)), pivot=Pivot("year", "s", "n"))
    assert [row[0] for row in tidy.readable().rows] == [2010, 2026]


def test_no_part_is_moved_to_make_a_sum_and_a_row_tells_what_rounding_leaves():
    columns = (
        Column("who", "Hvem"),
        Column("net", "Netto", Unit.MILLION_NOK, 1),
        Column("said", "Det som kan sies"),
        Column("share", "Andel", Unit.SHARE, 0),
    )
    rows = (("a", 9_047_000.0, "", 0.333), ("b", 1_040_000.0, "", 0.667))
    shown = Table(columns, (*rows, ("Sum", 10_087_000.0, "", 1.0)), total_row=True).readable()
    assert shown.rows[:2] == rows
    assert shown.rows[2] == ("Avrunding", pytest.approx(100_000.0), "", 0.0)
    assert shown.rows[3] == ("Sum", 10_087_000.0, "", 1.0)
    rows = (("a", 9_040_000.0, "", 0.333), ("b", 1_000_000.0, "", 0.667))
    even = Table(columns, (*rows, ("Sum", 10_040_000.0, "", 1.0)), total_row=True).readable()
    assert [row[0] for row in even.rows] == ["a", "b", "Sum"]


def test_people_held_as_whole_numbers_are_a_sum_within_a_half_each():
    """Parts of 2.4 and 1.4 are held as 2 and 1, and their sum of 3.8 as 4."""

    def printed(whole: float) -> list[object]:
        columns = Column("who", "Hvem"), Column("n", "Innbyggere", Unit.PERSONS)
        rows = ("a", 2.0), ("b", 1.0), ("I alt", whole)
        return list(Table(columns, rows, total_row=True).readable().rows)

    assert printed(4.0)[2] == ("Avrunding", 1.0)
    assert len(printed(3.0)) == 3
    assert len(printed(5.0)) == 3, "no rounding of three numbers makes two: it is no sum"


def test_a_row_of_the_wrong_width_is_refused():
    with pytest.raises(ValueError, match="cells"):
        Table((Column("a", "A"),), ((1, 2),))


def test_findings_come_first_and_sections_in_order():
    first, second = Statement("a", "Først."), Statement("b", "Så.")
    chapter = Chapter("k", "K", HARSTAD, "2026", "Om.", (first,), (Section("s", "S", (second,)),))
    assert [s.id for s in chapter.statements()] == ["a", "b"]
