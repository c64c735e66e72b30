"""The one memory of what was costly to make: bounded in megabytes, safe among threads.

Every `Cache` is a region of one store. The store lets go of what has been unused longest, whatever
region it is in, when the sum of sizes passes `settings.cache_megabytes`. So there is one number to
set, and what is asked for most has the room. What a result rests on is kept alive with it, and
counts too, once for all results that rest on it.
"""

import sys
import weakref
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from dataclasses import fields, is_dataclass
from itertools import count
from threading import Lock
from types import ModuleType
from typing import Any, Generic, NamedTuple, TypeVar, cast

import cachetools

from veivalg.foundation.settings import cache_megabytes

T = TypeVar("T")
_Key = tuple[int, tuple[int, ...], Hashable]


class _Entry(NamedTuple):
    value: Any
    held: tuple[object, ...]
    size: int
    sizes: tuple[int, ...] = ()


class _Entries(cachetools.LRUCache[_Key, _Entry]):
    """What is kept, and what it keeps alive: object → how many rest on it, and its size."""

    def __init__(self, most: float) -> None:
        super().__init__(most, getsizeof=lambda entry: entry.size)
        self.resting: dict[int, list[int]] = {}
        self.held_size = 0

    def __setitem__(self, key: _Key, entry: _Entry) -> None:
        self.pop(key, None)
        super().__setitem__(key, entry)
        for one, size in zip(entry.held, entry.sizes, strict=True):
            found = self.resting.setdefault(id(one), [0, size])
            self.held_size += 0 if found[0] else found[1]
            found[0] += 1

    def __delitem__(self, key: _Key) -> None:
        gone = cachetools.Cache.__getitem__(self, key)
        super().__delitem__(key)
        for one in gone.held:
            found = self.resting[id(one)]
            found[0] -= 1
            if not found[0]:
                self.held_size -= self.resting.pop(id(one))[1]


class Store:
    """What several regions have kept, and who is making what.

    Parameters
    ----------
    megabytes
        The most that is kept; None for the setting, read when something is first asked for.
    """

    def __init__(self, megabytes: float | None = None) -> None:
        self.lock = Lock()
        self.making: dict[_Key, Future[Any]] = {}
        self.gone: deque[int] = deque()
        self._megabytes = megabytes
        self._entries: _Entries | None = None

    @property
    def entries(self) -> _Entries:
        """Give what is kept, by key; take the lock first."""
        if self._entries is None:
            most = cache_megabytes() if self._megabytes is None else self._megabytes
            self._entries = _Entries(most * 1e6)
        return self._entries

    @property
    def bytes(self) -> float:
        """Give the size of all that is kept, with what it keeps alive; take the lock first."""
        return float(self.entries.currsize + self.entries.held_size)

    def sizes(self, held: tuple[object, ...]) -> tuple[int, ...]:
        """Give the size of what a result rests on; what something else rests on too is known."""
        with self.lock:
            known = {id(one): self.entries.resting.get(id(one)) for one in held}
        return tuple(found[1] if (found := known[id(one)]) else size_of(one) for one in held)

    def keep(self, key: _Key, entry: _Entry) -> None:
        """Keep an entry that fits; take the lock first."""
        while self.gone:
            self.forget(self.gone.popleft())
        if entry.size <= self.entries.maxsize:
            self.entries[key] = entry
        # The last to go is the new one: too much with what it rests on, it isn't kept at all.
        while self.entries and self.bytes > self.entries.maxsize:
            self.entries.popitem()

    def forget(self, region: int) -> None:
        """Let go of a region; take the lock first."""
        for key in [k for k in self.entries if k[0] == region]:
            del self.entries[key]


_shared = Store()
_regions = count()


