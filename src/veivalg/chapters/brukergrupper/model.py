"""What the chapter «brukergrupper» is worked out from (M9)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from veivalg.chapters.common.booking import (
    booked_on_health,
    care_need,
    fitting,
    made_up,
    newest,
    other_year,
)
from veivalg.chapters.common.periods import december, january
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.sources import unique
from veivalg.content import Assumption, Figure, Place, Source, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.services.cost_protection import Protected, protect_costs
from veivalg.maths.services.user_groups import Cost, Pair, Split, lmdi_by_unit, per_target
from veivalg.own.tables.user_groups import GROUPS
from veivalg.tables import Sourced

METHOD = "M9"
SHIELDED = "skjermet"
TARGETS = {"0-17": (0, 17), "18-66": (18, 66)}
"""Ages a cost is spread over; others are spread over all inhabitants."""

EVERYONE = (0, 105)
INSTITUTION = ("long_stay", "short_stay")


@dataclass(frozen=True, slots=True)
class Matched:
    """A service that the reference has too, both at the municipality's inhabitants and need."""

    cost: Cost
    unit: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class Level:
    """NOK by inhabitant of a target group by service: own, and the reference's.

    ``printed`` says that the own figures stand in the same document as the reference; ``year`` is
    the reference's.
    """

    group: str
    age: str
    name: str
    year: int
    rows: tuple[tuple[str, float | None, float | None], ...]
    printed: bool

    @property
    def own(self) -> float | None:
        """Give the sum of the services, None when one is missing."""
        return _sum([own for _s, own, _r in self.rows])

    @property
    def reference(self) -> float | None:
        """Give the reference's sum."""
        return _sum([reference for _s, _o, reference in self.rows])

    @property
    def difference(self) -> float | None:
        """Give own less reference."""
        if self.own is None or self.reference is None:
            return None
        return self.own - self.reference


