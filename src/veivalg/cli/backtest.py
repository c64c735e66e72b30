"""The command `etterprov`. `cli.py` puts it in place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veivalg.cli.parts import AsJson, Data
from veivalg.foundation.settings import data_folder


def etterprov(
    fra: Annotated[int, typer.Option("--fra", metavar="ÅR", help="Første startår.")] = 2013,
    til: Annotated[int, typer.Option("--til", metavar="ÅR", help="Siste startår.")] = 2021,
    trekk: Annotated[
        int, typer.Option("--trekk", help="Antall mulige framtider per kommune. 0: ingen.")
    ] = 400,
    ut: Annotated[
        Path | None,
        typer.Option("--ut", metavar="FIL", help="json, csv eller md (ellers i datamappen)."),
    ] = None,
    befolkning: Annotated[
        Path | None,
        typer.Option("--befolkning", metavar="FIL", help="Folketall (ellers det som er hentet)."),
    ] = None,
    ssb_framskriving: Annotated[
        Path | None,
        typer.Option(
            "--ssb-framskriving",
            metavar="FIL",
            help="SSBs tidligere framskrivinger, med kolonnen «vintage» for startåret.",
        ),
    ] = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Prøv framskrivingene mot det som faktisk skjedde, i alle kommuner."""
    from veivalg.cli.backtest_commands import run_back_test

    run_back_test(
        data_folder(data),
        first=fra,
        last=til,
        draws=trekk,
        file=ut,
        population=befolkning,
        ssb=ssb_framskriving,
        as_json=json,
    )
