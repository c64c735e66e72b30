"""Rows that nothing points to any more: what a killed program has left is found and taken away.

Whoever writes in the folder of own tables holds the lock ``egne-tall.lock`` shared, and the system
lets go of it when the program ends, however it ends. One who gets the lock alone therefore knows
that what is half written there belongs to nobody, whatever number a dead process had.
"""

import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.events import EventLog
from veivalg.foundation.files import TEMPORARY, store_error, sweep
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.names import OWN, OWN_LOCK
from veivalg.own.history import DAMAGED, version_of

PATIENCE = 60.0
"""Seconds to wait for those who are storing or deleting."""
_EVENT = re.compile(r"[0-9]{8}\.json")


@contextlib.contextmanager
def writing(own: Path, *, alone: bool = False) -> Iterator[None]:
    """Hold the folder of own tables while something is written there.

    Parameters
    ----------
    alone
        Whether nobody else is to write meanwhile.

    Raises
    ------
    StoreError
        When another program has it for a minute, or the folder can't be written to.
    """
    try:
        platform.make_folder(own.parent)
        hold = platform.hold(own.with_name(OWN_LOCK), alone=alone, patience=PATIENCE)
    except OSError as error:
        raise store_error(error, own) from error
    if hold is None:
        raise StoreError(_("Mappen {path} er opptatt.").format(path=own), _("Prøv igjen om litt."))
    with hold:
        yield


def clear(folder: Path) -> int:
    """Take away what killed programs have left of own tables in a data folder; give how many files.

    Nothing is done while somebody is writing, nor where it can't be.
    """
    own, removed = folder / OWN, 0
    if not own.is_dir():
        return 0
    try:
        hold = platform.hold(folder / OWN_LOCK, alone=True)
    except OSError:
        return 0  # a folder that can only be read
    if hold is None:
        return 0
    with hold:
        for place in _tables(own):
            with contextlib.suppress(OSError, StoreError):
                removed += sweep(place, deep=False) if not hold.sure else _clear(place)
    return removed


def empty(place: Path, *, everything: bool) -> None:
    """Take away every row of a table, half written ones too; for one who is alone.

    Parameters
    ----------
    everything
        Whether all but the events is to go: what is remembered of the files, and what isn't ours.

    Raises
    ------
    OSError
        When something can't be deleted.
    """
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        if _EVENT.fullmatch(path.name):
            continue
        if everything and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif everything or path.suffix in (".parquet", TEMPORARY):
            path.unlink(missing_ok=True)


def _clear(place: Path) -> int:
    """Take away what is half written in the folder of a table, and rows no event points to."""
    kept = _pointed_to(place)
    rows = (p for p in place.glob("*.parquet") if kept is not None and p.name not in kept)
    left = [*place.glob(f".*{TEMPORARY}"), *rows]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _pointed_to(place: Path) -> set[str] | None:
    """Give the files of rows that can be asked for; None when an event that can't be read may
    point to any of them."""
    log = EventLog(place, f"{place.parent.name}/{place.name}")
    history = [version_of(found) for found in log.read()]
    deleted = max((n for n, v in enumerate(history, 1) if v.kind == "delete"), default=0)
    after = history[deleted:]
    return None if any(v.kind == DAMAGED for v in after) else {v.facts for v in after}


def _tables(own: Path) -> Iterator[Path]:
    for code in own.iterdir():
        if re.fullmatch(r"[0-9]{4}", code.name) and code.is_dir() and not code.is_symlink():
            yield from (p for p in code.iterdir() if p.is_dir() and not p.is_symlink())
