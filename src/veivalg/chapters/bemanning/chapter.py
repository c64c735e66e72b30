"""Chapter «bemanning»: what shift plans take, what the units have, and what it costs (M11, M17)."""

from __future__ import annotations

from dataclasses import replace

from veivalg.chapters.bemanning import exhibits as exhibits
from veivalg.chapters.bemanning import people_exhibits as people_exhibits
from veivalg.chapters.bemanning.model import METHOD, Model, build, choices
from veivalg.chapters.bemanning.people_model import METHOD as PEOPLE_METHOD
from veivalg.chapters.bemanning.people_model import Payroll, People, people, prices
from veivalg.chapters.bemanning.roster import Rostered, agreement, position_sizes, roster, rules
from veivalg.chapters.common.examples import example_note
from veivalg.chapters.common.missing import missing_own, nothing_own
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.content import Assumption, Block, Chapter, Missing, Section, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.absence import agency_extra, heads, turnover_cost
from veivalg.maths.services.staffing import average_position, heads_needed

TABLES = ("staff_plan", "staff_reported", "staff_pay", "absence", "roster_shifts", "roster_people")


def chapter(evidence: Evidence) -> Chapter:
    """Give FTE and factors by unit, the weekends, absence, pay and how rules are kept."""
    model = build(evidence)
    known = people(evidence, model) if model is not None else None
    shifts = roster(evidence)
    return Chapter(
        id="bemanning",
        title=_("Bemanning og turnus"),
        municipality=evidence.place,
        period=_("siste plan og siste år"),
        lead=_(
            "Kapitlet regner vaktplaner om til årsverk, holder dem mot det enhetene har, og "
            "viser hva helger, fravær og variabel lønn betyr."
        ),
        findings=_findings(evidence, known, shifts) or (nothing_own(evidence, "staff_plan"),),
        sections=_sections(evidence, known, shifts),
        missing=_missing(evidence),
        assumptions=_assumptions(evidence),
        terms={
            _("bemanningsfaktor"): _("Årsverk per plass. Kalles også pleiefaktor."),
            _("grunnturnus"): _("Planen som går igjen uke etter uke, uten ferie, fravær og kurs."),
            _("variabel lønn"): _("Overtid, ekstrahjelp, vikarer og innleie fra byrå."),
        },
        methods=(METHOD, PEOPLE_METHOD),
    )


def _assumptions(evidence: Evidence) -> tuple[Assumption, ...]:
    c, p = choices(evidence), prices(evidence)
    return (
        c.every,
        c.replaced,
        c.leave,
        c.yearly_cost,
        p.position,
        p.week,
        p.exit,
        p.leaving,
        p.supplement,
        agreement(evidence),
    )


def _findings(
    evidence: Evidence, known: People | None, shifts: Rostered | None
) -> tuple[Statement, ...]:
    own, people = evidence.own, evidence.persons
    brought = example_note(*(own.get(name) or people.get(name) for name in TABLES))
    found: list[Statement | None] = [brought]
    if known is not None:
        model = known.model
        found += [
            _deviation(model),
            _money(model),
            _weekend(model),
            _variable(known),
            _absence(known),
            _faulty(model),
            _left(model),
        ]
    found.append(_rules(shifts) if shifts is not None else _few_rostered(evidence))
    return present(found)


def _few_rostered(evidence: Evidence) -> Statement | None:
    if not evidence.has_own("roster_shifts"):
        return None
    text = _("Færre enn fem ansatte er i turnusen, så den vises ikke.")
    return Statement("faa-i-turnus", text, {}, caution=True)


def _deviation(model: Model) -> Statement | None:
    if not model.compared:
        return None
    whole = model.total
    text = (
        _(
            "Enhetene har {reported} på dag og kveld, {gap:u} mer enn de {calculated:u} som er "
            "kalkulert."
        )
        if whole.deviation < 0
        else _(
            "Enhetene har {reported} på dag og kveld, {gap:u} mindre enn de {calculated:u} som "
            "er kalkulert."
        )
    )
    summed = _("Summen av enhetene")
    formula = _("Kalkulert − rapportert, regnet før avrunding der det er oppgitt")
    return say(
        "avvik",
        text,
        {
            "reported": model.deviating(
                "rapportert-sum", _("Rapporterte årsverk"), whole.reported, summed
            ),
            "gap": model.deviating("avvik", _("Avvik"), abs(whole.deviation), formula),
            "calculated": model.deviating(
                "kalkulert-sum", _("Kalkulerte årsverk"), whole.calculated, summed
            ),
        },
    )


def _money(model: Model) -> Statement | None:
    """Say what the people beyond the calculated cost, at the price that is chosen."""
    beyond = -model.total.deviation
    if not model.compared or beyond <= 0:
        return None
    cost = model.choices.yearly_cost
    text = _("Årsverkene ut over det kalkulerte koster {kr} i året.")
    figure = model.deviating(
        "avvik-kr",
        _("Utgift til årsverk ut over kalkulert"),
        beyond * cost.value,
        _("Avvik × utgift per årsverk"),
    )
    return say(
        "avvik-kr",
        text,
        {
            "kr": replace(figure, unit=Unit.MILLION_NOK, assumptions=(cost,)),
        },
    )


