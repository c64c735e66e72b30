"""The best mix as a chapter, so that page, files and command line carry the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

from veivalg.chapters.sammensetning import SPEC
from veivalg.chapters.sammensetning.exhibits import (
    check_table,
    front_chart,
    home_table,
    limits_table,
    mix_chart,
    places_table,
    worth_table,
)
from veivalg.chapters.sammensetning.figures import lacking, number, yearly_cost
from veivalg.content import (
    Block,
    Chapter,
    Figure,
    Missing,
    Place,
    Section,
    Statement,
    Unit,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.plans import front_words, step_words

LEAST_WORTH = 0.005
"""Users helped a year by one more; less than this is written as 0,00 and does not bind."""


def chapter(answer: Answer, missing: tuple[Missing, ...] = ()) -> Chapter:
    """Give the answer as a chapter: findings, plan, explanation, front, check."""
    years = answer.problem.years
    return Chapter(
        id=SPEC.id,
        title=_(SPEC.title),
        municipality=answer.basis.place,
        period=f"{years[0]}–{years[-1]}",
        lead=_(
            "Hvilke plasser, tjenester og byggetrinn lar færrest stå uten hjelp, til lavest "
            "kostnad, med de årsverkene og pengene dere har?"
        ),
        findings=tuple(_findings(answer)),
        sections=tuple(_sections(answer)),
        missing=missing,
        assumptions=tuple(answer.means.values()),
        terms={
            _("skyggepris"): _("Hvor mye målet bedres når en ramme øker litt."),
            _("trekk"): _("En av mange mulige framtider. Alle er like sannsynlige."),
        },
        methods=SPEC.methods,
    )


def without(place: Place, missing: tuple[Missing, ...]) -> Chapter:
    """Give the chapter of a municipality that lacks what is needed."""
    title, lead = _(SPEC.title), _("Vi mangler tall for å finne den.")
    return Chapter(SPEC.id, title, place, _("ikke hentet"), lead, (), (), missing)


def conflict_words(answer: Answer) -> str:
    """Say which limits can't be kept together: «Ingen løsning fordi …»."""
    names = {i.id: i.label for i in answer.problem.limits}
    names |= {
        s.id: _("Grensene for byggetrinnet «{name}»").format(name=s.label)
        for s in answer.problem.steps
    }
    listed = [names[id][:1].lower() + names[id][1:] for id in answer.conflict]
    if not listed:
        return _("Løseren ble stoppet før den fant en plan.")
    if len(listed) == 1:
        return _("Ingen løsning fordi dette kravet ikke kan holdes: {what}.").format(what=listed[0])
    what = ", ".join(listed[:-1]) + _(" og ") + listed[-1]
    text = _("Ingen løsning fordi disse ikke går sammen: {what}. Minst én av dem må endres.")
    return text.format(what=what)


def _plain(id: str, text: str, *, caution: bool = False) -> Statement:
    return Statement(id, text.replace("{", "(").replace("}", ")"), caution=caution)


def _findings(answer: Answer) -> Iterator[Statement]:
    solution = answer.solution
    if not solution.found:
        yield _plain("ingen-losning", conflict_words(answer))
        return
    last = answer.problem.years[-1]
    figures = {
        "cost": yearly_cost(answer, solution, "kostnad"),
        "n": lacking(answer, solution, last, "udekket"),
        "heavy": lacking(answer, solution, last, "udekket-heldogn", heavy=True),
    }
    text = _(
        "Planen koster {cost} i året i snitt. I YEAR står {n} uten den hjelpen de trenger, "
        "{heavy:u} av dem med behov for plass eller bolig."
    )
    yield Statement("plan", text.replace("YEAR", str(last)), figures)
    yield _plain("bygg", _("Planen bygger slik: {steps}.").format(steps=step_words(solution)))
    weight = format_plain(answer.means["vekt-heldogn"].value)
    yield _plain(
        "vekter",
        _(
            "Hvem som står uten hjelp, er et valg: én uten heldøgns tilbud teller her som {n} uten "
            "hjemmetjeneste. Det kan endres under «Antakelser»."
        ).format(n=weight),
    )
    idle = answer.front.idle if answer.front else None
    if idle is not None:
        pair = {
            "n": lacking(answer, idle, last, "udekket-uten"),
            "heavy": lacking(answer, idle, last, "udekket-tungt-uten", heavy=True),
        }
        text = _(
            "Uten nye bygg og nytt utstyr står {n} uten hjelp i YEAR, {heavy:u} av dem med "
            "behov for plass eller bolig."
        )
        yield Statement("uten", text.replace("YEAR", str(last)), pair)
    yield from _worth(answer)
    yield _plain("bevis", _proof(answer))


