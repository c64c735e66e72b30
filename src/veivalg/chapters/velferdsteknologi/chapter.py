"""Chapter «velferdsteknologi»: what is in use, what more gives, and who does what (M16)."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import nothing_own
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.chapters.velferdsteknologi import SPEC, exhibits, sentences
from veivalg.chapters.velferdsteknologi.model import Model, build
from veivalg.chapters.velferdsteknologi.model.choices import choices
from veivalg.chapters.velferdsteknologi.model.missing import missing
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give use against potential, gains with low and high, support, and the service maps."""
    model = build(evidence)
    chosen = (model.choices if model else choices(evidence)).all()
    return frame(
        SPEC,
        evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet viser hvilken teknologi som er i bruk, hva mer av den kan gi i tid, "
            "årsverk og kroner, og hvem som har ansvaret når den svikter."
        ),
        findings=_findings(model) if model else (),
        nothing=nothing_own(evidence, "technologies"),
        sections=_sections(model) if model else (),
        missing=missing(evidence, model),
        # Years and interest matter only where a start is to be earned back.
        assumptions=chosen if model and model.starts else chosen[:-2],
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield printed_note(model.table, model.hours, model.support, model.maps)
    yield sentences.use(model)
    yield sentences.gain(model)
    yield sentences.budget(model)
    yield sentences.postponed(model)
    yield sentences.support(model)
    yield sentences.unsettled(model)


def _sections(model: Model) -> Iterator[Section | None]:
    yield section("bruk", _("I bruk og mulig"), exhibits.in_use(model))
    yield section(
        "gevinst",
        _("Hva mer kan gi"),
        exhibits.freed(model),
        exhibits.time(model),
        exhibits.money(model),
        exhibits.delay(model),
    )
    yield section("stotte", _("Når teknologien svikter"), exhibits.support(model))
    yield section("ansvar", _("Hvem som gjør hva"), *exhibits.service_maps(model))
