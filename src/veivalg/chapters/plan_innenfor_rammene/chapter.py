"""The plan within the frames as a chapter: page, files and command line carry the same numbers."""

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.plan_innenfor_rammene import SPEC, exhibits, sentences
from veivalg.chapters.plan_innenfor_rammene.exhibits import why, years
from veivalg.chapters.plan_innenfor_rammene.model import span
from veivalg.chapters.plan_innenfor_rammene.sentences import empty, money, need, worth
from veivalg.content import Chapter, Missing, Place, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer


def chapter(answer: Answer, missing: tuple[Missing, ...] = ()) -> Chapter:
    """Give the answer as a chapter: premises, plans side by side, explanation, front, check."""
    return frame(
        SPEC,
        answer.basis.place,
        period=span(answer),
        lead=_(
            "Hvor mye av behovet dekker årsverkene, pengene og plassene dere har? Rammene står "
            "først, og hver plan står ved siden av «ingenting bygges eller kjøpes»."
        ),
        findings=_findings(answer),
        sections=_sections(answer),
        missing=missing,
        assumptions=answer.means.values(),
    )


def without(place: Place, missing: tuple[Missing, ...]) -> Chapter:
    """Give the chapter of a municipality that lacks what is needed."""
    lead = _("Vi mangler tall for å lage en plan.")
    made = frame(SPEC, place, lead=lead, missing=missing, terms=False)
    return replace(made, methods=())


def _findings(answer: Answer) -> Iterator[Statement | None]:
    if not answer.solution.found:
        yield sentences.no_plan(answer)
        yield need.three(answer)
        yield sentences.premises(answer)
        return
    yield need.three(answer)
    yield sentences.premises(answer)
    yield empty.empty(answer)
    yield sentences.idle(answer)
    yield sentences.plan(answer)
    yield sentences.steps(answer)
    yield money.otherwise(answer)
    yield money.kroner(answer)
    yield sentences.weights(answer)
    yield sentences.refused(answer)
    yield sentences.scenario(answer)
    yield from worth.worth(answer)


def _sections(answer: Answer) -> Iterator[Section | None]:
    if not answer.solution.found:
        yield section("krav", _("Kravene"), why.limits(answer))
        return
    yield section("rammer", _("Rammene"), exhibits.premises(answer))
    yield section("side-om-side", _("Side om side"), exhibits.beside(answer))
    by_year = (years.mix(answer), years.places(answer), years.home(answer))
    yield section("plan", _("Planen år for år"), *by_year)
    yield section(
        "front",
        _("Andre planer innenfor de samme rammene"),
        exhibits.weights(answer),
        why.front(answer),
        sentences.front(answer),
    )
    yield section("folsomhet", _("Hva svaret tåler"), exhibits.sensitivity(answer))
    yield section(
        "verdi",
        _("Hva som er brukt opp, og hva én til hjelper"),
        worth.binding(answer),
        why.worth(answer),
    )
    held = (sentences.proof(answer), why.check(answer))
    yield section("proving", _("Holder planen i flere framtider?"), *held)
    yield section("krav", _("Grensene"), why.limits(answer))
