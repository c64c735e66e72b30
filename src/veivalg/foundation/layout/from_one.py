"""From layout 1 (version 0.1.0) to layout 2: own names, and events numbered instead of timed.

In layout 1 the name of an event began with the time, or for own tables with a number that two
programs could both take. Their order there is their order here. What can't be read is carried over
as it is, under its number, so that it is told.

This module is history: it knows the names of layouts 1 and 2 by heart, and is not to follow when
the program's own names change.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from veivalg.foundation import platform
from veivalg.foundation.events import packed
from veivalg.foundation.layout.copies import Count, copy_file, copy_tree

TAKES = (
    "catalogue",
    "facts",
    "names",
    "snapshots",
    "egne",
    "merknader",
    "valg",
    "lokalkunnskap",
    "scenarier",
)
_CODE = re.compile(r"\d{4}")
_EVENT = re.compile(r"\d.*\.json")
_OWN_EVENT = re.compile(r"\d{6}-[0-9a-f]{8}\.json")
_Convert = Callable[[Mapping[str, Any], Path], Mapping[str, Any]]


def build(old: Path, new: Path, count: Count) -> None:
    """Write what layout 2 has for the folder `old` into `new`, and count the files of the lake.

    Raises
    ------
    OSError
        When it can't be read or written.
    """
    for name in ("catalogue", "facts", "names"):
        copy_tree(old / name, new / "tall" / name, count, link=True)
    _own(old / "egne", new / "egne-tall")
    for name, convert in (
        ("merknader", _note),
        ("lokalkunnskap", _knowledge),
        ("scenarier", _scenario),
    ):
        for place in _folders(old / name):
            files = [f for f in _within(place) if _EVENT.fullmatch(f.name)]
            _events(files, new / "hendelser" / place.name / name, f"{place.name}/{name}", convert)
    for file in _within(old / "valg" / "sammenlikning"):
        if _CODE.fullmatch(file.stem) and file.suffix == ".json":
            place = new / "hendelser" / file.stem / "valg"
            _events([file], place, f"{file.stem}/valg", _choice)


def _own(old: Path, new: Path) -> None:
    for file in _within(old):
        if file.is_file() and not file.name.startswith("."):
            copy_file(file, new / file.name)  # the pseudonym key
    for place in _folders(old):
        for table in _within(place):
            if not table.is_dir():
                continue
            events = [f for f in _within(table) if _OWN_EVENT.fullmatch(f.name)]
            target = new / place.name / table.name
            _events(events, target, f"{place.name}/{table.name}", _version)
            for file in set(_within(table)) - set(events):
                if file.is_file() and not file.name.startswith("."):
                    copy_file(file, target / file.name)


def _events(files: Iterable[Path], target: Path, belongs: str, convert: _Convert) -> None:
    for number, file in enumerate(files, 1):
        raw = file.read_bytes()
        try:
            content = packed(belongs, number, convert(orjson.loads(raw), file))
        except (ValueError, LookupError, TypeError, AttributeError):
            content = raw
        platform.make_folder(target)
        with os.fdopen(platform.create(target / f"{number:08d}.json"), "wb") as made:
            made.write(content)


def _version(old: Mapping[str, Any], _file: Path) -> Mapping[str, Any]:
    return {k: old[k] for k in ("kind", "rows", "file", "sha256", "who", "when", "facts")}


def _note(old: Mapping[str, Any], _file: Path) -> Mapping[str, Any]:
    if set(old) == {"id", "removed"}:
        return {"event": "fjernet", "id": old["id"], "when": old["removed"]}
    names = ("id", "municipality", "chapter", "about", "period", "text", "who", "when")
    return {"event": "skrevet", "note": {k: old[k] for k in names}}


def _knowledge(old: Mapping[str, Any], _file: Path) -> Mapping[str, Any]:
    if "kind" not in old:
        return {
            "event": "fjernet",
            "id": old["id"],
            "when": old["removed"],
            "who": old["removed_by"],
            "why": old["removed_why"],
        }
    names = ("id", "kind", "municipality", "year", "amount", "who", "why", "recorded", "settings")
    return {"event": "lagt-til", "knowledge": {k: old[k] for k in names}}


def _scenario(old: Mapping[str, Any], _file: Path) -> Mapping[str, Any]:
    return {k: old[k] for k in ("id", "name", "who", "when", "what", "content")}


def _choice(old: Mapping[str, Any], file: Path) -> Mapping[str, Any]:
    when = datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return {"event": "sammenlikning", "municipalities": old["kommuner"], "when": when}


def _within(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _folders(folder: Path) -> list[Path]:
    return [p for p in _within(folder) if p.is_dir() and _CODE.fullmatch(p.name)]
