"""Chapter «dokumenter»: what plans, reports and interviews say, theme by theme."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import missing_owned, nothing_own
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.chapters.dokumenter import SPEC, exhibits, sentences
from veivalg.chapters.dokumenter.model import TABLES, Model, build
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give the register, the count of statements by theme, and what is said of each."""
    model = build(evidence)
    return frame(
        SPEC,
        evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet samler hva planer, rapporter og intervjuer sier om utfordringer, styrker "
            "og tiltak, tema for tema."
        ),
        findings=_findings(model) if model else (),
        nothing=nothing_own(evidence, "document_statements"),
        sections=_sections(model) if model else (),
        missing=missing_owned(evidence, *TABLES),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield printed_note(model.register, model.statements, model.interviews)
    yield sentences.read(model)
    yield sentences.challenges(model)
    yield sentences.measures(model)
    yield sentences.without_measure(model)
    yield sentences.interviews(model)


def _sections(model: Model) -> Iterator[Section | None]:
    yield section("temaer", _("Temaene"), exhibits.by_theme(model))
    yield section("utsagn", _("Hva det sies om hvert tema"), *exhibits.quotations(model))
    yield section("register", _("Dokumentene"), exhibits.register(model))
