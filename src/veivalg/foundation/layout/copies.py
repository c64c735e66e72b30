"""Copies of what lies in a data folder, dated, made before it is changed."""

import os
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from veivalg.foundation import platform
from veivalg.foundation.files import TEMPORARY, files_in, store_error
from veivalg.foundation.layout.names import COPIES

Tell = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and of how much (0 when not known)."""


def untold(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


class Count:
    """Counts files that are done, and tells one who waits of each."""

    def __init__(self, tell: Tell, what: str, of: int) -> None:
        """Begin with none of `of`, and tell that."""
        self._tell, self._what, self._done, self._of = tell, what, 0, of
        tell(what, 0, of)

    def one(self) -> None:
        """Count one more."""
        self._done += 1
        self._tell(self._what, min(self._done, self._of), self._of)


def copy_file(source: Path, target: Path, *, link: bool = False) -> None:
    """Copy a file with its time, for its owner alone; raises ``OSError``.

    A Parquet file is never changed once it is there, so it is given another name instead; so is
    one that `link` says is to disappear under its old name.
    """
    platform.make_folder(target.parent)
    if not (link or source.suffix == ".parquet") or not platform.link(source, target):
        os.close(platform.create(target))
        shutil.copyfile(source, target)
        times = source.stat()
        os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
    platform.keep_private(target)


def copy_tree(
    source: Path, target: Path, count: Count | None = None, *, link: bool = False
) -> None:
    """Copy what is in a folder, without temporary files; nothing when there is no such folder.

    Parameters
    ----------
    count
        Counts each file.
    link
        Whether the files are to disappear under their old names.

    Raises
    ------
    OSError
        When it can't be copied.
    """
    for path in files_in(source) if source.is_dir() else ():
        if not path.name.endswith(TEMPORARY):
            copy_file(path, target / path.relative_to(source), link=link)
            if count is not None:
                count.one()


def keep_copy(folder: Path, names: Iterable[str], label: str, count: Count | None = None) -> Path:
    """Copy what is called `names` in a data folder to a dated folder; it is there whole or not.

    It is on the disk when what follows is: see `swap.put_in_place`.

    Parameters
    ----------
    label
        What it is a copy of, for its name.
    count
        Counts each file.

    Raises
    ------
    StoreError
        When there is no room or no access; nothing is then left.
    """
    stamp = f"{datetime.now():%Y-%m-%d-%H%M%S}-{label}"
    copies = folder / COPIES
    taken = {p.name for p in copies.iterdir()} if copies.is_dir() else set()
    name = next(n for i in range(1_000) if (n := f"{stamp}-{i}" if i else stamp) not in taken)
    made = copies / f".{name}"
    try:
        platform.make_folder(made)
        for each in names:
            path = folder / each
            if path.is_dir():
                copy_tree(path, made / each, count)
            elif path.is_file():
                copy_file(path, made / each)
                if count is not None:
                    count.one()
        platform.replace(made, copies / name)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise store_error(error, copies) from error
    return copies / name
