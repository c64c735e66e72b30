"""Absence, pay and positions of the chapter «bemanning», with what may not be shown (M17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.chapters.bemanning.model import Model
from veivalg.content import Assumption, Certainty, Figure, Source, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.absence import FullTime, Pay, add_pay, full_time, hidden_units, own_hour
from veivalg.tables import Sourced
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR, THRESHOLD

METHOD = "M17"
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

    table: Sourced
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

    def figure(
        self,
        id: str,
        label: str,
        value: float | None,
        unit: Unit,
        formula: str,
        table: Sourced | None,
        period: str,
        *assumptions: Assumption,
        decimals: int | None = None,
    ) -> Figure:
        """Give a number worked out from `table`, or from the shift plans when it is None."""
        if table is None:
            return self.model.calculated(
                id, label, value, unit, formula, *assumptions, decimals=decimals
            )
        source = calculation(
            METHOD,
            _("Fravær og lønn"),
            Figure(
                "grunnlag",
                table.source().title,
                None,
                unit,
                self.model.place,
                period,
                table.source(),
            ),
        )
        return Figure(
            id,
            label,
            value,
            unit,
            self.model.place,
            period,
            source,
            formula=formula,
            assumptions=assumptions,
            method=METHOD,
            decimals=decimals,
        )

    def sources(self, table: Sourced) -> tuple[Source, ...]:
        """Give the sources of what is worked out from `table`."""
        return (table.source(), self.figure("kilde", "", None, Unit.NOK, "", table, "").source)


def prices(evidence: Evidence) -> Prices:
    """Give what is chosen, with what a person has changed."""
    week = Assumption(
        "fravaersuke",
        _("Utgift utover lønn for en uke fravær"),
        17_000,
        17_000,
        Unit.NOK,
        Certainty.FOUND,
        _("SINTEF/NHO 2020: spørreundersøkelse i privat sektor, i 2020-kroner"),
        0,
        60_000,
        500,
    )
    leaver = Assumption(
        "slutter_utgift",
        _("Utgift når en ansatt slutter og erstattes"),
        200_000,
        200_000,
        Unit.NOK,
        Certainty.CHOICE,
        _("Valg: utlysning, opplæring og tapt arbeid"),
        0,
        1_000_000,
        10_000,
    )
    leaving = Assumption(
        "slutter_andel",
        _("Ansatte som slutter i løpet av et år"),
        0.219,
        0.219,
        Unit.SHARE,
        Certainty.FOUND,
        _(
            "Helsedirektoratet, Kompetanseløft 2021: omsorgstjenestene, bytte av "
            "arbeidssted medregnet"
        ),
        0,
        0.6,
        0.001,
    )
    position = Assumption(
        "stilling_turnus",
        _("Gjennomsnittlig stilling i turnus"),
        0.715,
        0.715,
        Unit.SHARE,
        Certainty.FOUND,
        _("KS 2023: turnus i helse og omsorg"),
        0.3,
        1.0,
        0.005,
    )
    supplement = Assumption(
        "helg_tillegg",
        _("Tillegg for ekstra vakter i helgen"),
        1.0,
        1.0,
        Unit.SHARE,
        Certainty.UNVERIFIED,
        _("Overtid med 100 %. Vilkårene i avtalen er ikke funnet"),
        0,
        1.5,
        0.05,
        0,
    )
    made = (evidence.assume(a) for a in (week, leaver, leaving, position, supplement))
    return Prices(*made)


def people(evidence: Evidence, model: Model) -> People:
    """Give absence and pay, as far as they have been brought."""
    absence, pay = evidence.own.get("absence"), evidence.own.get("staff_pay")
    sick = _sick(absence) if absence is not None and absence.frame.height else None
    payroll = None
    if pay is not None and pay.frame.height:
        payroll = _payroll(pay, absence, model)
    return People(model, prices(evidence), sick, payroll)


def _mean(rows: pl.DataFrame) -> tuple[float, float]:
    weight = float(rows["fte"].sum())
    if weight <= 0:
        return 0.0, 0.0
    short, long = (float((rows[c] * rows["fte"]).sum()) for c in ("short", "long"))
    return short / weight, long / weight


def _sick(table: Sourced) -> Sick:
    """Give the newest four quarters; a unit is hidden if it ever has too few employees."""
    frame = table.frame.with_columns(
        (pl.col("year").cast(pl.Int32) * 4 + pl.col("quarter") - 1).alias("at")
    )
    newest = frame["at"].max()
    frame = frame.filter(pl.col("at") > newest - 4).sort("at")  # type: ignore[operator]
    least = dict(frame.group_by("unit").agg(pl.col("employees").min()).iter_rows())
    hidden = hidden_units(least, SMALLEST_DENOMINATOR)
    units = {
        str(unit): None if unit in hidden else _mean(rows)
        for (unit,), rows in frame.partition_by("unit", as_dict=True).items()
    }
    by_quarter = {
        int(at): rows
        for (at,), rows in frame.partition_by("at", as_dict=True, maintain_order=True).items()
    }
    # The same units must stand behind every quarter, and enough people behind each.
    enough = sum(least.values()) >= SMALLEST_DENOMINATOR
    quarters = {
        f"{at % 4 + 1}. kv. {at // 4}": _mean(rows)
        for at, rows in by_quarter.items()
        if enough and rows["unit"].n_unique() == len(least)
    }
    names = [f"{at % 4 + 1}. kvartal {at // 4}" for at in by_quarter]
    period = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
    last = frame.filter(pl.col("at") == newest)
    return Sick(
        table, period, units, quarters, _mean(frame) if enough else None, float(last["fte"].sum())
    )


def _payroll(table: Sourced, absence: Sourced | None, model: Model) -> Payroll:
    """Give pay of the newest year; who works in a unit is known from absence or its plan."""
    year = max(table.frame["year"].to_list())
    frame = table.frame.filter(pl.col("year") == year)
    parts = ("fixed", "overtime", "extra", "temporary", "agency_cost", "agency_hours")
    summed = frame.group_by("unit", maintain_order=True).agg(pl.col(p).sum() for p in parts)
    units = tuple(Pay(*row) for row in summed.iter_rows())
    months = frame["month"].n_unique()
    counted: dict[str, float] = {}
    if absence is not None:
        counted = dict(absence.frame.group_by("unit").agg(pl.col("employees").min()).iter_rows())
    planned = {u.name: u.net for u in model.units}
    # Where nobody has counted: there are at least as many people as FTE, by plan or by pay.
    by_pay = {p.unit: p.fixed * 12 / months / model.choices.yearly_cost.value for p in units}
    employees = {p.unit: counted.get(p.unit, planned.get(p.unit, by_pay[p.unit])) for p in units}
    held = [int(month) for month in frame["month"]]
    period = str(year) if months == 12 else f"{year}, måned {min(held)}–{max(held)}"
    return Payroll(table, period, units, hidden_units(employees, THRESHOLD))
