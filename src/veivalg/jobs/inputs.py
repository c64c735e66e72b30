"""What a projection or back-test of many municipalities starts from: a file, or the lake."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from veivalg.foundation.errors import TableError, UsageError
from veivalg.foundation.i18n import _
from veivalg.lake.lake import Lake
from veivalg.maths.projections.ensemble.ssb_led import Target
from veivalg.maths.projections.ensemble.targets import target_from
from veivalg.maths.projections.ensemble.vintages import Vintages, vintages
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES

_WHEN = ["municipality", "year"]


def population_rows(lake: Lake, file: Path | None) -> pl.DataFrame:
    """Give persons by one-year age from `file`, or from the lake and the embedded figures.

    Raises
    ------
    UsageError, TableError
        When `file` can't be read, or is not the table ``population``.
    """
    if file is not None:
        return TABLES["population"].validate(_read(file))
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
            _("Filen {file} kan ikke leses.").format(file=file),
            _("Kontroller navnet og at du har tilgang."),
        ) from error
    except pl.exceptions.PolarsError as error:
        raise TableError(
            _("Filen {file} er ikke en Parquet- eller CSV-fil.").format(file=file),
            _("Kontroller innholdet."),
        ) from error


def ssb_targets(lake: Lake, codes: Sequence[str]) -> dict[str, Target]:
    """Give SSB's main alternative for those municipalities it is known for."""
    ages, groups = (_rows(lake, name, codes) for name in ("projection", "projection_groups"))
    led = {code: target_from(ages.get(code), groups.get(code)) for code in codes}
    return {code: found.target for code, found in led.items() if found is not None}


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


def ssb_vintages(lake: Lake, file: Path | None) -> Vintages:
    """Give SSB's earlier projections from `file`, else from the lake, else none.

    Raises
    ------
    UsageError
        When `file` can't be read.
    """
    if file is None:
        stored = lake.read("projection")
        return vintages(None if stored is None else stored.frame)
    try:
        return vintages(pl.read_parquet(file))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UsageError(
            _("Filen {file} kan ikke leses.").format(file=file),
            _("Oppgi en Parquet-fil med kolonnene i tabellen «projection»."),
        ) from error
