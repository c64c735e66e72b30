"""The assumptions of the chapter «arsverk» that a person can change."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.chapters.common.choices import choice
from veivalg.chapters.common.printed import printed
from veivalg.content import Assumption, Certainty, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence

Ages = tuple[int, int]
WEIGHT_GROUPS: tuple[Ages, ...] = ((0, 66), (67, 79), (80, 105))


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


def choices(evidence: Evidence) -> Choices:
    """Give the assumptions a person can change, with what they rest on."""
    size = printed(evidence, "position_size")
    assume = evidence.assume
    return Choices(
        assume(_position(size.source.producer if size else "")),
        assume(_per_place()),
        assume(_weighted()),
        tuple(assume(a) for a in _hours()),
        assume(_exits()),
        assume(_trend()),
    )


def _position(document: str) -> Assumption:
    source = document or _("Harstads kunnskapsgrunnlag 2024: turnusarbeidere (PAI)")
    return choice(
        "stillingsstorrelse",
        _("Gjennomsnittlig stillingsstørrelse"),
        0.72,
        Unit.SHARE,
        (0.4, 1.0, 0.01),
        (Certainty.PRINTED, source),
        note=_("KS oppgir 71,5 % for turnus i helse og omsorg i 2023."),
    )


def _per_place() -> Assumption:
    source = _(
        "Valg: fordelingen mellom institusjon og hjemmetjeneste er ikke i tabellene vi bruker"
    )
    return choice(
        "arsverk-per-plass",
        _("Årsverk per institusjonsplass, natt medregnet"),
        1.0,
        Unit.COUNT,
        (0.7, 1.3, 0.05),
        (Certainty.CHOICE, source),
        decimals=2,
        note=_(
            "Oslo 2014: 0,71 på dag og kveld i ordinær avdeling. Med natt blir det rundt 1. "
            "Resten av årsverkene regnes til hjemmetjenester, boliger medregnet."
        ),
    )


def _weighted() -> Assumption:
    return choice(
        "vekt-timer",
        _("Vekt brukere med timer per uke (ellers teller alle likt)"),
        1,
        Unit.COUNT,
        (0, 1, 1),
        (Certainty.CHOICE, _("Metode M7")),
        note=_("Yngre brukere får flest timer, så vekten gjør veksten lavere."),
        switch=True,
    )


def _exits() -> Assumption:
    source = _("Valg mellom to tall som er funnet (KS 2020–21 og Helsedirektoratet 2021)")
    return choice(
        "avgang",
        _("Ansatte som slutter og må erstattes, andel per år"),
        0.10,
        Unit.SHARE,
        (0.052, 0.219, 0.001),
        (Certainty.CHOICE, source),
        note=_(
            "5,2 % av 55–60-åringene og 40,7 % av 65–67-åringene forlater sektoren i løpet av "
            "et år. 21,9 % skifter arbeidssted eller slutter i omsorgstjenesten."
        ),
    )


def _trend() -> Assumption:
    return choice(
        "trend-yngre",
        _("Vekst per år i andelen under 67 år som får hjemmetjenester"),
        0.0,
        Unit.SHARE,
        (-0.03, 0.05, 0.005),
        (Certainty.CHOICE, _("Valg: dagens dekningsgrad videreføres")),
        note=_("Antall yngre brukere har økt mer enn befolkningen skulle tilsi."),
    )


def _hours() -> tuple[Assumption, ...]:
    """Give national hours of home services per user and week by age (SSB), one group each."""
    source = _("SSB, timer praktisk bistand og hjemmesykepleie per uke, landet")
    found = ((15.5, _("0–66 år")), (5.7, _("67–79 år")), (4.7, _("80 år og eldre")))
    return tuple(
        choice(
            f"timer-{low}",
            _("Timer per uke og bruker, {ages}").format(ages=ages),
            value,
            Unit.HOURS,
            (0.5, 60, 0.1),
            (Certainty.DERIVED, source),
            decimals=1,
            note=_("Gruppene er slått sammen med antall mottakere i 2021 (KPR) som vekt."),
        )
        for (low, _high), (value, ages) in zip(WEIGHT_GROUPS, found, strict=True)
    )
