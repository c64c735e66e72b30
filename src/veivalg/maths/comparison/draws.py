"""How else an index could have come out: draws over years, small numbers and missing figures.

Three things make a composite uncertain, and each is drawn:

* years: a municipality's years differ from its own mean. They are drawn again with replacement,
  widened by √(n/(n−1)) since three years show less than all their spread. No municipality is
  taken to be steadier than the median one, for three years are too few to tell;
* small numbers: chance in counts of people, as far as the years don't already show it;
* missing: an indicator that is hidden or not published is unknown, with the spread of the country
  (a standard score has standard deviation 1) around something between the mean of the
  municipalities and what the municipality's other indicators say.

Noise of independent parts is drawn for the composite at once: a weighted sum of independent normal
errors is itself normal, so this is the same as drawing each indicator, and hundreds of times less
work.
"""

from itertools import product

import numpy as np
import numpy.typing as npt

from veivalg.maths.comparison.cube import WINDOW, mean_known

Array = npt.NDArray[np.float64]
Draws = npt.NDArray[np.float32]

_CHOICES = np.array(list(product(range(WINDOW), repeat=WINDOW)))
_SHARES = (_CHOICES[:, :, None] == np.arange(WINDOW)).mean(axis=1).astype(np.float32)


def redrawn_years(draws: int, places: int, rng: np.random.Generator) -> Draws:
    """Give the share of each year in each draw of each place: shape (draw, place, year)."""
    shares: Draws = _SHARES[rng.integers(0, len(_SHARES), (draws, places), np.uint8)]
    return shares


def scatter(
    by_year: Array, noise: Array, missing: Array, years: Draws, rng: np.random.Generator
) -> Draws:
    """Draw how far a composite may lie from its value.

    Parameters
    ----------
    by_year
        Shape (year, place): the composite of each year of the window, NaN where there is none.
    noise
        Shape (place,): variance from small numbers.
    missing
        Shape (place,): variance from indicators that are missing.
    years
        From :func:`redrawn_years`.

    Returns
    -------
    ndarray
        Shape (draw, place), mean about 0; all 0 where nothing is uncertain.
    """
    away, seen = _deviations(by_year)
    out: Draws = np.einsum("dky,yk->dk", years, away.astype(np.float32))
    free = np.maximum(np.maximum(noise, _usual(by_year, seen)) - seen, 0.0) + missing
    spread = np.sqrt(free).astype(np.float32)
    if spread.any():
        out += rng.standard_normal(out.shape, np.float32) * spread
    return out


def _deviations(by_year: Array) -> tuple[Array, Array]:
    """Give the years' distances from their mean, scaled for redrawing, and the mean's variance."""
    known = ~np.isnan(by_year)
    n = known.sum(axis=0)
    away = np.where(known, by_year - mean_known(by_year, axis=0), 0.0)
    several = n > 1
    variance = np.where(several, (away**2).sum(axis=0) / np.maximum(n * (n - 1), 1), 0.0)
    # Redrawing WINDOW of WINDOW years, zeros among them, gives sum of squares / WINDOW².
    return away * np.where(several, WINDOW / np.sqrt(np.maximum(n * (n - 1), 1)), 0.0), variance


def _usual(by_year: Array, seen: Array) -> Array:
    """Give the variance that the years of the median place would give with as many years."""
    n = (~np.isnan(by_year)).sum(axis=0)
    several = n > 1
    if not several.any():
        return np.zeros(len(n))
    return np.where(n > 0, float(np.median((seen * n)[several])) / np.maximum(n, 1), 0.0)


def unknown(draws: int, variance: Array, rng: np.random.Generator) -> Draws | float:
    """Draw normal noise of a variance a place, or 0 when there is none."""
    spread = np.sqrt(variance).astype(np.float32)
    if not spread.any():
        return 0.0
    noise: Draws = rng.standard_normal((draws, len(spread)), np.float32) * spread
    return noise


def towards_mean(draws: int, pull: Array, rng: np.random.Generator) -> Draws | float:
    """Draw how much of `pull` is taken away, from nothing to all, or 0 when there is none.

    The value takes what is missing to be like what is known; the draws also hold that it may be
    as elsewhere.
    """
    if not np.any(pull):
        return 0.0
    taken: Draws = rng.random((draws, len(pull)), np.float32) * pull.astype(np.float32)
    return taken
