"""`framskriv`: the population to come, of one, some or all municipalities, in a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import (
    DRAWS,
    FIRST,
    LAST,
    TO_FILE,
    AsJson,
    Commands,
    Data,
    Everyone,
    Places,
    PopulationFile,
    chosen_codes,
    print_json,
    progress_bar,
)
from veivalg.content.numbers import format_size
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

if TYPE_CHECKING:
    from veivalg.jobs.run import Request, Step
    from veivalg.jobs.workers import Runner
    from veivalg.maths.projections.ensemble.counts import Counts
    from veivalg.maths.projections.ensemble.local import Mode
    from veivalg.maths.projections.ensemble.overrides import Override
    from veivalg.maths.projections.ensemble.ssb_led import Target

commands = Commands(order=70)
MODES: dict[str, Mode] = {"egen": "own", "ssb": "ssb"}


@commands.command()
def framskriv(
    ut: Annotated[Path, TO_FILE(help=N_("Parquet-filen som skrives."))],
    kommune: Places = None,
    alle: Everyone = False,
    trekk: Annotated[int, DRAWS(help="Antall mulige framtider.")] = 1000,
    til: Annotated[int, LAST(help=N_("Siste år."))] = 2050,
    modus: Annotated[
        str, typer.Option("--modus", help=N_("egen, eller ssb: medianen følger SSB."))
    ] = "egen",
    fra: Annotated[
        int | None, FIRST(help=N_("Framskriv fra dette året, uten senere tall."))
    ] = None,
    klynge: Annotated[
        str, typer.Option("--klynge", metavar="ADRESSE", help="Dask-klynge: tcp://vert:8786.")
    ] = "",
    arbeidere: Annotated[
        int,
        typer.Option("--arbeidere", metavar="N", help=N_("Arbeidsprosesser på denne maskinen.")),
    ] = 0,
    fro: Annotated[int, typer.Option("--fro", help=N_("Samme frø gir samme tall."))] = 2026,
    trekk_ut: Annotated[
        bool, typer.Option("--trekk-ut", help=N_("Ta også med trekkene, som kolonnen «draws»."))
    ] = False,
    befolkning: PopulationFile = None,
    uten_lokalkunnskap: Annotated[
        bool, typer.Option("--uten-lokalkunnskap", help="Hold lokalkunnskap utenfor.")
    ] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Framskriv folketallet med usikkerhet. Kan avbrytes og tas opp igjen."""
    from veivalg.jobs.inputs import population_rows, ssb_targets
    from veivalg.jobs.run import Request
    from veivalg.lake.lake import Lake
    from veivalg.maths.projections.ensemble.counts import counts_from

    codes = chosen_codes(kommune, alle)
    mode = _mode(modus)
    request = Request(tuple(dict.fromkeys(codes)), trekk, til, mode, fra, fro, trekk_ut)
    runner, folder = _runner(klynge, arbeidere), data_folder(data)
    counts = counts_from(population_rows(Lake(folder), befolkning))
    ssb = ssb_targets(Lake(folder), request.codes)
    known = () if uten_lokalkunnskap else _knowledge(folder, request.codes)
    file = _project(request, counts, ut, ssb, known, runner, quiet=json)
    _tell(file, request, max(counts.years), ssb, known, as_json=json)


def _mode(name: str) -> Mode:
    if name not in MODES:
        raise UsageError(
            _("Modusen «{name}» finnes ikke.").format(name=name),
            _("Velg {names}.").format(names=_(" eller ").join(MODES)),
        )
    return MODES[name]


def _runner(address: str, workers: int) -> Runner:
    from veivalg.jobs.workers import cluster, here, processes

    if address and workers:
        raise UsageError(_("--klynge og --arbeidere kan ikke brukes sammen."), _("Velg én av dem."))
    if address:
        return cluster(address)
    return processes(workers) if workers else here


def _knowledge(folder: Path, codes: Sequence[str]) -> tuple[Override, ...]:
    from veivalg.desk.local_knowledge import LocalKnowledge

    store = LocalKnowledge(folder)
    return tuple(one for code in codes for one in store.of(code))


def _project(
    request: Request,
    counts: Counts,
    file: Path,
    ssb: Mapping[str, Target],
    known: Sequence[Override],
    runner: Runner,
    *,
    quiet: bool,
) -> Path:
    from veivalg.jobs.run import project

    with progress_bar(quiet=quiet) as bar:
        task = bar.add_task("Framskriver", total=None)

        def advance(step: Step) -> None:
            text = f"Framskriver ({step.kept} bolker var ferdige)" if step.kept else "Framskriver"
            bar.update(task, description=text, completed=step.done, total=step.blocks)

        targets = ssb if request.mode == "ssb" else {}
        return project(
            request, counts, file, targets=targets, overrides=known, run=runner, progress=advance
        )


def _tell(
    file: Path,
    request: Request,
    newest: int,
    ssb: Mapping[str, Target],
    known: Sequence[Override],
    *,
    as_json: bool,
) -> None:
    """Say what was written, how it lies beside SSB's, and what it is not tested for."""
    import polars as pl

    from veivalg.maths.batch.beside_ssb import caveat, distances

    size, count = file.stat().st_size, len(request.codes)
    beside = distances(pl.scan_parquet(file), ssb) if request.mode == "own" else ()
    warned = caveat(request.from_year or newest, request.to)
    if as_json:
        print_json(
            {
                "fil": str(file),
                "kommuner": count,
                "byte": size,
                "lokalkunnskap": [o.id for o in known],
                "ved_siden_av_ssb": beside,
                "forbehold": warned,
            }
        )
        return
    places = _("1 kommune") if count == 1 else f"{count} kommuner"
    print(f"Skrev {file} ({format_size(size)}, {places})")
    for line in (*beside, *([warned] if warned else [])):
        print(line)
    for one in known:
        print(_("Lokalkunnskap er med – {line}").format(line=one.line()), file=sys.stderr)
