"""What is chosen in the chapter «velferdsteknologi», and can be changed (M16)."""

from dataclasses import dataclass

from veivalg.chapters.common.choices import set_out
from veivalg.content import Assumption
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
    return Choices(
        *set_out(
            evidence,
            "teknologi-realisert",
            "teknologi-aarsverk",
            "teknologi-enhet",
            "gps-brukere",
            "gps-maneder",
            "gps-skyldes",
            "kost-plass",
            "kost-hjemme",
            "teknologi-ar",
            "teknologi-rente",
        )
    )
