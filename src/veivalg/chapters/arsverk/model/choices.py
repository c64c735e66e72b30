"""The assumptions of the chapter «arsverk» that a person can change."""

from dataclasses import dataclass

from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.prices import mean_position
from veivalg.content import Assumption
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
    per_place, weighted, exits, trend = set_out(
        evidence, "arsverk-per-plass", "vekt-timer", "avgang", "trend-yngre"
    )
    position = mean_position(evidence)
    hours = set_out(evidence, *(f"timer-{low}" for low, _high in WEIGHT_GROUPS))
    return Choices(position, per_place, weighted, hours, exits, trend)
