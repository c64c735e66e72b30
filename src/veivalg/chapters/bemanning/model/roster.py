"""The roster of the chapter «bemanning»: the rules it keeps, with no employee to be seen (M11)."""

from dataclasses import dataclass

from veivalg.chapters.bemanning.model import METHOD
from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.figures import Figures
from veivalg.content import Assumption, Place, Source, Unit, calculation, format_date
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.working_time import Agreement, Limit, limits
from veivalg.own.persons.roster import Roster
from veivalg.own.persons.roster import roster as counted
from veivalg.tables.gate import Persons, Release

AGREEMENTS = (Agreement.LAW, Agreement.INDIVIDUAL, Agreement.UNION)


@dataclass(frozen=True, slots=True)
class Kept:
    """How a limit is kept: how many times it is not, and by how many; None where hidden.

    What is hidden may be broken by a few or by none, and is not said to be either.
    """

    limit: Limit
    times: int | None
    employees: int | None

    @property
    def broken(self) -> bool:
        """Say whether it may be said that somebody breaks it."""
        return bool(self.times)


@dataclass(frozen=True, slots=True)
class Rostered:
    """A roster as it may be shown: sums over at least five employees, and never one of them."""

    table: Persons
    place: Place
    agreement: Agreement
    period: str
    kept: tuple[Kept, ...]
    counted: Roster

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of what is worked out from the roster."""
        return (self.table.source(), self.figures.made_by())

    @property
    def broken(self) -> list[Kept]:
        """Give the limits that may be said to be broken."""
        return [k for k in self.kept if k.broken]

    @property
    def hidden(self) -> int:
        """Give how many limits can't be said to be kept or broken."""
        return sum(k.times is None for k in self.kept)

    @property
    def figures(self) -> Figures:
        """Give what makes the figures worked out from the roster."""
        table = self.table.source()
        base = Figures(self.place, self.period, table)("turnus", table.title, None, Unit.COUNT)
        source = calculation(METHOD, _("Turnus"), base)
        return Figures(self.place, self.period, source, METHOD)


def agreement(evidence: Evidence) -> Assumption:
    """Give what the roster is agreed under, as a number a person can change."""
    return set_out(evidence, "turnusavtale")[0]


def rostered(evidence: Evidence) -> bool:
    """Say whether a roster has been brought, be it of too few to be told of."""
    return evidence.has_own("roster_shifts")


def roster(evidence: Evidence) -> Rostered | None:
    """Give the roster, or None when none is brought or fewer than five work in it."""
    table = evidence.persons.get("roster_shifts")
    agreed = AGREEMENTS[int(agreement(evidence).value)]
    found = counted(table, evidence.persons.get("roster_people"), agreed)
    if table is None or found is None:
        return None
    period = f"{format_date(found.first)}–{format_date(found.last)}"
    return Rostered(table, evidence.place, agreed, period, _kept(found.limits, agreed), found)


def _kept(found: Release, agreed: Agreement) -> tuple[Kept, ...]:
    """Give breaches and employees by limit, hidden where one to four break it."""
    times, employees = found.amounts["times"].by, found.by("limit")
    return tuple(
        Kept(limit, _whole(times[limit.id]), _whole(employees[limit.id]))
        for limit in limits(agreed).values()
    )


def _whole(count: float | None) -> int | None:
    return None if count is None else int(count)
