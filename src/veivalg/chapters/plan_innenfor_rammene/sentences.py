"""What the chapter «plan-innenfor-rammene» says."""

from collections.abc import Iterator

from veivalg.chapters.common.sentences import say
from veivalg.chapters.plan_innenfor_rammene.model import figures, lacking, yearly_cost
from veivalg.content import Figure, Statement, Unit, format_plain, round_half_up
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.plans import front_words, step_words

LEAST_WORTH = 0.005
"""Users helped a year by one more; less than this is written as 0,00 and does not bind."""


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


def no_plan(answer: Answer) -> Statement:
    """Say that there is no plan, and why."""
    return _plain("ingen-losning", conflict_words(answer))


def plan(answer: Answer) -> Statement | None:
    """Say what the plan costs, and how many are without help in its last year."""
    solution, last = answer.solution, answer.problem.years[-1]
    found = {
        "cost": yearly_cost(answer, solution, "kostnad"),
        "n": lacking(answer, solution, last, "udekket"),
        "heavy": lacking(answer, solution, last, "udekket-heldogn", heavy=True),
    }
    text = _(
        "Planen koster {cost} i året i snitt. I YEAR står {n} uten den hjelpen de trenger, "
        "{heavy:u} av dem med behov for plass eller bolig."
    )
    return say("plan", text.replace("YEAR", str(last)), found)


def steps(answer: Answer) -> Statement:
    """Say what the plan builds, and when."""
    return _plain(
        "bygg", _("Planen bygger slik: {steps}.").format(steps=step_words(answer.solution))
    )


def weights(answer: Answer) -> Statement:
    """Say that who is left without help is a choice."""
    text = _(
        "Hvem som står uten hjelp, er et valg: én uten heldøgns tilbud teller her som {n} uten "
        "hjemmetjeneste. Det kan endres under «Antakelser»."
    )
    return _plain("vekter", text.format(n=format_plain(answer.means["vekt-heldogn"].value)))


def idle(answer: Answer) -> Statement | None:
    """Say how many are without help when nothing is built or bought."""
    bare, last = answer.front.idle if answer.front else None, answer.problem.years[-1]
    if bare is None:
        return None
    found = {
        "n": lacking(answer, bare, last, "udekket-uten"),
        "heavy": lacking(answer, bare, last, "udekket-tungt-uten", heavy=True),
    }
    text = _(
        "Uten nye bygg og nytt utstyr står {n} uten hjelp i YEAR, {heavy:u} av dem med "
        "behov for plass eller bolig."
    )
    return say("uten", text.replace("YEAR", str(last)), found)


def proof(answer: Answer) -> Statement:
    """Say what the solver proved, and what was given up for fewer buildings."""
    solution = answer.solution
    cost = solution.cost_proof
    text = _(
        "Løseren (HiGHS) om udekket behov: {first}. Inntil {given} er gitt opp for å slippe "
        "bygg som lite brukes. Om kostnaden, med like mange udekket: {second}."
    )
    said = text.format(
        first=solution.uncovered_proof.text(),
        given=answer.means["slingring"].text(),
        second="" if cost is None else cost.text(),
    )
    return _plain("bevis", said)


def worth(answer: Answer) -> Iterator[Statement]:
    """Say what one more årsverk, place (the kind that helps most) and million are worth."""
    parts, idle, found = [], [], {}
    names = {"staff": _("ett årsverk"), "places": "", "money": _("én million kroner")}
    for kind, name in names.items():
        same = [w for w in answer.worth if w.resource.kind == kind]
        if same:
            best = max(same, key=lambda w: w.measure_more)
            if kind == "places":
                label = answer.problem.service(best.resource.id).label.lower()
                name = _("én plass ({label})").format(label=label)
            value = max(float(round_half_up(best.measure_more / answer.person_years, 6)), 0.0)
            if value < LEAST_WORTH:
                idle.append(name)
                continue
            found[kind] = _one_more(answer, kind, name, value)
            parts.append(f"{name} {{{kind}:u}}")
    if parts:
        text = _(
            "Så mange brukere til med heldøgns behov kan få hjelp per år med én til av hver, "
            "hvert år: {parts}."
        )
        yield Statement("verdi", text.replace("{parts}", ", ".join(parts)), found)
    if idle:
        text = _("Dette hjelper ingen flere, for det binder ikke: {what} mer.")
        yield _plain("binder-ikke", text.format(what=_(" eller ").join(idle)))


def _one_more(answer: Answer, kind: str, name: str, value: float) -> Figure:
    return figures(answer)(
        f"verdi-{kind}",
        _("Verdien av én til: {name}").format(name=name),
        value,
        Unit.USERS,
        _(
            "Løst på nytt med én til hvert år, byggeplanen holdt fast; regnet om til brukere "
            "med heldøgns behov"
        ),
        2,
    )


def front(answer: Answer) -> Statement:
    """Say what the front between cost and uncovered need shows."""
    return _plain("fronten", front_words(answer))


def binding(answer: Answer) -> Statement:
    """Say which limits are used up, and from when."""
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
    return _plain("binder", text)


def _plain(id: str, text: str) -> Statement:
    """Make a sentence of words that people have written too: a brace in them is no slot."""
    return Statement(id, text.replace("{", "(").replace("}", ")"))
