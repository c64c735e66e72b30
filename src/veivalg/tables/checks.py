"""Checks across rows that a schema can't state."""

from __future__ import annotations

from collections.abc import Iterable

from veivalg.content import format_plain
from veivalg.foundation.errors import TableConsistencyError
from veivalg.foundation.i18n import _


def check_total(
    parts: Iterable[float], printed_total: float, where: str, tolerance: float = 0.0
) -> float:
    """Check that parts add up to a printed total.

    Parameters
    ----------
    parts
        The groups as printed; they must not overlap.
    printed_total
        The whole as printed, in the same unit.
    where
        The place in words, for the message: «Harstad 2024, kapittel 3.1».
    tolerance
        The largest difference that rounding explains.

    Returns
    -------
    float
        The sum of the parts.

    Raises
    ------
    TableConsistencyError
        With ``difference`` = parts minus printed total. Method M1.

    Examples
    --------
    >>> check_total([4832, 9993], 14825, "Harstad 2024")
    14825
    """
    total = sum(parts)
    difference = total - printed_total
    if abs(difference) <= tolerance:
        return total
    message = _(
        "Gruppene summerer til {sum}, men summen som står, er {printed}: et avvik på {difference} "
        "({where})."
    )
    raise TableConsistencyError(
        message.format(
            sum=_plain(total),
            printed=_plain(printed_total),
            difference=_plain(difference),
            where=where,
        ),
        difference,
        _("Kontroller tallene mot kilden før de brukes."),
    )


def _plain(value: float) -> str:
    return format_plain(value, 0 if float(value).is_integer() else 1)
