"""What the chapter «arsverk» rests on: users, årsverk, employees and recruits by year (M7).

Years are 1 January: what is counted 31 December 2025 stands as 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from veivalg.chapters.arsverk.model.choices import Choices, choices
from veivalg.chapters.common.care import care
from veivalg.chapters.common.care_paths import as_today, either_way, rests_today, steady
from veivalg.chapters.common.compared import compared_services, other_sources
from veivalg.chapters.common.digits import whole
from veivalg.chapters.common.periods import LAST_YEAR, TARGET_YEAR
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.printed import printed
from veivalg.chapters.common.sentences import turns
from veivalg.chapters.common.timeline import Years
from veivalg.chapters.common.use_trend import Going
from veivalg.content import Figure, Place, Role, Source
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.scenarios.outcome import Outcome
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.sensitivity import Sensitivity, Tried
from veivalg.maths.service_model.services import Driver
from veivalg.maths.service_model.staff import staff
from veivalg.maths.service_model.terms import Change, Parts, change
from veivalg.maths.service_model.usage import Usage, newest_usage

HOME, LONG = "home_services", "long_stay"
QUANTITY = {HOME: "users_home", LONG: "users_long_stay"}
"""Service → users of it in the registry of quantities."""
WORKING = (20, 66)
TABLES = ("care_users", "care_staff", "care_places", "care_hours")
MOST_TRIED = 9
"""As many assumptions as a table has room for."""
PRINTED = ("extra_fte_since_2021", "extra_employees_since_2021")


@dataclass(frozen=True, slots=True)
class Burden:
    """The newest årsverk per hundred of working age of a place, with the reporting year."""

    role: Role
    place: Place
    year: int
    per_hundred: float
    source: Source


@dataclass(frozen=True)
class Model:
    """Everything the sentences and exhibits of the chapter are made from.

    ``used`` is the newest age pattern by service; ``values`` the main path by quantity and year,
    ``driver`` what places follow on it, ``each`` årsverk by year with each they could, and
    ``going`` how use goes on changing; ``parts`` årsverk by part of the service, ``outcome`` the
    draws that give the intervals, and ``rests`` the assumptions the answer rests on; ``burdens``
    the årsverk per hundred of working age of those compared; ``other_sources`` where the others'
    come from; ``printed`` what documents print for the target year, by item.
    """

    place: Place
    path: PopulationPath
    care: CareToday
    choices: Choices
    used: Mapping[str, Usage]
    values: Mapping[str, Years]
    driver: Driver
    each: Mapping[Driver, Mapping[int, float]]
    going: Going
    years: tuple[int, ...]
    parts: Parts
    outcome: Outcome | None
    rests: Sensitivity | None
    history: Mapping[str, Years]
    fte_history: Years
    hours_now: float | None
    sources: Mapping[str, Source]
    burdens: tuple[Burden, ...]
    other_sources: tuple[Source, ...]
    printed: Mapping[str, Figure]

    @property
    def base_year(self) -> int:
        """Give the year of «today»."""
        return self.care.base_year

    @property
    def fte_now(self) -> float | None:
        """Give the published årsverk in all."""
        return self.care.fte

    @property
    def target(self) -> int:
        """Give the year the findings speak of."""
        return min(TARGET_YEAR, self.years[-1])

    @property
    def ahead(self) -> bool:
        """Say whether anything is known of the years to come."""
        return self.target > self.base_year

    def users(self, service: str) -> Years:
        """Give users in all by year, from the base year on."""
        found = self.values.get(QUANTITY[service], {})
        return {year: found.get(year) for year in self.years}

    def fte_in(self, year: int) -> float | None:
        """Give årsverk in all in a year when care goes on as today."""
        if year == self.base_year:
            return self.fte_now
        return self.values.get("fte", {}).get(year)

    def extra(self, year: int) -> float | None:
        """Give årsverk in `year` minus årsverk in the base year, each as it is printed."""
        now, then = whole(self.fte_in(self.base_year)), whole(self.fte_in(year))
        return None if now is None or then is None else then - now

    def spread(self, year: int) -> tuple[float, float] | None:
        """Give the 80 % interval of årsverk in all."""
        if self.fte_now is not None and year == self.base_year:
            return self.fte_now, self.fte_now
        if self.outcome is None or "fte" not in self.outcome or year not in self.outcome.years:
            return None
        low, high = self.outcome.quantiles("fte", (0.1, 0.9))[:, self.outcome.years.index(year)]
        return float(low), float(high)

    def rise(self) -> Change | None:
        """Give the change in årsverk to the target year, part by part."""
        return change(self.parts, 0, self.years.index(self.target))

    def moved(self) -> tuple[tuple[Tried, tuple[float, float]], ...]:
        """Give the assumptions that move the change most, with the change at both ends."""
        change = self.extra(self.target)
        if self.rests is None or change is None:
            return ()
        off = change - self.rests.headline
        turn = self.rests.turning
        tried = [t for n, t in enumerate(self.rests.tried) if n < MOST_TRIED or t in turn]
        return tuple((one, (off + one.ends[0], off + one.ends[1])) for one in tried)

    @property
    def turning(self) -> tuple[Tried, ...]:
        """Give the assumptions that alone turn the sign of the change, as it is printed."""
        sign = self.extra(self.target) or 0.0
        return tuple(t for t, ends in self.moved() if any(sign * (whole(e) or 0) < 0 for e in ends))

    @property
    def either(self) -> bool:
        """Say whether årsverk may be more or fewer: by their interval, or by one assumption."""
        return bool(self.turning) or either_way(self.outcome, "fte", self.target)

    @property
    def burden_turns(self) -> bool:
        """Say whether care may take a smaller share of those of working age, or a larger."""
        now = self.per_hundred(self.base_year, self.fte_now)
        ends = [end for _one, both in self.moved() for end in both]
        shares = (self.per_hundred(self.target, (self.fte_now or 0.0) + end) for end in ends)
        moved = [share - now for share in shares if share is not None and now is not None]
        main = self.per_hundred(self.target, self.fte_in(self.target))
        moved += [main - now] if main is not None and now is not None else []
        return bool(moved) and turns(min(moved), max(moved))

    def employees(self) -> dict[int, float]:
        """Give employees needed by year."""
        return self._staff(self.choices.exits.value)["employees"]

    def recruits(self, exits: float | None = None) -> dict[int, float]:
        """Give recruits needed by year after the first, growth and replacement."""
        found = self._staff(self.choices.exits.value if exits is None else exits)["hires"]
        return {year: n for year, n in found.items() if year > self.base_year}

    def _staff(self, exits: float) -> dict[str, dict[int, float]]:
        known = {y: n for y in self.years if (n := self.fte_in(y)) is not None}
        row, size = np.array([list(known.values())]), np.array(self.choices.position.value)
        found = staff(row, size, np.full((1, 1), exits)) if known else {}
        return {
            id: dict(zip(known, found[id][0].tolist(), strict=True)) if known else {}
            for id in ("employees", "hires")
        }

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
    place, today, main = evidence.place, care(evidence), steady(evidence)
    years = tuple(y for y in main.years if y <= LAST_YEAR) if main else (today.base_year,)
    drawn = as_today(evidence) if len(years) > 1 else None
    burdens = _burdens(evidence)
    others = (b.place.name for b in burdens if b.role is not Role.OWN)
    model = Model(
        place,
        path,
        today,
        choices(evidence),
        used,
        main.values if main else {},
        main.driver if main else Driver.AGE,
        main.each if main else {},
        main.going(min(TARGET_YEAR, years[-1])) if main else Going(0.0, 0.0, years[0], years[0]),
        years,
        main.parts["fte"] if main else {},
        drawn if isinstance(drawn, Outcome) else None,
        rests_today(evidence, min(TARGET_YEAR, years[-1])).get("fte") if drawn else None,
        {s: totals(evidence, place, s) for s in (HOME, LONG)},
        _column(evidence, place, "care_staff", "fte", occupation="all"),
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
    places = compared_services(evidence, "care_staff")
    found = (_burden(evidence, role, place) for role, place in places)
    return tuple(burden for burden in found if burden is not None)


def _burden(evidence: Evidence, role: Role, place: Place) -> Burden | None:
    staff = _column(evidence, place, "care_staff", "fte", occupation="all")
    path, table = population_path(evidence, place), evidence.table("care_staff")
    for year, fte in sorted(staff.items(), reverse=True):
        workers = path.group(*WORKING, year + 1) if path else None
        if fte is not None and workers and table is not None:
            return Burden(role, place, year, 100 * fte / workers, table.source(place.code))
    return None
