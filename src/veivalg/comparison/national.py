"""The index of the country made from its tables: which indicators, and cost corrected for need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from veivalg.comparison.cube import Array, Cube, cube_of, taken, window
from veivalg.comparison.grades import SECTOR_WEIGHTS, TAIL, grades, weighted
from veivalg.comparison.index import COST, FINANCE, QUALITY, Index, Item, Weights, index
from veivalg.comparison.ranks import DRAWS
from veivalg.norway.cost_keys import systems
from veivalg.norway.indicators import (
    Area,
    Indicator,
    SmallNumbers,
    indicator,
    indicators,
)
from veivalg.norway.kostra import sector
from veivalg.tables import Sourced
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR

FINANCES = ("net_operating_result", "net_debt", "reserve_fund")
"""The three the finance index is the mean of."""

COSTS: Mapping[str, tuple[str, ...]] = {
    "administration": ("net_cost_administration_pi", "administration_cost_pi"),
    "kindergarten": ("net_cost_kindergarten_pi", "kindergarten_cost_target"),
    "primary_school": ("net_cost_primary_school_pi", "school_cost_target"),
    "health": ("net_cost_health_pi",),
    "care": ("net_cost_care_pi", "care_cost_pi"),
    "child_welfare": ("net_cost_child_welfare_pi", "child_welfare_cost_target"),
    "social": ("net_cost_social_pi", "social_cost_target"),
}
"""Cost figures of each service with a need key, the best first: only these can be compared."""

LEAST_PLACES = 0.5
"""Share of the municipalities that must be known for a rank to mean anything."""

_BAROMETER = {"primary_school": "school", "technical": "water_waste"}
_COUNTED = {SmallNumbers.SHARE, SmallNumbers.COUNT}


@dataclass(frozen=True, eq=False)
class National:
    """What the chapter needs of the country, the same for every municipality.

    Parameters
    ----------
    cube
        Values by indicator, year and municipality; costs corrected for need where ``corrected``.
    items
        Indicators of the index.
    corrected
        Cost indicators that are corrected for need.
    """

    cube: Cube
    items: tuple[Item, ...]
    corrected: frozenset[str]
    index: Index
    _before: dict[int, Index] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """Give the newest year of the index."""
        return self.index.years[-1]

    def ranked(self, area: str) -> int:
        """Give how many municipalities have an index of an area or the total; 0 for none."""
        found = self.index.main.get(area)
        return int(found.known.sum()) if found else 0

    def enough(self, area: str) -> bool:
        """Say whether at least half of the municipalities have the index."""
        return self.ranked(area) >= LEAST_PLACES * len(self.cube.places)

    def before(self, year: int) -> Index:
        """Give the index values as they were when `year` was the newest, without draws."""
        if year not in self._before:
            cube = self.cube.until(year)
            self._before[year] = index(cube, self.items, self.index.weights, draws=0)
        return self._before[year]

    def grades(self, tail: float = TAIL) -> Mapping[str, Array]:
        """Give grades 1–6 by sector of Kommunebarometeret, and ``total``: (place,) each."""
        at = window(self.cube.values)
        values = taken(self.cube.values, at)[:, 0]
        row = {name: n for n, name in enumerate(self.cube.indicators)}
        own = [row[i.id] for i in self.items]
        given = grades(values[own], np.array([float(i.sign) for i in self.items]), tail)
        sectors: dict[str, list[int]] = {}
        for n, item in enumerate(self.items):
            sectors.setdefault(_sector(item), []).append(n)
        found = {s: weighted(given[n], np.ones(len(n))) for s, n in sectors.items()
                 if s in SECTOR_WEIGHTS}  # fmt: skip
        if found:
            weights = np.array([SECTOR_WEIGHTS[s] for s in found])
            found["total"] = weighted(np.stack(list(found.values())), weights)
        return found


def _sector(item: Item) -> str:
    if item.area in (COST, FINANCE):
        return item.area
    return _BAROMETER.get(item.service, item.service)


def national(
    tables: Mapping[str, Sourced], places: Sequence[str], *, draws: int = DRAWS
) -> National | None:
    """Make the index of the country, or None when no indicator of it is known.

    Parameters
    ----------
    tables
        ``indicators`` and, as far as known, ``accounts``, ``population_groups`` and
        ``need_indices``, whole country.
    places
        Municipality codes to compare.
    """
    need = _need(tables.get("need_indices"))
    frame = pl.concat([f for f in (_published(tables), _from_accounts(tables)) if f is not None]
                      or [_EMPTY])  # fmt: skip
    frame = _thin_hidden(frame)
    costs = _chosen_costs(frame, places)
    frame, corrected = _corrected(frame, costs, need)
    items = tuple(_items(costs))
    counted = [i.id for i in items if indicator(i.id).small_number in _COUNTED]
    cube = cube_of(frame, [i.id for i in items], places, counted=counted)
    if not cube.years or np.isnan(cube.values).all():
        return None
    made = index(cube, items, Weights(services=spending_shares()), draws=draws)
    return National(cube, items, corrected, made)


def spending_shares() -> dict[str, float]:
    """Give each service area's share of municipal spending: the newest key system that has them.

    Examples
    --------
    >>> round(spending_shares()["care"], 2)
    0.35
    """
    known = next(system for system in systems().values() if system.shares)
    return {service: float(share) for service, share in known.shares.items()}


_COLUMNS = ("municipality", "year", "indicator", "value", "numerator", "denominator")
_EMPTY = pl.DataFrame(schema={"municipality": pl.String, "year": pl.Int64, "indicator": pl.String,
                              "value": pl.Float64, "numerator": pl.Float64,
                              "denominator": pl.Float64})  # fmt: skip


def _published(tables: Mapping[str, Sourced]) -> pl.DataFrame | None:
    table = tables.get("indicators")
    if table is None:
        return None
    wanted = [*FINANCES, *(c for names in COSTS.values() for c in names),
              *(i.id for i in indicators() if _is_quality(i))]  # fmt: skip
    rows = table.frame.filter(pl.col("indicator").is_in(wanted))
    return rows.select(_COLUMNS).cast(_EMPTY.schema)


def _is_quality(entry: Indicator) -> bool:
    return entry.area is Area.QUALITY and entry.sign != 0 and entry.service in COSTS


def _from_accounts(tables: Mapping[str, Sourced]) -> pl.DataFrame | None:
    """Give net operating cost per inhabitant by sector, from the accounts and 1 January after."""
    accounts, people = tables.get("accounts"), tables.get("population_groups")
    if accounts is None or people is None:
        return None
    sectors = {f.code: s for s in COSTS for f in sector(s).functions}
    inhabitants = (
        people.frame.group_by("municipality", pl.col("year").cast(pl.Int64) - 1)
        .agg(pl.col("persons").sum().cast(pl.Float64).alias("denominator"))
    )  # fmt: skip
    return (
        accounts.frame.filter(
            pl.col("scope") == "konsern", pl.col("art") == "sum_net",
            pl.col("function").is_in(list(sectors)),
        )
        .with_columns(pl.col("function").replace_strict(sectors).alias("service"))
        .group_by("municipality", pl.col("year").cast(pl.Int64), "service")
        .agg(pl.when(pl.col("amount").null_count() == 0).then(pl.col("amount").sum())
             .alias("numerator"))
        .join(inhabitants, on=["municipality", "year"])
        .with_columns(
            ("net_cost_" + pl.col("service") + "_pi").alias("indicator"),
            (pl.col("numerator") / pl.col("denominator")).alias("value"),
        )
        .select(_COLUMNS)
    )  # fmt: skip


def _thin_hidden(frame: pl.DataFrame) -> pl.DataFrame:
    """Take away shares that rest on fewer than twenty: «for lite grunnlag» (M18)."""
    shares = [i.id for i in indicators() if i.small_number is SmallNumbers.SHARE]
    thin = pl.col("indicator").is_in(shares) & (pl.col("denominator") < SMALLEST_DENOMINATOR)
    hidden = pl.when(thin.fill_null(False)).then(None).otherwise(pl.col("value"))
    # The same figure can be both published and made from accounts; the published one counts.
    return frame.with_columns(hidden.alias("value")).unique(
        ["municipality", "year", "indicator"], keep="first", maintain_order=True
    )


def _chosen_costs(frame: pl.DataFrame, places: Sequence[str]) -> dict[str, str]:
    """Choose for each service the best cost figure that most municipalities have."""
    known = frame.filter(pl.col("value").is_not_null(), pl.col("municipality").is_in(places))
    counts = dict(known.group_by("indicator").agg(pl.col("municipality").n_unique()).iter_rows())
    chosen = {}
    for service, names in COSTS.items():
        most = max(counts.get(n, 0) for n in names)
        best = next((n for n in names if counts.get(n, 0) >= 0.9 * most), None)
        if most and best:
            chosen[service] = best
    return chosen


def _need(table: Sourced | None) -> pl.DataFrame | None:
    """Give the newest need index of each municipality and sector."""
    if table is None:
        return None
    return (
        table.frame.sort("year").group_by("municipality", "sector", maintain_order=True)
        .agg(pl.col("index").last().alias("need"))
    )  # fmt: skip


def _corrected(
    frame: pl.DataFrame, costs: Mapping[str, str], need: pl.DataFrame | None
) -> tuple[pl.DataFrame, frozenset[str]]:
    """Divide costs per inhabitant by need; where need is unknown the cost is too.

    A cost stays as it is for all when the need index is known for less than half of those that
    have the cost; ``corrected`` then lacks it, for a reader to see.
    """
    keyed = {c: s for c in costs.values() if (s := indicator(c).need_sector) is not None}
    if need is None:
        return frame, frozenset()
    sectors = pl.col("indicator").replace_strict(keyed, default=None, return_dtype=pl.String)
    done = frame.with_columns(sectors.alias("sector")).join(
        need, on=["municipality", "sector"], how="left", maintain_order="left"
    )
    usable = (
        done.filter(pl.col("sector").is_not_null(), pl.col("value").is_not_null())
        .group_by("indicator").agg((pl.col("need") > 0).fill_null(False).mean().alias("share"))
        .filter(pl.col("share") >= LEAST_PLACES)["indicator"].to_list()
    )  # fmt: skip
    even = pl.col("value") / pl.when(pl.col("need") > 0).then(pl.col("need"))
    value = pl.when(pl.col("indicator").is_in(usable)).then(even).otherwise(pl.col("value"))
    return done.with_columns(value.alias("value")).select(_COLUMNS), frozenset(usable)


def _items(costs: Mapping[str, str]) -> list[Item]:
    found = [Item(c, -1, COST, service) for service, c in costs.items()]
    found += [Item(id, indicator(id).sign, FINANCE, "finance") for id in FINANCES]
    found += [Item(i.id, i.sign, QUALITY, i.service) for i in indicators() if _is_quality(i)]
    return found
