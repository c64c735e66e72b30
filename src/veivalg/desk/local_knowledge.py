"""Local knowledge that changes a projection, kept in the data folder with who, why and when.

As with notes, every event is one small file, put in place whole, in
``lokalkunnskap/<municipality>/``: something added, or taken away. Nothing is overwritten, so the
folder is the log.
"""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.overrides import Kind, Override, check
from veivalg.norway.register import municipality

FOLDER = "lokalkunnskap"
LONGEST = {"who": 80, "why": 500}
_ID = re.compile(r"[0-9a-f]{12}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]+")


class LocalKnowledge:
    """The local knowledge of a data folder; nothing is made before the first is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder) / FOLDER

    def add(
        self,
        code: str,
        kind: Kind,
        year: int,
        amount: float,
        *,
        who: str,
        why: str,
        settings: Mapping[str, float] | None = None,
    ) -> Override:
        """Keep a piece of knowledge.

        Raises
        ------
        UsageError
            When who or why is missing, or year, amount or an assumption can't be meant.
        StoreError
            When it can't be written.
        """
        said = _said(who, why)
        check(kind, year, amount, settings or {})
        now = datetime.now(UTC)
        added = Override(
            uuid.uuid4().hex[:12],
            kind,
            municipality(code).code,
            year,
            float(amount),
            recorded=now.isoformat(timespec="seconds"),
            settings=dict(settings or {}),
            **said,
        )
        self._write(added.municipality, now, added.id, "lagt-til", _event(added))
        return added

    def remove(self, code: str, id: str, *, who: str, why: str) -> Override:
        """Take a piece of knowledge out of the projections; it stays in the history.

        Raises
        ------
        UsageError
            When there is none such in force, or who or why is missing.
        """
        said = _said(who, why)
        found = next((o for o in self.of(code) if o.id == id), None)
        if found is None:
            raise UsageError(
                _("Lokalkunnskapen «{id}» finnes ikke.").format(id=id[:40]),
                _("Se hva som finnes med «veivalg lokalkunnskap KOMMUNE»."),
            )
        now = datetime.now(UTC)
        event = {
            "id": id,
            "removed": now.isoformat(timespec="seconds"),
            "removed_by": said["who"],
            "removed_why": said["why"],
        }
        self._write(found.municipality, now, id, "fjernet", event)
        return found

    def of(self, code: str) -> tuple[Override, ...]:
        """Give what is in force, oldest first."""
        return tuple(o for o in self.history(code) if not o.removed)

    def history(self, code: str) -> tuple[Override, ...]:
        """Give everything ever added, oldest first, with when, by whom and why it was removed.

        Raises
        ------
        StoreError
            When a file is damaged: a projection must not leave out what people know in silence.
        """
        added: dict[str, dict[str, Any]] = {}
        for event in self._events(municipality(code).code):
            if "kind" in event:
                added[event["id"]] = event
            elif event["id"] in added:
                added[event["id"]].update(event)
        return tuple(Override(**event) for event in added.values())

    def _write(self, code: str, now: datetime, id: str, what: str, event: dict[str, Any]) -> None:
        name = f"{now:%Y%m%dT%H%M%S%f}-{id}-{what}.json"
        write_atomic(self.folder / code / name, orjson.dumps(event, option=orjson.OPT_INDENT_2))

    def _events(self, code: str) -> Iterator[dict[str, Any]]:
        folder = self.folder / code
        try:
            for path in sorted(folder.glob("[0-9]*.json")):
                yield _read(path, code)
        except OSError as error:
            raise store_error(error, folder) from error


def _event(override: Override) -> dict[str, Any]:
    return {
        "id": override.id,
        "kind": override.kind.value,
        "municipality": override.municipality,
        "year": override.year,
        "amount": override.amount,
        "who": override.who,
        "why": override.why,
        "recorded": override.recorded,
        "settings": dict(override.settings),
    }


def _read(path: Path, code: str) -> dict[str, Any]:
    """Read an event as `Override` takes it; raises ``StoreError`` when it is not one."""
    try:
        event = orjson.loads(path.read_bytes())
        if not _ID.fullmatch(event["id"]):
            raise ValueError(event["id"])
        if set(event) == {"id", "removed", "removed_by", "removed_why"}:
            return dict(event)
        if event["municipality"] != code or not all(map(math.isfinite, event["settings"].values())):
            raise ValueError(code)
        event["kind"] = Kind(event["kind"])
        Override(**event)
    except (ValueError, KeyError, TypeError, AttributeError, UsageError) as error:
        raise StoreError(
            _("Filen {path} er skadet.").format(path=path),
            _("Slett den, eller rett den opp."),
        ) from error
    return dict(event)


def _said(who: str, why: str) -> dict[str, str]:
    names = {"who": _("Navnet"), "why": _("Begrunnelsen")}
    clean = {"who": _even(who), "why": _even(why)}
    for name, text in clean.items():
        if not text:
            raise UsageError(
                _("{what} mangler.").format(what=names[name]), _("Fyll ut feltet og prøv igjen.")
            )
        if len(text) > LONGEST[name]:
            raise UsageError(
                _("{what} er for lang ({n} tegn).").format(what=names[name], n=len(text)),
                _("Skriv høyst {n} tegn.").format(n=LONGEST[name]),
            )
    return clean


def _even(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode()  # half characters from a terminal
    return " ".join(_CONTROL.sub(" ", whole).split())
