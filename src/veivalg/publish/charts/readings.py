"""What is said of each value of a chart when a reader points at it or steps to it."""

from dataclasses import dataclass, replace

import orjson

from veivalg.content import Cell, Chart, Column, Exhibit, Shape
from veivalg.content.numbers import format_number, nearest
from veivalg.foundation.i18n import _
from veivalg.publish.charts.data import measure_and_category
from veivalg.publish.charts.draw import Picture
from veivalg.publish.charts.map import codes, names_of
from veivalg.publish.document.cells import cell_text

_ROWS, _TIME = (0.1, 1.0), (1.0, 0.2)
_REACH = {
    Shape.BARS: _ROWS,
    Shape.RANGE: _ROWS,
    Shape.WATERFALL: _ROWS,
    Shape.DOTS: _ROWS,
    Shape.PYRAMID: _ROWS,
    Shape.LINES: _TIME,
    Shape.PANELS: _TIME,
    Shape.COLUMNS: _TIME,
}
"""How much it counts to be away from a value, across and along: a bar is wide and low."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value in words: whose it is, of what period or category, with its unit and interval."""

    series: str
    category: str
    value: str
    ends: str = ""


def readings(exhibit: Exhibit, chart: Chart) -> list[Reading]:
    """Give what is said of each row of the table, in its order."""
    if chart.shape is Shape.MAP:
        return _of_places(exhibit, chart)
    table = exhibit.table.readable() if chart.shape is Shape.WATERFALL else exhibit.table
    measure, category = measure_and_category(exhibit, chart)
    signed = replace(measure, sign=True) if chart.shape is Shape.WATERFALL else measure
    ends = [table.column(key) if key else None for key in (chart.low, chart.high)]
    named = [key for key in (chart.facet, chart.series) if key]
    found = []
    for row in table.records():
        if chart.shape is Shape.SWIMLANE:
            value = str(row[chart.label]) if chart.label else ""
            found.append(Reading(_told(row[named[0]]) if named else "", _told(row[chart.y]), value))
            continue
        low, high = (_end(end, row[end.key]) if end else "" for end in ends)
        found.append(
            Reading(
                ", ".join(_told(row[key]) for key in named) or measure.title,
                cell_text(category, row[category.key]),
                _value(measure if row[chart.x] in chart.totals else signed, row[measure.key]),
                _("{low} til {high}").format(low=low, high=high) if low and high else "",
            )
        )
    return found


def _of_places(exhibit: Exhibit, chart: Chart) -> list[Reading]:
    names, measure = names_of(exhibit, chart), exhibit.table.column(chart.y)
    listed = dict(
        zip(map(str, exhibit.table.cells(chart.x)), exhibit.table.cells(chart.y), strict=True)
    )
    values = {**chart.beyond, **listed}
    return [
        Reading(measure.title, names.get(code, code), _value(measure, values[code]))
        for code in codes(exhibit, chart)
    ]


def _end(column: Column, cell: Cell) -> str:
    return "" if cell is None else cell_text(column, cell)


def _told(cell: Cell) -> str:
    return cell_text(Column("", ""), cell)


def _value(measure: Column, cell: Cell) -> str:
    if cell is None or isinstance(cell, str) or measure.unit is None:
        return cell_text(measure, cell)
    return format_number(cell, measure.unit, measure.decimals, sign=measure.sign)


def packed(exhibit: Exhibit) -> str:
    """Write the readings short, as JSON: names and categories once, and a row a value."""
    told = readings(exhibit, exhibit.chart) if exhibit.chart else []
    series = {name: n for n, name in enumerate(dict.fromkeys(r.series for r in told))}
    categories = {name: n for n, name in enumerate(dict.fromkeys(r.category for r in told))}
    rows = [
        [series[r.series], categories[r.category], r.value, *([r.ends] if r.ends else [])]
        for r in told
    ]
    reach = _REACH.get(exhibit.chart.shape, (1.0, 1.0)) if exhibit.chart else (1.0, 1.0)
    found = {"w": reach, "s": list(series), "c": list(categories), "v": rows}
    return orjson.dumps(found).decode()


def places(drawn: Picture) -> str:
    """Write where the rows are read in a picture, «x,y» each, nothing for one not drawn."""
    spots = (layer for layer in drawn.layers if layer.kind == "spot")
    points = ((n, p) for layer in spots for n, p in zip(layer.rows, layer.tracks[0], strict=True))
    at = {row: f"{nearest(x)},{nearest(y)}" for row, (x, y) in points}
    return ";".join(at.get(n, "") for n in range(max(at, default=-1) + 1))
