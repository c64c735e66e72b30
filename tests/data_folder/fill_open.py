"""Fills a data folder while the system would let everyone read everything (umask 0).

Arguments: the folder. At each change of a file, all that is there already is looked at: what others
could read at any moment is printed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.data_folder.change_when_told import EVENTS
from tests.data_folder.filled import fill

from veivalg.foundation.layout.backup import back_up, restore
from veivalg.own.versions import OwnStore

FOLDER = Path(sys.argv[1])
SEEN: set[str] = set()
LOOKING = False


def look() -> None:
    """Remember what others can read now."""
    for path in FOLDER.rglob("*"):
        if path.lstat().st_mode & 0o077:
            SEEN.add(path.relative_to(FOLDER).as_posix())


def watch(event: str, _arguments: tuple[object, ...]) -> None:
    """Look before each change, once."""
    global LOOKING
    if event in EVENTS and not LOOKING:
        LOOKING = True
        try:
            look()
        except FileNotFoundError:
            pass
        finally:
            LOOKING = False


if __name__ == "__main__":
    os.umask(0)
    FOLDER.mkdir(0o700)
    sys.addaudithook(watch)
    data = fill(FOLDER / "data")
    back_up(data, FOLDER / "kopier" / "kopi.zip")
    restore(FOLDER / "kopier" / "kopi.zip", FOLDER / "ny")
    restore(FOLDER / "kopier" / "kopi.zip", data)
    OwnStore(data).delete("1833", "home_care_visits")
    look()
    print("\n".join(sorted(SEEN)))
