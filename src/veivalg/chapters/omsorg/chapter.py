"""Chapter «omsorg»: care as it is, set to the accounts that everything ahead starts from."""

from collections.abc import Iterator

from veivalg.chapters.common.care import care
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.omsorg import SPEC, exhibits, sentences
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.service_model.care import CareToday


def chapter(evidence: Evidence) -> Chapter:
    """Give services, accounts, prices and årsverk of care, and where they can't be used."""
    found = care(evidence)
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
        missing=found.missing,
    )


def _findings(found: CareToday) -> Iterator[Statement | None]:
    yield sentences.cost(found)
    yield sentences.place(found)
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
        exhibits.own_prices(found),
        exhibits.factors(found),
        exhibits.listed_prices(found),
    )
    yield section("arsverk", _("Årsverkene"), exhibits.labour(found))
    yield section("grenser", _("Hvor tallene ikke holder"), *sentences.limits(found))
