"""Charts: valid, named, and laid out for where they are shown."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_chapter import sample_chapter
from veivalg.content import Chart, Column, Exhibit, Role, Shape, Source, Table, Unit
from veivalg.foundation.errors import UsageError
from veivalg.publish import charts
from veivalg.publish.charts.data import nice_ticks, spread
from veivalg.publish.theme import LAYOUTS, Size, styles

EXHIBITS = {e.id: e for e in sample_chapter().exhibits() if e.chart}
SOURCE = (Source("s", "SSB", "Prøve"),)


def lines(rows: tuple[tuple[int, str, float | None], ...], **how: object) -> Exhibit:
    table = Table(
        (Column("x", "År", Unit.YEAR), Column("s", "Sted"), Column("y", "Antall", Unit.PERSONS)),
        rows,
    )
    return Exhibit(
        "e",
        "Tittel",
        "Under",
        "Sagt i ord",
        table,
        SOURCE,
        Chart(Shape.LINES, "x", "y", "s", **how),
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("id", EXHIBITS)
def test_every_chart_fits_the_width_it_is_laid_out_for(id: str, size: Size) -> None:
    root = ElementTree.fromstring(charts.svg(EXHIBITS[id], size))
    assert LAYOUTS[size].width * 0.75 <= float(str(root.get("width"))) <= LAYOUTS[size].width * 1.08


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("id", EXHIBITS)
def test_nothing_is_drawn_outside_the_frame(id: str, size: Size) -> None:
    root = ElementTree.fromstring(charts.svg(EXHIBITS[id], size))
    left, top, width, height = map(float, str(root.get("viewBox")).split())
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", str(path.get("d"))):
            assert left <= float(x) <= left + width
            assert top <= float(y) <= top + height


@pytest.mark.parametrize("id", EXHIBITS)
def test_a_picture_is_one_image_with_name_and_description(id: str) -> None:
    root = ElementTree.fromstring(charts.svg(EXHIBITS[id], prefix="p"))
    names = {child.get("id"): child.text for child in root}
    assert root.get("role") == "img"
    assert [names[key] for key in str(root.get("aria-labelledby")).split()] == [
        EXHIBITS[id].title,
        EXHIBITS[id].spoken,
    ]
    assert not [e for e in root.iter() if e is not root and e.get("role")]


def test_ids_of_two_pictures_do_not_clash() -> None:
    pictures = [charts.svg(EXHIBITS["demens"], prefix=prefix) for prefix in ("a", "b")]
    one, two = (re.findall(r'\bid="([^"]+)"', picture) for picture in pictures)
    assert one
    assert not set(one) & set(two)


def test_numbers_are_norwegian() -> None:
    text = charts.svg(EXHIBITS["alternativer"])
    assert "3\u202f000" in text
    assert "−1\u202f300" in charts.svg(EXHIBITS["endring"])
    assert "20\u202f%" in charts.svg(EXHIBITS["dekningsgrad"])


def test_names_stand_at_line_ends_and_on_a_phone_below() -> None:
    for size in (Size.WIDE, Size.PHONE):
        assert "KOSTRA-gruppe 7" in charts.svg(EXHIBITS["dekningsgrad"], size)
    assert LAYOUTS[Size.PHONE].width < LAYOUTS[Size.WIDE].width / 2


@pytest.mark.parametrize("shape", [Shape.LINES, Shape.COLUMNS, Shape.DOTS])
def test_a_long_name_is_broken_and_makes_no_picture_smaller_on_a_phone(shape: Shape) -> None:
    long = "Bruken endrer seg i fem år til, i samme takt som de siste fem årene, også etter 2030"
    exhibit = lines(tuple((x, s, 1.0 + x) for s in (long, "Kort") for x in (2024, 2025, 2026)))
    drawn = charts.svg(replace(exhibit, chart=Chart(shape, "x", "y", "s")), Size.PHONE)
    texts = [t.text or "" for t in ElementTree.fromstring(drawn).iter() if t.tag.endswith("text")]
    wide = float(re.search(r'viewBox="\S+ \S+ (\S+)', drawn)[1])  # type: ignore[index]
    assert wide <= LAYOUTS[Size.PHONE].width * 1.05
    assert long not in texts and long in " ".join(texts)


def test_what_is_projected_is_dashed_and_the_present_is_marked() -> None:
    rows = tuple((y, "Harstad", float(y)) for y in range(2020, 2031))
    plain, projected = lines(rows), lines(rows, projected_from=2026)
    assert "stroke-dasharray" not in charts.svg(plain)
    text = charts.svg(projected)
    assert "stroke-dasharray" in text
    assert "i dag" in text


def test_a_missing_value_breaks_the_line() -> None:
    whole = tuple((y, "Harstad", 5.0) for y in range(2020, 2027))
    broken = tuple((y, s, None if y == 2023 else v) for y, s, v in whole)
    path = re.compile(r'<path[^>]*stroke-width="3.2"[^>]* d="(M[^"]*)"')
    assert [p.count("M") for p in path.findall(charts.svg(lines(whole)))] == [1]
    assert [p.count("M") for p in path.findall(charts.svg(lines(broken)))] == [2]


def test_a_value_without_neighbours_is_a_dot() -> None:
    rows = ((2020, "Harstad", 1.0), (2021, "Harstad", None), (2022, "Harstad", 3.0))
    assert charts.svg(lines(rows)).count("<rect") == 2


def test_bars_start_at_zero() -> None:
    drawn = charts.picture(EXHIBITS["endring"])
    starts = {
        round(x, 6)
        for layer in drawn.layers
        if layer.kind == "rect"
        for x, _y, _x2, _y2 in layer.boxes
    }
    assert len(starts) == 1


def test_a_table_has_no_picture() -> None:
    exhibit = replace(EXHIBITS["endring"], chart=None)
    with pytest.raises(UsageError, match="tabell"):
        charts.svg(exhibit)


def test_a_picture_that_travels_alone_carries_title_and_source() -> None:
    text = charts.svg(EXHIBITS["plasser"], standalone=True)
    assert ">Behovet er 301 plasser i 2040<" in text
    assert "Eksempel" in text
    assert charts.png(EXHIBITS["plasser"], standalone=True).startswith(b"\x89PNG")


def test_text_that_looks_like_code_is_only_text() -> None:
    rows = ((2020, "<b>&'\"\\n", 1.0), (2021, "<b>&'\"\\n", 2.0), (2020, "B", 1.0))
    drawn = "".join(ElementTree.fromstring(charts.svg(lines(rows))).itertext())
    assert "<b>&'\"\\n" in drawn


def test_our_own_line_is_the_accent_whatever_else_is_drawn() -> None:
    alone = styles(["Harstad"], {"Harstad": Role.OWN})
    among = styles(["Norge", "A", "Harstad"], {"Harstad": Role.OWN, "Norge": Role.NORWAY})
    assert alone["Harstad"] == among["Harstad"]


@given(st.lists(st.floats(0, 300), min_size=1, max_size=12))
def test_labels_never_lie_on_top_of_each_other(wanted: list[float]) -> None:
    placed = sorted(spread(wanted, 15, 0, 300))
    assert all(b - a >= 15 - 1e-6 for a, b in itertools.pairwise(placed))


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9), st.integers(2, 8))
def test_ticks_cover_the_values(low: float, span: float, count: int) -> None:
    ticks = nice_ticks(low, low + span, count)
    slack = span * 1e-6 + abs(low) * 1e-9
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert len(ticks) >= 2
