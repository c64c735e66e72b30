"""Chapter «plasser»: coverage, places needed, and what if we don't build (M15)."""

from collections.abc import Iterator

from veivalg.chapters.common.care import care
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.occupancy import occupancy
from veivalg.chapters.common.periods import december
from veivalg.chapters.common.printed import beside
from veivalg.chapters.common.sentences import joined_to, led
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.plasser import SPEC, exhibits, sentences
from veivalg.chapters.plasser.model import DWELLINGS, Model, build
from veivalg.chapters.plasser.model.missing import missing
from veivalg.chapters.plasser.sentences import printed
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.service_model.care import CareToday


def chapter(evidence: Evidence) -> Chapter:
    """Give coverage, places needed by year, the gap without building, its cost and the queue.

    Method M15: places needed = coverage rate × inhabitants aged 80 and over; short-term places are
    a queue with random arrivals (Erlang).
    """
    model = build(evidence)
    lead = _(
        "Kapitlet viser hvor mange institusjonsplasser kommunen har og trenger, når de "
        "trengs, og hva som skjer hvis det ikke bygges."
    )
    return frame(
        SPEC,
        evidence.place,
        period=december(model.base_year - 1) if model else "",
        lead=led(lead, model.path if model and model.caveat else None),
        findings=_findings(model) if model else (),
        nothing=sentences.nothing(evidence.place.name),
        sections=_sections(model, care(evidence)) if model else (),
        missing=missing(evidence, model),
        assumptions=model.choices.all() if model else (),
        notes=value_notes(evidence, functions=[DWELLINGS]) if model else (),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    yield sentences.now(model)
    if model.ahead:
        yield sentences.needed(model)
        yield sentences.three(model)
        yield joined_to(sentences.targets(model), printed.comes_by_itself(model))
        yield sentences.cost(model)
    yield sentences.short_stay(model)


def _sections(model: Model, today: CareToday) -> Iterator[Section | None]:
    full = occupancy(today, SPEC.methods[0])
    yield section("dekning", _("Dekningsgraden fram til i dag"), full, exhibits.history(model))
    if model.ahead:
        yield section(
            "behov",
            _("Plasser som trengs"),
            exhibits.needed(model),
            sentences.when(model),
            beside(exhibits.reached(model), printed.printed_growth(model)),
            printed.comes_by_itself(model),
        )
        yield section(
            "bygger-ikke",
            _("Hva om vi ikke bygger?"),
            printed.ytteren(model),
            exhibits.programme(model),
            printed.without_building(model),
            exhibits.gaps(model),
            exhibits.cost(model),
            sentences.cheaper(model),
        )
    yield section("korttid", _("Korttidsplasser som kø"), exhibits.short_stay(model))
