"""Which findings an overview tells, and in which order (M23). Pure: the same list always.

What counts is the consequence a year as a share of gross operating revenue, as a size: spending
less than others counts as much as spending more. Certainty is a limit a chapter holds its finding
to, and no factor. `rank` keeps a place for each theme, so that what has no price is told too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from veivalg.content.ranked import Ranked, Theme

FEWEST, MOST = 5, 7
A_THEME = 2
"""The most findings of one theme."""
LEAST = 0.005
"""Share of gross operating revenue: beyond the first five, a smaller finding is not told."""
FUND_YEARS, DEBT_YEARS = 10, 25
"""Years a distance to a target is spread over: savings are built up sooner than loans repaid."""
METHOD = "M23"
REVENUE = "gross_revenue"
"""The indicator that sizes are held against."""

_THEMES = list(Theme)


def rank(found: Iterable[Ranked], revenue: float | None) -> tuple[Ranked, ...]:
    """Give the findings to tell, the largest first, each with its share of revenue.

    From each theme comes the first one, or the one that is always told. Then the largest of the
    rest are taken, at most two of a theme: until there are five, and to seven those of some size.

    Parameters
    ----------
    revenue
        Gross operating revenue a year, NOK; None where it is not known, and then no share is.
    """
    every = sorted((_with_share(one, revenue) for one in found), key=_order)
    told = _of_each_theme(every)
    themes = Counter(one.theme for one in told)
    for one in every:
        room = len(told) < (MOST if (one.share or 0.0) >= LEAST else FEWEST)
        if one not in told and room and themes[one.theme] < A_THEME:
            told.append(one)
            themes[one.theme] += 1
    return tuple(_beside_once(sorted(told, key=_order)))


def _beside_once(told: Sequence[Ranked]) -> Iterator[Ranked]:
    """Keep what stands beside several findings beside the first of them only, said in full."""
    seen: set[str] = set()
    besides = [one.beside for one in told if one.beside is not None]
    full = {beside.id: beside for beside in sorted(besides, key=lambda s: len(s.template))}
    for one in told:
        again = one.beside is not None and one.beside.id in seen
        seen |= {one.beside.id} if one.beside is not None else set()
        yield replace(one, beside=None if one.beside is None or again else full[one.beside.id])


def _of_each_theme(every: list[Ranked]) -> list[Ranked]:
    first: dict[Theme, Ranked] = {}
    for one in sorted(every, key=lambda one: not one.always):  # stable: by size within each
        first.setdefault(one.theme, one)
    return list(first.values())


def _with_share(one: Ranked, revenue: float | None) -> Ranked:
    known = one.consequence is not None and revenue is not None and revenue > 0
    return replace(one, share=one.consequence / revenue if known else None)  # type: ignore[operator]


def _order(one: Ranked) -> tuple[float, int, str]:
    """Put the largest first, then those without a price; what is equal by theme and name."""
    size = -1.0 if one.consequence is None else one.consequence
    return -size, _THEMES.index(one.theme), one.id
