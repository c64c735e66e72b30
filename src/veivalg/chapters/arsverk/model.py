"""The figures of the chapter «arsverk»: users, årsverk, employees and recruits by year (M7).

Years are 1 January: what is counted 31 December 2025 stands as 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from veivalg.chapters.common.periods import LAST_YEAR, TARGET_YEAR
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.printed import printed
from veivalg.content import (
    Assumption,
    Certainty,
    Place,
    Source,
    SourceKind,
    Unit,
    calculation,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.care_today import newest_usage
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.spread import AGED_SIGMA5, TOTAL_SIGMA5, interval
from veivalg.maths.projections.tested import ages
from veivalg.maths.projections.workforce import (
    Usage,
    employees,
    project_fte,
    project_users,
    recruits,
    split_fte,
)

METHOD = "M7"
HOME, LONG = "home_services", "long_stay"
WORKING = (20, 66)
AGED = 80
WEIGHT_GROUPS = ((0, 66), (67, 79), (80, 105))
Ages = tuple[int, int]
Years = Mapping[int, float | None]


@dataclass(frozen=True, slots=True)
class Choices:
    """The assumptions of the chapter as they stand."""

    position: Assumption
    per_place: Assumption
    weighted: Assumption
    hours: tuple[Assumption, ...]
    exits: Assumption
    trend: Assumption

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption in reading order."""
        return (self.position, self.per_place, self.weighted, *self.hours, self.exits, self.trend)

    def for_fte(self) -> tuple[Assumption, ...]:
        """Give those that årsverk in the years to come depend on."""
        hours = self.hours if self.weights() is not None else ()
        return (self.per_place, self.weighted, *hours, self.trend)

    def weights(self) -> dict[Ages, float] | None:
        """Give hours per user by age, or None when every user counts the same."""
        if self.weighted.value < 0.5:
            return None
        return {g: a.value for g, a in zip(WEIGHT_GROUPS, self.hours, strict=True)}


@dataclass(frozen=True, slots=True)
class Path:
    """Årsverk by year in home services and in institutions."""

    home: Years
    institution: Years

    def total(self, year: int) -> float | None:
        """Give årsverk in all, or None when a part is not known."""
        home, institution = self.home.get(year), self.institution.get(year)
        return None if home is None or institution is None else home + institution


