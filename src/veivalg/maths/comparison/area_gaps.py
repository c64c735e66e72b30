"""What a municipality spends on an area beside its group, at equal need and equal tax (M4).

One rule everywhere. The level of a group is g = Σ amount ÷ Σ (inhabitants × need), the municipality
included; its gap is amount − g × inhabitants × need. Before that every amount is brought to the
municipality's own rate of employer's tax: amount × ((1−w) + w(1+z_own) ÷ (1+z_other)), where w is
the share of the net cost that is pay with tax. Own rate is for kroner; for an order of many
municipalities all are brought to the full rate instead.

The year before is held against the level without the members whose cost moved so much that they
are left out of this year once (`Steady`): else one of them would turn the sign of it.

A gap that w, the year before, the correction itself, one member or the count of people turns the
sign of is no gap: «om lag som gruppen». So is a sum that turns sign without the areas whose own net
cost is low.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import numpy as np

from veivalg.maths.comparison.area_year import AreaYear, Array, Mask, enough

LEAST_GROUP = 10
"""A group smaller than this is shown without the member that matters most, too."""
MOVES = 0.30
"""A member whose cost of an area moves more than this in a year is told, and left out once."""
PEOPLE_MOVE = 0.05
"""More change of people than this between need index and accounts gives the gap with both."""
SWING = 0.05
"""Share of the expected cost: a member that moves a gap less does not make it incomparable."""
NEAR_ZERO = 0.10
"""Own cost below this share of what the group's level gives is grants booked on the area."""
LITTLE = 0.25
"""Below this share, net cost is made by grants, mostly: the gap says little."""
NOTHING = 5e4
"""NOK: a smaller gap is printed as 0.0 million and has no direction."""


@dataclass(frozen=True, slots=True)
class WageShare:
    """Share of net cost that is pay with employer's tax, 0–1, and the range it may lie in."""

    value: float = 0.75
    low: float = 0.65
    high: float = 0.90


ASSUMED_SHARE = WageShare()
"""Used until the accounts by art tell it: two municipalities' own accounts gave 0.64 and 0.94."""


def gap(year: AreaYear, own: str, members: Mask, share: float = 0.0, *, need: bool = True) -> float:
    """Give what a municipality spends above the level of `members`, NOK; NaN where it can't.

    Parameters
    ----------
    members
        Those of the group; the municipality counts in the level if it is one of them.
    share
        w, the share of pay; 0 leaves employer's tax as it is.
    need
        Whether levels are per inhabitant of average need; a member without an index is then out.

    Examples
    --------
    >>> from veivalg.maths.comparison.area_year import area_year
    >>> two = area_year({"a": 30.0, "b": 10.0}, {"a": 1, "b": 1}, {"a": 1, "b": 1},
    ...                 {"a": 0.0, "b": 0.0})
    >>> gap(two, "a", two.mask({"a", "b"})), gap(two, "a", two.mask({"a"}))
    (10.0, nan)
    """
    here = year.index(own)
    amounts, weights = year.at_rate(year.rates[here], share), year.weights(need=need)
    inside = members & np.isfinite(amounts * weights)
    others = inside.copy()
    others[here] = False
    if not others.any():
        return np.nan
    level = amounts[inside].sum() / weights[inside].sum()
    return float(amounts[here] - level * weights[here])


def expected(year: AreaYear, own: str, members: Mask, share: float = 0.0) -> float:
    """Give what the area would cost at the level of `members` and own need, NOK."""
    here = year.index(own)
    return float(year.amounts[here] - gap(year, own, members, share))


def all_gaps(
    year: AreaYear, groups: Mapping[str, str], share: float = 0.0, *, need: bool = True
) -> Array:
    """Give the gap of every municipality to its own group, NOK; NaN where there is none."""
    of = np.array([groups.get(code, "") for code in year.codes])
    return np.array(
        [
            gap(year, code, of == group, share, need=need) if group else np.nan
            for code, group in zip(year.codes, of, strict=True)
        ],
        float,
    )


