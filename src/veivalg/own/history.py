"""The history of an own table: what an event of it must be, and what can be gone back to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from veivalg.foundation.events import Damaged, Event

DAMAGED = "damaged"
KINDS = ("import", "undo", "delete")
FACTS = re.compile(r"[0-9a-f]{16}\.parquet")
"""What a file of rows is called; no other is opened, wherever an event points."""
_FIELDS = {
    "kind": str,
    "rows": int,
    "file": str,
    "sha256": str,
    "who": str,
    "when": str,
    "facts": str,
}
_MOST_ROWS = 1_000_000_000
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Version:
    """One event in the history of a table.

    Parameters
    ----------
    number
        1, 2, … in the order they happened.
    kind
        ``import`` (read in), ``undo`` (an earlier version put back), ``delete``, or ``damaged``
        when the event can't be read; ``file`` is then the name of its own file.
    rows
        Rows in force after the event.
    file
        Name of the file the rows came from, without its folder.
    sha256
        Hash of that file.
    who, when
        Who did it (as they wrote it) and the ISO time.
    facts
        Name of the Parquet file in force after the event; empty after a delete.
    """

    number: int
    kind: str
    rows: int
    file: str
    sha256: str
    who: str
    when: str
    facts: str


def to_delete(history: Iterable[Version]) -> bool:
    """Say whether there may be rows on the disk: also those that only a damaged event points to."""
    return any(v.facts or v.kind == DAMAGED for v in history)


def version_of(found: Event | Damaged) -> Version:
    """Give an event as a version; one that can't be read, or can't be meant, is damaged."""
    if isinstance(found, Event):
        if _is_meant(found.content):
            return Version(found.number, **found.content)
        return _damaged(found.number, f"{found.number:08d}.json", "")
    last = f"–{found.last:08d}.json" if found.last > found.number else ""
    try:
        moment = datetime.fromtimestamp(found.path.lstat().st_mtime, UTC)
        when = moment.isoformat(timespec="seconds")
    except (OSError, ValueError, OverflowError):
        when = ""
    return _damaged(found.number, f"{found.path.name}{last}", when)


def _damaged(number: int, file: str, when: str) -> Version:
    return Version(number, DAMAGED, 0, file, "", "", when, "")


def _is_meant(content: Mapping[str, Any]) -> bool:
    """Say whether an event has the fields of one, each of its kind, and points to rows of ours."""
    if {name: type(value) for name, value in content.items()} != _FIELDS:
        return False
    facts, deleted = content["facts"], content["kind"] == "delete"
    return (
        content["kind"] in KINDS
        and (facts == "" if deleted else FACTS.fullmatch(facts) is not None)
        and 0 <= content["rows"] <= _MOST_ROWS
        and all(len(v) <= _LONGEST for v in content.values() if isinstance(v, str))
        and _is_moment(content["when"])
    )


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        return False
    return True


def before_in_force(history: tuple[Version, ...]) -> Version | None:
    """Give the newest version that is not in force and comes before the one that is.

    The history is walked, for versions with the same rows must be gone back through one by one:
    one that was skipped would tell that a guess at hidden counts is right.
    """
    kept: list[Version] = []
    at = 0
    for event in history:
        match event.kind:
            case "import":
                at = len(kept)
                kept.append(event)
            case "delete":
                at, kept = 0, []
            case "undo":
                at = next((i for i in range(at)[::-1] if kept[i].facts == event.facts), 0)
            case _:  # damaged: what it put in force is not known
                at = len(kept)
    return kept[at - 1] if at else None
