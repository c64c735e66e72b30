"""The back-test: project from each year with what was known then, and hold it against what came.

Nothing after a base year is looked at to project from it (`Counts.until` cuts it away first), and
what is learnt of how much lasts and how wide the shocks are is read from the record of that year.
A few constants are chosen once, with all base years in view; docs/etterproving.md tells which.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble import baseline
from veivalg.maths.projections.ensemble.components import WHOLE_COUNTRY, Components, learn
from veivalg.maths.projections.ensemble.counts import Counts
from veivalg.maths.projections.ensemble.estimate import estimate
from veivalg.maths.projections.ensemble.expected import expected
from veivalg.maths.projections.ensemble.groups import BACKTEST, Groups
from veivalg.maths.projections.ensemble.kernel import simulate
from veivalg.maths.projections.ensemble.rates import Rates
from veivalg.maths.projections.ensemble.record import record
from veivalg.maths.projections.ensemble.shocks import shocks
from veivalg.norway.splits import shares_until

Floats = NDArray[np.float64]

FIRST, LAST = 2013, 2025
HORIZON = 10
DRAWS = 400
SEED = 2026
LEVELS = (0.5, 0.8, 0.95)
WIDE = 0.8
"""The level that all intervals are compared at."""
_MEMBERS = Groups.of(*BACKTEST).membership().astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One base year: projections and outcome by municipality, horizon and age group.

    Parameters
    ----------
    people
        Inhabitants in the base year, ``(m,)``.
    own, unchanged, actual, ssb
        Persons ``(m, h, groups)`` one year ahead and on; `ssb` NaN where there is no projection of
        SSB's made that year.
    rivals
        The same of each Hamilton–Perry in ``RIVALS``, ``(4, m, h, groups)``.
    deaths, chance
        Standard deviation of chance: deaths alone, and deaths, births and moves; same shape.
    inside
        Whether the outcome is within the 50, 80 and 95 % interval, ``(3, m, h, groups)``; None
        when no draws were made.
    ends
        Ends of the 80 % interval, ours and each rival's, ``(5, 2, m, h, groups)``; None likewise.
    """

    base_year: int
    municipalities: tuple[str, ...]
    people: Floats
    own: Floats
    rivals: Floats
    unchanged: Floats
    actual: Floats
    ssb: Floats
    deaths: Floats
    chance: Floats
    inside: NDArray[np.bool_] | None = None
    ends: Floats | None = None


def back_test(
    counts: Counts,
    first: int = FIRST,
    last: int = LAST,
    *,
    draws: int = DRAWS,
    ssb: Callable[[int, tuple[str, ...], int], Floats | None] = lambda *_: None,
    progress: Callable[[int], None] = lambda _year: None,
) -> Iterator[Trial]:
    """Test every base year from `first` to `last`.

    Parameters
    ----------
    counts
        The whole country.
    draws
        Draws for the intervals; 0 tests the middle alone.
    ssb
        Is asked for SSB's main alternative made in a year: persons ``(m, horizon, 2, 106)``, NaN
        where it has none, or None.
    progress
        Is told each base year that is done.

    Raises
    ------
    UsageError
        The figures don't hold the whole country, or not the years.
    """
    _check(counts, first, last)
    for base_year in range(first, last + 1):
        yield _tested(counts, base_year, draws, ssb)
        progress(base_year)


def _check(counts: Counts, first: int, last: int) -> None:
    if len(counts.municipalities) < WHOLE_COUNTRY:
        raise UsageError(
            _(
                "Etterprøvingen trenger folkemengden i hele landet, men her er bare {n} kommuner."
            ).format(n=len(counts.municipalities)),
            _("Hent den med «veivalg hent --alle», eller oppgi en fil med «--befolkning FIL»."),
        )
    lowest, highest = counts.years[0] + 4, counts.years[-1] - 1
    if not lowest <= first <= last <= highest:
        raise UsageError(
            _("Kan ikke etterprøve {first}–{last}: tallene gjelder {a}–{b}.").format(
                first=first, last=last, a=counts.years[0], b=counts.years[-1]
            ),
            _(
                "Velg startår fra {lowest} til {highest}, det første først, eller hent flere år "
                "med «veivalg hent --alle»."
            ).format(lowest=lowest, highest=highest),
        )


