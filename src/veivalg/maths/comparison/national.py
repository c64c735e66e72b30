"""The index of the country made from its tables: which indicators, and cost corrected for need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from veivalg.maths.comparison.cube import Array, Cube, cube_of, taken, window
from veivalg.maths.comparison.grades import SECTOR_WEIGHTS, TAIL, grades, weighted
from veivalg.maths.comparison.index import (
    COST,
    FINANCE,
    LEAST_PLACES,
    QUALITY,
    Index,
    Item,
    Weights,
    index,
)
from veivalg.maths.comparison.ranks import DRAWS
from veivalg.maths.comparison.service_costs import at_full_tax, service_costs, tax_factors
from veivalg.norway.cost_keys import systems
from veivalg.norway.indicators import Area, Indicator, SmallNumbers, indicator, indicators
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
    "social": ("net_cost_social_pi",),
}
"""Cost figures of each service with a need key, the best first: only these can be compared."""

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
        Cost indicators that are corrected for need. Without any there is no cost in the index.
    uncorrected
        Cost indicators left out of the index because need isn't known for enough municipalities.
    full_tax
        Cost indicators at the full employer's tax.
    """

    cube: Cube
    items: tuple[Item, ...]
    corrected: frozenset[str]
    uncorrected: tuple[str, ...]
    full_tax: frozenset[str]
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

    @property
    def counted(self) -> int:
        """Give how many municipalities have the indicator that most of them have."""
        return int((~np.isnan(self.cube.values)).any(axis=1).sum(axis=1).max())

    def before(self, year: int) -> Index:
        """Give the index values as they were when `year` was the newest, without draws."""
        if year not in self._before:
            cube = self.cube.until(year)
            self._before[year] = index(cube, self.items, self.index.weights, draws=0)
        return self._before[year]

    def grades(self, tail: float = TAIL) -> Mapping[str, Array]:
        """Give grades 1–6 by sector of Kommunebarometeret, and ``total``: (place,) each.

        Only indicators of the index count, and a sector that at least half can be graded in. What
        is graded must weigh 60 % of the twelve sectors before it is called the total.
        """
        at = window(self.cube.values)
        values = taken(self.cube.values, at)[:, 0]
        row = {name: n for n, name in enumerate(self.cube.indicators)}
        items = [i for i in self.items if i.id in self.index.scores]
        own = [row[i.id] for i in items]
        given = grades(values[own], np.array([float(i.sign) for i in items]), tail)
        sectors: dict[str, list[int]] = {}
        for n, item in enumerate(items):
            sectors.setdefault(_sector(item), []).append(n)
        found = {
            s: weighted(given[n], np.ones(len(n)))
            for s, n in sectors.items()
            if s in SECTOR_WEIGHTS
        }
        found = {s: g for s, g in found.items() if np.mean(~np.isnan(g)) >= LEAST_PLACES}
        if found:
            weights = np.array([SECTOR_WEIGHTS[s] for s in found])
            every = sum(SECTOR_WEIGHTS.values())
            found["total"] = weighted(np.stack(list(found.values())), weights, of=every)
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
    booked, full_tax = _from_accounts(tables)
    frame = pl.concat([f for f in (booked, _published(tables)) if f is not None] or [_EMPTY])
    frame = _thin_hidden(frame)
    costs = _chosen_costs(frame, places)
    frame, corrected = _corrected(frame, costs, need)
    items = tuple(_items({s: c for s, c in costs.items() if _comparable(c, corrected)}))
    counted = [i.id for i in items if indicator(i.id).small_number in _COUNTED]
    cube = cube_of(frame, [i.id for i in items], places, counted=counted)
    if not cube.years or np.isnan(cube.values).all():
        return None
    made = index(cube, items, Weights(services=spending_shares()), draws=draws)
    raw = tuple(c for c in costs.values() if not _comparable(c, corrected))
    taxed = frozenset(i.id for i in items if full_tax and i.id.startswith("net_cost_"))
    return National(cube, items, corrected, raw, taxed, made)


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
_EMPTY = pl.DataFrame(
    schema={
        "municipality": pl.String,
        "year": pl.Int64,
        "indicator": pl.String,
        "value": pl.Float64,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
    }
)


