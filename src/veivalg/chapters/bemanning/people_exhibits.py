"""Exhibits of the chapter «bemanning» on absence, pay and positions (M17)."""

from __future__ import annotations

from veivalg.chapters.bemanning.exhibits import bare
from veivalg.chapters.bemanning.people_model import METHOD, Payroll, People, Sick
from veivalg.chapters.common.sentences import fill
from veivalg.content import Cell, Chart, Column, Exhibit, Pivot, Role, Shape, Table, Unit
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.maths.services.absence import absence_cost, agency_extra, cost_of_a_point, uncovered
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR

TOO_FEW = "for lite grunnlag"
SHIELDED = "skjermet"


def _percent(value: float | None, decimals: int = 1) -> str:
    return format_number(value, Unit.SHARE, decimals)


def absence(people: People, sick: Sick) -> Exhibit:
    """Show short and long absence by unit, those with enough employees."""
    rows: list[tuple[Cell, ...]] = []
    shown = {u: v for u, v in sick.units.items() if v is not None}
    for unit in sorted(shown, key=lambda u: -sum(shown[u])):
        short, long = shown[unit]
        rows.append((unit, short, long, short + long))
    rows += [(u, TOO_FEW, TOO_FEW, TOO_FEW) for u, v in sick.units.items() if v is None]
    if sick.whole is not None:
        rows.append((_("Alle"), *sick.whole, sick.share))
    else:
        rows.append((_("Alle"), TOO_FEW, TOO_FEW, TOO_FEW))
    title = _("For få ansatte til å vise sykefraværet")
    if sick.share is not None:
        title = fill(_("{all} av tiden gikk tapt til sykefravær"), all=_percent(sick.share))
    return Exhibit(
        "bemanning-fravaer",
        title,
        fill(_("Sykefravær som andel av avtalt tid, {period}"), period=sick.period),
        title + ".",
        Table(
            (
                Column("unit", _("Enhet")),
                Column("short", _("Korttid"), Unit.SHARE, 1),
                Column("long", _("Langtid"), Unit.SHARE, 1),
                Column("all", _("I alt"), Unit.SHARE, 1),
            ),
            tuple(rows),
            total_row=True,
        ),
        people.sources(sick.table),
        method=METHOD,
        formula=_("Andelene er veid med årsverkene i hver enhet og hvert kvartal"),
        note=fill(
            _(
                "Enheter med færre enn {n} ansatte vises ikke for seg, og noen flere skjules "
                "så summen ikke avslører dem."
            ),
            n=str(SMALLEST_DENOMINATOR),
        ),
        uncertainty=_("I en liten enhet flytter én langtidssyk andelen flere prosentpoeng."),
    )


def by_quarter(people: People, sick: Sick) -> Exhibit | None:
    """Draw short and long absence by quarter for all units together."""
    if len(sick.quarters) < 2:
        return None
    short, long = _("Korttid"), _("Langtid")
    rows: list[tuple[Cell, ...]] = []
    for quarter, (a, b) in sick.quarters.items():
        rows += [(quarter, long, b), (quarter, short, a)]
    highest = max(sick.quarters, key=lambda q: sum(sick.quarters[q]))
    title = fill(
        _("Sykefraværet var høyest i {q}: {p}"), q=highest, p=_percent(sum(sick.quarters[highest]))
    )
    return Exhibit(
        "bemanning-fravaer-kvartal",
        title,
        _("Sykefravær per kvartal, alle enheter"),
        title + ".",
        Table(
            (
                Column("quarter", _("Kvartal")),
                Column("what", _("Fravær")),
                Column("share", _("Andel"), Unit.SHARE, 1),
            ),
            tuple(rows),
            pivot=Pivot("quarter", "what", "share"),
        ),
        people.sources(sick.table),
        Chart(
            Shape.COLUMNS,
            "quarter",
            "share",
            "what",
            {long: Role.OWN, short: Role.GROUP},
            zero=True,
            stacked=True,
        ),
        method=METHOD,
    )


