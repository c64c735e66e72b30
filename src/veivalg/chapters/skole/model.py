"""What the chapter «skole» is worked out from (M14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.chapters.common.choices import choice, set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.population import population_path
from veivalg.chapters.skole import SPEC
from veivalg.content import (
    Assumption,
    Certainty,
    Figure,
    Place,
    Source,
    Unit,
    calculation,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.spread import TOTAL_SIGMA5, interval
from veivalg.maths.services.schools import (
    GRADES,
    LARGEST_CLASS,
    Effect,
    Move,
    Prices,
    TeacherRule,
    effect,
    forward,
    school_classes,
    teachers,
)
from veivalg.tables import Sourced
from veivalg.tables.small_numbers import is_small, suppress

METHOD = SPEC.methods[0]
TABLES = ("pupils", "school_buildings", "school_moves", "kindergartens")
AHEAD = 10


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader can change."""

    largest: Assumption
    combine: Assumption
    teacher_cost: Assumption
    transport: Assumption
    area: Assumption

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption."""
        return (self.largest, self.combine, self.teacher_cost, self.transport, self.area)


@dataclass(frozen=True, slots=True)
class Alternative:
    """An alternative with what it changes; ``priced`` says whether every building has a cost.

    ``schools`` are those it takes from and gives to; ``partial`` those it takes some grades of.
    """

    name: str
    effect: Effect
    priced: bool
    schools: frozenset[str] = frozenset()
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Model:
    """Pupils by school, year and grade, today and ahead, with what is known of buildings."""

    place: Place
    year: int
    ahead: Mapping[int, Mapping[str, Mapping[int, float]]]
    path: PopulationPath | None
    choices: Choices
    pupils: Sourced
    buildings: Sourced | None
    alternatives: tuple[Alternative, ...]
    moves: Sourced | None
    rule: TeacherRule
    shown: Mapping[str, Sequence[float | None]]
    """School → pupils by grade in the newest year, None where they are hidden (M18)."""

    @property
    def hidden(self) -> frozenset[str]:
        """Give the schools with a hidden grade.

        Teachers follow from the pupils of each stage, so nothing but class counts and the school's
        own pupils in all can be shown of these.
        """
        return frozenset(s for s, line in self.shown.items() if None in line)

    @property
    def now(self) -> Mapping[str, Mapping[int, float]]:
        """Give the pupils of the newest school year by school and grade."""
        return self.ahead[self.year]

    @property
    def years(self) -> tuple[int, ...]:
        """Give the school years, the newest counted first."""
        return tuple(self.ahead)

    def classes(self, school: str, year: int) -> int:
        """Give the classes of a school in a year, each grade by itself unless chosen otherwise."""
        by = {g: int(round_half_up(n)) for g, n in self.ahead[year][school].items()}
        return school_classes(by, self.choices.largest.value, int(self.choices.combine.value))

    def teachers(self, school: str, year: int) -> float:
        """Give the teacher FTE of a school in a year."""
        by = self.ahead[year][school]
        return teachers(by, self.rule, self.choices.largest.value, int(self.choices.combine.value))

    def total(self, year: int) -> float:
        """Give the pupils in all; ahead to the nearest ten where a grade is hidden."""
        found = sum(sum(by.values()) for by in self.ahead[year].values())
        # Cohorts of schools with unlike grades would give a hidden one back from a whole number.
        return float(round_half_up(found, -1)) if year > self.year and self.hidden else found

    def interval(self, year: int) -> tuple[float, float]:
        """Give the ends 8 of 10 outcomes should fall between, for the pupils in all."""
        people = self.path.group(0, 105, self.path.base_year) if self.path else None
        return interval(self.total(year), year - self.year, people or 0.0, TOTAL_SIGMA5)

    def building(self, school: str, column: str) -> float | None:
        """Give a number of a school's building, or None when it has not been brought."""
        if self.buildings is None:
            return None
        rows = self.buildings.frame.filter(self.buildings.frame["school"] == school)
        return None if rows.is_empty() else rows[column][0]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of the pupils and of what is worked out."""
        return (self.pupils.source(), self.figures().made_by())

    @property
    def sources_ahead(self) -> tuple[Source, ...]:
        """Give the sources of the pupils in the years to come."""
        ages = (6, 15)
        population = self.path.sources_for(ages) if self.path else ()
        return (*self.sources, *population)

    def count(self) -> Figure:
        """Give the pupils in all in the newest year."""
        return self.given(
            "elever", _("Elever i alt"), self.total(self.year), Unit.PERSONS, self.pupils
        )

    def given(self, id: str, label: str, value: float, unit: Unit, table: Sourced) -> Figure:
        """Give a number of the newest school year as it stands in a table."""
        made = Figures(self.place, school_year(self.year), table.source())
        return made(id, label, value, unit)

    def figures(self, year: int | None = None, *more: Figure) -> Figures:
        """Give what makes the figures worked out from the pupils, and from `more`."""
        when, count = school_year(year or self.year), self.count()
        source = calculation(METHOD, _("Klasser og lærere"), count)
        chosen = (self.choices.largest,)
        return Figures(self.place, when, source, METHOD, "", (count, *more), chosen)

    def told(self, one: Alternative) -> bool:
        """Say whether an alternative's teachers give no hidden grade back."""
        return not one.schools & self.hidden

    def few_moved(self, one: Alternative) -> bool:
        """Say whether the number that moves is hidden: small, or some grades of a hidden school."""
        return is_small(one.effect.moved) or bool(one.partial & self.hidden)

    @property
    def best(self) -> Alternative | None:
        """Give the alternative with fewer classes that saves most, of those that can be told."""
        known = [
            a
            for a in self.alternatives
            if a.effect.classes < 0 and self.told(a) and not self.few_moved(a)
        ]
        return max(known, key=lambda a: a.effect.saving, default=None)


