"""Employer's tax (arbeidsgiveravgift): zone of every municipality and rate of every zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import EXAMPLE
from veivalg.norway.reference import reference
from veivalg.norway.register import municipality


@dataclass(frozen=True, slots=True)
class ZonePart:
    """A part of a municipality in one zone.

    ``rate`` is the share of pay; ``reduced_rate`` the one until the allowance is used up (zone Ia).
    """

    zone: str
    part: str
    rate: float
    reduced_rate: float | None = None


def zone_parts(code: str, year: int) -> tuple[ZonePart, ...]:
    """Give the zone of a municipality, or of each part of it where it has several.

    Raises
    ------
    UnknownMunicipalityError
        For a code not in force.
    UsageError
        For a year without known rates.

    Examples
    --------
    >>> zone_parts("5503", 2026)[0].zone
    'IV'
    """
    municipality(code)
    rates = {e["zone"]: e for e in _valid("aga_rates", year)}
    if code == EXAMPLE.code:
        return (ZonePart("I", "", rates["I"]["rate"]),)
    return tuple(
        ZonePart(e["zone"], e["part"], rates[e["zone"]]["rate"], rates[e["zone"]]["reduced_rate"])
        for e in _valid("aga_zones", year)
        if e["municipality"] == code
    )


def rate(code: str, year: int, weights: Mapping[str, float] | None = None) -> float:
    """Give the rate on the last krone of pay, as a share.

    Parameters
    ----------
    weights
        Zone → share of pay, summing to 1. Required where the municipality has several zones, since
        no statistics tell where its pay is earned.

    Raises
    ------
    UsageError
        When weights are required and missing, or don't fit the zones.
    """
    return sum(p.rate * share for p, share in _weighted(code, year, weights))


def contribution(
    code: str, year: int, pay: float, weights: Mapping[str, float] | None = None
) -> float:
    """Give the tax in NOK a year on `pay` (NOK, with pension premiums), the allowance used.

    In zone Ia the gain of the lower rate can't exceed the allowance (fribeløp). That municipalities
    may use it is inferred, see ``data/aga_allowance.json``.

    Examples
    --------
    >>> round(contribution("5503", 2026, 1_000_000))
    51000
    """
    tax = 0.0
    for part, share in _weighted(code, year, weights):
        tax += part.rate * share * pay
        if part.reduced_rate is not None:
            tax -= min((part.rate - part.reduced_rate) * share * pay, allowance(year))
    return tax


def allowance(year: int) -> float:
    """Give the allowance (fribeløp) per employer, NOK a year; raises ``UsageError`` if unknown."""
    return float(_valid("aga_allowance", year)[0]["amount"])


def full_rate(year: int) -> float:
    """Give the highest rate, that of zone I: what the reduced ones are compared with.

    Examples
    --------
    >>> full_rate(2025)
    0.141
    """
    return float(max(e["rate"] for e in _valid("aga_rates", year)))


def extra_rate(year: int) -> float:
    """Give the extra tax on pay above a threshold: 5 % in 2023 and 2024, in every zone, else 0.

    Examples
    --------
    >>> extra_rate(2024), extra_rate(2025)
    (0.05, 0.0)
    """
    return next(
        (
            float(e["rate"])
            for e in reference("aga_extra").entries()
            if e["valid_from"][:4] <= str(year) <= e["valid_to"][:4]
        ),
        0.0,
    )


def _weighted(
    code: str, year: int, weights: Mapping[str, float] | None
) -> tuple[tuple[ZonePart, float], ...]:
    parts = zone_parts(code, year)
    if weights is None and len(parts) == 1:
        return ((parts[0], 1.0),)
    zones = {p.zone for p in parts}
    fits = weights is not None and set(weights) == zones and abs(sum(weights.values()) - 1) < 1e-9
    if weights is None or not fits or min(weights.values()) < 0:
        listed = ", ".join(f"{p.zone} ({p.part})" for p in parts)
        raise UsageError(
            _("{name} har disse sonene for arbeidsgiveravgift: {zones}.").format(
                name=municipality(code).name, zones=listed
            ),
            _("Oppgi hvor stor andel av lønnen som hører til hver sone, til sammen 1."),
        )
    return tuple((p, weights[p.zone]) for p in parts)


@cache
def _valid(table: str, year: int) -> list[Mapping[str, Any]]:
    found = [
        e
        for e in reference(table).entries()
        if e["valid_from"][:4] <= str(year) and (e["valid_to"] or "9999")[:4] >= str(year)
    ]
    if not found:
        raise UsageError(
            _("Satsene for arbeidsgiveravgift i {year} er ikke kjent.").format(year=year),
            _("Velg et år fra 2024 til 2026."),
        )
    return found