def absence_money(people: People, sick: Sick) -> Exhibit | None:
    """Show what the absence costs beyond pay, and one percentage point more or less."""
    if sick.share is None:
        return None
    week = people.prices.week
    whole = absence_cost(sick.fte, sick.share, week.value)
    point = cost_of_a_point(sick.fte, week.value)
    rows: list[tuple[Cell, ...]] = [
        (_("Fraværet i året"), sick.share, sick.fte, whole),
        (_("Ett prosentpoeng"), 0.01, sick.fte, point),
    ]
    title = fill(
        _("Ett prosentpoeng lavere fravær er verdt {kr} i året"),
        kr=format_number(point, Unit.MILLION_NOK, 1),
    )
    return Exhibit(
        "bemanning-fravaerskostnad",
        title,
        _("Utgifter til sykefravær utover lønn"),
        title + ".",
        Table(
            (
                Column("what", _("Ledd")),
                Column("share", _("Fravær"), Unit.SHARE, 1),
                Column("fte", _("Årsverk"), Unit.COUNT, 1),
                Column("cost", _("Utgift"), Unit.MILLION_NOK, 1),
            ),
            tuple(rows),
        ),
        people.sources(sick.table),
        formula=_("Fravær × årsverk × 52 uker × utgift per uke"),
        method=METHOD,
        assumptions=(week,),
        uncertainty=_(
            "Utgiften per uke er fra private bedrifter i 2020 og er ikke prisjustert. "
            "Pleie med krav til bemanning kan ligge høyere."
        ),
    )


def variable(people: People, payroll: Payroll) -> Exhibit:
    """Show the variable share of pay by unit."""
    shown = [p for p in payroll.units if p.unit not in payroll.hidden]
    rows: list[tuple[Cell, ...]] = [
        (p.unit, p.fixed, p.overtime, p.extra, p.temporary, p.agency, p.share)
        for p in sorted(shown, key=lambda p: -(p.share or 0.0))
    ]
    rows += [(p.unit, *([SHIELDED] * 6)) for p in payroll.units if p.unit in payroll.hidden]
    whole = payroll.whole
    if whole is None:
        rows.append((_("Alle"), *([SHIELDED] * 6)))
        title = _("For få ansatte til å vise lønnen")
    else:
        rows.append(
            (
                _("Alle"),
                whole.fixed,
                whole.overtime,
                whole.extra,
                whole.temporary,
                whole.agency,
                whole.share,
            )
        )
        title = fill(_("{share} av lønnen er variabel"), share=_percent(whole.share))
    money = [
        ("fixed", _("Fast")),
        ("overtime", _("Overtid")),
        ("extra", _("Ekstrahjelp")),
        ("temporary", _("Vikarer")),
        ("agency", _("Byrå")),
    ]
    return Exhibit(
        "bemanning-variabel",
        title,
        fill(_("Fast og variabel lønn per enhet, {period}, mill. kr"), period=payroll.period),
        title + ".",
        Table(
            (
                Column("unit", _("Enhet")),
                *(Column(k, name, Unit.MILLION_NOK, 1) for k, name in money),
                Column("share", _("Variabel andel"), Unit.SHARE, 1),
            ),
            tuple(rows),
            total_row=True,
        ),
        people.sources(payroll.table),
        method=METHOD,
        formula=_("Variabel andel = (overtid + ekstrahjelp + vikarer + byrå) ÷ all lønn"),
        note=_(
            "Enheter med færre enn fem ansatte er skjermet, og noen flere, så summen ikke "
            "avslører dem."
        ),
    )


