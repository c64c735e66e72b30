"""What the chapter «helse» is worked out from: areas of function 241, and the accounts (M4)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import polars as pl

from veivalg.chapters.common import costs as costs_model
from veivalg.chapters.common.booking import Need, booked_on_health, care_need, counted, newest
from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.missing import how_to_get, missing_owned, missing_table
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.sources import unique
from veivalg.chapters.helse import SPEC
from veivalg.content import Assumption, Missing, Place, Source, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.costs import Correction
from veivalg.maths.services.user_groups import per_target, whole_sum
from veivalg.norway.kostra import ambulant
from veivalg.own.tables.user_groups import HEALTH_AREAS
from veivalg.tables import Sourced

METHOD = SPEC.methods[0]
HEALTH = "241"


@dataclass(frozen=True, slots=True)
class Part:
    """An area of function 241, NOK by inhabitant at average need.

    ``amount`` is NOK in all. ``booked`` is as it stands, ``usual`` without what others book
    elsewhere; ``reference`` is None when not given.
    """

    area: str
    amount: float
    booked: float
    usual: float
    reference: float | None


@dataclass(frozen=True, slots=True)
class Areas:
    """Function 241 by area, as the municipality has brought it.

    ``moved`` is area, function and NOK of what others book elsewhere. ``when`` is the 1 January
    the people are counted, and ``people`` their source.
    """

    place: Place
    year: int
    parts: tuple[Part, ...]
    moved: tuple[tuple[str, str, float], ...]
    when: int
    need: Need | None
    table: Sourced
    people: Source
    chosen: Assumption

    def total(self, *, usual: bool) -> float:
        """Give all areas, NOK by inhabitant at average need."""
        return sum(p.usual if usual else p.booked for p in self.parts)

    def own(self, part: Part) -> float:
        """Give an area by the chosen practice, NOK by inhabitant."""
        return part.usual if as_others(self.chosen) else part.booked

    def gaps(self) -> dict[str, float]:
        """Give the areas that have a mean of others, with own less the mean."""
        return {p.area: self.own(p) - p.reference for p in self.parts if p.reference is not None}

    @property
    def reference(self) -> float | None:
        """Give the mean of others for all areas that they book here, None when one is missing."""
        return whole_sum(p.reference for p in self.parts if p.reference is not None or p.usual)

    @property
    def amount(self) -> float:
        """Give all that is booked on function 241, NOK."""
        return sum(p.amount for p in self.parts)

    @property
    def moved_amount(self) -> float:
        """Give what others book elsewhere, NOK."""
        return sum(amount for _a, _f, amount in self.moved)

    @property
    def figures(self) -> Figures:
        """Give what makes figures out of the areas."""
        label = _("Netto driftsutgifter på funksjon 241")
        given = Figures(self.place, str(self.year), self.table.source())(
            "helse-241", label, self.amount, Unit.MILLION_NOK
        )
        source = calculation("m4-helse", _("Helsetjenester etter område"), given)
        return Figures(self.place, str(self.year), source, METHOD, inputs=(given,))

    def sources(self) -> tuple[Source, ...]:
        """Give the sources of costs, people and need, and the calculation."""
        need = [self.need.source] if self.need else []
        return unique([self.table.source(), self.people, *need, self.figures.made_by()])


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

    costs: costs_model.Model
    held: costs_model.Held
    rows: tuple[Row, ...]
    moved: Assumption
    chosen: Assumption

    def sector(self, id: str) -> list[Row]:
        """Give a sector's functions."""
        wanted = self.held.comparison.rows.filter(pl.col("sector") == id)["function"].to_list()
        return [r for r in self.rows if r.function in wanted]

    @property
    def gap(self) -> float | None:
        """Give how far function 241 is from the reference by the chosen practice, NOK."""
        row = next((r for r in self.rows if r.function == HEALTH), None)
        if row is None:
            return None
        return row.usual_gap if as_others(self.chosen) else row.gap


