"""What people keep, as typed events of a municipality; the notes, choices, scenarios and local
knowledge are views of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from veivalg.content import Note, NoteKind, Place
from veivalg.foundation.errors import UsageError
from veivalg.foundation.events import Damaged, Event, EventLog
from veivalg.foundation.layout.names import EVENTS
from veivalg.norway.register import municipality

T = TypeVar("T")
ID = r"^[0-9a-f]{12}$"


class Log(Generic[T]):
    """The events of one kind, of every municipality in a data folder.

    Parameters
    ----------
    folder
        The data folder.
    kind
        Folder name of the kind.
    event
        The type of an event, or a union of them; what doesn't fit it is damaged.
    """

    def __init__(self, folder: Path, kind: str, event: Any) -> None:
        self.folder = Path(folder) / EVENTS
        self.kind = kind
        self._type: TypeAdapter[T] = TypeAdapter(event)

    def append(self, code: str, event: T) -> None:
        """Keep an event after those there are.

        Raises
        ------
        StoreError
            When it can't be written.
        """
        self._of(code).append(self._type.dump_python(event, mode="json"))

    def read(self, code: str) -> tuple[tuple[T, ...], tuple[Damaged, ...]]:
        """Give the events of a municipality in order, and those that can't be read.

        Raises
        ------
        StoreError
            When the folder can't be read.
        """
        sound: list[T] = []
        damaged: list[Damaged] = []
        log = self._of(code)
        for found in log.read():
            try:
                if isinstance(found, Event):
                    sound.append(self._type.validate_python(found.content))
                    continue
            except (ValidationError, UsageError):
                found = Damaged(found.number, log.path(found.number))
            damaged.append(found)
        return tuple(sound), tuple(damaged)

    def _of(self, code: str) -> EventLog:
        code = municipality(code).code
        return EventLog(self.folder / code / self.kind, f"{code}/{self.kind}")


def fault_notes(code: str, about: str, damaged: Sequence[Damaged]) -> tuple[Note, ...]:
    """Give events that can't be read as notes that chapters carry: they must not hide the rest.

    Parameters
    ----------
    about
        What such an event is, in Norwegian.
    """
    found = municipality(code)
    place = Place(found.code, found.name)
    return tuple(
        Note(f"feil-{one.path.parent.name}-{one.number}", NoteKind.FAULT, place, about, one.text())
        for one in damaged
    )