def agency(people: People, payroll: Payroll) -> Exhibit | None:
    """Show what agency hours cost beyond one's own."""
    whole = payroll.whole
    cost = people.model.choices.yearly_cost
    hired = [p for p in payroll.units if p.hours > 0 and p.unit not in payroll.hidden]
    if whole is None or not hired:
        return None
    rows: list[tuple[Cell, ...]] = [
        (p.unit, p.hours, p.agency_hour, people.own_hour, agency_extra(p, cost.value))
        for p in sorted(hired, key=lambda p: -agency_extra(p, cost.value))
    ]
    extra = agency_extra(whole, cost.value)
    rows.append((_("Alle"), whole.hours, whole.agency_hour, people.own_hour, extra))
    title = fill(
        _("Timene fra byrå kostet {kr} mer enn egne ansatte")
        if extra >= 0
        else _("Timene fra byrå kostet {kr} mindre enn egne ansatte"),
        kr=format_number(abs(extra), Unit.MILLION_NOK, 1),
    )
    return Exhibit(
        "bemanning-innleie",
        title,
        fill(_("Innleie fra byrå, {period}"), period=payroll.period),
        title + ".",
        Table(
            (
                Column("unit", _("Enhet")),
                Column("hours", _("Timer"), Unit.COUNT),
                Column("price", _("Pris per time, kr"), Unit.COUNT),
                Column("own", _("Egen time, kr"), Unit.COUNT),
                Column("extra", _("Merutgift"), Unit.MILLION_NOK, 2),
            ),
            tuple(rows),
            total_row=True,
        ),
        people.sources(payroll.table),
        method=METHOD,
        assumptions=(cost,),
        formula=_(
            "Merutgift = timer × (pris fra byrået − egen time). Egen time = utgift per "
            "årsverk ÷ 1 668,5"
        ),
        note=_(
            "Er ikke egne ansatte å få tak i, er merutgiften prisen for å holde driften i gang."
        ),
    )


def full_time(people: People) -> Exhibit | None:
    """Show what larger positions leave uncovered in the weekends, and what fills it."""
    units = people.model.units
    if not any(u.weekend_duty for u in units):
        return None
    made = people.scenarios()
    rows: list[tuple[Cell, ...]] = [
        (s.position, s.heads, s.uncovered, s.oftener, s.longer, s.posts, s.price) for s in made
    ]
    now, last = made[0], made[-1]
    title = fill(
        _("Med snittstilling på {p} står {n} vakter uten folk hver helg"),
        p=_percent(last.position, 0),
        n=bare(last.uncovered, 0),
    )
    c = people.model.choices
    return Exhibit(
        "bemanning-heltid",
        title,
        _("Vakter uten folk per helg når stillingene blir større"),
        fill(
            _("Vakter uten folk per helg: {a} ved {p} og {b} ved {q}."),
            a=bare(now.uncovered, 0),
            p=_percent(now.position),
            b=bare(last.uncovered, 0),
            q=_percent(last.position),
        ),
        Table(
            (
                Column("position", _("Snittstilling"), Unit.SHARE, 1),
                Column("heads", _("Ansatte"), Unit.COUNT),
                Column("open", _("Vakter uten folk per helg"), Unit.COUNT),
                Column("oftener", _("… med helg hver 2,5. uke"), Unit.COUNT),
                Column("longer", _("… med 12-timers helgevakter"), Unit.COUNT),
                Column("posts", _("Helgestillinger som fyller dem"), Unit.COUNT),
                Column("price", _("Pris med ekstravakter per år"), Unit.MILLION_NOK, 1),
            ),
            tuple(rows),
        ),
        people.model.plan_sources,
        method=METHOD,
        formula=_(
            "Vakter uten folk = 2 × på vakt − 2 × ansatte ÷ helg hver … uke, i hver enhet. "
            "Ansatte = årsverk i grunnturnus ÷ snittstilling"
        ),
        assumptions=(people.prices.position, c.every, people.prices.supplement, c.yearly_cost),
        uncertainty=_(
            "Alle enheter er regnet med samme snittstilling. Ansatte som jobber i to "
            "enheter, gir færre vakter uten folk."
        ),
        note=_("Antall ansatte er et regnestykke av planen, ikke en telling av personer."),
    )


def open_now(people: People) -> float:
    """Give the weekend shifts uncovered at today's mean position, per weekend."""
    every, position = people.model.choices.every.value, people.prices.position.value
    return sum(uncovered(u.weekend_duty, u.net / position, every) for u in people.model.units)
