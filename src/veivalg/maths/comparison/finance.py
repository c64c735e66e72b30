"""Finance key figures against their targets (M5): score, gap in kroner, years to the target."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from veivalg.foundation.i18n import N_
from veivalg.norway.finance_targets import Target

RESULT, DEBT, FUND = "net_operating_result", "net_debt", "reserve_fund"
PACE_YEARS = 3
"""Years the pace towards a target is the mean of."""


class Score(StrEnum):
    """How a value stands against its target; the word is shown, the colour only follows it."""

    GREEN = N_("grønn")
    YELLOW = N_("gul")
    RED = N_("rød")


def score(value: float | None, target: Target) -> Score | None:
    """Give green when the target is met, yellow inside the band beside it, else red.

    Parameters
    ----------
    value
        A share of gross operating revenue, not rounded.

    Examples
    --------
    >>> from veivalg.norway.finance_targets import targets
    >>> [score(v, targets()[RESULT]).value for v in (0.016, 0.035, -0.028)]
    ['gul', 'grønn', 'rød']
    """
    if value is None:
        return None
    if short_of(value, target) <= 0:
        return Score.GREEN
    within = value >= target.yellow if target.high_good else value <= target.yellow
    return Score.YELLOW if within else Score.RED


def short_of(value: float, target: Target) -> float:
    """Give how far a share is from its target: above 0 is not met, below 0 is to spare."""
    return target.value - value if target.high_good else value - target.value


def gap(value: float | None, target: Target, revenue: float | None) -> float | None:
    """Give what is lacking to the target in kroner (0 or less when it is met), or None.

    ``(0.0175 − NDR)·AGD13``, ``(0.10 − DF)·AGD13`` and ``(NLG − 0.75)·AGD13``.

    Examples
    --------
    >>> from veivalg.norway.finance_targets import targets
    >>> round(gap(0.05, targets()[FUND], 1e9))
    50000000
    """
    if value is None or revenue is None or revenue <= 0:
        return None
    return short_of(value, target) * revenue


@dataclass(frozen=True, slots=True)
class Way:
    """How long it takes to close a gap.

    ``years`` is None when it is never closed at this pace; 0 when it is closed already.
    """

    years: float | None
    yearly: float


def years_to_target(lacking: float | None, yearly: float | None) -> Way | None:
    """Give the years until a gap is closed when `yearly` kroner are put aside each year.

    Parameters
    ----------
    lacking
        The gap in kroner; 0 or less is closed.
    yearly
        Net operating result in kroner less planned use; 0 or less never closes a gap.

    Examples
    --------
    >>> years_to_target(60e6, 20e6)
    Way(years=3.0, yearly=20000000.0)
    >>> years_to_target(60e6, -5e6).years is None
    True
    """
    if lacking is None or yearly is None:
        return None
    if lacking <= 0:
        return Way(0.0, yearly)
    return Way(lacking / yearly if yearly > 0 else None, yearly)


def mean(values: Mapping[int, float | None], last: int) -> float | None:
    """Give the mean of the `last` newest years known, or None unless all of them are.

    Examples
    --------
    >>> mean({2021: 0.01, 2022: 0.03, 2023: -0.01}, 3)
    0.01
    """
    known = [values[y] for y in sorted(values)][-last:]
    found = [v for v in known if v is not None]
    return sum(found) / last if len(found) == last else None
