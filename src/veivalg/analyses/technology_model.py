"""What the chapter «velferdsteknologi» is worked out from (M16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from veivalg.content import Assumption, Certainty, Figure, Place, Source, Unit, calculation
from veivalg.evidence import Evidence
from veivalg.i18n import _
from veivalg.services.home_care import weekly_hours
from veivalg.services.technology import (
    KNOWN_GAINS,
    LEVELS,
    Gain,
    fte_freed,
    new_units,
    pay_back,
    postponed,
    taken_up,
    together,
)
from veivalg.tables import Sourced
from veivalg.tables.disclosure import protected

METHOD = "M16"
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology as the municipality has it.

    ``home``, ``institution`` and ``used`` are None when not known or hidden; ``hidden`` says that
    the count in use is hidden, and then nothing that is worked out from it is given.
    """

    name: str
    kind: str
    home: int | None
    institution: int | None
    used: int | None
    hidden: bool
    stock: int | None
    potential: int | None
    pool: str
    gain: Gain | None
    measured: bool
    unit_cost: float | None
    start_cost: float | None

    @property
    def new(self) -> int | None:
        """Give the units that can be taken into use beyond today's."""
        return None if self.used is None else new_units(self.potential, self.used)

    @property
    def share(self) -> float | None:
        """Give the share of the potential in use."""
        return None if self.used is None else taken_up(self.potential, self.used)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What new units give at a level: hours a week and årsverk, direct and what can be used.

    ``direct`` is before the new time and before any cap, ``usable`` after the new time and the
    realised share. ``value`` and ``cost`` are NOK a year; None where the sum has no price.
    """

    name: str
    level: str
    units: int
    direct: float
    new_time: float
    usable: float
    value: float
    cost: float

    @property
    def fte(self) -> float:
        """Give årsverk of direct time."""
        return fte_freed(self.direct)

    @property
    def usable_fte(self) -> float:
        """Give årsverk that can be used for something else."""
        return fte_freed(self.usable)


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

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption."""
        return (self.realised, self.fte_cost, self.unit_cost, self.users, self.months, self.likely,
                self.place_cost, self.home_cost)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Model:
    """The technologies with what more of them gives, their support, and the service maps."""

    place: Place
    technologies: tuple[Technology, ...]
    estimates: tuple[Estimate, ...]
    sums: tuple[Estimate, ...]
    delivered: float | None
    choices: Choices
    table: Sourced
    hours: Sourced | None
    support: Sourced | None
    maps: Sourced | None

    @property
    def period(self) -> str:
        """Give the period of the counts, as the source says it."""
        words = self.table.source().query.rpartition(", ")[2]
        return words if any(c.isdigit() for c in words) else _("siste innlesing")

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of what is worked out."""
        hours = (self.hours.source(),) if self.hours is not None else ()
        return (self.table.source(), *hours, self.calculated("kilde", "", 0.0, Unit.FTE, "").source)

    def of(self, name: str) -> dict[str, Estimate]:
        """Give a technology's estimates by level; empty when it has none."""
        return {e.level: e for e in self.estimates if e.name == name}

    def counted(self, id: str, label: str, value: float | None) -> Figure:
        """Give a count the municipality has brought."""
        return Figure(id, label, value, Unit.COUNT, self.place, self.period, self.table.source())

    def calculated(self, id: str, label: str, value: float | None, unit: Unit, formula: str,
                   *assumptions: Assumption, decimals: int | None = None) -> Figure:  # fmt: skip
        """Give a number worked out from what the municipality has brought."""
        used = sum(t.used or 0 for t in self.technologies)
        inputs = [self.counted("i-bruk", _("Enheter i bruk"), used)]
        if self.hours is not None and self.delivered is not None:
            inputs.append(Figure("levert", _("Timer levert i hjemmetjenesten per uke"),
                                 self.delivered, Unit.HOURS, self.place, self.period,
                                 self.hours.source()))  # fmt: skip
        return Figure(
            id, label, value, unit, self.place, self.period,
            calculation(METHOD, _("Gevinst av velferdsteknologi"), *inputs), formula=formula,
            inputs=tuple(inputs), assumptions=assumptions, method=METHOD, decimals=decimals,
        )  # fmt: skip

    def trackers(self) -> int:
        """Give the GPS users at home whose move is taken to be postponed: never more than are."""
        at_home = sum(t.home or 0 for t in self.technologies if t.kind == "location")
        return min(round(self.choices.users.value), at_home)

    def postponed(self) -> float:
        """Give NOK a year saved by the moves that are postponed, before they are attributed."""
        c = self.choices
        return postponed(self.trackers(), c.months.value, c.place_cost.value, c.home_cost.value)


