"""The chart part of an Office file, with the workbook a reader opens to change its numbers."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from veivalg.content import theme
from veivalg.publish.native import Drawn, Native
from veivalg.publish.printable import clean

_TYPES = {
    ("line", False): XL_CHART_TYPE.LINE,
    ("bar", False): XL_CHART_TYPE.BAR_CLUSTERED,
    ("bar", True): XL_CHART_TYPE.BAR_STACKED,
    ("column", False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    ("column", True): XL_CHART_TYPE.COLUMN_STACKED,
}
WIDTH, QUIET_WIDTH = 2.25, 0.75
"""Points of a line, and of an end of an interval."""
MARKS, MARK = 6, 6
"""Marks on a line, about, and their size in points."""
MANY = 14
"""Categories that are so many that only some are named."""
WHOLE_STEPS = 10
"""What an axis goes over at least when its steps are whole numbers."""

Box = tuple[int, int, int, int]
"""Left, top, width and height in EMU."""


def place(shapes: Any, drawn: Native, box: Box, alt: str, size: float) -> Any:
    """Put a chart among the shapes of a slide, and give its frame.

    Parameters
    ----------
    alt
        What it says to one who can't see it.
    size
        Points of its words.
    """
    data = CategoryChartData(number_format=drawn.number_format)
    data.categories = [clean(name) for name in drawn.categories]
    for one in drawn.series:
        data.add_series(clean(one.name), one.values)
    frame = shapes.add_chart(_TYPES[drawn.form, drawn.stacked], *map(Emu, box), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
    _dress(frame.chart, drawn, size)
    return frame


def parts(drawn: Native, size: float, font: str) -> tuple[bytes, bytes]:
    """Give the XML of a chart and its workbook, to be put in a document of a font."""
    slide = _scratch()
    frame = place(slide.shapes, drawn, (0, 0, 1, 1), "", size)
    part = frame.chart.part
    frame.chart.font.name = font
    space = part._element  # a program draws a frame around a chart that says nothing of it
    bare = f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    space.find(qn("c:txPr")).addprevious(parse_xml(bare))
    found = part.blob, part.chart_workbook.xlsx_part.blob
    frame._element.getparent().remove(frame._element)
    return found


@cache
def _scratch() -> Any:
    made = Presentation()
    return made.slides.add_slide(made.slide_layouts[6])


def colour(text: str) -> Any:
    """Give one of the house's colours as Office knows it."""
    digits = text.lstrip("#").upper()
    long = digits if len(digits) == len("RRGGBB") else "".join(c * 2 for c in digits)
    return RGBColor.from_string(long)


def _dress(chart: Any, drawn: Native, size: float) -> None:
    chart.font.size, chart.font.color.rgb = Pt(size), colour(theme.INK)
    chart.has_title = False
    named = drawn.named
    chart.has_legend = len(named) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        _unnamed(chart.legend, [i for i, s in enumerate(drawn.series) if s.quiet or not s.colour])
    _axes(chart, drawn, size)
    plot = chart.plots[0]
    if drawn.spanned:
        chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")
    if drawn.form != "line":
        plot.gap_width = 50 if drawn.stacked else 60
        plot.overlap = 100 if drawn.stacked else -5
    for turn, (one, series) in enumerate(zip(drawn.series, plot.series, strict=True)):
        if drawn.form == "line":
            _line(series, one, turn)
        else:
            _fill(series, one)
    for at, ink in enumerate(drawn.points):
        fill = plot.series[0].points[at].format.fill
        fill.solid()
        fill.fore_color.rgb = colour(ink)
    if drawn.labels:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = drawn.number_format, False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        labels.font.size = Pt(size)


def _unnamed(legend: Any, series: Sequence[int]) -> None:
    """Leave what only lifts the others out of the legend."""
    for at in reversed(series):
        entry = legend._element.makeelement(qn("c:legendEntry"), {})
        for tag, value in (("c:idx", str(at)), ("c:delete", "1")):
            entry.append(entry.makeelement(qn(tag), {"val": value}))
        legend._element.find(qn("c:legendPos")).addnext(entry)


def _ticks(drawn: Native) -> str:
    """Give the format of the axis: over ten or more Office has whole steps, which need no tenth."""
    held = [v for series in drawn.series for v in series.values if v is not None]
    whole = max(held, default=0) - min(held, default=0) >= WHOLE_STEPS
    return re.sub(r"\.0+", "", drawn.number_format) if whole else drawn.number_format


