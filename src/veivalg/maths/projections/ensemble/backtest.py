"""The back-test: project from each year with what was known then, and hold it against what came.

Nothing after a base year is looked at to project from it (`Counts.until` cuts it away first). The
constants of the estimation and the sizes of the shocks are chosen once, with all base years in
view; docs/etterproving.md says what that is worth.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
from veivalg.maths.projections.ensemble.shocks import shocks

Floats = NDArray[np.float64]

FIRST, LAST = 2013, 2021
HORIZON = 10
DRAWS = 400
SEED = 2026
LEVELS = (0.5, 0.8, 0.95)
SPLIT = {"1508": 2024, "1580": 2024}
"""Municipalities whose earlier figures are fixed shares of another, and the year they began."""
_MEMBERS = Groups.of(*BACKTEST).membership().astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One base year: projections and outcome by municipality, horizon and age group.

    Parameters
    ----------
    people
        Inhabitants in the base year, ``(m,)``.
    own, plain, unchanged, actual, ssb
        Persons ``(m, h, groups)`` one year ahead and on; `plain` is Hamilton–Perry; `ssb` NaN where
        there is no projection of SSB's made that year.
    deaths, chance
        Standard deviation of chance: deaths alone, and deaths, births and moves; same shape.
    inside
        Whether the outcome is within the 50, 80 and 95 % interval, ``(3, m, h, groups)``; None
        when no draws were made.
    """

    base_year: int
    municipalities: tuple[str, ...]
    people: Floats
    own: Floats
    plain: Floats
    unchanged: Floats
    actual: Floats
    ssb: Floats
    deaths: Floats
    chance: Floats
    inside: NDArray[np.bool_] | None = None


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
        if here and base_year >= SPLIT.get(c, 0)
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
    plain = baseline.hamilton_perry(kept, base_year, horizon)
    return Trial(
        base_year,
        kept.municipalities,
        rates.start.sum(axis=(1, 2)),
        grouped(path[:, 1:]),
        grouped(plain[:, 1:]),
        grouped(baseline.no_change(kept, base_year, horizon)[:, 1:]),
        actual,
        np.full_like(actual, np.nan) if made is None else grouped(made),
        _chance(rates, path, deaths_only=True),
        _chance(rates, path, deaths_only=False),
        _inside(rates, components, actual, draws) if draws else None,
    )


def _chance(rates: Rates, path: Floats, *, deaths_only: bool) -> Floats:
    variance = baseline.chance_variance(rates, path, deaths_only=deaths_only)
    return np.sqrt(grouped(variance[:, 1:]))


def _inside(rates: Rates, components: Components, actual: Floats, draws: int) -> NDArray[np.bool_]:
    """Draw futures and say where the outcome fell within the intervals; ends are within."""
    found = np.empty((len(LEVELS), *actual.shape), np.bool_)
    groups = Groups.of(*BACKTEST)
    tails = [t for level in LEVELS for t in (0.5 - level / 2, 0.5 + level / 2)]
    for begin in range(0, len(rates.municipalities), 60):
        part = slice(begin, begin + 60)
        some = rates.only(part)
        drawn = simulate(
            some, shocks(some, components, draws=draws, seed=SEED), seed=SEED, groups=groups
        ).persons[:, :, 1:]
        ends = np.quantile(drawn, tails, axis=1)
        for i in range(len(LEVELS)):
            found[i, part] = (actual[part] >= ends[2 * i]) & (actual[part] <= ends[2 * i + 1])
    return found
