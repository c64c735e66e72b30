"""Exhibits: a tidy table, one declarative chart, and what a reader needs to trust them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from veivalg.content.drawn import axis_from, for_periods
from veivalg.content.figure import Assumption, Source, SourceKind
from veivalg.content.numbers import DECIMALS, Unit, decimals_of, format_number, presented
from veivalg.content.quantity import Quantity
from veivalg.content.settled import Printing, Terms, settled
from veivalg.content.statement import Statement
from veivalg.foundation.i18n import _

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LONG_NOK = 10_000_000
"""Kroner from which a table is read in millions."""
Cell = str | float | int | None
Outline = tuple[tuple[tuple[float, float], ...], ...]
"""Where a place lies: rings of (longitude, latitude) in degrees. One ring of one point is a dot."""


class Role(StrEnum):
    """What a series is; the colour follows the role, never the other way."""

    OWN = "own"
    GROUP = "group"
    NORWAY = "norway"
    PEER = "peer"
    SCENARIO = "scenario"
    MALE = "male"
    FEMALE = "female"
    THEN = "then"
    NOW = "now"


class Shape(StrEnum):
    """The chart forms there are; adding one is adding a function in ``publish.charts``.

    ``WATERFALL``: ``x`` names the steps in order, ``y`` is each step with its sign. Rows whose
    ``x`` is in ``Chart.totals`` are bars from zero and must equal the sum so far (a total in the
    first row sets the start). Steps are written with their sign, totals without.

    ``MAP``: ``x`` is the municipality's code, ``y`` the value that colours it, ``series``, when
    given, the column with its name. ``Chart.geometry`` gives each code its outline; a code without
    one is left to the table, and an outline without a value is ground. Classes hold about equally
    many. ``roles`` may be by code or by name: ``OWN`` and ``PEER`` are outlined and named. ``None``
    or a text («skjermet») is hatched. ``Chart.ranking`` is written beside it, a line each.

    ``DOTS``: ``x`` is measured and ``y`` names the rows (or the other way round), ``series`` is the
    column with the place of each dot. Places with a role in ``roles`` are named, all others are
    «andre kommuner». With two places in all it is a duel: both values are written.

    ``SWIMLANE``: who does what, step by step. ``x`` is the step's number, ``y`` the actor in whose
    lane it stands, ``Chart.label`` the column with the step in words, ``series`` whether
    responsibility is settled; a step whose ``series`` is in ``Chart.unsettled`` is dashed and says
    so. Rows with the same number are one step that several actors share. Lanes come in table order.
    """

    LINES = "lines"  # x time, y value, a line a series, optional ribbon
    BARS = "bars"  # horizontal bars from zero, a category a row
    COLUMNS = "columns"  # vertical bars over time, stacked by series when asked
    PYRAMID = "pyramid"  # ages by sex, two dates
    PANELS = "panels"  # small multiples of lines, same scale
    RANGE = "range"  # point with interval, a category a row
    WATERFALL = "waterfall"  # signed steps from one total to another
    MAP = "map"  # municipalities coloured by class, or dots where they have no outline
    DOTS = "dots"  # a strip a row: our own dot among the others, or a duel of two
    SWIMLANE = "swimlane"  # steps in the lanes of those who do them


@dataclass(frozen=True, slots=True)
class Column:
    """A column: key in rows, Norwegian title, unit, how to write it.

    ``written`` is for numbers of unlike units, which are texts with their unit in each cell.
    """

    key: str
    title: str
    unit: Unit | None = None
    decimals: int | None = None
    sign: bool = False
    written: bool = False

    @property
    def numeric(self) -> bool:
        """Say whether cells are numbers (right-aligned, tabular)."""
        return self.unit is not None or self.written

    @property
    def printing(self) -> Printing:
        """Give how its numbers are printed."""
        own = DECIMALS.get(self.unit or Unit.COUNT, 0)
        return Printing(self.key, self.unit, own if self.decimals is None else self.decimals)


@dataclass(frozen=True, slots=True)
class Pivot:
    """How a tidy table is turned for reading: one row a `rows` value, one column a `columns`."""

    rows: str
    columns: str
    values: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order they are read. ``None`` is missing and is written so.

    A column of ranks with key ``k`` must stand with its interval in ``k_low`` and ``k_high``.
    ``told`` says by column key what each of its cells is in the registry of quantities, and
    ``terms`` which columns are worked out from others: ``{"gap": ("need", "-places")}``.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total_row: bool = False
    pivot: Pivot | None = None
    told: Mapping[str, tuple[Quantity | None, ...]] = field(default_factory=dict)
    terms: Terms = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a row that is not as wide as the columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"row {row!r} has {len(row)} cells, {len(self.columns)} columns")
        for key, told in self.told.items():
            if self.column(key) and len(told) != len(self.rows):
                raise ValueError(f"{key!r} tells of {len(told)} cells of {len(self.rows)}")
        self._check_ranks()

    def _check_ranks(self) -> None:
        keys = {column.key for column in self.columns}
        for column in self.columns:
            if column.unit is not Unit.RANK or column.key.endswith(("_low", "_high")):
                continue
            ends = {f"{column.key}_low", f"{column.key}_high"}
            alone = self.pivot is not None or not ends <= keys
            ranked = [r for r in self.records() if isinstance(r[column.key], int | float)]
            if alone or any(r[end] is None for r in ranked for end in ends):
                raise ValueError(f"ranks in {column.key!r} stand without their interval")

    def records(self) -> list[dict[str, Cell]]:
        """Give the rows as dictionaries by column key."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]

    def column(self, key: str) -> Column:
        """Give the column with this key; raises ``KeyError`` when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def cells(self, key: str) -> list[Cell]:
        """Give a column's cells, row by row; raises ``KeyError`` when there is no such column."""
        at = self.columns.index(self.column(key))
        return [row[at] for row in self.rows]

    def quantities(self) -> Iterator[tuple[Quantity, Cell]]:
        """Give each cell that is in the registry of quantities, with what it is."""
        for key, told in self.told.items():
            pairs = zip(told, self.cells(key), strict=True)
            yield from ((quantity, cell) for quantity, cell in pairs if quantity is not None)

    def readable(self) -> Table:
        """Give the table as a person reads it: turned as ``pivot`` says, in millions, adding up."""
        return self.turned()._in_millions()._settled()

    def turned(self) -> Table:
        """Give the table turned as ``pivot`` says, each number as it is."""
        if self.pivot is None:
            return self
        ways = self.cells(self.pivot.rows), self.cells(self.pivot.columns)
        labels, heads = (list(dict.fromkeys(way)) for way in ways)
        values = dict(zip(zip(*ways, strict=True), self.cells(self.pivot.values), strict=True))
        measure = self.column(self.pivot.values)
        first = self.column(self.pivot.rows)
        if first.unit is Unit.YEAR:
            labels.sort(key=lambda year: float(year or 0))
        columns = (
            first,
            *(Column(str(h), str(h), measure.unit, measure.decimals, measure.sign) for h in heads),
        )
        rows = tuple((label, *(values.get((label, h)) for h in heads)) for label in labels)
        return Table(columns, rows, self.total_row, terms=self.terms)

    def _in_millions(self) -> Table:
        """Give kroner in millions where amounts are too long to read; what is stored is the same.

        They have as many decimals as the smallest needs to be seen, at most three.
        """
        kroner = {i for i, column in enumerate(self.columns) if column.unit is Unit.NOK}
        cells = (row[i] for row in self.rows for i in kroner)
        sizes = [abs(v) for v in cells if isinstance(v, int | float) and v]
        if max(sizes, default=0) < LONG_NOK:
            return self
        digits = next((n for n in (1, 2) if min(sizes) >= 0.5 * 10 ** (6 - n)), 3)
        word = Unit.MILLION_NOK.word
        columns = tuple(
            replace(c, title=f"{c.title} ({word})", unit=Unit.MILLION_NOK, decimals=digits)
            if i in kroner
            else c
            for i, c in enumerate(self.columns)
        )
        return replace(self, columns=columns)

    def _settled(self) -> Table:
        """Give the table as it is printed: differences of printed ends, and a row of rounding."""
        if not (self.total_row or self.terms):
            return self
        how = [column.printing for column in self.columns]
        rows = settled(how, [list(row) for row in self.rows], self.total_row, self.terms)
        told = self.told
        if len(rows) > len(self.rows):
            told = {key: (*cells[:-1], None, *cells[-1:]) for key, cells in told.items()}
        return replace(self, rows=tuple(tuple(row) for row in rows), told=told)


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled line in a chart, at an x (present, opening year) or y (threshold) value."""

    label: str
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw from the exhibit's tidy table, by column keys.

    ``roles`` gives each series its meaning (colour and weight follow). ``projected_from`` is the
    first x that is projected: drawn dashed from there. ``low``/``high`` are ribbon columns and are
    for intervals only, never for scenarios; ``inner`` names the columns of a narrower interval in
    the same ribbon, darker (50 % within 80 %). ``facet`` makes small multiples on one scale.
    ``ends`` are where a value axis is to begin and end: a rank is seen against how many there are.
    ``own_scales`` gives each facet a scale of its own, for what differs too much to share one; the
    drawing says so.
    ``beyond`` gives a map what it draws of places too many to list, code → value, and ``names``
    what they are called.
    ``totals`` is for waterfalls, ``geometry`` for maps, ``label`` and ``unsettled`` for swimlanes;
    see :class:`Shape`.
    """

    shape: Shape
    x: str
    y: str
    series: str | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)
    low: str | None = None
    high: str | None = None
    facet: str | None = None
    projected_from: float | None = None
    zero: bool = False
    stacked: bool = False
    y_title: str = ""
    x_title: str = ""
    marks: tuple[Mark, ...] = ()
    totals: tuple[str, ...] = ()
    ends: tuple[float, float] | None = None
    own_scales: bool = False
    geometry: Mapping[str, Outline] = field(default_factory=dict, repr=False)
    beyond: Mapping[str, float | None] = field(default_factory=dict, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    ranking: tuple[str, ...] = ()
    inner: tuple[str, str] | None = None
    label: str | None = None
    unsettled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A numbered picture or table of a chapter.

    ``title`` says the finding, ``subtitle`` what is shown (measure, place, years, unit), ``alt``
    the finding in words for one who can't see it. Without a chart it is a table. ``deviations``
    say what a source prints of the same that the figures do not bear out.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    table: Table
    sources: tuple[Source, ...]
    chart: Chart | None = None
    formula: str = ""
    method: str = ""
    note: str = ""
    uncertainty: str = ""
    assumptions: tuple[Assumption, ...] = ()
    deviations: tuple[Statement, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an exhibit that can't be traced or heard."""
        if not self.sources:
            raise ValueError(f"exhibit {self.id!r} has no source")
        if not self.alt.strip():
            raise ValueError(f"exhibit {self.id!r} has no text alternative")
        if self.chart is not None:
            object.__setattr__(self, "chart", for_periods(self.table, self.chart))
        if self.chart is not None and self.chart.shape is Shape.WATERFALL:
            _check_sums(self.id, self.table, self.chart)
            self._end_in_a_total(self.chart)

    def _end_in_a_total(self, chart: Chart) -> None:
        """Let a waterfall from one total to another add up as it is printed, as tables do."""
        names = [str(name) for name in self.table.cells(chart.x)]
        if (*names[:1], *names[-1:]) == chart.totals:
            object.__setattr__(self, "table", replace(self.table, total_row=True))

    @property
    def axis_from(self) -> float | None:
        """Give where the axis begins, in stored scale, when it is broken; None for zero."""
        chart = self.chart
        if chart is None or chart.shape is not Shape.WATERFALL or chart.zero:
            return None
        sums, running = [], 0.0
        for row in self.table.records():
            value, total = _number(row[chart.y]), row[chart.x] in chart.totals
            sums += [] if total else [running]
            running = running if value is None else value if total else running + value
            sums.append(running)
        return axis_from(sums)

    @property
    def broken_axis(self) -> str:
        """Say where a broken axis begins; empty when it begins at zero."""
        start = self.axis_from
        if start is None or self.chart is None:
            return ""
        unit = self.table.column(self.chart.y).unit or Unit.COUNT
        told = format_number(start, unit, decimals_of(presented(start, unit)))
        return _("Aksen er brutt og begynner på {start}.").format(start=told)

    @property
    def spoken(self) -> str:
        """Give the text alternative, with what one who sees is told of the axis."""
        return f"{self.alt} {self.broken_axis}".rstrip()

    @property
    def span(self) -> tuple[int, int] | None:
        """Give the first and last year shown, None where no year stands in it."""
        dated = [c.key for c in self.table.columns if c.unit is Unit.YEAR]
        cells = [v for key in dated for v in self.table.cells(key)]
        years = [int(v) for v in cells if isinstance(v, int | float)]
        said = (self.title, self.subtitle, *(c.title for c in self.table.columns))
        years += [] if years else [int(y) for text in said for y in _YEAR.findall(text)]
        return (min(years), max(years)) if years else None

    @property
    def caveats(self) -> tuple[str, ...]:
        """Give what its sources say must stand by these figures, each once."""
        official = [s for s in self.sources if s.kind is not SourceKind.CALCULATION]
        alone = all(s.unrevised for s in official)
        found = (c for s in self.sources for c in s.beside(alone=alone))
        return tuple(dict.fromkeys(c.text for c in found if c.concerns(self.span)))


def _check_sums(id: str, table: Table, chart: Chart) -> None:
    """Refuse a waterfall whose totals are not what its steps lead to; a missing step ends that."""
    rows = [(str(row[chart.x]), _number(row[chart.y])) for row in table.records()]
    slack = 1e-6 * max((abs(v) for _name, v in rows if v is not None), default=0.0)
    running: float | None = 0.0
    for i, (name, value) in enumerate(rows):
        if name not in chart.totals:
            running = None if running is None or value is None else running + value
            continue
        if i and value is not None and running is not None and abs(value - running) > slack:
            raise ValueError(f"exhibit {id!r}: {name!r} is {value}, its steps give {running}")
        running = value


def _number(cell: Cell) -> float | None:
    return None if cell is None or isinstance(cell, str) else float(cell)
