"""Numbers are written as Norwegians write them, and rounded half up only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.content import (
    Figure,
    Place,
    Source,
    Statement,
    Unit,
    format_number,
    format_plain,
    format_together,
    round_half_up,
)
from veivalg.content.numbers import MINUS, THIN, unit_once


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        (25056, Unit.PERSONS, None, f"25{THIN}056{THIN}personer"),
        (0.171, Unit.SHARE, None, f"17,1{THIN}%"),
        (-427, Unit.PERSONS, None, f"{MINUS}427{THIN}personer"),
        (1_440_000, Unit.MILLION_NOK, 2, f"1,44{THIN}mill. kr"),
        (2030, Unit.YEAR, None, "2030"),
        (3.136, Unit.RATIO, None, "3,14"),
        (0.0295, Unit.POINTS, 1, f"3,0{THIN}prosentpoeng"),
    ],
)
def test_a_number_is_written_the_norwegian_way(value, unit, decimals, expected):
    assert format_number(value, unit, decimals) == expected


def test_missing_is_not_zero():
    assert format_number(None, Unit.PERSONS) == "mangler"
    assert format_number(0, Unit.PERSONS) == f"0{THIN}personer"


def test_a_small_negative_number_is_not_written_as_minus_zero():
    assert format_plain(-0.04, 1) == "0,0"


@given(st.integers(-(10**9), 10**9))
def test_half_is_rounded_away_from_zero(number):
    rounded = round_half_up(number + 0.5 if number >= 0 else number - 0.5)
    assert abs(rounded) == abs(number) + 1


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_writing_and_reading_a_number_loses_at_most_half_a_digit(value, decimals):
    text = format_plain(value, decimals).replace(THIN, "").replace(",", ".").replace(MINUS, "-")
    assert abs(float(text) - value) <= 0.5 * 10**-decimals + 1e-6


def test_the_unit_of_a_range_stands_once_and_never_for_two() -> None:
    """«1,01 mrd. kr–1,10 mrd. kr» of Oslo; Rana's «779 mill. kr og 1,02 mrd. kr» is in millions."""

    def both(low: float, high: float, unit: Unit = Unit.MILLION_NOK) -> list[str]:
        return [text.replace("\u202f", " ") for text in format_together((low, high), unit)]

    assert both(1.01e9, 1.1e9) == ["1,01", "1,10 mrd. kr"]
    assert both(9.89e8, 1.1e9) == ["989,0", "1 100,0 mill. kr"]
    assert both(-1.1e9, -4e8) == ["−1 100,0", "−400,0 mill. kr"]
    assert both(4e7, 8e7) == ["40,0", "80,0 mill. kr"]
    assert both(0.171, 0.2, Unit.SHARE) == ["17,1", "20,0 %"]
    assert unit_once("1\u202f000\u202fkr", "2\u202f000\u202fkr") == "1\u202f000"
    place, source = Place("0301", "Oslo"), Source("ssb", "SSB", "Regnskap")
    low, high, small = (
        Figure(str(v), "Avvik", v, Unit.MILLION_NOK, place, "2025", source, 0)
        for v in (-1.01e9, -1.1e9, 7.89e8)
    )
    told = Statement("avvik", "Fra {low:af}–{high:a}", {"low": low, "high": high}).text()
    assert told.replace("\u202f", " ") == "Fra 1,01–1,10 mrd. kr"
    told = Statement("avvik", "Fra {low:af} til {high:a}", {"low": small, "high": high}).text()
    assert told.replace("\u202f", " ") == "Fra 789 til 1 100 mill. kr"


def test_many_millions_are_written_as_milliards_in_words_and_not_in_columns() -> None:
    def plain(value: float, **how: bool) -> str:
        return format_number(value, Unit.MILLION_NOK, **how).replace("\u202f", " ")

    assert plain(-22_263_300_000) == "\u221222,3 mrd. kr"
    assert plain(1_234_000_000) == "1,23 mrd. kr"
    assert plain(999_900_000) == "999,9 mill. kr"
    assert plain(1_234_000_000, word=False) == "1 234,0"
