"""Chapter «kompetanse»: who works in care, and what education they have."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.periods import december
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.kompetanse import SPEC, exhibits, sentences
from veivalg.chapters.kompetanse.model import EDUCATED, Model, build, missing
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give årsverk in care by occupation over time and the share with health education."""
    model, educated = build(evidence)
    return frame(
        SPEC,
        evidence.place,
        period=december(model.year) if model else str(educated.year or ""),
        lead=_(
            "Kapitlet viser hvilke yrker som gir omsorgen, hvor mange som har helseutdanning, "
            "og hvordan det endrer seg."
        ),
        findings=_findings(model, educated),
        nothing=sentences.nothing(evidence.place.name),
        sections=_sections(model, educated),
        missing=missing(evidence, model, educated),
        notes=value_notes(evidence, [EDUCATED]),
    )


def _findings(model: Model | None, educated: Series) -> Iterator[Statement | None]:
    if model is None:
        yield sentences.educated(educated)
        return
    yield sentences.staff(model)
    yield sentences.educated(educated)
    yield sentences.occupation(model, "sykepleiere", "nurse")
    yield sentences.occupation(model, "medarbeidere", "care_assistant")
    yield sentences.health(model)
    yield sentences.beside(model)


def _sections(model: Model | None, educated: Series) -> Iterator[Section | None]:
    yield section("utdanning", _("Helseutdanning"), exhibits.education(educated))
    if model:
        yield section(
            "yrker",
            _("Yrker i omsorgstjenesten"),
            exhibits.by_occupation(model),
            exhibits.over_time(model),
        )
