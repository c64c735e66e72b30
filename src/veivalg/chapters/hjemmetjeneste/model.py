"""What the chapter «hjemmetjeneste» is worked out from (M10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from veivalg.content import Assumption, Certainty, Figure, Place, Source, Unit, calculation
from veivalg.content.numbers import format_date
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.home_care import (
    AGE_BINS,
    HOUR_BINS,
    WEEKLY_HOURS,
    Profile,
    Zone,
    age_profile,
    ata,
    bins,
    freed,
    profile,
    weekly_hours,
)
from veivalg.tables import Sourced
from veivalg.tables.disclosure import protected

METHOD = "M10"
Known = dict[str, tuple[float, float | None, int | None]]
"""Zone → hours a week, granted hours and users."""


@dataclass(frozen=True, slots=True)
class Week:
    """Users by zone, and by zone and hours or age, with small counts hidden in all together.

    ``zones`` has None where the number of users is hidden; ``by_hours`` and ``by_age`` likewise.
    """

    hours: Profile
    ages: Profile | None
    zones: dict[str, float | None]
    by_hours: dict[str, list[float | None]]
    all_hours: list[float | None]
    all_ages: list[float | None]


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
    hours: Sourced
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
        made = self.calculated("kilde", "", 0.0, Unit.HOURS, "")
        staff = (self.staff.source(),) if self.zones and self.staff is not None else ()
        return (self.hours.source(), *staff, made.source)

    def hours_with_users(self) -> Figure:
        """Give the hours with users a week, as they were brought."""
        return Figure(
            "timer",
            _("Timer hos brukerne per uke"),
            self.delivered,
            Unit.HOURS,
            self.place,
            self.period,
            self.hours.source(),
        )

    def people(self) -> Figure | None:
        """Give the FTE, as they were brought; None when no zone has people."""
        if self.staff is None or not self.zones:
            return None
        return Figure(
            "aarsverk",
            _("Utøvende årsverk"),
            sum(z.fte for z in self.zones),
            Unit.FTE,
            self.place,
            self.period,
            self.staff.source(),
            decimals=1,
        )

    def calculated(
        self,
        id: str,
        label: str,
        value: float | None,
        unit: Unit,
        formula: str,
        *assumptions: Assumption,
        decimals: int | None = None,
    ) -> Figure:
        """Give a number worked out from hours and people."""
        people = self.people()
        inputs = (self.hours_with_users(), *((people,) if people is not None else ()))
        return Figure(
            id,
            label,
            value,
            unit,
            self.place,
            self.period,
            calculation(METHOD, _("Tid hos brukerne"), *inputs),
            formula=formula,
            inputs=inputs,
            assumptions=assumptions,
            method=METHOD,
            decimals=decimals,
        )


def target(evidence: Evidence) -> Assumption:
    """Give the ATA the zones are raised to in «hva om»."""
    return evidence.assume(
        Assumption(
            "ata_maal",
            _("ATA-tid sonene heves til"),
            0.65,
            0.65,
            Unit.SHARE,
            Certainty.CHOICE,
            _("Valg. Øverst blant kommunene det sees mot er 56,6 %"),
            0.2,
            0.9,
            0.01,
            0,
        )
    )


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when no hours have been brought; people may be lacking."""
    staff = evidence.own.get("home_care_staff")
    visits, totals = evidence.own.get("home_care_visits"), evidence.own.get("home_care_totals")
    people = {r["zone"]: r for r in staff.frame.iter_rows(named=True)} if staff is not None else {}
    if visits is not None and visits.frame.height:
        users = weekly_hours(visits.frame)
        week, hours, period = _week(users), visits, _period(visits.frame)
        known: Known = _zone_hours(users)
    elif totals is not None and totals.frame.height:
        week, hours, period = None, totals, _("en uke")
        known = {
            r["zone"]: (r["hours"], r["granted"], r["users"])
            for r in totals.frame.iter_rows(named=True)
        }
    else:
        return None
    every = tuple(_zone(name, *found, people.get(name)) for name, found in known.items())
    return Model(
        evidence.place,
        tuple(z for z in every if z.name in people),
        every,
        tuple(name for name in known if name not in people),
        tuple(name for name in people if name not in known),
        week,
        target(evidence),
        period,
        hours,
        staff,
        evidence.own.get("home_care_references"),
    )


def _zone(
    name: str,
    hours: float,
    granted: float | None,
    users: int | None,
    staff: dict[str, float | None] | None,
) -> Zone:
    if staff is None:
        return Zone(name, hours, granted, 0.0, users=users)
    return Zone(
        name,
        hours,
        granted,
        staff["fte"] or 0.0,
        staff["weekly_hours"] or WEEKLY_HOURS,
        staff["absence"] or 0.0,
        users,
    )


def _zone_hours(users: pl.DataFrame) -> Known:
    """Give hours, granted hours (None unless known for all) and users by zone."""
    found: Known = {}
    for (zone,), rows in users.partition_by("zone", as_dict=True, maintain_order=True).items():
        granted = None if rows["granted"].null_count() else float(rows["granted"].sum())
        found[str(zone)] = (float(rows["hours"].sum()), granted, rows.height)
    return found


def _week(users: pl.DataFrame) -> Week:
    """Count users by zone, hours and age, and hide small counts in all the tables together."""
    # A user of two zones counts in both zones, and once in all.
    zones = sorted(users["zone"].unique().to_list())
    at = {zone: i for i, zone in enumerate(zones)}
    counts = np.zeros((len(zones), len(HOUR_BINS)))
    for zone, bin in zip(users["zone"], bins(users["hours"].to_list(), HOUR_BINS), strict=True):
        counts[at[zone], bin] += 1
    shown = protected(counts, {"both": (0, 1), "zone": (0,), "hours": (1,), "all": ()})
    whole = users.group_by("user").agg(pl.col("hours").sum(), pl.col("age").max()).sort("user")
    aged = whole.drop_nulls("age")
    ages = age_profile(aged["age"].to_list(), aged["hours"].to_list()) if aged.height else None
    by_age: list[float | None] = [None] * len(AGE_BINS)
    if ages is not None:
        by_age = _hidden([float(n) for n in ages.users])
    hours = profile(whole["hours"].to_list())
    return Week(
        hours,
        ages,
        dict(zip(zones, shown["zone"], strict=True)),
        dict(zip(zones, shown["both"], strict=True)),
        _hidden([float(n) for n in hours.users]),
        by_age,
    )


def _hidden(counts: Sequence[float]) -> list[float | None]:
    found: list[float | None] = protected(np.array([counts]), {"row": (0, 1), "all": (0,)})["row"][
        0
    ]
    return found


def _period(visits: pl.DataFrame) -> str:
    first, last = visits["date"].min(), visits["date"].max()
    return f"{format_date(str(first))}–{format_date(str(last))}"
