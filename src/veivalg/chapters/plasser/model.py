"""The figures of the chapter «plasser»: coverage, need, programme, cost and queue (M15).

Years are 1 January: places on 31 December 2025 stand as 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.chapters.common.parts import LAST_YEAR, TARGET_YEAR, printed
from veivalg.chapters.common.population import population_path
from veivalg.content import (
    Assumption,
    Certainty,
    Place,
    Source,
    SourceKind,
    Unit,
    calculation,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.care_today import HIDDEN
from veivalg.maths.projections.places import (
    Opening,
    capacity,
    coverage,
    first_year_reached,
    home_care_cost,
    places_needed,
    shortage,
)
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.queue import Queue, fewest_places, offered_load, queue
from veivalg.maths.projections.spread import interval
from veivalg.maths.projections.tested import ages
from veivalg.maths.projections.workforce import SUPPRESS_BELOW

METHOD = "M15"
AGED = (80, 105)
INSTITUTION, SHORT, DWELLINGS = "institution", "short_stay", "dwellings_24h"
Years = Mapping[int, float | None]
PRINTED_TARGETS = (
    "nursing_home_coverage_target_low",
    "nursing_home_coverage_target_high",
    "extra_nursing_home_places_low",
    "extra_nursing_home_places_high",
)
PRINTED_PLAN = ("ytteren_nursing_home_places_new", "ytteren_shared_housing_places_new")
LOWER, HIGHER = 0.9, 1.1
"""Our targets where the municipality has printed none: shares of today's coverage."""

FEW_MORE, MANY_MORE = 0.1, 0.3
"""Our numbers of extra places where none are printed: shares of today's places."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The assumptions of the chapter as they stand."""

    rate_low: Assumption
    rate_high: Assumption
    extra_low: Assumption
    extra_high: Assumption
    new_beds: Assumption
    new_homes: Assumption
    opening: Assumption
    place_cost: Assumption
    dwelling_cost: Assumption
    home_hours: Assumption
    hour_cost: Assumption
    day_price: Assumption
    stay: Assumption
    arrivals: Assumption | None

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption in reading order."""
        named = (
            self.rate_low,
            self.rate_high,
            self.extra_low,
            self.extra_high,
            self.new_beds,
            self.new_homes,
            self.opening,
            self.place_cost,
            self.dwelling_cost,
            self.home_hours,
            self.hour_cost,
            self.day_price,
            self.stay,
        )
        return (*named, self.arrivals) if self.arrivals else named


@dataclass(frozen=True, slots=True)
class Model:
    """Everything the sentences and exhibits of the chapter are made from.

    ``kinds`` is kind of place → reporting year → places; ``residents`` long-stay by year;
    ``short_residents`` those on short stays in the year of the newest short-term places;
    ``documents`` the sources of printed items by item.
    """

    place: Place
    path: PopulationPath
    base_year: int
    places: float
    kinds: Mapping[str, Years]
    residents: Years
    choices: Choices
    sources: Mapping[str, Source]
    short_residents: float | None
    documents: Mapping[str, Source]

    @property
    def short_places(self) -> float | None:
        """Give short-term places in the newest year known."""
        return newest(self.kinds.get(SHORT, {}))

    @property
    def misfit(self) -> bool:
        """Say whether SSB counts as many short-term residents as places, or more."""
        places, residents = self.short_places, self.short_residents
        return bool(places) and residents is not None and residents >= (places or 0)

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

    @property
    def caveat(self) -> str:
        """Give what must be known of those aged 80 and over ahead; empty when SSB's own number."""
        return self.path.caveat_for(AGED)

    @property
    def rate(self) -> float | None:
        """Give today's coverage: institution places per inhabitant aged 80 and over."""
        return coverage(self.places, self.aged(self.base_year))

    def aged(self, year: int) -> float | None:
        """Give inhabitants aged 80 and over."""
        return self.path.group(*AGED, year)

    def needed(self, rate: float) -> dict[int, float | None]:
        """Give places needed by year at a coverage rate."""
        return places_needed(rate, {y: self.aged(y) for y in self.years})

    def interval(self, value: float, year: int) -> tuple[float, float]:
        """Give the 80 % interval of a number that follows those aged 80 and over."""
        ends = self.path.ends(ages(*AGED), year)
        if ends is not None:
            return value * ends[0], value * ends[1]
        people = self.path.group(0, 105, self.base_year) or 1.0
        return interval(value, year - self.base_year, people)

    @property
    def tested(self) -> bool:
        """Say whether the spread is held against what came."""
        return self.path.ends(ages(*AGED), self.base_year + 1) is not None

    def openings(self, *, homes: bool = False) -> tuple[Opening, ...]:
        """Give the building programme: nursing-home places, and dwellings when asked."""
        year = int(self.choices.opening.value)
        beds = Opening(_("Nye sykehjemsplasser"), year, self.choices.new_beds.value)
        rest = Opening(_("Nye boligplasser"), year, self.choices.new_homes.value)
        return (beds, rest) if homes else (beds,)

    def available(self, *, build: bool, homes: bool = False) -> dict[int, float]:
        """Give places by year with or without the programme."""
        programme = self.openings(homes=homes) if build else ()
        return capacity(self.places, programme, self.years)

    def lacking(self, rate: float, *, build: bool, homes: bool = False) -> dict[int, float | None]:
        """Give places lacking by year at a coverage rate, with or without the programme."""
        return shortage(self.needed(rate), self.available(build=build, homes=homes))

    def reached(self, rate: float, extra: float) -> int | None:
        """Give the first year need is `extra` places above today; None when never to 2050."""
        return first_year_reached(self.needed(rate), self.places, extra, self.base_year)

    def coverage_by_year(self, kind: Years) -> dict[int, float]:
        """Give a count per inhabitant aged 80 and over, by 1 January after the reporting year."""
        found = {y + 1: coverage(v, self.aged(y + 1)) for y, v in kind.items()}
        return {y: v for y, v in found.items() if v is not None}

    def with_dwellings(self) -> Years:
        """Give institution places and dwellings with staff day and night together, by year."""
        homes = self.kinds.get(DWELLINGS, {})
        return {
            y: v + h
            for y, v in self.kinds[INSTITUTION].items()
            if v is not None and (h := homes.get(y)) is not None
        }

    def ways(self) -> dict[str, tuple[float, tuple[Assumption, ...]]]:
        """Give NOK a year for one person without a place, and the prices, by way of helping."""
        c = self.choices
        home = home_care_cost(c.home_hours.value, c.hour_cost.value)
        return {
            _("Bolig med bemanning hele døgnet"): (c.dwelling_cost.value, (c.dwelling_cost,)),
            _("Hjemmetjenester"): (home, (c.home_hours, c.hour_cost)),
            _("Liggedøgn på sykehus som utskrivningsklar"): (
                c.day_price.value * 365,
                (c.day_price,),
            ),
        }

    def queue(self, year: int | None = None) -> Queue | None:
        """Give the queue for short-term places; the load follows those aged 80+ in later years."""
        places, arrivals = self.short_places, self.choices.arrivals
        if not places or arrivals is None:
            return None
        now, then = self.aged(self.base_year), self.aged(year or self.base_year)
        growth = then / now if now and then is not None else 1.0
        return queue(arrivals.value * growth, self.choices.stay.value, round(places))

    def fewest(self, year: int | None = None, limit: float = 0.05) -> int | None:
        """Give the fewest short-term places with at most `limit` turned away."""
        found = self.queue(year)
        return fewest_places(found.load, limit) if found else None


