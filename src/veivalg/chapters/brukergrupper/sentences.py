"""What the chapter «brukergrupper» says."""

from veivalg.chapters.brukergrupper.model import (
    AGED,
    EVERYONE,
    METHOD,
    TARGETS,
    Grants,
    Level,
    Model,
)
from veivalg.chapters.common.costs.choices import in_sentence
from veivalg.chapters.common.figures import Figures, chosen_words
from veivalg.chapters.common.sentences import listed, more_or_less, say, tell
from veivalg.content import Figure, Statement, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.maths.services.user_groups import coverage, off
from veivalg.norway.high_cost_grant import grant_rules
from veivalg.own.tables.user_groups import GROUPS


def shares(model: Model) -> Statement | None:
    """Say how the cost is shared by user group, the elderly last."""
    sums, total = model.groups(), model.total
    if total is None or len(sums) < 2:
        return None
    made, formula = model.figures(), _("Brukergruppens brutto ÷ alle gruppenes")
    slots = {
        g: made(f"andel-{g.replace('_', '-')}", GROUPS[g], sums[g] / total, Unit.SHARE, formula, 0)
        for g in sorted(sums, key=lambda g: g == "other")
    }
    parts = listed(
        [
            _("{share} til {group}").format(share=f"{{{g}}}", group=in_sentence(GROUPS[g]))
            for g in slots
        ]
    )
    return say(
        "fordeling", _("Av kostnadene til pleie og omsorg går {listed}."), slots, listed=parts
    )


def split(model: Model) -> Statement | None:
    """Say how the deviation from the reference is volume, mix and unit cost."""
    if not model.matched:
        return None
    part, made = model.split(), model.figures(model.input_people(*EVERYONE))
    formula = _("LMDI-I over tjenestene, leddene summerer til avviket")
    slots = {
        name: made(f"avvik-{id}", label, value, Unit.MILLION_NOK, formula)
        for name, id, label, value in (
            ("total", "alt", _("Avvik fra referansen"), part.total),
            ("volume", "volum", _("Avvik: volum"), part.volume),
            ("mix", "sammensetning", _("Avvik: sammensetning"), part.mix),
            ("price", "enhetskostnad", _("Avvik: enhetskostnad"), part.price),
        )
    }
    text = _(
        "Tjenestene som kan ses mot referansen, koster {total:a} {more} ved likt behov: "
        "{volume:+} er volum, {mix:+} sammensetning og {price:+} enhetskostnad."
    )
    return say("avvik", text, slots, more=more_or_less(part.total))


def level(model: Model) -> Statement | None:
    """Say which target group's cost by inhabitant matters most beside the reference."""
    known = [(lv, lv.difference) for lv in model.levels if lv.difference is not None]
    if not known:
        return None
    top, gap = max(known, key=lambda pair: abs(pair[1] * (model.target(pair[0].age) or 0.0)))
    people, each = model.input_people(*TARGETS.get(top.age, EVERYONE)), _each(model, top)
    whole = model.figures(each, people)(
        "nivaa-kroner",
        _("Forskjell i alt"),
        None if people is None or people.value is None else gap * people.value,
        Unit.MILLION_NOK,
        _("Forskjell per innbygger × innbyggere i målgruppen"),
    )
    text = _("{what}: {each:a} {more} per innbygger i målgruppen enn {name}, {whole:a} i alt.")
    words = {"what": top.title, "name": top.in_text, "more": more_or_less(gap)}
    return say("nivaa", text, {"each": each, "whole": whole}, words)


def _each(model: Model, level: Level) -> Figure:
    """Give the difference by inhabitant, out of own and the reference's."""
    own, other = (Figures(model.place, str(model.year), source) for source in level.sources)
    inputs = (
        own("nivaa-egen", _("Egne kroner per innbygger"), level.own, Unit.NOK),
        other("nivaa-referanse", level.name, level.reference, Unit.NOK),
    )
    source = calculation("m9-nivaa", _("Nivå mot andre"), *inputs)
    return Figures(model.place, str(model.year), source, METHOD, inputs=inputs)(
        "nivaa-forskjell",
        _("Forskjell per innbygger i målgruppen"),
        level.difference,
        Unit.NOK,
        _("Egne kroner per innbygger − referansens"),
        0,
    )


def covered(model: Model) -> Statement | None:
    """Say how many of 80 and over there are places for."""
    aged, found = model.people(*AGED), model.coverage_parts()
    if not aged or len(found) < 2:
        return None
    made = model.figures(model.input_people(*AGED))
    formula = _("Plasser ÷ innbyggere 80 år og eldre")
    slots = {
        kind: made(f"dekning-{id}", label, coverage(found[kind][0], aged), Unit.SHARE, formula)
        for kind, id, label in (
            ("institution", "institusjon", _("Dekningsgrad, institusjon")),
            ("dwelling", "bolig", _("Dekningsgrad, bolig")),
        )
    }
    text = _(
        "Det er plass i institusjon til {institution} av innbyggerne over 80 år, og i bolig med "
        "døgntjenester til {dwelling}."
    )
    return say("dekning", text, slots)


def far_off(model: Model) -> Statement | None:
    """Name where volume × stated unit cost is too far from what is booked."""
    names = [name for name, both in model.checks().items() if off(*both)]
    if not names:
        return None
    text = _(
        "Volum × oppgitt enhetskostnad er over 10 % unna regnskapet for {names}. Se etter feil før "
        "tallene brukes."
    )
    return tell("kontroll", text, caution=True, names="; ".join(names))


def granted(grants: Grants) -> Statement | None:
    """Say what the rules give, or that those of the year are not known."""
    year = str(grants.year)
    if grants.rule is None:
        text = _(
            "Reglene for toppfinansiering i {year} er ikke kjent, så tilskuddet er ikke regnet. "
            "Kjente år er {years}."
        )
        years = ", ".join(str(y) for y in sorted(grant_rules()))
        return tell("toppfinansiering", text, lacking=True, year=year, years=years)
    text = _(
        "Reglene for {year} gir {grant} i toppfinansiering for {count} av {all} mottakere. "
        "Kommunen bærer {rest} av lønnen til mottakerne selv."
    )
    return say("toppfinansiering", text, grants.figures(), year=year)


def moved(model: Model) -> Statement | None:
    """Say what mental health and addiction cost with what is booked on function 241."""
    amount, groups, made = model.moved.value, model.groups(), model.figures()
    if not amount or model.total is None or "mental_health" not in groups:
        return None
    share = made(
        "andel-psykisk-med-241",
        _("Psykisk helse og rus med det som er ført på 241"),
        (groups["mental_health"] + amount) / (model.total + amount),
        Unit.SHARE,
        _("(Brutto + beløpet på 241) ÷ (sum + beløpet på 241)"),
        assumptions=(model.moved,),
    )
    size = made(
        "beloep-241",
        _("Ført på funksjon 241"),
        amount,
        Unit.MILLION_NOK,
        chosen_words(),
        assumptions=(model.moved,),
    )
    text = _(
        "Tas {size} til psykisk helse og rus som er ført på funksjon 241 med, blir gruppens andel "
        "{share}."
    )
    return say("foring", text, {"size": size, "share": share})
