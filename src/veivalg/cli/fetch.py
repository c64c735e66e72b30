"""`hent` and `importer-gront-hefte`: official figures into the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from veivalg.cli.parts import (
    YEAR,
    AsJson,
    Commands,
    Data,
    Everyone,
    Places,
    SourceUrl,
    chosen_codes,
    print_json,
    progress_bar,
)
from veivalg.content.numbers import format_size, round_half_up
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

if TYPE_CHECKING:
    from veivalg.sources.report import FetchReport, Progress

commands = Commands(order=30)


@commands.command()
def hent(
    kommune: Places = None,
    alle: Everyone = False,
    paa_nytt: Annotated[
        bool, typer.Option("--paa-nytt", help=N_("Hent også det som er uendret eller skadet."))
    ] = False,
    grenser: Annotated[
        bool,
        typer.Option("--grenser", help=N_("Bare kommunegrensene til kartene, fra Kartverket.")),
    ] = False,
    kilde: SourceUrl = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Hent offisielle tall fra SSB. Kan avbrytes og tas opp igjen."""
    folder = data_folder(data)
    if grenser:
        _fetch_borders(folder, kilde, as_json=json)
        return
    result = _fetch(chosen_codes(kommune, alle), folder, kilde, again=paa_nytt, quiet=json)
    if json:
        print_json(_described(result))
    else:
        print(*result.lines(), sep="\n")
    for table in result.failures:
        if table.error is not None:
            raise table.error


def _fetch(
    codes: list[str], folder: Path, url: str | None, *, again: bool, quiet: bool
) -> FetchReport:
    from veivalg.lake.lake import Lake
    from veivalg.sources import fetch
    from veivalg.sources.protocol import Asked

    with progress_bar(quiet=quiet) as bar:
        task = bar.add_task(_("Spør SSB om tabellene"), total=None)

        def advance(step: Progress) -> None:
            bar.update(task, description=step.message, completed=step.done, total=step.calls)

        asked = Asked(url=url, progress=advance, again=again)
        return fetch(codes, Lake(folder), asked)


def _fetch_borders(folder: Path, url: str | None, *, as_json: bool) -> None:
    """Fetch the boundaries for maps from Kartverket into the data folder."""
    from veivalg.lake.lake import Lake
    from veivalg.sources import find_source
    from veivalg.sources.kartverket.boundaries import FETCHED
    from veivalg.sources.protocol import Asked

    with progress_bar(quiet=as_json) as bar:
        task = bar.add_task(_("Henter kommunegrenser fra Kartverket"), total=None)

        def advance(step: Progress) -> None:
            bar.update(task, description=step.message, completed=step.done, total=step.calls)

        find_source("kartverket").fetch((), Lake(folder), Asked(url=url, progress=advance))
    file = folder / FETCHED
    if as_json:
        print_json({"fil": str(file)})
    else:
        print(f"Skrev {file} ({format_size(file.stat().st_size)})")


def _described(result: FetchReport) -> dict[str, Any]:
    """Give a fetch report for programs."""
    tables = [
        {
            "tabell": t.table,
            "navn": t.title,
            "hentet": len(t.fetched),
            "uendret": len(t.unchanged),
            "mangler_i_kilden": list(t.lacking),
            "kall": t.calls,
            "celler": t.cells,
            "oppdatert": t.updated,
            "konstruert": t.constructed,
            "feil": str(t.error) if t.error else None,
        }
        for t in result.tables
    ]
    return {
        "ferdig": result.ok,
        "stoppet": result.stopped,
        "sekunder": float(round_half_up(result.seconds, 1)),
        "tabeller": tables,
    }


@commands.command("importer-gront-hefte")
def importer_gront_hefte(
    fil: Annotated[
        list[Path],
        typer.Argument(metavar="FIL", help=N_("Regneark (ODS eller XLSX) med tabell E-k og A-k.")),
    ],
    aar: Annotated[int | None, YEAR(help=N_("Året, når overskriftene ikke sier det."))] = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Les indekser for utgiftsbehov fra KDDs «Grønt hefte» og kontroller dem."""
    from veivalg.lake.lake import Lake
    from veivalg.sources.kdd.gront_hefte import import_green_book

    book = import_green_book(fil, Lake(data_folder(data)), aar)
    if not json:
        print(*book.lines(), sep="\n")
        return
    print_json(
        {
            "aar": book.year,
            "kommuner": book.rows["municipality"].n_unique(),
            "stemmer": book.agreeing,
            "kontrollert": book.checked,
            "avvik": [d.code for d in book.deviating],
            "ufullstendige": list(book.incomplete),
            "ukjente": list(book.unknown),
        }
    )
