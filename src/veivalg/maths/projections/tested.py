"""How far from its middle a projected number may land: the spread that the back-test has passed.

The draws of the ensemble (SSB-led where SSB's figures are there, else our own) give the ratio of
the ends to the median. The number itself is the chapter's own, so a published figure keeps its
value and gets our spread.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.content import Interval, Place
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.local import LocalEnsemble, ensemble_for
from veivalg.maths.projections.people_tables import PeopleTables

AGES = 106
Ends = tuple[float, float]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The relative spread of a place's future, asked for when it is first needed."""

    ensemble: Callable[[], LocalEnsemble | None]

    def ratios(self, weights: Weights, year: int, level: float = 0.8) -> Ends | None:
        """Give the ends over the median of a weighted number of people.

        Parameters
        ----------
        weights
            Weight of each person by age, shape ``(106,)``, or by sex and age, ``(2, 106)``.
        year
            1 January.
        level
            Share of the draws between the ends.

        Returns
        -------
        tuple or None
            None where there are no draws, or half of them have nobody.
        """
        found = self.ensemble()
        if found is None or year not in found.years:
            return None
        persons = found.persons[:, found.years.index(year)]
        total = np.tensordot(persons, np.broadcast_to(weights, (2, AGES)), axes=2)
        low, middle, high = np.quantile(total, (0.5 - level / 2, 0.5, 0.5 + level / 2))
        return (float(low / middle), float(high / middle)) if middle > 0 else None


def spread_of(tables: PeopleTables, place: Place) -> Spread:
    """Give the spread of `place`; nothing is simulated before it is asked for."""
    return Spread(lambda: ensemble_for(tables, place))


def ages(lo: int, hi: int) -> Weights:
    """Give weight 1 for ages `lo`–`hi`, both included, else 0."""
    found = np.zeros(AGES)
    found[lo : hi + 1] = 1.0
    return found


def interval(value: float, ends: Ends) -> Interval:
    """Give the 80 % interval of a projected number of people."""
    meaning = _(
        "åtte av ti ganger er tallet mellom endene, med en spredning som er etterprøvd mot det "
        "som kom"
    )
    return Interval(value * ends[0], value * ends[1], meaning, 0.8)
