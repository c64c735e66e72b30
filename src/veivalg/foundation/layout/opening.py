"""The door of a data folder: which layout, moved when it is old, shared with other programs."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.events import EventLog
from veivalg.foundation.files import store_error, sweep
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.access import close_to_others
from veivalg.foundation.layout.copies import Tell, untold
from veivalg.foundation.layout.mark import Mark, Moved, layout_of, read_mark, write_mark
from veivalg.foundation.layout.migrations import migrate
from veivalg.foundation.layout.names import EVENTS, LAYOUT, LOCK, OWN
from veivalg.foundation.layout.swap import clean, finish, needs_cleaning, put_stops

PATIENCE = 60.0
"""Seconds to wait for another program that is moving the folder."""


class Opened:
    """A data folder that is open; nobody moves or restores it before it is closed.

    Parameters
    ----------
    moved
        The moves between layouts that were made when it was opened.
    ours
        Whether it has anything of Veivalg's in it.
    access
        What is to be told of who else can read it; empty when nobody could.
    """

    def __init__(
        self,
        folder: Path,
        moved: tuple[Moved, ...] = (),
        hold: platform.Hold | None = None,
        *,
        ours: bool = False,
        access: str = "",
    ) -> None:
        self.folder = folder
        self.moved = moved
        self.ours = ours
        self.access = access
        self._hold = hold

    def told(self) -> tuple[str, ...]:
        """Give what the person at the screen is to know, in Norwegian sentences."""
        moved = tuple(one.text(self.folder) for one in self.moved[-1:])
        return (*moved, self.access) if self.access else moved

    def close(self) -> None:
        """Let others move or restore the folder; one that has been made meanwhile gets its mark."""
        with contextlib.suppress(StoreError, OSError):
            _adopt(self.folder)
        if self._hold is not None:
            self._hold.close()


def open_folder(folder: Path, *, make: bool = False, tell: Tell = untold) -> Opened:
    """Open a data folder; it need not be there, and then nothing is made unless `make` says so.

    Parameters
    ----------
    tell
        Is told what takes time, if the folder is moved to a new layout.

    Raises
    ------
    StoreError
        When it is of a newer program, in the middle of being moved by another, or can't be used.
    """
    try:
        if layout_of(folder) is None and not (make and _make(folder)):
            return Opened(folder)
        moved = _bring_up(folder, tell)
        _adopt(folder)
        sweep(folder, deep=False)
        for name in (OWN, EVENTS):
            sweep(folder / name)
        access = close_to_others(folder)
        _settle(folder)
        return Opened(folder, moved, _share(folder), ours=True, access=access)
    except OSError as error:
        raise store_error(error, folder) from error


@contextlib.contextmanager
def alone(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Have a folder alone for a while, made when it is missing.

    Raises
    ------
    StoreError
        When another program has it open.
    """
    try:
        platform.make_folder(folder)
        hold = platform.hold(folder / LOCK, alone=True, patience=patience)
    except OSError as error:
        raise store_error(error, folder) from error
    if hold is None:
        raise _busy(folder)
    with hold:
        yield


def _bring_up(folder: Path, tell: Tell) -> tuple[Moved, ...]:
    """Finish what was begun, and move the folder until it has today's layout."""
    if _is_ready(folder) and not needs_cleaning(folder):
        return ()
    if _is_ready(folder):  # what is left over can wait until nobody else is here
        with contextlib.suppress(StoreError), alone(folder, 0.0):
            finish(folder)
            clean(folder)
        return ()
    moved = []
    with alone(folder):
        finish(folder)
        clean(folder)
        while (layout := layout_of(folder)) is not None and layout < LAYOUT:
            moved.append(migrate(folder, layout, tell))
    return tuple(moved)


def _make(folder: Path) -> bool:
    """Make an empty data folder; say whether it could be made."""
    try:
        platform.make_folder(folder)
        put_stops(folder)
        write_mark(folder, Mark())
    except (OSError, StoreError):
        return False  # what can be read is shown all the same
    return True


def _is_ready(folder: Path) -> bool:
    mark = read_mark(folder)
    if mark is not None and mark.pending is not None:
        return False
    return (layout_of(folder) or LAYOUT) == LAYOUT


def _adopt(folder: Path) -> None:
    """Mark a folder that has got something of ours in it, where it can be written to."""
    if read_mark(folder) is None and layout_of(folder) == LAYOUT:
        with contextlib.suppress(StoreError):
            put_stops(folder)
            write_mark(folder, Mark())


def _settle(folder: Path) -> None:
    """Count the events of every log, where an older program has not."""
    for root in (OWN, EVENTS):
        for place in (folder / root).glob("[0-9][0-9][0-9][0-9]/*"):
            if place.is_dir():
                with contextlib.suppress(StoreError):
                    EventLog(place, f"{place.parent.name}/{place.name}").settle()


def _share(folder: Path) -> platform.Hold | None:
    try:
        hold = platform.hold(folder / LOCK, alone=False, patience=PATIENCE)
    except OSError:
        return None  # a folder that can only be read
    if hold is None:
        raise _busy(folder)
    return hold


def _busy(folder: Path) -> StoreError:
    return StoreError(
        _("Datamappen {path} er i bruk av en annen Veivalg.").format(path=folder),
        _("Avslutt den (nettsiden stoppes med Ctrl-C), og prøv igjen."),
    )
