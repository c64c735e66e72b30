"""What the chapter «plasser» rests on: coverage, need, programme, cost and queue (M7, M15).

Need, staff and kroner are the model of care's (`care_paths.steady`), with the 80 % interval of the
same draws as the scenario room. A target of coverage is something else: a share of those aged 80+.

Years are 1 January: places on 31 December 2025 stand as 2026.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.chapters.common.alike import place_price
from veivalg.chapters.common.care import care, standing
from veivalg.chapters.common.care_paths import Steady, as_today, steady
from veivalg.chapters.common.compared import compared_services, other_sources
from veivalg.chapters.common.digits import whole
from veivalg.chapters.common.periods import LAST_YEAR, TARGET_YEAR
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.printed import printed
from veivalg.chapters.common.sentences import turns
from veivalg.chapters.common.use_trend import Going
from veivalg.chapters.plasser.model.choices import PRINTED_PLAN, PRINTED_TARGETS, Choices, choices
from veivalg.content import Assumption, Figure, Missing, Place, Role, Source, round_half_up
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.places import (
    Opening,
    capacity,
    coverage,
    first_year_reached,
    places_needed,
    shortage,
)
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.queue import Queue, fewest_places, queue
from veivalg.maths.scenarios.outcome import Outcome
from veivalg.maths.service_model.conversion import WEEKS
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.services import Driver
from veivalg.maths.service_model.usage import HIDDEN, SUPPRESS_BELOW
from veivalg.norway.prices import Price

AGED = (80, 105)
INSTITUTION, SHORT, DWELLINGS = "institution", "short_stay", "dwellings_24h"
Years = Mapping[int, float | None]
Need = dict[int, float | None]
DAYS = 365
MOVED = 1 / 3
"""Short-term places that move by more than this share in a year are told with both numbers."""
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
    documents print, by item. ``course`` is the main path of care and ``drawn`` the draws around it,
    None where they can't be made; ``marginal`` hours a week of help at home instead of a place;
    ``level`` says whose kroner the ``prices`` are in; ``rooms`` NOK a year of a place (261).
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
    course: Steady | None
    drawn: Outcome | None
    marginal: float | None
    level: str
    prices: Mapping[str, Price]
    rooms: float

    @property
    def short_places(self) -> float | None:
        """Give short-term places in the newest year known."""
        return newest(self.kinds.get(SHORT, {}))

    @property
    def short_before(self) -> float | None:
        """Give short-term places the year before where they have moved by more than a third."""
        known = [v for _year, v in sorted(self.kinds.get(SHORT, {}).items()) if v is not None]
        if len(known) < 2 or not known[-2] or not known[-1]:
            return None
        return known[-2] if abs(known[-1] / known[-2] - 1) > MOVED else None

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

    def at_rate(self, rate: float) -> Need:
        """Give places needed by year at a coverage rate."""
        return places_needed(rate, {y: self.aged(y) for y in self.years})

    @property
    def driver(self) -> Driver:
        """Give what need follows: coverage of those aged 80+ where users by age aren't known."""
        return self.course.driver if self.course and self.three else Driver.COVERAGE

    @property
    def three(self) -> dict[Driver, Need]:
        """Give the three numbers by year, those that can be told; {} where none can."""
        values = self.course.values if self.course else {}
        by_age = self.course is not None and "users_long_stay" in values
        return {d: dict(values[id]) for d, id in THREE.items() if by_age and id in values}

    @property
    def going(self) -> Going:
        """Give how use goes on changing until the year the findings speak of."""
        if self.course is None:
            return Going(0.0, 0.0, self.base_year, self.target)
        return self.course.going(self.target)

    @property
    def need(self) -> Need:
        """Give places needed by year as everything goes on, by the number that is chosen."""
        if self.course is None or not self.three:
            return self.at_rate(self.rate or 0.0)
        # Where a trend can't be read, the model of care leads on today's use in its place.
        return self._within(dict(self.course.values["institution_needed"]))

    def _within(self, need: Need) -> Need:
        return {year: need[year] for year in self.years if year in need}

    def interval(self, year: int) -> tuple[float, float] | None:
        """Give the 80 % interval of places needed; None where nothing can be drawn."""
        if self.drawn is None or "institution_needed" not in self.drawn or not self.three:
            return None
        if year not in self.drawn.years:
            return None
        ends = self.drawn.quantiles("institution_needed", (0.1, 0.9))
        low, high = ends[:, self.drawn.years.index(year)]
        return float(low), float(high)

    @property
    def either(self) -> bool:
        """Say whether more or fewer may be needed, by the interval or by what they follow."""
        needs = (self.need, *self.three.values())
        known = [n - self.places for by in needs if (n := by.get(self.target)) is not None]
        ends = self.interval(self.target)
        spread = [] if ends is None else [end - self.places for end in ends]
        return any(turns(min(of), max(of)) for of in (known, spread) if of)

    def openings(self, *, homes: bool = False) -> tuple[Opening, ...]:
        """Give the building programme: nursing-home places, and dwellings when asked."""
        year = int(self.choices.opening.value)
        beds = Opening(_("Nye institusjonsplasser"), year, self.choices.new_beds.value)
        rest = Opening(_("Nye boligplasser"), year, self.choices.new_homes.value)
        return (beds, rest) if homes else (beds,)

    def available(self, *, build: bool, homes: bool = False) -> dict[int, float]:
        """Give places by year with or without the programme."""
        programme = self.openings(homes=homes) if build else ()
        return capacity(self.places, programme, self.years)

    def lacking(self, need: Need, *, build: bool, homes: bool = False) -> Need:
        """Give places lacking by year of a need, with or without the programme."""
        return shortage(need, self.available(build=build, homes=homes))

    def reached(self, need: Need, extra: float) -> int | None:
        """Give the first year need is `extra` places above today; None when never to 2050.

        Places are whole, as the figure of what is needed draws them: who subtracts there gets
        the same year.
        """
        drawn = {year: whole(value) for year, value in need.items()}
        return first_year_reached(drawn, float(round_half_up(self.places)), extra, self.base_year)

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
        found: dict[str, tuple[float, tuple[Assumption, ...]]] = {}
        if c.dwelling_cost is not None:
            name = _("Bolig med heldøgns bemanning")
            found[name] = (c.dwelling_cost.value, (c.dwelling_cost,))
        if c.hour_cost is not None and c.home_hours is not None:
            home = c.home_hours.value * WEEKS * c.hour_cost.value
            found[_("Hjemmetjenester")] = (home, (c.home_hours, c.hour_cost))
        if c.place_cost is not None:
            name = _("Liggedøgn på sykehus som utskrivningsklar")
            found[name] = (c.day_price.value * DAYS, (c.day_price,))
        return found

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


def practice(model: Model, *, closed: bool = False) -> str:
    """Say what is followed, to stand after «med»; closed with a comma where more comes after it."""
    said = model.going.followed(model.driver)
    return f"{said}," if closed and "," in said else said


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
    now, drawn, today = standing(evidence), as_today(evidence), care(evidence)
    price = place_price(now, today.prices) if now else None
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
        choices(evidence, rate, places, now.marginal if now else None, (newest(short), beds)),
        _sources(evidence),
        beds,
        others,
        other_sources(evidence, "care_places", (other.name for other in others)),
        {item: found for item in PRINTED if (found := printed(evidence, item)) is not None},
        steady(evidence),
        None if isinstance(drawn, Missing) else drawn,
        now.marginal if now else None,
        today.price_level,
        today.prices,
        price[1] if price else 0.0,
    )


def _others(evidence: Evidence) -> tuple[Other, ...]:
    """Give coverage of the group and Norway, where places and ages are known."""
    found = []
    for role, place in compared_services(evidence, "care_places"):
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
        for n in ("care_places", "care_users", "accounts")
        if (t := evidence.rows(n, evidence.place)) is not None
    }
