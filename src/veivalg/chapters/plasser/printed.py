"""What documents print of places, and whether it fits our figures."""

from __future__ import annotations

from veivalg.chapters.common.parts import fill, printed, say
from veivalg.chapters.plasser.figures import figure_of
from veivalg.chapters.plasser.model import Model
from veivalg.content import Figure, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.places import implied_start


def printed_growth(evidence: Evidence, model: Model) -> Statement | None:
    """Work back what a printed coverage, target range and extra places imply."""
    items = (
        "extra_nursing_home_places_low",
        "extra_nursing_home_places_high",
        "nursing_home_coverage_target_low",
        "nursing_home_coverage_target_high",
        "nursing_home_coverage",
    )
    found = [printed(evidence, item) for item in items]
    values = [f.value for f in found if f is not None and f.value is not None]
    if len(values) != len(items):
        return None
    then, beds, now = implied_start(values[0], values[1], values[2], values[3], values[4])
    formula = _("Løst av 10 % × innbyggere − plasser = 23 og 12 % × innbyggere − plasser = 75")
    inputs = tuple(f for f in found if f is not None)
    period = _("slik dokumentet forutsetter")
    reached = next((y for y in model.years if (model.aged(y) or 0) >= then), None)
    figures = {
        "low": found[0],
        "high": found[1],
        "year": found[2] and _year(found[2]),
        "then": figure_of(
            model,
            "trykt-80-da",
            _("Innbyggere 80 år og eldre som tallene forutsetter"),
            then,
            Unit.PERSONS,
            period,
            formula,
            inputs=inputs,
        ),
        "beds": figure_of(
            model,
            "trykt-plasser",
            _("Plasser som tallene forutsetter"),
            beds,
            Unit.PLACES,
            period,
            formula,
            inputs=inputs,
        ),
        "now": figure_of(
            model,
            "trykt-80-na",
            _("Innbyggere 80 år og eldre da"),
            now,
            Unit.PERSONS,
            period,
            formula,
            inputs=inputs,
        ),
    }
    when = (
        _("i {year}").format(year=reached)
        if reached
        else _("ikke innen {year}").format(year=model.years[-1])
    )
    text = _(
        "«{document}» skriver {low:u}–{high:u} flere plasser «fra rundt» {year}. Tallene "
        "forutsetter {beds}, {now:u} innbyggere på 80 år og eldre da de ble skrevet, og "
        "{then:u} når plassene trengs. Så mange blir det {when} i framskrivingen, så vi "
        "gjengir ikke årstallet."
    )
    document = found[0].source.producer if found[0] else ""
    return say("trykt", fill(text, when=when, document=document), figures, caution=True)


def _year(figure: Figure) -> Figure:
    """Give the year a printed figure speaks of, as a figure."""
    return Figure(
        f"{figure.id}-aar",
        _("År det trykte målet gjelder"),
        float(figure.period),
        Unit.YEAR,
        figure.place,
        figure.period,
        figure.source,
    )


def ytteren(evidence: Evidence) -> Statement | None:
    """Give the plan for Ytteren as printed."""
    kinds = ("nursing_home", "shared_housing", "day_centre")
    figures = {
        f"{kind}_{part}": printed(evidence, f"ytteren_{kind}_places{suffix}")
        for kind in kinds
        for part, suffix in (("all", ""), ("new", "_new"))
    }
    text = _(
        "Planen for Ytteren er {nursing_home_all:u} sykehjemsplasser ({nursing_home_new:u} "
        "nye), {shared_housing_all:u} plasser i bokollektiv ({shared_housing_new:u} nye) og "
        "{day_centre_all:u} dagplasser ({day_centre_new:u} nye). Åpningsåret er ikke "
        "trykt."
    )
    return say("ytteren", text, figures)


def without_building(evidence: Evidence) -> Statement | None:
    """Give what the municipality has written of not building."""
    figure = printed(evidence, "residents_without_safe_services")
    text = _(
        "Kommunen har skrevet at den uten bygging ikke kan gi forsvarlige tjenester til {n:u} "
        "innbyggere. Det er summen av de nye sykehjems- og bokollektivplassene."
    )
    return say("uten-bygging", text, {"n": figure})