def _factor(model: Model) -> Statement | None:
    known = sorted((u for u in model.units if u.factor is not None), key=lambda u: u.factor or 0.0)
    if len(known) < 2:
        return None
    formula = _("Årsverk i grunnturnus, natt medregnet ÷ plasser")
    text = fill(
        _("Bemanningsfaktoren med natt er lavest på {first} ({low}) og høyest på {last} ({high})."),
        first=known[0].name,
        last=known[-1].name,
    )
    return say(
        "faktor",
        text,
        {
            key: model.calculated(
                f"faktor-{key}", label, unit.factor, Unit.COUNT, formula, decimals=2
            )
            for key, label, unit in (
                ("low", _("Laveste faktor"), known[0]),
                ("high", _("Høyeste faktor"), known[-1]),
            )
        },
    )


def _weekend(model: Model) -> Statement | None:
    duty = [u for u in model.units if u.weekend_duty > 0]
    if not duty:
        return None
    every = model.choices.every
    people_needed = sum(heads_needed(every.value, u.weekend_duty) for u in duty)
    share = average_position(sum(u.net for u in duty), people_needed)
    text = _(
        "Skal helgene fylles med helg hver {k}. uke, trengs {heads} med en snittstilling på "
        "{share:0}. Det er regnet av planen, ikke en telling av personer."
    )
    decimals = 0 if float(every.value).is_integer() else 1
    return say(
        "helg",
        text,
        {
            "k": model.calculated(
                "helg-hver",
                every.label,
                every.value,
                Unit.COUNT,
                _("Valgt forutsetning"),
                every,
                decimals=decimals,
            ),
            "heads": model.calculated(
                "helg-ansatte",
                _("Ansatte helgene krever"),
                people_needed,
                Unit.EMPLOYEES,
                _("Helg hver … uke × på vakt en helgedag"),
                every,
            ),
            "share": model.calculated(
                "helg-stilling",
                _("Snittstilling helgene tillater"),
                share,
                Unit.SHARE,
                _("Årsverk ÷ ansatte"),
                every,
            ),
        },
    )


def _variable(known: People) -> Statement | None:
    payroll = known.payroll
    if payroll is None or payroll.whole is None:
        return None
    text = fill(_("{share} av lønnen i {period} er variabel."), period=payroll.period)
    return say(
        "variabel",
        text,
        {
            "share": known.figure(
                "variabel-andel",
                _("Variabel lønn"),
                payroll.whole.share,
                Unit.SHARE,
                _("(Overtid + ekstrahjelp + vikarer + byrå) ÷ all lønn"),
                payroll.table,
                payroll.period,
            ),
        },
    )


def _agency(known: People) -> Statement | None:
    payroll: Payroll | None = known.payroll
    if payroll is None or payroll.whole is None or payroll.whole.hours <= 0:
        return None
    cost = known.model.choices.yearly_cost
    extra = agency_extra(payroll.whole, cost.value)
    text = (
        _("Timene fra byrå kostet {extra} mer enn egne ansatte ville gjort.")
        if extra >= 0
        else _("Timene fra byrå kostet {extra} mindre enn egne ansatte ville gjort.")
    )
    return say(
        "byraa",
        text,
        {
            "extra": known.figure(
                "byraa-merutgift",
                _("Merutgift til byrå"),
                abs(extra),
                Unit.MILLION_NOK,
                _("Timer × (pris fra byrået − egen time)"),
                payroll.table,
                payroll.period,
                cost,
            ),
        },
    )


def _absence(known: People) -> Statement | None:
    sick = known.sick
    if sick is None or sick.whole is None:
        return None
    text = _("Sykefraværet er {all}: {short} korttid og {long} langtid.")
    values = {
        "all": (_("Sykefravær"), sick.share),
        "short": (_("Korttid"), sick.whole[0]),
        "long": (_("Langtid"), sick.whole[1]),
    }
    return say(
        "fravaer",
        text,
        {
            key: known.figure(
                f"fravaer-{key}",
                label,
                value,
                Unit.SHARE,
                _("Veid med årsverk i enhetene"),
                sick.table,
                sick.period,
            )
            for key, (label, value) in values.items()
        },
    )


def _turnover(known: People) -> Statement | None:
    model, p = known.model, known.prices
    if not model.units:
        return None
    count = heads(model.net, p.position.value)
    cost = turnover_cost(count, p.leaving.value, p.exit.value)
    text = _("Slutter {rate} av de ansatte i løpet av et år, koster det {cost} å erstatte dem.")
    return say(
        "slutter",
        text,
        {
            "rate": model.calculated(
                "slutter-andel",
                p.leaving.label,
                p.leaving.value,
                Unit.SHARE,
                _("Valgt forutsetning"),
                p.leaving,
            ),
            "cost": model.calculated(
                "slutter-utgift",
                _("Utgift til dem som slutter"),
                cost,
                Unit.MILLION_NOK,
                _("Årsverk ÷ snittstilling × andel som slutter × utgift for hver"),
                p.position,
                p.leaving,
                p.exit,
            ),
        },
    )


