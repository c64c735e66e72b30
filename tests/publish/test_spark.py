"""A sparkline says its ends in words, is dashed where projected, and is columns for two years."""

from __future__ import annotations

import re

import pytest

from veivalg.content import Place, Track, Unit
from veivalg.publish.charts.spark import in_words, spark

HERE = Place("5503", "Harstad")


def track(values: tuple[float, ...], *, ahead: int | None = None) -> Track:
    years = tuple(range(2020, 2020 + len(values)))
    return Track("Plasser", HERE, Unit.PLACES, years, values, ahead)


def test_it_says_the_first_and_the_last_year_and_today_where_more_is_projected() -> None:
    said = in_words(track((10.0, 20.0, 30.0, 40.0))).replace("\u202f", " ")
    assert said == "Plasser, Harstad: 10 plasser i 2020, 40 plasser i 2023."
    said = in_words(track((10.0, 20.0, 30.0, 40.0), ahead=2022)).replace("\u202f", " ")
    assert said == "Plasser, Harstad: 10 plasser i 2020, 20 plasser i 2021, 40 plasser i 2023."


def test_what_is_projected_is_dashed_and_starts_where_the_rest_ends() -> None:
    drawn = spark(track((10.0, 20.0, 30.0, 40.0), ahead=2022))
    solid, dashed = re.findall(r'd="M([^"]+)"', drawn)
    assert drawn.count("stroke-dasharray") == 1
    assert solid.split("L")[-1] == dashed.split("L")[0]
    assert "stroke-dasharray" not in spark(track((10.0, 20.0, 30.0, 40.0)))


def test_two_years_are_columns_from_zero() -> None:
    drawn = spark(track((-10.0, 20.0)))
    below, above = re.findall(r'<rect x="[\d.]+" y="([\d.]+)" width="\d+" height="([\d.]+)"', drawn)
    zero = re.search(r"M0,([\d.]+)H", drawn)
    assert zero is not None
    assert float(below[0]) == pytest.approx(float(zero[1]), abs=0.1)
    assert float(above[0]) + float(above[1]) == pytest.approx(float(zero[1]), abs=0.1)
    assert float(above[1]) == pytest.approx(2 * float(below[1]), abs=0.2)


@pytest.mark.parametrize("values", [(5.0, 5.0), (5.0,) * 5, (0.0, 0.0, 0.0)])
def test_what_does_not_move_is_drawn_too(values: tuple[float, ...]) -> None:
    drawn = spark(track(values))
    assert "nan" not in drawn and "inf" not in drawn


def test_it_has_a_name_and_no_colour_of_its_own() -> None:
    drawn = spark(track((1.0, 2.0)))
    assert 'role="img"' in drawn and "aria-label=" in drawn
    assert "#" not in drawn and "currentColor" in drawn
