"""`innsynslogg`: who has read the municipality's own figures, and what read keys were used for."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from veivalg.cli.parts import AsJson, Commands, Data, plain, print_json
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

commands = Commands(order=97)


@commands.command()
def innsynslogg(
    kommune: Annotated[
        str | None, typer.Argument(metavar="KOMMUNE", help=N_("Nummer eller navn. Uten: alle."))
    ] = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis hvem som har lest egne tall, på nettsiden, i filer og i terminalen, og når."""
    from veivalg.norway.register import find
    from veivalg.own.readings import Readings

    place = find(kommune).code if kommune else ""
    held = [one for one in Readings(data_folder(data)).all() if place in ("", one.place)]
    if json:
        print_json([asdict(one) for one in held])
        return
    for one in held:
        tables = f"  {', '.join(one.tables)}" if one.tables else ""
        where = f"  {one.place}" if one.place else ""
        plain().print(
            f"{one.when[:19].replace('T', ' ')}  {one.who} ({one.how})  {one.what}{where}{tables}"
        )
    if not held:
        print(_("Ingen har lest egne tall, så langt loggen går tilbake."))
