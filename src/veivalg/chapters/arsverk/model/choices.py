"""The assumptions of the chapter «arsverk» that a person can change."""

from dataclasses import dataclass

from veivalg.chapters.common.care_paths import along
from veivalg.chapters.common.choices import choice, set_out
from veivalg.chapters.common.printed import printed
from veivalg.content import Assumption, Certainty, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Choices:
    """The assumptions of the chapter as they stand."""

    position: Assumption
    exits: Assumption
    trend: Assumption
    driver: Assumption
    trend_years: Assumption

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption in reading order."""
        return (self.driver, self.trend_years, self.position, self.exits, self.trend)

    def for_fte(self) -> tuple[Assumption, ...]:
        """Give those that årsverk in the years to come depend on."""
        return (self.trend, self.driver, self.trend_years)


def choices(evidence: Evidence) -> Choices:
    """Give the assumptions a person can change, with what they rest on."""
    size = printed(evidence, "position_size")
    exits, trend = set_out(evidence, "avgang", "trend-yngre")
    position = evidence.assume(_position(size.source.producer if size else ""))
    return Choices(position, exits, trend, *along(evidence).values())


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
