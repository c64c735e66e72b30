"""Charts that Office programs draw themselves, from numbers a reader can open and change.

One reading of an exhibit for slides and documents. What Office has no form for (maps, strips,
lanes, intervals, small multiples) gives None, and is shown as a picture.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from veivalg.content import Chart, Exhibit, Role, Shape, Unit
from veivalg.content.numbers import DECIMALS
from veivalg.content.theme import DOWN, TOTAL, UP
from veivalg.foundation.i18n import _
from veivalg.publish.charts.bars import read_bars
from veivalg.publish.charts.data import Series, collect, measure_and_category, shown, x_positions
from veivalg.publish.charts.pyramid import read_pyramid
from veivalg.publish.charts.waterfall import steps_of
from veivalg.publish.theme import fills, styles

MOST_BARS, MOST_LINES = 40, 10
"""Rows and lines that can be told from each other in one chart; more of them are a picture."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series as Office draws it.

    Parameters
    ----------
    values
        One for each category, as they are shown; None is missing.
    colour
        Of line or fill; empty for what only lifts the others (a waterfall's ground).
    dashed_from
        The first category that is projected, and drawn dashed from there; None for none.
    quiet
        Whether it is an end of an interval, drawn thin.
    marker
        What tells a line from the others in black and white, as in our own drawings (``square``);
        empty for none.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    dashed_from: int | None = None
    quiet: bool = False
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Native:
    """A chart for Office: its form, categories and series, and how its numbers are written.

    ``form`` is «line», «bar» or «column»; ``points`` colours single categories of the only series.
    ``floor`` is where a broken axis begins, which ``title`` then says. Lines are ``spanned`` over
    years that nobody has counted, not over values that are missing.
    """

    form: str
    categories: tuple[str, ...]
    series: tuple[Drawn, ...]
    number_format: str
    stacked: bool = False
    title: str = ""
    points: tuple[str, ...] = ()
    labels: bool = False
    floor: float | None = None
    spanned: bool = False

    @property
    def named(self) -> list[Drawn]:
        """Give the series that a legend names."""
        return [one for one in self.series if one.colour and not one.quiet]


def native(exhibit: Exhibit) -> Native | None:
    """Give an exhibit's chart as Office can draw it; None where it has no such form."""
    chart = exhibit.chart
    make = None if chart is None else _FORMS.get(chart.shape)
    made = None if chart is None or make is None else make(exhibit, chart)
    if made is None or not made.categories:
        return None
    kept = tuple(series for series in made.series if _has_values(series))
    return replace(made, series=kept) if kept else None


def _has_values(series: Drawn) -> bool:
    return any(value is not None for value in series.values)


def _lines(exhibit: Exhibit, chart: Chart) -> Native | None:
    lines = collect(exhibit, chart)
    _places, names = x_positions(exhibit, chart.x)
    xs = sorted({p.x for line in lines for p in line.points})
    if not names and xs:  # years that are left out keep their place on the axis
        xs = [float(x) for x in range(int(xs[0]), int(xs[-1]) + 1)]
    if not len(xs) > 1 or len(lines) > MOST_LINES:
        return None
    style = styles([line.name for line in lines], chart.roles)
    drawn = []
    for line in lines:
        colour, first = style[line.name].colour, None
        if chart.projected_from is not None:
            first = next((i for i, x in enumerate(xs) if x >= chart.projected_from), None)
        marker = style[line.name].marker
        drawn.append(Drawn(line.name, _along(line, xs, "y"), colour, first, marker=marker))
        if chart.low and chart.high:
            ends = ((_("{name}, nedre ende"), "low"), (_("{name}, øvre ende"), "high"))
            for text, end in ends:
                values = _along(line, xs, end)
                if any(value is not None for value in values):
                    drawn.append(Drawn(text.format(name=line.name), values, colour, 0, quiet=True))
    told = tuple(names.get(x, str(int(x))) for x in xs)
    spanned = all(p.y is not None for line in lines for p in line.points)
    code, title = _code(exhibit, chart.y), chart.y_title
    return Native("line", told, tuple(drawn), code, title=title, spanned=spanned)


def _along(line: Series, xs: list[float], what: str) -> tuple[float | None, ...]:
    held = {p.x: getattr(p, what) for p in line.points}
    return tuple(held.get(x) for x in xs)


def _bars(exhibit: Exhibit, chart: Chart) -> Native | None:
    form = "bar" if chart.shape is Shape.BARS else "column"
    measure, bars = read_bars(exhibit, chart)
    categories = list(dict.fromkeys(bar.category for bar in bars))
    names = list(dict.fromkeys(bar.series for bar in bars))
    if len(categories) > MOST_BARS:
        return None
    held = {(bar.category, bar.series): bar.value for bar in bars}
    colour = fills(names, chart.roles)
    lone = len(names) == 1
    drawn = tuple(
        Drawn(name or measure.title, tuple(held.get((c, name)) for c in categories), colour[name])
        for name in names
    )
    points = _points(categories, chart) if lone else ()
    few = len(categories) * len(names) <= MOST_BARS / 2 and not chart.stacked
    return Native(
        form,
        tuple(categories),
        drawn,
        _code(exhibit, measure.key),
        chart.stacked and not lone,
        chart.y_title,
        points,
        labels=few,
    )


def _points(categories: list[str], chart: Chart) -> tuple[str, ...]:
    """Give each category its colour where they have roles of their own."""
    if not any(c in chart.roles for c in categories):
        return ()
    others = dict.fromkeys((c for c in categories if c not in chart.roles), Role.NORWAY)
    roles = {**others, **{c: r for c, r in chart.roles.items() if c in categories}}
    found = {c: fills([c], roles)[c] for c in categories}
    return tuple(found[c] for c in categories)


def _pyramid(exhibit: Exhibit, chart: Chart) -> Native | None:
    values, ages, sexes, dates = read_pyramid(exhibit, chart)
    if len(sexes) != len(("left", "right")) or not dates:
        return None
    date = dates[-1]
    roles = {sexes[0]: Role.FEMALE, sexes[1]: Role.MALE}
    colour = styles(sexes, roles)
    drawn = []
    for sex, sign in zip(sexes, (-1, 1), strict=True):
        held = (values.get((age, sex, date)) for age in ages)
        drawn.append(
            Drawn(
                f"{sex} {date}".strip(),
                tuple(None if value is None else sign * value for value in held),
                colour[sex].fill,
            )
        )
    # To the left of the middle are women, and no number is below zero.
    return Native("bar", ages, tuple(drawn), "#,##0;#,##0", stacked=True)


def _waterfall(exhibit: Exhibit, chart: Chart) -> Native | None:
    steps = steps_of(exhibit, chart)
    if min(min(s.start, s.end) for s in steps) < 0:
        return None  # bars that cross zero need two grounds, and say nothing clearly
    ground = tuple(0.0 if s.total else min(s.start, s.end) for s in steps)
    kinds = {
        _("I alt"): (TOTAL, [s.end if s.total else None for s in steps]),
        _("Opp"): (UP, [_moved(s.end - s.start, s.total) for s in steps]),
        _("Ned"): (DOWN, [_moved(s.start - s.end, s.total) for s in steps]),
    }
    drawn = [Drawn(_("Grunn"), ground, "")]
    drawn += [Drawn(name, tuple(held), colour) for name, (colour, held) in kinds.items()]
    measure = measure_and_category(exhibit, chart)[0]
    floor = shown(measure, exhibit.axis_from)
    told = tuple(f"{s.name}: {s.text}" for s in steps)
    code, told_axis = _code(exhibit, measure.key), exhibit.broken_axis
    return Native("column", told, tuple(drawn), code, True, told_axis, floor=floor)


def _moved(by: float, total: bool) -> float | None:
    return by if by > 0 and not total else None


def _code(exhibit: Exhibit, key: str) -> str:
    """Give the number format of a measure in Office's words."""
    column = exhibit.table.column(key)
    digits = DECIMALS.get(column.unit or Unit.COUNT, 0)
    digits = digits if column.decimals is None else min(max(column.decimals, 0), digits)
    code = "#,##0" + ("." + "0" * digits if digits else "")
    return f'{code}" %"' if column.unit is Unit.SHARE else code


_FORMS: dict[Shape, Callable[[Exhibit, Chart], Native | None]] = {
    Shape.LINES: _lines,
    Shape.BARS: _bars,
    Shape.COLUMNS: _bars,
    Shape.PYRAMID: _pyramid,
    Shape.WATERFALL: _waterfall,
}
