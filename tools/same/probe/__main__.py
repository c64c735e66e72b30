"""``python -m probe TREE OUT UNIT…`` with units as ``json/5503``: freeze each into its folder."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from . import doors
from .kinds import KINDS, Session


def main(tree: str, out: str, *units: str) -> None:
    """Freeze the units; a folder is there when it is whole, never half of it."""
    doors.freeze()
    session = Session(Path(tree))
    try:
        for unit in units:
            kind, _slash, place = unit.partition("/")
            session.out = Path(out) / kind / f".{place}.half"
            whole = Path(out) / kind / place
            for folder in (session.out, whole):
                shutil.rmtree(folder, ignore_errors=True)
            KINDS[kind].write(session, place)
            session.out.rename(whole)
    finally:
        session.close()


main(*sys.argv[1:])
