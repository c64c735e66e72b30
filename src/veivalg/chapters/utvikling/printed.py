"""What documents print of growth, and prices where the accounts are not known («utvikling»)."""

from __future__ import annotations

from veivalg.chapters.common.printed import printed
from veivalg.chapters.common.sentences import fill, say
from veivalg.chapters.utvikling.model import METHOD, Model
from veivalg.content import Figure, Statement, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.deflate import growth_between, real
from veivalg.norway.deflator import deflator_source, growth_shares, price_growth
from veivalg.norway.municipality import NORWAY


def printed_growth(evidence: Evidence) -> Statement | None:
    """Repeat what a document prints of real growth in care."""
    items = {
        "total": "care_real_growth_since_2015",
        "last": "care_real_growth_last_year",
        "home": "home_real_growth_since_2015",
        "institution": "institution_real_growth_since_2015",
        "aged": "population_80_plus_growth_since_2015",
    }
    found = {name: printed(evidence, item, 2023) for name, item in items.items()}
    if found["total"] is None:
        return None
    text = _(
        "«{document}» skriver at pleie og omsorg økte med {total:0} fra 2015 til 2023 i faste "
        "priser, hvorav {last} det siste året; tjenester hjemme med {home:0} og institusjon med "
        "{institution:0}. Antall innbyggere på 80 år og eldre økte med {aged}."
    )
    return say("trykt", fill(text, document=found["total"].source.producer), found)


def print_check(evidence: Evidence, model: Model | None) -> Statement | None:
    """Give our own real growth in care over the years a document prints, when accounts reach."""
    theirs = printed(evidence, "care_real_growth_since_2015", 2023)
    if theirs is None or model is None or "care" not in model.spending:
        return None
    ours = growth_between(real(model.spending["care"], growth_shares(), 2023), 2015, 2023)
    if ours is None:
        return None
    figure = Figure(
        "realvekst-omsorg-2015-2023",
        _("Realvekst i pleie og omsorg 2015–2023"),
        ours[0],
        Unit.MILLION_NOK,
        model.place,
        "2015–2023",
        model.calculated,
        0,
        formula=_("Utgift i 2023 − utgift i 2015 i 2023-priser"),
        method=METHOD,
    )
    text = _(
        "Med regnskapstallene her er realveksten i pleie og omsorg {ours:+} fra 2015 til 2023."
    )
    return say("trykt-kontroll", text, {"ours": figure})


def prices_alone(model: Model | None) -> Statement | None:
    """Say what prices have done over ten years, for a municipality without accounts."""
    if model is not None:
        return None
    years = [y for y, g in price_growth().items() if not g.preliminary]
    product = 1.0
    for year in years[-10:]:
        product *= 1 + price_growth()[year].share
    figure = Figure(
        "prisvekst-ti-aar",
        _("Prisvekst over ti år, kommunal deflator"),
        product - 1,
        Unit.SHARE,
        NORWAY,
        f"{years[-10] - 1}–{years[-1]}",
        calculation(METHOD, _("Vekst i faste priser")),
        formula=_("Produktet av årlig prisvekst"),
        method=METHOD,
        inputs=(
            Figure(
                "prisvekst-siste",
                _("Prisvekst siste år"),
                price_growth()[years[-1]].share,
                Unit.SHARE,
                NORWAY,
                str(years[-1]),
                deflator_source(),
            ),
        ),
    )
    text = _(
        "Prisene kommunene møter, økte med {price} fra {first} til {last}. Utgiftene må ha "
        "økt like mye for å være uendret i faste priser."
    )
    return say(
        "priser", fill(text, first=str(years[-10] - 1), last=str(years[-1])), {"price": figure}
    )
