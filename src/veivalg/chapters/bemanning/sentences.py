"""What the chapter «bemanning» says."""

from veivalg.chapters.bemanning.model import Model
from veivalg.chapters.bemanning.model.people import Payroll, People, Sick
from veivalg.chapters.bemanning.model.roster import Rostered
from veivalg.chapters.common.figures import chosen_words
from veivalg.chapters.common.sentences import listed, more_or_less, say, tell
from veivalg.content import Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.services.absence import agency_extra, heads, turnover_cost
from veivalg.maths.services.staffing import average_position, heads_needed


def few_rostered() -> Statement:
    """Say that too few work in the roster for it to be shown."""
    text = _("Færre enn fem ansatte er i turnusen, så den vises ikke.")
    return tell("faa-i-turnus", text, lacking=True)


def deviation(model: Model) -> Statement | None:
    """Say how reported FTE lies to the calculated."""
    if not model.compared:
        return None
    whole, made, summed = model.total, model.deviations, _("Summen av enhetene")
    more = whole.beyond >= 0
    formula = _("Rapportert − kalkulert") if more else _("Kalkulert − rapportert")
    name = _("Årsverk ut over kalkulert") if more else _("Årsverk under kalkulert")
    figures = {
        key: made(id, label, value, Unit.FTE, how, 1)
        for key, id, label, value, how in (
            ("reported", "rapportert-sum", _("Rapporterte årsverk"), whole.reported, summed),
            ("gap", "avvik", name, abs(whole.beyond), formula),
            ("calculated", "kalkulert-sum", _("Kalkulerte årsverk"), whole.calculated, summed),
        )
    }
    text = _(
        "Enhetene har {reported} på dag og kveld, {gap:u} {more} enn de {calculated:u} som er "
        "kalkulert."
    )
    return say("avvik", text, figures, more=more_or_less(1 if more else -1))


def money(model: Model) -> Statement | None:
    """Say what the people beyond the calculated cost, at the price that is chosen."""
    beyond = model.total.beyond
    if not model.compared or beyond <= 0:
        return None
    cost = model.choices.yearly_cost
    figure = model.deviations(
        "avvik-kr",
        _("Utgift til årsverk ut over kalkulert"),
        beyond * cost.value,
        Unit.MILLION_NOK,
        _("Årsverk ut over kalkulert × utgift per årsverk"),
        1,
        assumptions=(cost,),
    )
    text = _("Årsverkene ut over det kalkulerte koster {kr} i året.")
    return say("avvik-kr", text, {"kr": figure})


def factor(model: Model) -> Statement | None:
    """Say where the factor is lowest and highest."""
    known = model.by_factor
    if len(known) < 2:
        return None
    (low, first), (high, last) = known[0], known[-1]
    made, formula = model.figures, _("Årsverk i grunnturnus, natt medregnet ÷ plasser")
    figures = {
        "low": made("faktor-low", _("Laveste faktor"), low, Unit.COUNT, formula, 2),
        "high": made("faktor-high", _("Høyeste faktor"), high, Unit.COUNT, formula, 2),
    }
    text = _(
        "Bemanningsfaktoren med natt er lavest på {first} ({low}) og høyest på {last} ({high})."
    )
    return say("faktor", text, figures, first=first.name, last=last.name)


def weekend(model: Model) -> Statement | None:
    """Say how many the weekends take, and what mean position they allow."""
    duty, every, made = model.duty, model.choices.every, model.figures
    if not duty:
        return None
    needed = sum(heads_needed(every.value, u.weekend_duty) for u in duty)
    share = average_position(sum(u.net for u in duty), needed)
    chosen = (every,)
    figures = {
        "k": made(
            "helg-hver",
            every.label,
            every.value,
            Unit.COUNT,
            chosen_words(),
            0 if float(every.value).is_integer() else 1,
            assumptions=chosen,
        ),
        "heads": made(
            "helg-ansatte",
            _("Ansatte helgene krever"),
            needed,
            Unit.EMPLOYEES,
            _("Helg hver … uke × på vakt en helgedag"),
            assumptions=chosen,
        ),
        "share": made(
            "helg-stilling",
            _("Snittstilling helgene tillater"),
            share,
            Unit.SHARE,
            _("Årsverk ÷ ansatte"),
            assumptions=chosen,
        ),
    }
    text = _(
        "Skal helgene fylles med helg hver {k}. uke, trengs {heads} med en snittstilling på "
        "{share:0}. Det er regnet av planen, ikke en telling av personer."
    )
    return say("helg", text, figures)


def variable(people: People, payroll: Payroll) -> Statement | None:
    """Say what share of the pay is variable."""
    if payroll.whole is None:
        return None
    formula = _("(Overtid + ekstrahjelp + vikarer + byrå) ÷ all lønn")
    share = people.figures(payroll)(
        "variabel-andel", _("Variabel lønn"), payroll.whole.share, Unit.SHARE, formula
    )
    text = _("{share} av lønnen i {period} er variabel.")
    return say("variabel", text, {"share": share}, period=payroll.period)


