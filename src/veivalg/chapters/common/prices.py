"""The prices of care as assumptions a person can change: one price is one assumption everywhere."""

from veivalg.chapters.common.care import care
from veivalg.chapters.common.choices import choice
from veivalg.chapters.common.printed import printed
from veivalg.content import Assumption, Certainty, Unit, round_half_up
from veivalg.content.numbers import decimals_of
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.prices import Price

WIDEST = 0.5
"""A price without a range of its own can be set this share lower or higher."""


def price_choice(evidence: Evidence, id: str, step: float, *, note: str = "") -> Assumption | None:
    """Give a price as an assumption, with what a person has chosen.

    Parameters
    ----------
    id
        Of the price in `care(evidence).prices`; it is the id of the assumption too.

    Returns
    -------
    Assumption or None
        None where the price isn't known: one of accounts that have not been fetched.
    """
    price = care(evidence).prices.get(id)
    return None if price is None else evidence.assume(_stored(price.before or price, step, note))


def price_chosen(evidence: Evidence, id: str, step: float, *, note: str = "") -> Assumption:
    """Give a price that is always known, as those of the price list are.

    Raises
    ------
    KeyError
        When it isn't: a fault in the program.
    """
    found = price_choice(evidence, id, step, note=note)
    if found is None:
        raise KeyError(id)
    return found


def mean_position(evidence: Evidence) -> Assumption:
    """Give the mean size of a position in care, with what a person has chosen."""
    size = printed(evidence, "position_size")
    source = _("Harstads kunnskapsgrunnlag 2024: turnusarbeidere (PAI)")
    return evidence.assume(
        choice(
            "stillingsstorrelse",
            _("Gjennomsnittlig stillingsstørrelse"),
            0.72,
            Unit.SHARE,
            (0.4, 1.0, 0.01),
            (Certainty.PRINTED, size.source.producer if size else source),
            note=_("KS oppgir 71,5 % for turnus i helse og omsorg i 2023."),
        )
    )


def stepped(value: float, step: float) -> float:
    """Give the whole number of steps nearest to a value.

    Examples
    --------
    >>> stepped(906_487.4999999998, 100.0), stepped(0.3, 0.1)
    (906500.0, 0.3)
    """
    return float(round_half_up(float(round_half_up(value / step)) * step, decimals_of(step)))


def _stored(price: Price, step: float, note: str) -> Assumption:
    free = price.low == price.high
    low = price.value * (1 - WIDEST) if free else price.low
    high = price.value * (1 + WIDEST) if free else price.high
    low, high = min(stepped(low, step), price.value), max(stepped(high, step), price.value)
    return choice(
        price.id,
        price.label,
        price.value,
        Unit[price.unit.upper()],
        (low, high, step),
        (price.certainty, price.source),
        note=" ".join(part for part in (price.note, price.doubt, note) if part),
    )
