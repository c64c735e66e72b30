"""Chapter «dokumenter»: what plans, reports and interviews say, put together theme by theme."""

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import missing_owned
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.chapters.common.sentences import tell
from veivalg.chapters.dokumenter import SPEC, exhibits, sentences
from veivalg.chapters.dokumenter.model import TABLES, Model, build
from veivalg.content import Bearing, Chapter, Section, Statement
from veivalg.foundation.i18n import N_, _
from veivalg.gather.evidence import Evidence

NOTHING = N_(
    "Les inn hva planer, rapporter og intervjuer sier, på siden «Egne tall», så settes det sammen "
    "her."
)

BEARING = {
    Bearing.HEARD: ("hort",),
    Bearing.ASKED: ("dokumenter-hort",),
    Bearing.MAIN: ("dokumenter-hovedsaker",),
    Bearing.AGREED: ("dokumenter-syn",),
    Bearing.LAW: ("dokumenter-lover",),
    Bearing.READ: ("dokumenter-register",),
    Bearing.EACH: ("dokumenter-hvert", "dokumenter-intervjuene"),
}
"""Where what is said here has its place in a document."""


def chapter(evidence: Evidence) -> Chapter:
    """Give what several say, what they disagree on, each document, and who was heard."""
    model = build(evidence)
    made = frame(
        SPEC,
        evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet samler hva planer, rapporter og intervjuer sier: hva flere er enige om, hva "
            "de er uenige om, og hvem som er hørt."
        ),
        findings=_findings(model) if model else (),
        nothing=tell("mangler", _(NOTHING), lacking=True),
        sections=_sections(model) if model else (),
        missing=missing_owned(evidence, *(TABLES if model else TABLES[1:2])),
    )
    return replace(made, bearing=BEARING)


def _findings(model: Model) -> Iterator[Statement | None]:
    yield printed_note(*model.tables)
    yield from sentences.disputed(model)
    yield from sentences.shared(model)
    if not sentences.agreed(model):
        yield sentences.challenges(model)
    yield sentences.goals(model)
    yield sentences.heard(model)
    yield sentences.read(model)


def _sections(model: Model) -> Iterator[Section | None]:
    yield section(
        "samlet",
        _("Hva kildene er enige og uenige om"),
        exhibits.main_points(model),
        exhibits.positions(model),
        sentences.divided(model),
        sentences.without_measure(model),
        exhibits.by_theme(model),
    )
    yield section("dokumenter", _("Dokument for dokument"), exhibits.by_document(model))
    yield section("intervjuer", _("Intervjuene, tema for tema"), exhibits.by_interview(model))
    yield section("mal", _("Mål som er formulert"), exhibits.goals(model))
    yield section("utsagn", _("Tema for tema"), *exhibits.quotations(model))
    yield section("hort", _("Hvem som er hørt"), exhibits.asked(model))
    yield section("rammer", _("Rammer"), exhibits.framework(), exhibits.register(model))
