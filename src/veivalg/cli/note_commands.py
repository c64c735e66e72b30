"""What `veivalg merknad` does: list, write and remove notes on single values."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from veivalg.chapters.common.registry import find_chapter
from veivalg.desk.notes import Notes
from veivalg.foundation.errors import UsageError
from veivalg.norway.register import find


def list_notes(name: str, data: Path, *, everything: bool, as_json: bool) -> None:
    """List the notes in force, or the whole history."""
    municipality, notes = find(name), Notes(data)
    held = [n for n in notes.history(municipality.code) if everything or not n.removed]
    faults = [n for n in notes.of(municipality.code) if n.id.startswith("feil-")]
    if as_json:
        rows = [asdict(n) for n in held] + [{"feil": n.text} for n in faults]
        print(json.dumps(rows, ensure_ascii=False))
        return
    for note in held:
        gone = f" – fjernet {note.removed[:10]}" if note.removed else ""
        print(f"{note.id}  {note.chapter}  {note.note().line()}{gone}")
    for fault in faults:
        print(fault.line())
    if not held and not faults:
        print(f"{municipality.name} har ingen merknader.")


def write_note(
    name: str, chapter: str, about: str, text: str, period: str, who: str, data: Path
) -> None:
    """Keep a note, and say its id."""
    municipality = find(name)
    if not chapter:
        raise UsageError("Kapitlet mangler.", "Legg til --kapittel, for eksempel ressursbruk.")
    note = Notes(data).add(
        municipality.code, find_chapter(chapter).id, about, text, period=period, who=who
    )
    print(f"Lagret merknad {note.id}.")


def remove_note(name: str, id: str, data: Path) -> None:
    """Take a note out of the chapters."""
    note = Notes(data).remove(find(name).code, id)
    print(f"Fjernet merknaden om {note.about}.")
