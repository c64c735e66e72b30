"""The municipal index (M6a): cost, quality, finance, efficiency and total, with draws for ranks.

Scores are unweighted over municipalities, the window is three years, cost and quality weigh the
same in efficiency, and cost, quality and finance the same in the total. How service areas are
weighted is not published; here by their share of spending (a choice of the method).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from veivalg.maths.comparison.cube import (
    WINDOW,
    Array,
    Cube,
    mean_known,
    spreads,
    standardise,
    taken,
    window,
)
from veivalg.maths.comparison.draws import Draws, redrawn_years, scatter, towards_mean, unknown
from veivalg.maths.comparison.grades import LEAST_SHARE
from veivalg.maths.comparison.ranks import DRAWS, LEVEL, Rank, all_ranks, levels, rank

COST, QUALITY, FINANCE = "cost", "quality", "finance"
EFFICIENCY, TOTAL = "efficiency", "total"
SEED = 6
LEAST_PLACES = 0.5
"""Share of the municipalities that must be known for a score or a rank to mean anything."""


@dataclass(frozen=True, slots=True)
class Item:
    """What the index must know of an indicator.

    Parameters
    ----------
    sign
        +1 when high is good, −1 when low is.
    area
        ``cost``, ``quality`` or ``finance``.
    service
        Service area it belongs to; scores are averaged within it first.
    """

    id: str
    sign: int
    area: str
    service: str


@dataclass(frozen=True, eq=False)
class Composite:
    """An index of every place.

    Parameters
    ----------
    values
        Shape (place,); NaN where the ground is too thin («for lite grunnlag»).
    draws
        Shape (draw, place): values as they could have been; no rows when nothing could be drawn.
    coverage
        Shape (place,): share of the weight that is known.
    """

    values: Array
    draws: Draws
    coverage: Array

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Say which places have a value."""
        return ~np.isnan(self.values)

    @cached_property
    def levels(self) -> Draws:
        """Give what the order may have been, shape (draw, place)."""
        return levels(self.values, self.draws)


@dataclass(frozen=True)
class Weights:
    """How parts are weighed; they need not sum to 1.

    ``services`` are weights of service areas within cost and within quality; one not listed
    weighs nothing, and when none is listed all weigh the same.
    """

    cost: float = 1.0
    quality: float = 1.0
    finance: float = 1.0
    services: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Index:
    """Composites of every municipality, made once for the country.

    ``left_out`` are indicators known for too few municipalities to count.
    """

    places: tuple[str, ...]
    years: tuple[int, ...]
    scores: Mapping[str, Array]
    parts: Mapping[tuple[str, str], Composite]
    weights: Weights
    seed: int = SEED
    left_out: tuple[str, ...] = ()
    _efficiency: dict[str, Composite | None] = field(default_factory=dict)

    @cached_property
    def where(self) -> dict[str, int]:
        """Give the position of each place."""
        return {place: i for i, place in enumerate(self.places)}

    @cached_property
    def services(self) -> tuple[str, ...]:
        """Give the service areas that have a cost or quality index."""
        return tuple(dict.fromkeys(s for area, s in self.parts if area in (COST, QUALITY)))

    @cached_property
    def main(self) -> Mapping[str, Composite]:
        """Give cost, quality, finance, efficiency and total, as far as each can be made."""
        found = {area: c for area in (COST, QUALITY, FINANCE) if (c := self._area(area))}
        both = self.blend(found, {COST: 0.5, QUALITY: 0.5})
        total = self.total(self.weights, found)
        return found | ({EFFICIENCY: both} if both else {}) | ({TOTAL: total} if total else {})

    def _area(self, area: str) -> Composite | None:
        parts = {service: c for (a, service), c in self.parts.items() if a == area}
        given = self.weights.services
        shares = {s: given.get(s, 0.0) if given and area != FINANCE else 1.0 for s in parts}
        return combine(parts, shares, LEAST_SHARE, self._chance(area))

    def total(
        self, weights: Weights, areas: Mapping[str, Composite] | None = None
    ) -> Composite | None:
        """Weigh cost, quality and finance otherwise; all with a weight must be known."""
        chosen = {COST: weights.cost, QUALITY: weights.quality, FINANCE: weights.finance}
        return self.blend(self.main if areas is None else areas, chosen)

    def blend(
        self, areas: Mapping[str, Composite], weights: Mapping[str, float]
    ) -> Composite | None:
        """Weigh composites together where every one with a weight is known; else None."""
        wanted = {name: w for name, w in weights.items() if w > 0}
        if not wanted or not wanted.keys() <= areas.keys():
            return None
        return combine({n: areas[n] for n in wanted}, wanted, 1.0, self._chance("blend"))

    def efficiency(self, service: str) -> Composite | None:
        """Give cost and quality of one service area, weighing the same."""
        if service not in self._efficiency:
            self._efficiency[service] = self._both(service)
        return self._efficiency[service]

    def _both(self, service: str) -> Composite | None:
        parts = {area: c for area in (COST, QUALITY) if (c := self.parts.get((area, service)))}
        return self.blend(parts, {COST: 0.5, QUALITY: 0.5})

    def rank(self, composite: Composite | None, place: str) -> Rank | None:
        """Rank one place, or None when no honest rank can be given."""
        if composite is None or place not in self.where:
            return None
        return rank(composite.values, composite.levels, self.where[place], LEVEL)

    def ranks(self, composite: Composite) -> npt.NDArray[np.int32]:
        """Rank every place: position, low and high; 0 where it can't be ranked."""
        return all_ranks(composite.values, composite.levels, LEVEL)

    def _chance(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, *name.encode()])


