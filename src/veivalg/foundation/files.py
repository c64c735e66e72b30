"""Writing files so that a crash at any moment leaves the old or the new one, never half."""

import errno
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.i18n import N_, _

TEMPORARY = ".tmp"
STALE_AFTER = 3600.0  # seconds; only used where a process can't be asked whether it lives
_FULL = {errno.ENOSPC, errno.EDQUOT}


def store_error(error: OSError, path: Path) -> StoreError:
    """Turn an operating system's error at `path` into a sentence and a remedy."""
    if error.errno in _FULL:
        return StoreError(
            _("Disken er full, så {path} ble ikke lagret.").format(path=path),
            _("Frigjør plass og prøv igjen. Alt som var lagret fra før, er urørt."),
        )
    return StoreError(
        _("Datamappen {path} kan ikke brukes: {reason}.").format(path=path, reason=reason(error)),
        _("Gi skrivetilgang til mappen, eller velg en annen mappe."),
    )


_REASONS = {
    errno.ENOSPC: N_("disken er full"),
    errno.EDQUOT: N_("kvoten din er brukt opp"),
    errno.EACCES: N_("du mangler tilgang"),
    errno.EPERM: N_("du mangler tilgang"),
    errno.EROFS: N_("disken er skrivebeskyttet"),
    errno.ENOTDIR: N_("det ligger en fil der mappen skulle vært"),
    errno.EEXIST: N_("det ligger en fil der mappen skulle vært"),
    errno.EISDIR: N_("det er en mappe"),
    errno.ENAMETOOLONG: N_("navnet er for langt"),
}


def reason(error: OSError) -> str:
    """Say in Norwegian why the system refused.

    Examples
    --------
    >>> reason(OSError(errno.EACCES, "Permission denied"))
    'du mangler tilgang'
    """
    return _(_REASONS.get(error.errno or 0, N_("systemet nektet det")))


def write_atomic(path: Path, content: bytes) -> None:
    """Write `content` to `path`: temporary file in the same folder, fsync, rename, fsync folder.

    Raises
    ------
    StoreError
        When the disk is full or the folder can't be written; nothing is then left behind.
    """
    _write(path, content, platform.replace)


def write_new(path: Path, content: bytes) -> None:
    """Write `content` to `path` as `write_atomic` does, unless something is there already.

    Raises
    ------
    FileExistsError
        When something is; of several who write at once, one gets through.
    StoreError
        As `write_atomic`.
    """
    _write(path, content, platform.put_new)


def _write(path: Path, content: bytes, put: Callable[[Path, Path], None]) -> None:
    # A short name: what Windows allows in all is 260 characters.
    temporary = path.with_name(f".{os.getpid()}.{uuid.uuid4().hex[:8]}{TEMPORARY}")
    try:
        platform.make_folder(path.parent)
        _write_synced(temporary, content)
        put(temporary, path)
        platform.sync_folder(path.parent)
    except OSError as error:
        _remove_quietly(temporary)
        if isinstance(error, FileExistsError) and put is platform.put_new and path.exists():
            raise
        raise store_error(error, path) from error


def _write_synced(path: Path, content: bytes) -> None:
    handle = platform.create(path)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_quietly(path: Path) -> None:
    # The first error is the one to report; a file left behind is swept next time.
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def files_in(path: Path) -> list[Path]:
    """Give every file in a folder and in those within it, or `path` alone when it is a file.

    Raises
    ------
    OSError
        When a folder can't be read: a copy without it would be taken for a whole one.
    """

    def refuse(error: OSError) -> None:
        raise error

    if not path.is_dir():
        return [path] if path.is_file() else []
    walked = os.walk(path, onerror=refuse)
    found = [Path(where) / name for where, _folders, names in walked for name in names]
    return sorted(file for file in found if file.is_file())


def sweep(folder: Path, *, deep: bool = True) -> int:
    """Remove temporary files left by processes that are gone, from the folders in it too when
    `deep`; give how many."""
    removed = 0
    for path in folder.glob(f"{'**/' if deep else ''}.*{TEMPORARY}"):
        if _abandoned(path):
            _remove_quietly(path)
            removed += 1
    return removed


def _abandoned(path: Path) -> bool:
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return False
    if age > STALE_AFTER:
        return True
    owner = path.name.rsplit(".", 3)[1]
    return not owner.isdecimal() or platform.is_alive(int(owner)) is False
