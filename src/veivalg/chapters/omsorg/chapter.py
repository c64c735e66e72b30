"""Chapter «omsorg»: care as it is, set to the accounts that everything ahead starts from."""

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.common.care import care, short_stays_lacking
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import missing_owned
from veivalg.chapters.common.occupancy import occupancy
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.omsorg import SPEC, exhibits, sentences
from veivalg.chapters.omsorg.exhibits import prices
from veivalg.content import Chapter, Missing, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.services import services

UNCOUNTED = ("assistance", "respite", "allowance")


def chapter(evidence: Evidence) -> Chapter:
    """Give services, accounts, prices and årsverk of care, and where they can't be used."""
    found, own = care(evidence), missing_owned(evidence, "care_costs")
    return frame(
        SPEC,
        evidence.place,
        period=str(found.accounts_year or max(found.counts, default="")),
        lead=_(
            "Kapitlet viser omsorgen slik den er: tjenestene, regnskapet funksjon for funksjon, og "
            "prisene som scenariene, plassene og teknologien regnes med."
        ),
        findings=_findings(found),
        nothing=sentences.nothing(found),
        sections=_sections(found),
        missing=(*found.missing, *short_stays_lacking(evidence), *map(_uncounted, own)),
    )


def _uncounted(own: Missing) -> Missing:
    """Name the services in the register that only own figures have the number of."""
    names = ", ".join(services()[id].label.lower() for id in UNCOUNTED)
    why = _(
        "Ingen av tabellene som hentes fra SSB, har antallet som får disse tjenestene. Utgiftene "
        "er med i funksjonene de er ført på, men kan ikke skilles ut."
    )
    return replace(own, what=fill(_("Antall med {services}"), services=names), why=why)


def _findings(found: CareToday) -> Iterator[Statement | None]:
    yield sentences.cost(found)
    yield sentences.place(found)
    yield occupancy(found, SPEC.methods[0])
    yield sentences.fte(found)
    yield sentences.each(found)
    yield sentences.first_limit(found)


def _sections(found: CareToday) -> Iterator[Section | None]:
    yield section(
        "tjenester", _("Tjenestene"), exhibits.services_today(found), exhibits.coverage(found)
    )
    yield section(
        "regnskap",
        _("Regnskapet"),
        exhibits.accounts(found),
        exhibits.bridge(found),
        sentences.refunds(found),
        sentences.new_young(found) if found.priced else None,
        exhibits.at_home(found),
    )
    yield section(
        "priser",
        _("Prisene"),
        *sentences.refused(found),
        prices.own_prices(found),
        prices.factors(found),
        prices.listed_prices(found),
    )
    yield section("arsverk", _("Årsverkene"), exhibits.labour(found))
    yield section("grenser", _("Hvor tallene ikke holder"), *sentences.limits(found))
