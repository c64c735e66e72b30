"""`start`: the web page on this machine."""

from typing import Annotated

import typer

from veivalg.cli.parts import Commands, LastingData, SourceUrl
from veivalg.foundation.i18n import N_
from veivalg.foundation.settings import data_folder

commands = Commands(order=10)


@commands.command()
def start(
    port: Annotated[int, typer.Option(help=N_("Porten nettsiden svarer på."))] = 8765,
    ingen_nettleser: Annotated[
        bool, typer.Option("--ingen-nettleser", help=N_("Ikke åpne nettleseren."))
    ] = False,
    data: LastingData = None,
    kilde: SourceUrl = None,
) -> None:
    """Start nettsiden på denne maskinen. Den kan ikke nås utenfra."""
    from veivalg.web.server import serve

    serve(data_folder(data), port=port, open_browser=not ingen_nettleser, source_url=kilde)