def _proof(answer: Answer) -> str:
    """Say what the solver proved, and what was given up for fewer buildings."""
    solution = answer.solution
    cost = solution.cost_proof
    text = _(
        "Løseren (HiGHS) om udekket behov: {first}. Inntil {given} er gitt opp for å slippe "
        "bygg som lite brukes. Om kostnaden, med like mange udekket: {second}."
    )
    return text.format(
        first=solution.uncovered_proof.text(),
        given=answer.means["slingring"].text(),
        second="" if cost is None else cost.text(),
    )


def _worth(answer: Answer) -> Iterator[Statement]:
    """Say what one more årsverk, place (the kind that helps most) and million are worth."""
    parts, idle, figures = [], [], {}
    names = {"staff": _("ett årsverk"), "places": "", "money": _("én million kroner")}
    for kind, name in names.items():
        found = [w for w in answer.worth if w.resource.kind == kind]
        if found:
            best = max(found, key=lambda w: w.measure_more)
            if kind == "places":
                label = answer.problem.service(best.resource.id).label.lower()
                name = _("én plass ({label})").format(label=label)
            value = max(round(best.measure_more / answer.person_years, 6), 0.0)
            if value < LEAST_WORTH:
                idle.append(name)
                continue
            figures[kind] = _one_more(answer, kind, name, value)
            parts.append(f"{name} {{{kind}:u}}")
    if parts:
        text = _(
            "Så mange brukere til med heldøgns behov kan få hjelp per år med én til av hver, "
            "hvert år: {parts}."
        )
        yield Statement("verdi", text.replace("{parts}", ", ".join(parts)), figures)
    if idle:
        text = _("Dette hjelper ingen flere, for det binder ikke: {what} mer.")
        yield _plain("binder-ikke", text.format(what=_(" eller ").join(idle)))


def _one_more(answer: Answer, kind: str, name: str, value: float) -> Figure:
    return number(
        answer,
        f"verdi-{kind}",
        _("Verdien av én til: {name}").format(name=name),
        value,
        Unit.USERS,
        decimals=2,
        formula=_(
            "Løst på nytt med én til hvert år, byggeplanen holdt fast; regnet om til brukere "
            "med heldøgns behov"
        ),
    )


def _sections(answer: Answer) -> Iterator[Section]:
    if not answer.solution.found:
        yield Section("krav", _("Kravene"), (limits_table(answer),))
        return
    yield Section(
        "plan", _("Planen"), (mix_chart(answer), places_table(answer), home_table(answer))
    )
    yield Section(
        "front",
        _("Kostnad mot udekket behov"),
        (front_chart(answer), _plain("fronten", front_words(answer))),
    )
    yield Section("verdi", _("Hva som binder, og hva én til er verdt"), _explained(answer))
    table = check_table(answer)
    if table is not None:
        yield Section("proving", _("Holder planen i alle framtider?"), (table,))
    yield Section("krav", _("Rammene"), (limits_table(answer),))


def _explained(answer: Answer) -> tuple[Block, ...]:
    years = answer.problem.years
    said = []
    for item in answer.binding:
        tight = [y for y, share in zip(years, item.share, strict=True) if share >= 0.5]
        name = {"staff": _("Årsverkene"), "money": _("Pengene til drift")}.get(item.resource.kind)
        if name is None:
            name = _("Plassene i «{name}»").format(
                name=answer.problem.service(item.resource.id).label
            )
        if tight:
            said.append(
                _(
                    "{name} er brukt opp i minst halvparten av trekkene i {count} av {all} "
                    "år, først i {year}."
                ).format(name=name, count=len(tight), all=len(years), year=tight[0])
            )
    text = " ".join(said) or _("Ingen av rammene er brukt opp i halvparten av trekkene.")
    return (_plain("binder", text), worth_table(answer))
