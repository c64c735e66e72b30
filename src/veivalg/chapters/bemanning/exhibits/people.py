"""Exhibits of the chapter «bemanning» on absence, pay and positions (M17)."""

from veivalg.chapters.bemanning.exhibits import TOO_FEW, bare
from veivalg.chapters.bemanning.model import PEOPLE_METHOD as METHOD
from veivalg.chapters.bemanning.model.people import Payroll, People, Sick
from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.hidden import SHIELDED
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.written import percent
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Unit,
    format_number,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.services.absence import Pay, absence_cost, agency_extra, cost_of_a_point
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR


def _show(people: People, found: Sick | Payroll) -> Exhibits:
    """Give what makes the exhibits of absence or of pay."""
    return Exhibits(METHOD, {"period": found.period}, people.sources(found))


def _all() -> str:
    return _("Alle")


def absence(people: People, sick: Sick) -> Exhibit:
    """Show short and long absence by unit, those with enough employees."""
    shown = {u: v for u, v in sick.units.items() if v is not None}
    order = [
        *sorted(shown, key=lambda u: -sum(shown[u])),
        *(u for u in sick.units if u not in shown),
    ]
    return _show(people, sick)(
        "bemanning-fravaer",
        _("{all} av tiden gikk tapt til sykefravær")
        if sick.whole
        else _("For få ansatte til å vise sykefraværet"),
        _("Sykefravær som andel av avtalt tid, {period}"),
        (
            Column("unit", _("Enhet")),
            Column("short", _("Korttid"), Unit.SHARE, 1),
            Column("long", _("Langtid"), Unit.SHARE, 1),
            Column("all", _("I alt"), Unit.SHARE, 1),
        ),
        [(u, *_shares(sick.units[u])) for u in order],
        total=(_all(), *_shares(sick.whole)),
        terms={"long": ("all", "-short")},
        all=percent(sick.share),
        formula=_("Andelene er veid med årsverkene i hver enhet og hvert kvartal"),
        note=fill(
            _(
                "Enheter med færre enn {n} ansatte vises ikke for seg, og noen flere skjules "
                "så summen ikke avslører dem."
            ),
            n=format_plain(SMALLEST_DENOMINATOR),
        ),
        uncertainty=_("I en liten enhet flytter én langtidssyk andelen flere prosentpoeng."),
    )


def _shares(known: tuple[float, float] | None) -> tuple[Cell, ...]:
    """Give short, long and both; that they rest on too few where they are not known."""
    return (TOO_FEW,) * 3 if known is None else (*known, sum(known))


def by_quarter(people: People, sick: Sick) -> Exhibit | None:
    """Draw short and long absence by quarter for all units together."""
    if len(sick.quarters) < 2:
        return None
    short, long = _("Korttid"), _("Langtid")
    highest = max(sick.quarters, key=lambda q: sum(sick.quarters[q]))
    return _show(people, sick)(
        "bemanning-fravaer-kvartal",
        _("Sykefraværet var høyest i {q}: {p}"),
        _("Sykefravær per kvartal, alle enheter"),
        (
            Column("quarter", _("Kvartal")),
            Column("what", _("Fravær")),
            Column("share", _("Andel"), Unit.SHARE, 1),
        ),
        [
            (quarter, what, share)
            for quarter, (a, b) in sick.quarters.items()
            for what, share in ((long, b), (short, a))
        ],
        q=highest,
        p=percent(sum(sick.quarters[highest])),
        pivot=("quarter", "what", "share"),
        chart=Chart(
            Shape.COLUMNS,
            "quarter",
            "share",
            "what",
            {long: Role.OWN, short: Role.GROUP},
            zero=True,
            stacked=True,
        ),
    )


def absence_money(people: People, sick: Sick) -> Exhibit | None:
    """Show what the absence costs beyond pay, and one percentage point more or less."""
    if sick.share is None:
        return None
    week = people.prices.week
    whole = absence_cost(sick.fte, sick.share, week.value)
    point = cost_of_a_point(sick.fte, week.value)
    return _show(people, sick)(
        "bemanning-fravaerskostnad",
        _("Ett prosentpoeng lavere fravær er verdt {kr} i året"),
        _("Utgifter til sykefravær utover lønn"),
        (
            Column("what", _("Ledd")),
            Column("share", _("Fravær"), Unit.SHARE, 1),
            Column("fte", _("Årsverk"), Unit.COUNT, 1),
            Column("cost", _("Utgift"), Unit.MILLION_NOK, 1),
        ),
        [
            (_("Fraværet i året"), sick.share, sick.fte, whole),
            (_("Ett prosentpoeng"), 0.01, sick.fte, point),
        ],
        kr=format_number(point, Unit.MILLION_NOK, 1),
        formula=_("Fravær × årsverk × 52 uker × utgift per uke"),
        assumptions=(week,),
        uncertainty=_(
            "Utgiften per uke er fra private bedrifter i 2020 og er ikke prisjustert. "
            "Pleie med krav til bemanning kan ligge høyere."
        ),
    )


