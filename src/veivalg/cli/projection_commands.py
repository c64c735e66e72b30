"""What `veivalg framskriv` does: project one, some or all municipalities to a Parquet file."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.foundation.errors import TableError, UsageError
from veivalg.jobs.run import Request, Step, project
from veivalg.jobs.workers import Runner, cluster, here, processes
from veivalg.lake.lake import Lake
from veivalg.maths.batch.beside_ssb import caveat, distances
from veivalg.maths.projections.ensemble.counts import counts_from
from veivalg.maths.projections.ensemble.local import Mode
from veivalg.maths.projections.ensemble.overrides import Override
from veivalg.maths.projections.ensemble.ssb_led import Target
from veivalg.maths.projections.ensemble.targets import target_from
from veivalg.norway.register import find, municipalities
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import Population

MODES: dict[str, Mode] = {"egen": "own", "ssb": "ssb"}
_WHEN = ["municipality", "year"]


def run_projection(
    names: Sequence[str],
    file: Path,
    data: Path,
    *,
    everyone: bool,
    draws: int,
    to: int,
    mode: str,
    from_year: int | None,
    seed: int,
    keep_draws: bool,
    address: str,
    workers: int,
    population: Path | None,
    knowledge: bool,
    as_json: bool,
) -> None:
    """Project and say what was written."""
    request = Request(_codes(names, everyone), draws, to, _mode(mode), from_year, seed, keep_draws)
    runner = _runner(address, workers)
    lake = Lake(data)
    counts = counts_from(population_rows(lake, population))
    ssb = _targets(lake, request.codes)
    targets = ssb if request.mode == "ssb" else {}
    known = _knowledge(data, request.codes) if knowledge else ()
    from veivalg.cli.commands import progress_bar

    bar = progress_bar(quiet=as_json)
    with bar:
        task = bar.add_task("Framskriver", total=None)

        def advance(step: Step) -> None:
            text = f"Framskriver ({step.kept} bolker var ferdige)" if step.kept else "Framskriver"
            bar.update(task, description=text, completed=step.done, total=step.blocks)

        made = project(
            request, counts, file, targets=targets, overrides=known, run=runner, progress=advance
        )
    size = made.stat().st_size
    beside = distances(made, ssb) if request.mode == "own" else ()
    base = request.from_year or max(counts.years)
    warned = caveat(base, request.to)
    if as_json:
        print(
            json.dumps(
                {
                    "fil": str(made),
                    "kommuner": len(request.codes),
                    "byte": size,
                    "lokalkunnskap": [o.id for o in known],
                    "ved_siden_av_ssb": beside,
                    "forbehold": warned,
                }
            )
        )
        return
    print(f"Skrev {made} ({size / 1024:.0f} kB, {_count(len(request.codes))})")
    for line in beside:
        print(line)
    if warned:
        print(warned)
    for one in known:
        print(f"Lokalkunnskap er med – {one.line()}", file=sys.stderr)


def _count(municipalities: int) -> str:
    return "1 kommune" if municipalities == 1 else f"{municipalities} kommuner"


def _codes(names: Sequence[str], everyone: bool) -> tuple[str, ...]:
    if not names and not everyone:
        raise UsageError("Ingen kommune er oppgitt.", "Skriv et navn eller nummer, eller --alle.")
    if everyone:
        return tuple(sorted(m.code for m in municipalities()))
    return tuple(dict.fromkeys(find(name).code for name in names))


def _mode(name: str) -> Mode:
    if name not in MODES:
        raise UsageError(f"Modusen «{name}» finnes ikke.", f"Velg {' eller '.join(MODES)}.")
    return MODES[name]


def _runner(address: str, workers: int) -> Runner:
    if address and workers:
        raise UsageError("--klynge og --arbeidere kan ikke brukes sammen.", "Velg én av dem.")
    if address:
        return cluster(address)
    return processes(workers) if workers else here


def population_rows(lake: Lake, file: Path | None) -> pl.DataFrame:
    """Give persons by one-year age from `file`, or from the lake and the embedded figures."""
    if file is not None:
        return Population.validate(_read(file))
    stored, embedded = lake.read("population"), embedded_tables()["population"].frame
    if stored is None:
        return embedded
    extra = embedded.join(stored.frame.select(_WHEN).unique(), on=_WHEN, how="anti")
    return pl.concat([stored.frame, extra])


def _read(file: Path) -> pl.DataFrame:
    """Read a Parquet or CSV file with the columns of the table ``population``."""
    try:
        if file.suffix == ".csv":
            return pl.read_csv(file, schema_overrides={"municipality": pl.String})
        return pl.read_parquet(file)
    except OSError as error:
        raise UsageError(
            f"Filen {file} kan ikke leses.", "Kontroller navnet og at du har tilgang."
        ) from error
    except pl.exceptions.PolarsError as error:
        raise TableError(
            f"Filen {file} er ikke en Parquet- eller CSV-fil.", "Kontroller innholdet."
        ) from error


def _targets(lake: Lake, codes: Sequence[str]) -> dict[str, Target]:
    """Give SSB's main alternative for those municipalities it is known for."""
    tables = {name: _rows(lake, name, codes) for name in ("projection", "projection_groups")}
    found = {}
    for code in codes:
        led = target_from(tables["projection"].get(code), tables["projection_groups"].get(code))
        if led is not None:
            found[code] = led.target
    return found


def _rows(lake: Lake, name: str, codes: Sequence[str]) -> dict[str, pl.DataFrame]:
    stored, embedded = lake.read(name, codes), embedded_tables().get(name)
    held: dict[str, pl.DataFrame] = {}
    for table in (embedded, stored):  # what is fetched comes last, and counts
        if table is not None:
            parts = table.frame.filter(pl.col("municipality").is_in(list(codes)))
            held |= {
                str(key[0]): part
                for key, part in parts.partition_by("municipality", as_dict=True).items()
            }
    return held


def _knowledge(data: Path, codes: Sequence[str]) -> tuple[Override, ...]:
    store = LocalKnowledge(data)
    return tuple(one for code in codes for one in store.of(code))
