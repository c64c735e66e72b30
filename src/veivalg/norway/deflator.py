"""The municipal deflator: how much dearer what municipalities buy and pay became, year by year."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import prod

from veivalg.content import Source
from veivalg.norway.reference import reference


@dataclass(frozen=True, slots=True)
class PriceGrowth:
    """Price growth from the year before, as a share; ``preliminary`` until the year is settled."""

    year: int
    share: float
    preliminary: bool


@cache
def price_growth() -> Mapping[int, PriceGrowth]:
    """Give the growth of every year known, oldest first, without holes.

    Examples
    --------
    >>> price_growth()[2022]
    PriceGrowth(year=2022, share=0.067, preliminary=False)
    """
    return {
        e["year"]: PriceGrowth(e["year"], e["growth"], e["preliminary"])
        for e in reference("deflator").entries()
    }


def growth_shares() -> dict[int, float]:
    """Give year → price growth as a share, as the deflating functions want it."""
    return {year: growth.share for year, growth in price_growth().items()}


def rise(year: int, to: int) -> float:
    """Give the factor from the kroner of a year to those of another; growth unknown is none.

    Examples
    --------
    >>> rise(2024, 2025), round(rise(2025, 2024), 3)
    (1.047, 0.955)
    """
    growth = growth_shares()
    by = prod(1 + growth.get(passed, 0.0) for passed in range(min(year, to) + 1, max(year, to) + 1))
    return by if year < to else 1 / by


def deflator_source() -> Source:
    """Give the source to cite for figures in fixed prices."""
    table = reference("deflator")
    return Source(
        id="kommunal-deflator",
        producer=table.producer,
        title=table.title,
        query=table.source,
        licence=table.licence,
        note=table.note,
    )