def _sum(values: list[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) if len(known) == len(values) and known else None


@dataclass(frozen=True, slots=True)
class Model:
    """Costs of a year as they may be shown, with people, need and references."""

    place: Place
    year: int
    costs: Protected
    total: float | None
    path: PopulationPath | None
    need: float | None
    matched: tuple[Matched, ...]
    levels: tuple[Level, ...]
    moved: Assumption
    table: Sourced
    references: Sourced | None
    volumes: Sourced | None
    need_source: Source | None
    need_year: int | None = None

    @property
    def when(self) -> int | None:
        """Give the 1 January that stands for the end of the year, else the one it began with."""
        years = () if self.path is None else self.path.observed_years
        return next((y for y in (self.year + 1, self.year) if y in years), None)

    def people(self, low: int, high: int) -> float | None:
        """Give inhabitants of an age span at the end of the year, None when not known."""
        if self.path is None or self.when is None:
            return None
        return self.path.group(low, high, self.when)

    def target(self, age: str) -> float | None:
        """Give inhabitants of the target group of an age band."""
        return self.people(*TARGETS.get(age, EVERYONE))

    def groups(self) -> dict[str, float]:
        """Give gross cost by group that may be shown, in the order of the table's words."""
        sums = {g: sum(c.gross for c in self.costs.costs if c.group == g) for g in GROUPS}
        return {g: s for g, s in sums.items() if s}

    def per_target(self, cost: Cost) -> float | None:
        """Give gross cost by inhabitant of the target group, corrected for need where known."""
        people = self.target(cost.age)
        return per_target(cost.gross, people, self.need or 1.0) if people else None

    def split(self, group: str | None = None) -> Split:
        """Give the deviation of a group, or of all: mix only within a group and a unit."""
        wanted = [m for m in self.matched if group is None or m.cost.group == group]
        groups = dict.fromkeys(m.cost.group for m in wanted)
        found = (
            lmdi_by_unit((m.unit, m.pair) for m in wanted if m.cost.group == g) for g in groups
        )
        return sum(found, Split())

    def coverage_parts(self) -> dict[str, tuple[float, float]]:
        """Give places and cost of institutions and dwellings for the elderly, where counted."""
        rows = [
            c
            for c in self.costs.costs
            if c.group == "other" and c.unit == "places" and c.volume is not None
        ]
        parts = {
            "institution": [c for c in rows if c.service in INSTITUTION],
            "dwelling": [c for c in rows if c.service == "dwelling"],
        }
        return {
            name: (sum(c.volume or 0.0 for c in found), sum(c.gross for c in found))
            for name, found in parts.items()
            if found
        }

    def input_total(self) -> Figure:
        """Give gross cost in all, as it was brought."""
        return Figure(
            "brukergrupper-sum",
            _("Brutto driftsutgifter til pleie og omsorg"),
            self.total,
            Unit.MILLION_NOK,
            self.place,
            str(self.year),
            self.table.source(),
            reason=SHIELDED if self.total is None else "",
        )

    def input_people(self, low: int, high: int) -> Figure | None:
        """Give inhabitants of an age span, as published."""
        people = self.people(low, high)
        if self.path is None or self.when is None or people is None:
            return None
        return Figure(
            f"innbyggere-{low}-{high}",
            _("Innbyggere i målgruppen"),
            people,
            Unit.PERSONS,
            self.place,
            january(self.when),
            self.path.source(self.when, low, high),
        )

    def calculated(
        self,
        id: str,
        label: str,
        value: float | None,
        unit: Unit,
        formula: str,
        *more: Figure | None,
        assumptions: tuple[Assumption, ...] = (),
        decimals: int | None = None,
    ) -> Figure:
        """Give a number worked out from the costs and what else is given."""
        inputs = (self.input_total(), *(f for f in more if f is not None))
        return Figure(
            id,
            label,
            value,
            unit,
            self.place,
            str(self.year),
            calculation(METHOD, _("Brukergrupper"), *inputs),
            formula=formula,
            inputs=inputs,
            method=METHOD,
            assumptions=assumptions,
            decimals=decimals,
        )

    def sources(self, *more: Sourced | None) -> tuple[Source, ...]:
        """Give the sources of costs, people and need, with those of other tables used."""
        found = [self.table.source(), *(t.source() for t in more if t is not None)]
        if self.path is not None and self.when is not None:
            found.append(self.path.source(self.when))
        found += [self.need_source] if self.need_source is not None else []
        return unique([*found, self.calculated("x", "", 0.0, Unit.NOK, "").source])

    def uncorrected(self) -> str:
        """Say that need is not corrected for, when it isn't, or is so with another year's need."""
        if not self.need:
            return _("Ikke behovskorrigert: behovsindeksen er ikke hentet.")
        return other_year(self.year, self.need_year)


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when no costs have been brought."""
    table = evidence.own.get("care_costs")
    found = newest(table) if table is not None else None
    if table is None or found is None:
        return None
    year, frame = found
    costs = protect_costs(
        [
            Cost(
                r["group"],
                r["service"],
                r["age"],
                r["gross"],
                r["net"],
                r["volume"],
                r["unit"],
                r["stated_unit_cost"],
                r["users"],
            )
            for r in frame.iter_rows(named=True)
        ]
    )
    need = care_need(evidence, year)
    total = None if len(costs.hidden) == 1 else float(frame["gross"].sum())
    references, volumes = (
        fitting(table, evidence.own.get(n))
        for n in ("care_cost_references", "care_volume_references")
    )
    bare = Model(
        evidence.place,
        year,
        costs,
        total,
        population_path(evidence, evidence.place),
        need[0] if need else None,
        (),
        (),
        booked_on_health(evidence, year),
        table,
        references,
        volumes,
        *((need[1], need[2]) if need else (None, None)),
    )
    return _with_references(bare)


def _with_references(model: Model) -> Model:
    return replace(model, matched=tuple(_matched(model)), levels=tuple(_levels(model)))


def _matched(model: Model) -> list[Matched]:
    found = newest(model.volumes) if model.volumes is not None else None
    if found is None:
        return []
    at = {(r["group"], r["service"], r["age"]): r for r in found[1].iter_rows(named=True)}
    matched = []
    for cost in model.costs.costs:
        row, people = at.get((cost.group, cost.service, cost.age)), model.target(cost.age)
        if row is None or cost.volume is None or row["unit"] != cost.unit or not people:
            continue
        volume = row["per_1000"] / 1000 * people * (model.need or 1.0)
        pair = Pair(cost.volume, cost.gross, volume, volume * row["unit_cost"])
        matched.append(Matched(cost, row["unit"], pair))
    return matched


def _levels(model: Model) -> list[Level]:
    """Give own cost by inhabitant beside the reference, by group and age."""
    found = newest(model.references) if model.references is not None else None
    if found is None:
        return []
    levels = []
    for (group, age), rows in (
        found[1].partition_by("group", "age", as_dict=True, maintain_order=True).items()
    ):
        ours = rows.filter(pl.col("municipality") == model.place.name)
        others = rows.filter(pl.col("municipality") != model.place.name)
        average = others.filter(pl.col("average") == "yes")
        used = average if average.height else others
        if used.is_empty():
            continue
        name = (
            str(average["municipality"][0])
            if average.height
            else _("Snitt av {n} kommuner").format(n=others["municipality"].n_unique())
        )
        means = dict(
            used.group_by("service", maintain_order=True)
            .agg(pl.col("per_inhabitant").mean())
            .iter_rows()
        )
        own = _own_level(model, str(group), str(age))
        printed = bool(ours.height) and (made_up(model.table) or not own)
        if printed:
            own = dict(ours.select("service", "per_inhabitant").iter_rows())
        services = tuple((s, own.get(s), m) for s, m in means.items())
        levels.append(Level(str(group), str(age), name, found[0], services, printed))
    return levels


def _own_level(model: Model, group: str, age: str) -> dict[str, float]:
    """Give own gross cost by inhabitant, not corrected for need, as references are printed."""
    people = model.target(age)
    if not people:
        return {}
    return {
        c.service: c.gross / people for c in model.costs.costs if c.group == group and c.age == age
    }


def end_of(model: Model) -> str:
    """Give the date the inhabitants are counted."""
    if model.when is None:
        return december(model.year)
    return january(model.when)
