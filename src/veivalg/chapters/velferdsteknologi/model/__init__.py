"""What the chapter «velferdsteknologi» is worked out from (M16)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from veivalg.chapters.common.care import care, standing
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.printed_tables import is_printed
from veivalg.chapters.velferdsteknologi import SPEC
from veivalg.chapters.velferdsteknologi.model.choices import Choices, choices
from veivalg.content import Figure, Place, Source, Unit, format_number, round_half_up
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.service_model.conversion import WEEKS, WorkingYear
from veivalg.maths.service_model.marginal import break_even
from veivalg.maths.services.technology import (
    KNOWN_GAINS,
    LEVELS,
    Gain,
    new_units,
    pay_back,
    postponed,
    present_value,
    taken_up,
    together,
)
from veivalg.own.persons.home_care import totals, week
from veivalg.own.persons.technology import technologies
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons

METHOD = SPEC.methods[0]
TABLES = ("technologies", "technology_support", "service_map")


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology as the municipality has it.

    ``home``, ``institution`` and ``used`` are None when not known or hidden; ``shielded`` names
    those that are hidden. When ``used`` is, nothing that is worked out from it is given.
    """

    name: str
    kind: str
    home: int | None
    institution: int | None
    used: int | None
    shielded: frozenset[str]
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
    """What new units give at a level: hours a week with users and årsverk, and what can be used.

    ``direct`` is before the new time and before any cap, ``usable`` after the new time and the
    realised share; ``fte`` and ``usable_fte`` are the årsverk of both. ``value`` and ``cost`` are
    NOK a year.
    """

    name: str
    level: str
    units: int
    direct: float
    new_time: float
    usable: float
    fte: float
    usable_fte: float
    value: float
    cost: float


