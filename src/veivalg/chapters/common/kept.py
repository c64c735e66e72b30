"""Work on the whole country's tables that is done once for every municipality.

The tables stay the same objects until new figures are fetched, so what is made of them is kept by
which objects they are. They are held together with it, so that no other can take their place.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """The newest few results of a costly piece of work.

    Parameters
    ----------
    most
        How many results are kept.

    Examples
    --------
    >>> table, kept = ["a table"], Kept()
    >>> kept.get((table,), 2024, lambda: len(table))
    1
    >>> kept.get((table,), 2024, lambda: 1 / 0)
    1
    """

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, tuple[tuple[object, ...], Made]] = OrderedDict()
        self._lock = Lock()

    def get(self, objects: tuple[object, ...], choice: Hashable, make: Callable[[], Made]) -> Made:
        """Give what `make` gives, from the last time where nothing is changed.

        Parameters
        ----------
        objects
            What the work rests on, told apart by identity; none of it is ever changed.
        choice
            What else it rests on, told apart by value.
        """
        key = (tuple(id(one) for one in objects), choice)
        with self._lock:  # twenty readers wait for one making of it
            if key not in self._made:
                self._made[key] = objects, make()
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
            return self._made[key][1]
