"""How good the projections were: errors and coverage by size, age group and years ahead."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.backtest import HORIZON, WIDE, Trial
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
    own, unchanged, ssb
        Mean absolute percentage error; `ssb` None where SSB made no projection that year.
    plain, plain_1000, long_200, long_1000
        The same of each Hamilton–Perry in ``RIVALS``.
    bias
        Mean percentage error of our own, above 0 is too many.
    deaths, chance
        The error that the chance of deaths alone, and of deaths, births and moves, would give.
    inside50, inside80, inside95
        How often the outcome was within the interval; None when no draws were made.
    width80, score80
        Mean width and interval score of the 80 % interval over what came; likewise None.
    tuned80, tuned_width80, tuned_score80
        How often, width and score of the Hamilton–Perry that erred least in this line.
    """

    size: int
    base_year: int
    group: str
    horizon: int
    cases: int
    people: float
    own: float
    plain: float
    plain_1000: float
    long_200: float
    long_1000: float
    unchanged: float
    ssb: float | None
    bias: float
    deaths: float
    chance: float
    inside50: float | None
    inside80: float | None
    inside95: float | None
    width80: float | None = None
    score80: float | None = None
    tuned80: float | None = None
    tuned_width80: float | None = None
    tuned_score80: float | None = None

    @property
    def tuned(self) -> float:
        """The error of the Hamilton–Perry that erred least, chosen in hindsight."""
        return min(self.plain, self.plain_1000, self.long_200, self.long_1000)


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

    def mean(
        self, what: Callable[[Score], float | None], first: int, last: int, group: str, horizon: int
    ) -> float | None:
        """Give the mean over the base years `first`–`last` that reach `horizon`, each case once."""
        lines = [self.line(group, horizon, base_year=y) for y in range(first, last + 1)]
        kept = [(what(s), s.cases) for s in lines if s is not None]
        if not kept or any(v is None for v, _n in kept):
            return None
        return float(sum(v * n for v, n in kept if v is not None) / sum(n for _v, n in kept))

    def covered(self, base_year: int, group: str | None = None) -> float | None:
        """Give how often the 80 % interval held from one base year, at all horizons."""
        kept = [
            (s.inside80, s.cases)
            for s in self.lines
            if s.size == ALL and s.base_year == base_year and group in (None, s.group)
        ]
        if not kept or any(v is None for v, _n in kept):
            return None
        return float(sum(v * n for v, n in kept if v is not None) / sum(n for _v, n in kept))


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
    """Give the lines where a Hamilton–Perry or «no change» erred less, by `NOTICED` or more."""
    return [s for s in lines if min(s.tuned, s.unchanged) < s.own - NOTICED]


def _in_class(people: Floats, size: int) -> NDArray[np.bool_]:
    if size < 0:
        return np.ones(len(people), np.bool_)
    above = [s for s in SIZES if s > size]
    return (people >= size) & (people < (above[0] if above else np.inf))


def _lines(tested: Sequence[Trial], size: int, base_year: int, horizon: int) -> list[Score]:
    kept = [(t, _in_class(t.people, size)) for t in tested if t.own.shape[1] >= horizon]
    if not kept:
        return []

    def joined(name: str, lead: int = 0) -> Floats | None:
        """Put the municipalities of all trials together; `lead` axes stand before them."""
        found = [(getattr(t, name), part) for t, part in kept]
        if any(values is None for values, _part in found):
            return None
        ahead = (slice(None),) * lead
        return np.concatenate([v[(*ahead, p, horizon - 1)] for v, p in found], axis=lead)

    columns = {
        n: joined(n, lead)
        for lead, names in enumerate(
            (
                ("own", "unchanged", "ssb", "actual", "deaths", "chance"),
                ("rivals", "inside"),
                ("ends",),
            )
        )
        for n in names
    }
    actual = columns["actual"]
    return [
        _score({n: None if v is None else v[..., g] for n, v in columns.items()}, key)
        for g, group in enumerate(BACKTEST)
        if actual is not None and (actual[:, g] > 0).any()
        for key in [(size, base_year, group, horizon)]
    ]


def _score(columns: dict[str, Floats | None], key: tuple[int, int, str, int]) -> Score:
    """Sum up one line; every column is of one age group, municipalities last."""
    everyone = columns["actual"]
    some = np.asarray(everyone) > 0
    kept = {n: None if v is None else v[..., some] for n, v in columns.items()}
    actual = np.asarray(kept["actual"])
    off = {n: np.asarray(kept[n]) / actual - 1 for n in ("own", "rivals", "unchanged", "ssb")}
    error = {n: np.abs(off[n]).mean(axis=-1) for n in ("own", "rivals", "unchanged")}
    rivals = [float(e) for e in error["rivals"]]
    made = ~np.isnan(off["ssb"])
    middle = np.maximum(np.asarray(kept["own"]), 1)
    inside, ends = kept["inside"], kept["ends"]
    hit = [None] * 3 if inside is None else [float(v) for v in inside.mean(axis=-1)]
    size, base_year, group, horizon = key
    return Score(
        size,
        base_year,
        group,
        horizon,
        int(some.sum()),
        float(actual.mean()),
        float(error["own"]),
        plain=rivals[0],
        plain_1000=rivals[1],
        long_200=rivals[2],
        long_1000=rivals[3],
        unchanged=float(error["unchanged"]),
        ssb=float(np.abs(off["ssb"][made]).mean()) if made.any() else None,
        bias=float(off["own"].mean()),
        deaths=float((np.asarray(kept["deaths"]) / middle).mean()) * TO_EXPECTED,
        chance=float((np.asarray(kept["chance"]) / middle).mean()) * TO_EXPECTED,
        inside50=hit[0],
        inside80=hit[1],
        inside95=hit[2],
        **({} if ends is None else _widths(ends, actual, int(error["rivals"].argmin()))),
    )


def _widths(ends: Floats, actual: Floats, best: int) -> dict[str, float]:
    """Give width and interval score over what came, ours and those of the best rival.

    The score is the width and, where the outcome was outside, how far outside times ``2 / 0.2``:
    less is better (Gneiting & Raftery 2007).
    """
    low, high = ends[:, 0] / actual, ends[:, 1] / actual
    width = high - low
    score = width + 2 / (1 - WIDE) * (np.maximum(low - 1, 0) + np.maximum(1 - high, 0))
    held = (low <= 1) & (high >= 1)
    rival = best + 1
    return {
        "width80": float(width[0].mean()),
        "score80": float(score[0].mean()),
        "tuned80": float(held[rival].mean()),
        "tuned_width80": float(width[rival].mean()),
        "tuned_score80": float(score[rival].mean()),
    }
