"""Chapter «bistandsbehov»: how much help users need, from the published categories (M12).

The categories are read, never computed from scores: the method behind the official composite is
not public, and it is not a plain mean.
"""

from collections.abc import Iterator

from veivalg.chapters.bistandsbehov import SPEC, exhibits, sentences
from veivalg.chapters.bistandsbehov.exhibits import own
from veivalg.chapters.bistandsbehov.model import EVERY, SERVICES, Model, build
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.indicator_series import missing_series
from veivalg.chapters.common.periods import december
from veivalg.chapters.common.value_notes import value_notes
from veivalg.content import Chapter, Section, Statement
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give the published shares of users with little, medium and extensive need of help."""
    model = build(evidence)
    return frame(
        SPEC,
        evidence.place,
        period=december(model.year) if model.year else "",
        lead=_(
            "Kapitlet viser hvor mye hjelp brukerne av omsorgstjenestene trenger, etter "
            "kategoriene som er publisert."
        ),
        findings=_findings(model),
        nothing=sentences.nothing(model.place.name),
        sections=_sections(model),
        missing=missing_series(evidence, [model.found[id] for id in EVERY]),
        assumptions=model.assumptions,
        notes=value_notes(evidence, EVERY),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    if model.own:
        yield sentences.own(model.place, model.own)
    yield from (sentences.heavy(model.found, service) for service in SERVICES)
    yield sentences.ages(model.found)
    yield sentences.trend(model.found)
    yield sentences.beside(model.found)


def _sections(model: Model) -> Iterator[Section | None]:
    found, categories = model.found, exhibits.categories(model.found)
    yield section(
        "kategorier",
        _("Hvor mye hjelp brukerne trenger"),
        categories,
        exhibits.ages(found),
        sentences.caution() if categories else None,
    )
    if brought := model.own:
        head = _(EXAMPLE) if brought.made_up else _("Kommunens egne tall")
        yield section("egne", head, *own.exhibits(brought))
    yield section("utvikling", _("Utviklingen og sammenlikningen"), exhibits.history(found))
    yield section("trykt", _("Trykte tall"), *sentences.printed(model))
