"""What the chapter «brukergrupper» is worked out from (M9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import polars as pl

from veivalg.chapters.brukergrupper import SPEC
from veivalg.chapters.common.booking import (
    Need,
    booked_on_health,
    care_need,
    counted,
    fitting,
    newest,
    not_corrected,
    other_year,
)
from veivalg.chapters.common.costs.choices import in_sentence
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.hidden import SHIELDED
from veivalg.chapters.common.missing import how_to_get, missing_own, missing_owned
from veivalg.chapters.common.periods import december, january
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.sources import unique
from veivalg.content import Assumption, Figure, Missing, Place, Source, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.services.cost_protection import Protected
from veivalg.maths.services.user_groups import (
    Cost,
    Pair,
    Split,
    lmdi_by_unit,
    per_target,
    whole_sum,
)
from veivalg.norway.high_cost_grant import GrantRule
from veivalg.own.persons.care_costs import costs
from veivalg.own.persons.high_cost import GRANTED, WITH, WITHOUT, recipients
from veivalg.own.tables.user_groups import AGES, GROUPS, SERVICES
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons

METHOD = SPEC.methods[0]
TARGETS = {"0-17": (0, 17), "18-66": (18, 66)}
"""Ages a cost is spread over; others are spread over all inhabitants."""

EVERYONE, AGED = (0, 105), (80, 105)
PLACES = {"long_stay": "institution", "short_stay": "institution", "dwelling": "dwelling"}
"""Services that count places, by where these are."""


def places_name(kind: str) -> str:
    """Name where people have a place."""
    return _("Institusjon") if kind == "institution" else SERVICES["dwelling"]


def less(own: float | None, reference: float | None) -> float | None:
    """Give own less reference, None when one is missing."""
    return None if own is None or reference is None else own - reference


@dataclass(frozen=True, slots=True)
class Level:
    """NOK by inhabitant of a target group by service: own, and the reference's.

    ``printed`` says that the own figures stand in the same document as the reference; ``year`` is
    the reference's. ``sources`` are of own and of the reference.
    """

    group: str
    age: str
    name: str
    year: int
    rows: tuple[tuple[str, float | None, float | None], ...]
    printed: bool
    sources: tuple[Source, Source]

    @property
    def own(self) -> float | None:
        """Give the sum of the services, None when one is missing."""
        return whole_sum(own for _s, own, _r in self.rows)

    @property
    def reference(self) -> float | None:
        """Give the reference's sum."""
        return whole_sum(reference for _s, _o, reference in self.rows)

    @property
    def difference(self) -> float | None:
        """Give own less reference."""
        return less(self.own, self.reference)

    @property
    def title(self) -> str:
        """Name the group and its ages for a sentence."""
        return f"{GROUPS[self.group]}, {AGES[self.age].lower()}"

    @property
    def in_text(self) -> str:
        """Give the reference's name inside a sentence; a municipality keeps its capital."""
        return in_sentence(self.name) if self.name.startswith("Snitt") else self.name


