"""Chapter «okonomi»: how sound the finances are, against targets, group and country (M5)."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.value_notes import one_off_notes, value_notes
from veivalg.chapters.okonomi import SPEC, exhibits, sentences
from veivalg.chapters.okonomi.model import KEYS, Model, build, missing
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give net operating result, net debt and reserve fund against targets, group and country."""
    model = build(evidence)
    return frame(
        SPEC,
        evidence.place,
        period=str(model.year) if model.known else "",
        lead=_(
            "Kapitlet viser tre nøkkeltall for økonomien, hvor langt det er til måltallene, og "
            "hvordan kommunen står mot gruppen og landet uten Oslo."
        ),
        findings=_findings(model) if model.known else (),
        nothing=sentences.nothing(model.place.name),
        sections=_sections(model),
        missing=missing(evidence, model),
        assumptions=model.choices.all(),
        notes=(*one_off_notes(evidence), *value_notes(evidence, KEYS)),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield from (sentences.standing(model, id) for id in KEYS)
    yield sentences.needed(model)
    yield sentences.way(model)
    yield sentences.beside(model)
    yield sentences.county(model)


def _sections(model: Model) -> Iterator[Section | None]:
    if model.known:
        yield section("maaltall", _("Måltallene"), exhibits.lights(model))
        history = (exhibits.history(model, id) for id in KEYS)
        yield section("utvikling", _("Utviklingen over tid"), *history)
        yield section("flere", _("Flere nøkkeltall"), exhibits.more(model))
    yield section(
        "kontroll",
        _("Statlig kontroll og trykte tall"),
        sentences.robek(model),
        *sentences.printed(model),
    )
