"""What the chapter «arsverk» rests on: users, årsverk, employees and recruits by year (M7).

Years are 1 January: what is counted 31 December 2025 stands as 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from veivalg.chapters.arsverk.model.choices import Ages, Choices, choices
from veivalg.chapters.common.compared import compared, other_sources
from veivalg.chapters.common.periods import LAST_YEAR, TARGET_YEAR
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.printed import printed
from veivalg.chapters.common.timeline import Years
from veivalg.content import Figure, Place, Role, Source, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.spread import AGED_SIGMA5, TOTAL_SIGMA5, interval
from veivalg.maths.projections.tested import ages
from veivalg.maths.projections.workforce import (
    employees,
    project_fte,
    project_users,
    recruits,
    split_fte,
)
from veivalg.maths.service_model.usage import Usage, newest_usage

HOME, LONG = "home_services", "long_stay"
WORKING = (20, 66)
AGED = 80
TABLES = ("care_users", "care_staff", "care_places", "care_hours")
PRINTED = ("extra_fte_since_2021", "extra_employees_since_2021")


@dataclass(frozen=True, slots=True)
class Burden:
    """The newest årsverk per hundred of working age of a place, with the reporting year."""

    role: Role
    place: Place
    year: int
    per_hundred: float
    source: Source


@dataclass(frozen=True, slots=True)
class Path:
    """Årsverk by year in home services and in institutions."""

    home: Years
    institution: Years

    def total(self, year: int) -> float | None:
        """Give årsverk in all, or None when a part is not known."""
        home, institution = self.home.get(year), self.institution.get(year)
        return None if home is None or institution is None else home + institution


@dataclass(frozen=True)
class Model:
    """Everything the sentences and exhibits of the chapter are made from.

    ``used`` is the newest age pattern by service; ``fte_now`` the published total; ``burdens`` the
    årsverk per hundred of working age of those compared; ``other_sources`` where the others' come
    from; ``printed`` what documents print for the target year, by item.
    """

    place: Place
    path: PopulationPath
    base_year: int
    choices: Choices
    used: Mapping[str, Usage]
    history: Mapping[str, Years]
    fte_history: Years
    fte_now: float | None
    places: float | None
    hours_now: float | None
    sources: Mapping[str, Source]
    burdens: tuple[Burden, ...]
    other_sources: tuple[Source, ...]
    printed: Mapping[str, Figure]

    @property
    def years(self) -> tuple[int, ...]:
        """Give the years from the base year on."""
        return tuple(y for y in self.path.years if self.base_year <= y <= LAST_YEAR)

    @property
    def target(self) -> int:
        """Give the year the findings speak of."""
        return min(TARGET_YEAR, self.years[-1])

    @property
    def ahead(self) -> bool:
        """Say whether anything is known of the years to come."""
        return self.target > self.base_year

    def users(self, service: str) -> dict[int, float | None]:
        """Give users in all by year, from the base year on."""
        rows = self._users(service)
        return {y: sum(row.values()) if row else None for y, row in rows.items()}

    def _users(self, service: str) -> dict[int, dict[Ages, float] | None]:
        return project_users(
            self.used[service],
            self.path.group,
            self.base_year,
            self.years,
            self.choices.trend.value,
        )

    @cached_property
    def fte(self) -> Path | None:
        """Give årsverk by year under the assumptions as they stand."""
        if self.fte_now is None or set(self.used) != {HOME, LONG}:
            return None
        beds = self.used[LONG].total if self.places is None else self.places
        institution, home = split_fte(self.fte_now, beds, self.choices.per_place.value)
        return Path(
            project_fte(home, self._users(HOME), self.base_year, self.choices.weights()),
            project_fte(institution, self._users(LONG), self.base_year),
        )

    def fte_in(self, year: int) -> float | None:
        """Give årsverk in all in a year under the assumptions as they stand."""
        path = self.fte
        return path.total(year) if path else None

    def choosing(self, **values: float) -> Model:
        """Give the model with other assumptions, by field of `Choices`."""
        chosen = {n: replace(getattr(self.choices, n), value=v) for n, v in values.items()}
        return replace(self, choices=replace(self.choices, **chosen))

    def variants(self) -> dict[str, Model]:
        """Give the model under other assumptions, by name: scenarios, never an interval."""
        low, high = self.choices.per_place.low, self.choices.per_place.high
        per_place = _("{n} årsverk per plass")
        return {
            _("Alle brukere teller likt"): self.choosing(weighted=0.0),
            _("Brukere vektet med timer"): self.choosing(weighted=1.0),
            per_place.format(n=format_number(low, Unit.COUNT, 1)): self.choosing(per_place=low),
            per_place.format(n=format_number(high, Unit.COUNT, 1)): self.choosing(per_place=high),
            _("Flere unge brukere: 1 % vekst i året"): self.choosing(trend=0.01),
        }

    def extra(self, year: int) -> float | None:
        """Give årsverk in `year` minus årsverk in the base year."""
        now, then = self.fte_in(self.base_year), self.fte_in(year)
        return None if now is None or then is None else then - now

    def spread(self, year: int) -> tuple[float, float] | None:
        """Give the 80 % interval from the population alone, at the assumptions as they stand."""
        path = self.fte
        home = path.home.get(year) if path else None
        institution = path.institution.get(year) if path else None
        if home is None or institution is None:
            return None
        ahead = year - self.base_year
        people = self.path.group(0, 105, self.base_year) or 1.0
        everyone, aged = (self.path.group(lo, 105, year) for lo in (0, AGED))
        if everyone and aged:  # each draw's people, at the årsverk a person of today's middle gets
            weights = home / everyone * ages(0, 105) + institution / aged * ages(AGED, 105)
            if (ends := self.path.ends(weights, year)) is not None:
                return (home + institution) * ends[0], (home + institution) * ends[1]
        a = interval(home, ahead, people, TOTAL_SIGMA5)
        b = interval(institution, ahead, people, AGED_SIGMA5)
        return a[0] + b[0], a[1] + b[1]

    def employees(self) -> dict[int, float]:
        """Give employees needed by year."""
        path = self.fte
        totals = {y: path.total(y) for y in self.years} if path else {}
        position = self.choices.position.value
        return {y: employees(n, position) for y, n in totals.items() if n is not None}

    def recruits(self, exits: float | None = None) -> dict[int, float]:
        """Give recruits needed by year, growth and replacement."""
        return recruits(self.employees(), self.choices.exits.value if exits is None else exits)

    @property
    def ours(self) -> Burden | None:
        """Give the municipality's newest årsverk per hundred of working age."""
        return next((b for b in self.burdens if b.role is Role.OWN), None)

    @property
    def others(self) -> tuple[Burden, ...]:
        """Give those of the group and Norway that are known."""
        return tuple(b for b in self.burdens if b.role is not Role.OWN)

    def per_hundred(self, year: int, fte: float | None) -> float | None:
        """Give årsverk per hundred inhabitants aged 20–66."""
        workers = self.path.group(*WORKING, year)
        return None if fte is None or not workers else 100 * fte / workers


