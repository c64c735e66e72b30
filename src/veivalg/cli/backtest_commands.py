"""What `veivalg etterprov` does: test the projections on what came, and write the result."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl

from veivalg.cli.backtest_table import markdown, summary
from veivalg.cli.projection_commands import population_rows
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.files import reason, write_atomic
from veivalg.foundation.settings import today
from veivalg.lake.lake import Lake
from veivalg.maths.projections.ensemble.backtest import back_test
from veivalg.maths.projections.ensemble.counts import counts_from
from veivalg.maths.projections.ensemble.scores import scores
from veivalg.maths.projections.ensemble.scores_file import FILE, Result, to_csv, to_json
from veivalg.maths.projections.ensemble.vintages import Vintages, vintages

MARK = b"<!-- Tabellene herfra og ned skrives av kommandoen -->"
FORMATS: dict[str, Callable[[Result], bytes]] = {
    ".json": to_json,
    ".csv": lambda result: to_csv(result.lines),
    ".md": lambda result: markdown(result).encode(),
}


def run_back_test(
    data: Path,
    *,
    first: int,
    last: int,
    draws: int,
    file: Path | None,
    population: Path | None,
    ssb: Path | None,
    as_json: bool,
) -> None:
    """Test, say how it went, and keep the result.

    Without `file` it is kept in the data folder, where the page «Etterprøving» reads it.

    Raises
    ------
    UsageError
        The figures don't hold the whole country or the years, or the file name's ending.
    StoreError
        When the result can't be written.
    """
    write = _format(file)
    lake = Lake(data)
    counts = counts_from(population_rows(lake, population))
    source = f"SSB 07459, 1. januar {counts.years[0]}–{counts.years[-1]}, 2024-grenser"
    from veivalg.cli.commands import progress_bar

    bar = progress_bar(quiet=as_json)
    with bar:
        task = bar.add_task("Etterprøver", total=last - first + 1)
        tested = list(
            back_test(
                counts,
                first,
                last,
                draws=draws,
                ssb=_vintages(lake, ssb),
                progress=lambda year: bar.update(
                    task, advance=1, description=f"Etterprøver fra {year}"
                ),
            )
        )
    result = Result(today(), source, draws, first, last, scores(tested))
    target = data / FILE if file is None else file
    _write(target, write(result))
    if as_json:
        print(json.dumps({"fil": str(target), "linjer": len(result.lines)}))
        return
    print(summary(result))
    print(f"Skrev {target}")


def _format(file: Path | None) -> Callable[[Result], bytes]:
    suffix = ".json" if file is None else file.suffix.lower()
    if suffix not in FORMATS:
        raise UsageError(
            f"Kan ikke skrive en fil som slutter på «{suffix}».",
            f"La navnet slutte på {', '.join(FORMATS)}.",
        )
    return FORMATS[suffix]


def with_head(content: bytes, before: bytes) -> bytes:
    """Put new tables under what a document says above the mark, when it has the mark."""
    head, mark, _tables = before.partition(MARK)
    return head + mark + b"\n\n" + content if mark else content


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.suffix == ".md":
            content = with_head(content, file.read_bytes())
        write_atomic(file, content)
    except OSError as error:
        raise StoreError(
            f"Kan ikke skrive {file}: {reason(error)}.", "Velg en annen fil med «--ut FIL»."
        ) from error


def _vintages(lake: Lake, file: Path | None) -> Vintages:
    """Give SSB's projections from `file`, else from the lake, else none."""
    if file is None:
        stored = lake.read("projection")
        return vintages(None if stored is None else stored.frame)
    try:
        return vintages(pl.read_parquet(file))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UsageError(
            f"Filen {file} kan ikke leses.",
            "Oppgi en Parquet-fil med kolonnene i tabellen «projection».",
        ) from error