def known_places(counts: Counts, base_year: int) -> tuple[str, ...]:
    """Give the municipalities that can be tested: counted then, and not split since."""
    there = ~np.isnan(counts.at(base_year).sum(axis=(1, 2)))
    return tuple(
        c
        for c, here in zip(counts.municipalities, there, strict=True)
        if here and base_year >= shares_until().get(c, 0)
    )


def grouped(persons: Floats) -> Floats:
    """Sum ``(…, 2, 106)`` to the groups of the back-test, ``(…, groups)``."""
    flat = persons.reshape(*persons.shape[:-2], -1)
    return np.asarray(flat @ _MEMBERS.reshape(len(_MEMBERS), -1).T, dtype=np.float64)


def _tested(
    counts: Counts,
    base_year: int,
    draws: int,
    ssb: Callable[[int, tuple[str, ...], int], Floats | None],
) -> Trial:
    horizon = min(HORIZON, counts.years[-1] - base_year)
    components = learn(counts, base_year)
    kept = counts.only(known_places(counts, base_year))
    rates = estimate(kept, base_year, horizon=horizon, components=components)
    path = expected(rates)
    at = counts.years.index(base_year)
    actual = grouped(kept.persons[:, at + 1 : at + 1 + horizon])
    made = ssb(base_year, kept.municipalities, horizon)
    rivals = [
        grouped(baseline.hamilton_perry(kept, base_year, horizon, *how)[:, 1:])
        for how in baseline.RIVALS.values()
    ]
    trial = Trial(
        base_year,
        kept.municipalities,
        rates.start.sum(axis=(1, 2)),
        grouped(path[:, 1:]),
        np.stack(rivals),
        grouped(baseline.no_change(kept, base_year, horizon)[:, 1:]),
        actual,
        np.full_like(actual, np.nan) if made is None else grouped(made),
        _chance(rates, path, deaths_only=True),
        _chance(rates, path, deaths_only=False),
    )
    return _with_intervals(trial, rates, components, draws) if draws else trial


def _chance(rates: Rates, path: Floats, *, deaths_only: bool) -> Floats:
    variance = baseline.chance_variance(rates, path, deaths_only=deaths_only)
    return np.sqrt(grouped(variance[:, 1:]))


def _with_intervals(trial: Trial, rates: Rates, components: Components, draws: int) -> Trial:
    """Draw futures: where the outcome fell within our intervals, and the ends of all five.

    A rival has no draws of its own. It gets those of the same shocks, with sizes learnt in the same
    way from its own earlier errors, moved from our middle to its own.
    """
    tails = [t for level in LEVELS for t in (0.5 - level / 2, 0.5 + level / 2)]
    found = _quantiles(rates, components, draws, tails)
    low, high = found[::2], found[1::2]
    at = LEVELS.index(WIDE)
    ends = [np.stack([low[at], high[at]])]
    for rival, method in zip(trial.rivals, baseline.RIVALS, strict=True):
        sizes = record(trial.base_year, method).spread
        drawn = _quantiles(
            rates, replace(components, spread=sizes), draws, [0.5 - WIDE / 2, 0.5, 0.5 + WIDE / 2]
        )
        ends.append(rival + (drawn[[0, 2]] - drawn[1]) * (rival / np.maximum(trial.own, 1)))
    inside = (trial.actual >= low) & (trial.actual <= high)
    return replace(trial, inside=inside, ends=np.stack(ends))


def _quantiles(rates: Rates, components: Components, draws: int, at: list[float]) -> Floats:
    """Give quantiles of drawn futures, ``(quantiles, m, h, groups)``."""
    groups, found = Groups.of(*BACKTEST), []
    for begin in range(0, len(rates.municipalities), 60):
        some = rates.only(slice(begin, begin + 60))
        pulled = shocks(some, components, draws=draws, seed=SEED)
        drawn = simulate(some, pulled, seed=SEED, groups=groups).persons[:, :, 1:]
        found.append(np.quantile(drawn, at, axis=1))
    return np.concatenate(found, axis=1)
