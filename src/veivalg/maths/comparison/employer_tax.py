"""Employer's tax on a service: the pay it is levied on and what the reduced rate is worth (M4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.norway.aga import ZonePart, allowance, contribution, extra_rate, zone_parts
from veivalg.norway.aga import rate as zone_rate


@dataclass(frozen=True, slots=True)
class EffectiveRate:
    """What a municipality really pays per krone of pay, all zones and the allowance in one.

    ``rate`` is without the extra tax of 2023–2024, which ``extra`` gives (share of all pay).
    ``known_from`` says how: «zone», «accounts» (tax over pay, for a split municipality) or
    «chosen» (a person's shares of pay by zone).
    """

    rate: float
    extra: float
    known_from: str


def pay_from_tax(
    tax: float,
    rate: float,
    *,
    reduced_rate: float | None = None,
    allowance: float = 0.0,
    extra: float = 0.0,
) -> float | None:
    """Give the pay (NOK) a whole employer's tax was levied on, or None where the rate is 0.

    Parameters
    ----------
    tax
        Employer's tax (art 099), NOK, the extra tax included.
    reduced_rate, allowance
        Zone Ia: the lower rate holds until it has given `allowance` NOK.
    extra
        Extra tax as a share of all pay; it is inside the tax and is taken out first.

    Examples
    --------
    >>> round(pay_from_tax(51_000, 0.051))
    1000000
    >>> round(pay_from_tax(14_100_000 - 850_000, 0.141, reduced_rate=0.106, allowance=850_000))
    100000000
    """
    if reduced_rate is not None:
        pay = tax / (reduced_rate + extra)
        used_up = (rate - reduced_rate) * pay > allowance
        return (tax + allowance) / (rate + extra) if used_up else pay
    return tax / (rate + extra) if rate + extra > 0 else None


def wage_factor(rate: float, full: float) -> float:
    """Give how much dearer pure pay would be at the full rate: (1 + full) ÷ (1 + rate).

    Examples
    --------
    >>> round(wage_factor(0.051, 0.141), 5)
    1.08563
    """
    return (1 + full) / (1 + rate)


def effective_rate(
    code: str,
    year: int,
    *,
    tax: float | None,
    pay: float | None,
    zone_shares: Mapping[str, float] | None = None,
    high_pay_share: float = 0.0,
) -> EffectiveRate | None:
    """Give the rate on all pay of a municipality, or None when the accounts can't tell it.

    Parameters
    ----------
    tax, pay
        Employer's tax and the pay it is levied on, NOK, the whole municipality.
    zone_shares
        Zone → share of pay, for a municipality in several zones. Without it the rate is tax over
        pay, weighted by pay as it should be, kept within the rates of its zones.
    high_pay_share
        Share of pay above the threshold of the extra tax of 2023–2024.

    Raises
    ------
    UsageError
        For a year whose rates aren't known.
    """
    parts = zone_parts(code, year)
    extra = extra_rate(year) * high_pay_share
    if len(parts) == 1:
        return _one_zone(parts[0], year, tax, extra)
    if zone_shares is not None:
        if not pay:
            return EffectiveRate(zone_rate(code, year, zone_shares), extra, "chosen")
        return EffectiveRate(contribution(code, year, pay, zone_shares) / pay, extra, "chosen")
    if not pay or tax is None:
        return None
    low = min(part.rate if part.reduced_rate is None else part.reduced_rate for part in parts)
    high = max(part.rate for part in parts)
    return EffectiveRate(min(max(tax / pay - extra, low), high), extra, "accounts")


@dataclass(frozen=True, slots=True)
class TakenRate:
    """The rate taken for a municipality when no accounts tell what it pays.

    ``parts`` has every part of it; more than one, or zone Ia, means that the rate was chosen.
    """

    rate: float
    parts: tuple[ZonePart, ...]

    @property
    def chosen(self) -> bool:
        """Say whether another rate holds for some of the pay."""
        return len(self.parts) > 1 or self.parts[0].reduced_rate is not None


def taken_rate(code: str, year: int) -> TakenRate:
    """Give the rate on the last krone of pay in the main part of a municipality.

    In zone Ia the allowance is soon used up by an employer as large as a municipality, so the full
    rate is taken. Where the zones are several it is that of the part listed first, the main one.

    Raises
    ------
    UsageError
        For a year whose rates aren't known.

    Examples
    --------
    >>> taken_rate("1833", 2025).rate, taken_rate("1506", 2025).chosen
    (0.051, True)
    """
    parts = zone_parts(code, year)
    return TakenRate(parts[0].rate, parts)


def _one_zone(part: ZonePart, year: int, tax: float | None, extra: float) -> EffectiveRate | None:
    """Give the rate of a zone; in Ia it depends on how far the allowance goes."""
    if part.reduced_rate is None:
        return EffectiveRate(part.rate, extra, "zone")
    if not tax:
        return None
    pay = pay_from_tax(
        tax, part.rate, reduced_rate=part.reduced_rate, allowance=allowance(year), extra=extra
    )
    return EffectiveRate(tax / pay - extra, extra, "zone") if pay else None
