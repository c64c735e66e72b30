"""Saved scenarios, kept in the data folder with who changed what and when.

Every event is one small file, put in place whole, in ``scenarier/<municipality>/``: a scenario that
was saved, or that one was removed. Nothing is overwritten, so that two programs can write at once
and every earlier version can still be read. What a scenario holds is the scenario room's business;
here it is a JSON object with a name.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from veivalg.foundation.errors import UsageError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.norway.register import municipality

FOLDER = "scenarier"
MOST = 40
LONGEST = {"name": 60, "who": 80}
_ID = re.compile(r"[0-9a-f]{12}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did to a saved scenario; ``when`` is an ISO time, ``what`` one line each."""

    id: str
    name: str
    who: str
    when: str
    what: tuple[str, ...]
    content: Mapping[str, Any] | None

    @property
    def removed(self) -> bool:
        """Say whether it tells that the scenario was removed."""
        return self.content is None


class Scenarios:
    """The saved scenarios of a data folder; nothing is made before the first is saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder) / FOLDER

    def save(
        self, code: str, content: Mapping[str, Any], *, who: str, what: tuple[str, ...] = ()
    ) -> Event:
        """Keep a scenario under its ``name``; one of that name becomes an earlier version.

        Raises
        ------
        UsageError
            When a name is missing or too long, or there are too many.
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
        return self._write(code, name, who, what, {**content, "name": name})

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
        return self._write(code, name, _even(who), (_("Fjernet"),), None)

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
        return tuple(e for e in self._events(code) if name in (None, e.name))

    def _write(self, code: str, name: str, who: str, what: tuple[str, ...], content: Any) -> Event:
        now = datetime.now(UTC)
        event = Event(
            uuid.uuid4().hex[:12], name, who, now.isoformat(timespec="seconds"), what, content
        )
        file = f"{now:%Y%m%dT%H%M%S%f}-{event.id}.json"
        fields = {
            "id": event.id,
            "name": name,
            "who": who,
            "when": event.when,
            "what": what,
            "content": content,
        }
        write_atomic(
            self.folder / municipality(code).code / file,
            orjson.dumps(fields, option=orjson.OPT_INDENT_2),
        )
        return event

    def _events(self, code: str) -> Iterator[Event]:
        folder = self.folder / municipality(code).code
        try:
            for path in sorted(folder.glob("[0-9]*.json")):
                event = _event(path.read_bytes())
                if event is not None:  # a damaged file hides no other
                    yield event
        except OSError as error:
            raise store_error(error, folder) from error


def _event(content: bytes) -> Event | None:
    try:
        read = orjson.loads(content)
        id, name, who, when = texts = [read[key] for key in ("id", "name", "who", "when")]
        what, held = read["what"], read["content"]
    except (ValueError, LookupError, TypeError):
        return None
    sound = all(isinstance(t, str) for t in texts) and _ID.fullmatch(id) and name
    if not sound or not isinstance(what, list) or not isinstance(held, dict | None):
        return None
    return Event(id, name, who, when, tuple(str(line) for line in what), held)


def _even(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text.encode("utf-8", "replace").decode()).split())


def _said(field: str, text: str) -> str:
    what = {"name": _("Navnet på scenariet"), "who": _("Navnet ditt")}[field]
    clean = _even(text)
    if not clean:
        raise UsageError(_("{what} mangler.").format(what=what), _("Fyll ut feltet og prøv igjen."))
    if len(clean) > LONGEST[field]:
        raise UsageError(
            _("{what} er for langt ({n} tegn).").format(what=what, n=len(clean)),
            _("Skriv høyst {n} tegn.").format(n=LONGEST[field]),
        )
    return clean
