"""What the chapter «rammenedtrekk» is worked out from (M13)."""

from collections.abc import Sequence
from dataclasses import dataclass

from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.rammenedtrekk import SPEC
from veivalg.content import Assumption, Figure, Place, Source, Unit
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.budget_frame import (
    Allocation,
    Frame,
    Own,
    Sector,
    allocate,
    own_allocation,
)
from veivalg.tables import Sourced

METHOD = SPEC.methods[0]
TABLES = ("budget_sectors", "budget_cuts", "sector_measures")


@dataclass(frozen=True, slots=True)
class Model:
    """The allocation with what it rests on.

    ``own`` holds, by sector, its measures by year and what they add up to against its cut.
    """

    place: Place
    allocation: Allocation
    flat: Assumption
    sectors: Sourced
    cuts: Sourced
    measures: Sourced | None
    own: dict[str, tuple[dict[str, dict[int, float]], Own]]
    strangers: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Give the years of the plan."""
        return self.allocation.years

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of the tables and of the calculation."""
        return (self.sectors.source(), self.cuts.source(), self.figures.made_by())

    def cut(self, id: str, label: str, unit: Unit) -> Figure:
        """Give the cut of the last year as it stands in the table."""
        made = Figures(self.place, self._period, self.cuts.source())
        return made(id, label, self.allocation.totals[-1], unit)

    @property
    def figures(self) -> Figures:
        """Give what makes the figures worked out from the tables."""
        last = self.years[-1]
        cut = self.cut("nedtrekk", _("Nedtrekk i alt {year}").format(year=last), Unit.NOK)
        budgets = Figures(self.place, self._period, self.sectors.source())(
            "rammer", _("Budsjettrammer i alt"), self.allocation.sum.budget, Unit.NOK
        )
        title, inputs = _("Fordeling av nedtrekket"), (cut, budgets)
        return Figures(self.place, self._period, None, METHOD, title, inputs, (self.flat,))

    @property
    def _period(self) -> str:
        return f"{self.years[0]}–{self.years[-1]}" if len(self.years) > 1 else str(self.years[0])


def flat_share(evidence: Evidence) -> Assumption:
    """Give the part of the cut that all carry alike, as Rana set it in 2022."""
    return set_out(evidence, "ramme_flat")[0]


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when the sectors or the cuts have not been brought.

    Raises
    ------
    UsageError
        When the cut is not possible with these budgets.
    """
    sectors, cuts = evidence.own.get("budget_sectors"), evidence.own.get("budget_cuts")
    if sectors is None or cuts is None or sectors.frame.is_empty() or cuts.frame.is_empty():
        return None
    flat = flat_share(evidence)
    allocation = allocate(sectors_of(sectors), frame_of(sectors, cuts, flat.value))
    measures = evidence.own.get("sector_measures")
    own, strangers = _own(measures, allocation)
    return Model(evidence.place, allocation, flat, sectors, cuts, measures, own, strangers)


def sectors_of(table: Sourced) -> tuple[Sector, ...]:
    """Give the rows of the frame from the own table."""
    rows = table.frame.iter_rows(named=True)
    return tuple(Sector(r["sector"], r["budget"], r["kostra_weight"]) for r in rows)


def frame_of(sectors: Sourced, cuts: Sourced, flat: float) -> Frame:
    """Give the frame: total of the last year, phased in as the table says.

    Raises
    ------
    UsageError
        When the last year has no cut while an earlier one has.
    """
    frame = cuts.frame.sort("year")
    years = tuple(int(y) for y in frame["year"])
    by_year = [float(c) for c in frame["cut"]]
    total = by_year[-1]
    if total <= 0 and any(by_year):
        raise UsageError(
            _("Nedtrekket er 0 kr i {year}, men ikke i årene før.").format(year=years[-1]),
            _("Fordelingen følger det siste året. Rett tabellen «Nedtrekk i alt per år»."),
        )
    phase = tuple(c / total for c in by_year) if total else (0.0,) * len(years)
    marked = sectors.frame.filter(sectors.frame["takes_rounding"] == "yes")["sector"]
    return Frame(total, years, flat, str(marked[0]), phase)


def _own(
    table: Sourced | None, allocation: Allocation
) -> tuple[dict[str, tuple[dict[str, dict[int, float]], Own]], tuple[str, ...]]:
    """Give each sector's measures held against its cut, and sectors that are not in the frame."""
    if table is None:
        return {}, ()
    found: dict[str, dict[str, dict[int, float]]] = {}
    for row in table.frame.iter_rows(named=True):
        by = found.setdefault(row["sector"], {}).setdefault(row["measure"], {})
        by[int(row["year"])] = float(row["amount"])
    cuts: dict[str, Sequence[float]] = {r.name: r.cuts for r in allocation.rows}
    own = {
        sector: (measures, own_allocation(measures, allocation.years, cuts.get(sector)))
        for sector, measures in found.items()
    }
    return own, tuple(s for s in found if s not in cuts)
