"""Befolkning (M1, M2): the population now, its past and its future to 2050."""

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.befolkning import SPEC, sentences
from veivalg.chapters.befolkning.exhibits import ages, ratios, totals
from veivalg.chapters.befolkning.model import Demography, build
from veivalg.chapters.befolkning.sentences.printed import disagreements
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import (
    how_to_get,
    lacking_group,
    lacking_projection,
    missing_table,
    table_name,
)
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.printed import beside
from veivalg.chapters.common.sentences import fill, led
from veivalg.content import Bearing, Chapter, Exhibit, Missing, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Describe the population now and to 2050, against its past, its group and Norway.

    Returns
    -------
    Chapter
        With what is missing, and nothing else, where no table knows the municipality.
    """
    d = build(evidence)
    lead = fill(
        _(
            "Hvor mange som bor i {place} i dag, og hvordan folketallet og "
            "alderssammensetningen ventes å endre seg."
        ),
        place=evidence.place.name,
    )
    if d is None:
        lacking = missing_table(evidence, "population", _("Folkemengde etter alder"))
        return frame(SPEC, evidence.place, lead=lead, missing=[lacking])
    made = frame(
        SPEC,
        evidence.place,
        period=january(d.base),
        lead=led(lead, d.own, d.norway),
        findings=_findings(d),
        sections=_sections(d),
        missing=_missing(d),
        assumptions=d.assumptions() if d.ahead else (),
    )
    return replace(made, bearing={Bearing.KIN: ("familieomsorg",)})


def _findings(d: Demography) -> Iterator[Statement | None]:
    yield sentences.size_now(d)
    yield sentences.size_ahead(d)
    yield sentences.oldest(d)
    yield sentences.tipping_point(d)
    yield sentences.support(d)


def _sections(d: Demography) -> Iterator[Section | None]:
    off = disagreements(d)

    def shown(exhibit: Exhibit | None) -> Exhibit | None:
        return beside(exhibit, *off.get(exhibit.id, ())) if exhibit is not None else None

    yield section(
        "aldersgrupper",
        _("Aldersgruppene"),
        sentences.young(d),
        shown(ages.change_table(d)),
        ages.age_table(d),
        ages.pyramid(d),
    )
    yield section(
        "alternativer",
        _("Folketallet fram i tid"),
        totals.alternatives(d),
        sentences.likely_range(d),
        totals.total_uncertainty(d),
    )
    yield section("eldste", _("De eldste"), sentences.oldest_share(d), shown(ratios.share_80(d)))
    yield section(
        "vippepunkt", _("Eldre og unge"), shown(ratios.old_per_young(d)), sentences.share_lead(d)
    )
    yield section(
        "baereevne",
        _("Hvem skal hjelpe?"),
        shown(ratios.support(d)),
        sentences.family_care(d),
        shown(ratios.family_care(d)),
    )


def _missing(d: Demography) -> Iterator[Missing]:
    get, population = how_to_get(d.place), table_name("population")
    if d.own.method != "ssb":
        what = _("SSBs framskriving etter kjønn og ettårig alder, alle ni alternativer")
        yield lacking_projection(d.place, d.own, what)
    if d.own.ages(d.base) is None:
        yield Missing(
            _("Folkemengde etter kjønn og ettårig alder"),
            _("Bare aldersgrupper er kjent, så alderspyramiden mangler."),
            get,
            population,
        )
    if d.norway is None:
        why = _("Tallene for Norge mangler.")
        yield Missing(_("Folkemengden i Norge"), why, get, population)
    elif d.ahead and d.norway.method != "ssb":
        what = _("SSBs framskriving for {country}").format(country=d.country)
        yield lacking_projection(d.place, d.norway, what)
    if d.group is None and d.group_name:
        yield lacking_group(_("Folkemengden i {group}").format(group=d.group_name))
    yield Missing(
        _("Kart over tetthet, handels- og servicesoner og andelen over 80 år i hver grunnkrets"),
        _(
            "Hvor i kommunen folk bor, er ikke blant tallene som hentes: ingen av dem er etter "
            "grunnkrets."
        ),
        _("Kart.ssb.no viser dem. Skriv hva de betyr, under «Vår vurdering» på «Rapporter»."),
        expected=True,
    )
