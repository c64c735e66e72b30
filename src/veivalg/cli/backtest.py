"""`etterprov`: the projections tested on what came, in every municipality."""

from pathlib import Path
from typing import Annotated

import typer

from veivalg.cli.parts import (
    DRAWS,
    FIRST,
    LAST,
    TO_FILE,
    AsJson,
    Commands,
    Data,
    PopulationFile,
    print_json,
    progress_bar,
)
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

commands = Commands(order=74)


@commands.command()
def etterprov(
    fra: Annotated[int, FIRST(help=N_("Første startår."))] = 2013,
    til: Annotated[int, LAST(help=N_("Siste startår."))] = 2025,
    trekk: Annotated[int, DRAWS(help=N_("Antall mulige framtider per kommune. 0: ingen."))] = 400,
    ut: Annotated[
        Path | None, TO_FILE(help=N_("json, csv eller md (ellers i datamappen)."))
    ] = None,
    befolkning: PopulationFile = None,
    ssb_framskriving: Annotated[
        Path | None,
        typer.Option(
            "--ssb-framskriving",
            metavar="FIL",
            help=N_("SSBs tidligere framskrivinger, med kolonnen «vintage» for startåret."),
        ),
    ] = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Prøv framskrivingene mot det som faktisk skjedde, i alle kommuner."""
    from veivalg.jobs.backtest import run_country, write, writer
    from veivalg.jobs.backtest_table import summary
    from veivalg.jobs.scores_file import FILE
    from veivalg.lake.lake import Lake

    folder = data_folder(data)
    file = ut or folder / FILE  # where the page «Etterprøving» reads it
    written_by = writer(file)
    with progress_bar(quiet=json) as bar:
        task = bar.add_task(_("Etterprøver"), total=til - fra + 1)
        result = run_country(
            Lake(folder),
            fra,
            til,
            draws=trekk,
            population=befolkning,
            ssb=ssb_framskriving,
            progress=lambda year: bar.update(
                task, advance=1, description=_("Etterprøver fra {year}").format(year=year)
            ),
        )
    write(file, written_by(result))
    if json:
        print_json({"fil": str(file), "linjer": len(result.lines)})
        return
    print(summary(result))
    print(f"Skrev {file}")
