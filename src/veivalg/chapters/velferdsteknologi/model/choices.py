"""What is chosen in the chapter «velferdsteknologi», and can be changed (M16)."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.chapters.common.choices import choice
from veivalg.content import Assumption, Certainty, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen and can be changed."""

    realised: Assumption
    fte_cost: Assumption
    unit_cost: Assumption
    users: Assumption
    months: Assumption
    likely: Assumption
    place_cost: Assumption
    home_cost: Assumption
    years: Assumption
    rate: Assumption

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption."""
        gains = (self.realised, self.fte_cost, self.unit_cost)
        return (*gains, *self.delay, self.years, self.rate)

    @property
    def delay(self) -> tuple[Assumption, ...]:
        """Give those of the moves that are postponed, in reading order."""
        return (self.users, self.months, self.likely, self.place_cost, self.home_cost)


def choices(evidence: Evidence) -> Choices:
    """Give the assumptions with what a person has chosen."""
    return Choices(*(evidence.assume(a) for a in (*_gains(), *_delay(), *_earning_back())))


def _own() -> str:
    return _("Valg. Sett inn kommunens egne tall")


def _gains() -> tuple[Assumption, ...]:
    """Give how much of the time freed can be used, and what time and units cost."""
    slow = _("Valg. Spart tid blir først færre årsverk når turnus og ruter legges om")
    no_price = _("Prisen er ikke funnet i en kilde; sett inn avtalen kommunen har")
    return (
        choice(
            "teknologi-realisert",
            _("Andel av frigjort tid som kan brukes til annet"),
            0.5,
            Unit.SHARE,
            (0.0, 1.0, 0.05),
            (Certainty.CHOICE, slow),
            decimals=0,
        ),
        choice(
            "teknologi-aarsverk",
            _("Utgift per årsverk i omsorgstjenesten"),
            800_000,
            Unit.NOK,
            (500_000, 1_500_000, 10_000),
            (Certainty.UNVERIFIED, _own()),
            decimals=0,
        ),
        choice(
            "teknologi-enhet",
            _("Utgift per enhet og år når avtalen ikke er lest inn"),
            8_000,
            Unit.NOK,
            (0, 60_000, 500),
            (Certainty.UNVERIFIED, no_price),
            decimals=0,
        ),
    )


def _delay() -> tuple[Assumption, ...]:
    """Give whose move is postponed, for how long, why, and what a place and help at home cost."""
    harstad = _("Harstads kunnskapsgrunnlag 2024 (enhetskostnad, Agenda Kaupang)")
    chosen = (Certainty.CHOICE, _own())
    return (
        choice(
            "gps-brukere",
            _("GPS-brukere hjemme som utsetter flytting til institusjon"),
            10,
            Unit.USERS,
            (0, 500, 1),
            chosen,
            decimals=0,
        ),
        choice(
            "gps-maneder",
            _("Måneder flyttingen utsettes"),
            6,
            Unit.COUNT,
            (0, 36, 1),
            chosen,
            decimals=0,
        ),
        choice(
            "gps-skyldes",
            _("Andel av utsettelsen som skyldes teknologien"),
            0.5,
            Unit.SHARE,
            (0.0, 1.0, 0.05),
            (Certainty.CHOICE, _("Valg")),
            decimals=0,
        ),
        choice(
            "kost-plass",
            _("Kostnad per institusjonsplass og år"),
            1.44e6,
            Unit.MILLION_NOK,
            (0.8e6, 2.5e6, 1e4),
            (Certainty.PRINTED, harstad),
            decimals=2,
            note=_("Høyere enn snittet i kommunene Harstad ble sammenliknet med."),
        ),
        choice(
            "kost-hjemme",
            _("Kostnad per år for hjelp hjemme i stedet for en plass"),
            0.30e6,
            Unit.MILLION_NOK,
            (0.0, 2.0e6, 1e4),
            (Certainty.UNVERIFIED, _own()),
            decimals=2,
        ),
    )


def _earning_back() -> tuple[Assumption, Assumption]:
    """Give how long the technology lasts, and the interest."""
    rate, how = _("Kalkulasjonsrente"), (Certainty.CHOICE, _("Valg"))
    return (
        choice(
            "teknologi-ar",
            _("År teknologien varer"),
            5,
            Unit.COUNT,
            (1, 20, 1),
            (Certainty.CHOICE, _own()),
            decimals=0,
        ),
        choice("teknologi-rente", rate, 0.04, Unit.SHARE, (0.0, 0.1, 0.005), how, decimals=1),
    )
