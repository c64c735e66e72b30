"""The plan within the frames as a chapter: page, files and command line carry the same numbers."""

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.plan_innenfor_rammene import SPEC, exhibits, sentences
from veivalg.chapters.plan_innenfor_rammene.model import span
from veivalg.content import Chapter, Missing, Place, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer


def chapter(answer: Answer, missing: tuple[Missing, ...] = ()) -> Chapter:
    """Give the answer as a chapter: findings, plan, explanation, front, check."""
    return frame(
        SPEC,
        answer.basis.place,
        period=span(answer),
        lead=_(
            "Hvilke plasser, tjenester og byggetrinn lar færrest stå uten hjelp, til lavest "
            "kostnad, med de årsverkene og pengene dere har?"
        ),
        findings=_findings(answer),
        sections=_sections(answer),
        missing=missing,
        assumptions=answer.means.values(),
    )


def without(place: Place, missing: tuple[Missing, ...]) -> Chapter:
    """Give the chapter of a municipality that lacks what is needed."""
    lead, period = _("Vi mangler tall for å finne den."), _("ikke hentet")
    made = frame(SPEC, place, period=period, lead=lead, missing=missing, terms=False)
    return replace(made, methods=())


def _findings(answer: Answer) -> Iterator[Statement | None]:
    if not answer.solution.found:
        yield sentences.no_plan(answer)
        return
    yield sentences.plan(answer)
    yield sentences.steps(answer)
    yield sentences.weights(answer)
    yield sentences.idle(answer)
    yield from sentences.worth(answer)
    yield sentences.proof(answer)


def _sections(answer: Answer) -> Iterator[Section | None]:
    if not answer.solution.found:
        yield section("krav", _("Kravene"), exhibits.limits(answer))
        return
    yield section(
        "plan", _("Planen"), exhibits.mix(answer), exhibits.places(answer), exhibits.home(answer)
    )
    yield section(
        "front", _("Kostnad mot udekket behov"), exhibits.front(answer), sentences.front(answer)
    )
    yield section(
        "verdi",
        _("Hva som binder, og hva én til er verdt"),
        sentences.binding(answer),
        exhibits.worth(answer),
    )
    yield section("proving", _("Holder planen i alle framtider?"), exhibits.check(answer))
    yield section("krav", _("Rammene"), exhibits.limits(answer))
