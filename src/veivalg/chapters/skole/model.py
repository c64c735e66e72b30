"""What the chapter «skole» is worked out from (M14)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

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
from veivalg.maths.services.hidden_counts import Shown
from veivalg.maths.services.schools import (
    GRADES,
    LARGEST_CLASS,
    Effect,
    Move,
    Prices,
    TeacherRule,
    effect,
    forward,
    restructure,
    school_classes,
    sure_classes,
    teachers,
)
from veivalg.maths.services.user_groups import whole_sum
from veivalg.own.persons import schools
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons, Release, any_rows
from veivalg.tables.small_numbers import least_hidden

METHOD = SPEC.methods[0]
TABLES = ("pupils", "school_buildings", "school_moves", "kindergartens")
AHEAD = 10

Grades = dict[str, dict[int, float]]
"""School → grade → pupils."""


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

    ``schools`` are those it takes from and gives to. Of what is hidden only an estimate is in
    ``effect``: ``counted`` says whether the number that moves follows from what is shown, ``sure``
    whether the change in classes does, and ``empty`` whether it is known which schools are closed.
    """

    name: str
    effect: Effect
    priced: bool
    schools: frozenset[str]
    counted: bool
    sure: bool
    empty: bool


@dataclass(frozen=True)
class Model:
    """Pupils by school, year and grade, today and ahead, with what is known of buildings.

    Parameters
    ----------
    pupils
        The newest school year as it may be shown (M18).
    ahead
        School year → school → grade → pupils; hidden ones as estimated from what is shown, so that
        nothing worked out from them gives one back.
    """

    place: Place
    pupils: schools.Pupils
    table: Persons
    ahead: Mapping[int, Mapping[str, Mapping[int, float]]]
    path: PopulationPath | None
    choices: Choices
    buildings: Sourced | None
    alternatives: tuple[Alternative, ...]
    moves: Sourced | None
    rule: TeacherRule

    @property
    def year(self) -> int:
        """Give the newest school year counted."""
        return self.pupils.year

    @cached_property
    def shown(self) -> Mapping[str, Sequence[float | None]]:
        """Give school → pupils by grade in the newest year, None where they are hidden."""
        return self.pupils.release.by("both")

    @cached_property
    def sums(self) -> Mapping[str, float | None]:
        """Give school → pupils in all in the newest year, None where they are hidden."""
        return self.pupils.release.by("school")

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Give the schools with a hidden grade or sum; teachers would give them back."""
        return frozenset(s for s, line in self.shown.items() if None in (*line, self.sums[s]))

    @property
    def now(self) -> Mapping[str, Mapping[int, float]]:
        """Give the pupils of the newest school year by school and grade, hidden ones estimated."""
        return self.ahead[self.year]

    @property
    def years(self) -> tuple[int, ...]:
        """Give the school years, the newest counted first."""
        return tuple(self.ahead)

    def classes(self, school: str, year: int) -> int:
        """Give the classes of a school in a year, each grade by itself unless chosen otherwise."""
        by = {g: int(round_half_up(n)) for g, n in self.ahead[year][school].items()}
        return school_classes(by, self.choices.largest.value, int(self.choices.combine.value))

    @cached_property
    def sure(self) -> Mapping[str, int | None]:
        """Give the classes of each school today; None where they don't follow from what is shown.

        A reader who moves the limit would else find out how many are in a hidden grade.
        """
        low, high = bounds(self.pupils.release)
        limits = self.choices.largest.value, int(self.choices.combine.value)
        return {s: sure_classes(low[s], high[s], *limits) for s in self.now}

    def teachers(self, school: str, year: int) -> float:
        """Give the teacher FTE of a school in a year."""
        by = self.ahead[year][school]
        return teachers(by, self.rule, self.choices.largest.value, int(self.choices.combine.value))

    def total(self, year: int) -> float:
        """Give the pupils in all; ahead to the nearest ten where a grade is estimated."""
        if year == self.year:
            return self.pupils.release.total or 0.0
        found = sum(sum(by.values()) for by in self.ahead[year].values())
        return float(round_half_up(found, -1)) if self.hidden else found

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
        return (self.table.source(), self.figures().made_by())

    @property
    def sources_ahead(self) -> tuple[Source, ...]:
        """Give the sources of the pupils in the years to come."""
        ages = (6, 15)
        population = self.path.sources_for(ages) if self.path else ()
        return (*self.sources, *population)

    def count(self) -> Figure:
        """Give the pupils in all in the newest year."""
        return self.given(
            "elever", _("Elever i alt"), self.total(self.year), Unit.PERSONS, self.table
        )

    def given(
        self, id: str, label: str, value: float, unit: Unit, table: Sourced | Persons
    ) -> Figure:
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

    @property
    def best(self) -> Alternative | None:
        """Give the alternative with fewer classes that saves most, of those that can be told."""
        known = [
            a
            for a in self.alternatives
            if a.effect.classes < 0 and self.told(a) and a.counted and a.empty
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


def brought(evidence: Evidence) -> bool:
    """Say whether pupils have been brought, be they too few to be told of."""
    return any_rows(evidence.persons.get("pupils"))


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when no pupils have been brought, or too few to show any."""
    table = evidence.persons.get("pupils")
    found = schools.pupils(table)
    if table is None or found is None or found.release.total is None:
        return None
    now, year = _by_school(found.release, _counts(found.release).estimate), found.year
    path = population_path(evidence, evidence.place)
    ahead = forward(now, year, _ages(path, year), AHEAD) if path else {year: now}
    chosen, moves = choices(evidence), evidence.own.get("school_moves")
    buildings, rule = evidence.own.get("school_buildings"), TeacherRule()
    alternatives = _alternatives(moves, found.release, now, chosen, rule, buildings)
    return Model(
        evidence.place, found, table, ahead, path, chosen, buildings, alternatives, moves, rule
    )


