"""The commands that look ahead: `framskriv` and `lokalkunnskap`. `cli.py` puts them in place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veivalg.cli import commands, knowledge_commands
from veivalg.cli.parts import AsJson, Changes, Data, Place
from veivalg.foundation.settings import data_folder


def framskriv(
    ut: Annotated[Path, typer.Option("--ut", metavar="FIL", help="Parquet-filen som skrives.")],
    kommune: Annotated[
        list[str] | None, typer.Argument(metavar="KOMMUNE", help="En eller flere kommuner.")
    ] = None,
    alle: Annotated[bool, typer.Option("--alle", help="Alle landets kommuner.")] = False,
    trekk: Annotated[int, typer.Option("--trekk", help="Antall mulige framtider.")] = 1000,
    til: Annotated[int, typer.Option("--til", metavar="ÅR", help="Siste år.")] = 2050,
    modus: Annotated[
        str, typer.Option("--modus", help="egen, eller ssb: medianen følger SSB.")
    ] = "egen",
    fra: Annotated[
        int | None,
        typer.Option("--fra", metavar="ÅR", help="Framskriv fra dette året, uten senere tall."),
    ] = None,
    klynge: Annotated[
        str, typer.Option("--klynge", metavar="ADRESSE", help="Dask-klynge: tcp://vert:8786.")
    ] = "",
    arbeidere: Annotated[
        int, typer.Option("--arbeidere", metavar="N", help="Arbeidsprosesser på denne maskinen.")
    ] = 0,
    fro: Annotated[int, typer.Option("--fro", help="Samme frø gir samme tall.")] = 2026,
    trekk_ut: Annotated[
        bool, typer.Option("--trekk-ut", help="Ta også med trekkene, som kolonnen «draws».")
    ] = False,
    befolkning: Annotated[
        Path | None,
        typer.Option("--befolkning", metavar="FIL", help="Folketall (ellers det som er hentet)."),
    ] = None,
    uten_lokalkunnskap: Annotated[
        bool, typer.Option("--uten-lokalkunnskap", help="Hold lokalkunnskap utenfor.")
    ] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Framskriv folketallet med usikkerhet. Kan avbrytes og tas opp igjen."""
    from veivalg.cli.projection_commands import run_projection

    run_projection(
        kommune or [],
        ut,
        data_folder(data),
        everyone=alle,
        draws=trekk,
        to=til,
        mode=modus,
        from_year=fra,
        seed=fro,
        keep_draws=trekk_ut,
        address=klynge,
        workers=arbeidere,
        population=befolkning,
        knowledge=not uten_lokalkunnskap,
        as_json=json,
    )


def lokalkunnskap(
    kommune: Place,
    legg_til: Annotated[
        str,
        typer.Option(
            "--legg-til",
            metavar="TYPE",
            help="boligfelt, skole, bedrift, flyktninger eller annet. Uten: vis alt.",
        ),
    ] = "",
    aar: Annotated[int | None, typer.Option("--aar", metavar="ÅR", help="Året det skjer.")] = None,
    antall: Annotated[
        float | None,
        typer.Option("--antall", help="Boliger, elever, arbeidsplasser eller personer."),
    ] = None,
    hvem: Annotated[str, typer.Option("--hvem", metavar="NAVN", help="Hvem som sier det.")] = "",
    hvorfor: Annotated[str, typer.Option("--hvorfor", help="Begrunnelsen.")] = "",
    sett: Changes = None,
    fjern: Annotated[str, typer.Option("--fjern", metavar="ID", help="Fjern denne.")] = "",
    alt: Annotated[bool, typer.Option("--alt", help="Vis også det som er fjernet.")] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis, legg til eller fjern det dere vet som endrer framskrivingen."""
    folder = data_folder(data)
    if fjern:
        knowledge_commands.remove_knowledge(kommune, fjern, hvem, hvorfor, folder)
    elif legg_til:
        knowledge_commands.add_knowledge(
            kommune, legg_til, aar, antall, hvem, hvorfor, commands.overrides(sett), folder
        )
    else:
        knowledge_commands.list_knowledge(kommune, folder, everything=alt, as_json=json)
