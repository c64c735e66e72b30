"""Files of the lake kept in memory after they were read, for as long as they are as they were."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import polars as pl

LIMIT = 64e6
State = tuple[str, int, int, int]


def state_of(path: Path) -> State:
    """Give what changes when a file does; raises ``OSError`` when it can't be looked at."""
    found = path.stat()
    return str(path), found.st_ino, found.st_mtime_ns, found.st_size


class Loaded:
    """Frames by file, least recently used out first when their bytes pass `limit`.

    Norway and a KOSTRA group are read for every municipality in it, so most of a chapter's rows
    were read for the one before. A file that is replaced, damaged or removed has another state
    and is read, and checked, again.
    """

    def __init__(self, limit: float = LIMIT) -> None:
        self.limit = limit
        self.size = 0.0
        self._frames: OrderedDict[State, pl.DataFrame] = OrderedDict()
        self._lock = Lock()

    def get(self, path: Path, read: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """Give the rows of a file, with `read` when they aren't kept."""
        try:
            state = state_of(path)
        except OSError:
            return read()  # which says what is wrong
        with self._lock:
            if state in self._frames:
                self._frames.move_to_end(state)
                return self._frames[state]
        frame = read()
        with self._lock:
            if state not in self._frames:
                self._frames[state] = frame
                self.size += frame.estimated_size()
            while self.size > self.limit:
                _state, oldest = self._frames.popitem(last=False)
                self.size -= oldest.estimated_size()
        return frame