def movers(now: AreaYear, before: AreaYear, members: Collection[str]) -> tuple[str, ...]:
    """Name the members whose amount moved more than `MOVES` from one year to the next."""
    earlier = dict(zip(before.codes, before.amounts, strict=True))
    return tuple(
        code
        for code, amount in zip(now.codes, now.amounts, strict=True)
        if code in members
        and (was := earlier.get(code, 0.0))
        and abs(amount / was - 1) > MOVES  # NaN compares as no move
    )


def direction(value: float) -> int:
    """Give 1 for a gap above, -1 for one below and 0 for what is printed as none.

    Examples
    --------
    >>> direction(2e6), direction(-1e5), direction(4e4)
    (1, -1, 0)
    """
    return 0 if abs(value) < NOTHING else int(np.sign(value))


class Verdict(StrEnum):
    """What may be said of a gap."""

    MORE = "more"
    LESS = "less"
    ALIKE = "alike"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A gap to a group, NOK.

    Parameters
    ----------
    raw
        Before need and tax.
    untaxed
        At equal need, employer's tax as booked.
    value
        At equal need and the own rate of tax, at the assumed w.
    ends
        The same at the low and the high end of w.
    """

    raw: float
    untaxed: float
    value: float
    ends: tuple[float, float]

    @property
    def low(self) -> float:
        """Give the lower end; a gap is linear in w, so the ends of w give the ends of the gap."""
        return min(self.ends)

    @property
    def high(self) -> float:
        """Give the upper end."""
        return max(self.ends)

    @property
    def tried(self) -> Mapping[str, float]:
        """Give the gap as it would be if something else were assumed, by what that is."""
        return {"untaxed": self.untaxed, "low_pay": self.ends[0], "high_pay": self.ends[1]}

    @property
    def turned(self) -> tuple[str, float] | None:
        """Give the first of what was tried that turns the sign, or leaves none, and its gap."""
        own = direction(self.value)
        tried = {t: v for t, v in self.tried.items() if own and np.isfinite(v)}
        for wanted in (-own, 0):
            for one in tried.items():
                if direction(one[1]) == wanted:
                    return one
        return None

    @property
    def verdict(self) -> Verdict:
        """Say more or less only when nothing that was tried turns the sign."""
        if not np.isfinite(self.value):
            return Verdict.NONE
        signs = {direction(v) for v in (self.value, *self.tried.values()) if np.isfinite(v)}
        if len(signs) > 1 or 0 in signs:
            return Verdict.ALIKE
        return Verdict.MORE if self.value > 0 else Verdict.LESS


@dataclass(frozen=True)
class Steady:
    """A gap without the members whose cost moves much, in both years.

    ``members`` are those left out, ``value`` the gap at own rate, ``before`` that of the year
    before: at own rate, and as booked.
    """

    members: tuple[str, ...]
    value: float
    before: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class AreaGap(Gap):
    """The gap of one area, with everything it must stand beside.

    Parameters
    ----------
    counted
        Members that the corrected level rests on.
    outside
        Members without a need index or an amount: in the raw level where they have one.
    before
        The year before: at own rate, and as booked. NaN where it isn't known.
    steady
        Both years without the members that moved, where any did: what is tried of the year before.
    without
        Member → the gap when it is left out.
    other_people
        The gap with the people the need index knew, where they differ much.
    near_zero
        The own cost is negative or near zero: not added to other areas.
    little
        The own cost is so low that the gap says little: a sum must hold without it.
    unsteady
        Itself, where its cost moved more than `MOVES` since the year before, and members that did
        and that turn the sign when they are left out: the comparison rests on their year.
    """

    counted: int
    outside: tuple[str, ...] = ()
    before: tuple[float, float] = (np.nan, np.nan)
    steady: Steady | None = None
    without: Mapping[str, float] = field(default_factory=dict)
    other_people: float = np.nan
    near_zero: bool = False
    little: bool = False
    unsteady: tuple[str, ...] = ()

    @property
    def tried(self) -> Mapping[str, float]:
        """Add the year before, the members left out by code and the other count of people."""
        years = dict(zip(("before", "before_untaxed"), self.steady_before, strict=True))
        return {**super().tried, **years, **self.without, "people": self.other_people}

    @property
    def steady_before(self) -> tuple[float, float]:
        """Give the year before without the members that moved."""
        return self.steady.before if self.steady else self.before

    @property
    def rests_on_moved(self) -> bool:
        """Say whether the members that moved change a year by more than it is told with doubt of.

        Less than the gap's own range from end to end is of no use to a reader, unless the side is
        another without them.
        """
        if self.steady is None:
            return False
        pairs = ((self.before[0], self.steady.before[0]), (self.value, self.steady.value))
        return any(
            abs(kept - told) >= self.high - self.low or direction(kept) != direction(told)
            for told, kept in pairs
        )

    @property
    def moved(self) -> tuple[str, ...]:
        """Name those left out of the year before that is tried."""
        return self.steady.members if self.steady else ()


@dataclass(frozen=True, kw_only=True)
class Total(Gap):
    """Areas added up.

    Parameters
    ----------
    left_out
        Areas that can't be or mustn't be added.
    unsteady
        Those whose year one of the areas rests on (`AreaGap.unsteady`).
    moved
        Those left out of the year before in any of the areas (`AreaGap.moved`).
    otherwise
        The sum with the year before in the areas that have it, and by the code of each member that
        is left out of any, without it.
    other_people
        The sum with the other count of people, where they differ much.
    little
        Areas in the sum whose own net cost is low.
    without_little
        The sum without them; NaN where there are none, or no others.
    """

    left_out: tuple[str, ...]
    otherwise: Mapping[str, float] = field(default_factory=dict)
    other_people: float = np.nan
    little: tuple[str, ...] = ()
    without_little: float = np.nan
    unsteady: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    @property
    def tried(self) -> Mapping[str, float]:
        """Add what the areas are when something else is assumed in all of them."""
        rest = {"people": self.other_people, "little": self.without_little}
        return {**super().tried, **self.otherwise, **rest}

    @property
    def rests_on_little(self) -> bool:
        """Say whether it is the areas with little net cost that give the sum its sign."""
        return self.value * self.without_little < 0

    @property
    def only_little(self) -> bool:
        """Say whether nothing else that was tried turns the sign."""
        return self.rests_on_little and self.turned in (None, ("little", self.without_little))


def compare_area(
    now: AreaYear,
    own: str,
    members: Collection[str],
    share: WageShare = ASSUMED_SHARE,
    *,
    before: Iterable[AreaYear] = (),
    people_before: float | None = None,
) -> AreaGap:
    """Give the gap of a municipality to a group in one area, with what it must stand beside.

    Parameters
    ----------
    before
        Earlier years of the area, newest first; the first is the year before. One that lacks the
        amounts of many members is left out.
    people_before
        Own inhabitants when the need index was made.

    Raises
    ------
    ValueError
        For a municipality that isn't in `now`.
    """
    group, here = now.mask(members), now.index(own)
    known = np.isfinite(now.amounts * now.weights(need=True))
    earlier = tuple(year for year in before if enough(year, members))
    if not enough(now, members):
        group = np.zeros_like(group)
    level = expected(now, own, group, share.value)
    value, without = gap(now, own, group, share.value), _without(now, own, members, share, earlier)
    moving = set(movers(now, earlier[0], {own, *members}) if earlier else ())
    turns = {
        c for c, left in without.items() if left * value < 0 and abs(left - value) > SWING * level
    }
    return AreaGap(
        raw=gap(now, own, group, need=False),
        untaxed=gap(now, own, group),
        value=value,
        ends=(gap(now, own, group, share.low), gap(now, own, group, share.high)),
        counted=int((group & known).sum()),
        outside=tuple(sorted(set(members) - _of(now, known))),
        before=_year_before(earlier, own, members, share),
        steady=_steady(now, earlier, own, members, share),
        without=without,
        other_people=_other_people(now, own, group, share, people_before),
        near_zero=bool(now.amounts[here] < NEAR_ZERO * level),
        little=bool(now.amounts[here] < LITTLE * level),
        unsteady=tuple(sorted(moving & {own, *turns})),
    )


def _of(year: AreaYear, mask: Mask) -> set[str]:
    return {code for code, inside in zip(year.codes, mask, strict=True) if inside}


def _year_before(
    earlier: tuple[AreaYear, ...], own: str, members: Collection[str], share: WageShare
) -> tuple[float, float]:
    if not earlier or own not in earlier[0].codes:
        return np.nan, np.nan
    year = earlier[0]
    group = year.mask(members)
    return gap(year, own, group, share.value), gap(year, own, group)


def _moving(
    now: AreaYear, earlier: tuple[AreaYear, ...], own: str, members: Collection[str]
) -> tuple[str, ...]:
    """Name the other members whose cost moved much from any of the years to the next."""
    found = {c for a, b in pairwise((now, *earlier)) for c in movers(a, b, members)}
    return tuple(sorted(found - {own}))


def _steady(
    now: AreaYear,
    earlier: tuple[AreaYear, ...],
    own: str,
    members: Collection[str],
    share: WageShare,
) -> Steady | None:
    moving = _moving(now, earlier, own, members)
    kept = set(members) - set(moving)
    before = _year_before(earlier, own, kept, share)
    value = gap(now, own, now.mask(kept), share.value)
    return Steady(moving, value, before) if moving and np.isfinite(before[0]) else None


def _without(
    now: AreaYear,
    own: str,
    members: Collection[str],
    share: WageShare,
    earlier: tuple[AreaYear, ...],
) -> dict[str, float]:
    """Leave out each member that moves, and in a small group the one that matters most."""

    def left(code: str) -> float:
        return gap(now, own, now.mask(set(members) - {code}), share.value)

    found = {code: left(code) for code in _moving(now, earlier, own, members)}
    if len(members) < LEAST_GROUP:
        whole = gap(now, own, now.mask(members), share.value)
        others = {code: left(code) for code in sorted(set(members) - {own} & set(now.codes))}
        known = {c: v for c, v in others.items() if np.isfinite(v)}
        if known and np.isfinite(whole):
            most = max(known, key=lambda c: abs(known[c] - whole))
            found[most] = known[most]
    return {code: v for code, v in found.items() if np.isfinite(v)}


def _other_people(
    now: AreaYear, own: str, group: Mask, share: WageShare, people_before: float | None
) -> float:
    people = now.people[now.index(own)]
    if not people_before or abs(people / people_before - 1) <= PEOPLE_MOVE:
        return np.nan
    return gap(now.with_people(own, people_before), own, group, share.value)


def add_areas(gaps: Mapping[str, AreaGap]) -> Total:
    """Add the areas of a municipality; one near zero isn't netted against the others."""
    left = tuple(a for a, g in gaps.items() if g.near_zero or g.verdict is Verdict.NONE)
    kept = [g for area, g in gaps.items() if area not in left]
    little = tuple(a for a, g in gaps.items() if g.little and a not in left)

    codes = sorted({code for g in kept for code in g.without})

    def whole(values: Iterable[float]) -> float:
        return float(sum(values)) if kept else np.nan

    return Total(
        raw=whole(g.raw for g in kept),
        untaxed=whole(g.untaxed for g in kept),
        value=whole(g.value for g in kept),
        ends=(whole(g.ends[0] for g in kept), whole(g.ends[1] for g in kept)),
        left_out=left,
        otherwise={
            "before": _instead(kept, [g.steady_before[0] for g in kept]),
            **{c: _instead(kept, [g.without.get(c, np.nan) for g in kept]) for c in codes},
        },
        other_people=whole(g.other_people for g in kept),
        little=little,
        without_little=whole(g.value for g in kept if not g.little)
        if 0 < len(little) < len(kept)
        else np.nan,
        unsteady=tuple(sorted({code for g in kept for code in g.unsteady})),
        moved=tuple(sorted({code for g in kept for code in g.moved})),
    )


def _instead(gaps: Collection[AreaGap], values: Collection[float]) -> float:
    """Sum the areas anew with what was tried in one or more of them."""
    pairs = zip(gaps, values, strict=True)
    return float(sum(g.value if np.isnan(v) else v for g, v in pairs))
