"""Build ``norway/data/own_projection.parquet``: every municipality and Norway to 2050.

Usage: ``python -m tools.embed_projection --befolkning FIL [--dato ÅÅÅÅ-MM-DD]``. The file has the
columns of the table ``population``, for the whole country. A row is a place and a year, the base
year first; each age group has its median in persons, and the ends of its 80 % interval (``<`` and
``>``) in thousandths of it more or less. The same file, version and seed give the same numbers.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import orjson
import polars as pl
from numpy.typing import NDArray

from tools.ensemble_errors import read_counts
from veivalg import __version__
from veivalg.maths.projections.ensemble.components import learn
from veivalg.maths.projections.ensemble.counts import COUNTRY, Counts
from veivalg.maths.projections.ensemble.draws import only
from veivalg.maths.projections.ensemble.estimate import estimate
from veivalg.maths.projections.ensemble.groups import Groups
from veivalg.maths.projections.ensemble.kernel import simulate
from veivalg.maths.projections.ensemble.shocks import shocks
from veivalg.norway.own_projection import ABOUT, DATA, NAMES

DRAWS, SEED, LAST_YEAR = 1000, 2026, 2050
QUANTILES = (0.1, 0.5, 0.9)
AT_ONCE = 20
Floats = NDArray[np.float64]


def projected(counts: Counts, codes: Sequence[str], *, country: bool = False) -> pl.DataFrame:
    """Project some municipalities, and Norway as the sum of them all when `country`.

    Returns
    -------
    DataFrame
        One row a place and year.
    """
    base = counts.years[-1]
    shared = learn(counts, base)
    rates = estimate(counts, base, horizon=LAST_YEAR - base, components=shared)
    frames, whole = [], np.zeros(())
    for begin in range(0, len(codes), AT_ONCE):
        part = only(rates, codes[begin : begin + AT_ONCE])
        pulled = shocks(part, shared, draws=DRAWS, seed=SEED)
        drawn = simulate(part, pulled, seed=SEED, groups=Groups.of(*NAMES)).persons
        frames += [_rows(c, base, d) for c, d in zip(part.municipalities, drawn, strict=True)]
        whole = whole + drawn.sum(axis=0, dtype=np.float64)
    if country:
        frames.append(_rows(COUNTRY, base, whole))
    return pl.concat(frames)


def _rows(code: str, base: int, drawn: NDArray[np.floating]) -> pl.DataFrame:
    """Give the rows of one place from its draws, ``(draws, years, groups)``."""
    low, middle, high = np.quantile(drawn, QUANTILES, axis=0)
    middle = np.rint(middle)
    held = np.maximum(middle, 1)
    columns = {
        f"{name}{end}": np.rint(values[:, g]).astype(np.int32)
        for g, name in enumerate(NAMES)
        for end, values in (
            ("", middle),
            ("<", 1000 * (low / held - 1)),
            (">", 1000 * (high / held - 1)),
        )
    }
    years = np.arange(base, base + len(middle), dtype=np.int16)
    return pl.DataFrame({"municipality": [code] * len(years), "year": years, **columns})


def main() -> None:
    """Project everybody and write the file and what is said of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--befolkning", type=Path, required=True)
    parser.add_argument("--dato", default=date.today().isoformat())
    given = parser.parse_args()
    counts = read_counts(given.befolkning)
    frame = projected(counts, counts.municipalities, country=True)
    frame.write_parquet(DATA, compression="zstd", compression_level=22, statistics=False)
    said = {
        "title": "Veivalgs egen framskriving, alle kommuner og landet",
        "producer": "Veivalg",
        "licence": "CC BY 4.0",
        "source": f"SSB 07459, 1. januar {counts.years[0]}–{counts.years[-1]}, 2024-grenser",
        "version": __version__,
        "made": given.dato,
        "base_year": counts.years[-1],
        "draws": DRAWS,
        "seed": SEED,
        "command": "python -m tools.embed_projection --befolkning FIL",
    }
    ABOUT.write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n")


if __name__ == "__main__":
    main()
