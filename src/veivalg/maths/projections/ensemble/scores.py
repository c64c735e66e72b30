"""How good the projections were: errors and coverage by size, age group and years ahead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.backtest import HORIZON, Trial
from veivalg.maths.projections.ensemble.groups import BACKTEST

Floats = NDArray[np.float64]

SIZES = (0, 2_000, 5_000, 10_000, 20_000, 50_000)
"""Lower ends of the size classes, by inhabitants in the base year."""
ALL = -1
"""All municipalities, or all base years."""
NOTICED = 0.0005
"""Half a tenth of a percentage point: a smaller difference is no difference."""
TO_EXPECTED = float(np.sqrt(2 / np.pi))
"""Mean absolute deviation of a normal distribution over its standard deviation."""


@dataclass(frozen=True, slots=True)
class Score:
    """One line of the result; errors and coverage are fractions.

    Parameters
    ----------
    size
        Lower end of the size class, or −1 for all municipalities.
    base_year
        Or −1 for all base years together.
    group, horizon
        Age group as in `BACKTEST`, and years ahead.
    cases
        Pairs of municipality and base year with anybody in the group.
    people
        Mean persons in the group when the outcome came.
    own, plain, unchanged, ssb
        Mean absolute percentage error; `ssb` None where SSB made no projection that year.
    bias
        Mean percentage error of our own, above 0 is too many.
    deaths, chance
        The error that the chance of deaths alone, and of deaths, births and moves, would give.
    inside50, inside80, inside95
        How often the outcome was within the interval; None when no draws were made.
    """

    size: int
    base_year: int
    group: str
    horizon: int
    cases: int
    people: float
    own: float
    plain: float
    unchanged: float
    ssb: float | None
    bias: float
    deaths: float
    chance: float
    inside50: float | None
    inside80: float | None
    inside95: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """A whole back-test.

    Parameters
    ----------
    made
        ISO date of the run.
    source
        The figures it was run on, in words.
    draws
        Draws behind the intervals.
    """

    made: str
    source: str
    draws: int
    first: int
    last: int
    lines: tuple[Score, ...]

    def line(self, group: str, horizon: int, size: int = -1, base_year: int = -1) -> Score | None:
        """Give one line, or None when there is no such."""
        key = (size, base_year, group, horizon)
        return next(
            (s for s in self.lines if (s.size, s.base_year, s.group, s.horizon) == key), None
        )


def scores(tested: Sequence[Trial]) -> tuple[Score, ...]:
    """Sum up: every size class over all base years, and all municipalities by base year."""
    found: list[Score] = []
    for size in (ALL, *SIZES):
        for horizon in range(1, HORIZON + 1):
            found += _lines(tested, size, ALL, horizon)
    for one in tested:
        for horizon in range(1, one.own.shape[1] + 1):
            found += _lines([one], ALL, one.base_year, horizon)
    return tuple(found)


def overall(lines: Iterable[Score], level: str = "inside80") -> float | None:
    """Give the coverage over all municipalities, horizons and groups, each case counted once."""
    kept = [s for s in lines if s.size == ALL and s.base_year == ALL and s.cases]
    inside = [(getattr(s, level), s.cases) for s in kept]
    if not inside or any(v is None for v, _n in inside):
        return None
    return float(sum(v * n for v, n in inside) / sum(n for _v, n in inside))


def pooled(lines: Iterable[Score], size: int, group: str, level: str = "inside80") -> float | None:
    """Give the coverage of one size class and age group over all horizons."""
    kept = [s for s in lines if (s.size, s.base_year, s.group) == (size, ALL, group) and s.cases]
    if not kept or any(getattr(s, level) is None for s in kept):
        return None
    return float(sum(getattr(s, level) * s.cases for s in kept) / sum(s.cases for s in kept))


def lost(lines: Iterable[Score]) -> list[Score]:
    """Give the lines where Hamilton–Perry or «no change» erred less, by `NOTICED` or more."""
    return [s for s in lines if min(s.plain, s.unchanged) < s.own - NOTICED]


def _in_class(people: Floats, size: int) -> NDArray[np.bool_]:
    if size < 0:
        return np.ones(len(people), np.bool_)
    above = [s for s in SIZES if s > size]
    return (people >= size) & (people < (above[0] if above else np.inf))


def _lines(tested: Sequence[Trial], size: int, base_year: int, horizon: int) -> list[Score]:
    kept = [(t, _in_class(t.people, size)) for t in tested if t.own.shape[1] >= horizon]
    if not kept:
        return []

    def joined(name: str) -> Floats:
        return np.concatenate([getattr(t, name)[part, horizon - 1] for t, part in kept])

    columns = {
        n: joined(n) for n in ("own", "plain", "unchanged", "ssb", "actual", "deaths", "chance")
    }
    drawn = all(t.inside is not None for t, _part in kept)
    inside = (
        np.concatenate(
            [t.inside[:, part, horizon - 1] for t, part in kept if t.inside is not None], axis=1
        )
        if drawn
        else None
    )
    return [
        _score(columns, inside, g, (size, base_year, group, horizon))
        for g, group in enumerate(BACKTEST)
        if (columns["actual"][:, g] > 0).any()
    ]


def _score(
    columns: dict[str, Floats],
    inside: NDArray[np.bool_] | None,
    g: int,
    key: tuple[int, int, str, int],
) -> Score:
    actual = columns["actual"][:, g]
    some = actual > 0
    off = {n: columns[n][some, g] / actual[some] - 1 for n in ("own", "plain", "unchanged", "ssb")}
    made = ~np.isnan(off["ssb"])
    middle = np.maximum(columns["own"][some, g], 1)
    hit = [None] * 3 if inside is None else [float(v) for v in inside[:, some, g].mean(axis=1)]
    error = {n: float(np.abs(v).mean()) for n, v in off.items() if n != "ssb"}
    size, base_year, group, horizon = key
    return Score(
        size,
        base_year,
        group,
        horizon,
        cases=int(some.sum()),
        people=float(actual[some].mean()),
        own=error["own"],
        plain=error["plain"],
        unchanged=error["unchanged"],
        ssb=float(np.abs(off["ssb"][made]).mean()) if made.any() else None,
        bias=float(off["own"].mean()),
        deaths=float((columns["deaths"][some, g] / middle).mean()) * TO_EXPECTED,
        chance=float((columns["chance"][some, g] / middle).mean()) * TO_EXPECTED,
        inside50=hit[0],
        inside80=hit[1],
        inside95=hit[2],
    )
