"""What the chapter «bemanning» is worked out from: plans, reported FTE and what is chosen (M11)."""

from dataclasses import dataclass

import polars as pl

from veivalg.chapters.bemanning import SPEC
from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.prices import price_chosen
from veivalg.content import Assumption, Figure, Place, Source, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services import staffing
from veivalg.maths.services.staffing import Compared, Shift, total
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons

METHOD, PEOPLE_METHOD = SPEC.methods
TABLES = ("staff_plan", "staff_reported", "staff_pay", "absence")
ROSTER_TABLES = ("roster_shifts", "roster_people")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person can change.

    ``every``: weekends worked, every so many; ``replaced`` and ``leave``: shares of the hours;
    ``yearly_cost``: of one's own FTE with pension and employer's tax.
    """

    every: Assumption
    replaced: Assumption
    leave: Assumption
    yearly_cost: Assumption


@dataclass(frozen=True, slots=True)
class Model:
    """Units by their shift plans, and calculated against reported FTE.

    ``by_plan`` names the units whose calculated FTE is that of the shift plan; ``uncompared``
    those with reported FTE that nothing is calculated for.
    """

    place: Place
    units: tuple[staffing.Unit, ...]
    compared: tuple[Compared, ...]
    by_plan: frozenset[str]
    uncompared: tuple[str, ...]
    choices: Choices
    plan: Sourced | None
    reported: Sourced | None
    period: str = ""

    @property
    def total(self) -> Compared:
        """Give the sums of calculated and reported FTE."""
        return total(self.compared, _("Sum"))

    @property
    def net(self) -> float:
        """Give FTE of the basic roster in all units."""
        return sum(u.net for u in self.units)

    @property
    def gross(self) -> float:
        """Give the FTE it takes to keep the rosters filled the whole year."""
        moved = self.net + sum(staffing.holiday_movement(u) for u in self.units)
        return staffing.gross(moved, self.choices.replaced.value, self.choices.leave.value)

    @property
    def duty(self) -> tuple[staffing.Unit, ...]:
        """Give the units that are staffed in weekends."""
        return tuple(u for u in self.units if u.weekend_duty > 0)

    @property
    def by_factor(self) -> list[tuple[float, staffing.Unit]]:
        """Give the units with a factor, night included, the lowest first."""
        found = ((u.factor, u) for u in self.units)
        return sorted(((f, u) for f, u in found if f is not None), key=lambda pair: pair[0])

    def _plan_input(self) -> tuple[Figure, ...]:
        if self.plan is None:
            return ()
        hours = sum(s.hours for u in self.units for s in u.shifts)
        made = Figures(self.place, self.period, self.plan.source())
        return (made("vakttimer", _("Timer på vakt per uke"), hours, Unit.HOURS),)

    def _compared_inputs(self) -> tuple[Figure, ...]:
        """Give what calculated against reported FTE rests on: the plans only where they are used.

        A printed table is then not marked as made up because a made-up plan stands beside it.
        """
        if self.reported is None:
            return ()
        made = Figures(self.place, self.period, self.reported.source())
        label, sum_ = _("Rapporterte årsverk"), self.total.reported
        found = made("rapportert", label, sum_, Unit.FTE, decimals=1)
        return (found, *self._plan_input()) if self.by_plan else (found,)

    @property
    def figures(self) -> Figures:
        """Give what makes the figures worked out from the shift plans."""
        return self._figures(self._plan_input())

    @property
    def deviations(self) -> Figures:
        """Give what makes the figures worked out from calculated and reported FTE."""
        return self._figures(self._compared_inputs())

    def _figures(self, inputs: tuple[Figure, ...]) -> Figures:
        return Figures(self.place, self.period, None, METHOD, _("Bemanning"), inputs)

    @property
    def plan_sources(self) -> tuple[Source, ...]:
        """Give the sources of what is worked out from shift plans."""
        made = self.figures.made_by()
        return (self.plan.source(), made) if self.plan is not None else (made,)

    @property
    def compared_sources(self) -> tuple[Source, ...]:
        """Give the sources of calculated against reported FTE."""
        own = self.reported.source() if self.reported is not None else None
        plan = self.plan.source() if self.plan is not None and self.by_plan else None
        return tuple(s for s in (own, plan) if s is not None)


def choices(evidence: Evidence) -> Choices:
    """Give what is chosen, with what a person has changed."""
    every, replaced, leave = set_out(evidence, "helg_hver", "fravaer_erstattet", "permisjon_kurs")
    return Choices(every, replaced, leave, price_chosen(evidence, "new_fte", 10_000))


def brought(evidence: Evidence) -> list[Sourced | Persons | None]:
    """Give every table the chapter rests on; None for those that have not been brought."""
    own, persons = evidence.own, evidence.persons
    return [own.get(n) or persons.get(n) for n in (*TABLES, *ROSTER_TABLES)]


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when nothing of plans, reported FTE, pay or absence is brought."""
    plan, reported = evidence.own.get("staff_plan"), evidence.own.get("staff_reported")
    plan = plan if plan is not None and plan.frame.height else None
    reported = reported if reported is not None and reported.frame.height else None
    if not any(map(evidence.has_own, TABLES)):
        return None
    units = _units(plan.frame) if plan is not None else ()
    compared, by_plan, left = _compared(units, reported.frame if reported is not None else None)
    return Model(
        evidence.place,
        units,
        compared,
        by_plan,
        left,
        choices(evidence),
        plan,
        reported,
        _("planen som er lest inn"),
    )


def _units(plan: pl.DataFrame) -> tuple[staffing.Unit, ...]:
    found = []
    for (name,), rows in plan.partition_by("unit", as_dict=True, maintain_order=True).items():
        shifts = tuple(
            Shift(r["shift"], r["weekday"], r["weekend"], r["length"], r["weekly_hours"])
            for r in rows.iter_rows(named=True)
        )
        found.append(staffing.Unit(str(name), rows["kind"][0], rows["places"][0], shifts))
    return tuple(found)


def _compared(
    units: tuple[staffing.Unit, ...], reported: pl.DataFrame | None
) -> tuple[tuple[Compared, ...], frozenset[str], tuple[str, ...]]:
    """Give each unit's comparison, whose calculated FTE is the plan's, and who has none."""
    planned = {u.name: u.day_evening for u in units}
    found, by_plan, left = [], set(), []
    for row in reported.iter_rows(named=True) if reported is not None else ():
        name, calculated = row["unit"], row["calculated"]
        if calculated is None and name in planned:
            calculated = planned[name]
            by_plan.add(name)
        if calculated is None:
            left.append(name)
            continue
        found.append(Compared(name, calculated, row["reported"], row["deviation"]))
    return tuple(found), frozenset(by_plan), tuple(left)
