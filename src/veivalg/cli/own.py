"""The commands `mal`, `importer` and `egne`. `cli.py` puts them in place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veivalg.cli.parts import AsJson, Data, Place
from veivalg.foundation.settings import data_folder


def mal(
    tabell: Annotated[
        str | None, typer.Argument(metavar="TABELL", help="Navnet på malen. Uten: list alle.")
    ] = None,
    ut: Annotated[
        Path | None, typer.Option("--ut", metavar="FIL", help="Filen malen skrives til.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Lag en Excel-mal for kommunens egne tall, eller list malene."""
    from veivalg.cli.own_commands import write_template

    write_template(tabell, ut, as_json=json)


def importer(
    fil: Annotated[Path, typer.Argument(metavar="FIL", help="XLSX, XLS, ODS eller CSV.")],
    kommune: Annotated[
        str | None, typer.Option("--kommune", metavar="KOMMUNE", help="Nummer eller navn.")
    ] = None,
    tabell: Annotated[
        str | None, typer.Option("--tabell", metavar="TABELL", help="Ellers kjennes den igjen.")
    ] = None,
    kolonne: Annotated[
        list[str] | None,
        typer.Option(
            "--kolonne",
            metavar="FELT=OVERSKRIFT",
            help="Pek ut en kolonne med en annen overskrift. Huskes. Kan gjentas.",
        ),
    ] = None,
    merket: Annotated[
        Path | None, typer.Option("--merket", metavar="FIL", help="Kopi der feilene er merket.")
    ] = None,
    kontroller: Annotated[
        bool, typer.Option("--kontroller", help="Bare kontroller, lagre ingenting.")
    ] = False,
    hvem: Annotated[str, typer.Option("--hvem", metavar="NAVN", help="Hvem som leser inn.")] = "",
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Les inn kommunens egne tall fra et regneark. Alt er i orden, eller ingenting lagres."""
    from veivalg.cli.own_commands import import_file

    if not import_file(
        fil,
        kommune,
        tabell,
        kolonne or [],
        hvem,
        data_folder(data),
        marked=merket,
        only_check=kontroller,
        as_json=json,
    ):
        raise typer.Exit(3)


def egne(
    kommune: Place,
    tabell: Annotated[
        str | None, typer.Option("--tabell", metavar="TABELL", help="Vis versjonene av denne.")
    ] = None,
    forskjell: Annotated[
        str | None, typer.Option("--forskjell", metavar="GAMMEL:NY", help="Eller «siste».")
    ] = None,
    angre: Annotated[bool, typer.Option("--angre", help="Gå tilbake en versjon.")] = False,
    slett: Annotated[bool, typer.Option("--slett", help="Slett alle versjoner.")] = False,
    ja: Annotated[bool, typer.Option("--ja", help="Slett uten å spørre.")] = False,
    ut: Annotated[
        Path | None, typer.Option("--ut", metavar="FIL", help="Skriv radene til et regneark.")
    ] = None,
    hvem: Annotated[str, typer.Option("--hvem", metavar="NAVN", help="Hvem som gjør det.")] = "",
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis kommunens egne tall: tabeller, versjoner og forskjeller. Angre, slett eller skriv ut."""
    from veivalg.cli import own_commands as own

    folder = data_folder(data)
    if tabell is None:
        own.refuse_without_table(angre or slett or ut is not None or bool(forskjell))
        own.show_own(kommune, None, folder, as_json=json)
    elif forskjell is not None:
        own.show_difference(kommune, tabell, forskjell, folder)
    elif angre:
        own.undo(kommune, tabell, hvem, folder)
    elif slett:
        own.delete(kommune, tabell, hvem, folder, sure=ja)
    elif ut is not None:
        own.export(kommune, tabell, ut, folder)
    else:
        own.show_own(kommune, tabell, folder, as_json=json)
