"""`merknad`: notes on single values, which follow the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import ALL, YEAR, AsJson, Commands, Data, Place, Remove, Who, print_json
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

if TYPE_CHECKING:
    from veivalg.content.note import Note
    from veivalg.desk.notes import Notes
    from veivalg.norway.municipality import Municipality

commands = Commands(order=60)


@commands.command()
def merknad(
    kommune: Place,
    tekst: Annotated[
        str, typer.Option("--tekst", help=N_("Det som skal stå. Uten: vis alle."))
    ] = "",
    om: Annotated[str, typer.Option("--om", help=N_("Tallet eller tabellen det gjelder."))] = "",
    kapittel: Annotated[
        str, typer.Option("--kapittel", metavar="NAVN", help=N_("Kapitlet den står i."))
    ] = "",
    aar: Annotated[str, YEAR(help=N_("Året det gjelder."))] = "",
    hvem: Who = "",
    fjern: Remove = "",
    alt: Annotated[bool, ALL(help=N_("Vis også de som er fjernet."))] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis, skriv eller fjern merknader til enkelttall. De følger med i rapporten."""
    from veivalg.chapters.common.registry import find_chapter
    from veivalg.desk.notes import Notes
    from veivalg.norway.register import find

    place, notes = find(kommune), Notes(data_folder(data))
    if fjern:
        print(
            _("Fjernet merknaden om {about}.").format(about=notes.remove(place.code, fjern).about)
        )
    elif tekst:
        if not kapittel:
            raise UsageError(
                _("Kapitlet mangler."), _("Legg til --kapittel, for eksempel ressursbruk.")
            )
        id = find_chapter(kapittel).id
        note = notes.add(place.code, id, om, tekst, period=aar, who=hvem)
        print(f"Lagret merknad {note.id}.")
    else:
        _list(place, notes, everything=alt, as_json=json)


def _list(place: Municipality, notes: Notes, *, everything: bool, as_json: bool) -> None:
    """List the notes in force, or the whole history, and those that can't be read."""
    held = [n for n in notes.history(place.code) if everything or not n.removed]
    faults = [n for n in notes.of(place.code) if n.id.startswith("feil-")]
    if as_json:
        print_json([asdict(n) for n in held] + [{"feil": n.text} for n in faults])
        _lost(faults)
        return
    for note in held:
        gone = f" – fjernet {note.removed[:10]}" if note.removed else ""
        print(f"{note.id}  {note.chapter}  {note.note().line()}{gone}")
    for fault in faults:
        print(fault.line())
    if not held and not faults:
        print(_("{name} har ingen merknader.").format(name=place.name))
    _lost(faults)


def _lost(faults: Sequence[Note]) -> None:
    """Raise ``StoreError`` when something can't be read: a script must not take it for none."""
    if faults:
        raise StoreError(
            _("Noe av det som er lagret, kan ikke leses."),
            _("Hent det fra en sikkerhetskopi, eller bruk «veivalg godta-tap»."),
        )
