"""Age groups by name. Ages are completed years; 105 is open (105 and over)."""

from dataclasses import dataclass
from itertools import pairwise

from veivalg.foundation.i18n import _, kept_by_language
from veivalg.norway.reference import reference

OLDEST = 105
"""The open age of SSB's one-year statistics."""

_FIRST = (0, 1, 6, 13, 16, 18, 20, 23, 25, 50, 65, 67, 70, 75, 80, 85, 90, OLDEST + 1)
BANDS: tuple[tuple[int, int], ...] = tuple((low, after - 1) for low, after in pairwise(_FIRST))
"""The bands of the table ``population_groups``: fine enough that every group here is a sum."""


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """A group of ages, both ends included; ``high`` is 105 where it is open upwards."""

    low: int
    high: int
    label: str

    @property
    def bands(self) -> tuple[tuple[int, int], ...]:
        """Give the stored bands that make up the group; empty when they don't."""
        inside = tuple(b for b in BANDS if self.low <= b[0] and b[1] <= self.high)
        fits = inside and inside[0][0] == self.low and inside[-1][1] == self.high
        return inside if fits else ()


@kept_by_language
def age_groups(set_name: str) -> tuple[AgeGroup, ...]:
    """Give the groups of a named set, youngest first.

    Parameters
    ----------
    set_name
        ``chapter`` (0–17 … 90+), ``ssb_main`` (0–19, 20–64, 65+), ``care`` (0–66, 67–79, 80+)
        or ``ratio`` (the parts of the support ratios; they overlap).

    Raises
    ------
    KeyError
        For a set that does not exist.

    Examples
    --------
    >>> [g.label for g in age_groups("care")]
    ['0–66 år', '67–79 år', '80 år og eldre']
    """
    rows = [e for e in reference("age_groups").entries() if e["set"] == set_name]
    if not rows:
        raise KeyError(set_name)
    return tuple(AgeGroup(e["low"], e["high"], _(e["label"])) for e in rows)
