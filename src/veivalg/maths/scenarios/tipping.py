"""Tipping points: how likely it is, year by year, that a limit is crossed, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.content import format_plain
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.outcome import QUANTITIES, Outcome

LIKELY = 0.5
"""A limit is tipped in the years when crossing it is at least this likely."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A limit and how likely it is to be crossed.

    Parameters
    ----------
    threshold
        The number; None when the limit moves from year to year.
    probability
        Year → share of the draws above the limit.
    year, until
        The first and last year of the last unbroken run of years with at least 50 %; `year` is
        None when there is none, and `until` when the run goes on to the last year there is.
    again
        Whether there is an earlier run, which a building step ends for instance.
    """

    threshold: float | None
    probability: Mapping[int, float]
    year: int | None
    until: int | None = None
    again: bool = False

    def tipping(self) -> str:
        """Say in Norwegian in which years it is likelier than not; empty when in none."""
        if self.year is None:
            return ""
        words = {"first": self.year, "last": self.until}
        match self.again, self.until:
            case False, None:
                return _("Fra {first} er sannsynligheten over 50 %.").format(**words)
            case True, None:
                return _("Fra {first} er sannsynligheten igjen over 50 %.").format(**words)
            case _again, last if last == self.year:
                return _("Etter {first} er sannsynligheten ikke lenger over 50 %.").format(**words)
            case _:
                return _(
                    "Fra {first} til {last} er sannsynligheten over 50 %, men ikke etterpå."
                ).format(**words)


def likely(share: float) -> str:
    """Write a probability: whole per cent, and no certainty from draws alone.

    Examples
    --------
    >>> likely(0.638).replace("\\u202f", " "), likely(1.0), likely(0.0)
    ('64 %', 'over 99 %', 'under 1 %')
    """
    if share > 0.99:
        return _("over 99 %")
    if share < 0.01:
        return _("under 1 %")
    return f"{format_plain(100 * share)}\u202f%"


def crossing(
    outcome: Outcome, quantity: str, threshold: float | NDArray[np.floating[Any]] | str
) -> Crossing | None:
    """Give the probability that a quantity is above a threshold, year by year.

    Parameters
    ----------
    threshold
        A number, one number a year, or the id of another quantity: årsverk needed («fte») against
        those in the labour market («fte_available»), places needed against those that exist, cost
        against the money in the framework by year.

    Returns
    -------
    Crossing or None
        None when a quantity could not be worked out.

    Raises
    ------
    UsageError
        For a quantity that doesn't exist, or a limit with another number of years.
    """
    for id in (quantity, threshold):
        if isinstance(id, str) and id not in QUANTITIES:
            raise UsageError(
                _("Vi regner ikke ut «{id}».").format(id=id), _("Velg blant tallene på siden.")
            )
    if quantity not in outcome or (isinstance(threshold, str) and threshold not in outcome):
        return None
    bound = outcome[threshold] if isinstance(threshold, str) else np.asarray(threshold)
    if bound.ndim == 1 and bound.shape != (len(outcome.years),):
        raise UsageError(
            _("Grensen har {n} år, men framskrivingen har {years}.").format(
                n=len(bound), years=len(outcome.years)
            ),
            _("Gi ett tall per år."),
        )
    share = (outcome[quantity] > bound).mean(axis=0)
    probability = {y: float(p) for y, p in zip(outcome.years, share, strict=True)}
    number = float(bound) if bound.ndim == 0 else None
    return Crossing(number, probability, *_last_run(probability))


def _last_run(probability: Mapping[int, float]) -> tuple[int | None, int | None, bool]:
    """Give first and last year of the last unbroken likely run, and whether it is not the first.

    Examples
    --------
    >>> _last_run({2028: 0.6, 2029: 0.7, 2030: 0.0, 2031: 0.2, 2032: 0.5, 2033: 0.9})
    (2032, None, True)
    >>> _last_run({2028: 0.6, 2029: 0.1}), _last_run({2028: 0.1})
    ((2028, 2028, False), (None, None, False))
    """
    years = sorted(probability)
    tipped = [probability[y] >= LIKELY for y in years]
    if not any(tipped):
        return None, None, False
    end = max(i for i, likely_ in enumerate(tipped) if likely_)
    start = end
    while start and tipped[start - 1]:
        start -= 1
    return years[start], None if end == len(years) - 1 else years[end], any(tipped[:start])
