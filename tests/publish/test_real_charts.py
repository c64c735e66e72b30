"""The charts of the real chapters: no two series of a picture can be taken for one another."""

from __future__ import annotations

import itertools
import re
from functools import cache
from html import unescape

import pytest
from PIL import ImageFont
from tests.made import REAL, chapter_of
from tests.reports import report_of

from veivalg.content import Exhibit, Shape
from veivalg.publish import charts
from veivalg.publish.theme import FONTS, Size, fills, styles

FILLED = {Shape.BARS, Shape.COLUMNS, Shape.RANGE}


def drawn(name: str) -> list[Exhibit]:
    """Give the exhibits of a chapter whose charts have series; a map colours by value."""
    exhibits = chapter_of(name).exhibits()
    return [e for e in exhibits if e.chart and e.chart.series and e.chart.shape is not Shape.MAP]


def names_of(exhibit: Exhibit) -> list[str]:
    chart = exhibit.chart
    assert chart is not None
    return list(dict.fromkeys(str(row[chart.series or ""]) for row in exhibit.table.records()))


def lightness(colour: str) -> float:
    """Relative luminance as WCAG reckons it, 0 black to 1 white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", REAL)
def test_no_two_series_of_a_chart_share_a_colour(name: str) -> None:
    for exhibit in drawn(name):
        assert exhibit.chart is not None
        names = names_of(exhibit)
        filled = exhibit.chart.shape in FILLED
        colours = (
            list(fills(names, exhibit.chart.roles).values())
            if filled
            else [style.colour for style in styles(names, exhibit.chart.roles).values()]
        )
        assert len(set(colours)) == len(names), exhibit.id


@pytest.mark.parametrize("name", REAL)
def test_every_series_can_be_told_apart_in_black_and_white(name: str) -> None:
    for exhibit in drawn(name):
        assert exhibit.chart is not None
        names = names_of(exhibit)
        if exhibit.chart.shape in FILLED:
            light = sorted(lightness(f) for f in fills(names, exhibit.chart.roles).values())
            assert all(b - a > 0.05 for a, b in itertools.pairwise(light)), exhibit.id
        elif exhibit.chart.shape is not Shape.PYRAMID:  # there the sexes have a side each
            marks = [style.marker for style in styles(names, exhibit.chart.roles).values()]
            assert len(set(marks)) == len(names), exhibit.id


def test_there_are_charts_with_series_to_look_at() -> None:
    assert sum(len(drawn(name)) for name in REAL) > 10


@cache
def font(weight: str) -> ImageFont.FreeTypeFont:
    """Give our font at a hundred pixels."""
    return ImageFont.truetype(str(FONTS / f"Inter-{weight}.ttf"), 100)


def reaching_out(svg: str) -> list[str]:
    """Give the texts of a drawing that reach outside it."""
    box = re.search(r'viewBox="([-\d.]+) [-\d.]+ ([-\d.]+) [-\d.]+".*?font-size="(\d+)"', svg)
    assert box is not None
    left, wide, size = float(box[1]), float(box[2]), int(box[3])
    found = []
    for look, text in re.findall(r"<text([^>]*)>([^<]+)</text>", svg):
        x = re.search(r' x="([-\d.]+)"', look)
        if x is None or "font-size" in look or "transform" in look:
            continue
        weight = "SemiBold" if 'font-weight="600"' in look else "Regular"
        long = font(weight).getlength(unescape(text)) * size / 100
        before = {"end": 1.0, "middle": 0.5}.get("".join(re.findall(r'anchor="(\w+)"', look)), 0.0)
        start = float(x[1]) - before * long
        if start < left - 1 or start + long > left + wide + 1:
            found.append(unescape(text))
    return found


def test_no_name_is_cut_at_the_edge_of_its_drawing() -> None:
    seen = 0
    for exhibit in (e for c in report_of("0099").chapters for e in c.exhibits() if e.chart):
        drawing = charts.svg(exhibit, Size.PRINT)
        seen += drawing.count("Eksempelkommunen</text>")
        assert not reaching_out(drawing), exhibit.id
    assert seen > 3