@dataclass(frozen=True, slots=True)
class Model:
    """Everything the sentences and exhibits of the chapter are made from.

    ``used`` is the newest age pattern by service; ``fte_now`` the published total.
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
        path = self.fte()
        now, then = (path.total(y) if path else None for y in (self.base_year, year))
        return None if now is None or then is None else then - now

    def spread(self, year: int) -> tuple[float, float] | None:
        """Give the 80 % interval from the population alone, at the assumptions as they stand."""
        path = self.fte()
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
        path = self.fte()
        totals = {y: path.total(y) for y in self.years} if path else {}
        position = self.choices.position.value
        return {y: employees(n, position) for y, n in totals.items() if n is not None}

    def recruits(self, exits: float | None = None) -> dict[int, float]:
        """Give recruits needed by year, growth and replacement."""
        return recruits(self.employees(), self.choices.exits.value if exits is None else exits)

    def per_hundred(self, year: int, fte: float | None) -> float | None:
        """Give årsverk per hundred inhabitants aged 20–66."""
        workers = self.path.group(*WORKING, year)
        return None if fte is None or not workers else 100 * fte / workers


def choices(evidence: Evidence) -> Choices:
    """Give the assumptions a person can change, with what they rest on."""
    size = printed(evidence, "position_size")
    position = Assumption(
        "stillingsstorrelse",
        _("Gjennomsnittlig stillingsstørrelse"),
        0.72,
        0.72,
        Unit.SHARE,
        Certainty.PRINTED,
        size.source.producer
        if size
        else _("Harstads kunnskapsgrunnlag 2024: turnusarbeidere (PAI)"),
        0.4,
        1.0,
        0.01,
        note=_("KS oppgir 71,5 % for turnus i helse og omsorg i 2023."),
    )
    per_place = Assumption(
        "arsverk-per-plass",
        _("Årsverk per institusjonsplass, natt medregnet"),
        1.0,
        1.0,
        Unit.COUNT,
        Certainty.CHOICE,
        _("Valg: fordelingen mellom institusjon og hjemmetjeneste er ikke i tabellene vi bruker"),
        0.7,
        1.3,
        0.05,
        2,
        note=_(
            "Oslo 2014: 0,71 på dag og kveld i ordinær avdeling. Med natt blir det rundt 1. "
            "Resten av årsverkene regnes til hjemmetjenester, boliger medregnet."
        ),
    )
    weighted = Assumption(
        "vekt-timer",
        _("Vekt brukere med timer per uke (ellers teller alle likt)"),
        1,
        1,
        Unit.COUNT,
        Certainty.CHOICE,
        _("Metode M7"),
        0,
        1,
        1,
        note=_("Yngre brukere får flest timer, så vekten gjør veksten lavere."),
        switch=True,
    )
    exits = Assumption(
        "avgang",
        _("Ansatte som slutter og må erstattes, andel per år"),
        0.10,
        0.10,
        Unit.SHARE,
        Certainty.CHOICE,
        _("Valg mellom to tall som er funnet (KS 2020–21 og Helsedirektoratet 2021)"),
        0.052,
        0.219,
        0.001,
        note=_(
            "5,2 % av 55–60-åringene og 40,7 % av 65–67-åringene forlater sektoren i løpet av "
            "et år. 21,9 % skifter arbeidssted eller slutter i omsorgstjenesten."
        ),
    )
    trend = Assumption(
        "trend-yngre",
        _("Vekst per år i andelen under 67 år som får hjemmetjenester"),
        0.0,
        0.0,
        Unit.SHARE,
        Certainty.CHOICE,
        _("Valg: dagens dekningsgrad videreføres"),
        -0.03,
        0.05,
        0.005,
        note=_("Antall yngre brukere har økt mer enn befolkningen skulle tilsi."),
    )
    return Choices(
        evidence.assume(position),
        evidence.assume(per_place),
        evidence.assume(weighted),
        tuple(evidence.assume(a) for a in _hours()),
        evidence.assume(exits),
        evidence.assume(trend),
    )


def _hours() -> tuple[Assumption, ...]:
    """Give national hours of home services per user and week by age (SSB), one group each."""
    found = ((15.5, _("0–66 år")), (5.7, _("67–79 år")), (4.7, _("80 år og eldre")))
    make = partial(_one_hour, _("SSB, timer praktisk bistand og hjemmesykepleie per uke, landet"))
    return tuple(
        make(low, value, ages)
        for (low, _high), (value, ages) in zip(WEIGHT_GROUPS, found, strict=True)
    )


def _one_hour(source: str, low: int, value: float, ages: str) -> Assumption:
    note = _("Gruppene er slått sammen med antall mottakere i 2021 (KPR) som vekt.")
    return Assumption(
        f"timer-{low}",
        _("Timer per uke og bruker, {ages}").format(ages=ages),
        value,
        value,
        Unit.HOURS,
        Certainty.DERIVED,
        source,
        0.5,
        60,
        0.1,
        1,
        note,
    )


def build(evidence: Evidence) -> Model | None:
    """Gather the figures of the chapter; None when population or users are unknown."""
    path = population_path(evidence, evidence.place)
    users = evidence.rows("care_users", evidence.place)
    used = {s: u for s in (HOME, LONG) if (u := newest_usage(users, s))}
    if path is None or not used:
        return None
    newest = max(u.year for u in used.values())
    base = newest + 1 if path.group(0, 105, newest + 1) is not None else newest
    staff = _column(evidence, evidence.place, "care_staff", "fte", occupation="all")
    beds = _column(evidence, evidence.place, "care_places", "places", kind="institution")
    hours = _column(evidence, evidence.place, "care_hours", "hours_per_week")
    return Model(
        evidence.place,
        path,
        base,
        choices(evidence),
        used,
        {s: totals(evidence, evidence.place, s) for s in (HOME, LONG)},
        staff,
        _newest(staff),
        _newest(beds),
        _newest(hours),
        _sources(evidence),
    )


def _sources(evidence: Evidence) -> dict[str, Source]:
    """Give the source by table; tables that share an id are told apart, for they are two."""
    names = ("care_users", "care_staff", "care_places", "care_hours")
    found: dict[str, Source] = {}
    for name in names:
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


def staff_per_hundred(evidence: Evidence, place: Place) -> tuple[int, float] | None:
    """Give the newest årsverk per hundred aged 20–66 of a place, with the reporting year."""
    staff = _column(evidence, place, "care_staff", "fte", occupation="all")
    path = population_path(evidence, place)
    for year, fte in sorted(staff.items(), reverse=True):
        workers = path.group(*WORKING, year + 1) if path else None
        if fte is not None and workers:
            return year, 100 * fte / workers
    return None


def source_of(model: Model, title: str, part: str = "") -> Source:
    """Give our calculation as source; constructed when anything under it is."""
    below = [*model.sources.values(), *model.path.sources]
    made = any(s.kind is SourceKind.CONSTRUCTED for s in below)
    source = calculation(METHOD, title, note="" if part else model.path.caveat)
    kind = SourceKind.CONSTRUCTED if made else source.kind
    return Source(
        f"{source.id}{part}",
        source.producer,
        source.title,
        licence=source.licence,
        kind=kind,
        note=source.note,
    )
