"""Costs of services to few people, merged before they are shown (M18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from veivalg.maths.services.user_groups import ALL_AGES, MERGED, Cost
from veivalg.tables.amounts import most_of, spread
from veivalg.tables.small_numbers import THRESHOLD


@dataclass(frozen=True, slots=True)
class Protected:
    """Costs as they may be shown, and the groups whose sum may not be.

    ``total`` is gross cost in all, NOK; None when it would give back what is hidden.
    """

    costs: tuple[Cost, ...]
    hidden: frozenset[str]
    total: float | None


def protect_costs(costs: Sequence[Cost]) -> Protected:
    """Merge services to fewer than five people with others, so that no one's cost can be read.

    In each group the small rows are put together with the group's smallest other rows until they
    tell of nobody (`_safe`). A group too small for that is hidden whole, and so are the smallest
    other groups, until all that is hidden together, which is what the total less the groups that
    are shown gives, tells of nobody either. Where not even everything does, there is no total.
    """
    kept: list[Cost] = []
    hidden: set[str] = set()
    groups = {group: [c for c in costs if c.group == group] for group in (c.group for c in costs)}
    for group, rows in groups.items():
        pool = _pool(rows)
        if pool and not _safe(pool):
            hidden.add(group)
            continue
        kept += [c for c in rows if c not in pool]
        kept += [_merge(pool)] if pool else []
    sums = {group: sum(c.gross for c in rows) for group, rows in groups.items()}
    order = sorted(groups, key=lambda g: (sums[g] == 0, sums[g], g))
    while hidden and not _safe([c for g in hidden for c in groups[g]]):
        left = [group for group in order if group not in hidden]
        if not left:
            return Protected((), frozenset(hidden), None)
        hidden.add(left[0])
    shown = tuple(c for c in kept if c.group not in hidden)
    return Protected(shown, frozenset(hidden), sum(sums.values()))


def _pool(rows: Sequence[Cost]) -> list[Cost]:
    """Give the small rows of a group, with as many of the others as it takes, if there are."""
    pool = [c for c in rows if c.few]
    rest = sorted((c for c in rows if not c.few), key=lambda c: (c.gross, c.service, c.age))
    while pool and not _safe(pool) and rest:
        nearest = next((c for c in rest if c.gross > 0 and c.age == pool[0].age), rest[0])
        rest.remove(nearest)
        pool.append(nearest)
    return pool


def _safe(rows: Sequence[Cost]) -> bool:
    """Say whether the sum of some rows, one of them small, tells of nobody.

    Five people at least are known to share it, and it is `spread` over them.
    """
    people = sum(c.counted or 0.0 for c in rows)
    return len(rows) > 1 and people >= THRESHOLD and _spread(rows, [c.gross for c in rows])


def _spread(rows: Sequence[Cost], amounts: Sequence[float]) -> bool:
    """Say whether an amount of each row is shared by enough people, as far as can be known."""
    sums = list(map(abs, amounts))
    most = [most_of(a, None if row.few else row.counted) for row, a in zip(rows, sums, strict=True)]
    return spread(chain.from_iterable(most), sum(sums))


def _merge(pool: Sequence[Cost]) -> Cost:
    ages = {c.age for c in pool}
    nets = [c.net for c in pool if c.net is not None]
    return Cost(
        pool[0].group,
        MERGED,
        ages.pop() if len(ages) == 1 else ALL_AGES,
        sum(c.gross for c in pool),
        sum(nets) if len(nets) == len(pool) and _spread(pool, nets) else None,
        services=tuple(dict.fromkeys(c.service for c in pool)),
    )
