"""Exhibits: a tidy table, one declarative chart, and what a reader needs to trust them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from veivalg.content.chart import Chart, Shape
from veivalg.content.drawn import axis_from, for_periods
from veivalg.content.figure import Assumption, Source, SourceKind
from veivalg.content.numbers import Unit, decimals_of, format_number, presented
from veivalg.content.statement import Statement
from veivalg.content.table import Cell, Table
from veivalg.foundation.i18n import _

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


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
