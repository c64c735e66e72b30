"""Files of the lake kept in memory after they were read, for as long as they are as they were."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from veivalg.foundation.cache import Cache

State = tuple[str, int, int, int]

_frames: Cache[pl.DataFrame] = Cache()


def state_of(path: Path) -> State:
    """Give what changes when a file does; raises ``OSError`` when it can't be looked at."""
    found = path.stat()
    return str(path), found.st_ino, found.st_mtime_ns, found.st_size


def loaded(path: Path, read: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """Give the rows of a file, with `read` when they aren't kept.

    Norway and a KOSTRA group are read for every municipality in it, so most of a chapter's rows
    were read for the one before. A file that is replaced, damaged or removed has another state
    and is read, and checked, again.
    """
    try:
        state = state_of(path)
    except OSError:
        return read()  # which says what is wrong
    return _frames.get(state, read)
