"""What the chapter «utvikling» rests on: spending in fixed prices, and what growth is made of.

Spending of a reporting year is set against the population at its end, 31 December, which stands
as 1 January of the year after (M13).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.sources import worked_out
from veivalg.chapters.common.timeline import Years
from veivalg.chapters.utvikling import SPEC
from veivalg.content import Place, Source, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.deflate import (
    Growth,
    Level,
    chain,
    growth_between,
    real,
    split_growth,
    total_growth,
)
from veivalg.maths.projections.need import sector_need
from veivalg.maths.projections.population import PopulationPath
from veivalg.norway.codes import codes_then
from veivalg.norway.cost_keys import systems
from veivalg.norway.deflator import deflator_source, growth_shares
from veivalg.norway.kostra import sectors
from veivalg.tables.booked import in_use

METHOD = SPEC.methods[0]
SPAN = 11
"""Years shown: ten years of growth have eleven years."""


@dataclass(frozen=True)
class Model:
    """Net operating cost of the services by sector and year, kroner of the year, with people.

    Parameters
    ----------
    scope
        «konsern», or «kasse» where only the treasury's accounts are known.
    spending
        Sector → year → kroner of the year; None when a function of the sector is suppressed.
    first, last
        The years compared; every sector of `spending` is known in both.
    left_out
        Sectors that are not known in both years and so are in no sum.
    in_all
        Year → net operating expenditure in all as SSB defines it (AGD1): every function, also those
        that are no service of the municipality's own. It is what shares are of.
    oldest
        The first year any place has accounts of.
    """

    place: Place
    scope: str
    spending: Mapping[str, Years]
    first: int
    last: int
    path: PopulationPath | None
    source: Source
    left_out: tuple[str, ...] = ()
    oldest: int = 0
    in_all: Years = field(default_factory=dict)

    @property
    def divided(self) -> bool:
        """Say whether there are older accounts of others, and today's borders are the reason."""
        first = min(self.years)
        if first <= self.oldest:
            return False
        then = codes_then(self.place.code, first - 1)
        return len(then) != 1 or then[0].weight < 1

    @property
    def years(self) -> tuple[int, ...]:
        """Give every year there are accounts of, oldest first."""
        return tuple(sorted({y for years in self.spending.values() for y in years}))

    @property
    def digits(self) -> int:
        """Give the decimals of millions: one where spending is under half a billion."""
        return 1 if (self.total()[self.last] or 0.0) < 5e8 else 0

    def total(self) -> dict[int, float | None]:
        """Give spending on the services by year; None when any sector is."""
        return total_by_year(self.spending)

    def change_in_all(self) -> tuple[float, float] | None:
        """Give real growth of SSB's net operating expenditure, in kroner and as a share."""
        return growth_between(real(self.in_all, growth_shares(), self.last), self.first, self.last)

    def real(self, sector: str | None = None) -> dict[int, float | None]:
        """Give a sector, or all, in the prices of the newest year."""
        return real(
            self.total() if sector is None else self.spending[sector], growth_shares(), self.last
        )

    def change(self, sector: str | None = None) -> tuple[float, float] | None:
        """Give real growth from the first to the last year, in kroner and as a share."""
        return growth_between(self.real(sector), self.first, self.last)

    @cached_property
    def prices(self) -> float | None:
        """Give the growth in prices from the first to the last year, as a share."""
        levels = chain(growth_shares(), self.first)
        return levels[self.last] - 1 if self.last in levels else None

    def people(self, low: int, high: int, year: int) -> float | None:
        """Give inhabitants aged `low`–`high` at the end of a reporting year."""
        if self.path is None or self.path.is_projected(year + 1):
            return None
        return self.path.group(low, high, year + 1)

    def need(self, sector: str, year: int) -> float | None:
        """Give inhabitants in need of a sector: by its cost key where there is one, else all."""
        system = next(iter(systems().values()))
        if sector not in system.keys:
            return self.people(0, 105, year)
        need = sector_need(
            system,
            sector,
            lambda a, b: self.people(a, b, year),
            lambda a, b: self.people(a, b, self.first),
        )
        # A key without age groups says nothing of change: then all inhabitants count the same.
        return self.people(0, 105, year) if need == 0 else need

    def growth(self, sector: str) -> Growth | None:
        """Split a sector's growth from the first to the last year, or None.

        Price is what the first year's spending would have grown by; what is left is growth in the
        prices of the last year, as `change` gives it, and is split by need and volume.
        """
        fixed, money = self.real(sector), self.spending[sector].get(self.first)
        ends = []
        for year in (self.first, self.last):
            amount, need = fixed.get(year), self.need(sector, year)
            if amount is None or need is None or need <= 0:
                return None
            ends.append(Level(amount, need, 1.0))
        if money is None:
            return None
        start, end = (level.spending for level in ends)
        parts = split_growth(*ends)
        return Growth(money, end, parts.demography, start - money, parts.volume)

    @cached_property
    def parts(self) -> dict[str, Growth]:
        """Give the growth of every sector; empty unless all are known, so that they sum."""
        found = {sector: self.growth(sector) for sector in self.spending}
        known = {sector: growth for sector, growth in found.items() if growth is not None}
        return known if len(known) == len(found) else {}

    @cached_property
    def whole(self) -> Growth | None:
        """Give the growth of all sectors together."""
        return total_growth(list(self.parts.values()))

    def share(self, sector: str, year: int) -> float | None:
        """Give a sector's share of net operating expenditure in all in a year, as SSB does."""
        total, part = self.in_all.get(year), self.spending[sector].get(year)
        return part / total if part is not None and total else None

    def label(self, sector: str) -> str:
        """Give the Norwegian name of a sector."""
        return {s.id: s.label for s in sectors()}[sector]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give what the chapter's own figures rest on."""
        people = self.path.sources if self.path is not None else ()
        return (self.source, deflator_source(), *people)

    @cached_property
    def figures(self) -> Figures:
        """Give what makes figures worked out from the accounts, the prices and the people."""
        label = _("Netto driftsutgifter til tjenestene, årets kroner")
        return self._figures("regnskap", label, self.total())

    @cached_property
    def figures_in_all(self) -> Figures:
        """Give what makes figures worked out from the accounts of all functions."""
        label = _("Netto driftsutgifter i alt (SSB), årets kroner")
        return self._figures("regnskap-i-alt", label, self.in_all)

    def _figures(self, id: str, label: str, amounts: Years) -> Figures:
        accounts = (
            Figures(self.place, str(year), self.source)(
                f"{id}-{year}", label, amounts[year], Unit.MILLION_NOK
            )
            for year in (self.first, self.last)
        )
        period = f"{self.first}–{self.last}"
        prices = Figures(self.place, period, deflator_source())(
            "prisvekst", _("Prisvekst, kommunal deflator"), self.prices, Unit.SHARE
        )
        return Figures(self.place, period, self.calculated, METHOD, inputs=(*accounts, prices))

    @property
    def calculated(self) -> Source:
        """Give the source of our own figures; constructed when any it rests on is."""
        return worked_out(METHOD, _("Vekst i faste priser"), self.sources)


