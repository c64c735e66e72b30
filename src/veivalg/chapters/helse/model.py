"""What the chapter «helse» is worked out from: areas of function 241, and the accounts (M4)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from veivalg.chapters.common import costs as costs_model
from veivalg.chapters.common.booking import booked_on_health, care_need, newest
from veivalg.chapters.common.population import population_path
from veivalg.content import (
    Assumption,
    Certainty,
    Figure,
    Place,
    Source,
    Unit,
    calculation,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.costs import Correction
from veivalg.maths.services.user_groups import per_target
from veivalg.own.tables.user_groups import HEALTH_AREAS
from veivalg.tables import Sourced

METHOD = "M4"
HEALTH, HOME = "241", "254"


@dataclass(frozen=True, slots=True)
class Part:
    """An area of function 241, NOK by inhabitant at average need.

    ``booked`` is as it stands, ``usual`` without what others book elsewhere; ``reference`` is None
    when not given.
    """

    area: str
    amount: float
    booked: float
    usual: float
    reference: float | None


@dataclass(frozen=True, slots=True)
class Areas:
    """Function 241 by area, as the municipality has brought it."""

    place: Place
    year: int
    parts: tuple[Part, ...]
    moved: tuple[tuple[str, str, float], ...]
    people: float
    when: int
    need: float | None
    table: Sourced
    sources: tuple[Source, ...]
    need_year: int | None = None

    def total(self, *, usual: bool) -> float:
        """Give all areas, NOK by inhabitant at average need."""
        return sum(p.usual if usual else p.booked for p in self.parts)

    @property
    def reference(self) -> float | None:
        """Give the mean of others for all areas that they book here, None when one is missing."""
        here = [p.reference for p in self.parts if p.reference is not None or p.usual]
        known = [r for r in here if r is not None]
        return sum(known) if known and len(known) == len(here) else None

    @property
    def amount(self) -> float:
        """Give all that is booked on function 241, NOK."""
        return sum(p.amount for p in self.parts)

    @property
    def moved_amount(self) -> float:
        """Give what others book elsewhere, NOK."""
        return sum(amount for _a, _f, amount in self.moved)

    def figure(
        self,
        id: str,
        label: str,
        value: float | None,
        unit: Unit,
        formula: str,
        *assumptions: Assumption,
    ) -> Figure:
        """Give a number worked out from the areas."""
        given = Figure(
            "helse-241",
            _("Netto driftsutgifter på funksjon 241"),
            self.amount,
            Unit.MILLION_NOK,
            self.place,
            str(self.year),
            self.table.source(),
        )
        made = calculation("m4-helse", _("Helsetjenester etter område"), given)
        return Figure(
            id,
            label,
            value,
            unit,
            self.place,
            str(self.year),
            made,
            formula=formula,
            inputs=(given,),
            assumptions=assumptions,
            method=METHOD,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A KOSTRA function against a reference: as booked, and as others book.

    Levels are NOK by inhabitant, corrected; the gaps are NOK a year at equal need.
    """

    function: str
    own: float | None
    usual: float | None
    reference: float | None
    gap: float | None
    usual_gap: float | None


@dataclass(frozen=True, slots=True)
class Accounts:
    """Health and care in the accounts beside the first reference there is."""

    model: costs_model.Model
    held: costs_model.Held
    rows: tuple[Row, ...]
    moved: Assumption

    def sector(self, id: str) -> Row:
        """Give the sum of a sector's functions; a gap in one is a gap in the sum."""
        wanted = self.held.comparison.rows.filter(pl.col("sector") == id)["function"].to_list()
        return total(id, [r for r in self.rows if r.function in wanted])


def total(name: str, rows: list[Row]) -> Row:
    """Add functions up, None where one is missing."""

    def add(values: list[float | None]) -> float | None:
        known = [v for v in values if v is not None]
        return sum(known) if known and len(known) == len(values) else None

    return Row(
        name,
        *(
            add([getattr(r, f) for r in rows])
            for f in ("own", "usual", "reference", "gap", "usual_gap")
        ),
    )


def switch(evidence: Evidence) -> Assumption:
    """Give the choice between cost as booked and as most others book it."""
    return evidence.assume(
        Assumption(
            "foring-241",
            _("Føring av psykisk helse på 241: 0 = som ført, 1 = som hos andre"),
            0,
            0,
            Unit.COUNT,
            Certainty.CHOICE,
            _("Valg"),
            0,
            1,
            1,
            note=_("Bestemmer hvilke tall sammenlikningen av områder og funksjoner bruker."),
        )
    )


def areas(evidence: Evidence) -> Areas | None:
    """Give function 241 by area; None when it has not been brought or people aren't known."""
    table = evidence.own.get("health_costs")
    found = newest(table) if table is not None else None
    path = population_path(evidence, evidence.place)
    if table is None or found is None or path is None:
        return None
    year, frame = found
    when = next((y for y in (year + 1, year) if y in path.observed_years), None)
    people = path.group(0, 105, when) if when is not None else None
    if when is None or not people:
        return None
    need = care_need(evidence, year, "health")
    index = need.index if need else 1.0

    def each(amount: float) -> float:
        return per_target(amount, people, index) or 0.0

    parts = []
    for area in HEALTH_AREAS:
        rows = frame.filter(pl.col("area") == area)
        if rows.is_empty():
            continue
        amount = float(rows["amount"].sum())
        stays = float(rows.filter(pl.col("usual_function") == HEALTH)["amount"].sum())
        given = rows["reference"].drop_nulls()
        parts.append(
            Part(
                area, amount, each(amount), each(stays), float(given.sum()) if given.len() else None
            )
        )
    elsewhere = frame.filter(pl.col("usual_function") != HEALTH)
    moved = tuple(elsewhere.select("area", "usual_function", "amount").iter_rows())
    sources = (table.source(), path.source(when), *((need.source,) if need else ()))
    return Areas(
        evidence.place,
        year,
        tuple(parts),
        moved,
        people,
        when,
        need.index if need else None,
        table,
        sources,
        need.year if need else None,
    )


def accounts(evidence: Evidence) -> Accounts | None:
    """Give health and care against the first reference; None when nothing can be compared."""
    model = costs_model.build(evidence)
    if model is None or model.first is None:
        return None
    moved = booked_on_health(evidence, model.year)
    shift = {HEALTH: -moved.value, HOME: moved.value}
    need = dict(model.own.select("function", "need_index").iter_rows())
    rows = []
    for r in model.first.comparison.rows.sort("function").iter_rows(named=True):
        if r["sector"] not in ("health", "care"):
            continue
        amount = shift.get(r["function"], 0.0)
        corrected = amount / _weight(model, need.get(r["function"]))
        rows.append(
            Row(
                r["function"],
                r["own"],
                None if r["own"] is None else r["own"] + corrected,
                r["reference"],
                r["savings"],
                None if r["savings"] is None else r["savings"] + amount,
            )
        )
    return Accounts(model, model.first, tuple(rows), moved) if rows else None


def _weight(model: costs_model.Model, need: float | None) -> float:
    """Give the inhabitants an amount is spread over, weighted by need where it is corrected for."""
    on = Correction.NEED in model.on
    return model.inhabitants * (need if need and on else 1.0)