def _faulty(model: Model) -> Statement | None:
    wrong = [c.name for c in model.compared if c.disagrees]
    if not wrong:
        return None
    text = _(
        "Avviket som er oppgitt for {units}, er ikke kalkulert minus rapportert. Kapitlet "
        "bruker forskjellen."
    )
    return Statement("oppgitt-feil", fill(text, units=exhibits.listed(wrong)), {}, caution=True)


def _left(model: Model) -> Statement | None:
    if not model.uncompared:
        return None
    text = _(
        "{units} har rapporterte årsverk, men verken vaktplan eller kalkulerte årsverk, og er "
        "ikke med i avviket."
    )
    return Statement(
        "uten-plan", fill(text, units=exhibits.listed(model.uncompared)), {}, caution=True
    )


def _rules(shifts: Rostered) -> Statement | None:
    broken = [k for k in shifts.kept if k.broken]
    formula = _("Grenser som er brutt minst én gang")
    tried = _("Grensene i arbeidsmiljøloven kapittel 10 og tariffavtalen")
    text = _("Turnusen bryter {n} av {all} grenser for arbeidstid.")
    return say(
        "regler",
        text,
        {
            "n": shifts.figure(
                "regler-brutt", _("Grenser som ikke holdes"), len(broken), Unit.COUNT, formula
            ),
            "all": shifts.figure(
                "regler", _("Grenser som er prøvd"), len(shifts.kept), Unit.COUNT, tried
            ),
        },
    )


def _untried(shifts: Rostered) -> Statement | None:
    if not shifts.counted.untried:
        return None
    text = _(
        "Noen i turnusen står ikke i «Stillinger i turnusen». De er ikke prøvd mot stillingen "
        "sin (R12)."
    )
    return Statement("uten-stilling", text, {}, caution=True)


def _norm(shifts: Rostered) -> Statement | None:
    """Say what the night and Sunday hours make of the week, which is not confirmed."""
    if shifts.counted.norm is None:
        return None
    text = _(
        "Etter natte- og søndagstimene i turnusen er full stilling {norm} i uken i snitt "
        "(ubekreftet)."
    )
    return say(
        "norm",
        text,
        {
            "norm": shifts.figure(
                "norm-snitt",
                _("Timer per uke i full stilling, snitt"),
                shifts.counted.norm,
                Unit.HOURS,
                _(
                    "37,5 − 0,25 × nattetimer − søndagstimer ÷ 6, fra 33,6 "
                    "til 35,5, snitt av de ansatte"
                ),
                decimals=1,
            ),
        },
    )


def _sections(
    evidence: Evidence, known: People | None, shifts: Rostered | None
) -> tuple[Section, ...]:
    found: list[tuple[str, str, list[Block | None]]] = []
    if known is not None:
        model = known.model
        sick, pay = known.sick, known.payroll
        found = [
            (
                "aarsverk",
                _("Kalkulerte og rapporterte årsverk"),
                [exhibits.chart_of_compared(model), exhibits.compared(model)],
            ),
            (
                "vaktplan",
                _("Hva vaktplanene krever"),
                [
                    _factor(model),
                    exhibits.factors(model),
                    exhibits.scale(model),
                    exhibits.gross(model),
                    exhibits.hours(model) if model.units else None,
                ],
            ),
            (
                "helg",
                _("Helger og heltid"),
                [exhibits.weekends(model), people_exhibits.full_time(known), _turnover(known)],
            ),
            (
                "fravaer",
                _("Sykefravær"),
                []
                if sick is None
                else [
                    people_exhibits.absence(known, sick),
                    people_exhibits.by_quarter(known, sick),
                    people_exhibits.absence_money(known, sick),
                ],
            ),
            (
                "lonn",
                _("Variabel lønn og innleie"),
                []
                if pay is None
                else [
                    people_exhibits.variable(known, pay),
                    _agency(known),
                    people_exhibits.agency(known, pay),
                ],
            ),
        ]
    if shifts is not None:
        found.append(
            (
                "turnus",
                _("Turnusen mot reglene"),
                [
                    rules(shifts, agreement(evidence)),
                    _norm(shifts),
                    _untried(shifts),
                    position_sizes(shifts),
                ],
            )
        )
    kept = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in found)
    return tuple(Section(id, title, blocks) for id, title, blocks in kept if blocks)


def _missing(evidence: Evidence) -> tuple[Missing, ...]:
    return tuple(missing_own(evidence, name) for name in TABLES if not evidence.has_own(name))
