"""Jumps are held against own and others' changes; holes keep their reason, differences a source."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from veivalg.content import NoteKind, Place, Unit
from veivalg.maths.comparison.quality_notes import (
    LIMIT,
    JumpKind,
    Written,
    booking_notes,
    holes,
    jumps,
    series_notes,
)
from veivalg.norway.booking import booking_differences, known_differences
from veivalg.norway.register import municipality

HARSTAD, RANA = Place("5503", "Harstad"), Place("1833", "Rana")
DWELLINGS = {
    2008: 192,
    2009: 195,
    2010: 204,
    2011: 232,
    2012: 239,
    2013: 240,
    2014: 244,
    2015: 248,
    2016: 267,
    2017: 265,
    2018: 263,
    2019: 253,
    2020: 263,
    2021: 260,
    2022: 262,
    2023: 259,
    2024: 216,
    2025: 101,
}
QUIET = {year: 100.0 + (year % 3) for year in range(2012, 2025)}


def quiet(shift: float = 0.0, at: int = 2030) -> dict[int, float | None]:
    return {year: value + (shift if year >= at else 0) for year, value in QUIET.items()}


def test_the_jump_in_ranas_dwellings_is_found() -> None:
    found = jumps(DWELLINGS)
    assert [j.year for j in found][-1] == 2025
    assert found[-1].kind is JumpKind.LEVEL
    assert found[-1].others is None


def test_a_quiet_series_has_no_jump() -> None:
    assert jumps(quiet()) == ()


def test_a_step_is_a_level_and_a_peak_is_a_spike_told_once() -> None:
    (step,) = jumps(quiet(40, 2020))
    assert (step.year, step.kind) == (2020, JumpKind.LEVEL)
    (peak,) = jumps(quiet() | {2020: 150.0})
    assert (peak.year, peak.kind) == (2020, JumpKind.SPIKE)


def test_a_jump_everyone_makes_is_shared_and_one_alone_is_not() -> None:
    others = [quiet(40 + i, 2020) for i in range(8)]
    assert jumps(quiet(40, 2020), others)[0].kind is JumpKind.SHARED
    assert jumps(quiet(40, 2020), [quiet() for _ in range(8)])[0].kind is JumpKind.LEVEL


def test_a_change_of_a_size_that_is_common_among_others_is_not_marked() -> None:
    others = [quiet((-1) ** i * (25 + 5 * i), 2020) for i in range(10)]
    assert jumps(quiet(40, 2020))
    assert jumps(quiet(40, 2020), others) == ()


def test_too_few_others_are_no_judge() -> None:
    assert jumps(quiet(40, 2020), [quiet(40, 2020)] * 4)[0].others is None


def test_too_short_a_series_is_not_judged() -> None:
    assert jumps({2020: 1.0, 2021: 1.0, 2022: 1.0, 2023: 1.0, 2024: 99.0}) == ()


def test_what_chance_alone_can_do_in_a_small_place_is_no_jump() -> None:
    series = quiet(12, 2020)
    assert jumps(series)
    assert jumps(series, errors=dict.fromkeys(series, 6.0)) == ()


def test_no_change_is_taken_over_a_hole() -> None:
    assert jumps(quiet(40, 2020) | {2020: None}) == ()


@given(
    st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=3, max_size=20), st.floats(0.01, 100)
)
def test_the_same_years_are_marked_in_kroner_and_in_thousands(
    values: list[float], factor: float
) -> None:
    series = dict(enumerate(values, 2000))
    found = jumps(series)
    assume(all(abs(j.own - LIMIT) > 1e-3 for j in found))
    scaled = jumps({year: value * factor for year, value in series.items()})
    assume(all(abs(j.own - LIMIT) > 1e-3 for j in scaled))
    assert [(j.year, j.kind) for j in found] == [(j.year, j.kind) for j in scaled]


def test_holes_are_joined_only_for_the_same_reason_and_neighbouring_years() -> None:
    values = {2018: 1.0, 2019: None, 2020: None, 2021: None, 2022: 1.0, 2023: None, 2024: 0.0}
    reasons = {2019: "skjermet", 2020: "skjermet", 2021: "ikke publisert"}
    found = holes(values, reasons)
    assert [(h.period, h.reason) for h in found] == [
        ("2019–2020", "skjermet"),
        ("2021", "ikke publisert"),
        ("2023", "ingen grunn er oppgitt"),
    ]


def test_zero_is_a_value_and_no_hole() -> None:
    assert holes({2024: 0.0}, {}) == ()


def test_harstads_function_241_is_told_with_amount_and_source() -> None:
    (note,) = booking_notes(HARSTAD, ["241"], range(2019, 2025))
    assert note.kind is NoteKind.BOOKED
    assert "7,5 millioner" in note.text
    assert "254" in note.text
    assert note.source is not None
    assert "Harstad" in note.source.producer
    assert known_differences("5503", ["241"])[0].amount == 7.5e6
    assert booking_notes(HARSTAD, ["241"], [2019]) == ()
    assert booking_notes(RANA, ["241"]) == ()


def test_a_jump_that_is_known_is_told_once_with_its_source() -> None:
    series = Written("dwellings_24h_staffed", "Boliger", Unit.DWELLINGS)
    notes = series_notes(RANA, series, DWELLINGS)
    told = [n for n in notes if "2025" in n.period]
    assert len(told) == 1
    assert told[0].source is not None


def test_notes_say_values_as_norwegians_write_them_and_ids_are_unique() -> None:
    series = Written("staff_share", "Andel med fagutdanning", Unit.SHARE, 1)
    values = {y: v / 200 for y, v in quiet(40, 2020).items() if v is not None} | {2013: None}
    notes = series_notes(HARSTAD, series, values, reasons={2013: "skjermet"})
    assert [n.kind for n in notes] == [NoteKind.BREAK, NoteKind.ABSENT]
    assert "\u202f%" in notes[0].text
    assert "skjermet" in notes[1].text
    assert len({n.id for n in notes}) == len(notes)


@pytest.mark.parametrize("difference", booking_differences(), ids=lambda d: d.id)
def test_every_known_difference_is_of_a_municipality_with_years_and_source(difference) -> None:  # type: ignore[no-untyped-def]
    assert municipality(difference.municipality)
    assert difference.first_year <= difference.last_year
    assert difference.kind in ("booked", "break")
    assert difference.source.query
    assert difference.text.endswith(".")
