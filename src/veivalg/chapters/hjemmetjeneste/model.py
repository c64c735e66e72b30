"""What the chapter «hjemmetjeneste» is worked out from (M10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.hjemmetjeneste import SPEC
from veivalg.content import Assumption, Figure, Place, Source, Unit, format_date
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.home_care import WEEKLY_HOURS, Zone, ata, freed
from veivalg.own.persons.home_care import Week
from veivalg.own.persons.home_care import totals as totals_of
from veivalg.own.persons.home_care import week as week_of
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons, Release, any_rows

METHOD = SPEC.methods[0]
USERS = ("home_care_visits", "home_care_totals")
Known = dict[str, tuple[float, float | None, float | None]]
"""Zone → hours a week, granted hours and users."""

Staff = Mapping[str, float | None]
People = Mapping[str, Staff]
"""Zone → FTE, hours a week of a full-time position, and absence."""


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
    """Zones with their hours and people, and the profile when the visits are at hand.

    ``zones`` are those with people, and none when no people have been brought; ``every`` has all
    zones with hours, and 0 FTE for those without people. ``unmatched`` names the zones with people
    that have no hours.
    """

    place: Place
    zones: tuple[Zone, ...]
    every: tuple[Zone, ...]
    without_staff: tuple[str, ...]
    unmatched: tuple[str, ...]
    week: Week | None
    target: Assumption
    period: str
    hours: Persons
    staff: Sourced | None
    references: Sourced | None

    @property
    def ata(self) -> float | None:
        """Give the share of the time with users in all zones together."""
        return ata(self.zones)

    @property
    def freed(self) -> float:
        """Give the FTE freed when every zone under the target is raised to it."""
        return sum(freed(z, self.target.value) for z in self.zones)

    @property
    def delivered(self) -> float:
        """Give the hours with users a week in the zones with people, else in all."""
        return sum(z.hours for z in self.zones or self.every)

    @property
    def granted(self) -> float | None:
        """Give the hours decided a week in all zones, or None when a zone has none."""
        known = [z.granted for z in self.every if z.granted is not None]
        return sum(known) if len(known) == len(self.every) else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of hours, people and what is worked out."""
        staff = (self.staff.source(),) if self.zones and self.staff is not None else ()
        return (self.hours.source(), *staff, self.figures.made_by())

    @property
    def hour_sources(self) -> tuple[Source, ...]:
        """Give the sources of the hours and of what is worked out."""
        return (self.hours.source(), self.figures.made_by())

    @property
    def measured(self) -> list[tuple[str, float]]:
        """Give the reference municipalities with their ATA."""
        found = self.references.frame if self.references is not None else None
        return [] if found is None else list(found.select("municipality", "ata").iter_rows())

    @property
    def by_ata(self) -> list[Zone]:
        """Give the zones with people, the lowest ATA first."""
        return sorted(self.zones, key=lambda z: ata([z]) or 0.0)

    def hours_with_users(self) -> Figure:
        """Give the hours with users a week, as they were brought."""
        made = Figures(self.place, self.period, self.hours.source())
        return made("timer", _("Timer hos brukerne per uke"), self.delivered, Unit.HOURS)

    def people(self) -> Figure | None:
        """Give the FTE, as they were brought; None when no zone has people."""
        if self.staff is None or not self.zones:
            return None
        made = Figures(self.place, self.period, self.staff.source())
        fte = sum(z.fte for z in self.zones)
        return made("aarsverk", _("Utøvende årsverk"), fte, Unit.FTE, decimals=1)

    @property
    def figures(self) -> Figures:
        """Give what makes the figures worked out from hours and people."""
        people = self.people()
        inputs = (self.hours_with_users(), *((people,) if people is not None else ()))
        return Figures(self.place, self.period, None, METHOD, _("Tid hos brukerne"), inputs)


def target(evidence: Evidence) -> Assumption:
    """Give the ATA the zones are raised to in «hva om»."""
    return set_out(evidence, "ata_maal")[0]


def brought(evidence: Evidence) -> bool:
    """Say whether hours of users have been brought, be they too few to be told of."""
    return any(map(any_rows, map(evidence.persons.get, USERS)))


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when no hours have been brought; people may be lacking."""
    staff = evidence.own.get("home_care_staff")
    visits, totals = map(evidence.persons.get, USERS)
    rows = staff.frame.iter_rows(named=True) if staff is not None else ()
    people: People = {row["zone"]: row for row in rows}
    week, added = week_of(visits), totals_of(totals)
    if visits is not None and week is not None and week.delivered is not None:
        hours, period, release = visits, _period(week), week.zones
    elif totals is not None and added is not None and added.delivered is not None:
        week, hours, period, release = None, totals, _("en uke"), added.zones
    else:
        return None
    known, people = _zone_hours(release, people)
    zones = release.by("zone")
    every = tuple(_zone(name, *found, people.get(name)) for name, found in known.items())
    return Model(
        evidence.place,
        tuple(z for z in every if z.name in people),
        every,
        tuple(name for name in known if name not in people),
        tuple(name for name in people if name not in known and name not in zones),
        week,
        target(evidence),
        period,
        hours,
        staff,
        evidence.own.get("home_care_references"),
    )


def _zone(
    name: str, hours: float, granted: float | None, users: float | None, staff: Staff | None
) -> Zone:
    shown = None if users is None else int(users)
    if staff is None:
        return Zone(name, hours, granted, 0.0, users=shown)
    return Zone(
        name,
        hours,
        granted,
        staff["fte"] or 0.0,
        staff["weekly_hours"] or WEEKLY_HOURS,
        staff["absence"] or 0.0,
        shown,
    )


def _zone_hours(release: Release, people: People) -> tuple[Known, People]:
    """Give hours, granted hours and users by zone, with the zones of too few users as one."""
    hours, granted = (release.amounts[what] for what in ("hours", "granted"))
    known: Known = {
        zone: (found, granted.by[zone], users)
        for zone, users in release.by("zone").items()
        if (found := hours.by[zone]) is not None
    }
    if not hours.hidden or hours.rest is None:
        return known, people
    few = " + ".join(hours.hidden)
    known[few] = (hours.rest, granted.rest, None)
    own = [people[zone] for zone in hours.hidden if zone in people]
    if len(own) < len(hours.hidden):
        return known, people
    return known, {**people, few: _together(own)}


def _together(staff: Sequence[Staff]) -> Staff:
    """Give the people of some zones as of one: the same FTE, and the same hours they are there."""
    zones = [_zone("", 0.0, None, None, one) for one in staff]
    fte = sum(z.fte for z in zones)
    weekly = sum(z.fte * z.weekly for z in zones) / fte if fte else WEEKLY_HOURS
    absence = 1 - sum(z.available for z in zones) / (fte * weekly) if fte else 0.0
    return {"fte": fte, "weekly_hours": weekly, "absence": absence}


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


def _period(week: Week) -> str:
    return f"{format_date(week.first)}–{format_date(week.last)}"
