"""Chapter «skole»: classes, teachers, room and alternatives of structure (M14)."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import how_to_get, missing_owned, nothing_own, table_name
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.chapters.common.sentences import led, tell
from veivalg.chapters.skole import SPEC, exhibits, sentences
from veivalg.chapters.skole.model import (
    TABLES,
    Model,
    brought,
    build,
    choices,
    kindergartens,
    school_year,
)
from veivalg.content import Chapter, Missing, Section, Source, Statement
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.own.persons.schools import Kindergartens


def chapter(evidence: Evidence) -> Chapter:
    """Give classes and teachers today and ahead, room, and what alternatives change."""
    nothing = sentences.few_pupils() if brought(evidence) else nothing_own(evidence, "pupils")
    try:
        model = build(evidence)
    except UsageError as error:
        model, nothing = None, tell("umulig", str(error), caution=True)
    lead = _(
        "Kapitlet deler elevene i klasser, fører dem framover og viser hva endringer i "
        "skolestrukturen gir."
    )
    return frame(
        SPEC,
        evidence.place,
        period=school_year(model.year) if model else "",
        lead=led(lead, model.path if model and len(model.years) > 1 else None),
        findings=_findings(model) if model else (),
        nothing=nothing,
        sections=_sections(model, kindergartens(evidence)),
        missing=(*missing_owned(evidence, *TABLES), _not_ahead(model)),
        assumptions=(model.choices if model else choices(evidence)).all(),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield printed_note(model.table, model.buildings, model.moves)
    yield sentences.today(model)
    yield sentences.ahead(model)
    yield sentences.best(model)
    yield from sentences.crowded(model)


def _sections(
    model: Model | None, children: tuple[Kindergartens, Source] | None
) -> Iterator[Section | None]:
    if model is not None:
        yield section("i-dag", _("Klasser og lærere"), exhibits.by_school(model))
        yield section(
            "framover", _("Elevene framover"), exhibits.ahead(model), exhibits.later(model)
        )
        yield section("plass", _("Plass"), exhibits.room(model))
        yield section("struktur", _("Alternativer for strukturen"), exhibits.alternatives(model))
    if children is not None:
        yield section("barnehage", _("Barnehagene"), exhibits.kindergartens(*children))


def _not_ahead(model: Model | None) -> Missing | None:
    if model is None or len(model.years) > 1:
        return None
    why = _("Framskriving etter ettårig alder er ikke kjent.")
    return Missing(_("Elevene framover"), why, how_to_get(model.place), table_name("projection"))
