"""Absence, pay and positions of the chapter «bemanning», with what may not be shown (M17)."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.chapters.bemanning.model import PEOPLE_METHOD as METHOD
from veivalg.chapters.bemanning.model import Model
from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.prices import mean_position
from veivalg.content import Assumption, Source, Unit, calculation, format_plain
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.absence import FullTime, Pay, add_pay, full_time, own_hour
from veivalg.own.persons import absence as of_persons
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons

POSITIONS = (0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Prices:
    """What a person can change.

    ``week``: extra cost of a week of absence; ``exit`` and ``leaving``: what one who leaves costs,
    and the share who do; ``position``: mean position; ``supplement``: for extra work in weekends.
    """

    week: Assumption
    exit: Assumption
    leaving: Assumption
    position: Assumption
    supplement: Assumption


@dataclass(frozen=True, slots=True)
class Sick:
    """Sick leave as shares of the hours: by unit (None when hidden), by quarter, and in all.

    ``units`` is the mean of the quarters of each unit, short and long. ``whole`` is None when too
    few work in all units together.
    """

    table: Persons
    period: str
    units: Mapping[str, tuple[float, float] | None]
    quarters: Mapping[str, tuple[float, float]]
    whole: tuple[float, float] | None
    fte: float

    @property
    def share(self) -> float | None:
        """Give short and long absence together."""
        return None if self.whole is None else sum(self.whole)


@dataclass(frozen=True, slots=True)
class Payroll:
    """Pay by unit over the period; units with fewer than five employees are in ``hidden``."""

    table: Sourced
    period: str
    units: tuple[Pay, ...]
    hidden: frozenset[str]

    @property
    def whole(self) -> Pay | None:
        """Give all units together; None when every unit is hidden."""
        return add_pay(self.units) if len(self.hidden) < len(self.units) else None


@dataclass(frozen=True, slots=True)
class People:
    """What is known of absence and pay, with the full-time scenario of the shift plans."""

    model: Model
    prices: Prices
    sick: Sick | None
    payroll: Payroll | None

    @property
    def own_hour(self) -> float:
        """Give what an hour of one's own costs."""
        return own_hour(self.model.choices.yearly_cost.value)

    def scenarios(self) -> tuple[FullTime, ...]:
        """Give what today's mean position and larger ones leave uncovered in the weekends."""
        now = self.prices.position.value
        wanted = sorted({now, *(p for p in POSITIONS if p > now)})
        return tuple(
            full_time(
                self.model.units,
                p,
                self.model.choices.every.value,
                hour=self.own_hour,
                supplement=self.prices.supplement.value,
            )
            for p in wanted
        )

    def figures(self, found: Sick | Payroll) -> Figures:
        """Give what makes the figures worked out from absence or from pay."""
        place, table = self.model.place, found.table.source()
        base = Figures(place, found.period, table)("grunnlag", table.title, None, Unit.NOK)
        source = calculation(METHOD, _("Fravær og lønn"), base)
        return Figures(place, found.period, source, METHOD)

    def sources(self, found: Sick | Payroll) -> tuple[Source, ...]:
        """Give the sources of what is worked out from absence or from pay."""
        return (found.table.source(), self.figures(found).made_by())


def prices(evidence: Evidence) -> Prices:
    """Give what is chosen, with what a person has changed."""
    week, exit_, leaving, supplement = set_out(
        evidence, "fravaersuke", "slutter_utgift", "slutter_andel", "helg_tillegg"
    )
    return Prices(week, exit_, leaving, mean_position(evidence), supplement)


def people(evidence: Evidence, model: Model) -> People:
    """Give absence and pay, as far as they have been brought."""
    absence, pay = evidence.persons.get("absence"), evidence.own.get("staff_pay")
    sick = _sick(absence) if absence is not None else None
    payroll = None
    if pay is not None and pay.frame.height:
        payroll = _payroll(pay, absence, model)
    return People(model, prices(evidence), sick, payroll)


def _sick(table: Persons) -> Sick | None:
    """Give the sick leave as it may be shown; None without any row."""
    found = of_persons.absence(table)
    if found is None:
        return None
    quarters = {
        _("{n}. kv. {year}").format(n=format_plain(quarter), year=year): shares
        for (year, quarter), shares in found.quarters.items()
    }
    names = dict.fromkeys(
        _("{n}. kvartal {year}").format(n=format_plain(quarter), year=year)
        for year, quarter in (found.first, found.last)
    )
    return Sick(table, "–".join(names), found.units, quarters, found.whole, found.fte)


def _payroll(table: Sourced, absence: Persons | None, model: Model) -> Payroll:
    """Give pay of the newest year; who works in a unit is known from absence or its plan."""
    year = max(table.frame["year"].to_list())
    frame = table.frame.filter(pl.col("year") == year)
    parts = ("fixed", "overtime", "extra", "temporary", "agency_cost", "agency_hours")
    summed = frame.group_by("unit", maintain_order=True).agg(pl.col(p).sum() for p in parts)
    units = tuple(Pay(*row) for row in summed.iter_rows())
    months = frame["month"].n_unique()
    planned = {u.name: u.net for u in model.units}
    # Where nobody has counted: there are at least as many people as FTE, by plan or by pay; at our
    # own price, since a lower one would open units that are hidden.
    by_pay = {p.unit: p.fixed * 12 / months / model.choices.yearly_cost.default for p in units}
    least = {p.unit: planned.get(p.unit, by_pay[p.unit]) for p in units}
    held = [int(month) for month in frame["month"]]
    period = (
        str(year)
        if months == 12
        else _("{year}, måned {first}–{last}").format(
            year=year, first=format_plain(min(held)), last=format_plain(max(held))
        )
    )
    return Payroll(table, period, units, of_persons.small_units(absence, least))