def _axes(chart: Any, drawn: Native, size: float) -> None:
    across, values = chart.category_axis, chart.value_axis
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    across.major_tick_mark = XL_TICK_MARK.NONE
    across.format.line.color.rgb = colour(theme.LINE)
    across.has_major_gridlines = False
    across.tick_labels.font.size = Pt(size)
    if len(drawn.categories) > MANY and drawn.form != "bar":
        _skip(across, 5)
    if drawn.form == "bar" and not drawn.stacked:
        across.reverse_order = True  # the first row stands on top, the numbers below
        across.crosses = XL_AXIS_CROSSES.MAXIMUM
    values.tick_labels.number_format = _ticks(drawn)
    values.tick_labels.number_format_is_linked = False
    values.has_major_gridlines = not drawn.labels
    values.format.line.fill.background()
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = colour(theme.GRID)
    values.visible = not drawn.labels
    held = [v for series in drawn.series for v in series.values if v is not None]
    if drawn.form != "line":  # left to itself the axis of two near values begins just below them
        if drawn.floor is not None or min(held) >= 0:
            values.minimum_scale = drawn.floor or 0
        elif max(held) <= 0:
            values.maximum_scale = 0
    values.has_title = bool(drawn.title) and not drawn.labels
    if values.has_title:
        values.axis_title.text_frame.text = clean(drawn.title)


def _skip(axis: Any, every: int) -> None:
    """Name only some of the categories: the first, and each so many after it."""
    element = axis._element
    for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
        made = element.makeelement(qn(tag), {"val": str(every)})
        after = element.find(qn("c:noMultiLvlLbl"))
        after.addprevious(made) if after is not None else element.append(made)


_MARKS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "triangle": XL_MARKER_STYLE.TRIANGLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
}
"""Marks of our own drawings → those of Office."""


def _mark(marker: Any, name: str, ink: RGBColor) -> None:
    """Draw a mark, open ones white within."""
    marker.style, marker.size = _MARKS[name.removeprefix("open-")], MARK
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = RGBColor(255, 255, 255) if name.startswith("open-") else ink
    marker.format.line.color.rgb = ink


def _sparse(series: Any, one: Drawn, turn: int) -> None:
    """Leave marks on some of a line's values only, each line's at other places."""
    known = [at for at, value in enumerate(one.values) if value is not None]
    step = max(1, len(known) // MARKS)
    for at in set(known) - set(known[2 * turn % step :: step]):
        point, line = series.points[at], series.format.line
        point.marker.style = XL_MARKER_STYLE.NONE
        own = point.format.line  # a point that says nothing of its line gets the program's own
        own.color.rgb, own.width = line.color.rgb, line.width
        if one.dashed_from == 0:
            own.dash_style = MSO_LINE.DASH


def _line(series: Any, one: Drawn, turn: int) -> None:
    series.smooth = False
    line = series.format.line
    line.color.rgb, line.width = colour(one.colour), Pt(QUIET_WIDTH if one.quiet else WIDTH)
    alone = any(_alone(one.values, at) for at in range(len(one.values)))
    if alone or one.marker:
        _mark(series.marker, one.marker or "circle", line.color.rgb)
    else:
        series.marker.style = XL_MARKER_STYLE.NONE
    if one.marker and not alone:
        _sparse(series, one, turn)
    _dash(series, one)


def _dash(series: Any, one: Drawn) -> None:
    """Draw what is projected dashed."""
    line = series.format.line
    if one.dashed_from == 0:
        line.dash_style = MSO_LINE.DASH
        return
    for at in range(one.dashed_from or len(one.values), len(one.values)):
        point = series.points[at].format.line
        point.color.rgb, point.width = line.color.rgb, line.width
        point.dash_style = MSO_LINE.DASH


def _alone(values: Sequence[float | None], at: int) -> bool:
    """Say whether a value has none beside it, so that no line is drawn to it."""
    beside = (values[at - 1] if at else None, *values[at + 1 : at + 2])
    return values[at] is not None and all(value is None for value in beside)


def _fill(series: Any, one: Drawn) -> None:
    series.invert_if_negative = False
    if not one.colour:
        series.format.fill.background()
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour(one.colour)
