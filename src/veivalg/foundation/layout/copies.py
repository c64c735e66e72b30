"""Copies of what lies in a data folder, dated, made before it is changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from veivalg.foundation import platform
from veivalg.foundation.files import TEMPORARY, files_in, store_error
from veivalg.foundation.layout.names import COPIES


def copy_file(source: Path, target: Path) -> None:
    """Copy a file with its time, for its owner alone; raises ``OSError``.

    A Parquet file is never changed once it is there, so it is given another name instead.
    """
    platform.make_folder(target.parent)
    if source.suffix != ".parquet" or not platform.link(source, target):
        shutil.copy2(source, target)
    platform.keep_private(target)


def copy_tree(source: Path, target: Path) -> None:
    """Copy what is in a folder, without temporary files; nothing when there is no such folder.

    Raises
    ------
    OSError
        When it can't be copied.
    """
    for path in files_in(source) if source.is_dir() else ():
        if not path.name.endswith(TEMPORARY):
            copy_file(path, target / path.relative_to(source))


def keep_copy(folder: Path, names: Iterable[str], label: str) -> Path:
    """Copy what is called `names` in a data folder to a dated folder; it is there whole or not.

    It is on the disk when what follows is: see `swap.put_in_place`.

    Parameters
    ----------
    label
        What it is a copy of, for its name.

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
                copy_tree(path, made / each)
            elif path.is_file():
                copy_file(path, made / each)
        platform.replace(made, copies / name)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise store_error(error, copies) from error
    return copies / name
