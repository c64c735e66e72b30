"""The file a projection ends in: finished blocks are kept as parts until all are there.

The parts lie in ``<file>.deler/<fingerprint>/``. The fingerprint names everything the figures
depend on, so a run that was stopped goes on where it was, and never with parts of another run.
"""

import os
import shutil
import uuid
from io import BytesIO
from pathlib import Path

import numpy as np
import polars as pl

from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.foundation.platform import create, replace
from veivalg.maths.batch.tasks import Block
from veivalg.maths.projections.ensemble.counts import AGES

SEXES = ("female", "male")
SUMMARY = ("mean", "p10", "p50", "p90")


class Output:
    """A Parquet file in the making.

    Parameters
    ----------
    file
        Where it ends; put in place last, whole.
    fingerprint
        What the figures depend on.
    blocks
        How many blocks there will be.
    """

    def __init__(self, file: Path, fingerprint: str, blocks: int) -> None:
        self.file = Path(file)
        self.blocks = blocks
        self._parts = self.file.with_name(f"{self.file.name}.deler")
        self.folder = self._parts / fingerprint
        if self.file.is_dir():
            raise StoreError(
                _("{path} er en mappe.").format(path=self.file), _("Velg et filnavn til --ut.")
            )

    def finished(self) -> set[int]:
        """Give the blocks a run before this has finished."""
        return {n for n in range(self.blocks) if _readable(self._path(n))}

    def keep(self, block: Block) -> None:
        """Keep a finished block."""
        content = BytesIO()
        rows(block).write_parquet(content, compression="zstd", statistics=False)
        write_atomic(self._path(block.number), content.getvalue())

    def complete(self) -> None:
        """Join the parts in order into the file, and put the parts away.

        One part is read at a time, so memory doesn't grow with the number of municipalities.
        """
        temporary = self.file.with_name(
            f".{self.file.name}.{os.getpid()}.{uuid.uuid4().hex[:8]}.tmp"
        )
        parts = [self._path(n) for n in range(self.blocks)]
        try:
            os.close(create(temporary))
            pl.scan_parquet(parts, low_memory=True).sink_parquet(
                temporary,
                compression="zstd",
                row_group_size=_rows(parts[0]),
                maintain_order=True,
                statistics=True,
            )
            replace(temporary, self.file)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise store_error(error, self.file) from error
        shutil.rmtree(self._parts, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:05d}.parquet"


def rows(block: Block) -> pl.DataFrame:
    """Give a block as rows: municipality, year, sex, age, mean and quantiles, draws if kept."""
    places, years = len(block.municipalities), len(block.years)
    shape = (places, years, 2, AGES)
    at = np.indices(shape).reshape(4, -1)
    summary = block.summary.reshape(-1, len(SUMMARY))
    columns = {
        "municipality": pl.Series(
            np.array(block.municipalities, dtype=object)[at[0]], dtype=pl.String
        ),
        "year": np.array(block.years, dtype=np.int16)[at[1]],
        "sex": pl.Series(np.array(SEXES, dtype=object)[at[2]], dtype=pl.String),
        "age": at[3].astype(np.int16),
        **{name: np.ascontiguousarray(summary[:, i]) for i, name in enumerate(SUMMARY)},
    }
    if block.draws is not None:
        columns["draws"] = pl.Series(block.draws.reshape(at.shape[1], -1)).cast(pl.List(pl.Float32))
    return pl.DataFrame(columns)


def _rows(part: Path) -> int:
    return int(pl.scan_parquet(part).select(pl.len()).collect().item())


def _readable(path: Path) -> bool:
    """Say whether a part is there; it is put in place whole, so its end is enough to ask."""
    try:
        return path.is_file() and _rows(path) > 0
    except (OSError, pl.exceptions.PolarsError):
        return False
