"""What the chapter «plasser» rests on: coverage, need, programme, cost and queue (M15).

Years are 1 January: places on 31 December 2025 stand as 2026.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.chapters.common.compared import compared, other_sources
from veivalg.chapters.common.periods import LAST_YEAR, TARGET_YEAR
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.printed import printed
from veivalg.chapters.plasser.model.choices import PRINTED_PLAN, PRINTED_TARGETS, Choices, choices
from veivalg.content import Assumption, Figure, Place, Role, Source, round_half_up
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
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
from veivalg.maths.projections.queue import Queue, fewest_places, queue
from veivalg.maths.projections.spread import interval
from veivalg.maths.projections.tested import ages
from veivalg.maths.service_model.usage import HIDDEN, SUPPRESS_BELOW

AGED = (80, 105)
INSTITUTION, SHORT, DWELLINGS = "institution", "short_stay", "dwellings_24h"
Years = Mapping[int, float | None]
PRINTED = (
    *PRINTED_TARGETS,
    *PRINTED_PLAN,
    "nursing_home_coverage",
    "residents_without_safe_services",
    *(f"ytteren_{kind}_places" for kind in ("nursing_home", "shared_housing", "day_centre")),
    "ytteren_day_centre_places_new",
)
"""What documents may print of places."""


@dataclass(frozen=True, slots=True)
class Other:
    """The coverage of a place the municipality is held against, by 1 January."""

    role: Role
    name: str
    rates: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Model:
    """Everything the sentences and exhibits of the chapter are made from.

    ``kinds`` is kind of place → reporting year → places; ``residents`` long-stay by year;
    ``short_residents`` those on short stays in the year of the newest short-term places;
    ``others`` those compared with, and ``other_sources`` where theirs come from; ``printed`` what
    documents print, by item.
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
    others: tuple[Other, ...]
    other_sources: tuple[Source, ...]
    printed: Mapping[str, Figure]

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
        return queue(arrivals.value * growth, self.choices.stay.value, int(round_half_up(places)))

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
    others = _others(evidence)
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
        others,
        other_sources(evidence, "care_places", (other.name for other in others)),
        {item: found for item in PRINTED if (found := printed(evidence, item)) is not None},
    )


def _others(evidence: Evidence) -> tuple[Other, ...]:
    """Give coverage of the group and Norway, where places and ages are known."""
    found = []
    for role, place in compared(evidence):
        path = population_path(evidence, place) if role is not Role.OWN else None
        if path is not None:
            beds = places_by_kind(evidence, place).get(INSTITUTION, {})
            rates = {y + 1: coverage(v, path.group(*AGED, y + 1)) for y, v in beds.items()}
            found.append(Other(role, place.name, {y: v for y, v in rates.items() if v is not None}))
    return tuple(other for other in found if other.rates)


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
