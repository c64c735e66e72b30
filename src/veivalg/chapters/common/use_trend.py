"""What is said of use of institutions that goes on changing, the same in every chapter."""

from collections.abc import Mapping

from veivalg.chapters.common.figures import Figures
from veivalg.content import Figure, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.drivers import TREND_YEARS


def goes_on(rate: float) -> str:
    """Give the sentence of the places that are needed then, with the slot ``trend``."""
    return (
        _("Faller bruken i fem år til, slik den har falt de siste fem, trengs {trend}.")
        if rate < 0
        else _("Øker bruken i fem år til, slik den har økt de siste fem, trengs {trend}.")
    )


def lower_than_ever(
    coverage: Mapping[int, float], rate: float, made: Figures
) -> tuple[str, dict[str, Figure | None]]:
    """Warn where the trend ends lower than any year counted; an empty text where it doesn't.

    Parameters
    ----------
    coverage
        Year → residents in long stay per inhabitant aged 80 and over.
    """
    if not coverage:
        return "", {}
    then = coverage[max(coverage)] * (1 + rate) ** TREND_YEARS
    if then >= min(coverage.values()):
        return "", {}
    text = _(
        "Da bor {lowest} av dem over 80 år på langtidsopphold, mot {lately} i {newest}. Det er "
        "lavere enn i noe år siden {first}, og ingen vet om det holder."
    )
    text = text.replace("{first}", str(min(coverage))).replace("{newest}", str(max(coverage)))
    lately = made(
        "bruk-i-dag",
        _("Andel av innbyggerne på 80 år og eldre som bor på langtidsopphold"),
        coverage[max(coverage)],
        Unit.SHARE,
        _("Beboere på 80 år og eldre ÷ innbyggere på 80 år og eldre"),
        1,
    )
    share = made(
        "bruk-om-fem-aar",
        _(
            "Andel av innbyggerne på 80 år og eldre som bor på langtidsopphold, når utviklingen "
            "har vart i fem år til"
        ),
        then,
        Unit.SHARE,
        _("Andelen i dag × (1 + endring i året) i fem år"),
        1,
    )
    return text, {"lowest": share, "lately": lately}
