"""Putting a new content of a data folder in the place of the old, whatever happens meanwhile.

The new is built beside (``.ny-…``) and is on the disk before anything is decided. One write of the
mark decides: before it the folder is the old one, after it the new one, even if the names are not
moved yet. Whoever opens the folder next moves the rest. What is replaced goes to ``.bort-…``, which
is deleted last.
"""

import shutil
import uuid
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.mark import Mark, Pending, read_mark, write_mark
from veivalg.foundation.layout.names import COPIES, OLD

_BUILD, _GONE = ".ny-", ".bort-"


def new_build(folder: Path) -> Path:
    """Make the folder a new content is built in; raises ``StoreError``."""
    build = folder / f"{_BUILD}{uuid.uuid4().hex[:8]}"
    try:
        platform.make_folder(build)
    except OSError as error:
        raise store_error(error, folder) from error
    return build


def put_in_place(
    folder: Path, build: Path, remove: Iterable[str], mark: Mark, *, copy: Path | None
) -> None:
    """Let what is in `build` be the content of the folder, instead of what is called so or named
    in `remove`.

    Parameters
    ----------
    copy
        The copy of the old content, which is to be on the disk before it is replaced.

    Raises
    ------
    StoreError
        When it can't be done. If it was decided, the next to open the folder goes on.
    """
    made = [build] if copy is None else [build, copy]
    # What is built takes the place of what has its name; only the rest is removed, since a name
    # that is in place is not told from one that isn't yet.
    pending = Pending(build.name, tuple(n for n in remove if not (build / n).exists()))
    try:
        platform.sync_trees(*made)
        for each in made:
            platform.sync_folder(each.parent)
        write_mark(folder, replace(mark, pending=pending))
    except (OSError, StoreError) as error:
        now = read_mark(folder)
        if now is None or now.pending != pending:  # nothing was decided
            for each in made:
                shutil.rmtree(each, ignore_errors=True)
        raise store_error(error, folder) if isinstance(error, OSError) else error from None
    try:
        finish(folder)
    except OSError as error:
        raise store_error(error, folder) from error


def finish(folder: Path) -> None:
    """Move what is left of a change that was decided; nothing when there is none.

    Every step can be done again: a name still in the build is not in place, one that isn't, is.
    """
    mark = read_mark(folder)
    if mark is None or mark.pending is None:
        return
    build = folder / mark.pending.build
    gone = folder / mark.pending.build.replace(_BUILD, _GONE)
    platform.make_folder(gone)
    for name in mark.pending.remove:
        _put_away(folder / name, gone)
    for path in sorted(build.iterdir()) if build.exists() else ():
        _put_away(folder / path.name, gone)
        platform.replace(path, folder / path.name)
    platform.sync_folder(folder)
    put_stops(folder)
    write_mark(folder, replace(mark, pending=None))
    for left in (build, gone):
        shutil.rmtree(left, ignore_errors=True)


def put_stops(folder: Path) -> None:
    """Put a file where version 0.1.0 has its folders, so that it refuses instead of starting anew.

    Raises
    ------
    StoreError
        When it can't be written.
    """
    for name in OLD:
        if not (folder / name).exists():
            write_atomic(folder / name, f"{_stop()}\n".encode())


def clean(folder: Path) -> None:
    """Delete what programs that were stopped have left; only for one who has the folder alone."""
    for pattern in (f"{_BUILD}*", f"{_GONE}*", f"{COPIES}/.*"):
        for left in folder.glob(pattern):
            shutil.rmtree(left, ignore_errors=True)


def needs_cleaning(folder: Path) -> bool:
    """Say whether anything has been left."""
    left = (p.name.startswith((_BUILD, _GONE)) for p in folder.iterdir())
    return any(left) or any((folder / COPIES).glob(".*"))


def _put_away(path: Path, gone: Path) -> None:
    """Move what lies at `path` aside; a file in the place of an old folder stays."""
    if path.is_dir() or (path.exists() and path.name not in OLD):
        platform.replace(path, gone / path.name)


def _stop() -> str:
    return _(
        "Datamappen er gjort om av en nyere Veivalg. Denne filen er her for at eldre versjoner "
        "ikke skal skrive i den. Oppdater Veivalg."
    )
