"""A data folder is for the one whose it is: closed to everyone else who uses the machine.

What the program makes is closed from the first byte (`platform.create`, `platform.make_folder`).
Here is what was open before: a folder somebody made by hand, or one an older program wrote.
"""

import getpass
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from veivalg.foundation import platform
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.names import OURS

Run = Callable[[Sequence[str]], int]
"""Runs a command of the system; gives the number it ends with, or raises ``OSError``."""
_SECONDS = 20


def close_to_others(folder: Path, run: Run | None = None) -> str:
    """Let a data folder and what is ours in it be read by its owner alone.

    Give what the person at the screen is to know: that it was open and is closed now, or that it
    can't be closed; nothing when it was closed.

    Parameters
    ----------
    run
        Runs what sets the access list of Windows; the system itself unless a test says otherwise.
    """
    if not platform.is_posix():
        return "" if _listed_for_me(folder, run or _run) else _still_open(folder)
    try:
        if not any(map(platform.is_open_to_others, (folder, *_first(folder)))):
            return ""
        for path in (folder, *_within(folder)):
            if platform.is_open_to_others(path):
                platform.keep_private(path)
        closed = not platform.is_open_to_others(folder)
    except OSError:
        closed = False
    if not closed:
        return _still_open(folder)
    return _(
        "Datamappen {path} var åpen for andre brukere av maskinen. Nå er den bare din."
    ).format(path=folder)


def _first(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.name in OURS)


def _within(folder: Path) -> Iterator[Path]:
    """Give what is ours in the folder, and all that is in it; no link is followed."""
    for path in _first(folder):
        yield path
        if path.is_dir() and not path.is_symlink():
            for where, folders, names in os.walk(path):
                yield from (Path(where) / name for name in (*folders, *names))


def _listed_for_me(folder: Path, run: Run) -> bool:
    """Let the access list of a folder on Windows name its user alone; say whether it could be."""
    domain = os.environ.get("USERDOMAIN", "")
    user = f"{domain}\\{getpass.getuser()}" if domain else getpass.getuser()
    command = ("icacls", str(folder), "/inheritance:r", "/grant:r", f"{user}:(OI)(CI)F", "/q")
    try:
        return run(command) == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _run(command: Sequence[str]) -> int:
    ended = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
    return ended.returncode


def _still_open(folder: Path) -> str:
    return _(
        "Datamappen {path} kan ikke lukkes for andre brukere av maskinen. Be den som eier mappen, "
        "om å gjøre det, eller velg en annen med --data."
    ).format(path=folder)
