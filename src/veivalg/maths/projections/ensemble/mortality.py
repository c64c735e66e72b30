"""How many die by sex and age: one smooth national curve, and how fast it falls.

There are no tables of deaths here. From 67 on few people cross the border, so what a national
cohort loses in a year is deaths; a Poisson model with a cubic in age and a linear change in time is
fitted to that, over every year known: the change in the newest ten alone was that of a few hard
years, and led to a tenth too few over 80 in 2050. Below 67 the curve is led on by Gompertz' law,
and what it misses there is carried by the moves, which are estimated with these same deaths: the
sum of the two is what was seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ages = NDArray[np.float64]

AGES = 106
OLD = 67
NEWBORN = 0.002
"""Share of newborns who do not live to New Year's Eve; a choice, and of no weight in the result."""
FLOOR = 0.0002
DAMPING = 0.85
"""How much of the change seen is led on: the fall in mortality has slowed before."""
FASTEST = -0.03
_SLOPE = (0.08, 0.115)  # Gompertz: rise in log mortality a year of age
_STEPS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Mortality:
    """The national curve.

    Parameters
    ----------
    death
        Probability of dying in the last year known, by age at its end, ``(2, 106)``.
    change
        Yearly change in its logarithm, 0 or below, ``(2, 106)``.
    """

    death: Ages
    change: Ages

    def survive(self, years: NDArray[np.integer]) -> Ages:
        """Give the share that lives, ``(len(years), 2, 106)``; year 0 is the last one known."""
        steps = np.asarray(years, dtype=np.float64)[:, None, None]
        return np.asarray(1 - self.death * np.exp(self.change * steps), dtype=np.float64)


def aged(persons: Ages) -> Ages:
    """Give those who can be each age at the end of the year: one year younger at its start.

    Works on the last axis; 105 is open, so those of 104 and 105 are both there. Newborns are not
    yet there: age 0 gives 0.
    """
    out = np.zeros_like(persons)
    out[..., 1:] = persons[..., :-1]
    out[..., -1] += persons[..., -1]
    return out


def national_mortality(country: Ages) -> Mortality:
    """Fit the curve to the country's counts.

    Parameters
    ----------
    country
        Persons by year, sex and age, ``(years, 2, 106)``, the newest last; at least three years.
    """
    known: NDArray[np.bool_] = ~np.isnan(country.sum(axis=(1, 2)))
    start, end = aged(country[:-1]), country[1:]
    both = np.logical_and(known[:-1], known[1:])
    time = np.arange(-len(start) + 1.0, 1.0)[both]
    fits = [_sex(start[both, s], end[both, s], time) for s in (0, 1)]
    return Mortality(np.array([f[0] for f in fits]), np.array([f[1] for f in fits]))


def _designs() -> tuple[Ages, Ages]:
    """Give the columns for level and for change by age 67–105; the oldest do not change."""
    ages = np.arange(OLD, AGES)
    x = (ages - 85) / 20
    taper = np.clip((100 - ages) / 20, 0, 1)
    level = np.stack([np.ones_like(x), x, x**2, x**3], axis=-1)
    change = np.stack([taper, taper * np.clip((ages - 80) / 13, -1, 0)], axis=-1)
    return level, change


def _sex(start: Ages, end: Ages, time: Ages) -> tuple[Ages, Ages]:
    """Fit one sex by iterated weighted least squares; give ``death`` and ``change`` by age."""
    exposed, lost = start[:, OLD:], np.maximum(start[:, OLD:] - end[:, OLD:], 1.0)
    level, change = _designs()
    columns = np.concatenate(
        [np.broadcast_to(level, (len(time), *level.shape)), time[:, None, None] * change], axis=-1
    ).reshape(-1, level.shape[1] + change.shape[1])
    use = exposed.ravel() > 20
    x, y, e = columns[use], lost.ravel()[use], exposed.ravel()[use]
    working, weight = np.log(y / e), np.sqrt(y)
    for _ in range(_STEPS):
        fit = np.linalg.lstsq(x * weight[:, None], working * weight, rcond=None)[0]
        expected = np.exp(x @ fit) * e
        working, weight = x @ fit + (y - expected) / expected, np.sqrt(expected)
    split = level.shape[1]
    return _led_on(np.exp(level @ fit[:split]), change @ fit[split:])


def _led_on(old: Ages, change: Ages) -> tuple[Ages, Ages]:
    """Lead the curve from 67 down to birth."""
    young = np.arange(OLD)
    slope = np.clip(np.log(old[8] / old[0]) / 8, *_SLOPE)
    death = np.concatenate([old[0] * np.exp(slope * (young - OLD)), old])
    death[:40] = np.maximum(death[:40], FLOOR)
    death[0] = NEWBORN
    falls = np.concatenate([np.full(OLD, change[:5].mean()), change])
    return np.clip(death, 0, 0.6), np.clip(falls, FASTEST, 0) * DAMPING
