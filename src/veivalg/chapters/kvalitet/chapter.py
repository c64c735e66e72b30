"""Chapter «kvalitet»: quality and coverage against own past, group and country (M18)."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.kvalitet import SPEC, exhibits, sentences
from veivalg.chapters.kvalitet.model import SERVICES, Model, build, missing
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.indicators import SERVICES as NAMES


def chapter(evidence: Evidence) -> Chapter:
    """Give the indicators of care, school, kindergarten, child welfare and health."""
    model = build(evidence)
    known = [m.entry.id for m in model.known]
    return frame(
        SPEC,
        evidence.place,
        period=model.period,
        lead=_(
            "Kapitlet viser kvalitet og dekning i fem tjenesteområder, mot kommunens egne fire "
            "siste år, KOSTRA-gruppen og landet uten Oslo."
        ),
        findings=_findings(model) if known else (),
        nothing=sentences.nothing(model),
        sections=(_section(model, service) for service in SERVICES),
        missing=missing(evidence, model),
        notes=value_notes(evidence, known) if known else (),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield sentences.standing(model)
    yield sentences.extreme(model, 1)
    yield sentences.extreme(model, -1)
    yield sentences.turned(model)
    yield sentences.thin(model)


def _section(model: Model, service: str) -> Section | None:
    overview = exhibits.overview(model, service)
    if overview is None:
        return None
    return section(
        service.replace("_", "-"),
        NAMES[service],
        overview,
        exhibits.shares(model, service),
        exhibits.relative(model, service),
        *(sentences.one(m) for m in model.of(service) if m.known),
    )
