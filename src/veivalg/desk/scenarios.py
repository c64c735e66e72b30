"""Saved scenarios, kept in the data folder with who changed what and when.

What a scenario holds is the scenario room's business; here it is a JSON object with a name.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from veivalg.content import Note
from veivalg.desk.log import Id, Log, Moment, fault_notes
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.texts import accept, clean, cleaned

KIND = "scenarier"
MOST = 40
LONGEST = {"name": 60, "who": 80}


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did to a saved scenario; ``when`` is an ISO time, ``what`` one line each."""

    id: Id
    name: Annotated[str, Field(min_length=1)]
    who: str
    when: Moment
    what: tuple[str, ...]
    content: Mapping[str, Any] | None

    @property
    def removed(self) -> bool:
        """Say whether it tells that the scenario was removed."""
        return self.content is None


class Scenarios:
    """The saved scenarios of a data folder; nothing is made before the first is saved."""

    def __init__(self, folder: Path) -> None:
        self.log: Log[Event] = Log(folder, KIND, Event)
        self.folder = self.log.folder

    def save(
        self, code: str, content: Mapping[str, Any], *, who: str, what: tuple[str, ...] = ()
    ) -> Event:
        """Keep a scenario under its ``name``; one of that name becomes an earlier version.

        Raises
        ------
        UsageError
            When a name is missing or too long, a text may not be kept, or there are too many.
        StoreError
            When it can't be written.
        """
        name, who = _said("name", str(content.get("name", ""))), _said("who", who)
        held = self.names(code)
        if name not in held and len(held) >= MOST:
            raise UsageError(
                _("Kommunen har alt {count} lagrede scenarier.").format(count=len(held)),
                _("Fjern et som ikke er i bruk, og lagre på nytt."),
            )
        kept = cleaned({**content, "name": name}, _("Scenariet"))
        told = tuple(cleaned(what, _("Scenariet")))
        return self._write(code, name, who, told, kept)

    def remove(self, code: str, name: str, *, who: str = "") -> Event:
        """Take a scenario out of the lists; its history stays.

        Raises
        ------
        UsageError
            When there is none of that name.
        """
        if name not in self.names(code):
            raise UsageError(
                _("Det finnes ikke noe lagret scenario «{name}».").format(name=name[:80]),
                _("Velg et av dem som står i listen."),
            )
        return self._write(code, name, clean(who), (_("Fjernet"),), None)

    def names(self, code: str) -> tuple[str, ...]:
        """Give the names in force, oldest first."""
        return tuple(self.current(code))

    def current(self, code: str) -> dict[str, Mapping[str, Any]]:
        """Give the scenarios in force by name, in the order they were first saved."""
        held: dict[str, Mapping[str, Any]] = {}
        for event in self.history(code):
            if event.content is None:
                held.pop(event.name, None)
            else:
                held[event.name] = event.content
        return held

    def history(self, code: str, name: str | None = None) -> tuple[Event, ...]:
        """Give everything that was done, oldest first; of one scenario when it is named."""
        return tuple(e for e in self.log.read(code)[0] if name in (None, e.name))

    def faults(self, code: str) -> tuple[Note, ...]:
        """Give the scenarios that can't be read, as notes that chapters carry."""
        return fault_notes(code, _("Et lagret scenario"), self.log.read(code)[1])

    def _write(self, code: str, name: str, who: str, what: tuple[str, ...], content: Any) -> Event:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        event = Event(uuid.uuid4().hex[:12], name, who, now, what, content)
        self.log.append(code, event)
        return event


def _said(field: str, text: str) -> str:
    what = {"name": _("Navnet på scenariet"), "who": _("Navnet ditt")}[field]
    return accept(what, text, LONGEST[field], _("{what} er for langt ({n} tegn)."))
