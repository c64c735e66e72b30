"""The assumptions of the chapter «plasser» that a person can change."""

from dataclasses import dataclass, replace

from veivalg.chapters.common.care_paths import along
from veivalg.chapters.common.choices import Basis, choice, printed_or, set_out
from veivalg.chapters.common.prices import price_choice, price_chosen
from veivalg.content import Assumption, Certainty, Unit, round_half_up
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.queue import offered_load

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

LIKELY_USE = 0.85
"""The share of short-term places in use where residents can't be counted."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The assumptions of the chapter as they stand; prices are None without own accounts."""

    rate_low: Assumption
    rate_high: Assumption
    extra_low: Assumption
    extra_high: Assumption
    new_beds: Assumption
    new_homes: Assumption
    opening: Assumption
    driver: Assumption
    trend_years: Assumption
    place_cost: Assumption | None
    dwelling_cost: Assumption | None
    home_hours: Assumption | None
    hour_cost: Assumption | None
    day_price: Assumption
    stay: Assumption
    arrivals: Assumption | None = None

    @property
    def rates(self) -> tuple[Assumption, ...]:
        """Give the targets of coverage."""
        return self.rate_low, self.rate_high

    @property
    def guessed(self) -> bool:
        """Say whether demand for short stays is assumed: nothing is counted, or fits."""
        a = self.arrivals
        return a is not None and a.certainty is Certainty.UNVERIFIED and not a.changed

    @property
    def costs(self) -> tuple[Assumption, ...]:
        """Give what a person without a place costs, one way or another."""
        if self.place_cost is None:
            return ()
        given = (
            self.place_cost,
            self.dwelling_cost,
            self.home_hours,
            self.hour_cost,
            self.day_price,
        )
        return tuple(a for a in given if a is not None)

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption in reading order."""
        building = (self.extra_low, self.extra_high, self.new_beds, self.new_homes, self.opening)
        queue = (self.stay, *((self.arrivals,) if self.arrivals else ()))
        return (self.driver, self.trend_years, *self.rates, *building, *self.costs, *queue)


def choices(
    evidence: Evidence,
    rate: float,
    places: float,
    marginal: float | None,
    short: tuple[float | None, float | None],
) -> Choices:
    """Give the assumptions a person can change, with what they rest on.

    Parameters
    ----------
    rate
        Institution places per inhabitant aged 80 and over today.
    places
        Institution places today.
    marginal
        Hours a week of help at home instead of a place; None where not known.
    short
        Short-term places and those in them the same day, None where not known.
    """
    low, high = map(evidence.assume, _rates(evidence, rate))
    few, many = map(evidence.assume, _extras(evidence, places))
    beds, homes = map(evidence.assume, _programme(evidence))
    taken = along(evidence)
    opening, stay = set_out(evidence, "apningsar", "opphold-uker")
    made = Choices(
        low,
        high,
        few,
        many,
        beds,
        homes,
        opening,
        taken["driver"],
        taken["trend-aar"],
        price_choice(evidence, "place_net", 10_000),
        price_choice(evidence, "dwelling_net", 10_000),
        None if marginal is None else evidence.assume(_hours(marginal)),
        price_choice(evidence, "hour_gross", 10),
        price_chosen(evidence, "day_price", 1),
        stay,
    )
    chosen = "ankomster" in evidence.overrides
    arrivals = _arrivals(made.stay.value, *short, chosen)
    return replace(made, arrivals=evidence.assume(arrivals)) if arrivals else made


def _hours(marginal: float) -> Assumption:
    """Give hours a week at home of one who would have had a place."""
    return choice(
        "timer-hjemme",
        _("Timer hjemmetjeneste per uke i stedet for en plass"),
        float(round_half_up(marginal, 1)),
        Unit.HOURS,
        (5, 168, 0.1),
        (
            Certainty.DERIVED,
            _(
                "SSB: timer ved omfattende behov etter alder i Norge (med Oslo), med beboernes "
                "alder som vekt"
            ),
        ),
        decimals=1,
    )


def _rates(evidence: Evidence, rate: float) -> tuple[Assumption, Assumption]:
    """Give the low and the high target: the municipality's own, else near today's coverage."""

    def make(id: str, label: str, item: str, share: float, words: str) -> Assumption:
        ours = float(round_half_up(rate * share, 3))
        value, basis = printed_or(evidence, item, ours, words)
        return choice(
            id, label, value, Unit.SHARE, (min(0.02, value), max(0.5, 2 * rate), 0.001), basis
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

    def make(id: str, label: str, item: str, ours: float, words: str) -> Assumption:
        value, basis = printed_or(evidence, item, ours, words)
        return choice(id, label, value, Unit.PLACES, (1, max(1000, 2 * value), 1), basis)

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


def _programme(evidence: Evidence) -> tuple[Assumption, Assumption]:
    """Give the new places of the printed plan."""

    def make(id: str, label: str, item: str) -> Assumption:
        none = _("Ingen plan er lest inn; velg selv")
        value, basis = printed_or(evidence, item, 0, none)
        return choice(id, label, value, Unit.PLACES, (0, 1000, 1), basis)

    beds, homes = PRINTED_PLAN
    return (
        make("nye-sykehjemsplasser", _("Nye institusjonsplasser"), beds),
        make("nye-boligplasser", _("Nye plasser i bokollektiv eller bolig"), homes),
    )


def _arrivals(
    stay: float, places: float | None, residents: float | None, chosen: bool
) -> Assumption | None:
    """Give new users a week; None where SSB's counts do not fit together and none is chosen."""
    fits = residents is None or (places is not None and residents < places)
    if not places or not (fits or chosen):
        return None
    load = LIKELY_USE * places
    basis: Basis = (
        Certainty.UNVERIFIED,
        _("Anslag: etterspørsel etter 85 % av plassene, siden antall beboere ikke kan brukes"),
    )
    if residents is not None and fits:
        load = offered_load(residents, int(round_half_up(places)))
        basis = (
            Certainty.DERIVED,
            _(
                "Utledet: så mange nye brukere at beboerne 31. desember er dem som fikk plass, "
                "med liggetiden som er valgt"
            ),
        )
    value = float(round_half_up(load / stay, 1))
    return choice(
        "ankomster",
        _("Nye brukere av korttidsplass per uke"),
        value,
        Unit.COUNT,
        (0, max(200, 3 * value), 0.1),
        basis,
        decimals=1,
    )