def total(name: str, rows: list[Row]) -> Row:
    """Add functions up, None where one is missing."""
    names = [field.name for field in fields(Row)[1:]]
    return Row(name, *(whole_sum(getattr(row, n) for row in rows) for n in names))


def as_others(chosen: Assumption) -> bool:
    """Say whether costs are shown as most others book them."""
    return chosen.value >= 0.5


def switch(evidence: Evidence) -> Assumption:
    """Give the choice between cost as booked and as most others book it."""
    return set_out(evidence, "foring-241")[0]


def areas(evidence: Evidence) -> Areas | None:
    """Give function 241 by area; None when it has not been brought or people aren't known."""
    table = evidence.own.get("health_costs")
    found = newest(table) if table is not None else None
    path = population_path(evidence, evidence.place)
    if table is None or found is None or path is None:
        return None
    year, frame = found
    when = counted(path, year)
    people = path.group(0, 105, when) if when is not None else None
    if when is None or not people:
        return None
    need = care_need(evidence, year, "health")
    given = set(frame["area"])
    elsewhere = frame.filter(pl.col("usual_function") != HEALTH)
    return Areas(
        evidence.place,
        year,
        tuple(_part(frame, a, people, need) for a in HEALTH_AREAS if a in given),
        tuple(elsewhere.select("area", "usual_function", "amount").iter_rows()),
        when,
        need,
        table,
        path.source(when),
        switch(evidence),
    )


def _part(frame: pl.DataFrame, area: str, people: float, need: Need | None) -> Part:
    """Give an area, by inhabitant and corrected for need where it is known."""
    rows = frame.filter(pl.col("area") == area)
    amount = float(rows["amount"].sum())
    stays = float(rows.filter(pl.col("usual_function") == HEALTH)["amount"].sum())
    index, given = need.index if need else 1.0, rows["reference"].drop_nulls()
    booked, usual = (per_target(a, people, index) or 0.0 for a in (amount, stays))
    return Part(area, amount, booked, usual, float(given.sum()) if given.len() else None)


def accounts(evidence: Evidence) -> Accounts | None:
    """Give health and care against the first reference; None when nothing can be compared."""
    model = costs_model.build(evidence)
    if model is None or model.first is None:
        return None
    moved = booked_on_health(evidence, model.year)
    shift = {HEALTH: -moved.value, ambulant(model.year): moved.value}
    need = dict(model.own.select("function", "need_index").iter_rows())
    rows = []
    for r in model.first.comparison.rows.sort("function").iter_rows(named=True):
        if r["sector"] in ("health", "care"):
            own, gap, amount = r["own"], r["savings"], shift.get(r["function"], 0.0)
            level = amount / _weight(model, need.get(r["function"]))
            usual = None if own is None else own + level
            usual_gap = None if gap is None else gap + amount
            rows.append(Row(r["function"], own, usual, r["reference"], gap, usual_gap))
    return Accounts(model, model.first, tuple(rows), moved, switch(evidence)) if rows else None


def _weight(model: costs_model.Model, need: float | None) -> float:
    """Give the inhabitants an amount is spread over, weighted by need where it is corrected for."""
    on = Correction.NEED in model.on
    return model.inhabitants * (need if need and on else 1.0)


def assumptions(evidence: Evidence, books: Accounts | None) -> tuple[Assumption, ...]:
    """Give the choices the chapter rests on."""
    chosen = switch(evidence)
    return (chosen, books.moved, *books.costs.choices.all()) if books else (chosen,)


def missing(evidence: Evidence, books: Accounts | None) -> Iterator[Missing]:
    """Say what has not been brought, and why nothing is compared."""
    yield from missing_owned(evidence, "health_costs")
    what = _("Helsefunksjonene mot andre kommuner")
    if books:
        return
    if evidence.table("accounts") is None and "accounts" not in evidence.country:
        yield missing_table(evidence, "accounts", what)
    else:
        why = _("For få kommuner har regnskapet hentet.")
        yield Missing(what, why, how_to_get(evidence.place), _("SSB 12362 og 12367"))
