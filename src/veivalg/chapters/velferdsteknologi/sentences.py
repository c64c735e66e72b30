"""What the chapter «velferdsteknologi» says."""

from veivalg.chapters.common.sentences import fill, say, tell
from veivalg.chapters.velferdsteknologi.model import Model
from veivalg.content import Statement, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.own.tables.technology import HOURS


def use(model: Model) -> Statement | None:
    """Say how much of what is possible is in use, of the technology with most left."""
    found = [t for t in model.technologies if t.share is not None]
    if not found:
        return None
    most, made = max(found, key=lambda t: t.new or 0), model.figures
    left, formula = _("Mulig antall − i bruk"), _("I bruk ÷ mulig antall")
    figures = {
        "used": model.counted("i-bruk-mest", _("I bruk"), most.used),
        "potential": model.counted("mulig", _("Mulig antall"), most.potential),
        "share": made("andel-mulig", _("Andel av mulig"), most.share, Unit.SHARE, formula),
        "new": made("nye", _("Nye mulige"), most.new, Unit.COUNT, left),
    }
    text = _("{name}: {used} av {potential} mulige er i bruk ({share}). {new} nye kan tas i bruk.")
    return say("bruk", text, figures, name=most.name)


def gain(model: Model) -> Statement | None:
    """Say what new units free, low, middle and high, and how much of it can be used."""
    if not model.everything:
        return None
    by, made = model.together, model.figures
    per = format_plain(model.year.with_users)
    formula = fill(_("Nye enheter × timer spart per uke × 52 ÷ {per}"), per=per)
    usable = fill(_("(Direkte timer − ny tid) × andel som kan brukes × 52 ÷ {per}"), per=per)
    figures = {
        level: made(id, label, by[level].fte, Unit.FTE, formula, 1)
        for level, id, label in (
            ("low", "arsverk-lavt", _("Årsverk, lavt")),
            ("high", "arsverk-hoyt", _("Årsverk, høyt")),
            ("middle", "arsverk-midt", _("Årsverk, midt")),
        )
    }
    figures["usable"] = made(
        "arsverk-annet",
        _("Årsverk til annet"),
        by["middle"].usable_fte,
        Unit.FTE,
        usable,
        1,
        assumptions=(model.choices.realised,),
    )
    text = _(
        "{name}: nye enheter kan frigjøre {low:u1}–{high:1} direkte tid, {middle:1} i midten. "
        "Av det midtre kan {usable:1} brukes til annet."
    )
    return say("gevinst", text, figures, name=by["middle"].name)


def budget(model: Model) -> Statement | None:
    """Say what the time is worth and what the units cost a year."""
    if not model.everything:
        return None
    middle, c, made = model.together["middle"], model.choices, model.figures
    figures = {
        "value": made(
            "verdi",
            _("Verdi av tiden"),
            middle.value,
            Unit.MILLION_NOK,
            _("Årsverk til annet × utgift per årsverk"),
            assumptions=(c.realised, c.fte_cost),
        ),
        "cost": made(
            "utgift",
            _("Utgift til nye enheter"),
            middle.cost,
            Unit.MILLION_NOK,
            _("Nye enheter × utgift per enhet"),
            assumptions=(c.unit_cost,),
        ),
        "limit": made(
            "utgift-grense",
            _("Utgift per enhet der tiden er verdt like mye som utstyret"),
            middle.value / middle.units,
            Unit.NOK,
            _("Verdi av tiden ÷ nye enheter"),
            assumptions=(c.realised, c.fte_cost),
        ),
    }
    text = _(
        "Tiden som kan brukes til annet, er verdt {value:1} i året, og nye enheter koster "
        "{cost:1}. Koster en enhet mer enn {limit} i året, er tiden verdt mindre enn utstyret. "
        "Frigjort tid er ikke spart budsjett før stillinger er flyttet."
    )
    return say("kroner", text, figures, caution=True)


def postponed(model: Model) -> Statement | None:
    """Say what the moves that are postponed save, before and after they are attributed."""
    gross = model.postponed()
    if not model.trackers() or gross is None:
        return None
    c, made = model.choices, model.figures
    used = tuple(a for a in c.delay if a is not c.likely)
    chosen = _("Valgt forutsetning")
    figures = {
        "users": made(
            "gps-utsatt",
            _("Brukere som utsetter flytting"),
            model.trackers(),
            Unit.USERS,
            chosen,
            assumptions=(c.users,),
        ),
        "gross": made(
            "utsatt-alt",
            _("Unngått utgift"),
            gross,
            Unit.MILLION_NOK,
            _("Brukere × måneder ÷ 12 × (plass − timer hjemme × 52 × pris per time)"),
            assumptions=used,
        ),
        "likely": made(
            "skyldes",
            _("Andel som skyldes teknologien"),
            c.likely.value,
            Unit.SHARE,
            chosen,
            assumptions=(c.likely,),
        ),
        "net": made(
            "utsatt-netto",
            _("Unngått utgift som skyldes teknologien"),
            gross * c.likely.value,
            Unit.MILLION_NOK,
            _("Unngått utgift × andel som skyldes teknologien"),
            assumptions=(*used, c.likely),
        ),
    }
    text = (
        _(
            "Utsetter {users} med GPS flyttingen til institusjon med {months} måneder, er det "
            "verdt {gross:2}. Skyldes {likely:0} av det teknologien, er gevinsten {net:2}. Det "
            "forutsetter at plassene ikke trengs av andre, og at en hel avdeling kan stenge."
        )
        if gross > 0
        else _(
            "Utsetter {users} med GPS flyttingen til institusjon med {months} måneder, sparer det "
            "ikke penger: hjelpen hjemme koster mer enn plassen. Regnestykket gir {gross:2}, og "
            "{net:2} når {likely:0} skyldes teknologien."
        )
    )
    return say("utsatt", text, figures, months=format_plain(c.months.value))


def support(model: Model) -> Statement | None:
    """Say how many technologies have help in the daytime only, and no plan B that is known."""
    return tell("stotte", f"{supported(model, HOURS['weekday_day'])}.") if model.support else None


def supported(model: Model, when: str) -> str:
    """Give the sentence on help and plan B, without its full stop; `when` names the daytime."""
    rows = model.supported
    day = sum(r["support"] == "weekday_day" for r in rows)
    unknown = sum(r["plan_b"] is None for r in rows)
    text = (
        _("Alle de {all} teknologiene har brukerstøtte bare på {when}")
        if day == len(rows)
        else _("{day} av {all} teknologier har brukerstøtte bare på {when}")
    )
    if unknown and unknown == day == len(rows):
        text += _(", og for ingen av dem er plan B kjent")
    elif unknown:
        text += _(", og for {n} av {all} er plan B ikke kjent")
    return fill(
        text, day=format_plain(day), all=format_plain(len(rows)), n=format_plain(unknown), when=when
    )


def unsettled(model: Model) -> Statement | None:
    """Say in how many steps of the service maps responsibility is not settled."""
    if model.maps is None:
        return None
    rows = [((r["technology"], r["number"]), r["responsible"]) for r in model.steps]
    steps, unsettled = {step for step, _who in rows}, {s for s, who in rows if who == "uncertain"}
    where, label = model.maps.source(), _("Steg der ansvaret er uavklart")
    figures = {
        "n": model.counted("uavklart", label, len(unsettled), where),
        "all": model.counted("steg", _("Steg i tjenestekartene"), len(steps), where),
    }
    text = _("Ansvaret er uavklart i {n} av {all} steg i tjenestekartene.")
    return say("ansvar", text, figures)