def school_year(start: int) -> str:
    """Write a school year: «2025/26»."""
    return f"{start}/{(start + 1) % 100:02d}"


def choices(evidence: Evidence) -> Choices:
    """Give what a reader can change, with the values chosen."""
    printed = _("Rana kommune, budsjettseminar 2022") + _(": «klasser deles ved 25 elever»")
    largest = choice(
        "skole_klassegrense",
        _("En klasse deles når snittet når"),
        LARGEST_CLASS,
        Unit.COUNT,
        (10, 40, 0.5),
        (Certainty.DERIVED, printed),
        decimals=1,
        note=_("Grensen er tilpasset klassetallene Rana trykte."),
    )
    ids = ("skole_faadelt", "skole_laererkostnad", "skole_skyss", "skole_areal")
    return Choices(evidence.assume(largest), *set_out(evidence, *ids))


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when no pupils have been brought."""
    pupils = evidence.own.get("pupils")
    if pupils is None or pupils.frame.is_empty():
        return None
    year = int(pupils.frame["year"].max())  # type: ignore[arg-type]
    now = _by_school(pupils, year)
    path = population_path(evidence, evidence.place)
    ahead = forward(now, year, _ages(path, year), AHEAD) if path else {year: now}
    chosen, moves = choices(evidence), evidence.own.get("school_moves")
    buildings, rule = evidence.own.get("school_buildings"), TeacherRule()
    alternatives = _alternatives(moves, now, chosen, rule, buildings) if moves else ()
    return Model(
        evidence.place,
        year,
        ahead,
        path,
        chosen,
        pupils,
        buildings,
        alternatives,
        moves,
        rule,
        _shown(now),
    )


def _shown(now: Mapping[str, Mapping[int, float]]) -> dict[str, list[float | None]]:
    lines = suppress([[by.get(g, 0.0) for g in GRADES] for by in now.values()])
    return dict(zip(now, lines, strict=True))


def _by_school(table: Sourced, year: int) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for row in table.frame.filter(table.frame["year"] == year).iter_rows(named=True):
        found.setdefault(row["school"], {})[int(row["grade"])] = float(row["pupils"])
    return found


def _ages(path: PopulationPath, year: int) -> dict[int, dict[int, float]]:
    """Give year → age → persons on 1 January where every age is known."""
    found = {}
    for y in range(year + 1, year + AHEAD + 2):
        by = {a: path.group(a, a, y) for a in (g + 5 for g in GRADES)}
        known = {a: n for a, n in by.items() if n is not None}
        if len(known) == len(by):
            found[y] = known
    return found


def _alternatives(
    table: Sourced,
    now: Mapping[str, Mapping[int, float]],
    chosen: Choices,
    rule: TeacherRule,
    buildings: Sourced | None,
) -> tuple[Alternative, ...]:
    costs, room = _costs(buildings), _room(buildings)
    found = []
    for (name,), rows in table.frame.partition_by(
        "alternative", as_dict=True, maintain_order=True
    ).items():
        moves = [
            Move(r["from_school"], r["to_school"], tuple(range(r["grade_from"], r["grade_to"] + 1)))
            for r in rows.iter_rows(named=True)
        ]
        stated = [c for c in rows["transport_cost"] if c is not None]
        transport = sum(stated) / len(stated) if stated else chosen.transport.value
        prices = Prices(chosen.teacher_cost.value, transport, costs)
        made = effect(
            now, moves, rule, prices, room, chosen.largest.value, int(chosen.combine.value)
        )
        found.append(
            Alternative(
                str(name),
                made,
                all(s in costs for s in made.closed),
                frozenset(s for m in moves for s in (m.from_school, m.to_school)),
                frozenset(
                    m.from_school
                    for m in moves
                    if any(n > 0 and g not in m.grades for g, n in now[m.from_school].items())
                ),
            )
        )
    return tuple(found)


def _costs(buildings: Sourced | None) -> dict[str, float]:
    return _column(buildings, "building_cost")


def _room(buildings: Sourced | None) -> dict[str, float]:
    return _column(buildings, "capacity")


def _column(table: Sourced | None, column: str) -> dict[str, float]:
    if table is None:
        return {}
    known = table.frame.drop_nulls(column)
    return dict(zip(known["school"], known[column].cast(float), strict=True))