def index(
    cube: Cube,
    items: Sequence[Item],
    weights: Weights | None = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Index:
    """Make the index of every municipality in a cube.

    Parameters
    ----------
    cube
        Cost must already be corrected for need (M4).
    items
        Indicators with sign and area; one the cube lacks is left out, and so is one known for
        less than half of the places.
    draws
        How often years, small numbers and missing figures are drawn.
    """
    row = {name: n for n, name in enumerate(cube.indicators)}
    widely = widely_known(cube)
    asked = sorted((i for i in items if i.id in row), key=lambda i: i.id)
    used = [i for i in asked if widely[row[i.id]]]
    rows = np.array([row[i.id] for i in used], np.intp)
    values = cube.values[rows] if len(rows) < len(row) else cube.values
    at = window(values)
    newest = taken(values, at)
    scores = standardise(newest, np.array([i.sign for i in used], np.float64))
    noise = _noise(cube, rows, at, newest)
    rng = np.random.default_rng(seed)
    years = redrawn_years(draws, len(cube.places), rng)
    groups: dict[tuple[str, str], list[int]] = {}
    for n, item in enumerate(used):
        groups.setdefault((item.area, item.service), []).append(n)
    parts = {
        key: _part(scores[own], None if noise is None else noise[own], years, rng)
        for key, own in sorted(groups.items())
    }
    seen = sorted({cube.years[y] for y in np.unique(at) if y >= 0})
    means = mean_known(scores, axis=1) if len(used) else np.zeros((0, len(cube.places)))
    left = tuple(i.id for i in asked if not widely[row[i.id]])
    return Index(
        cube.places,
        tuple(seen) or cube.years[-WINDOW:],
        {i.id: means[n] for n, i in enumerate(used)},
        parts,
        weights or Weights(),
        seed,
        left,
    )


def widely_known(cube: Cube) -> npt.NDArray[np.bool_]:
    """Say which indicators at least half of the municipalities have within the window.

    An indicator of a few ranks those few against each other, and makes the rest look as if they
    lacked something.
    """
    newest = taken(cube.values, window(cube.values))
    known = (~np.isnan(newest)).any(axis=1).sum(axis=1)
    wide: npt.NDArray[np.bool_] = known >= LEAST_PLACES * max(len(cube.places), 1)
    return wide


def _noise(
    cube: Cube, rows: npt.NDArray[np.intp], at: npt.NDArray[np.intp], newest: Array
) -> Array | None:
    """Give the variance of each three-year score from small numbers: (indicator, place)."""
    if cube.errors is None:
        return None
    errors = taken(cube.errors[rows], at)
    spread = spreads(newest)[:, :, None]
    variance = np.where(np.isnan(newest) | ~(spread > 0), np.nan, (errors / spread) ** 2)
    years = np.maximum((~np.isnan(newest)).sum(axis=1), 1)
    known = mean_known(variance, axis=1)
    return np.where(np.isnan(known), 0.0, known / years)


def _part(scores: Array, noise: Array | None, years: Draws, rng: np.random.Generator) -> Composite:
    """Average the indicators of one area and service.

    Parameters
    ----------
    scores
        Shape (indicator, year of the window, place).
    noise
        Shape (indicator, place).
    """
    means = mean_known(scores, axis=1)
    usable = ~np.isnan(means).all(axis=1)
    means, scores = means[usable], scores[usable]
    known = ~np.isnan(means)
    n, of = known.sum(axis=0), max(len(means), 1)
    enough = (n > 0) & (n >= LEAST_SHARE * of - 1e-9)
    values = np.where(enough, mean_known(means, axis=0), np.nan)
    chance = np.zeros(len(n))
    if noise is not None:
        chance = np.where(known, noise[usable], 0.0).sum(axis=0) / np.maximum(n, 1) ** 2
    # Indicators that are missing: each unknown with deviation 1, and it weighs 1/of.
    missing = (of - n) / of**2
    by_year = _by_year(scores, means)
    drawn = scatter(by_year, chance, missing.astype(np.float64), years, rng)
    drawn += values.astype(np.float32)
    drawn -= towards_mean(len(drawn), np.where(enough, (of - n) / of * values, 0.0), rng)
    return Composite(values, drawn, n / of)


def _by_year(scores: Array, means: Array) -> Array:
    """Average the indicators of each year around their own means.

    An indicator that is missing one year must not look like a change, so each year holds the mean
    of deviations of the indicators known then.
    """
    if not len(scores):
        return np.full((WINDOW, scores.shape[2]), np.nan)
    return mean_known(scores - means[:, None, :], axis=0)


def combine(
    parts: Mapping[str, Composite],
    weights: Mapping[str, float],
    least: float,
    rng: np.random.Generator,
) -> Composite | None:
    """Weigh composites together; a missing part adds the uncertainty of not knowing it.

    Parameters
    ----------
    least
        Share of the weight that must be known for a place to get a value.
    """
    names = [n for n in parts if weights.get(n, 0.0) > 0 and parts[n].known.any()]
    if not names:
        return None
    weight = np.array([weights[n] for n in names])[:, None]
    values = np.stack([parts[n].values for n in names])
    known = ~np.isnan(values)
    whole = float(weight.sum())
    sums = (weight * known).sum(axis=0)
    share = sums / whole
    enough = (sums > 0) & (share >= least - 1e-9)
    divisor = np.where(sums > 0, sums, 1.0)
    mixed = np.where(known, values, 0.0)
    value = np.where(enough, (weight * mixed).sum(axis=0) / divisor, np.nan)
    spread = np.nan_to_num(spreads(values)[:, None])
    variance = np.where(known | ~enough, 0.0, (weight / whole * spread) ** 2).sum(axis=0)
    drawn = np.zeros_like(parts[names[0]].draws)
    for name, own, there in zip(names, weight[:, 0], known, strict=True):
        factor = np.where(there, own / divisor, 0.0).astype(np.float32)
        drawn += factor * np.where(there, parts[name].draws, np.float32(0))
    drawn += unknown(len(drawn), variance, rng)
    drawn -= towards_mean(len(drawn), np.where(enough, (1 - share) * value, 0.0), rng)
    drawn[:, ~enough] = np.nan
    return Composite(value, drawn, share)
