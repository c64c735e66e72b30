"""Chapter «arbeidsgiveravgift»: what the reduced rate is worth, and the comparison without it."""

from collections.abc import Iterator

from veivalg.chapters.arbeidsgiveravgift import SPEC, exhibits, sentences
from veivalg.chapters.arbeidsgiveravgift.model import Tax, build, missing
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.printed import beside, named_once
from veivalg.chapters.common.sentences import present
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give the zone, what its rate is worth by service, and the comparison at the same rate.

    Method M4: pay = tax over rate, worth = pay × (0.141 − rate); others are brought to the own
    rate, as everywhere where kroner are compared.
    """
    tax = build(evidence)
    return frame(
        SPEC,
        evidence.place,
        period=str(tax.costs.year if tax.costs else tax.year),
        lead=_(
            "Kapitlet viser hva den reduserte satsen for arbeidsgiveravgift er verd i hver "
            "tjeneste, og hvordan sammenlikningen blir når de andre får samme sats."
        ),
        findings=named_once(present(_findings(tax))),
        sections=_sections(tax),
        missing=missing(evidence, tax.costs),
        assumptions=tax.assumptions,
    )


def _findings(tax: Tax) -> Iterator[Statement | None]:
    yield sentences.zone(tax)
    if tax.costs:
        yield sentences.worth(tax.costs)
        if held := tax.costs.first:
            yield sentences.beside(tax.costs, held)
            yield sentences.turned(held)
    yield sentences.largest(tax.services)


def _sections(tax: Tax) -> Iterator[Section | None]:
    if found := tax.costs:
        yield section("verdi", _("Hva den lave satsen er verd"), exhibits.worth(found))
        tables = (exhibits.compared_table(found, held) for held in found.held)
        yield section("uten", _("Sammenlikningen ved samme sats"), *tables)
    off = named_once(present(sentences.misprints(tax)))
    table = beside(exhibits.printed_table(tax), *off)
    yield section("trykt", _("Tabellen kommunen har trykt"), table)