def newest(series: Years) -> float | None:
    """Give the newest known value of a series by year."""
    known = [value for _year, value in sorted(series.items()) if value is not None]
    return known[-1] if known else None


def build(evidence: Evidence) -> Model | None:
    """Gather the figures of the chapter; None when population or places are unknown."""
    path = population_path(evidence, evidence.place)
    kinds = places_by_kind(evidence, evidence.place)
    known = [y for y, v in kinds.get(INSTITUTION, {}).items() if v is not None]
    places = newest(kinds.get(INSTITUTION, {}))
    if path is None or not known or not places:
        return None
    base = max(known) + 1
    if path.group(*AGED, base) is None:
        base -= 1
    if not path.group(*AGED, base):
        return None
    short = kinds.get(SHORT, {})
    years = [y for y, v in short.items() if v is not None]
    beds = _users(evidence, SHORT).get(max(years)) if years else None
    rate = coverage(places, path.group(*AGED, base)) or 0.0
    return Model(
        evidence.place,
        path,
        base,
        places,
        kinds,
        _users(evidence, "long_stay"),
        choices(evidence, rate, places, newest(short), beds),
        _sources(evidence),
        beds,
        _documents(evidence),
    )


def _documents(evidence: Evidence) -> dict[str, Source]:
    items = (*PRINTED_TARGETS, *PRINTED_PLAN)
    return {item: found.source for item in items if (found := printed(evidence, item)) is not None}


def places_by_kind(evidence: Evidence, place: Place) -> dict[str, dict[int, float | None]]:
    """Give kind → reporting year → places of a place; suppressed cells are None."""
    table = evidence.rows("care_places", place)
    found: dict[str, dict[int, float | None]] = {}
    if table is not None:
        for row in table.frame.sort("year").iter_rows(named=True):
            found.setdefault(row["kind"], {})[row["year"]] = row["places"]
    return found