def total_by_year(spending: Mapping[str, Years]) -> dict[int, float | None]:
    """Sum sectors by year; None when any sector is."""
    every = sorted({y for years in spending.values() for y in years})
    return {y: _sum(years.get(y) for years in spending.values()) for y in every}


def in_all(net: pl.DataFrame) -> dict[int, float | None]:
    """Sum every function by year (AGD1); None when any is suppressed that year."""
    by_year = (
        in_use(net)
        .group_by("year")
        .agg(pl.when(pl.col("amount").null_count() == 0).then(pl.col("amount").sum()))
    )
    return dict(by_year.sort("year").iter_rows())


def _sum(values: Iterable[float | None]) -> float | None:
    found = list(values)
    known = [v for v in found if v is not None]
    return sum(known) if found and len(known) == len(found) else None


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when no accounts of at least two years are known."""
    table = evidence.rows("accounts", evidence.place)
    if table is None:
        return None
    net = table.frame.filter(pl.col("art") == "sum_net")
    scope = "konsern" if (net["scope"] == "konsern").any() else "kasse"
    every = by_sector(net.filter(pl.col("scope") == scope))
    chosen = _span(every)
    if chosen is None:
        return None
    first, last, kept = chosen
    source = table.source_of(evidence.place.code, TABLE_OF[scope])
    return Model(
        evidence.place,
        scope,
        {s: every[s] for s in kept},
        first,
        last,
        population_path(evidence, evidence.place),
        source,
        tuple(s for s in every if s not in kept),
        _oldest(evidence),
        in_all(net.filter(pl.col("scope") == scope)),
    )


def _oldest(evidence: Evidence) -> int:
    return int(evidence.tables["accounts"].frame["year"].min())  # type: ignore[arg-type]


TABLE_OF = {"konsern": "12362", "kasse": "12367"}
LEAST = 0.5
"""This or less of the spending known in both years is too little to speak of all («for lite
grunnlag»)."""


def _span(spending: Mapping[str, Years]) -> tuple[int, int, tuple[str, ...]] | None:
    """Choose the years to compare and the sectors known in both.

    The choice is the one with most known spending times years: a long span may cost a small
    sector, a large sector may cost a year. None when half of the spending isn't known in any two
    years.
    """
    known = {s: [v for v in years.values() if v is not None] for s, years in spending.items()}
    weight = {s: max(sum(v) / len(v), 0.0) for s, v in known.items() if v}
    # A sector never published may be as large as the largest one.
    weight = dict.fromkeys(spending, max(weight.values(), default=0.0)) | weight
    priced = sorted({y for years in spending.values() for y in years} & _priced())
    best: tuple[float, int, int, tuple[str, ...]] | None = None
    for first in priced:
        for last in (y for y in priced if y > first):
            kept = tuple(
                s
                for s, years in spending.items()
                if years.get(first) is not None and years.get(last) is not None
            )
            share = sum(weight[s] for s in kept) / (sum(weight.values()) or 1.0)
            if share > LEAST and (best is None or share * (last - first) > best[0]):
                best = (share * (last - first), first, last, kept)
    return None if best is None else best[1:]


def _priced() -> set[int]:
    growth = growth_shares()
    return {min(growth) - 1, *growth}


def by_sector(net: pl.DataFrame) -> dict[str, dict[int, float | None]]:
    """Sum functions to sectors; None when any function of a sector is suppressed that year."""
    if net.is_empty():
        return {}
    known = net.filter(pl.col("amount").is_not_null())["year"]
    if known.is_empty():
        return {}
    # A municipality that was split or merged has rows without figures of the years before.
    years = [y for y in sorted(net["year"].unique()) if y >= known.min()][-SPAN:]
    found: dict[str, dict[int, float | None]] = {}
    booked = in_use(net)
    for sector in sectors():
        rows = booked.filter(pl.col("function").is_in([f.code for f in sector.functions]))
        if not sector.compared or rows.is_empty():
            continue
        summed: dict[int, float | None] = {}
        for year in years:
            amounts = rows.filter(pl.col("year") == year)["amount"]
            hidden = amounts.is_empty() or amounts.null_count() > 0
            summed[int(year)] = None if hidden else float(amounts.sum())
        found[sector.id] = summed
    return found