@dataclass(frozen=True)
class Model:
    """Costs of a year as they may be shown, with people, need and references.

    What only a document prints has no costs, and its table is the printed one.
    ``moved`` is what stands on function 241 and most others book as care.
    """

    place: Place
    year: int
    costs: Protected
    path: PopulationPath | None
    need: Need | None
    moved: Assumption
    table: Persons | Sourced
    references: Sourced | None
    volumes: Sourced | None

    @property
    def when(self) -> int | None:
        """Give the 1 January that stands for the end of the year, else the one it began with."""
        return counted(self.path, self.year) if self.path else None

    @property
    def end(self) -> str:
        """Give the date the inhabitants are counted."""
        return december(self.year) if self.when is None else january(self.when)

    @property
    def total(self) -> float | None:
        """Give gross cost in all as it was brought, None when it would give back what is hidden."""
        return self.costs.total

    @property
    def index(self) -> float:
        """Give the need index, 1 when it is not known."""
        return self.need.index if self.need else 1.0

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
        return per_target(cost.gross, people, self.index) if people else None

    @cached_property
    def matched(self) -> tuple[tuple[Cost, Pair], ...]:
        """Give the services that the reference has too, counted in the same unit.

        The pair has both at the municipality's inhabitants and need.
        """
        found = newest(self.volumes) if self.volumes is not None else None
        rows = found[1].iter_rows(named=True) if found else ()
        at = {(r["group"], r["service"], r["age"], r["unit"]): r for r in rows}
        matched = []
        for cost in self.costs.costs:
            row = at.get((cost.group, cost.service, cost.age, cost.unit))
            people = self.target(cost.age)
            if row is not None and cost.volume is not None and people:
                volume = row["per_1000"] / 1000 * people * self.index
                pair = Pair(cost.volume, cost.gross, volume, volume * row["unit_cost"])
                matched.append((cost, pair))
        return tuple(matched)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Give own cost by inhabitant beside the newest reference, by group and age."""
        found = newest(self.references) if self.references is not None else None
        if found is None:
            return ()
        tables = found[1].partition_by("group", "age", as_dict=True, maintain_order=True)
        made = (self._level(str(g), str(age), rows) for (g, age), rows in tables.items())
        return tuple(level for level in made if level is not None)

    def _level(self, group: str, age: str, table: pl.DataFrame) -> Level | None:
        """Give the level of a group and an age; own are printed ones where no costs are brought."""
        here = pl.col("municipality") == self.place.name
        others = table.filter(~here)
        average = others.filter(pl.col("average") == "yes")
        if self.references is None or others.is_empty():
            return None
        name = _("Snitt av {n} kommuner").format(n=others["municipality"].n_unique())
        if average.height:
            name, others = str(average["municipality"][0]), average
        means = others.group_by("service", maintain_order=True).agg(pl.col("per_inhabitant").mean())
        ours = dict(table.filter(here).select("service", "per_inhabitant").iter_rows())
        people = self.target(age)
        inside = [c for c in self.costs.costs if c.group == group and c.age == age]
        # Not corrected for need, as references are printed.
        own = {c.service: c.gross / people for c in inside} if people else {}
        printed = bool(ours) and not own
        source = self.references.source() if printed else self.table.source()
        own = ours if printed else own
        rows = tuple((service, own.get(service), mean) for service, mean in means.iter_rows())
        sources = (source, self.references.source())
        return Level(group, age, name, int(table["year"][0]), rows, printed, sources)

    def by_municipality(self) -> list[tuple[str, str, float]]:
        """Give service, municipality and NOK per inhabitant of all there are in the first level."""
        if self.references is None or not self.levels:
            return []
        level, newest = self.levels[0], pl.col("year") == pl.col("year").max()
        of = (pl.col("group") == level.group, pl.col("age") == level.age, newest)
        rows = self.references.frame.filter(*of)
        return list(rows.select("service", "municipality", "per_inhabitant").iter_rows())

    def split(self, group: str | None = None) -> Split:
        """Give the deviation of a group, or of all: mix only within a group and a unit."""
        by: dict[str, list[tuple[str, Pair]]] = {}
        for cost, pair in self.matched:
            if group in (None, cost.group):
                by.setdefault(cost.group, []).append((cost.unit or "", pair))
        return sum(map(lmdi_by_unit, by.values()), Split())

    def coverage_parts(self) -> dict[str, tuple[float, float]]:
        """Give places and cost of institutions and dwellings for the elderly, where counted."""
        found: dict[str, tuple[float, float]] = {}
        for c in self.costs.costs:
            if c.group == "other" and c.unit == "places" and c.volume is not None:
                kind = PLACES.get(c.service, "")
                places, cost = found.get(kind, (0.0, 0.0))
                found[kind] = (places + c.volume, cost + c.gross)
        return {kind: found[kind] for kind in ("institution", "dwelling") if kind in found}

    def checks(self) -> dict[str, tuple[float, float]]:
        """Give volume × stated unit cost, and the cost, of what has a unit cost stated."""
        found: dict[str, tuple[float, float]] = {}
        for c in self.costs.costs:
            if c.stated is not None and c.volume:
                inside = PLACES.get(c.service) == "institution"
                what = places_name("institution") if inside else SERVICES[c.service]
                name = f"{what} ({GROUPS[c.group].lower()})"
                worked, booked = found.get(name, (0.0, 0.0))
                found[name] = (worked + c.volume * c.stated, booked + c.gross)
        return found

    def input_people(self, low: int, high: int) -> Figure | None:
        """Give inhabitants of an age span, as published."""
        people = self.people(low, high)
        if self.path is None or self.when is None or people is None:
            return None
        given = Figures(self.place, january(self.when), self.path.source(self.when, low, high))
        label = _("Innbyggere i målgruppen")
        return given(f"innbyggere-{low}-{high}", label, people, Unit.PERSONS)

    def figures(self, *more: Figure | None) -> Figures:
        """Give what makes figures out of gross cost in all and what else is given."""
        given = Figures(self.place, str(self.year), self.table.source())
        total = given(
            "brukergrupper-sum",
            _("Brutto driftsutgifter til pleie og omsorg"),
            self.total,
            Unit.MILLION_NOK,
            reason=_(SHIELDED) if self.total is None else "",
        )
        whole = (total,) if self.costs.costs else ()
        inputs = (*whole, *(f for f in more if f is not None))
        title = _("Brukergrupper")
        return Figures(self.place, str(self.year), None, METHOD, title, inputs)

    def sources(self, *more: Sourced | None) -> tuple[Source, ...]:
        """Give the sources of costs, people and need, with those of other tables used."""
        found = [self.table.source(), *(t.source() for t in more if t is not None)]
        found += [self.path.source(self.when)] if self.path and self.when is not None else []
        found += [self.need.source] if self.need else []
        return unique([*found, self.figures().made_by()])

    def uncorrected(self) -> str:
        """Say that need is not corrected for, when it isn't, or is so with another year's need."""
        return other_year(self.year, self.need.year) if self.need else not_corrected()


def build(evidence: Evidence) -> Model | None:
    """Give the model; None when no costs have been brought, and none are printed beside others'."""
    table = evidence.persons.get("care_costs")
    found = costs(table)
    if table is None or found is None:
        return _printed(evidence)
    year = found.year
    return Model(
        evidence.place,
        year,
        found.costs,
        population_path(evidence, evidence.place),
        care_need(evidence, year),
        booked_on_health(evidence, year),
        table,
        fitting(table, evidence.own.get("care_cost_references")),
        fitting(table, evidence.own.get("care_volume_references")),
    )