def _users(evidence: Evidence, service: str) -> dict[int, float | None]:
    """Give users in all of a service by reporting year; hidden and small counts are None."""
    table = evidence.rows("care_users", evidence.place)
    if table is None:
        return {}
    rows = (
        r
        for r in table.frame.sort("year").iter_rows(named=True)
        if r["service"] == service and (r["age_from"], r["age_to"]) == (0, 105)
    )
    return {
        r["year"]: None
        if r["reason"] == HIDDEN or (r["users"] or 0) < SUPPRESS_BELOW
        else r["users"]
        for r in rows
    }


def _sources(evidence: Evidence) -> dict[str, Source]:
    return {
        n: t.source(evidence.place.code)
        for n in ("care_places", "care_users")
        if (t := evidence.rows(n, evidence.place)) is not None
    }


def choices(
    evidence: Evidence,
    rate: float,
    places: float,
    short_places: float | None = None,
    short_residents: float | None = None,
) -> Choices:
    """Give the assumptions a person can change, with what they rest on.

    Parameters
    ----------
    rate
        Institution places per inhabitant aged 80 and over today.
    places
        Institution places today.
    short_places, short_residents
        Short-term places and those in them the same day, None where not known.
    """
    return Choices(
        *_rates(evidence, rate),
        *_extras(evidence, places),
        *_programme(evidence),
        *_costs(evidence),
        *_queueing(evidence, short_places, short_residents),
    )


def _rates(evidence: Evidence, rate: float) -> tuple[Assumption, Assumption]:
    """Give the low and the high target: the municipality's own, else near today's coverage."""

    def make(id: str, label: str, item: str, share: float, words: str) -> Assumption:
        found = printed(evidence, item)
        value = float(round_half_up(rate * share, 3))
        source, certainty = words, Certainty.CHOICE
        if found is not None and found.value is not None:
            value, source, certainty = found.value, found.source.producer, Certainty.PRINTED
        return evidence.assume(
            Assumption(
                id,
                label,
                value,
                value,
                Unit.SHARE,
                certainty,
                source,
                min(0.02, value),
                max(0.5, 2 * rate),
                0.001,
            )
        )

    return (
        make(
            "dekning-lav",
            _("Mål for dekningsgrad, lavt"),
            PRINTED_TARGETS[0],
            LOWER,
            _("Vårt valg: 90 % av dagens dekningsgrad. Sett inn kommunens eget mål."),
        ),
        make(
            "dekning-hoy",
            _("Mål for dekningsgrad, høyt"),
            PRINTED_TARGETS[1],
            HIGHER,
            _("Vårt valg: 110 % av dagens dekningsgrad. Sett inn kommunens eget mål."),
        ),
    )


def _extras(evidence: Evidence, places: float) -> tuple[Assumption, Assumption]:
    """Give two numbers of extra places: the municipality's own, else shares of today's."""
    few = max(float(round_half_up(FEW_MORE * places)), 1.0)
    many = max(float(round_half_up(MANY_MORE * places)), few + 1)

    def make(id: str, label: str, item: str, value: float, words: str) -> Assumption:
        found, source, certainty = printed(evidence, item), words, Certainty.CHOICE
        if found is not None and found.value is not None:
            value, source, certainty = found.value, found.source.producer, Certainty.PRINTED
        return evidence.assume(
            Assumption(
                id,
                label,
                value,
                value,
                Unit.PLACES,
                certainty,
                source,
                1,
                max(1000, 2 * value),
                1,
            )
        )

    return (
        make(
            "ekstra-lav",
            _("Flere plasser enn i dag, lavt tall"),
            PRINTED_TARGETS[2],
            few,
            _("Vårt valg: 10 % av dagens plasser, minst én"),
        ),
        make(
            "ekstra-hoy",
            _("Flere plasser enn i dag, høyt tall"),
            PRINTED_TARGETS[3],
            many,
            _("Vårt valg: 30 % av dagens plasser"),
        ),
    )


def _programme(evidence: Evidence) -> tuple[Assumption, Assumption, Assumption]:
    def make(id: str, label: str, item: str) -> Assumption:
        found = printed(evidence, item)
        value = (found.value if found else 0) or 0
        certainty = Certainty.PRINTED if found else Certainty.CHOICE
        source = found.source.producer if found else _("Ingen plan er lest inn; velg selv")
        return evidence.assume(
            Assumption(id, label, value, value, Unit.PLACES, certainty, source, 0, 1000, 1)
        )

    opening = Assumption(
        "apningsar",
        _("År de nye plassene åpner"),
        2030,
        2030,
        Unit.YEAR,
        Certainty.CHOICE,
        _("Valg: åpningsåret er ikke trykt i dokumentene"),
        2026,
        2050,
        1,
    )
    return (
        make("nye-sykehjemsplasser", _("Nye sykehjemsplasser"), "ytteren_nursing_home_places_new"),
        make(
            "nye-boligplasser",
            _("Nye plasser i bokollektiv eller bolig"),
            "ytteren_shared_housing_places_new",
        ),
        evidence.assume(opening),
    )


