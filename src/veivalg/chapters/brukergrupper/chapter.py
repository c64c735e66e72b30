"""Chapter «brukergrupper»: what user groups cost, and why it differs from others (M9, M9b)."""

from collections.abc import Iterator

from veivalg.chapters.brukergrupper import SPEC, exhibits, sentences
from veivalg.chapters.brukergrupper.model import Grants, Model, build, grants_of, missing
from veivalg.chapters.common.booking import booked_on_health
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import nothing_own
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give cost by user group, the deviation from a reference in parts, coverage and grants."""
    model, grants = build(evidence), grants_of(evidence)
    return frame(
        SPEC,
        evidence.place,
        period=str(model.year) if model else str(grants.year) if grants else "",
        lead=_(
            "Kapitlet deler pleie og omsorg på tre brukergrupper og viser om forskjellen fra "
            "andre er flere brukere, andre tjenester eller dyrere tjenester."
        ),
        findings=_findings(model, grants),
        nothing=nothing_own(evidence, "care_costs"),
        sections=_sections(model, grants),
        missing=missing(evidence, model, grants),
        assumptions=(model.moved if model else booked_on_health(evidence, 2023),),
    )


def _findings(model: Model | None, grants: Grants | None) -> Iterator[Statement | None]:
    recipients = grants.table if grants else None
    if model:
        yield printed_note(model.table, model.references, model.volumes, recipients)
        yield sentences.shares(model)
        yield sentences.split(model)
        yield sentences.level(model)
        yield sentences.covered(model)
        yield sentences.far_off(model)
    else:
        yield printed_note(recipients)
    if grants:
        yield sentences.granted(grants)


def _sections(model: Model | None, grants: Grants | None) -> Iterator[Section | None]:
    if model and model.costs.costs:
        yield section(
            "fordeling",
            _("Hva gruppene koster"),
            exhibits.by_group(model),
            sentences.moved(model),
            *exhibits.by_service(model),
        )
        yield section(
            "avvik",
            _("Hvorfor det avviker"),
            exhibits.waterfall(model),
            exhibits.deviation_by_group(model),
            *exhibits.deviation_by_service(model),
        )
    if model:
        yield section(
            "referanser",
            _("Kroner per innbygger mot andre"),
            *(exhibits.beside(model, level) for level in model.levels),
            exhibits.municipalities(model),
        )
    if model and model.costs.costs:
        yield section(
            "dekning",
            _("Dekningsgrad og enhetskostnad"),
            exhibits.covered(model),
            exhibits.triangulation(model),
        )
    if grants:
        yield section("toppfinansiering", _("Toppfinansiering"), exhibits.grant_table(grants))
