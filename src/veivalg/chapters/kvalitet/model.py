"""What the chapter «kvalitet» rests on: indicators with their history, group and country."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.indicator_series import Series, countries, missing_series, series
from veivalg.chapters.common.missing import how_to_get, table_name
from veivalg.chapters.kvalitet import SPEC
from veivalg.content import Figure, Interval, Missing, Place, Role, Unit, calculation, format_number
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.trend import Trend, recent_mean, trend
from veivalg.norway.indicators import Area, Indicator, SmallNumbers, indicators
from veivalg.tables.small_numbers import wilson

METHOD = SPEC.methods[0]
SERVICES = ("care", "primary_school", "kindergarten", "child_welfare", "health")
"""Service areas in reading order."""

FEW_PEOPLE = 2_000
"""In municipalities under this a mean over persons is shown as the mean of four years."""

_ARROWS = {Trend.UP: "↑", Trend.FLAT: "→", Trend.DOWN: "↓"}
_ELSEWHERE = ("need_", "staff_")
"""Indicators that the chapters on need and on competence show."""


def shown(entry: Indicator) -> bool:
    """Say whether an indicator belongs here: quality or coverage that can be compared."""
    return (
        entry.service in SERVICES
        and entry.area in (Area.QUALITY, Area.COVERAGE)
        and entry.unit is not Unit.USERS
        and not entry.id.startswith(_ELSEWHERE)
    )


@dataclass(frozen=True)
class Measure:
    """An indicator of the municipality, against its own past, the group and the country.

    Parameters
    ----------
    smoothed
        Show the mean of four years in place of one, because few persons are behind it.
    interval
        What chance alone may do to the municipality's share, when its count is known.
    """

    series: Series
    smoothed: bool = False
    interval: Interval | None = None

    @property
    def entry(self) -> Indicator:
        """Give the entry of the register."""
        return self.series.entry

    @property
    def known(self) -> bool:
        """Say whether the municipality has a value that may be shown, of its newest year."""
        return self.value(Role.OWN) is not None

    @property
    def thin(self) -> bool:
        """Say whether the newest value is hidden or rests on too few."""
        return bool(self.series.reason)

    def value(self, role: Role) -> float | None:
        """Give what is shown for the municipality, the group or the country."""
        line, year = self.series.of(role), self.series.year
        if line is None or year is None or self.thin:
            return None
        if self.smoothed:
            upto = {y: v for y, v in line.values.items() if y <= year}
            return recent_mean(upto)
        return line.values.get(year)

    def figure(self, role: Role) -> Figure | None:
        """Give what is shown as a figure."""
        value, line = self.value(role), self.series.of(role)
        if value is None or line is None:
            return None
        slug = self.entry.id.replace("_", "-")
        formula = _("snitt av inntil fire år") if self.smoothed else ""
        return Figure(
            f"{slug}-{line.place.code.lower()}",
            self.entry.name,
            value,
            self.entry.unit,
            line.place,
            self.period,
            line.source,
            self.entry.decimals,
            self.interval if role is Role.OWN else None,
            formula,
        )

    @property
    def period(self) -> str:
        """Give the year, or the span of the mean."""
        year = self.series.year
        return f"{year - 3}–{year}" if self.smoothed and year else str(year or "")

    @property
    def mean(self) -> Figure | None:
        """Give the mean of four years of the municipality, ours."""
        line = self.series.own
        value = recent_mean(line.values) if line and not self.thin else None
        if line is None or value is None or self.series.year is None:
            return None
        slug, year = self.entry.id.replace("_", "-"), self.series.year
        inputs = tuple(f for y in range(year - 3, year + 1) if (f := self.series.figure(y)))
        return Figure(
            f"{slug}-fire-ar",
            _("{name}, snitt av fire år").format(name=self.entry.name),
            value,
            self.entry.unit,
            line.place,
            f"{year - 3}–{year}",
            calculation(METHOD, _("Snitt av fire år"), *inputs),
            self.entry.decimals,
            formula=_("snitt av de årene som er kjent"),
            inputs=inputs,
            method=METHOD,
        )

    @cached_property
    def trend(self) -> Trend | None:
        """Give how the newest value stands to the four years before it."""
        line = self.series.own
        return trend(line.values) if line is not None and not self.thin else None

    def against(self, role: Role) -> int | None:
        """Give 1, 0 or −1: above, as, or below the group or the country, as it is written."""
        own, other = self.value(Role.OWN), self.value(role)
        if own is None or other is None:
            return None
        if self.text(own) == self.text(other):
            return 0
        return 1 if own > other else -1

    def text(self, value: float | None) -> str:
        """Write a value as the indicator is written."""
        return format_number(value, self.entry.unit, self.entry.decimals)


@dataclass(frozen=True)
class Model:
    """Every indicator of the chapter for one municipality."""

    place: Place
    other: Place
    other_role: Role
    measures: tuple[Measure, ...]
    countries: tuple[Place, ...]

    def against(self, measure: Measure) -> int | None:
        """Give how the municipality stands to the other, where the indicator is held against it."""
        line = measure.series.of(self.other_role)
        held = line is not None and line.place == self.other
        return measure.against(self.other_role) if held else None

    @cached_property
    def known(self) -> tuple[Measure, ...]:
        """Give those the municipality has a value of."""
        return tuple(m for m in self.measures if m.known)

    @cached_property
    def thin(self) -> tuple[Measure, ...]:
        """Give those that are hidden or rest on too few."""
        return tuple(m for m in self.measures if m.thin)

    @property
    def period(self) -> str:
        """Give the years the newest values are of."""
        years = sorted({m.series.year for m in self.known if m.series.year is not None})
        return (
            "" if not years else (str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}")
        )

    def of(self, service: str) -> tuple[Measure, ...]:
        """Give the indicators of a service area that are known or too thin."""
        return tuple(m for m in self.measures if m.entry.service == service and (m.known or m.thin))

    def judged(self, sign: int) -> tuple[Measure, ...]:
        """Give those where the municipality is better (1) or weaker (−1) than the other."""
        return tuple(
            m for m in self.known if m.entry.sign and (self.against(m) or 0) * m.entry.sign == sign
        )

    def turned(self, sign: int) -> tuple[Measure, ...]:
        """Give those that have become better (1) or weaker (−1)."""
        return tuple(
            m
            for m in self.known
            if m.trend is not None and m.entry.sign and m.trend.value * m.entry.sign == sign
        )

    def count(self, id: str, label: str, measures: Sequence[Measure]) -> Figure:
        """Make a number of indicators a figure."""
        inputs = _own(measures) or _own(self.known)
        made = Figures(
            self.place, self.period, method=METHOD, title=_("Telling av indikatorer"), inputs=inputs
        )
        return made(id, label, len(measures), Unit.COUNT)


def _own(measures: Sequence[Measure]) -> tuple[Figure, ...]:
    return tuple(f for m in measures if (f := m.figure(Role.OWN)))


def build(evidence: Evidence) -> Model:
    """Give every indicator of the chapter; those not fetched are neither known nor thin."""
    few = (inhabitants(evidence) or FEW_PEOPLE) < FEW_PEOPLE
    measures = tuple(
        _measure(evidence, i, few)
        for service in SERVICES
        for i in indicators()
        if i.service == service and shown(i)
    )
    group = evidence.group if any(m.value(Role.GROUP) is not None for m in measures) else None
    held = countries(m.series for m in measures)
    role = Role.NORWAY if group is None else Role.GROUP
    return Model(evidence.place, group or held[0], role, measures, held)


def inhabitants(evidence: Evidence) -> int | None:
    """Give the newest number of inhabitants known, or None."""
    for name in ("population", "population_groups"):
        rows = evidence.rows(name, evidence.place)
        if rows is not None:
            newest = rows.frame.filter(rows.frame["year"] == rows.frame["year"].max())
            return int(newest["persons"].sum())
    return None


def _measure(evidence: Evidence, entry: Indicator, few: bool) -> Measure:
    found = Measure(series(evidence, entry.id), few and entry.small_number is SmallNumbers.MEAN)
    share = entry.small_number is SmallNumbers.SHARE and found.known
    return replace(found, interval=_interval(evidence, found)) if share else found


def _interval(evidence: Evidence, measure: Measure) -> Interval | None:
    """Give Wilson's interval of a share whose count is known, else None."""
    table, value = evidence.rows("indicators", evidence.place), measure.value(Role.OWN)
    if table is None or value is None:
        return None
    rows = table.frame.filter(
        pl.col("indicator") == measure.entry.id, pl.col("year") == measure.series.year
    )
    if not rows.height or rows["numerator"][0] is None or not rows["denominator"][0]:
        return None
    low, high = wilson(rows["numerator"][0], rows["denominator"][0])
    if not low <= value <= high:
        return None
    return Interval(low, high, _("80 % intervall for tilfeldigheter alene"), 0.8)


def missing(evidence: Evidence, model: Model) -> tuple[Missing, ...]:
    """Say which indicators are not known, in one line when none is."""
    if model.known or model.thin:
        return missing_series(evidence, [m.series for m in model.measures])
    why = _("Ingen av tallene om kvalitet og dekning er hentet for {place}.")
    return (
        Missing(
            _("Kvalitet og dekning"),
            why.format(place=evidence.place.name),
            how_to_get(evidence.place),
            table_name("indicators"),
        ),
    )


def mark(measure: Measure) -> str:
    """Write the trend as an arrow and in words: «↓ bedre», «→ uendret», «↑ høyere».

    The arrow says where the number goes, the word whether that is good.
    """
    found = measure.trend
    if found is None:
        return _("for få år")
    if found is Trend.FLAT:
        word = _("uendret")
    elif measure.entry.sign:
        word = _("bedre") if found.value * measure.entry.sign > 0 else _("svakere")
    else:
        word = _("høyere") if found is Trend.UP else _("lavere")
    return f"{_ARROWS[found]} {word}"
