"""Sums of what people have: hours, wages. A sum over few, or mostly of one, tells of somebody."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from veivalg.tables.small_numbers import THRESHOLD
from veivalg.tables.together import Names, Told, View, settled

DOMINANT = 0.75
"""The most one person may have of a sum that is shown or can be worked out (M18)."""

TWO_LARGEST = 0.85
"""The most two people may have together of such a sum (M18).

The (n, k) rule with n = 2 and k = 85 %, and five people at least, as research data centres use it
(the defaults of Deutsche Bundesbank's sdcLog); the rule itself is as in the package
GaussSuppression of Statistisk sentralbyrå, and in Hundepool et al., Statistical Disclosure Control
(2012).
"""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Amount:
    """A sum over people, by one trait.

    Parameters
    ----------
    trait
        What it is by.
    sums
        The sum for each value of the trait; NaN where it is unknown.
    largest
        What the two who have most have, for each value; fewer where there are fewer. It has no
        default: a query that forgot it would show what is nearly all one person's.
    holders
        How many have any of it, for each value; by default everyone counted there.
    who
        What each person has, for each value, where one can be under several: over more than one
        value they are then one person, with all they have there.
    """

    trait: str
    sums: Numbers
    largest: Sequence[Sequence[float]]
    holders: Numbers | None = None
    who: Sequence[Mapping[str, float]] = ()


def held(
    trait: str, parts: Sequence[Sequence[float]], who: Sequence[Mapping[str, float]] = ()
) -> Amount:
    """Add up what each person has, for each value of a trait; NaN is not known."""
    most = [nlargest(2, part) for part in parts]
    return Amount(trait, np.array([float(sum(part)) for part in parts]), most, who=who)


def most_of(amount: float, people: float | None) -> list[float]:
    """Give the most two may have of a sum when nobody knows what each has.

    Of fewer than `THRESHOLD`, or nobody knows how many, one may have it all; of more, each is taken
    to have as much.

    Examples
    --------
    >>> most_of(12.0, 6), most_of(12.0, 4), most_of(12.0, None)
    ([2.0, 2.0], [12.0], [12.0])
    """
    alone = not people or people < THRESHOLD
    return [amount] if alone else [amount / (people or 1.0)] * 2


def spread(largest: Iterable[float], whole: float) -> bool:
    """Say whether no one has over `DOMINANT` of a sum, nor two over `TWO_LARGEST`.

    Examples
    --------
    >>> spread([70, 10], 100), spread([80], 100), spread([45, 45], 100)
    (True, False, False)
    """
    two = nlargest(2, largest)
    return max(two, default=0.0) <= DOMINANT * whole and sum(two) <= TWO_LARGEST * whole


@dataclass(frozen=True)
class Shown:
    """A sum as it may be shown; None is hidden or unknown.

    Parameters
    ----------
    by
        Value of the trait → the sum.
    hidden
        The values it is hidden for.
    rest
        The sum over those together.
    total
        The sum over everyone.
    """

    by: Mapping[str, float | None]
    hidden: tuple[str, ...]
    rest: float | None
    total: float | None


def nothing(amounts: Iterable[str], values: Sequence[str]) -> dict[str, Shown]:
    """Hide every sum."""
    return dict.fromkeys(amounts, Shown(dict.fromkeys(values), tuple(values), None, None))


@dataclass(frozen=True)
class Before:
    """Sums of a former version, and what was shown of them."""

    amounts: Mapping[str, Amount]
    people: Numbers
    values: Sequence[str]
    shown: Mapping[str, Shown]


def show(
    amounts: Mapping[str, Amount],
    people: Numbers,
    values: Sequence[str],
    apart: bool = False,
    before: Sequence[Before] = (),
) -> dict[str, Shown]:
    """Hide the sums over too few, in the same places of all `amounts`.

    Enough are hidden that no difference from the total gives one back, nor what was shown before.

    Parameters
    ----------
    people
        How many there are for each value.
    apart
        Whether the values overlap, so that there is no total.
    """
    every = range(len(values))
    hidden = {i for i in every if not all(_safe(a, people, [i]) for a in amounts.values())}
    views = [
        View(
            _sums(a, values),
            _over(a, people, values),
            [_told(what, one) for one in before if what in one.amounts],
        )
        for what, a in amounts.items()
    ]
    order = sorted((i for i in every if people[i] > 0), key=lambda i: (people[i], i))
    names = list(values)
    if apart or not all(_safe(a, people, list(every)) for a in amounts.values()):
        kept, whole = {names[i] for i in hidden}.union(*(v.held_back() for v in views)), False
    else:
        kept, whole = settled([names[i] for i in hidden], [names[i] for i in order], views)
    places = {i for i in every if names[i] in kept}
    return {what: _shown(a, values, places, whole) for what, a in amounts.items()}


def _sums(amount: Amount, values: Sequence[str]) -> dict[Hashable, Hashable]:
    """Give the sums by name; none where one is not known, for then nothing is told of them all."""
    sums = dict[Hashable, Hashable](zip(values, map(float, amount.sums), strict=True))
    return {} if np.isnan(amount.sums).any() else sums


def _over(amount: Amount, people: Numbers, values: Sequence[str]) -> Callable[[Names], bool]:
    at: dict[Hashable, int] = {value: i for i, value in enumerate(values)}
    return lambda names: _safe(amount, people, [at[name] for name in names])


def _told(what: str, one: Before) -> Told:
    amount, shown = one.amounts[what], one.shown[what]
    view = View(_sums(amount, one.values), _over(amount, one.people, one.values))
    return view.told(shown.hidden, whole=shown.total is not None)


def _shown(amount: Amount, values: Sequence[str], hidden: set[int], whole: bool) -> Shown:
    sums = [None if np.isnan(s) else float(s) for s in amount.sums]
    return Shown(
        {v: None if i in hidden else sums[i] for i, v in enumerate(values)},
        tuple(v for i, v in enumerate(values) if i in hidden),
        _sum([sums[i] for i in sorted(hidden)]) if whole else None,
        _sum(sums) if whole else None,
    )


def _sum(parts: Sequence[float | None]) -> float | None:
    known = [p for p in parts if p is not None]
    return sum(known) if len(known) == len(parts) else None


def _safe(amount: Amount, people: Numbers, cells: Sequence[int]) -> bool:
    """Say whether the sum over some values tells of nobody."""
    whole = float(amount.sums[cells].sum())
    if np.isnan(whole):
        return True  # nothing is shown of what is not known
    if amount.who:
        each: Counter[str] = Counter()
        for i in cells:
            each.update(amount.who[i])
        return not each or (len(each) >= THRESHOLD and spread(each.values(), whole))
    holders = float((people if amount.holders is None else amount.holders)[cells].sum())
    if holders == 0:
        return whole == 0  # a sum that is nobody's is somebody's, counted wrong
    if holders < THRESHOLD:
        return False
    return spread(chain.from_iterable(amount.largest[i] for i in cells), whole)
