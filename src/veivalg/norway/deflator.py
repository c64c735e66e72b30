"""The municipal deflator: how much dearer what municipalities buy and pay became, year by year."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

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
