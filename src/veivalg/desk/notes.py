"""Readers' notes on single values, kept in the data folder with their history."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from veivalg.content import Note, NoteKind, Place
from veivalg.desk.log import Code, Id, Log, Moment, fault_notes
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.texts import accept
from veivalg.norway.register import municipality

KIND = "merknader"
LONGEST = {"about": 160, "period": 20, "text": 1000, "who": 80}
_PERIOD = re.compile(r"(\d{4}([–-]\d{4})?)?")
_CHAPTER = re.compile(r"[a-z0-9-]{1,40}")
_Said = Annotated[str, Field(pattern=r"\S")]


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note as it was written; ``when`` is an ISO time, ``removed`` the time it was removed."""

    id: Id
    municipality: Code
    chapter: str
    about: _Said
    period: str
    text: _Said
    who: str
    when: Moment
    removed: str = ""

    def note(self) -> Note:
        """Give it as chapters carry it."""
        place = Place(self.municipality, municipality(self.municipality).name)
        return Note(
            self.id,
            NoteKind.READER,
            place,
            self.about,
            self.text,
            self.period,
            self.who,
            self.when[:10],
        )


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")
    event: Literal["skrevet"] = "skrevet"
    note: StoredNote


class _Removed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    event: Literal["fjernet"] = "fjernet"
    id: Id
    when: Moment


class Notes:
    """The notes of a data folder; nothing is made before the first is written."""

    def __init__(self, folder: Path) -> None:
        self.log: Log[_Written | _Removed] = Log(folder, KIND, _Written | _Removed)
        self.folder = self.log.folder

    def add(
        self, code: str, chapter: str, about: str, text: str, *, period: str = "", who: str = ""
    ) -> StoredNote:
        """Keep a note; spaces and line breaks are evened out.

        Raises
        ------
        UsageError
            When something is missing, too long, no year, or may not be kept.
        StoreError
            When it can't be written.
        """
        said = {"about": about, "period": period, "text": text, "who": who}
        kept = _accepted(said, chapter)
        code, id = municipality(code).code, uuid.uuid4().hex[:12]
        note = StoredNote(id, code, chapter, when=_now(), **kept)
        self.log.append(code, _Written(note=note))
        return note

    def remove(self, code: str, id: str) -> StoredNote:
        """Take a note out of the chapters; its text stays in the history.

        Raises
        ------
        UsageError
            When there is no such note.
        """
        found = next((n for n in self.history(code) if n.id == id and not n.removed), None)
        if found is None:
            raise UsageError(
                _("Merknaden «{id}» finnes ikke.").format(id=id[:40]),
                _("Se hvilke som finnes med «veivalg merknad KOMMUNE»."),
            )
        self.log.append(code, _Removed(id=id, when=_now()))
        return found

    def of(self, code: str, chapter: str | None = None) -> tuple[Note, ...]:
        """Give the notes in force as chapters carry them, oldest first.

        A file that can't be read becomes a note that says so: it must not hide the others.
        """
        events, damaged = self.log.read(code)
        held = [
            n.note() for n in _written(events) if not n.removed and chapter in (None, n.chapter)
        ]
        return (*held, *fault_notes(code, _("En lagret merknad"), damaged))

    def history(self, code: str) -> tuple[StoredNote, ...]:
        """Give every note ever written, oldest first, with when it was removed."""
        return _written(self.log.read(code)[0])


def _written(events: Sequence[_Written | _Removed]) -> tuple[StoredNote, ...]:
    written: dict[str, StoredNote] = {}
    for event in events:
        if isinstance(event, _Written):
            written[event.note.id] = event.note
        elif event.id in written:
            written[event.id] = replace(written[event.id], removed=event.when)
    return tuple(written.values())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _accepted(said: dict[str, str], chapter: str) -> dict[str, str]:
    names = {
        "about": _("Hva merknaden gjelder"),
        "period": _("Året"),
        "text": _("Merknaden"),
        "who": _("Navnet"),
    }
    kept = {
        name: accept(names[name], value, LONGEST[name], needed=name != "period")
        for name, value in said.items()
    }
    if not _PERIOD.fullmatch(kept["period"]):
        raise UsageError(
            _("«{text}» er ikke et år.").format(text=kept["period"]),
            _("Skriv for eksempel 2024 eller 2020–2024, eller la feltet stå tomt."),
        )
    if not _CHAPTER.fullmatch(chapter):
        raise UsageError(_("Kapitlet finnes ikke."), _("Velg et av kapitlene."))
    return kept
