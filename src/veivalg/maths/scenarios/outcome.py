"""What a scenario leads to: the main path of each quantity, and its draws around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Missing, Place
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.service_model.terms import Parts
from veivalg.norway.quantities import Registered, registry

Draws = NDArray[np.float32]
"""Shape (draw, year)."""


QUANTITIES: Mapping[str, Registered] = {
    id: found for id, found in registry().items() if found.simulated
}
"""What a scenario gives an answer on, in reading order. Money is NOK a year in fixed prices."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The answer of a scenario: what is told is the main path, and the draws say how far off it is.

    Parameters
    ----------
    years
        1 January: the base year (today) and those after.
    arrays
        Quantity id → shape (draw, year), float32. One that can't be told is not there, and
        `missing` says why.
    need
        Sector → need index (draw, year), today = 100.
    main
        Quantity id → shape (year,): the middle people, and every lever where it is set. Every
        number told of a scenario is of it, so that numbers can be subtracted.
    parts
        ``fte``, ``cost`` and ``cost_gross`` by part of the service on the main path, (1, year);
        the parts add up.
    reasons
        Why årsverk are lower with more places or dwellings, in Norwegian with a slot ``{when}`` →
        the years they are.
    """

    place: Place
    scenario: Scenario
    years: tuple[int, ...]
    arrays: Mapping[str, Draws]
    need: Mapping[str, Draws]
    missing: tuple[Missing, ...] = ()
    main: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    parts: Mapping[str, Parts] = field(default_factory=dict)
    reasons: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def draws(self) -> int:
        """Give the number of draws."""
        return int(next(iter(self.arrays.values())).shape[0])

    def __contains__(self, quantity: object) -> bool:
        """Say whether a quantity could be worked out."""
        return quantity in self.arrays

    def __getitem__(self, quantity: str) -> Draws:
        """Give a quantity, (draw, year); raises ``KeyError`` when it can't be told."""
        return self.arrays[quantity]

    def middle(self, quantity: str, year: int) -> float:
        """Give a quantity on the main path, as it is told; ``KeyError`` when it can't be."""
        return float(self.main[quantity][self.years.index(year)])

    def told(self, quantity: str, year: int) -> tuple[float, float, float]:
        """Give the main path and the 80 % interval of the draws: middle, low and high."""
        low, high = np.quantile(self.at(quantity, year), (0.1, 0.9), method="nearest")
        return self.middle(quantity, year), float(low), float(high)

    def beyond(self, other: Outcome, quantity: str, year: int) -> tuple[float, float, float]:
        """Give how much more this is than another outcome of the same draws: middle, low, high.

        The 80 % interval is of differences draw by draw, for what is drawn in both moves both; it
        lies around the difference of the main paths. An outcome against itself is its change since
        today.
        """
        if other is self:
            drawn = self.at(quantity, year) - self.arrays[quantity][:, 0]
            middle = self.middle(quantity, year) - self.middle(quantity, self.years[0])
        else:
            drawn = self.at(quantity, year) - other.at(quantity, year)
            middle = self.middle(quantity, year) - other.middle(quantity, year)
        return middle, *ends_around(drawn, middle)

    @property
    def on_main_path(self) -> Outcome:
        """Give the same with the main path as its only draw."""
        main = {id: row.astype(np.float32)[None, :] for id, row in self.main.items()}
        return replace(self, arrays=main)

    def at(self, quantity: str, year: int) -> NDArray[np.float32]:
        """Give the draws of a quantity in one year."""
        found: NDArray[np.float32] = self.arrays[quantity][:, self.years.index(year)]
        return found

    def quantiles(
        self, quantity: str, levels: Sequence[float] = (0.1, 0.5, 0.9)
    ) -> NDArray[np.float64]:
        """Give quantiles by year, shape (level, year): each is the draw nearest to it."""
        by_year = np.sort(np.ascontiguousarray(self.arrays[quantity].T), axis=1)
        where = [round(level * (by_year.shape[1] - 1)) for level in levels]
        return by_year[:, where].T.astype(np.float64)


def ends_around(drawn: NDArray[np.floating[Any]], middle: float) -> tuple[float, float]:
    """Give the 80 % interval of a difference, moved to lie around what is told of it.

    The draws of two scenarios are each brought to a main path, so their differences lie a little
    off that of the paths. No end is moved past the least or the most that is drawn.

    Examples
    --------
    >>> ends_around(np.arange(11.0), 7.0)
    (3.0, 10.0)
    """
    low, half, high = np.quantile(drawn, (0.1, 0.5, 0.9), method="nearest")
    least, most = min(float(drawn.min()), middle), max(float(drawn.max()), middle)
    return max(middle + float(low - half), least), min(middle + float(high - half), most)


def ends_drawn(drawn: NDArray[np.floating[Any]], middle: float) -> tuple[float, float]:
    """Give the 80 % interval as it is drawn, with what is told of it inside.

    Examples
    --------
    >>> ends_drawn(np.maximum(np.arange(-5.0, 6.0), 0.0), 3.0)
    (0.0, 4.0)
    """
    low, high = np.quantile(drawn, (0.1, 0.9), method="nearest")
    return min(float(low), middle), max(float(high), middle)