class Cache(Generic[T]):
    """Results of one kind of work, kept while there is room.

    Parameters
    ----------
    size
        Result → bytes. By default `size_of`, which looks into tables, arrays and containers.
    store
        Where it is kept; the one of the process by default.

    Examples
    --------
    >>> table, kept = ["a table"], Cache[int]()
    >>> kept.get(2024, lambda: len(table), held=(table,))
    1
    >>> kept.get(2024, lambda: 1 // 0, held=(table,))
    1
    """

    def __init__(
        self, size: Callable[[T], float] | None = None, store: Store | None = None
    ) -> None:
        self._size = size or size_of
        self._store = store or _shared
        self._region = next(_regions)
        # Python may end a life anywhere, so that the lock can't be taken here.
        weakref.finalize(self, self._store.gone.append, self._region)

    def get(self, key: Hashable, make: Callable[[], T], held: tuple[object, ...] = ()) -> T:
        """Give what `make` gives, from the last time where nothing is changed.

        Twenty who ask at once wait for one making of it. When it fails, the one who made it is
        told and the next one tries.

        Parameters
        ----------
        key
            What the work rests on that is told apart by value.
        held
            What else it rests on, told apart by identity; none of it is ever changed. It is kept
            alive with the result, so that no other object can take its place.
        """
        full = self._full(key, held)
        while True:
            with self._store.lock:
                found = self._store.entries.get(full)
                if found is not None:
                    return cast(T, found.value)
                waited = self._store.making.get(full)
                if waited is None:
                    mine = self._store.making[full] = Future[Any]()
                    break
            if waited.exception() is None:
                return cast(T, waited.result())
        return self._made(full, make, held, mine)

    def find(self, key: Hashable, held: tuple[object, ...] = ()) -> T | None:
        """Give what is kept, or None; nothing is made."""
        with self._store.lock:
            found = self._store.entries.get(self._full(key, held))
        return None if found is None else cast(T, found.value)

    def put(self, key: Hashable, value: T) -> None:
        """Keep a result made elsewhere, in place of what was kept of it."""
        entry = _Entry(value, (), int(self._size(value)))
        with self._store.lock:
            self._store.keep(self._full(key, ()), entry)

    def clear(self) -> None:
        """Let go of everything in this region."""
        with self._store.lock:
            self._store.forget(self._region)

    def __len__(self) -> int:
        """Give how many results are kept."""
        return len(self._kept())

    @property
    def bytes(self) -> float:
        """Give the sum of the sizes of what is kept."""
        return float(sum(entry.size for entry in self._kept()))

    def _kept(self) -> list[_Entry]:
        with self._store.lock:
            entries = self._store.entries
            mine = [key for key in entries if key[0] == self._region]
            # Looking is no use: the order of use stays as it was.
            return [cachetools.Cache.__getitem__(entries, key) for key in mine]

    def _full(self, key: Hashable, held: tuple[object, ...]) -> _Key:
        return self._region, tuple(id(one) for one in held), key

    def _made(
        self, full: _Key, make: Callable[[], T], held: tuple[object, ...], mine: Future[Any]
    ) -> T:
        try:
            value = make()
            entry = _Entry(value, held, int(self._size(value)), self._store.sizes(held))
        except BaseException as error:
            with self._store.lock:
                self._store.making.pop(full, None)
            mine.set_exception(error)
            raise
        with self._store.lock:
            self._store.keep(full, entry)
            self._store.making.pop(full, None)
        mine.set_result(value)
        return value


def size_of(value: object) -> int:
    """Estimate the bytes a result takes, with what it is made of.

    Tables and arrays say it themselves, a part of an array what the whole of it takes, since that
    is what is kept alive. Containers and objects are the sum of their parts, each part counted
    once. A mapping of our own that reads when asked is not asked.

    Examples
    --------
    >>> size_of(bytes(1_000_000)) // 1_000_000
    1
    """
    seen: set[int] = set()
    total, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        while (whole := getattr(one, "base", None)) is not None and hasattr(whole, "nbytes"):
            one = whole  # a view
        if id(one) in seen:
            continue
        seen.add(id(one))
        if type(one) in _ATOMS:
            total += sys.getsizeof(one)
        elif (told := getattr(one, "estimated_size", None) or getattr(one, "nbytes", None)) is None:
            if not (isinstance(one, type | ModuleType | Cache) or callable(one)):
                total += sys.getsizeof(one, 64)
                waiting.extend(_parts(one))
        else:
            total += int(told() if callable(told) else told)
    return total


_ATOMS = frozenset({str, int, float, bool, bytes, type(None)})


def _parts(one: object) -> Iterator[object]:
    if isinstance(one, dict):
        yield from one
        yield from one.values()
    elif isinstance(one, list | tuple | set | frozenset):
        yield from one
    elif hasattr(one, "__dict__"):
        yield from vars(one).values()
    elif is_dataclass(one):
        # what a thing holds is weighed, not read: a test notes what is read
        yield from (object.__getattribute__(one, f.name) for f in fields(one))
