"""Demographic indicators (M1): sums, shares, changes and ratios; None where they don't exist."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from veivalg.content.numbers import format_plain
from veivalg.foundation.errors import TableConsistencyError
from veivalg.foundation.i18n import _

Lookup = Callable[[int, int, int], "float | None"]

WORKING, RETIRED = (16, 66), (67, 105)
RELATIVES, OLDEST = (50, 66), (85, 105)
YOUNG, OLD = (0, 19), (65, 105)


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """An age group with both ends included; 105 is open."""

    lo: int
    hi: int

    @property
    def label(self) -> str:
        """Write it: «18–49 år», «90 år og eldre».

        Examples
        --------
        >>> AgeGroup(18, 49).label, AgeGroup(90, 105).label, AgeGroup(0, 0).label
        ('18–49 år', '90 år og eldre', '0 år')
        """
        lo, hi = format_plain(self.lo), format_plain(self.hi)
        if self.lo == self.hi:
            return _("{lo} år").format(lo=lo)
        if self.hi >= 105:
            return _("{lo} år og eldre").format(lo=lo)
        return _("{lo}–{hi} år").format(lo=lo, hi=hi)


# Groups of the change table in Harstad's knowledge base (2024).
GROUPS = tuple(
    AgeGroup(lo, hi) for lo, hi in ((0, 17), (18, 49), (50, 66), (67, 79), (80, 89), (90, 105))
)


def ratio(above: float | None, below: float | None) -> float | None:
    """Divide; None when either is missing or the denominator is 0.

    Examples
    --------
    >>> ratio(3, 2), ratio(3, 0), ratio(None, 2)
    (1.5, None, None)
    """
    return None if above is None or below is None or below == 0 else above / below


def difference(end: float | None, start: float | None) -> float | None:
    """Give end minus start; None when either is missing."""
    return None if end is None or start is None else end - start


def relative_change(start: float | None, end: float | None) -> float | None:
    """Give the change as a fraction of the start value, never of the end value.

    Examples
    --------
    >>> round(relative_change(228, 665), 4), relative_change(0, 5)
    (1.9167, None)
    """
    return ratio(difference(end, start), start)


def check_total(parts: Iterable[float], whole: float, where: str) -> None:
    """Check that parts add up to the printed whole.

    Raises
    ------
    TableConsistencyError
        With ``difference`` = parts minus whole, and `where` it was.
    """
    gap = sum(parts) - whole
    if abs(gap) >= 0.5:
        raise TableConsistencyError(
            _("Gruppene i {where} summerer til {gap} mer enn den trykte summen.").format(
                where=where, gap=format_plain(gap, sign=True)
            ),
            gap,
            _("Bruk summen av gruppene, og få rettet tabellen."),
        )


def support_ratio(group: Lookup, year: int) -> float | None:
    """Give «aldersbæreevne»: persons aged 16–66 per person 67+."""
    return ratio(group(*WORKING, year), group(*RETIRED, year))


def family_care_ratio(group: Lookup, year: int) -> float | None:
    """Give «familieomsorgskoeffisient»: persons aged 50–66 per person 85+."""
    return ratio(group(*RELATIVES, year), group(*OLDEST, year))


def share_of_all(group: Lookup, lo: int, hi: int, year: int) -> float | None:
    """Give the share of the population aged `lo`–`hi`."""
    return ratio(group(lo, hi, year), group(0, 105, year))


def first_year(values: Mapping[int, float | None], threshold: float) -> int | None:
    """Give the first year the value is above `threshold`, or None when it never is."""
    return min((y for y, v in values.items() if v is not None and v > threshold), default=None)


def crossover_year(group: Lookup, years: Iterable[int]) -> int | None:
    """Give the first year with more people 65+ than 0–19 («vippepunkt»), or None."""
    gap = {y: difference(group(*OLD, y), group(*YOUNG, y)) for y in years}
    return first_year(gap, 0.0)


def years_ahead(municipal: int | None, national: int | None) -> int | None:
    """Give how many years before the country; negative when after, None when either is unknown."""
    return None if municipal is None or national is None else national - municipal