def variable(people: People, payroll: Payroll) -> Exhibit:
    """Show the variable share of pay by unit."""
    shown = [p for p in payroll.units if p.unit not in payroll.hidden]
    whole = payroll.whole
    money = {
        "fixed": _("Fast"),
        "overtime": _("Overtid"),
        "extra": _("Ekstrahjelp"),
        "temporary": _("Vikarer"),
        "agency": _("Byrå"),
    }

    def cells(name: str, pay: Pay | None) -> tuple[Cell, ...]:
        if pay is None:
            return (name, *(_(SHIELDED),) * 6)
        return (name, *(getattr(pay, part) for part in money), pay.share)

    return _show(people, payroll)(
        "bemanning-variabel",
        _("{share} av lønnen er variabel") if whole else _("For få ansatte til å vise lønnen"),
        _("Fast og variabel lønn per enhet, {period}, mill. kr"),
        (
            Column("unit", _("Enhet")),
            *(Column(k, name, Unit.MILLION_NOK, 1) for k, name in money.items()),
            Column("share", _("Variabel andel"), Unit.SHARE, 1),
        ),
        [
            *(cells(p.unit, p) for p in sorted(shown, key=lambda p: -(p.share or 0.0))),
            *(cells(p.unit, None) for p in payroll.units if p.unit in payroll.hidden),
        ],
        total=cells(_all(), whole),
        share=percent(whole.share) if whole else "",
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

    def extra(pay: Pay) -> float:
        return agency_extra(pay, cost.value)

    return _show(people, payroll)(
        "bemanning-innleie",
        _("Timene fra byrå kostet {kr} mer enn egne ansatte")
        if extra(whole) >= 0
        else _("Timene fra byrå kostet {kr} mindre enn egne ansatte"),
        _("Innleie fra byrå, {period}"),
        *by_column(
            sorted(hired, key=lambda p: -extra(p)),
            (Column("unit", _("Enhet")), lambda p: p.unit),
            (Column("hours", _("Timer"), Unit.COUNT), lambda p: p.hours),
            (Column("price", _("Pris per time, kr"), Unit.COUNT), lambda p: p.agency_hour),
            (Column("own", _("Egen time, kr"), Unit.COUNT), lambda _p: people.own_hour),
            (Column("extra", _("Merutgift"), Unit.MILLION_NOK, 2), extra),
        ),
        total=(_all(), whole.hours, whole.agency_hour, people.own_hour, extra(whole)),
        kr=format_number(abs(extra(whole)), Unit.MILLION_NOK, 1),
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
    if not people.model.duty:
        return None
    made, c = people.scenarios(), people.model.choices
    now, last = made[0], made[-1]
    return Exhibits(METHOD, {}, people.model.plan_sources)(
        "bemanning-heltid",
        _("Med snittstilling på {p} står {n} vakter uten folk hver helg"),
        _("Vakter uten folk per helg når stillingene blir større"),
        *by_column(
            made,
            (Column("position", _("Snittstilling"), Unit.SHARE, 1), lambda s: s.position),
            (Column("heads", _("Ansatte"), Unit.COUNT), lambda s: s.heads),
            (Column("open", _("Vakter uten folk per helg"), Unit.COUNT), lambda s: s.uncovered),
            (Column("oftener", _("… med helg hver 2,5. uke"), Unit.COUNT), lambda s: s.oftener),
            (Column("longer", _("… med 12-timers helgevakter"), Unit.COUNT), lambda s: s.longer),
            (Column("posts", _("Helgestillinger som fyller dem"), Unit.COUNT), lambda s: s.posts),
            (
                Column("price", _("Pris med ekstravakter per år"), Unit.MILLION_NOK, 1),
                lambda s: s.price,
            ),
        ),
        p=percent(last.position, 0),
        n=bare(last.uncovered, 0),
        a=bare(now.uncovered, 0),
        b=bare(last.uncovered, 0),
        q=percent(last.position),
        alt=fill(
            _("Vakter uten folk per helg: {a} ved {p} og {b} ved {q}."), p=percent(now.position)
        ),
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
