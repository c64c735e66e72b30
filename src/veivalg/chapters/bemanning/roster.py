"""The roster of the chapter «bemanning»: the rules it keeps, with no employee to be seen (M11)."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.chapters.bemanning.exhibits import bare
from veivalg.chapters.bemanning.model import METHOD
from veivalg.chapters.common.sentences import fill
from veivalg.content import (
    Assumption,
    Cell,
    Certainty,
    Column,
    Exhibit,
    Figure,
    Place,
    Source,
    Table,
    Unit,
    calculation,
)
from veivalg.content.numbers import format_date, format_number
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.working_time import Agreement, Limit, limits
from veivalg.own.persons.roster import Roster
from veivalg.own.persons.roster import roster as counted
from veivalg.tables.gate import Persons, Release

SHIELDED = "skjermet"
AGREEMENTS = (Agreement.LAW, Agreement.INDIVIDUAL, Agreement.UNION)


@dataclass(frozen=True, slots=True)
class Kept:
    """How a limit is kept: how many times it is not, and by how many; None when too few to say."""

    limit: Limit
    times: int | None
    employees: int | None

    @property
    def broken(self) -> bool:
        """Say whether anybody breaks it."""
        return self.times != 0


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
        return (self.table.source(), self.figure("kilde", "", None, Unit.COUNT, "").source)

    def figure(
        self,
        id: str,
        label: str,
        value: float | None,
        unit: Unit,
        formula: str,
        *assumptions: Assumption,
        decimals: int | None = None,
    ) -> Figure:
        """Give a number worked out from the roster."""
        base = Figure(
            "turnus",
            self.table.source().title,
            None,
            unit,
            self.place,
            self.period,
            self.table.source(),
        )
        return Figure(
            id,
            label,
            value,
            unit,
            self.place,
            self.period,
            calculation(METHOD, _("Turnus"), base),
            formula=formula,
            decimals=decimals,
            assumptions=assumptions,
            method=METHOD,
        )


def agreement(evidence: Evidence) -> Assumption:
    """Give what the roster is agreed under, as a number a person can change."""
    return evidence.assume(
        Assumption(
            "turnusavtale",
            _("Avtale om arbeidstid: 0 = loven, 1 = den enkelte, 2 = tillitsvalgte"),
            2,
            2,
            Unit.COUNT,
            Certainty.CHOICE,
            _("Valg: turnus i helse og omsorg er vanligvis avtalt med tillitsvalgte"),
            0,
            2,
            1,
            0,
        )
    )


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


def _limit_text(limit: Limit) -> str:
    if limit.unit == "andel":
        return format_number(limit.value, Unit.SHARE, 0)
    decimals = 0 if float(limit.value).is_integer() else 1
    return f"{bare(limit.value, decimals)} {limit.unit}"


def rules(model: Rostered, choice: Assumption) -> Exhibit:
    """Show every rule with its limit, and how often it is not kept."""
    rows: list[tuple[Cell, ...]] = []
    for k in model.kept:
        rows.append(
            (
                k.limit.rule,
                k.limit.label,
                _limit_text(k.limit),
                k.limit.section,
                SHIELDED if k.times is None else k.times,
                SHIELDED if k.employees is None else k.employees,
            )
        )
    broken = [k for k in model.kept if k.broken]
    words = {"n": str(len(broken)), "all": str(len(model.kept))}
    title = (
        fill(_("{n} av {all} grenser for arbeidstid blir ikke holdt"), **words)
        if broken
        else fill(_("Turnusen holder alle de {all} grensene for arbeidstid"), **words)
    )
    names = {
        Agreement.LAW: _("loven uten avtale"),
        Agreement.INDIVIDUAL: _("skriftlig avtale med den enkelte"),
        Agreement.UNION: _("avtale med tillitsvalgte"),
    }
    return Exhibit(
        "bemanning-turnusregler",
        title,
        fill(
            _("Turnusen {period} prøvd mot grensene etter {agreed}"),
            period=model.period,
            agreed=names[model.agreement],
        ),
        title + ".",
        Table(
            (
                Column("rule", _("Regel")),
                Column("what", _("Hva")),
                Column("limit", _("Grense")),
                Column("section", _("Hjemmel")),
                Column("times", _("Ganger"), Unit.COUNT),
                Column("employees", _("Ansatte"), Unit.COUNT),
            ),
            tuple(rows),
        ),
        model.sources,
        method=METHOD,
        assumptions=(choice,),
        note=_(
            "Når én til fire ansatte bryter en regel, er tallene skjermet. Hvem som bryter en "
            "regel, og når, står ikke i kapitlet."
        ),
        uncertainty=_(
            "Timer telles for vaktene som begynner samme dato, og uker fra mandag. Andre "
            "avtaler og dispensasjoner, og helligdager utenom søndager, er ikke med."
        ),
    )


def position_sizes(model: Rostered) -> Exhibit | None:
    """Show how many have small and large positions, small counts hidden."""
    sizes, mean = model.counted.positions, model.counted.position
    if not sizes.total or mean is None:
        return None
    names = (_("under 50 %"), "50–79 %", "80–99 %", "100 %")
    rows: list[tuple[Cell, ...]] = [
        (name, SHIELDED if n is None else n, SHIELDED if n is None else n / sizes.total)
        for name, n in zip(names, sizes.tables["band"], strict=True)
    ]
    rows.append((_("Alle"), int(sizes.total), 1.0))
    title = fill(_("Snittstillingen i turnusen er {p}"), p=format_number(mean, Unit.SHARE, 0))
    return Exhibit(
        "bemanning-stillinger",
        title,
        _("Ansatte i turnusen etter stillingsstørrelse"),
        title + ".",
        Table(
            (
                Column("band", _("Stilling")),
                Column("n", _("Ansatte"), Unit.COUNT),
                Column("share", _("Andel"), Unit.SHARE, 0),
            ),
            tuple(rows),
            total_row=True,
        ),
        model.sources,
        method=METHOD,
        note=_("Antall under fem er skjermet, og ett til, så summen ikke avslører det."),
    )