def kindergartens(evidence: Evidence) -> tuple[schools.Kindergartens, Source] | None:
    """Give the kindergartens as they may be shown, and their source; None without any."""
    table = evidence.persons.get("kindergartens")
    found = schools.kindergartens(table)
    return None if table is None or found is None else (found, table.source())


def _counts(release: Release) -> Shown:
    """Give what is shown of the pupils as arrays."""
    both, schools, grades = (
        np.array(release.tables[name], dtype=float) for name in ("both", "school", "grade")
    )
    least = least_hidden(release.tables["both"])
    return Shown(both, schools, grades, release.total or 0.0, least)


def bounds(release: Release) -> tuple[Grades, Grades]:
    """Give the least and the most pupils of each school and grade, by what is shown."""
    low, high = (_by_school(release, found) for found in _counts(release).bounds)
    return low, high


def _by_school(release: Release, counts: NDArray[np.float64]) -> Grades:
    lines = zip(release.traits["school"], counts.tolist(), strict=True)
    return {school: dict(zip(GRADES, line, strict=True)) for school, line in lines}


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
    table: Sourced | None,
    release: Release,
    now: Grades,
    chosen: Choices,
    rule: TeacherRule,
    buildings: Sourced | None,
) -> tuple[Alternative, ...]:
    if table is None:
        return ()
    costs, room = _costs(buildings), _room(buildings)
    ends, found = bounds(release), []
    limits = chosen.largest.value, int(chosen.combine.value)
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
        made = effect(now, moves, rule, prices, room, *limits)
        involved = frozenset(s for m in moves for s in (m.from_school, m.to_school))
        moved = whole_sum(pupils_in(release, m.from_school, m.grades) for m in moves)
        if moved is not None:
            made = replace(made, moved=moved, transport_saving=-moved * transport)
        sure, empty = _follows(ends, moves, involved, limits)
        made = replace(made, over=_over(release, moves, room))
        priced = all(s in costs for s in made.closed)
        found.append(Alternative(str(name), made, priced, involved, moved is not None, sure, empty))
    return tuple(found)


def pupils_in(release: Release, school: str, grades: Collection[int]) -> float | None:
    """Give the pupils of some grades of a school; None when what is shown does not give it."""
    line, whole = release.by("both")[school], release.by("school")[school]
    inside = [n for g, n in zip(GRADES, line, strict=True) if g in grades]
    outside = [n for g, n in zip(GRADES, line, strict=True) if g not in grades]
    if None not in inside:
        return float(sum(inside))
    return None if whole is None or None in outside else float(whole - sum(outside))


def _over(release: Release, moves: Sequence[Move], room: Mapping[str, float]) -> tuple[str, ...]:
    """Give the schools that get more pupils than they have room for, as far as is shown."""
    lives = {s: {s: set(GRADES)} for s in release.traits["school"]}
    for move in moves:
        for origin, grades in lives[move.from_school].items():
            going = grades & set(move.grades)
            grades -= going
            lives[move.to_school].setdefault(origin, set()).update(going)
    found = []
    for school, inside in lives.items():
        count = whole_sum(pupils_in(release, origin, grades) for origin, grades in inside.items())
        if school in room and count is not None and count > room[school]:
            found.append(school)
    return tuple(found)


def _follows(
    ends: tuple[Grades, Grades],
    moves: Sequence[Move],
    involved: Collection[str],
    limits: tuple[float, int],
) -> tuple[bool, bool]:
    """Say whether the change in classes, and which schools are emptied, follow from the bounds."""
    after = [restructure(end, moves) for end in ends]
    sure = all(
        sure_classes(low[s], high[s], *limits) is not None
        for low, high in (ends, after)
        for s in involved
    )
    emptied = [
        {s for s in involved if sum(now[s].values()) > 0 and not sum(then[s].values())}
        for now, then in zip(ends, after, strict=True)
    ]
    return sure, emptied[0] == emptied[1]


def _costs(buildings: Sourced | None) -> dict[str, float]:
    return _column(buildings, "building_cost")


def _room(buildings: Sourced | None) -> dict[str, float]:
    return _column(buildings, "capacity")


def _column(table: Sourced | None, column: str) -> dict[str, float]:
    if table is None:
        return {}
    known = table.frame.drop_nulls(column)
    return dict(zip(known["school"], known[column].cast(float), strict=True))
