"""Chapter «behov»: how the need for each municipal service moves with the population (M3)."""

from collections.abc import Iterator, Mapping

from veivalg.chapters.behov import SPEC, exhibits, sentences
from veivalg.chapters.behov.model import Model, build, choices, missing, need_country, official
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.printed import beside
from veivalg.chapters.common.sentences import led
from veivalg.content import Chapter, Figure, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give the demographic need by sector: history, future, variants and the official index.

    Method M3: need per person in an age group is the weight of the group in the cost key over its
    share of Norway's population; the index is the sum over the people of a year, base year = 100.
    """
    model, today = build(evidence), official(evidence)
    place, country = evidence.place.name, need_country(evidence).name
    lines = (model.own, model.country) if model else ()
    lead = _(
        "Kapitlet viser hvordan behovet for kommunale tjenester endrer seg når innbyggerne "
        "blir eldre eller færre, hvis hver aldersgruppe får like mye tjenester som i dag."
    )
    return frame(
        SPEC,
        evidence.place,
        period=january(model.base_year) if model else "",
        lead=led(lead, *(line.path for line in lines if line is not None)),
        findings=_findings(place, country, model, today),
        nothing=sentences.nothing(place),
        sections=_sections(place, country, model, today),
        missing=missing(evidence, model, today),
        assumptions=model.assumptions if model else choices(evidence),
    )


def _findings(
    place: str, country: str, model: Model | None, today: Mapping[str, Figure]
) -> Iterator[Statement | None]:
    if model is not None and model.ahead:
        yield sentences.care(model)
        yield sentences.young(model)
        yield sentences.by_variant(model)
    if model is not None:
        yield sentences.history(model)
    if model is not None and model.ahead:
        yield sentences.norway(model)
    yield sentences.today(place, country, today)


def _sections(
    place: str, country: str, model: Model | None, today: Mapping[str, Figure]
) -> Iterator[Section | None]:
    if model is not None and model.own.index.get("care"):
        yield section(
            "utvikling",
            _("Utviklingen sektor for sektor"),
            beside(exhibits.by_sector(model), sentences.against_print(model)),
            exhibits.milestones(model),
            exhibits.care_compared(model),
        )
        yield section(
            "nokkel",
            _("Valget av nøkkel endrer svaret"),
            exhibits.variants(model),
            sentences.by_unconfirmed(model),
        )
    if today:
        yield section(
            "i-dag",
            _("Behovet i dag, sammenliknet med {country}").format(country=country),
            exhibits.today(place, country, today),
        )
