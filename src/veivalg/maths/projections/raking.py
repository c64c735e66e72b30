"""Raking: scale ages so that their groups add up to totals known from elsewhere (M2)."""

from collections.abc import Mapping

from veivalg.maths.projections.hamilton_perry import OPEN, Ages

Group = tuple[int, int]


def disjoint(groups: Mapping[Group, float]) -> dict[Group, float]:
    """Split nested open groups: «65+» and «80+» become 65–79 and 80+; the total is left out.

    Only groups that don't overlap are given back, so that raking is one scaling a group.

    Examples
    --------
    >>> disjoint({(0, 105): 10, (0, 64): 6, (65, 105): 4, (80, 105): 1})
    {(0, 64): 6.0, (65, 79): 3.0, (80, 105): 1.0}
    """
    starts = sorted((lo for lo, hi in groups if hi == OPEN and lo > 0), reverse=True)
    found: dict[Group, float] = {}
    above, above_lo = 0.0, OPEN + 1
    for lo in starts:
        found[(lo, above_lo - 1)] = float(groups[(lo, OPEN)] - above)
        above, above_lo = groups[(lo, OPEN)], lo
    for (lo, hi), persons in groups.items():
        if hi < above_lo and not any(lo <= h and low <= hi for low, h in found):
            found[(lo, hi)] = float(persons)
    if not found and (0, OPEN) in groups:
        found[(0, OPEN)] = groups[(0, OPEN)]
    return dict(sorted(found.items()))


def rake(ages: Ages, targets: Mapping[Group, float]) -> Ages:
    """Scale `ages` so that each group of `targets` holds exactly its number; sexes alike.

    Parameters
    ----------
    ages
        Persons, shape ``(2, 106)``, none negative.
    targets
        ``(from, to)`` → persons; groups don't overlap. A group with a target and nobody in it is
        filled evenly, for there is nothing to scale.
    """
    raked = ages.copy()
    for (lo, hi), target in targets.items():
        part = raked[:, lo : hi + 1]
        now = part.sum()
        raked[:, lo : hi + 1] = part * (target / now) if now > 0 else target / part.size
    return raked