def _published(tables: Mapping[str, Sourced]) -> pl.DataFrame | None:
    table = tables.get("indicators")
    if table is None:
        return None
    wanted = [
        *FINANCES,
        *(c for names in COSTS.values() for c in names),
        *(i.id for i in indicators() if _is_quality(i)),
    ]
    rows = table.frame.filter(pl.col("indicator").is_in(wanted))
    return rows.select(_COLUMNS).cast(_EMPTY.schema)


def _is_quality(entry: Indicator) -> bool:
    return entry.area is Area.QUALITY and entry.sign != 0 and entry.service in COSTS


def _from_accounts(tables: Mapping[str, Sourced]) -> tuple[pl.DataFrame | None, bool]:
    """Give net cost per inhabitant by sector, and whether it is at the full employer's tax."""
    accounts, people = tables.get("accounts"), tables.get("population_groups")
    if accounts is None or people is None:
        return None, False
    booked = service_costs(accounts.frame, people.frame, COSTS)
    even = at_full_tax(booked, tax_factors(accounts.frame, people.frame), LEAST_PLACES)
    made = (booked if even is None else even).with_columns(
        ("net_cost_" + pl.col("service") + "_pi").alias("indicator")
    )
    return made.select(_COLUMNS), even is not None


def _thin_hidden(frame: pl.DataFrame) -> pl.DataFrame:
    """Take away shares that rest on fewer than twenty: «for lite grunnlag» (M18)."""
    shares = [i.id for i in indicators() if i.small_number is SmallNumbers.SHARE]
    thin = pl.col("indicator").is_in(shares) & (pl.col("denominator") < SMALLEST_DENOMINATOR)
    hidden = pl.when(thin.fill_null(False)).then(None).otherwise(pl.col("value"))
    # The same figure can be both made from the accounts and published. The first counts, for it
    # is at the full employer's tax, and one municipality must not be measured otherwise.
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
        table.frame.sort("year")
        .group_by("municipality", "sector", maintain_order=True)
        .agg(pl.col("index").last().alias("need"))
    )


def _corrected(
    frame: pl.DataFrame, costs: Mapping[str, str], need: pl.DataFrame | None
) -> tuple[pl.DataFrame, frozenset[str]]:
    """Divide costs per inhabitant by need; where need is unknown the cost is too.

    A cost stays as it is for all when the need index is known for less than half of those that
    have the cost; ``corrected`` then lacks it, and the index does without it.
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
        .group_by("indicator")
        .agg((pl.col("need") > 0).fill_null(False).mean().alias("share"))
        .filter(pl.col("share") >= LEAST_PLACES)["indicator"]
        .to_list()
    )
    even = pl.col("value") / pl.when(pl.col("need") > 0).then(pl.col("need"))
    value = pl.when(pl.col("indicator").is_in(usable)).then(even).otherwise(pl.col("value"))
    return done.with_columns(value.alias("value")).select(_COLUMNS), frozenset(usable)


def _comparable(cost: str, corrected: frozenset[str]) -> bool:
    """Say whether a cost may be ranked: not when need could be taken out of it and was not.

    A cost per person in the target group isn't corrected, but stands only beside those that are:
    without the need of any sector there is no comparison of costs.
    """
    return cost in corrected or (bool(corrected) and indicator(cost).need_sector is None)


def _items(costs: Mapping[str, str]) -> list[Item]:
    found = [Item(c, -1, COST, service) for service, c in costs.items()]
    found += [Item(id, indicator(id).sign, FINANCE, "finance") for id in FINANCES]
    found += [Item(i.id, i.sign, QUALITY, i.service) for i in indicators() if _is_quality(i)]
    return found