def build(evidence: Evidence) -> Model | None:
    """Gather the figures of the chapter; None when population or users are unknown."""
    path = population_path(evidence, evidence.place)
    users = evidence.rows("care_users", evidence.place)
    used = {s: u for s in (HOME, LONG) if (u := newest_usage(users, s))}
    if path is None or not used:
        return None
    newest = max(u.year for u in used.values())
    base = newest + 1 if path.group(0, 105, newest + 1) is not None else newest
    place = evidence.place
    staff = _column(evidence, place, "care_staff", "fte", occupation="all")
    burdens = _burdens(evidence)
    others = (b.place.name for b in burdens if b.role is not Role.OWN)
    model = Model(
        place,
        path,
        base,
        choices(evidence),
        used,
        {s: totals(evidence, place, s) for s in (HOME, LONG)},
        staff,
        _newest(staff),
        _newest(_column(evidence, place, "care_places", "places", kind="institution")),
        _newest(_column(evidence, place, "care_hours", "hours_per_week")),
        _sources(evidence),
        burdens,
        other_sources(evidence, "care_staff", others),
        {},
    )
    found = {item: printed(evidence, item, model.target) for item in PRINTED}
    return replace(model, printed={item: f for item, f in found.items() if f is not None})


def _sources(evidence: Evidence) -> dict[str, Source]:
    """Give the source by table; tables that share an id are told apart, for they are two."""
    found: dict[str, Source] = {}
    for name in TABLES:
        table = evidence.rows(name, evidence.place)
        if table is not None:
            source = table.source(evidence.place.code)
            taken = {s.id for s in found.values()}
            found[name] = replace(source, id=f"{source.id}-timer") if source.id in taken else source
    return found


def totals(evidence: Evidence, place: Place, service: str) -> dict[int, float | None]:
    """Give users in all of a service by reporting year."""
    return _column(evidence, place, "care_users", "users", service=service, age_from=0, age_to=105)


def _column(
    evidence: Evidence, place: Place, table: str, value: str, **where: str | int
) -> dict[int, float | None]:
    """Give year → value of the rows that fit; empty when there are none."""
    found = evidence.rows(table, place)
    if found is None:
        return {}
    rows = (
        r for r in found.frame.iter_rows(named=True) if all(r[k] == v for k, v in where.items())
    )
    return {r["year"]: r[value] for r in sorted(rows, key=lambda r: r["year"])}


def _newest(series: Years) -> float | None:
    known = [value for _year, value in sorted(series.items()) if value is not None]
    return known[-1] if known else None


def _burdens(evidence: Evidence) -> tuple[Burden, ...]:
    """Give the newest årsverk per hundred aged 20–66 of those compared, where figures exist."""
    found = (_burden(evidence, role, place) for role, place in compared(evidence))
    return tuple(burden for burden in found if burden is not None)


def _burden(evidence: Evidence, role: Role, place: Place) -> Burden | None:
    staff = _column(evidence, place, "care_staff", "fte", occupation="all")
    path, table = population_path(evidence, place), evidence.table("care_staff")
    for year, fte in sorted(staff.items(), reverse=True):
        workers = path.group(*WORKING, year + 1) if path else None
        if fte is not None and workers and table is not None:
            return Burden(role, place, year, 100 * fte / workers, table.source(place.code))
    return None
