"""Where sent files wait: outside the data, open to their owner alone, gone with the server."""

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from veivalg.foundation import platform
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _

PREFIX = "veivalg-mottak-"
HOUR = 3600.0
_LOCK = ".i-bruk"


class Room:
    """A folder of a server that runs; what killed servers have left is deleted first.

    Parameters
    ----------
    name
        Where it is.
    """

    def __init__(self) -> None:
        sweep(Path(tempfile.gettempdir()))
        self._folder = tempfile.TemporaryDirectory(
            prefix=f"{PREFIX}{os.getpid()}-", ignore_cleanup_errors=True
        )
        self.name = self._folder.name
        self._hold = platform.hold(Path(self.name) / _LOCK, alone=True)

    def cleanup(self) -> None:
        """Delete it with all that waits in it."""
        if self._hold is not None:
            self._hold.close()
        self._folder.cleanup()


def put_in(path: Path, stream: BinaryIO) -> Path:
    """Copy what was sent to `path`, a piece at a time; give the path.

    Raises
    ------
    UsageError
        When there is no room for it; nothing is then left behind.
    """
    try:
        with os.fdopen(platform.create(path), "wb") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise UsageError(
            _("Det er ikke plass til filen mens den leses."),
            _("Frigjør plass på disken og prøv igjen. Ingenting er lagret."),
        ) from error
    return path


def sweep(folder: Path) -> None:
    """Delete what servers that were killed have left in `folder`."""
    for left in folder.glob(f"{PREFIX}*"):
        try:
            abandoned = platform.is_mine_alone(left) and _abandoned(left)
        except OSError:
            continue  # gone meanwhile
        if abandoned:
            shutil.rmtree(left, ignore_errors=True)


def _abandoned(left: Path) -> bool:
    """Say whether no server has a room: by its lock, or else by the process it is named after."""
    if (left / _LOCK).is_file():
        hold = platform.hold(left / _LOCK, alone=True)
        if hold is None:
            return False
        with hold:
            if hold.sure:
                return True
    owner = left.name.removeprefix(PREFIX).split("-")[0]
    if not owner.isdecimal() or int(owner) == os.getpid():
        return False
    alive = platform.is_alive(int(owner))
    if alive is None:  # where a process can't be asked whether it lives
        return time.time() - left.stat().st_mtime > 24 * HOUR
    return not alive
