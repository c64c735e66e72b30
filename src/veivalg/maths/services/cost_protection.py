"""Costs of services to few people, merged before they are shown (M18)."""

from collections.abc import Sequence
from dataclasses import dataclass

from veivalg.maths.services.user_groups import ALL_AGES, MERGED, Cost
from veivalg.tables.amounts import DOMINANT
from veivalg.tables.small_numbers import THRESHOLD


@dataclass(frozen=True, slots=True)
class Protected:
    """Costs as they may be shown, and the groups whose sum may not be."""

    costs: tuple[Cost, ...]
    hidden: frozenset[str]


def protect_costs(costs: Sequence[Cost]) -> Protected:
    """Merge services to fewer than five people with others, so that no one's cost can be read.

    In each group the small rows are put together with the group's smallest other rows until the
    row holds five or more, and no small one of them is most of it. Where a group is too small for
    that it is hidden whole, and so is the smallest other group, so that no sum gives it back.
    """
    kept: list[Cost] = []
    hidden: set[str] = set()
    groups = list(dict.fromkeys(c.group for c in costs))
    for group in groups:
        rows = [c for c in costs if c.group == group]
        pool = [c for c in rows if c.few]
        rest = sorted((c for c in rows if not c.few), key=lambda c: (c.gross, c.service, c.age))
        while pool and not _safe(pool) and rest:
            nearest = next((c for c in rest if c.gross > 0 and c.age == pool[0].age), rest[0])
            rest.remove(nearest)
            pool.append(nearest)
        if pool and not _safe(pool):
            hidden.add(group)
            continue
        kept += [c for c in rows if c not in pool]
        kept += [_merge(pool)] if pool else []
    if len(hidden) == 1 and len(groups) > 1:
        sums = {g: sum(c.gross for c in costs if c.group == g) for g in groups if g not in hidden}
        hidden.add(min(sums, key=lambda g: (sums[g], g)))
    return Protected(tuple(c for c in kept if c.group not in hidden), frozenset(hidden))


def _safe(pool: Sequence[Cost]) -> bool:
    """Say whether the small rows of a pool can't be told from it."""
    whole = sum(c.gross for c in pool)
    counted = sum(c.counted or 0.0 for c in pool)
    others = any(not c.few and c.gross > 0 and c.counted is None for c in pool)
    most = max(c.gross for c in pool if c.few)
    return len(pool) > 1 and (counted >= THRESHOLD or others) and most <= DOMINANT * whole


def _merge(pool: Sequence[Cost]) -> Cost:
    ages = {c.age for c in pool}
    nets = [c.net for c in pool if c.net is not None]
    return Cost(
        pool[0].group,
        MERGED,
        ages.pop() if len(ages) == 1 else ALL_AGES,
        sum(c.gross for c in pool),
        sum(nets) if len(nets) == len(pool) else None,
        services=tuple(dict.fromkeys(c.service for c in pool)),
    )
