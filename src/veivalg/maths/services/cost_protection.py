"""Costs of services to few people, merged before they are shown (M18)."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from veivalg.maths.services.user_groups import ALL_AGES, MERGED, Cost
from veivalg.tables.amounts import most_of, spread
from veivalg.tables.small_numbers import THRESHOLD
from veivalg.tables.together import Told, View, holds, settled


@dataclass(frozen=True, slots=True)
class Protected:
    """Costs as they may be shown, and the groups whose sum may not be.

    ``total`` is gross cost in all, NOK; None when it would give back what is hidden.
    """

    costs: tuple[Cost, ...]
    hidden: frozenset[str]
    total: float | None


@dataclass(frozen=True, slots=True)
class Parted:
    """What was told of costs: of the services of each group, and of all of them together."""

    groups: Mapping[str, Told]
    whole: Told


def protect_costs(costs: Sequence[Cost], past: Sequence[Parted] = ()) -> tuple[Protected, Parted]:
    """Merge services to fewer than five people with others, so that no one's cost can be read.

    In each group the small rows are put together with the group's smallest other rows until they
    tell of nobody (`_safe`). A group too small for that is hidden whole, and so are the smallest
    other groups, until all that is hidden together, which is what the total less the groups that
    are shown gives, tells of nobody either. Where not even everything does, there is no total.

    Parameters
    ----------
    past
        What was told of the costs of the same year before, oldest first; it gives nothing back
        either.
    """
    kept: list[Cost] = []
    told: dict[str, Told] = {}
    hidden: set[str] = set()
    groups = {group: [c for c in costs if c.group == group] for group in (c.group for c in costs)}
    for group, rows in groups.items():
        pool, told[group] = _merged(rows, [p.groups[group] for p in past if group in p.groups])
        if pool and not told[group].sums:
            hidden.add(group)
            continue
        kept += [c for c in rows if c not in pool]
        kept += [_merge(pool)] if pool else []
    sums = {group: sum(c.gross for c in rows) for group, rows in groups.items()}
    order = sorted(groups, key=lambda g: (sums[g] == 0, sums[g], g))
    while hidden and not _safe([c for g in hidden for c in groups[g]]):
        left = [group for group in order if group not in hidden]
        if not left:
            return Protected((), frozenset(hidden), None), Parted(told, _all_told(costs, told, ()))
        hidden.add(left[0])
    total, before = True, [p.whole for p in past]
    while not holds([*before, _all_told(costs, told, hidden, total=total)]):
        merging = [g for g in order if g not in hidden and told[g].hidden]
        if not total and not merging:
            break
        hidden |= set() if total else {merging[0]}
        total = False
    shown = tuple(c for c in kept if c.group not in hidden)
    made = Protected(shown, frozenset(hidden), sum(sums.values()) if total else None)
    return made, Parted(told, _all_told(costs, told, hidden, total=total))


def _all_told(
    costs: Sequence[Cost], told: Mapping[str, Told], hidden: Collection[str], *, total: bool = False
) -> Told:
    """Give what is told of all costs: those merged in each group that is shown, and the total."""
    by: dict[Hashable, Cost] = {(c.group, c.service, c.age): c for c in costs}
    merged = {g: {(g, *_pair(name)) for name, _sum in t.hidden} for g, t in told.items()}
    away = {n for n, c in by.items() if c.group in hidden or n in merged[c.group]}
    view = View({n: c.gross for n, c in by.items()}, lambda some: _safe([by[n] for n in some]))
    sums = [view.told(merged[g]).hidden for g in told if g not in hidden and merged[g]]
    sums += [view.told(n for n, c in by.items() if c.group in hidden).hidden] if total else []
    return replace(view.told(away), sums=tuple(sums))


def _pair(name: Hashable) -> tuple[str, str]:
    assert isinstance(name, tuple)
    return str(name[0]), str(name[1])


def _merged(rows: Sequence[Cost], past: Sequence[Told]) -> tuple[list[Cost], Told]:
    """Give the rows of a group to merge, and what is told; not the whole where no merging does."""
    by: dict[Hashable, Cost] = {(c.service, c.age): c for c in rows}
    sums: dict[Hashable, Hashable] = {name: c.gross for name, c in by.items()}
    view = View(sums, lambda names: _safe([by[n] for n in names]), past)
    order = sorted(by, key=lambda n: (by[n].gross, by[n].service, by[n].age))
    names, whole = settled([(c.service, c.age) for c in _pool(rows)], order, [view])
    return [c for n, c in by.items() if n in names], view.told(names if whole else by, whole=whole)


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