@dataclass(frozen=True, slots=True)
class Model:
    """The technologies with what more of them gives, their support, and the service maps.

    ``marginal`` is hours a week of help at home instead of a place. ``delivered`` and ``hours`` are
    None where nothing rests on them. ``uncounted`` says that there
    are several technologies in home care, but no hours to put them together with.
    """

    place: Place
    technologies: tuple[Technology, ...]
    estimates: tuple[Estimate, ...]
    sums: tuple[Estimate, ...]
    delivered: float | None
    choices: Choices
    year: WorkingYear
    marginal: float | None
    table: Persons
    hours: Persons | None
    support: Sourced | None
    maps: Sourced | None
    uncounted: bool = False

    @property
    def period(self) -> str:
        """Give the period of the counts, as the source says it."""
        words = self.table.source().query.rpartition(", ")[2]
        return words if any(c.isdecimal() for c in words) else _("siste innlesing")

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of what is worked out."""
        hours = (self.hours.source(),) if self.hours is not None else ()
        return (self.table.source(), *hours, self.figures.made_by())

    def of(self, name: str) -> dict[str, Estimate]:
        """Give a technology's estimates by level; empty when it has none."""
        return {e.level: e for e in self.estimates if e.name == name}

    def counted(
        self, id: str, label: str, value: float | None, source: Source | None = None
    ) -> Figure:
        """Give a count the municipality has brought, from the technologies unless told where."""
        where = source or self.table.source()
        return Figures(self.place, self.period, where)(id, label, value, Unit.COUNT)

    @property
    def figures(self) -> Figures:
        """Give what makes the figures worked out from what the municipality has brought."""
        used = sum(t.used or 0 for t in self.technologies)
        inputs = [self.counted("i-bruk", _("Enheter i bruk"), used)]
        if self.hours is not None and self.delivered is not None:
            label = _("Timer levert i hjemmetjenesten per uke")
            made = Figures(self.place, self.period, self.hours.source())
            inputs.append(made("levert", label, self.delivered, Unit.HOURS))
        title = _("Gevinst av velferdsteknologi")
        return Figures(self.place, self.period, None, METHOD, title, tuple(inputs))

    @property
    def everything(self) -> tuple[Estimate, ...]:
        """Give the estimates of each technology, and of all together last."""
        return (*self.estimates, *self.sums)

    @property
    def together(self) -> dict[str, Estimate]:
        """Give the estimates of all together by level; of the first technology when it is alone."""
        found = self.sums or self.estimates
        return {e.level: e for e in found if e.name == found[0].name}

    @property
    def starts(self) -> bool:
        """Say whether any technology has a start that is to be earned back."""
        return any(t.start_cost is not None for t in self.technologies)

    @property
    def supported(self) -> list[dict[str, Any]]:
        """Give the help, plan B and who answers for it, a row a technology."""
        return list(self.support.frame.iter_rows(named=True)) if self.support is not None else []

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Give who does what in every step of the service maps, in the order brought."""
        return list(self.maps.frame.iter_rows(named=True)) if self.maps is not None else []

    def trackers(self) -> int:
        """Give the GPS users at home whose move is taken to be postponed: never more than are."""
        at_home = sum(t.home or 0 for t in self.technologies if t.kind == "location")
        return min(int(round_half_up(self.choices.users.value)), at_home)

    @property
    def home_cost(self) -> float | None:
        """Give NOK a year for help at home instead of a place; None without accounts or people."""
        hour = self.choices.hour
        return None if hour is None or self.marginal is None else hour.value * self.marginal * WEEKS

    @property
    def dearer(self) -> float | None:
        """Give NOK a year that a place costs more than help at home; None where it isn't known."""
        place, home = self.choices.place_cost, self.home_cost
        return None if place is None or home is None else place.value - home

    @property
    def alike(self) -> str:
        """Write the hours a week at home that cost what a place does; empty without prices."""
        place, hour = self.choices.place_cost, self.choices.hour
        if place is None or hour is None:
            return ""
        return format_number(break_even(place.value, hour.value), Unit.HOURS, 0)

    def postponed(self) -> float | None:
        """Give NOK a year saved by the moves that are postponed, before they are attributed."""
        if self.dearer is None:
            return None
        return postponed(self.trackers(), self.choices.months.value, self.dearer)


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when the technologies have not been brought."""
    table = evidence.persons.get("technologies")
    rows = technologies(table)
    if table is None or not rows:
        return None
    chosen, year, now = choices(evidence), care(evidence).year, standing(evidence)
    found = tuple(map(_technology, rows))
    delivered, hours = _delivered(evidence, table)
    estimates = tuple(e for t in found for e in _estimates(t, chosen, year, delivered))
    at_home = {t.name for t in found if t.pool == "home"}
    of_home = [e for e in estimates if e.name in at_home]
    several = len({e.name for e in of_home}) > 1
    sums = _sums(of_home, chosen, year, delivered) if several else ()
    support, maps = evidence.own.get("technology_support"), evidence.own.get("service_map")
    if not sums and not _capped(found, delivered):
        delivered, hours = None, None  # nothing is worked out from them
    return Model(
        evidence.place,
        found,
        estimates,
        sums,
        delivered,
        chosen,
        year,
        now.marginal if now else None,
        table,
        hours,
        support,
        maps,
        several and not sums,
    )


def _capped(found: Iterable[Technology], delivered: float | None) -> bool:
    """Say whether a technology would free more hours than are delivered in home care."""
    return delivered is not None and any(
        t.pool == "home" and t.gain is not None and (t.new or 0) * t.gain.high > delivered
        for t in found
    )


def _delivered(evidence: Evidence, table: Persons) -> tuple[float | None, Persons | None]:
    """Give the hours a week delivered in home care, or None when they have not been brought.

    Hours of an example are not held against own technologies, nor the other way around.
    """
    visits, sums = (evidence.persons.get(f"home_care_{what}") for what in ("visits", "totals"))
    for brought, count in ((visits, week), (sums, totals)):
        if brought is not None and is_printed(table) == is_printed(brought):
            found = count(brought)
            if found is not None and found.delivered is not None:
                return found.delivered, brought
    return None, None


def _technology(row: Mapping[str, Any]) -> Technology:
    gains = [row["gain_low"], row["gain_middle"], row["gain_high"]]
    measured = None not in gains
    gain = KNOWN_GAINS.get(row["kind"])
    if measured:
        gain = Gain(gains[0], gains[1], gains[2], row["new_time"] or 0.0)
    return Technology(
        row["technology"],
        row["kind"],
        row["home"],
        row["institution"],
        row["used"],
        row["shielded"],
        row["stock"],
        row["potential"],
        row["pool"] or "home",
        gain,
        measured,
        row["unit_cost"],
        row["start_cost"],
    )


def _estimates(
    technology: Technology, chosen: Choices, year: WorkingYear, delivered: float | None
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
        hours = (units, direct, net, units * price)
        yield _priced(technology.name, level, hours, chosen, year)


def _priced(
    name: str,
    level: str,
    amounts: tuple[int, float, float, float],
    chosen: Choices,
    year: WorkingYear,
) -> Estimate:
    """Give an estimate of so many units, direct and net hours a week, and NOK a year for them."""
    units, direct, net, cost = amounts
    usable = net * chosen.realised.value
    left = year.fte_weekly(usable)
    return Estimate(
        name,
        level,
        units,
        direct,
        direct - net,
        usable,
        year.fte_weekly(direct),
        left,
        left * chosen.fte_cost.value,
        cost,
    )


def _sums(
    estimates: Sequence[Estimate], chosen: Choices, year: WorkingYear, delivered: float | None
) -> tuple[Estimate, ...]:
    """Give all technologies together, each on the hours the others leave; needs those hours."""
    if delivered is None:
        return ()
    found = []
    for level in LEVELS:
        rows = [e for e in estimates if e.level == level]
        direct = together([e.direct for e in rows], delivered)
        net = together([e.direct - e.new_time for e in rows], delivered)
        found.append(
            _priced(
                _("Alle i hjemmetjenesten"),
                level,
                (sum(e.units for e in rows), direct, net, sum(e.cost for e in rows)),
                chosen,
                year,
            )
        )
    return tuple(found)


def worth(technology: Technology, estimate: Estimate, chosen: Choices) -> float | None:
    """Give the present value of the net gain less the start; None when the start isn't known."""
    if technology.start_cost is None:
        return None
    yearly, years = estimate.value - estimate.cost, int(round_half_up(chosen.years.value))
    return present_value(technology.start_cost, yearly, years, chosen.rate.value)


def earned_back(technology: Technology, estimate: Estimate) -> float | None:
    """Give years until the start is earned back; None when it isn't known or never is."""
    if technology.start_cost is None:
        return None
    return pay_back(technology.start_cost, estimate.value - estimate.cost)
