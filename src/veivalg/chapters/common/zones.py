"""The municipality's own zones of home care: hours with users, and the people there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.content import Source, format_date
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.home_care import WEEKLY_HOURS, Zone, ata
from veivalg.own.persons.home_care import Week
from veivalg.own.persons.home_care import totals as totals_of
from veivalg.own.persons.home_care import week as week_of
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons, Release, any_rows

USERS = ("home_care_visits", "home_care_totals")
Known = dict[str, tuple[float, float | None, float | None]]
"""Zone → hours a week, granted hours and users."""

Staff = Mapping[str, float | None]
People = Mapping[str, Staff]
"""Zone → FTE, hours a week of a full-time position, and absence."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Zones with their hours and people.

    ``zones`` are those with people, and none when no people have been brought; ``every`` has all
    zones with hours, and 0 FTE for those without people. ``unmatched`` names the zones with people
    that have no hours.
    """

    zones: tuple[Zone, ...]
    every: tuple[Zone, ...]
    without_staff: tuple[str, ...]
    unmatched: tuple[str, ...]
    week: Week | None
    period: str
    hours: Persons
    staff: Sourced | None

    @property
    def ata(self) -> float | None:
        """Give the share of the time with users in all zones together."""
        return ata(self.zones)


def brought(evidence: Evidence) -> bool:
    """Say whether hours of users have been brought, be they too few to be told of."""
    return any(map(any_rows, map(evidence.persons.get, USERS)))


def brought_zones(evidence: Evidence) -> Zones | None:
    """Give the zones, or None when no hours have been brought; people may be lacking."""
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
    named = release.by("zone")
    every = tuple(_zone(name, *found, people.get(name)) for name, found in known.items())
    return Zones(
        tuple(z for z in every if z.name in people),
        every,
        tuple(name for name in known if name not in people),
        tuple(name for name in people if name not in known and name not in named),
        week,
        period,
        hours,
        staff,
    )


def own_contact(evidence: Evidence) -> tuple[float, str, Source] | None:
    """Give the own share of time with users, where it is from in words, and its source.

    None where it can't be so.

    More hours with users than there are people for is a fault of the figures, not a share.
    """
    found = brought_zones(evidence)
    share = found.ata if found is not None else None
    if found is None or share is None or not 0 < share <= 1:
        return None
    text = _(
        "Egne tall for sonene i hjemmetjenesten, {period}: timer hos brukerne ÷ timer til stede"
    )
    return share, text.format(period=found.period), found.hours.source()


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


def _period(week: Week) -> str:
    return f"{format_date(week.first)}–{format_date(week.last)}"
