"""`sikkerhetskopi` and `gjenopprett`: the data folder in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import TO_FILE, AsJson, ClosedData, Commands, Data, print_json, waiting
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

if TYPE_CHECKING:
    from veivalg.foundation.layout.backup import Archived

commands = Commands(order=95)


@commands.command()
def sikkerhetskopi(
    ut: Annotated[Path, TO_FILE(help=N_("Zip-filen det skrives til."))],
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Kopier alt som er lagret, til én fil, også nøkkelen til pseudonymene."""
    from veivalg.content.numbers import format_plain
    from veivalg.foundation.layout.backup import back_up

    with waiting() as tell:
        made = back_up(data_folder(data), ut.expanduser(), tell)
    if json:
        print_json({"fil": str(ut), **_told(made)})
    else:
        size = format_plain(made.size / 1e6, 1)
        print(
            _("Skrev {ut}: {files} filer, {size} MB. Oppbevar den trygt.").format(
                ut=ut, files=made.files, size=size
            )
        )
        print(_("Loggen, mellomlageret og eldre kopier er ikke med."))


@commands.command()
def gjenopprett(
    fil: Annotated[Path, typer.Argument(metavar="FIL", help="Sikkerhetskopien.")],
    data: ClosedData = None,
    json: AsJson = False,
) -> None:
    """Bytt ut alt som er lagret, med en kopi. Det som var der, kopieres først."""
    from veivalg.foundation.layout.backup import restore

    folder = data_folder(data)
    with waiting() as tell:
        made, copy = restore(fil.expanduser(), folder, tell)
    if json:
        print_json({"datamappe": str(folder), "kopi": copy and str(copy), **_told(made)})
        return
    print(
        _("Gjenopprettet {files} filer fra {day} i {folder}.").format(
            files=made.files, day=made.made[:10], folder=folder
        )
    )
    if copy is not None:
        print(_("Det som var der, ligger i {copy}.").format(copy=copy))


def _told(made: Archived) -> dict[str, object]:
    return {"filer": made.files, "byte": made.size, "laget": made.made}
