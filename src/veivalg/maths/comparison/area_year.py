"""An area of service in one year: amounts, people, need and rate of every municipality (M4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

AREA_NEEDS: Mapping[str, Mapping[str, float]] = {
    "FGK9": {"care": 27_759.0, "health": 5_056.0},
    "FGK8b": {"primary_school": 1.0},
    "FGK7": {"kindergarten": 1.0},
    "FGK1b": {"administration": 1.0},
    "FGK12": {"social": 1.0},
    "FGK13": {"child_welfare": 1.0},
}
"""SSB's service area → sectors of the need index with their weight.

Health and care are one area in the accounts and two sectors in Grønt hefte 2026; the weights are
what the keys share out to each, million NOK.
"""
PLAUSIBLE = (0.2, 1.3)
"""A share of pay outside this is a fault in the accounts, or grants booked on the area."""
ENOUGH = 0.9
"""Share of a group whose amounts must be known in a year before the year is compared."""


@dataclass(frozen=True, slots=True, eq=False)
class AreaYear:
    """An area of one accounting year, the same place in each array.

    Parameters
    ----------
    codes
        Municipalities.
    amounts
        Net operating cost, NOK; NaN where it isn't known.
    people
        Inhabitants on 1 January after the accounting year.
    need
        Need index, the country = 1; NaN for a municipality without.
    rates
        Rate of employer's tax, share of pay.
    shares
        Pay with tax as a share of net cost, where accounts by art tell it; else NaN.
    """

    codes: tuple[str, ...]
    amounts: Array
    people: Array
    need: Array
    rates: Array
    shares: Array

    def mask(self, codes: Collection[str]) -> Mask:
        """Say which places are among `codes`."""
        return np.array([code in codes for code in self.codes], bool)

    def index(self, code: str) -> int:
        """Give the place of a municipality; raises ``ValueError`` for one that isn't there."""
        return self.codes.index(code)

    def weights(self, *, need: bool) -> Array:
        """Give inhabitants × need, or inhabitants alone."""
        return self.people * self.need if need else self.people

    def at_rate(self, rate: float, share: float) -> Array:
        """Give the amounts as they would be at another rate of employer's tax, NOK.

        Parameters
        ----------
        share
            w of those whose share isn't known; 0 leaves every amount as it is booked.
        """
        if not share:
            return self.amounts
        pay = np.where(np.isfinite(self.shares), self.shares, share)
        return self.amounts * ((1 - pay) + pay * (1 + rate) / (1 + self.rates))

    def with_people(self, code: str, people: float) -> "AreaYear":
        """Give the same with another count of people in one municipality."""
        changed = self.people.copy()
        changed[self.index(code)] = people
        return replace(self, people=changed)


def area_year(
    amounts: Mapping[str, float | None],
    people: Mapping[str, float],
    need: Mapping[str, float],
    rates: Mapping[str, float],
    shares: Mapping[str, float] | None = None,
) -> AreaYear:
    """Put tables by municipality in the same order; those without people are left out."""
    codes = tuple(sorted(code for code in amounts if people.get(code) and code in rates))

    def known(table: Mapping[str, float | None] | Mapping[str, float]) -> Array:
        return np.array([np.nan if (v := table.get(c)) is None else v for c in codes], float)

    tables = (amounts, people, need, rates, shares or {})
    return AreaYear(codes, *(known(table) for table in tables))


def area_needs(needs: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Give the need index of each area by municipality.

    Parameters
    ----------
    needs
        Rows of table ``need_indices`` of one year: ``municipality, sector, index``.

    Returns
    -------
    dict
        Area → municipality → index; a municipality that lacks a sector is absent.
    """
    found: dict[str, dict[str, float]] = {}
    for code, sector, index in needs.select("municipality", "sector", "index").iter_rows():
        if index is not None:
            found.setdefault(sector, {})[code] = float(index)
    return {area: _weighed(found, parts) for area, parts in AREA_NEEDS.items()}


def _weighed(
    found: Mapping[str, Mapping[str, float]], parts: Mapping[str, float]
) -> dict[str, float]:
    whole = set.intersection(*(set(found.get(sector, {})) for sector in parts))
    total = sum(parts.values())
    return {
        code: sum(weight * found[sector][code] for sector, weight in parts.items()) / total
        for code in sorted(whole)
    }


def wage_shares(
    ledger: pl.DataFrame, parts: Mapping[str, Collection[str]]
) -> dict[str, dict[str, float]]:
    """Give pay with tax as a share of net cost, where the accounts by art tell it.

    Parameters
    ----------
    ledger
        From `veivalg.maths.comparison.accounts.country_ledger`.
    parts
        Area → its functions.

    Returns
    -------
    dict
        Area → municipality → w. One whose pay isn't known in every function is absent, and so is
        one whose w isn't within `PLAUSIBLE`.
    """
    pay = pl.col("tax_base") * (1 + pl.col("tax_rate"))
    whole = (pl.col("net").null_count() == 0) & (pay.null_count() == 0)
    found = {}
    for area, functions in parts.items():
        rows = ledger.filter(pl.col("function").is_in(list(functions)))
        shares = rows.group_by("municipality").agg(
            pl.when(whole, pl.col("net").sum() > 0).then(pay.sum() / pl.col("net").sum()).alias("w")
        )
        inside = shares.filter(pl.col("w").is_between(*PLAUSIBLE))
        found[area] = dict(inside.select("municipality", "w").iter_rows())
    return found


def enough(year: AreaYear, members: Collection[str]) -> bool:
    """Say whether the amounts of nearly all members are known: of a few is no comparison."""
    known = np.isfinite(year.amounts[year.mask(members)]).sum()
    return bool(members) and bool(known >= ENOUGH * len(members))