def agency(people: People, payroll: Payroll) -> Statement | None:
    """Say what the hours from agencies cost beyond one's own."""
    if payroll.whole is None or payroll.whole.hours <= 0:
        return None
    cost = people.model.choices.yearly_cost
    extra = agency_extra(payroll.whole, cost.value)
    figure = people.figures(payroll)(
        "byraa-merutgift",
        _("Merutgift til byrå"),
        abs(extra),
        Unit.MILLION_NOK,
        _("Timer × (pris fra byrået − egen time)"),
        assumptions=(cost,),
    )
    text = _("Timene fra byrå kostet {extra} {more} enn egne ansatte ville gjort.")
    return say("byraa", text, {"extra": figure}, more=more_or_less(extra))


def absence(people: People, sick: Sick) -> Statement | None:
    """Say what share of the time was lost to short and long sick leave."""
    if sick.whole is None:
        return None
    made, formula = people.figures(sick), _("Veid med årsverk i enhetene")
    figures = {
        key: made(f"fravaer-{key}", label, value, Unit.SHARE, formula)
        for key, label, value in (
            ("all", _("Sykefravær"), sick.share),
            ("short", _("Korttid"), sick.whole[0]),
            ("long", _("Langtid"), sick.whole[1]),
        )
    }
    text = _("Sykefraværet er {all}: {short} korttid og {long} langtid.")
    return say("fravaer", text, figures)


def turnover(people: People) -> Statement | None:
    """Say what it costs to replace those who leave in a year."""
    model, p = people.model, people.prices
    if not model.units:
        return None
    count = heads(model.net, p.position.value)
    figures = {
        "rate": model.figures(
            "slutter-andel",
            p.leaving.label,
            p.leaving.value,
            Unit.SHARE,
            chosen_words(),
            assumptions=(p.leaving,),
        ),
        "cost": model.figures(
            "slutter-utgift",
            _("Utgift til dem som slutter"),
            turnover_cost(count, p.leaving.value, p.exit.value),
            Unit.MILLION_NOK,
            _("Årsverk ÷ snittstilling × andel som slutter × utgift for hver"),
            assumptions=(p.position, p.leaving, p.exit),
        ),
    }
    text = _("Slutter {rate} av de ansatte i løpet av et år, koster det {cost} å erstatte dem.")
    return say("slutter", text, figures)


def faulty(model: Model) -> Statement | None:
    """Say where a stated deviation is not what it should be."""
    wrong = [c.name for c in model.compared if c.disagrees]
    if not wrong:
        return None
    text = _(
        "Avviket som er oppgitt for {units}, er ikke kalkulert minus rapportert. Kapitlet "
        "bruker forskjellen."
    )
    return tell("oppgitt-feil", text, caution=True, units=listed(wrong))


def left(model: Model) -> Statement | None:
    """Say which units have reported FTE that nothing is calculated for."""
    if not model.uncompared:
        return None
    text = _(
        "{units} har rapporterte årsverk, men verken vaktplan eller kalkulerte årsverk, og er "
        "ikke med i avviket."
    )
    return tell("uten-plan", text, lacking=True, units=listed(model.uncompared))


def rules(shifts: Rostered) -> Statement | None:
    """Say how many limits of working time the roster breaks."""
    made, count = shifts.figures, len(shifts.broken)
    broken = _("Grenser som er brutt minst én gang")
    tried = _("Grensene i arbeidsmiljøloven kapittel 10 og tariffavtalen")
    all_ = _("Grenser som er prøvd")
    figures = {
        "n": made("regler-brutt", _("Grenser som ikke holdes"), count, Unit.COUNT, broken),
        "all": made("regler", all_, len(shifts.kept), Unit.COUNT, tried),
    }
    if not shifts.hidden:
        return say("regler", _("Turnusen bryter {n} av {all} grenser for arbeidstid."), figures)
    label = _("Grenser med skjermede tall")
    figures["hidden"] = made("regler-skjermet", label, shifts.hidden, Unit.COUNT, label)
    text = (
        _(
            "Turnusen bryter minst {n} av {all} grenser for arbeidstid. For {hidden} er tallene "
            "skjermet, så det er ikke sagt om de holdes."
        )
        if count
        else _(
            "For {hidden} av {all} grenser for arbeidstid er tallene skjermet, så det er ikke sagt "
            "om de holdes. De andre holdes."
        )
    )
    if not count:
        del figures["n"]
    return say("regler", text, figures)


def untried(shifts: Rostered) -> Statement | None:
    """Say that some in the roster have no known position."""
    if not shifts.counted.untried:
        return None
    text = _(
        "Noen i turnusen står ikke i «Stillinger i turnusen». De er ikke prøvd mot stillingen "
        "sin (R12)."
    )
    return tell("uten-stilling", text, lacking=True)


def norm(shifts: Rostered) -> Statement | None:
    """Say what the night and Sunday hours make of the week, which is not confirmed."""
    if shifts.counted.norm is None:
        return None
    figure = shifts.figures(
        "norm-snitt",
        _("Timer per uke i full stilling, snitt"),
        shifts.counted.norm,
        Unit.HOURS,
        _("37,5 − 0,25 × nattetimer − søndagstimer ÷ 6, fra 33,6 til 35,5, snitt av de ansatte"),
        1,
    )
    text = _(
        "Etter natte- og søndagstimene i turnusen er full stilling {norm} i uken i snitt "
        "(usikkert)."
    )
    return say("norm", text, {"norm": figure})
