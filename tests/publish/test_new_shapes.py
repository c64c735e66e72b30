"""Waterfalls add up, maps put each value where its text says, strips keep our own in sight."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_chapter import sample_chapter
from veivalg.content import Chart, Column, Exhibit, Role, Shape, Source, Table, Unit
from veivalg.content.numbers import MINUS
from veivalg.content.theme import GRID
from veivalg.norway.borders import borders
from veivalg.publish import charts
from veivalg.publish.charts.geography import fitted
from veivalg.publish.charts.map import read_map
from veivalg.publish.charts.map_classes import classes
from veivalg.publish.charts.waterfall import steps_of
from veivalg.publish.theme import LAYOUTS, Size

SAMPLE = {e.id: e for e in sample_chapter().exhibits()}
SOURCE = (Source("s", "SSB", "Prøve"),)
SHARE = Column("share", "Andel", Unit.SHARE, 1)


def waterfall(*rows: tuple[str, float | None]) -> Exhibit:
    table = Table((Column("x", "Steg"), Column("y", "Kroner", Unit.NOK)), rows)
    chart = Chart(Shape.WATERFALL, "x", "y", totals=("Start", "Slutt"))
    return Exhibit("e", "Tittel", "Under", "Sagt i ord", table, SOURCE, chart)


def test_a_waterfall_whose_total_is_not_the_sum_is_refused() -> None:
    with pytest.raises(ValueError, match="Slutt"):
        waterfall(("Start", 100), ("Behov", -30), ("Slutt", 71))


def test_a_waterfall_with_a_missing_step_is_drawn_and_not_judged() -> None:
    exhibit = waterfall(("Start", 100), ("Behov", None), ("Slutt", 71))
    assert ">mangler<" in charts.svg(exhibit)


@given(st.floats(-1e9, 1e9), st.lists(st.floats(-1e8, 1e8), max_size=12))
def test_the_last_step_ends_where_the_total_stands(start: float, changes: list[float]) -> None:
    total = start
    for change in changes:
        total += change
    rows = [(f"s{i}", c) for i, c in enumerate(changes)]
    exhibit = waterfall(("Start", start), *rows, ("Slutt", total))
    steps = steps_of(exhibit, exhibit.chart)  # type: ignore[arg-type]
    assert steps[-2].end == pytest.approx(steps[-1].end, rel=1e-9, abs=1e-3)
    assert all(b.start == a.end for a, b in pairwise(steps) if not b.total)


def test_steps_carry_their_sign_and_totals_do_not() -> None:
    text = charts.svg(SAMPLE["korreksjon"])
    assert ">+1\u202f490<" in text
    assert f">{MINUS}2\u202f540<" in text
    assert ">3\u202f300<" in text


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    far, near = charts.svg(SAMPLE["trinn"]), charts.svg(SAMPLE["korreksjon"])
    assert "Aksen er brutt" in far
    assert "Aksen er brutt" not in near
    forced = replace(SAMPLE["trinn"], chart=replace(SAMPLE["trinn"].chart, zero=True))  # type: ignore[type-var]
    assert "Aksen er brutt" not in charts.svg(forced)


@given(st.lists(st.floats(-10, 10, allow_nan=False), min_size=1, max_size=60))
def test_every_value_lies_in_one_class_between_the_ends_that_are_written(
    values: list[float],
) -> None:
    divided = classes(values, SHARE)
    ends = [float("-inf"), *divided.breaks, float("inf")]
    assert list(divided.breaks) == sorted(set(divided.breaks))
    assert len(divided.names()) == len(divided.colours()) == len(divided.breaks) + 1 <= 5
    for value in values:
        i = divided.of(value)
        assert ends[i] <= value < ends[i + 1]


def test_class_ends_are_numbers_as_they_are_written() -> None:
    divided = classes([i / 777 for i in range(100)], SHARE)
    assert all(round(b, 3) == b for b in divided.breaks)


def test_classes_hold_about_equally_many() -> None:
    divided = classes([i**3 / 1e6 for i in range(100)], SHARE)
    counts = [sum(divided.of(i**3 / 1e6) == k for i in range(100)) for k in range(5)]
    assert min(counts) >= 17


def test_what_is_missing_or_suppressed_is_hatched_and_counted() -> None:
    text = charts.svg(SAMPLE["kart"])
    assert "mangler eller skjermet (2)" in text
    assert re.search(r'fill="url\(#[^"]*skravur\)"', text)
    assert 'id="kart-wide-skravur"' in text


def test_our_own_municipality_is_named_on_the_map_in_every_size() -> None:
    for size in Size:
        assert ">Harstad<" in charts.svg(SAMPLE["kart"], size)


def test_a_row_without_an_outline_is_left_to_the_table_and_still_counted() -> None:
    exhibit = SAMPLE["kart"]
    chart = exhibit.chart
    assert chart is not None
    fewer = {code: o for code, o in chart.geometry.items() if code != "5501"}
    rings, _width, _height = fitted(fewer, 400, 400)
    assert len(read_map(exhibit, chart, rings)) == len(chart.geometry) - 1
    assert "under 14,2\u202f% (2)" in charts.svg(
        replace(exhibit, chart=replace(chart, geometry=fewer))
    )


def test_a_map_without_any_outline_is_only_its_key() -> None:
    exhibit = SAMPLE["kart"]
    bare = replace(exhibit, chart=replace(exhibit.chart, geometry={}))  # type: ignore[type-var]
    assert "(antall kommuner)" in charts.svg(bare)


def test_a_map_of_one_place_and_of_no_values_is_drawn() -> None:
    table = Table((Column("c", "Nummer"), SHARE), (("5503", None),))
    chart = Chart(
        Shape.MAP, "c", "share", roles={"5503": Role.OWN}, geometry={"5503": (((16.5, 68.8),),)}
    )
    exhibit = Exhibit("e", "Tittel", "Under", "Sagt i ord", table, SOURCE, chart)
    assert "mangler eller skjermet (1)" in charts.svg(exhibit)


def test_the_drawing_stays_within_its_box() -> None:
    geometry = SAMPLE["kart"].chart.geometry  # type: ignore[union-attr]
    rings, width, height = fitted(geometry, 300, 400)
    points = [p for outline in rings.values() for ring in outline for p in ring]
    assert width <= 300.001
    assert height <= 400.001
    assert all(-1e-6 <= x <= width + 1e-6 and -1e-6 <= y <= height + 1e-6 for x, y in points)


def test_north_is_up() -> None:
    rings, _width, _height = fitted({"n": (((15.0, 70.0),),), "s": (((15.0, 60.0),),)}, 300, 400)
    assert rings["n"][0][0][1] < rings["s"][0][0][1]


def test_others_are_strokes_and_the_named_are_symbols_of_different_form() -> None:
    drawn = charts.picture(SAMPLE["striper"])
    symbols = {
        tuple(round(x - layer.tracks[0][0][0], 1) for x, _y in layer.tracks[0])
        for layer in drawn.layers
        if layer.kind == "area"
    }
    assert len(symbols) == 4
    assert "Andre kommuner" in charts.svg(SAMPLE["striper"])


def test_a_strip_whose_own_value_is_missing_says_so() -> None:
    assert ">mangler<" in charts.svg(SAMPLE["striper"])


def test_a_duel_writes_both_values_and_names_the_suppressed() -> None:
    for size in Size:
        text = charts.svg(SAMPLE["duell"], size)
        assert all(f">{n}<" in text for n in ("112", "104", "97", "108", "skjermet"))


@pytest.mark.parametrize("id", ["korreksjon", "trinn", "striper", "duell", "kart"])
def test_no_two_texts_lie_on_top_of_each_other(id: str) -> None:
    for size in Size:
        layout, boxes = LAYOUTS[size], []
        for layer in charts.picture(SAMPLE[id], size).layers:
            for x, y, text in layer.texts:
                wide = 0.9 * layout.text_width(text)
                left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[layer.style["align"]] * wide
                boxes.append((left, y, left + wide, text))
        for i, (left, y, right, text) in enumerate(boxes):
            for left2, y2, right2, other in boxes[i + 1 :]:
                apart = right <= left2 or right2 <= left or abs(y - y2) >= layout.font * 0.9
                assert apart or not text or not other, (size, text, other)


def test_a_map_draws_outlines_without_a_value_as_ground_and_its_ranking_beside() -> None:
    exhibit = SAMPLE["kart"]
    chart = replace(exhibit.chart, ranking=("Høyest: Vardø", "Lavest: Tromsø"))  # type: ignore[type-var]
    kept = tuple(row for row in exhibit.table.rows if row[0] != "5601")
    made = replace(exhibit, chart=chart, table=replace(exhibit.table, rows=kept))
    for size in Size:
        drawn = charts.svg(made, size)
        assert ">Høyest: Vardø<" in drawn
        assert ">Lavest: Tromsø<" in drawn
        assert f'fill="{GRID}"' in drawn
    told, *_drawings = charts.figure(made, (Size.WIDE,), "k")
    assert "Alta" not in told, "the ground has no value to tell"


def test_a_small_municipality_of_ones_own_has_a_circle_about_it() -> None:
    exhibit = SAMPLE["kart"]
    geometry = {"5503": exhibit.chart.geometry["5503"], **borders()}  # type: ignore[union-attr]
    small, large = (
        charts.svg(replace(exhibit, chart=replace(exhibit.chart, geometry=geometry, roles=roles)))  # type: ignore[type-var]
        for roles in ({"5503": Role.OWN}, {"5601": Role.OWN})
    )
    assert small.count('rx="15.0"') == 2, "white around it, for dark classes"
    assert 'rx="15.0"' not in large