def _printed(evidence: Evidence) -> Model | None:
    """Give what a document prints of the municipality beside others, or None."""
    table = evidence.own.get("care_cost_references")
    found = newest(table) if table is not None else None
    if table is None or found is None or evidence.place.name not in found[1]["municipality"]:
        return None
    year, nothing = found[0], Protected((), frozenset(), None)
    path, moved = population_path(evidence, evidence.place), booked_on_health(evidence, found[0])
    return Model(evidence.place, year, nothing, path, None, moved, table, table, None)


@dataclass(frozen=True, slots=True)
class Line:
    """Recipients of a kind, their direct wage cost and the grant, NOK; None is hidden."""

    label: str
    count: float | None
    wages: float | None
    grant: float | None


@dataclass(frozen=True, slots=True)
class Grants:
    """Recipients of costly services of a year, as they may be shown; None is hidden.

    ``lines`` has all together last. ``rule`` is None when the rules of the year are not known.
    """

    place: Place
    year: int
    rule: GrantRule | None
    lines: tuple[Line, ...]
    with_grant: float | None
    table: Persons

    def sources(self) -> tuple[Source, ...]:
        """Give the table, the rules and the calculation."""
        rule = (self.rule.source,) if self.rule else ()
        return (self.table.source(), *rule, self._made.made_by())

    @property
    def _made(self) -> Figures:
        """Give what makes figures out of the wages of all."""
        given = Figures(self.place, str(self.year), self.table.source())
        wages = given(
            "toppfinansiering-lonn",
            _("Direkte lønn til mottakerne"),
            self.lines[-1].wages,
            Unit.MILLION_NOK,
            reason=_(SHIELDED),
        )
        made = calculation("M9b", _("Tilskudd til ressurskrevende tjenester"), wages)
        return Figures(self.place, str(self.year), made, METHOD, inputs=(wages,))

    def figures(self) -> dict[str, Figure]:
        """Give grant, those who release one, and what the municipality bears itself."""
        made, everyone = partial(self._made, reason=_(SHIELDED)), self.lines[-1]
        known = everyone.wages is not None and everyone.grant is not None
        rest = (everyone.wages or 0.0) - (everyone.grant or 0.0) if known else None
        giving, nok, count = self.with_grant, Unit.MILLION_NOK, Unit.COUNT
        each = _("Andel × (lønn − innslagspunkt − fradrag), per mottaker, aldri under 0")
        above, read = _("Mottakere med lønn over grensen"), _("Mottakere som er lest inn")
        return {
            slot: made(f"toppfinansiering-{id}", label, value, unit, formula)
            for slot, id, label, value, unit, formula in (
                ("grant", "tilskudd", _("Tilskudd"), everyone.grant, nok, each),
                ("count", "mottakere", _("Mottakere som gir tilskudd"), giving, count, above),
                ("all", "mottakere-alle", _("Mottakere i alt"), everyone.count, count, read),
                ("rest", "egen", _("Kommunens egen del"), rest, nok, _("Direkte lønn − tilskudd")),
            )
        }


