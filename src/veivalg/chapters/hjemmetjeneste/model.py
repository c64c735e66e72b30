"""What the chapter «hjemmetjeneste» is worked out from (M10)."""

from dataclasses import dataclass

from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.zones import Zones, brought_zones
from veivalg.chapters.hjemmetjeneste import SPEC
from veivalg.content import Assumption, Figure, Place, Source, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.home_care import Zone, ata, freed
from veivalg.own.persons.home_care import Week
from veivalg.tables import Sourced
from veivalg.tables.gate import Release

METHOD = SPEC.methods[0]


@dataclass(frozen=True, slots=True)
class Bin:
    """Users with so many hours a week, or of such an age; ``users`` is None when it is hidden."""

    label: str
    users: float | None
    hours: float | None
    share_users: float | None
    share_hours: float | None


@dataclass(frozen=True, slots=True)
class Model:
    """Zones with their hours and people, and the profile when the visits are at hand."""

    place: Place
    own: Zones
    target: Assumption
    references: Sourced | None

    @property
    def freed(self) -> float:
        """Give the FTE freed when every zone under the target is raised to it."""
        return sum(freed(z, self.target.value) for z in self.own.zones)

    @property
    def delivered(self) -> float:
        """Give the hours with users a week in the zones with people, else in all."""
        return sum(z.hours for z in self.own.zones or self.own.every)

    @property
    def granted(self) -> float | None:
        """Give the hours decided a week in all zones, or None when a zone has none."""
        known = [z.granted for z in self.own.every if z.granted is not None]
        return sum(known) if len(known) == len(self.own.every) else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of hours, people and what is worked out."""
        staff = (self.own.staff.source(),) if self.own.zones and self.own.staff is not None else ()
        return (self.own.hours.source(), *staff, self.figures.made_by())

    @property
    def hour_sources(self) -> tuple[Source, ...]:
        """Give the sources of the hours and of what is worked out."""
        return (self.own.hours.source(), self.figures.made_by())

    @property
    def measured(self) -> list[tuple[str, float]]:
        """Give the reference municipalities with their ATA."""
        found = self.references.frame if self.references is not None else None
        return [] if found is None else list(found.select("municipality", "ata").iter_rows())

    @property
    def by_ata(self) -> list[Zone]:
        """Give the zones with people, the lowest ATA first."""
        return sorted(self.own.zones, key=lambda z: ata([z]) or 0.0)

    def hours_with_users(self) -> Figure:
        """Give the hours with users a week, as they were brought."""
        made = Figures(self.place, self.own.period, self.own.hours.source())
        return made("timer", _("Timer hos brukerne per uke"), self.delivered, Unit.HOURS)

    def people(self) -> Figure | None:
        """Give the FTE, as they were brought; None when no zone has people."""
        if self.own.staff is None or not self.own.zones:
            return None
        made = Figures(self.place, self.own.period, self.own.staff.source())
        fte = sum(z.fte for z in self.own.zones)
        return made("aarsverk", _("Utøvende årsverk"), fte, Unit.FTE, decimals=1)

    @property
    def figures(self) -> Figures:
        """Give what makes the figures worked out from hours and people."""
        people = self.people()
        inputs = (self.hours_with_users(), *((people,) if people is not None else ()))
        return Figures(self.place, self.own.period, None, METHOD, _("Tid hos brukerne"), inputs)


def target(evidence: Evidence) -> Assumption:
    """Give the ATA the zones are raised to in «hva om»."""
    return set_out(evidence, "ata_maal")[0]


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when no hours have been brought; people may be lacking."""
    found = brought_zones(evidence)
    if found is None:
        return None
    return Model(evidence.place, found, target(evidence), evidence.own.get("home_care_references"))


def profile(release: Release, table: str = "bins") -> tuple[Bin, ...]:
    """Give users and hours by bin, with their shares of all."""
    hours = release.amounts["hours"]
    return tuple(
        Bin(
            label,
            users,
            known := hours.by[label],
            _of(users, release.total),
            _of(known, hours.total),
        )
        for label, users in release.by(table).items()
    )


def few_hours(week: Week) -> tuple[float, float] | None:
    """Give the shares of users and hours under 2.5 hours a week; None when one is hidden."""
    bins = profile(week.hours)[:2]
    users = [bin.share_users for bin in bins if bin.share_users is not None]
    hours = [bin.share_hours for bin in bins if bin.share_hours is not None]
    return (sum(users), sum(hours)) if len(users) == len(hours) == len(bins) else None


def _of(part: float | None, whole: float | None) -> float | None:
    """Give the share, 0 of nothing; None when either is hidden."""
    if part is None or whole is None:
        return None
    return part / whole if whole else 0.0