def _costs(
    evidence: Evidence,
) -> tuple[Assumption, Assumption, Assumption, Assumption, Assumption]:
    harstad = _("Harstads kunnskapsgrunnlag 2024 (enhetskostnad, Agenda Kaupang)")
    found = (
        Assumption(
            "kost-plass",
            _("Kostnad per institusjonsplass og år"),
            1.44e6,
            1.44e6,
            Unit.MILLION_NOK,
            Certainty.PRINTED,
            harstad,
            0.8e6,
            2.5e6,
            1e4,
            2,
            _("Høyere enn snittet i kommunene Harstad ble sammenliknet med."),
        ),
        Assumption(
            "kost-bolig",
            _("Kostnad per bolig med bemanning og år"),
            0.73e6,
            0.73e6,
            Unit.MILLION_NOK,
            Certainty.PRINTED,
            harstad,
            0.3e6,
            2.0e6,
            1e4,
            2,
        ),
        Assumption(
            "timer-hjemme",
            _("Timer hjemmetjeneste per uke i stedet for en plass"),
            35,
            35,
            Unit.HOURS,
            Certainty.CHOICE,
            _(
                "Valg: nær snittet for brukere med omfattende "
                "bistandsbehov i landet (37,3 timer, SSB)"
            ),
            5,
            168,
            1,
        ),
        Assumption(
            "timekostnad",
            _("Kostnad per time hjemmetjeneste"),
            780,
            780,
            Unit.NOK,
            Certainty.DERIVED,
            _(
                "1,44 mill. kr per plass ÷ 1 årsverk per plass ÷ 1846 "
                "timer i året (35,5 timer i 52 uker)"
            ),
            300,
            1500,
            10,
            note=_("Bytt gjerne til kommunens egen timepris."),
        ),
        Assumption(
            "dognpris",
            _("Døgnpris for utskrivningsklare pasienter"),
            5745,
            5745,
            Unit.NOK,
            Certainty.FOUND,
            _("Helsedirektoratet, døgnpris for 2024"),
            4000,
            8000,
            1,
            note=_("Prisen for 2025 og 2026 er ikke funnet."),
        ),
    )
    place, dwelling, hours, hour, day = (evidence.assume(a) for a in found)
    return place, dwelling, hours, hour, day


def _queueing(
    evidence: Evidence, places: float | None, residents: float | None
) -> tuple[Assumption, Assumption | None]:
    """Give stay and arrivals; no arrivals where the two counts of SSB do not fit together."""
    stay = evidence.assume(
        Assumption(
            "opphold-uker",
            _("Gjennomsnittlig korttidsopphold i uker"),
            3,
            3,
            Unit.COUNT,
            Certainty.CHOICE,
            _("Valg: liggetiden er ikke i tabellene vi bruker"),
            0.5,
            26,
            0.5,
            1,
        )
    )
    fits = residents is None or (places is not None and residents < places)
    if not places or not (fits or "ankomster" in evidence.overrides):
        return stay, None
    load, certainty = 0.85 * places, Certainty.CHOICE
    source = _("Valg: etterspørsel etter 85 % av plassene, siden antall beboere ikke kan brukes")
    if residents is not None and fits:
        load, certainty = offered_load(residents, round(places)), Certainty.DERIVED
        source = _(
            "Utledet: så mange nye brukere at beboerne 31. desember er dem som fikk plass, "
            "med liggetiden som er valgt"
        )
    value = round(load / stay.value, 1)
    return stay, evidence.assume(
        Assumption(
            "ankomster",
            _("Nye brukere av korttidsplass per uke"),
            value,
            value,
            Unit.COUNT,
            certainty,
            source,
            0,
            max(200, 3 * value),
            0.1,
            1,
        )
    )


def source_of(model: Model, title: str, part: str = "") -> Source:
    """Give our calculation as source; constructed when anything under it is."""
    below = [*model.sources.values(), *model.path.sources_for(AGED)]
    made = any(s.kind is SourceKind.CONSTRUCTED for s in below)
    source = calculation(METHOD, title, note="" if part else model.caveat)
    kind = SourceKind.CONSTRUCTED if made else source.kind
    return Source(
        f"{source.id}{part}",
        source.producer,
        source.title,
        licence=source.licence,
        kind=kind,
        note=source.note,
    )
