"""`start` and `adresse`: the web page on this machine, and how it is opened."""

from typing import Annotated

import typer

from veivalg.cli.parts import PORT, AsJson, Commands, LastingData, SourceUrl, print_json
from veivalg.foundation.i18n import N_
from veivalg.foundation.settings import data_folder, keep_megabytes

commands = Commands(order=10)
USUAL = 8765
"""As `web.kit.token` has it; said here too, so that no command waits for what knows it."""


@commands.command()
def start(
    port: Annotated[int, PORT(help=N_("Porten nettsiden svarer på."))] = USUAL,
    ingen_nettleser: Annotated[
        bool, typer.Option("--ingen-nettleser", help=N_("Ikke åpne nettleseren."))
    ] = False,
    uten_token: Annotated[
        bool,
        typer.Option(
            "--uten-token", help=N_("Slipp inn alle som bruker maskinen, uten token i adressen.")
        ),
    ] = False,
    minne: Annotated[
        float | None,
        typer.Option(
            "--minne",
            metavar="MB",
            help=N_("Megabyte med tabeller, sider og framtider som huskes (ellers VEIVALG_MINNE)."),
        ),
    ] = None,
    data: LastingData = None,
    kilde: SourceUrl = None,
) -> None:
    """Start nettsiden på denne maskinen. Den kan ikke nås utenfra."""
    from veivalg.web.server import serve

    if minne is not None:
        keep_megabytes(minne)
    serve(
        data_folder(data),
        port=port,
        open_browser=not ingen_nettleser,
        source_url=kilde,
        with_token=not uten_token,
    )


@commands.command()
def adresse(
    ny_token: Annotated[
        bool,
        typer.Option(
            "--ny-token", help=N_("Bytt token. Nettlesere som er inne, må åpne adressen på nytt.")
        ),
    ] = False,
    port: Annotated[int | None, PORT(help=N_("Porten (ellers den som sist ble brukt)."))] = None,
    data: LastingData = None,
    json: AsJson = False,
) -> None:
    """Vis adressen som åpner nettsiden, med token. Den som har adressen, slipper inn."""
    from veivalg.web.kit.token import HOST, Token, address

    token = Token(data_folder(data))
    value = token.renewed() if ny_token else token.made()
    where = address(HOST, port or token.port() or USUAL, value)
    if json:
        print_json({"adresse": where})
    else:
        print(where)
