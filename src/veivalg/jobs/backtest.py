"""The back-test of the whole country: run, and written as JSON, CSV or Markdown."""

from collections.abc import Callable
from pathlib import Path

from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.files import reason, write_atomic
from veivalg.foundation.i18n import _
from veivalg.foundation.platform import make_folder
from veivalg.foundation.settings import today
from veivalg.jobs.backtest_table import markdown
from veivalg.jobs.inputs import population_rows, ssb_vintages
from veivalg.jobs.scores_file import to_csv, to_json
from veivalg.lake.lake import Lake
from veivalg.maths.projections.ensemble.backtest import back_test
from veivalg.maths.projections.ensemble.counts import counts_from
from veivalg.maths.projections.ensemble.scores import Result, scores

MARK = b"<!-- Tabellene herfra og ned skrives av kommandoen -->"
Writer = Callable[[Result], bytes]
WRITERS: dict[str, Writer] = {
    ".json": to_json,
    ".csv": lambda result: to_csv(result.lines),
    ".md": lambda result: markdown(result).encode(),
}


def run_country(
    lake: Lake,
    first: int,
    last: int,
    *,
    draws: int,
    population: Path | None,
    ssb: Path | None,
    progress: Callable[[int], None],
) -> Result:
    """Test projections from each year `first`–`last` against what came.

    Parameters
    ----------
    draws
        Possible futures a municipality; 0 for none, and then no intervals.
    population, ssb
        Files to read persons and SSB's earlier projections from; None for what is fetched.
    progress
        Told each year as it is done.

    Raises
    ------
    UsageError
        The figures don't hold the whole country or the years.
    """
    counts = counts_from(population_rows(lake, population))
    source = f"SSB 07459, 1. januar {counts.years[0]}–{counts.years[-1]}, 2024-grenser"
    vintages = ssb_vintages(lake, ssb)
    tested = list(back_test(counts, first, last, draws=draws, ssb=vintages, progress=progress))
    return Result(today(), source, draws, first, last, scores(tested))


def writer(file: Path) -> Writer:
    """Give what writes a result as the name of `file` ends.

    Raises
    ------
    UsageError
        When nothing does.
    """
    suffix = file.suffix.lower()
    if suffix not in WRITERS:
        raise UsageError(
            _("Kan ikke skrive en fil som slutter på «{suffix}».").format(suffix=suffix),
            _("La navnet slutte på {names}.").format(names=", ".join(WRITERS)),
        )
    return WRITERS[suffix]


def write(file: Path, content: bytes) -> None:
    """Write a result; what a Markdown document says above the mark is kept.

    Raises
    ------
    StoreError
        When it can't be written.
    """
    try:
        make_folder(file.parent)
        if file.exists() and file.suffix == ".md":
            content = with_head(content, file.read_bytes())
        write_atomic(file, content)
    except OSError as error:
        raise StoreError(
            _("Kan ikke skrive {file}: {error}.").format(file=file, error=reason(error)),
            _("Velg en annen fil med «--ut FIL»."),
        ) from error


def with_head(content: bytes, before: bytes) -> bytes:
    """Put new tables under what a document says above the mark, when it has the mark."""
    head, mark, _tables = before.partition(MARK)
    return head + mark + b"\n\n" + content if mark else content
