"""THE conversion between hours with users, paid hours and årsverk; no other place does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from veivalg.norway.prices import price

WEEKS = 52
"""Weeks of help in a year: a user is helped the whole year, whoever is on holiday."""

Hours = TypeVar("Hours", float, NDArray[np.float32], NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class WorkingYear:
    """What an årsverk gives.

    An agreed årsverk already holds holiday and leaves out long absence: absence costs temporary
    staff, not more årsverk.

    Parameters
    ----------
    weekly_norm
        Hours a week of a full position.
    weeks
        Weeks at work in a year, holiday taken out.
    contact
        The share of working time that is with users (ATA).
    source
        Where ``contact`` is from.
    """

    weekly_norm: float
    weeks: float
    contact: float
    source: str = ""

    @property
    def with_users(self) -> float:
        """Give the hours with users a year of one årsverk.

        Examples
        --------
        >>> round(WorkingYear(35.5, 47, 0.599).with_users, 1)
        999.4
        """
        return self.weekly_norm * self.weeks * self.contact

    @property
    def worked(self) -> float:
        """Give the hours at work a year of one årsverk, with users or not."""
        return self.weekly_norm * self.weeks

    @property
    def paid(self) -> float:
        """Give the paid hours a year of one årsverk, holiday with them."""
        return self.weekly_norm * WEEKS

    def fte(self, hours_a_year: Hours) -> Hours:
        """Give the årsverk that hours with users a year need."""
        return hours_a_year / self.with_users

    def fte_weekly(self, hours_a_week: Hours) -> Hours:
        """Give the årsverk that hours with users every week of the year need.

        Examples
        --------
        >>> [round(WorkingYear(35.5, 47, 0.599).fte_weekly(h), 3) for h in (13.6, 20.6, 35.0)]
        [0.708, 1.072, 1.821]
        """
        return hours_a_week * WEEKS / self.with_users

    def hours(self, fte: Hours) -> Hours:
        """Give the hours with users a year that årsverk give."""
        return fte * self.with_users


def working_year(
    contact: float | None = None, chosen: Mapping[str, float] | None = None, source: str = ""
) -> WorkingYear:
    """Give the working year of a municipality.

    Parameters
    ----------
    contact
        Its own share of time with users (of its zones, else of all); None is not known, and the
        assumption of the price list is taken.
    chosen
        Id in the price list → value a person has chosen; it goes before the rest.
    source
        Where `contact` is from.

    Raises
    ------
    ValueError
        For a share or norm that isn't above 0.
    """
    taken = chosen or {}
    norm = taken.get("weekly_norm", price("weekly_norm").value)
    weeks = taken.get("weeks_at_work", price("weeks_at_work").value)
    assumed = price("contact_share")
    share = taken.get("contact_share", assumed.value if contact is None else contact)
    if min(norm, weeks, share) <= 0 or share > 1:
        raise ValueError(f"no working year of {norm} hours, {weeks} weeks and {share} with users")
    return WorkingYear(norm, weeks, share, assumed.source if contact is None else source)
