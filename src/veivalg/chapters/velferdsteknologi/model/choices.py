"""What is chosen in the chapter «velferdsteknologi», and can be changed (M16)."""

from dataclasses import dataclass

from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.prices import price_choice, price_chosen
from veivalg.content import Assumption
from veivalg.gather.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen and can be changed; ``place_cost`` and ``hour`` are None without accounts."""

    realised: Assumption
    fte_cost: Assumption
    unit_cost: Assumption
    users: Assumption
    months: Assumption
    likely: Assumption
    place_cost: Assumption | None
    hour: Assumption | None
    years: Assumption
    rate: Assumption

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption."""
        gains = (self.realised, self.fte_cost, self.unit_cost)
        return (*gains, *self.delay, self.years, self.rate)

    @property
    def delay(self) -> tuple[Assumption, ...]:
        """Give those of the moves that are postponed, in reading order."""
        given = (self.users, self.months, self.likely, self.place_cost, self.hour)
        return tuple(a for a in given if a is not None)


def choices(evidence: Evidence) -> Choices:
    """Give the assumptions with what a person has chosen."""
    realised, users, months, likely, years = set_out(
        evidence, "teknologi-realisert", "gps-brukere", "gps-maneder", "gps-skyldes", "teknologi-ar"
    )
    return Choices(
        realised,
        price_chosen(evidence, "new_fte", 10_000),
        price_chosen(evidence, "technology_unit", 500),
        users,
        months,
        likely,
        price_choice(evidence, "place_net", 10_000),
        price_choice(evidence, "hour_gross", 10),
        years,
        price_chosen(evidence, "interest", 0.005),
    )
