"""The command `sammensetning`. `cli.py` puts it in place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veivalg.cli.parts import Data, Place
from veivalg.foundation.settings import data_folder


def sammensetning(
    kommune: Place,
    sett: Annotated[
        list[str] | None,
        typer.Option(
            "--sett",
            metavar="ID=VERDI",
            help="Årsverk, penger, krav og priser, for eksempel arsverk-2030=700. "
            "Andeler som desimaltall, penger i kroner. Kan gjentas.",
        ),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="md, json eller xlsx.")] = "md",
    ut: Annotated[
        Path | None, typer.Option("--ut", metavar="FIL", help="Filen det skrives til.")
    ] = None,
    trekk: Annotated[
        int, typer.Option("--trekk", help="Så mange framtider lages planen for.")
    ] = 12,
    punkter: Annotated[int, typer.Option("--punkter", help="Så mange planer på fronten.")] = 9,
    data: Data = None,
) -> None:
    """Finn tjenestene og byggene som lar færrest stå uten hjelp, til lavest kostnad."""
    from veivalg.cli.commands import overrides
    from veivalg.cli.mix_commands import best_mix

    best_mix(kommune, overrides(sett), format, ut, data_folder(data), draws=trekk, points=punkter)
