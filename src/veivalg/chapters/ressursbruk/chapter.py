"""Chapter «ressursbruk»: what services cost, made comparable, and the theoretical potential."""

from collections.abc import Iterator

from veivalg.chapters.common.costs import Model, build
from veivalg.chapters.common.costs.choices import choices
from veivalg.chapters.common.costs.effects import with_effects
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.value_notes import one_off_notes, value_notes
from veivalg.chapters.ressursbruk import SPEC, exhibits, sentences
from veivalg.chapters.ressursbruk.exhibits import areas as shown
from veivalg.chapters.ressursbruk.exhibits import order as ranked
from veivalg.chapters.ressursbruk.model import beside, key_figures, missing, revenues
from veivalg.chapters.ressursbruk.model.areas import Areas, areas
from veivalg.chapters.ressursbruk.sentences import areas as said
from veivalg.chapters.ressursbruk.sentences import beside as aside
from veivalg.chapters.ressursbruk.sentences import held
from veivalg.content import Chapter, Figure, Role, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.kostra import functions
from veivalg.norway.municipality import EXAMPLE


def chapter(evidence: Evidence) -> Chapter:
    """Give net cost per inhabitant from raw to corrected, and the potential against others.

    Method M4: net operating cost less entries that don't compare, at the own employer's tax, over
    the need index; gap = (own − reference) × need × inhabitants.
    """
    model, found = build(evidence), areas(evidence)
    measures = beside(evidence) if found else []
    income = revenues(evidence, found) if found else {}
    published = exhibits.key_figures(evidence.place.name, *key_figures(evidence))
    booked = [f.code for f in functions()]
    years = sorted({one.year for one in (model, found) if one})
    return frame(
        SPEC,
        evidence.place,
        period=str(max(years)) if years else "",
        lead=_(
            "Kapitlet viser hva tjenestene koster ved samme behov og samme arbeidsgiveravgift som "
            "andre, og hva forskjellen er i kroner: merutgift eller mindreutgift."
        ),
        findings=(
            *(_area_findings(found, measures, income) if found else ()),
            *(_findings(model) if model else ()),
        ),
        nothing=sentences.nothing(evidence.place.name),
        sections=(
            *(_area_sections(found, measures, income) if found else ()),
            *(_sections(model, found is not None) if model else ()),
            section("nokkeltall", _("Nøkkeltall slik KOSTRA publiserer dem"), published),
        ),
        missing=missing(evidence, model, found, measures),
        assumptions=(
            *((found.share,) if found else ()),
            *(with_effects(model, found is not None) if model else choices(evidence).all()),
        ),
        # What is known to be booked differently in the year that is compared.
        notes=(
            *one_off_notes(evidence),
            *(value_notes(evidence, functions=booked, years=years) if years else ()),
        ),
    )


def _area_findings(
    found: Areas, measures: list[Series], income: dict[Role, Figure]
) -> Iterator[Statement | None]:
    yield held.no_group(found)
    against = found.first
    yield said.care(found, against)
    yield aside.before(found, against)
    if found.chosen is not None and found.chosen is not against:
        yield said.care(found, found.chosen)
    yield held.chosen(found)
    yield held.county(found)
    yield aside.income(found, measures, income)
    yield aside.far(found, against)
    yield from said.otherwise(found, against)
    yield from said.moved(found)
    yield said.total(found, against)
    yield said.netted(against)
    yield said.quarter(found)


def _area_sections(
    found: Areas, measures: list[Series], income: dict[Role, Figure]
) -> Iterator[Section | None]:
    yield section(
        "omrader",
        _("Tjenesteområdene ved likt behov og lik arbeidsgiveravgift"),
        *(shown.gaps(found, one) for one in found.held),
        shown.tried(found),
    )
    yield section(
        "rekkefolge",
        _("Plass i gruppen og i landet uten Oslo")
        if found.group is not None and found.group.known
        else _("Plass i landet uten Oslo"),
        ranked.order(found),
        ranked.group_bars(found),
        *(  # what does not exist is on no map
            ()
            if found.place.code == EXAMPLE.code
            else (ranked.country_map(found), ranked.group_map(found))
        ),
    )
    beside_gaps = shown.beside(found, measures, income)
    yield section("ved-siden", _("Det som hører sammen med avviket"), beside_gaps)


def _findings(model: Model) -> Iterator[Statement | None]:
    yield sentences.level(model)
    if model.first is not None:
        yield sentences.potential(model, model.first)
        yield sentences.largest(model, model.first)
        yield sentences.function(model, model.first)
        yield from (sentences.potential(model, held) for held in model.held[1:2])
        yield sentences.theoretical()


def _sections(model: Model, by_area: bool) -> Iterator[Section | None]:
    if model.first is not None:
        yield section(
            "potensial",
            _("Merutgift etter sektor, ved kommunens egen sats for arbeidsgiveravgift"),
            exhibits.by_sector(model, model.first),
            exhibits.matrix(model),
        )
    yield section(
        "korreksjoner",
        _("Fra regnskapsført til korrigert"),
        sentences.effects(model),
        exhibits.waterfall(model),
        exhibits.switches(model, by_area),
        exhibits.corrections_by_sector(model),
    )
    if model.first is not None:
        one_by_one = exhibits.by_function(model, model.first)
        yield section("funksjoner", _("Funksjon for funksjon"), one_by_one)
    others = (exhibits.by_sector(model, held) for held in model.held[1:])
    yield section("andre", _("Mot landet uten Oslo og valgte kommuner"), *others)
