"""The roster of the chapter «bemanning»: the rules it keeps, with no employee to be seen (M11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

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
from veivalg.maths.services.roster import Duties, Position, Shift, duties
from veivalg.maths.services.roster_rules import Violation, validate
from veivalg.maths.services.staffing import weekly_norm
from veivalg.norway.working_time import Agreement, Limit, limits
from veivalg.tables import Sourced
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR, THRESHOLD, is_small, suppress

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

    table: Sourced
    place: Place
    agreement: Agreement
    employees: int
    weeks: int
    period: str
    kept: tuple[Kept, ...]
    positions: tuple[float, ...]
    norm: float | None
    untried: bool

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


def shifts_of(frame: pl.DataFrame) -> list[Shift]:
    """Give the rows of ``roster_shifts`` as shifts; one that ends before it begins ends next day.

    Examples
    --------
    >>> row = {"employee": "a", "unit": "A", "date": date(2025, 1, 6), "start": "22:00",
    ...        "end": "07.30", "kind": "ordinary", "break_minutes": None}
    >>> shifts_of(pl.DataFrame([row]))[0].hours
    9.5
    """
    found = []
    for row in frame.iter_rows(named=True):
        start, end = (_at(row["date"], row[c]) for c in ("start", "end"))
        if end <= start:
            end += timedelta(1)
        found.append(
            Shift(
                row["employee"], start, end, row["kind"], row["break_minutes"] or 0.0, row["unit"]
            )
        )
    return found


def _at(day: date, clock: str) -> datetime:
    hour, minute = (int(part) for part in clock.strip().replace(".", ":").split(":")[:2])
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)


def positions_of(people: Sourced | None) -> Mapping[str, Position]:
    """Give employee → position."""
    rows = people.frame.iter_rows(named=True) if people is not None else ()
    return {r["employee"]: Position(r["position"], r["weekly_hours"]) for r in rows}


def roster(evidence: Evidence) -> Rostered | None:
    """Give the roster, or None when none is brought or fewer than five work in it."""
    table = evidence.own.get("roster_shifts")
    if table is None or table.frame["employee"].n_unique() < THRESHOLD:
        return None
    people = evidence.own.get("roster_people")
    shifts, known = shifts_of(table.frame), positions_of(people)
    agreed = AGREEMENTS[int(agreement(evidence).value)]
    own = duties(shifts)
    found = validate(shifts, known, agreed)
    first, last = table.frame["date"].min(), table.frame["date"].max()
    shares = tuple(known[d.employee].share for d in own if d.employee in known)
    return Rostered(
        table,
        evidence.place,
        agreed,
        len(own),
        own[0].weeks,
        f"{format_date(str(first))}–{format_date(str(last))}",
        _kept(found, agreed),
        shares if len(shares) >= SMALLEST_DENOMINATOR else (),
        _norm(own),
        len(shares) < len(own),
    )


def _kept(found: list[Violation], agreed: Agreement) -> tuple[Kept, ...]:
    """Count breaches and employees by limit, hidden where one to four break it."""
    rows = []
    for limit in limits(agreed).values():
        own = [v for v in found if v.limit_id == limit.id]
        who = len({v.employee for v in own})
        small = is_small(who)
        rows.append(Kept(limit, None if small else len(own), None if small else who))
    return tuple(rows)


def _norm(own: tuple[Duties, ...]) -> float | None:
    """Give the mean norm of all by their own night and Sunday hours; None when they are few."""
    if len(own) < SMALLEST_DENOMINATOR:
        return None
    norms = []
    for d in own:
        night, sunday = sum(s.night for s in d.shifts), sum(s.sunday_not_night for s in d.shifts)
        norms.append(weekly_norm(night / d.weeks, sunday / d.weeks))
    return sum(norms) / len(norms)


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


BANDS = (0.0, 0.495, 0.795, 0.995)
"""Lower bounds of positions as they are written in whole per cent."""


def position_sizes(model: Rostered) -> Exhibit | None:
    """Show how many have small and large positions, small counts hidden."""
    if not model.positions:
        return None
    counts = [0.0] * len(BANDS)
    for share in model.positions:
        counts[max(i for i, low in enumerate(BANDS) if share >= low)] += 1
    shown = suppress([counts])[0]
    names = (_("under 50 %"), "50–79 %", "80–99 %", "100 %")
    rows: list[tuple[Cell, ...]] = [
        (name, SHIELDED if n is None else n, SHIELDED if n is None else n / len(model.positions))
        for name, n in zip(names, shown, strict=True)
    ]
    mean = sum(model.positions) / len(model.positions)
    rows.append((_("Alle"), len(model.positions), 1.0))
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
