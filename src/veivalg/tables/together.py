"""Sums of what people have, in several versions: what is hidden in each, and what follows together.

Each version shows some sums and hides the others, and often tells them all together. What is told
less what is shown is the sum of the hidden. Two such sums, where the one holds all of the other,
give the rest, and several may give one of the hidden. A sum that has not changed is the same one in
every version.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Names = Collection[Hashable]
Item = tuple[Hashable, Hashable]
"""What a sum is of, and what it is."""


@dataclass(frozen=True)
class Told:
    """What a version told.

    Parameters
    ----------
    hidden, shown
        Sums that were not shown one by one, and those that were.
    sums
        Hidden ones that were told together.
    safe
        Whether a sum over some names tells of nobody.
    """

    hidden: frozenset[Item]
    shown: frozenset[Item]
    sums: tuple[frozenset[Item], ...]
    safe: Callable[[Names], bool]


def holds(versions: Sequence[Told]) -> bool:
    """Say whether nothing about anybody follows from all that these versions told."""
    known = frozenset[Item]().union(*(t.shown for t in versions))
    rests = [(t, held - known) for t in versions for held in t.sums]
    less = [(t, rest - other) for t, rest in rests for _t, other in rests if other < rest]
    sums = [rest for _t, rest in rests if rest]
    return all(t.safe(_names(part)) for t, part in (*rests, *less) if part) and not any(
        _follows(sums, item) for t, rest in rests for item in rest if not t.safe([item[0]])
    )


@dataclass(frozen=True)
class View:
    """Sums of one kind, by name, with what former versions told of them.

    Parameters
    ----------
    sums
        Name → the sum.
    safe
        As in `Told`.
    past
        Former versions, oldest first.
    """

    sums: Mapping[Hashable, Hashable]
    safe: Callable[[Names], bool]
    past: Sequence[Told] = ()

    def told(self, hidden: Iterable[Hashable], *, whole: bool = True) -> Told:
        """Give what is told when some sums are hidden."""
        kept = frozenset((n, self.sums[n]) for n in hidden if n in self.sums)
        sums = (kept,) if whole else ()
        return Told(kept, frozenset(self.sums.items()) - kept, sums, self.safe)

    def held_back(self) -> set[Hashable]:
        """Name the sums that a former version hid, and that are as they were."""
        return {n for n, s in self.sums.items() if any((n, s) in t.hidden for t in self.past)}

    def known(self) -> set[Hashable]:
        """Name the sums that a former version showed, and that are as they were."""
        return {n for n, s in self.sums.items() if any((n, s) in t.shown for t in self.past)}

    def holds(self, hidden: Iterable[Hashable]) -> bool:
        """Say whether nothing follows from all versions when these are hidden now."""
        return holds([*self.past, self.told(hidden)])


def _follows(sums: Sequence[Collection[Item]], wanted: Item) -> bool:
    """Say whether one of the hidden is given by several sums of them, added and taken apart."""
    items = sorted({item for held in sums for item in held}, key=repr)
    rows = np.array([[item in held for item in items] for held in sums], dtype=float)
    asked = np.array([item == wanted for item in items], dtype=float)
    rank = np.linalg.matrix_rank
    return bool(rank(np.vstack([rows, asked])) == rank(rows))


def settled(
    hidden: Iterable[Hashable], order: Sequence[Hashable], views: Sequence[View]
) -> tuple[set[Hashable], bool]:
    """Hide as many more as it takes that nothing follows from all versions.

    Parameters
    ----------
    hidden
        What is hidden whatever else is.
    order
        What may be hidden too, what is lost least by first.

    Returns
    -------
    tuple
        What to hide, and whether the whole may be told; where it may not, no more than must be.
    """
    least = set(hidden).union(*(view.held_back() for view in views))
    found = set(least)
    known = set[Hashable]().union(*(view.known() for view in views))
    left = [n for n in order if n not in found]
    left.sort(key=known.__contains__)  # to hide what readers know is no use
    while not all(view.holds(found) for view in views):
        if not left:
            return least, False
        found.add(left.pop(0))
    return found, True


def _names(items: Iterable[Item]) -> list[Hashable]:
    return [name for name, _sum in items]
