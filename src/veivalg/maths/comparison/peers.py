"""Who resembles a municipality: standardised distances over named dimensions, with visible weights.

The distance between two municipalities is ``sqrt(Σ w·δ² / Σ w)`` over the dimensions both are known
in, where δ² is the mean squared difference of the dimension's measures, each standardised over all
municipalities (mean 0, standard deviation 1). It is symmetric, 0 to itself, and 1 means «one
standard deviation apart in everything». A dimension that is missing for either is left out for the
pair, and said so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _

Floats = npt.NDArray[np.float64]
COUNT = 10
SPREAD = 0.25
DRAWS = 500
SEED = 20260101
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Dimension:
    """A side of a municipality that peers should be alike in.

    ``weight`` is our default; the weights are relative to each other. ``values`` has one row a
    municipality and one column a measure; NaN is missing.
    """

    id: str
    label: str
    weight: float
    values: Floats


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a dimension adds to a distance.

    ``share`` is its part of the squared weighted distance (0–1), ``apart`` the distance in this
    dimension alone, in standard deviations.
    """

    dimension: str
    share: float
    apart: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A municipality near another; ``parts`` are ordered with the largest contribution first."""

    code: str
    distance: float
    parts: tuple[Contribution, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """How the list holds when every weight is drawn within ±``spread``.

    ``kept`` is how many of the nearest stay, on average over the draws, and ``fewest`` the least
    in any draw; ``staying`` gives each its share of the draws.
    """

    kept: float
    fewest: int
    of: int
    draws: int
    spread: float
    staying: Mapping[str, float]


class Peers:
    """All municipalities in the same standardised space.

    Parameters
    ----------
    codes
        The municipalities, in the order of the dimensions' rows.
    dimensions
        At least one; each with ``len(codes)`` rows.
    """

    def __init__(self, codes: Sequence[str], dimensions: Sequence[Dimension]) -> None:
        self.codes = tuple(codes)
        self.dimensions = tuple(d for d in dimensions if np.isfinite(d.values).any())
        self.lacking = tuple(d.id for d in dimensions if d not in self.dimensions)
        self._standard = [standardise(d.values) for d in self.dimensions]
        self._row = {code: i for i, code in enumerate(self.codes)}

    def known(self, code: str) -> tuple[str, ...]:
        """Give the dimensions a municipality can be compared in."""
        row = self._row[code]
        return tuple(
            d.id
            for d, z in zip(self.dimensions, self._standard, strict=True)
            if np.isfinite(z[row]).any()
        )

    def apart(self, code: str) -> Floats:
        """Give the squared difference from `code`, a row a municipality, a column a dimension."""
        row = self._row[code]
        columns = [_mean_square(z - z[row]) for z in self._standard]
        return np.column_stack(columns) if columns else np.empty((len(self.codes), 0))

    def distances(self, code: str, weights: Mapping[str, float] | None = None) -> Floats:
        """Give the distance from `code` to every municipality; NaN where nothing is shared."""
        return _weighted(self.apart(code), self._weights(weights))

    def nearest(
        self, code: str, weights: Mapping[str, float] | None = None, count: int = COUNT
    ) -> tuple[Neighbour, ...]:
        """Give the `count` nearest municipalities, nearest first, with why.

        Those that share fewer than two weighted dimensions with `code` are left out: a distance
        in one thing alone is no likeness.

        Raises
        ------
        UsageError
            When a weight is negative or all are 0.
        """
        used = self._weights(weights)
        apart = self.apart(code)
        distance = self._comparable(code, apart, used)
        order = [i for i in np.argsort(distance, kind="stable") if np.isfinite(distance[i])]
        return tuple(self._neighbour(i, apart, used, distance) for i in order[:count])

    def stability(
        self,
        code: str,
        weights: Mapping[str, float] | None = None,
        *,
        count: int = COUNT,
        spread: float = SPREAD,
        draws: int = DRAWS,
        seed: int = SEED,
    ) -> Stability:
        """Say how many of the nearest stay when weights are drawn evenly within ±`spread`."""
        used = self._weights(weights)
        apart = self.apart(code)
        nearest = self.nearest(code, weights, count)
        rows = [self._row[n.code] for n in nearest]
        usable = np.isfinite(self._comparable(code, apart, used))
        factors = np.random.default_rng(seed).uniform(
            1 - spread, 1 + spread, (draws, len(self.dimensions))
        )
        drawn = np.stack([_weighted(apart, used * f) for f in factors])
        drawn[:, ~usable] = np.inf
        first = np.argsort(drawn, axis=1, kind="stable")[:, : len(rows)]
        stays = (first[:, :, None] == np.array(rows, dtype=int)).any(axis=1)
        kept = stays.sum(axis=1)
        return Stability(
            kept=float(kept.mean()) if rows else 0.0,
            fewest=int(kept.min()) if rows else 0,
            of=len(rows),
            draws=draws,
            spread=spread,
            staying={n.code: float(s) for n, s in zip(nearest, stays.mean(axis=0), strict=True)},
        )

    def _weights(self, weights: Mapping[str, float] | None) -> Floats:
        chosen = weights or {}
        used = np.array([chosen.get(d.id, d.weight) for d in self.dimensions], dtype=float)
        if (used < 0).any() or not np.isfinite(used).all():
            raise UsageError(_("En vekt kan ikke være negativ."), _("Skriv et tall fra 0 og opp."))
        if used.size and not used.any():
            raise UsageError(
                _("Alle vektene er 0, så ingenting kan sammenliknes."),
                _("Gi minst to sider av kommunen en vekt over 0."),
            )
        return used

    def _comparable(self, code: str, apart: Floats, weights: Floats) -> Floats:
        shared = (np.isfinite(apart) & (weights > 0)).sum(axis=1)
        distance = _weighted(apart, weights)
        distance[shared < min(FEWEST, max(1, int((weights > 0).sum())))] = np.nan
        distance[self._row[code]] = np.nan
        return distance

    def _neighbour(self, row: int, apart: Floats, weights: Floats, distance: Floats) -> Neighbour:
        squares = np.where(np.isfinite(apart[row]), apart[row] * weights, 0.0)
        whole = squares.sum()
        parts = [
            Contribution(d.id, float(s / whole) if whole else 0.0, float(np.sqrt(a)))
            for d, s, a, w in zip(self.dimensions, squares, apart[row], weights, strict=True)
            if np.isfinite(a) and w > 0
        ]
        missing = [
            d.id
            for d, a, w in zip(self.dimensions, apart[row], weights, strict=True)
            if not np.isfinite(a) and w > 0
        ]
        parts.sort(key=lambda part: -part.share)
        return Neighbour(
            self.codes[row], float(distance[row]), tuple(parts), (*self.lacking, *missing)
        )


def standardise(values: Floats) -> Floats:
    """Give each column mean 0 and standard deviation 1 over those that have a value.

    A column where all are alike says nothing about likeness, and becomes 0.

    Examples
    --------
    >>> standardise(np.array([[1.0], [3.0], [np.nan]])).ravel()
    array([-1.,  1., nan])
    """
    table = np.atleast_2d(values.T).T.astype(float)
    known = np.isfinite(table)
    counts = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, table, 0.0)
    mean = filled.sum(axis=0) / counts
    off = np.where(known, table - mean, 0.0)
    deviation = np.sqrt((off**2).sum(axis=0) / counts)
    scaled = off / np.where(deviation > 1e-12 * (1 + abs(mean)), deviation, np.inf)
    return np.where(known, scaled, np.nan)


def _mean_square(difference: Floats) -> Floats:
    """Give the mean of the squares in each row over what is known; NaN where nothing is."""
    known = np.isfinite(difference)
    counts = known.sum(axis=1)
    squares = np.where(known, difference, 0.0) ** 2
    return np.where(counts > 0, squares.sum(axis=1) / np.maximum(counts, 1), np.nan)


def _weighted(apart: Floats, weights: Floats) -> Floats:
    known = np.isfinite(apart)
    whole = (known * weights).sum(axis=1)
    squares = (np.where(known, apart, 0.0) * weights).sum(axis=1)
    return np.where(whole > 0, np.sqrt(squares / np.where(whole > 0, whole, 1.0)), np.nan)
