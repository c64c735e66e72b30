"""Small results kept on disk from one start of the program to the next.

The disk part of the one cache: it may be lost at any time, costs nothing but time when it is, and
never grows past its limit. What lies there is JSON, so nothing read from it is run as code.
"""

import contextlib
import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any

import orjson

import veivalg
from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import TEMPORARY, files_in, write_atomic
from veivalg.foundation.layout.names import KEPT, MADE, MARK, RESULTS
from veivalg.foundation.settings import cache_megabytes

LARGEST = 8.0
"""Megabytes on disk at most; fewer when `VEIVALG_MINNE` is less."""


class Drawer:
    """Results by key, as files in a data folder that is marked as ours.

    Parameters
    ----------
    folder
        The data folder; nothing is written when it isn't there.
    """

    def __init__(self, folder: Path) -> None:
        self._data = folder
        self._folder = folder / RESULTS

    def find(self, *key: object) -> Any:
        """Give what is kept under a key, or None, also when the file can't be read."""
        try:
            read = orjson.loads(self._file(key).read_bytes())
        except (OSError, ValueError):
            return None
        found = isinstance(read, dict) and read.get("key") == _text(key)
        return read.get("value") if found else None

    def keep(self, value: Any, *key: object) -> None:
        """Keep what JSON can hold; where it can't be written, it is made again next time."""
        most = min(LARGEST, cache_megabytes()) * 1e6
        content = orjson.dumps({"key": _text(key), "value": value})
        if len(content) > most or not (self._data / MARK).is_file():
            return
        try:
            write_atomic(self._file(key), content)
            self._shrink(most)
        except (StoreError, OSError):
            return

    def empty(self) -> None:
        """Let go of everything, as when something it was made from is deleted.

        Raises
        ------
        OSError
            When a file can't be deleted.
        """
        for pattern in ("*.json", f".*{TEMPORARY}"):  # half a sentence is a sentence too
            for path in self._folder.glob(pattern):
                path.unlink(missing_ok=True)

    def _shrink(self, most: float) -> None:
        """Let go of the oldest until the rest are no more than `most` bytes."""
        files = [(p.stat(), p) for p in self._folder.glob("*.json")]
        total = sum(told.st_size for told, _path in files)
        for told, path in sorted(files, key=lambda one: one[0].st_mtime_ns):
            if total <= most:
                return
            path.unlink(missing_ok=True)
            total -= told.st_size

    def _file(self, key: tuple[object, ...]) -> Path:
        return self._folder / f"{hashlib.sha256(_text(key).encode()).hexdigest()[:32]}.json"


def _text(key: tuple[object, ...]) -> str:
    return "\n".join(map(repr, key))


def folder_print(folder: Path) -> str:
    """Give a fingerprint of all that is kept in a data folder: names, sizes and times of files.

    Raises
    ------
    OSError
        When a folder can't be read.
    """
    digest = hashlib.sha256()
    for name in KEPT:
        for file in files_in(folder / name):
            inner = file.relative_to(folder)
            if not (MADE[0] in inner.parts or file.name.endswith(TEMPORARY)):
                with contextlib.suppress(FileNotFoundError):  # gone since it was listed
                    _feed(digest, inner.as_posix(), file)
    return digest.hexdigest()


@cache  # one text: the program doesn't change while it runs
def program_print() -> str:
    """Give a fingerprint of the program: version, and names, sizes and times of its files."""
    here = Path(veivalg.__file__).parent
    digest = hashlib.sha256(veivalg.__version__.encode())
    for where, folders, names in os.walk(here):
        folders[:] = sorted(f for f in folders if f not in ("__pycache__", "static", "fonts"))
        for name in sorted(names):
            file = Path(where) / name
            _feed(digest, file.relative_to(here).as_posix(), file)
    return digest.hexdigest()


def _feed(digest: Any, name: str, file: Path) -> None:
    told = file.stat()
    digest.update(f"{name}\0{told.st_size}\0{told.st_mtime_ns}\n".encode())
