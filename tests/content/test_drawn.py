"""What two periods become, and where the axis of a waterfall begins, in every format."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from tests.reports import report_of

from veivalg.content import Cell, Chart, Column, Exhibit, Mark, Role, Shape, Source, Table, Unit
from veivalg.content.drawn import CUT, axis_from
from veivalg.publish import charts
from veivalg.publish.json import exhibit_json
from veivalg.publish.native import native
from veivalg.publish.native.office import place
from veivalg.publish.theme import Size

SOURCE = (Source("s", "SSB", "Prøve"),)
COLUMNS = (
    Column("year", "År", Unit.YEAR),
    Column("place", "Sted"),
    Column("kind", "Yrke"),
    Column("value", "Andel", Unit.SHARE, 1),
    Column("low", "Nedre", Unit.SHARE, 1),
    Column("high", "Øvre", Unit.SHARE, 1),
)
Rows = tuple[tuple[Cell, ...], ...]


def lines(rows: Rows, shape: Shape = Shape.LINES, **how: object) -> Exhibit:
    chart = Chart(shape, "year", "value", "place", **how)  # type: ignore[arg-type]
    return Exhibit("e", "Tittel", "Under", "Sagt i ord.", Table(COLUMNS, rows), SOURCE, chart)


def row(
    year: int, place: str = "Rana", value: float | None = 0.2, kind: str = ""
) -> tuple[Cell, ...]:
    return (year, place, kind, value, None, None)


@pytest.mark.parametrize("years", [(2025,), (2024, 2025)])
def test_lines_over_one_or_two_years_are_columns_everywhere(years: tuple[int, ...]) -> None:
    marks = (Mark("Mål", y=0.1), Mark("urevidert", x=2025.0))
    rows = tuple(row(year, place) for year in years for place in ("Rana", "Norge"))
    made = lines(rows, marks=marks, roles={"Rana": Role.OWN, "Norge": Role.NORWAY})
    assert made.chart is not None
    assert made.chart.shape is Shape.COLUMNS
    assert [mark.label for mark in made.chart.marks] == ["Mål"], "a year among two needs no line"
    drawn = native(made)
    assert drawn is not None
    assert drawn.form == "column"
    assert drawn.categories == tuple(map(str, years))
    assert "<rect" in charts.svg(made, Size.PRINT)


def test_a_year_without_values_is_no_year() -> None:
    rows = (row(2023, value=None), row(2024), row(2025))
    chart = lines(rows).chart
    assert chart is not None
    assert chart.shape is Shape.COLUMNS


def test_three_years_are_lines() -> None:
    chart = lines((row(2023), row(2024), row(2025))).chart
    assert chart is not None
    assert chart.shape is Shape.LINES


def test_an_interval_is_kept() -> None:
    rows = tuple((year, "Rana", "", 0.2, 0.1, 0.3) for year in (2025, 2040))
    chart = lines(rows, low="low", high="high").chart
    assert chart is not None
    assert chart.shape is Shape.RANGE
    assert (chart.low, chart.high) == ("low", "high")


def test_small_multiples_of_two_years_are_a_bar_a_year() -> None:
    rows = tuple(row(y, kind=kind) for kind in ("Lege", "Sykepleier") for y in (2024, 2025))
    made = lines(rows, Shape.PANELS, facet="kind")
    chart = made.chart
    assert chart is not None
    assert (chart.shape, chart.x, chart.series) == (Shape.BARS, "kind", "year")
    assert chart.roles == {"2024": Role.THEN, "2025": Role.NOW}
    drawn = native(made)
    assert drawn is not None
    assert [series.name for series in drawn.series] == ["2024", "2025"]


def test_no_chart_of_a_real_municipality_draws_a_line_between_two_points() -> None:
    seen = 0
    for code in ("5503", "1833", "5610", "0301", "1151", "0099"):
        for chapter in report_of(code).chapters:
            for e in chapter.exhibits():
                if e.chart is not None and e.chart.shape is Shape.LINES:
                    pairs = zip(e.table.cells(e.chart.x), e.table.cells(e.chart.y), strict=True)
                    assert len({x for x, y in pairs if y is not None}) > 2, (code, e.id)
                    seen += 1
    assert seen > 50


def steps(first: float, moves: list[float], **how: object) -> Exhibit:
    rows = [("Før", first), *((f"Ledd {i}", move) for i, move in enumerate(moves))]
    rows.append(("Etter", first + sum(moves)))
    columns = (Column("step", "Ledd"), Column("value", "Kostnad", Unit.MILLION_NOK, 1))
    chart = Chart(Shape.WATERFALL, "step", "value", totals=("Før", "Etter"), **how)  # type: ignore[arg-type]
    return Exhibit("f", "Tittel", "Under", "Sagt.", Table(columns, tuple(rows)), SOURCE, chart)


def test_a_waterfall_whose_totals_dwarf_its_steps_says_where_its_axis_begins() -> None:
    made = steps(820e6, [168e6, -30e6])
    told = "Aksen er brutt og begynner på 780 mill. kr."
    assert re.sub(r"\s", " ", made.broken_axis) == told
    assert made.spoken == f"Sagt. {made.broken_axis}"
    for size in Size:
        svg = charts.svg(made, size)
        assert svg.count(made.broken_axis) == 2, "in the picture and in the text alternative"
    drawn = native(made)
    assert drawn is not None
    assert drawn.title == made.broken_axis
    assert drawn.floor == 780
    assert exhibit_json(made)["alt"] == made.spoken


def test_one_whose_steps_are_large_begins_at_zero_and_says_nothing() -> None:
    made = steps(100e6, [168e6, -30e6])
    drawn = native(made)
    assert made.broken_axis == ""
    assert drawn is not None
    assert drawn.floor is None
    assert steps(820e6, [168e6], zero=True).broken_axis == "", "zero is what was asked for"


@given(st.lists(st.floats(-1e9, 1e9).filter(lambda v: abs(v) > 1e-3 or v == 0), min_size=2))
def test_a_broken_axis_hides_no_sum_and_is_used_only_where_all_lie_far_from_zero(
    sums: list[float],
) -> None:
    start = axis_from(sums)
    low, high = min(sums), max(sums)
    if start is None:
        return
    assert low * high > 0
    assert high - low <= CUT * max(abs(low), abs(high))
    nearest = low if low > 0 else high
    assert 0 < start / nearest < 1
    assert abs(nearest - start) < (high - low) * 0.5, "the steps fill the picture"


@pytest.mark.parametrize("sign", [1, -1])
def test_the_lengths_of_the_steps_are_true_on_a_broken_axis(sign: int) -> None:
    made = steps(sign * 700e6, [sign * 10e6, sign * 20e6])
    drawn = charts.svg(made)
    fills = re.findall(r'<rect x="([-\d.]+)"[^>]*width="([\d.]+)"[^>]*stroke-width="0.8"', drawn)
    widths = [float(width) for _x, width in fills]
    first, one, two, last = widths
    assert two == pytest.approx(2 * one, abs=0.2)
    assert last == pytest.approx(first + one + two, abs=0.3)
    assert all(a <= b for a, b in pairwise([one, two]))


@pytest.mark.parametrize(
    ("values", "least", "most"), [((0.059, 0.054), "0", None), ((-0.059, -0.054), None, "0")]
)
def test_bars_of_office_stand_on_zero_and_what_only_lifts_is_not_in_the_key(
    values: tuple[float, float], least: str | None, most: str | None
) -> None:
    slide = Presentation().slides
    shapes = slide.add_slide(slide.part.presentation.slide_layouts[6]).shapes
    made = lines(tuple(row(y, value=v) for y, v in zip((2024, 2025), values, strict=True)))
    drawn, falls = native(made), native(steps(820e6, [168e6, -30e6]))
    assert drawn is not None
    assert falls is not None
    axis = place(shapes, drawn, (0, 0, 900_000, 900_000), "Sagt.", 12).chart.value_axis
    assert [axis.minimum_scale, axis.maximum_scale] == [
        None if end is None else float(end) for end in (least, most)
    ]
    chart = place(shapes, falls, (0, 0, 900_000, 900_000), "Sagt.", 12).chart
    assert chart.value_axis.minimum_scale == 780
    hidden = chart._chartSpace.xpath("//c:legendEntry/c:idx/@val")
    assert [falls.series[int(at)].name for at in hidden] == ["Grunn"]
