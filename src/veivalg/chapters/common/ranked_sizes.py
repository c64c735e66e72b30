"""How large the findings of an overview are beside one another, as one chart."""

from collections.abc import Sequence

from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.ranking import METHOD
from veivalg.content import Chart, Column, Exhibit, Place, Ranked, Shape, Unit, calculation
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _


def overlap() -> str:
    """Say why the findings aren't added up."""
    return _("Plasser og årsverk er delvis de samme kronene, så funnene kan ikke legges sammen.")


def sizes(place: Place, ranked: Sequence[Ranked]) -> Exhibit | None:
    """Show the consequence a year of each finding that has one; None for fewer than two."""
    found = [one for one in ranked if one.share]
    if len(found) < 2:
        return None
    first, figures = (
        max(found, key=lambda one: one.share or 0.0),
        [f for one in found for f in one.figures()],
    )
    written = {one.id: format_number(one.share, Unit.SHARE, 1) for one in found}
    return Exhibits(METHOD, {"place": place.name})(
        "oversikt-storrelser",
        _("{name} betyr mest: {share} av driftsinntektene i året"),
        _("Konsekvensen av hvert funn i året, {place}, prosent av brutto driftsinntekter"),
        *by_column(
            found,
            (Column("name", _("Funn")), lambda one: one.name),
            (Column("share", _("Andel av driftsinntektene"), Unit.SHARE, 1), lambda one: one.share),
        ),
        name=first.name,
        share=written[first.id],
        note=overlap(),
        alt="; ".join(f"{one.name} {written[one.id]}" for one in found) + ".",
        sources=[calculation(METHOD, _("Rangering av funn"), *figures)],
        chart=Chart(Shape.BARS, "share", "name", x_title=_("prosent av driftsinntektene")),
    )
