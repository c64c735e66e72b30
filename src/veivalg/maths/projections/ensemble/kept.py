"""Keep the latest results in memory, safely when several threads ask at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The `most` results used latest.

    A key made of ``id()`` is safe only while the objects live: give them as `held`, and they do.

    Examples
    --------
    >>> kept = Kept[int](2)
    >>> kept.put("a", 1), kept.put("b", 2), kept.put("c", 3)
    (1, 2, 3)
    >>> kept.get("a"), kept.get("c")
    (None, 3)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, tuple[T, tuple[Any, ...]]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, held: tuple[Any, ...] = ()) -> T | None:
        """Give what is kept, or None; `held` must be the very objects it was kept with."""
        with self._lock:
            found = self._found.get(key)
            if found is None or any(a is not b for a, b in zip(found[1], held, strict=False)):
                return None
            self._found.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: T, held: tuple[Any, ...] = ()) -> T:
        """Keep `value`, letting go of the one unused longest."""
        with self._lock:
            self._found[key] = (value, held)
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return value

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._found.clear()
