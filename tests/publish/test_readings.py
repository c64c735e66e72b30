"""What a chart says of each of its values, and where: the same in every size."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import orjson
import pytest
from tests.reports import report_of

from sample_chapter import sample_chapter
from veivalg.content import Exhibit, Shape
from veivalg.publish import charts
from veivalg.publish.charts.readings import readings
from veivalg.publish.theme import Size

EXHIBITS = {e.id: e for e in sample_chapter().exhibits() if e.chart}
PLACES = ("5503", "0099")
SIZES = (Size.WIDE, Size.PHONE)


def real(code: str) -> dict[str, Exhibit]:
    """Give the charts of a municipality, made where they are asked for: not to list the tests."""
    chapters = report_of(code).chapters
    return {f"{c.id}-{e.id}": e for c in chapters for e in c.exhibits() if e.chart}


def spots(svg: str) -> list[str]:
    return str(ElementTree.fromstring(svg).get("data-punkt")).split(";")


def check(exhibit: Exhibit) -> None:
    told, *drawn = charts.figure(exhibit, SIZES, "f")
    values = orjson.loads(told)
    for svg in drawn:
        left, top, width, height = map(
            float, str(ElementTree.fromstring(svg).get("viewBox")).split()
        )
        found = spots(svg)
        assert len(found) <= len(values["v"])
        for spot in filter(None, found):
            x, y = map(float, spot.split(","))
            assert left - 1 <= x <= left + width + 1, spot
            assert top - 1 <= y <= top + height + 1, spot
    wide, narrow = map(spots, drawn)
    assert [bool(s) for s in wide] == [bool(s) for s in narrow]
    assert any(wide)


@pytest.mark.parametrize("id", EXHIBITS)
def test_every_value_is_read_inside_the_picture_and_in_both_sizes(id: str) -> None:
    check(EXHIBITS[id])


@pytest.mark.parametrize("code", PLACES)
def test_so_it_is_in_the_charts_of_real_chapters(code: str, subtests: pytest.Subtests) -> None:
    for id, exhibit in real(code).items():
        with subtests.test(msg=id):
            check(exhibit)


@pytest.mark.parametrize("code", ("", *PLACES))
def test_every_value_that_is_known_has_a_place(code: str, subtests: pytest.Subtests) -> None:
    """But where the rows are not the table's, or not all are drawn."""
    other = (Shape.SWIMLANE, Shape.WATERFALL, Shape.MAP)
    some = real(code) if code else EXHIBITS
    held = {id: e for id, e in some.items() if e.chart and e.chart.shape not in other}
    assert len(held) > len(some) / 2
    for id, exhibit in held.items():
        with subtests.test(msg=id):
            places(exhibit)


def places(exhibit: Exhibit) -> None:
    chart = exhibit.chart
    assert chart is not None
    key = chart.x if chart.shape is Shape.DOTS else chart.y
    cells = exhibit.table.cells(key)
    if not any(isinstance(cell, float) for cell in cells):
        cells = exhibit.table.cells(chart.x)
    found = spots(charts.figure(exhibit, SIZES, "f")[1])
    for spot, cell in zip(found, cells, strict=False):
        assert spot or not isinstance(cell, float | int), cell


def test_a_value_is_told_with_whose_it_is_its_period_unit_and_interval() -> None:
    found = [r for e in EXHIBITS.values() if e.chart for r in readings(e, e.chart)]
    assert any(r.ends for r in found)
    assert all(r.value for r in found)
    befolkning = {e.id: e for e in report_of("5503").chapters[0].exhibits()}
    one = befolkning["alternativer"]
    assert one.chart is not None
    first = readings(one, one.chart)[0]
    assert (first.series, first.category) == ("Hovedalternativet", "2005")
    assert re.sub(r"\s", " ", first.value) == "23 643 personer"


def test_steps_of_a_waterfall_are_told_with_their_sign_and_totals_without() -> None:
    one = next(
        e for e in EXHIBITS.values() if e.chart is not None and e.chart.shape is Shape.WATERFALL
    )
    assert one.chart is not None
    for reading in readings(one, one.chart):
        total = reading.category in one.chart.totals
        if reading.value == "mangler" or (total and reading.value[0] == "\N{MINUS SIGN}"):
            continue
        assert total is (reading.value[0] not in "+\N{MINUS SIGN}"), reading


def test_drawings_for_files_carry_none_of_it() -> None:
    assert all("data-punkt" not in charts.svg(e, Size.PRINT) for e in EXHIBITS.values())
