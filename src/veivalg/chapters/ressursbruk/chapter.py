"""Chapter «ressursbruk»: what services cost, made comparable, and the theoretical potential."""

from collections.abc import Iterator

from veivalg.chapters.common.costs import Model, build
from veivalg.chapters.common.costs.choices import choices
from veivalg.chapters.common.costs.effects import with_effects
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.ressursbruk import SPEC, exhibits, sentences
from veivalg.chapters.ressursbruk.model import key_figures, missing
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.kostra import functions


def chapter(evidence: Evidence) -> Chapter:
    """Give net cost per inhabitant from raw to corrected, and the potential against others.

    Method M4: net operating cost less entries that don't compare, at the full employer's tax, over
    the need index; potential = (own − reference) × need × inhabitants.
    """
    model = build(evidence)
    published = exhibits.key_figures(evidence.place.name, *key_figures(evidence))
    booked = [f.code for f in functions()]
    return frame(
        SPEC,
        evidence.place,
        period=str(model.year) if model else "",
        lead=_(
            "Kapitlet viser hva tjenestene koster per innbygger, gjort sammenliknbart steg for "
            "steg, og hva forskjellen til andre kommuner utgjør i kroner."
        ),
        findings=_findings(model) if model else (),
        nothing=sentences.nothing(evidence.place.name),
        sections=(
            *(_sections(model) if model else ()),
            section("nokkeltall", _("Nøkkeltall slik KOSTRA publiserer dem"), published),
        ),
        missing=missing(evidence, model),
        assumptions=with_effects(model) if model else choices(evidence).all(),
        # What is known to be booked differently in the year that is compared.
        notes=value_notes(evidence, functions=booked, years=[model.year]) if model else (),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield sentences.level(model)
    if model.first is not None:
        yield sentences.potential(model, model.first)
        yield sentences.largest(model, model.first)
        yield sentences.function(model, model.first)
        yield from (sentences.potential(model, held) for held in model.held[1:2])
        yield sentences.theoretical()


def _sections(model: Model) -> Iterator[Section | None]:
    if model.first is not None:
        yield section(
            "potensial",
            _("Teoretisk innsparingspotensial"),
            exhibits.by_sector(model, model.first),
            exhibits.matrix(model),
        )
    yield section(
        "korreksjoner",
        _("Fra regnskapsført til korrigert"),
        sentences.effects(model),
        exhibits.waterfall(model),
        exhibits.switches(model),
        exhibits.corrections_by_sector(model),
    )
    if model.first is not None:
        one_by_one = exhibits.by_function(model, model.first)
        yield section("funksjoner", _("Funksjon for funksjon"), one_by_one)
    others = (exhibits.by_sector(model, held) for held in model.held[1:])
    yield section("andre", _("Mot landet og valgte kommuner"), *others)
