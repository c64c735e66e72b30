"""Where sent files wait: outside the data, open to their owner alone, gone with the server."""

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.platform import is_alive

PREFIX = "veivalg-mottak-"
HOUR = 3600.0


def waiting_room() -> tempfile.TemporaryDirectory[str]:
    """Make the folder; what killed servers have left is deleted first."""
    sweep(Path(tempfile.gettempdir()))
    return tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", ignore_cleanup_errors=True)


def put_in(path: Path, stream: BinaryIO) -> Path:
    """Copy what was sent to `path`, a piece at a time; give the path.

    Raises
    ------
    UsageError
        When there is no room for it; nothing is then left behind.
    """
    try:
        with path.open("wb") as out:
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
        owner = left.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdecimal() and int(owner) != os.getpid() and _gone(int(owner), left):
            shutil.rmtree(left, ignore_errors=True)


def _gone(process: int, left: Path) -> bool:
    alive = is_alive(process)
    if alive is None:  # where a process can't be asked whether it lives
        return time.time() - left.stat().st_mtime > 24 * HOUR
    return not alive
