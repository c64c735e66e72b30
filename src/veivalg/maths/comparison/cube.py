"""A dense cube of indicators (indicator × year × municipality) and its standard scores (M6a)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

WINDOW = 3
"""Years in the mean («de tre siste årene», Agenda Kaupang's index from 2024)."""

FEWEST = 3
"""Fewer municipalities than this give no score: there is nothing to compare with."""

_BLOCK = 64
_LEVEL = 1e-12


@dataclass(frozen=True, eq=False)
class Cube:
    """Values of indicators by year and municipality; NaN is missing.

    Parameters
    ----------
    indicators, years, places
        What the three axes hold, each sorted, so that the order of rows read never matters.
    values
        Shape (indicator, year, place), in stored scale.
    errors
        Standard error of each value from small numbers, same shape and scale; NaN where nobody
        knows, None when it is known for no indicator.
    """

    indicators: tuple[str, ...]
    years: tuple[int, ...]
    places: tuple[str, ...]
    values: Array
    errors: Array | None = None

    @cached_property
    def where(self) -> dict[str, int]:
        """Give the position of each place."""
        return {place: i for i, place in enumerate(self.places)}

    def until(self, year: int) -> Cube:
        """Give the cube as it was when `year` was the newest."""
        keep = [i for i, y in enumerate(self.years) if y <= year]
        cut = slice(0, len(keep))
        errors = None if self.errors is None else self.errors[:, cut]
        return Cube(self.indicators, self.years[cut], self.places, self.values[:, cut], errors)


def cube_of(
    frame: pl.DataFrame,
    indicators: Sequence[str],
    places: Sequence[str],
    *,
    counted: Sequence[str] = (),
) -> Cube:
    """Lay long rows out as a cube.

    Parameters
    ----------
    frame
        Columns ``municipality``, ``year``, ``indicator``, ``value`` and, for `counted`,
        ``numerator`` and ``denominator``. Rows of other places or indicators are left out.
    counted
        Indicators whose numerator counts people or events, so that chance alone moves them.
    """
    named, kept = tuple(sorted(set(indicators))), tuple(sorted(set(places)))
    rows = frame.filter(
        pl.col("indicator").is_in(named), pl.col("municipality").is_in(kept)
    ).with_columns(
        pl.col("indicator").cast(pl.Enum(named)).to_physical().alias("i"),
        pl.col("municipality").cast(pl.Enum(kept)).to_physical().alias("k"),
    )
    years = tuple(sorted(rows["year"].unique().to_list()))
    shape = (len(named), len(years), len(kept))
    flat = _positions(rows, years, shape)
    values = _scatter(rows["value"], flat, shape)
    errors = None
    if counted and {"numerator", "denominator"} <= set(rows.columns):
        some = np.array([name in set(counted) for name in named])
        if some.any():
            parts = (_scatter(rows[c], flat, shape) for c in ("numerator", "denominator"))
            errors = chance(values, *parts)
            errors[~some] = np.nan
    return Cube(named, years, kept, values, errors)


def _positions(rows: pl.DataFrame, years: Sequence[int], shape: tuple[int, ...]) -> Places:
    """Give where each row lies in the flattened cube."""
    first = years[0] if years else 0
    lookup = np.full((years[-1] - first + 1) if years else 1, -1)
    lookup[[y - first for y in years]] = range(len(years))
    y = lookup[rows["year"].to_numpy().astype(np.intp) - first]
    i, k = (rows[c].to_numpy().astype(np.intp) for c in ("i", "k"))
    return np.ravel_multi_index((i, y, k), shape) if len(i) else np.zeros(0, np.intp)


def _scatter(column: pl.Series, flat: Places, shape: tuple[int, ...]) -> Array:
    out = np.full(int(np.prod(shape)), np.nan)
    out[flat] = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return out.reshape(shape)


def chance(values: Array, numerator: Array, denominator: Array) -> Array:
    """Give the standard error that chance alone gives a value with a counted numerator.

    A count not above its denominator is a share (binomial), else a rate (Poisson). Two are added
    to the count and four to the denominator (Agresti and Coull), so that a count of 0 isn't
    certain. The scale of the value (per cent, per 10,000) is read from value ÷ (count ÷
    denominator). All arrays have the shape of `values`; the last axis is place.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = numerator / denominator
        scale = np.where(ratio > 0, values / ratio, np.nan)
        level = _median(scale)
        share = (numerator + 2) / (denominator + 4)
        binomial = np.sqrt(share * (1 - share) / (denominator + 4))
        poisson = np.sqrt(numerator + 1) / denominator
        error: Array = np.where(numerator <= denominator, binomial, poisson) * np.abs(level)
    error[~(denominator > 0)] = np.nan
    return error


def _median(values: Array) -> Array:
    """Give the median of each indicator over years and places, broadcastable to `values`."""
    flat = np.sort(values.reshape(len(values), -1), axis=1)  # NaN sorts last
    count = np.maximum((~np.isnan(flat)).sum(axis=1) - 1, 0) // 2
    middle: Array = flat[np.arange(len(flat)), count]
    return middle.reshape(-1, 1, 1)


def standardise(values: Array, signs: Array | None = None) -> Array:
    """Give each value's distance from the mean of the municipalities, in standard deviations.

    Every municipality counts the same, and the deviation is that of a population (ddof=0).
    Missing stays missing and counts for nothing. Where all are alike the score is 0.

    Parameters
    ----------
    values
        Any shape; the last axis is municipality.
    signs
        +1 where high is good, −1 where low is good, one per entry of the first axis.

    Examples
    --------
    >>> z = standardise(np.array([20000.0, 22000, 24000, 26000, 30000]))
    >>> z.round(4).tolist()
    [-1.2787, -0.6975, -0.1162, 0.465, 1.6275]
    """
    shape = values.shape
    lines = values.reshape(-1, shape[-1])
    out = np.empty(lines.shape, np.float64)
    for part in _blocks(len(lines)):
        _score(lines[part], out[part])
    scores: Array = out.reshape(shape)
    if signs is not None:
        scores *= signs.reshape(-1, *[1] * (scores.ndim - 1))
    return scores


def _blocks(lines: int) -> Iterator[slice]:
    step = _BLOCK * 16
    return (slice(i, min(i + step, lines)) for i in range(0, lines, step))


def _score(lines: npt.NDArray[np.floating], out: Array) -> None:
    """Write the scores of some lines; blocks are small enough to stay in the processor's cache."""
    hidden = np.isnan(lines)
    known = lines.shape[1] - hidden.sum(axis=1)
    n = np.maximum(known, 1)[:, None]
    np.copyto(out, lines)
    out[hidden] = 0.0
    mean = out.sum(axis=1, keepdims=True) / n
    out -= mean
    out[hidden] = 0.0
    spread = np.sqrt(np.einsum("ij,ij->i", out, out)[:, None] / n)
    alike = spread <= _LEVEL * np.abs(mean)
    out /= np.where(alike, np.inf, spread)
    out[hidden] = np.nan
    out[known < FEWEST] = np.nan


def spreads(values: Array) -> Array:
    """Give the population standard deviation over the last axis, NaN where nothing is known."""
    hidden = np.isnan(values)
    n = np.maximum((~hidden).sum(axis=-1), 1)
    zero = np.where(hidden, 0.0, values)
    mean = zero.sum(axis=-1) / n
    square = (np.where(hidden, 0.0, values - mean[..., None]) ** 2).sum(axis=-1) / n
    return np.asarray(np.where(hidden.all(axis=-1), np.nan, np.sqrt(square)))


def window(values: Array, length: int = WINDOW) -> Places:
    """Give for each indicator the positions of its last years with figures, newest first.

    A year counts when at least half as many municipalities have a value as in the indicator's best
    year, so one early answer doesn't move the window for all. −1 where there are fewer years.

    Parameters
    ----------
    values
        Shape (indicator, year, place).

    Returns
    -------
    Places
        Shape (indicator, `length`).
    """
    known = (~np.isnan(values)).sum(axis=2)
    counts = (known > 0) & (2 * known >= known.max(axis=1, initial=0, keepdims=True))
    order = np.where(counts, np.arange(values.shape[1]), -1)
    newest = -np.sort(-order, axis=1)[:, :length]
    short = length - newest.shape[1]
    return np.pad(newest, ((0, 0), (0, short)), constant_values=-1) if short else newest


def taken(values: Array, positions: Places) -> Array:
    """Give values at year positions: shape (indicator, position, place), NaN where −1."""
    found: Array = np.take_along_axis(values, np.maximum(positions, 0)[:, :, None], axis=1)
    found[positions < 0] = np.nan
    return found


def mean_known(values: Array, axis: int) -> Array:
    """Give the mean of what is known along an axis, NaN where nothing is."""
    hidden = np.isnan(values)
    n = (~hidden).sum(axis=axis)
    total = np.where(hidden, 0.0, values).sum(axis=axis)
    out: Array = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    return out
