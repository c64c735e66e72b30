"""What the chapter «plan-innenfor-rammene» says of what binds, and what one more is worth."""

from collections.abc import Iterator, Sequence

from veivalg.chapters.common.sentences import listed
from veivalg.chapters.plan_innenfor_rammene.model import figures, percent
from veivalg.chapters.plan_innenfor_rammene.sentences import plain
from veivalg.content import Figure, Statement, Unit, format_plain, round_half_up
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer

LEAST_WORTH = 0.005
"""What one more is worth; less than this is written as 0,00 and does not bind."""


def goal(answer: Answer) -> str:
    """Say what the measure that plans are found by counts: never as many persons."""
    return _(
        "Planene er funnet ut fra et mål: én som mangler heldøgns tilbud, teller som {heavy} som "
        "mangler hjemmetjeneste, og én som mangler korttidsplass, som {short}. {tail} av vekten "
        "ligger på den verste tidelen av trekkene, resten på snittet."
    ).format(
        heavy=format_plain(answer.means["vekt-heldogn"].value),
        short=format_plain(answer.means["vekt-korttid"].value),
        tail=percent(answer.problem.tail_weight),
    )


def measured(answer: Answer) -> str:
    """Say what the measure of uncovered need counts, and how it is told here."""
    return _(
        "{goal} Her er målet delt på vekten til én med heldøgns behov. Det som sjelden er brukt "
        "opp, kan derfor likevel bety mye."
    ).format(goal=goal(answer))


def worth(answer: Answer) -> Iterator[Statement]:
    """Say what one more årsverk, place (the kind that helps most) and million are worth."""
    parts, found = [], {}
    idle: list[str] = []
    together: list[str] = []
    frames = answer.held.frames if answer.held is not None else ()
    names = {"staff": _("ett årsverk"), "places": "", "money": _("én million kroner")}
    for kind, name in names.items():
        same = [w for w in answer.worth if w.resource.kind == kind]
        if same:
            most = max(same, key=lambda w: w.measure)
            if kind == "places":
                label = answer.problem.service(most.resource.id).label.lower()
                name = _("én plass ({label})").format(label=label)
            value = max(float(round_half_up(most.measure / answer.person_years, 6)), 0.0)
            if value < LEAST_WORTH:
                (together if kind in frames else idle).append(name)
                continue
            found[kind] = _one_more(answer, kind, name, value)
            parts.append((name, f"{{{kind}:u}}"))
    if parts:
        yield Statement("verdi", _more_of(parts), found)
    if idle:
        what = _(" eller ").join(idle)
        text = _("{what} mer hjelper ingen flere: det er noe annet det mangler på.")
        yield plain("binder-ikke", text.format(what=what[:1].upper() + what[1:]))
    if together:
        what = _(" eller ").join(together)
        text = _("{what} mer hjelper ingen flere alene: rammene som holder igjen, må økes sammen.")
        yield plain("binder-sammen", text.format(what=what[:1].upper() + what[1:]))


def _more_of(parts: Sequence[tuple[str, str]]) -> str:
    """Say what one more of each is worth, with what is counted told once."""
    (name, slot), *rest = parts
    text = _(
        "Hva hjelper én til? {name} mer hvert år gjør det udekkede behovet så mye mindre som om "
        "{slot} flere med heldøgns behov fikk hjelp."
    ).format(name=name[:1].upper() + name[1:], slot=slot)
    if not rest:
        return text
    others = [_("for {name} {slot}").format(name=name, slot=slot) for name, slot in rest]
    return text + " " + _("Tallet er {what}.").format(what=listed(others))


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
        elif item.share.any():
            said.append(
                _("{name} er brukt opp i {share} av trekkene og årene.").format(
                    name=name, share=percent(max(float(item.share.mean()), 0.01))
                )
            )
    text = " ".join(said) or _("Ingen av rammene er brukt opp i halvparten av trekkene.")
    return plain("binder", text)
