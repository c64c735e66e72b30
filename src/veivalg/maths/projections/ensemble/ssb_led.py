"""SSB-led draws: the median follows SSB's alternative, and our spread surrounds it (M2).

Where SSB's figures are known by sex and one-year age, every cell is first scaled so that the mean
of the draws is SSB's number. Then each age group is scaled so that its median is SSB's too: the
groups are those below, or, where only coarse ones are known, SSB's own. The relative spread of a
group is left as it was. SSB publishes its alternatives without probability; the spread is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.projections.raking import Group, disjoint

_FIRST = (0, 6, 13, 16, 20, 45, 67, 80, 90, 106)
BANDS: tuple[Group, ...] = tuple((low, after - 1) for low, after in pairwise(_FIRST))
Persons = NDArray[np.float32]
Factors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What SSB projects for one place.

    Parameters
    ----------
    alternative
        SSB's code, «MMMM».
    first_year
        The year the projection starts from: it was not known before.
    cells
        Year → persons by sex and age, shape ``(2, 106)``.
    groups
        Year → age group → persons, used for the years without cells.
    """

    alternative: str
    first_year: int
    cells: Mapping[int, NDArray[np.float64]] = field(default_factory=dict)
    groups: Mapping[int, Mapping[Group, float]] = field(default_factory=dict)

    @property
    def last_year(self) -> int:
        """Give the last year anything is known of."""
        return max((*self.cells, *self.groups), default=self.first_year)

    def covers(self, base: int, to: int) -> bool:
        """Say whether it was known in `base` and reaches every year after it to `to`."""
        ahead = range(base + 1, to + 1)
        return base >= self.first_year and all(y in self.cells or y in self.groups for y in ahead)


def rake(persons: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale draws so that their mean is `target` in every cell.

    Parameters
    ----------
    persons
        Shape ``(draws, …)``, none negative.
    target
        Shape ``(…)``. A cell nobody is in, in any draw, gets the target itself in every draw.
    """
    scale, fill = _cells(persons, target)
    found: NDArray[np.float64] = persons * scale + fill
    return found


def factors(persons: Persons, years: tuple[int, ...], target: Target) -> tuple[Factors, Factors]:
    """Give what to multiply draws with, and what to add in cells nobody is in.

    Parameters
    ----------
    persons
        Draws without local knowledge, shape ``(draws, years, 2, 106)``.
    years
        The years of the second axis; the first is counted and left alone.

    Returns
    -------
    tuple
        Factor and addition, each of shape ``(years, 2, 106)``.

    Raises
    ------
    UsageError
        When SSB's projection doesn't reach the last year, or was not known in the first.
    """
    _check(years, target)
    scale = np.ones(persons.shape[1:], dtype=np.float64)
    fill = np.zeros_like(scale)
    for t, year in enumerate(years[1:], 1):
        draws = persons[:, t]
        if year in target.cells:
            scale[t], fill[t] = _cells(draws, target.cells[year])
            groups = {(lo, hi): float(target.cells[year][:, lo : hi + 1].sum()) for lo, hi in BANDS}
        else:
            groups = disjoint(target.groups[year])
        for (lo, hi), wanted in groups.items():
            part = np.s_[:, lo : hi + 1]
            _centre(draws[:, :, lo : hi + 1], scale[t][part], fill[t][part], wanted)
    return scale.astype(np.float32), fill.astype(np.float32)


def apply(persons: Persons, scale: Factors, fill: Factors) -> Persons:
    """Scale the draws in place; people that local knowledge brings follow the same factors."""
    persons *= scale  # in place: a new array of this size costs more than the arithmetic
    if fill.any():
        persons += fill
    return persons


def _cells(draws: NDArray[Any], cells: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    mean = draws.mean(axis=0, dtype=np.float64)
    empty = mean <= 0
    scale = np.divide(cells, mean, out=np.zeros_like(mean), where=~empty)
    return scale, np.where(empty, cells, 0.0)


def _centre(
    draws: Persons, scale: NDArray[np.float64], fill: NDArray[np.float64], wanted: float
) -> None:
    """Scale one group in place so that its median over the draws is `wanted`."""
    total = (draws * scale).sum(axis=(1, 2), dtype=np.float64) + fill.sum()
    median = float(np.median(total))
    if median > 0:
        scale *= wanted / median
        fill *= wanted / median
    else:
        scale[...] = 0.0
        fill[...] = wanted / fill.size


def _check(years: tuple[int, ...], target: Target) -> None:
    if years[0] < target.first_year:
        raise UsageError(
            _("SSBs framskriving fra {known} var ikke kjent i {year}.").format(
                known=target.first_year, year=years[0]
            ),
            _("Velg --modus egen, eller framskriv fra {known} eller senere.").format(
                known=target.first_year
            ),
        )
    missing = [y for y in years[1:] if y not in target.cells and y not in target.groups]
    if missing:
        raise UsageError(
            _("SSBs framskriving mangler for {year}.").format(year=missing[0]),
            _("Velg --modus egen, eller et tidligere siste år."),
        )