def choices(evidence: Evidence) -> Choices:
    """Give the assumptions with what a person has chosen."""
    harstad = _("Harstads kunnskapsgrunnlag 2024 (enhetskostnad, Agenda Kaupang)")
    own = _("Valg. Sett inn kommunens egne tall")
    return Choices(*map(evidence.assume, (
        Assumption("teknologi-realisert", _("Andel av frigjort tid som kan brukes til annet"), 0.5,
                   0.5, Unit.SHARE, Certainty.CHOICE, _("Valg. Spart tid blir først færre årsverk "
                   "når turnus og ruter legges om"), 0.0, 1.0, 0.05, 0),
        Assumption("teknologi-aarsverk", _("Utgift per årsverk i omsorgstjenesten"), 800_000,
                   800_000, Unit.NOK, Certainty.UNVERIFIED, own, 500_000, 1_500_000, 10_000, 0),
        Assumption("teknologi-enhet", _("Utgift per enhet og år når avtalen ikke er lest inn"),
                   8_000, 8_000, Unit.NOK, Certainty.UNVERIFIED, _("Prisen er ikke funnet i en "
                   "kilde; sett inn avtalen kommunen har"), 0, 60_000, 500, 0),
        Assumption("gps-brukere", _("GPS-brukere hjemme som utsetter flytting til institusjon"), 10,
                   10, Unit.USERS, Certainty.CHOICE, own, 0, 500, 1, 0),
        Assumption("gps-maneder", _("Måneder flyttingen utsettes"), 6, 6, Unit.COUNT,
                   Certainty.CHOICE, own, 0, 36, 1, 0),
        Assumption("gps-skyldes", _("Andel av utsettelsen som skyldes teknologien"), 0.5, 0.5,
                   Unit.SHARE, Certainty.CHOICE, _("Valg"), 0.0, 1.0, 0.05, 0),
        Assumption("kost-plass", _("Kostnad per institusjonsplass og år"), 1.44e6, 1.44e6,
                   Unit.MILLION_NOK, Certainty.PRINTED, harstad, 0.8e6, 2.5e6, 1e4, 2,
                   _("Høyere enn snittet i kommunene Harstad ble sammenliknet med.")),
        Assumption("kost-hjemme", _("Kostnad per år for hjelp hjemme i stedet for en plass"),
                   0.30e6, 0.30e6, Unit.MILLION_NOK, Certainty.UNVERIFIED, own, 0.0, 2.0e6, 1e4, 2),
    )))  # fmt: skip


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when the technologies have not been brought."""
    table = evidence.own.get("technologies")
    if table is None or table.frame.is_empty():
        return None
    chosen = choices(evidence)
    found = _technologies(list(table.frame.iter_rows(named=True)))
    delivered, hours = _delivered(evidence)
    estimates = tuple(e for t in found for e in _estimates(t, chosen, delivered))
    at_home = {t.name for t in found if t.pool == "home"}
    of_home = [e for e in estimates if e.name in at_home]
    sums = _sums(of_home, chosen, delivered) if len({e.name for e in of_home}) > 1 else ()
    support, maps = evidence.own.get("technology_support"), evidence.own.get("service_map")
    return Model(evidence.place, found, estimates, sums, delivered, chosen, table, hours, support,
                 maps)  # fmt: skip


def _delivered(evidence: Evidence) -> tuple[float | None, Sourced | None]:
    """Give the hours a week delivered in home care, or None when they have not been brought."""
    visits, totals = evidence.own.get("home_care_visits"), evidence.own.get("home_care_totals")
    if visits is not None and visits.frame.height:
        return float(weekly_hours(visits.frame)["hours"].sum()), visits
    if totals is not None and totals.frame.height:
        return float(totals.frame["hours"].sum()), totals
    return None, None


def _technologies(rows: Sequence[dict[str, Any]]) -> tuple[Technology, ...]:
    """Read the rows, with units in use hidden where they would point to a few persons."""
    counts = np.array([[float(r["home"] or 0), float(r["institution"] or 0)] for r in rows])
    shown = protected(counts, {"both": (0, 1), "each": (0,), "all": ()}, FEWEST)
    return tuple(_technology(r, shown["both"][i], shown["each"][i]) for i, r in enumerate(rows))


def _technology(
    row: dict[str, Any], both: Sequence[float | None], each: float | None
) -> Technology:
    known = [row["home"], row["institution"]]
    kept = [None if n is None or s is None else int(n) for n, s in zip(known, both, strict=True)]
    any_known = any(n is not None for n in known)
    gains = [row["gain_low"], row["gain_middle"], row["gain_high"]]
    measured = None not in gains
    gain = KNOWN_GAINS.get(row["kind"])
    if measured:
        gain = Gain(gains[0], gains[1], gains[2], row["new_time"] or 0.0)
    hidden = any_known and each is None
    used = int(each) if any_known and each is not None else None
    return Technology(
        row["technology"], row["kind"], kept[0], kept[1], used, hidden, row["stock"],
        row["potential"], row["pool"] or "home", gain, measured, row["unit_cost"],
        row["start_cost"],
    )  # fmt: skip


def _estimates(
    technology: Technology, chosen: Choices, delivered: float | None
) -> Iterable[Estimate]:
    """Give what new units of a technology free; in home care never more than is delivered."""
    units, gain = technology.new, technology.gain
    if not units or gain is None:
        return
    price = technology.unit_cost if technology.unit_cost is not None else chosen.unit_cost.value
    for level in LEVELS:
        direct, net = units * gain.direct(level), units * gain.net(level)
        if technology.pool == "home" and delivered is not None:
            direct, net = together([direct], delivered), together([net], delivered)
        yield _priced(technology.name, level, units, direct, net, units * price, chosen)


def _priced(name: str, level: str, units: int, direct: float, net: float, cost: float,
            chosen: Choices) -> Estimate:  # fmt: skip
    usable = net * chosen.realised.value
    return Estimate(name, level, units, direct, direct - net, usable,
                    fte_freed(usable) * chosen.fte_cost.value, cost)  # fmt: skip


def _sums(
    estimates: Sequence[Estimate], chosen: Choices, delivered: float | None
) -> tuple[Estimate, ...]:
    """Give all technologies together, each on the hours the others leave; needs those hours."""
    if delivered is None:
        return ()
    found = []
    for level in LEVELS:
        rows = [e for e in estimates if e.level == level]
        direct = together([e.direct for e in rows], delivered)
        net = together([e.direct - e.new_time for e in rows], delivered)
        found.append(_priced(_("Alle i hjemmetjenesten"), level, sum(e.units for e in rows), direct,
                             net, sum(e.cost for e in rows), chosen))  # fmt: skip
    return tuple(found)


def earned_back(technology: Technology, estimate: Estimate) -> float | None:
    """Give years until the start is earned back; None when it isn't known or never is."""
    if technology.start_cost is None:
        return None
    return pay_back(technology.start_cost, estimate.value - estimate.cost)
