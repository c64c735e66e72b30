"""What is chosen in the chapter «velferdsteknologi», and can be changed (M16)."""

from __future__ import annotations

from dataclasses import dataclass

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
        return (
            self.realised,
            self.fte_cost,
            self.unit_cost,
            self.users,
            self.months,
            self.likely,
            self.place_cost,
            self.home_cost,
            self.years,
            self.rate,
        )


def choices(evidence: Evidence) -> Choices:
    """Give the assumptions with what a person has chosen."""
    harstad = _("Harstads kunnskapsgrunnlag 2024 (enhetskostnad, Agenda Kaupang)")
    own = _("Valg. Sett inn kommunens egne tall")
    return Choices(
        *map(
            evidence.assume,
            (
                Assumption(
                    "teknologi-realisert",
                    _("Andel av frigjort tid som kan brukes til annet"),
                    0.5,
                    0.5,
                    Unit.SHARE,
                    Certainty.CHOICE,
                    _("Valg. Spart tid blir først færre årsverk når turnus og ruter legges om"),
                    0.0,
                    1.0,
                    0.05,
                    0,
                ),
                Assumption(
                    "teknologi-aarsverk",
                    _("Utgift per årsverk i omsorgstjenesten"),
                    800_000,
                    800_000,
                    Unit.NOK,
                    Certainty.UNVERIFIED,
                    own,
                    500_000,
                    1_500_000,
                    10_000,
                    0,
                ),
                Assumption(
                    "teknologi-enhet",
                    _("Utgift per enhet og år når avtalen ikke er lest inn"),
                    8_000,
                    8_000,
                    Unit.NOK,
                    Certainty.UNVERIFIED,
                    _("Prisen er ikke funnet i en kilde; sett inn avtalen kommunen har"),
                    0,
                    60_000,
                    500,
                    0,
                ),
                Assumption(
                    "gps-brukere",
                    _("GPS-brukere hjemme som utsetter flytting til institusjon"),
                    10,
                    10,
                    Unit.USERS,
                    Certainty.CHOICE,
                    own,
                    0,
                    500,
                    1,
                    0,
                ),
                Assumption(
                    "gps-maneder",
                    _("Måneder flyttingen utsettes"),
                    6,
                    6,
                    Unit.COUNT,
                    Certainty.CHOICE,
                    own,
                    0,
                    36,
                    1,
                    0,
                ),
                Assumption(
                    "gps-skyldes",
                    _("Andel av utsettelsen som skyldes teknologien"),
                    0.5,
                    0.5,
                    Unit.SHARE,
                    Certainty.CHOICE,
                    _("Valg"),
                    0.0,
                    1.0,
                    0.05,
                    0,
                ),
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
                    "kost-hjemme",
                    _("Kostnad per år for hjelp hjemme i stedet for en plass"),
                    0.30e6,
                    0.30e6,
                    Unit.MILLION_NOK,
                    Certainty.UNVERIFIED,
                    own,
                    0.0,
                    2.0e6,
                    1e4,
                    2,
                ),
                Assumption(
                    "teknologi-ar",
                    _("År teknologien varer"),
                    5,
                    5,
                    Unit.COUNT,
                    Certainty.CHOICE,
                    own,
                    1,
                    20,
                    1,
                    0,
                ),
                Assumption(
                    "teknologi-rente",
                    _("Kalkulasjonsrente"),
                    0.04,
                    0.04,
                    Unit.SHARE,
                    Certainty.CHOICE,
                    _("Valg"),
                    0.0,
                    0.1,
                    0.005,
                    1,
                ),
            ),
        )
    )