def grants_of(evidence: Evidence) -> Grants | None:
    """Give what the rules give for the recipients of the newest year; None without any."""
    table = evidence.persons.get("high_cost_users")
    found = recipients(table)
    if table is None or found is None:
        return None
    made = found.release
    count, wages, amounts = made.by("disability"), made.amounts["wages"], found.grants
    kinds = {_("Med psykisk utviklingshemming"): WITH, _("Uten"): WITHOUT}
    lines = [
        Line(label, count[k], wages.by[k], amounts.by[k] if amounts else None)
        for label, k in kinds.items()
    ]
    lines.append(Line(_("Alle"), made.total, wages.total, amounts.total if amounts else None))
    granted = made.by("grant")[GRANTED] if found.rule else None
    return Grants(evidence.place, found.year, found.rule, tuple(lines), granted, table)


TABLES = ("care_costs", "care_cost_references", "care_volume_references", "high_cost_users")


def missing(evidence: Evidence, model: Model | None, grants: Grants | None) -> Iterator[Missing]:
    """Say which tables have not been brought, and what is not known of the year."""
    yield from missing_owned(evidence, *TABLES)
    if model:  # a made-up reference can't be held against the municipality's own costs
        used = dict(zip(TABLES[1:3], (model.references, model.volumes), strict=True))
        unfit = [n for n, table in used.items() if table is None and evidence.has_own(n)]
        yield from (missing_own(evidence, name) for name in unfit)
    if grants and grants.rule is None:
        yield Missing(
            _("Tilskudd for ressurskrevende tjenester"),
            fill(_("Reglene for regnskapsåret {year} er ikke kjent."), year=str(grants.year)),
            _("Finn innslagspunkt og fradrag i rundskrivet fra Helsedirektoratet for året."),
        )
    fetch = how_to_get(evidence.place)
    if model and model.costs.costs and model.need is None:
        why = _("Behovsindeksen mangler.")
        yield Missing(_("Brukergruppene korrigert for behov"), why, fetch, _("Grønt hefte"))
    if model and model.when is None:
        what = _("Kroner per innbygger og dekningsgrad")
        yield Missing(what, _("Befolkningen for året mangler."), fetch, "SSB 07459")
