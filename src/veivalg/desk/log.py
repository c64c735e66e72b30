"""What people keep, as typed events of a municipality; the notes, choices, scenarios and local
knowledge are views of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from veivalg.content import Note, NoteKind, Place
from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.events import Damaged, Event, EventLog
from veivalg.foundation.layout.names import EVENTS
from veivalg.norway.register import municipality

T = TypeVar("T")
_Number = Annotated[int, Field(ge=0, le=99_999_999)]


def _known(code: str) -> str:
    municipality(code)
    return code


def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


Code = Annotated[str, AfterValidator(_known)]
"""A municipality there is."""
Moment = Annotated[str, AfterValidator(_moment)]
"""An ISO time."""
ID = r"^[0-9a-f]{12}$"
Id = Annotated[str, Field(pattern=ID)]
"""Twelve hexadecimal digits."""


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
        accepted: list[tuple[int, int]] = []
        log = self._of(code)
        for found in log.read():
            event = _Lost.of(found) if isinstance(found, Event) else None
            if event is not None:
                accepted += event.numbers
                continue
            try:
                if isinstance(found, Event):
                    sound.append(self._type.validate_json(orjson.dumps(found.content), strict=True))
                    continue
            except (ValidationError, VeivalgError):
                found = Damaged(found.number, log.path(found.number))
            damaged.append(found)
        known = {
            n for n, d in enumerate(damaged) for a, b in accepted if a <= d.number <= d.end <= b
        }
        return tuple(sound), tuple(d for n, d in enumerate(damaged) if n not in known)

    def accept_loss(self, code: str) -> tuple[Damaged, ...]:
        """Keep that what can't be read is lost, so that it is told no more; give what that is.

        Raises
        ------
        StoreError
            When it can't be written.
        """
        damaged = self.read(code)[1]
        if damaged:
            numbers = tuple((d.number, d.end) for d in damaged)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self._of(code).append(_Lost(numbers=numbers, when=now).model_dump(mode="json"))
        return damaged

    def _of(self, code: str) -> EventLog:
        code = municipality(code).code
        return EventLog(self.folder / code / self.kind, f"{code}/{self.kind}")


class _Lost(BaseModel):
    """That a person has accepted that events are lost."""

    model_config = ConfigDict(extra="forbid", strict=True)
    event: Literal["tap-godtatt"] = "tap-godtatt"
    numbers: tuple[tuple[_Number, _Number], ...]
    when: str

    @classmethod
    def of(cls, event: Event) -> Self | None:
        """Give an event as one of these, or None when it is another."""
        try:
            return cls.model_validate_json(orjson.dumps(event.content))
        except ValidationError:
            return None


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
