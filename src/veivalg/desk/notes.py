"""Readers' notes on single values, kept in the data folder with their history.

Every event is one small file, put in place whole, in ``merknader/<municipality>/``: a note that was
written, or that one was removed. Nothing is overwritten, so that two programs can write at once and
what was removed can still be read. The names sort by time.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from veivalg.content import Note, NoteKind, Place
from veivalg.foundation.errors import UsageError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.norway.register import municipality

FOLDER = "merknader"
LONGEST = {"about": 160, "period": 20, "text": 1000, "who": 80}
_ID = re.compile(r"[0-9a-f]{12}")
_PERIOD = re.compile(r"(\d{4}([–-]\d{4})?)?")
_CHAPTER = re.compile(r"[a-z0-9-]{1,40}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note as it was written; ``when`` is an ISO time, ``removed`` the time it was removed."""

    id: str
    municipality: str
    chapter: str
    about: str
    period: str
    text: str
    who: str
    when: str
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


class Notes:
    """The notes of a data folder; nothing is made before the first is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder) / FOLDER

    def add(
        self, code: str, chapter: str, about: str, text: str, *, period: str = "", who: str = ""
    ) -> StoredNote:
        """Keep a note; spaces and line breaks are evened out.

        Raises
        ------
        UsageError
            When something is missing, too long, or no year.
        StoreError
            When it can't be written.
        """
        now = datetime.now(UTC)
        said = {"about": about, "period": period, "text": text, "who": who}
        clean = {name: _even(value) for name, value in said.items()}
        _check(clean, chapter)
        note = StoredNote(
            uuid.uuid4().hex[:12],
            municipality(code).code,
            chapter,
            when=now.isoformat(timespec="seconds"),
            **clean,
        )
        self._write(note.municipality, now, note.id, "skrevet", asdict(note))
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
        now = datetime.now(UTC)
        event = {"id": id, "removed": now.isoformat(timespec="seconds")}
        self._write(municipality(code).code, now, id, "fjernet", event)
        return found

    def of(self, code: str, chapter: str | None = None) -> tuple[Note, ...]:
        """Give the notes in force as chapters carry them, oldest first.

        A file that can't be read becomes a note that says so: it must not hide the others.
        """
        held = [
            n.note() for n in self.history(code) if not n.removed and chapter in (None, n.chapter)
        ]
        place = Place(municipality(code).code, municipality(code).name)
        faults = [
            Note(
                f"feil-{i}",
                NoteKind.FAULT,
                place,
                _("En lagret merknad"),
                _("Filen {path} er skadet. Slett den, eller rett den opp.").format(path=path),
            )
            for i, path in enumerate(self._damaged(code), 1)
        ]
        return (*held, *faults)

    def history(self, code: str) -> tuple[StoredNote, ...]:
        """Give every note ever written, oldest first, with when it was removed."""
        written: dict[str, dict[str, Any]] = {}
        for _path, event in self._events(code):
            if event is None:
                continue
            if "text" in event:
                written[event["id"]] = event | {"removed": ""}
            elif event["id"] in written:
                written[event["id"]]["removed"] = event["removed"]
        return tuple(StoredNote(**event) for event in written.values())

    def _damaged(self, code: str) -> list[Path]:
        return [path for path, event in self._events(code) if event is None]

    def _write(self, code: str, now: datetime, id: str, what: str, event: dict[str, Any]) -> None:
        name = f"{now:%Y%m%dT%H%M%S%f}-{id}-{what}.json"
        write_atomic(self.folder / code / name, orjson.dumps(event, option=orjson.OPT_INDENT_2))

    def _events(self, code: str) -> Iterator[tuple[Path, dict[str, Any] | None]]:
        folder = self.folder / municipality(code).code
        try:
            for path in sorted(folder.glob("[0-9]*.json")):
                yield path, _event(path.read_bytes(), folder.name)
        except OSError as error:
            raise store_error(error, folder) from error


def _event(content: bytes, code: str) -> dict[str, Any] | None:
    """Read an event; None when it is not one."""
    try:
        event = orjson.loads(content)
    except ValueError:
        return None
    if not isinstance(event, dict) or not all(isinstance(v, str) for v in event.values()):
        return None
    if not _ID.fullmatch(event.get("id", "")):
        return None
    if set(event) == {"id", "removed"}:
        return event
    whole = set(event) == {f.name for f in fields(StoredNote)} and event["municipality"] == code
    return event if whole and event["text"].strip() and event["about"].strip() else None


def _even(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode()  # half characters from a terminal
    return " ".join(_CONTROL.sub(" ", whole).split())


def _check(said: dict[str, str], chapter: str) -> None:
    names = {
        "about": _("Hva merknaden gjelder"),
        "period": _("Året"),
        "text": _("Merknaden"),
        "who": _("Navnet"),
    }
    for name, value in said.items():
        if len(value) > LONGEST[name]:
            raise UsageError(
                _("{what} er for lang ({n} tegn).").format(what=names[name], n=len(value)),
                _("Skriv høyst {n} tegn.").format(n=LONGEST[name]),
            )
    for name in ("about", "text", "who"):
        if not said[name]:
            raise UsageError(
                _("{what} mangler.").format(what=names[name]), _("Fyll ut feltet og prøv igjen.")
            )
    if not _PERIOD.fullmatch(said["period"]):
        raise UsageError(
            _("«{text}» er ikke et år.").format(text=said["period"]),
            _("Skriv for eksempel 2024 eller 2020–2024, eller la feltet stå tomt."),
        )
    if not _CHAPTER.fullmatch(chapter):
        raise UsageError(_("Kapitlet finnes ikke."), _("Velg et av kapitlene."))
