"""The whole municipal index of a large country, ours beside pandas, each in its own process.

357 municipalities × 20 years × 2,000 generated indicators (14.3 million rows, 3 % of them missing),
read from one Parquet file: scores of every cell, three-year means, indices of cost, quality,
finance, efficiency and total, and ranks with intervals from 1,000 draws.

Run: ``python -m benchmarks.index``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.measure import Row, median
from veivalg.maths.comparison.cube import cube_of, standardise
from veivalg.maths.comparison.index import Item, index
from veivalg.norway.register import municipalities

INDICATORS, YEARS, DRAWS = 2_000, range(2005, 2025), 1_000
SERVICES = 10
AREAS = ("cost", "quality", "quality", "finance")
MAIN = ("cost", "quality", "finance", "efficiency", "total")


def items() -> list[Item]:
    return [
        Item(
            f"i{n:04d}",
            -1 if n % 4 == 0 else 1,
            AREAS[n % 4],
            "finance" if n % 4 == 3 else f"s{n % SERVICES}",
        )
        for n in range(INDICATORS)
    ]


def write(file: Path) -> None:
    """Generate the rows of the country."""
    rng = np.random.default_rng(3)
    codes = [m.code for m in municipalities()]
    shape = (INDICATORS, len(YEARS), len(codes))
    values = rng.normal(size=(INDICATORS, 1, len(codes))) + 0.4 * rng.normal(size=shape)
    values[rng.random(shape) < 0.03] = np.nan
    names = pl.Series([f"i{n:04d}" for n in range(INDICATORS)])
    i, y, k = (a.ravel() for a in np.indices(shape, np.int32))
    pl.DataFrame(
        {
            "indicator": names.gather(i),
            "year": (y + YEARS[0]).astype(np.int16),
            "municipality": pl.Series(codes).gather(k),
            "value": values.ravel(),
        }
    ).with_columns(pl.col("value").fill_nan(None)).write_parquet(file)


def ours(file: Path) -> dict[str, list[float]]:
    """Make the index as the chapter does; give each index of every municipality."""
    wanted = items()
    frame = pl.read_parquet(file)
    cube = cube_of(frame, [i.id for i in wanted], [m.code for m in municipalities()])
    del frame
    standardise(cube.values)
    made = index(cube, wanted, draws=DRAWS)
    for composite in made.main.values():
        made.ranks(composite)
    return {n: made.main[n].values.tolist() for n in MAIN}


def pandas(file: Path) -> dict[str, list[float]]:
    """Make the same with groupby, pivot and rank, drawing years as the chapter does."""
    import pandas as pd

    known = pd.DataFrame(
        [(i.id, i.sign, i.area, i.service) for i in items()],
        columns=["indicator", "sign", "area", "service"],
    )
    frame = _read(file)
    cells = frame.groupby(["indicator", "year"], observed=True)["value"]
    frame["z"] = (frame["value"] - cells.transform("mean")) / cells.transform("std", ddof=0)
    newest = frame[frame["year"] > YEARS[-1] - 3].merge(known, on="indicator")
    newest["z"] *= newest["sign"]
    keys = ["area", "service", "municipality"]
    means = newest.groupby([*keys, "indicator"], observed=True)["z"].mean()
    part = means.groupby(level=keys, observed=True).mean()
    values = _blend(part)
    away = newest.set_index([*keys, "indicator"])["z"] - means
    by_year = away.to_frame("z").assign(year=newest["year"].to_numpy())
    by_year = by_year.groupby([*keys, "year"], observed=True)["z"].mean().unstack("year")
    by_year = by_year.sub(by_year.mean(axis=1), axis=0) * np.sqrt(1.5)
    rng = np.random.default_rng(6)
    places = by_year.index.get_level_values("municipality").codes
    drawn = []
    for _draw in range(DRAWS):
        picks = rng.integers(0, 3, (len(set(places)), 3))
        weights = (picks[:, :, None] == np.arange(3)).mean(axis=1)[places]
        one = part + (by_year * weights).sum(axis=1)
        drawn.append(_blend(one).rank(ascending=False))
    every = pd.concat(drawn)
    every.groupby(level=0, observed=True).quantile([0.1, 0.9])
    return {n: values[n].tolist() for n in MAIN}


def _read(file: Path):  # type: ignore[no-untyped-def]
    """Read with Polars, for pandas would need pyarrow; texts become categories, which is fast."""
    import pandas as pd

    stored = pl.read_parquet(file)
    columns = {"year": stored["year"].to_numpy(), "value": stored["value"].to_numpy()}
    for name in ("indicator", "municipality"):
        kinds = stored[name].unique().sort()
        codes = stored[name].cast(pl.Enum(kinds)).to_physical().to_numpy()
        columns[name] = pd.Categorical.from_codes(codes.astype(np.int16), kinds.to_list())
    return pd.DataFrame(columns)


def _blend(part):  # type: ignore[no-untyped-def]
    wide = part.groupby(level=["area", "municipality"], observed=True).mean().unstack("area")
    wide["efficiency"] = (wide["cost"] + wide["quality"]) / 2
    wide["total"] = (wide["cost"] + wide["quality"] + wide["finance"]) / 3
    return wide[list(MAIN)]


def alone(way: str, file: Path) -> tuple[float, float, dict[str, list[float]]]:
    """Run one way in a process of its own; give seconds, peak megabytes and the indices."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.index", way, str(file)],
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout)
    return told["seconds"], told["megabytes"], told["values"]


def measure() -> list[Row]:
    """Measure both on the same file, check that they agree, and give the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "country.parquet"
        write(file)
        runs = [alone("ours", file) for _ in range(3)]
        theirs = alone("pandas", file)
    for name in MAIN:
        if not np.allclose(runs[0][2][name], theirs[2][name], atol=1e-9):
            raise RuntimeError(f"{name}: pandas og Veivalg er ikke enige")
    seconds = median([r[0] for r in runs])
    note = f"{theirs[0] / seconds:.0f} × vår tid"
    return [
        Row("Kommuneindeks av 14,3 mill. rader, 1 000 trekninger", seconds, "s", 5.0),
        Row("Minne til kommuneindeksen", max(r[1] for r in runs), "MB", 2_000),
        Row("Samme indeks med pandas", theirs[0], "s", None, note),
        Row("Minne med pandas", theirs[1], "MB"),
    ]


def _child(way: str, file: Path) -> None:
    began = time.perf_counter()
    values = (ours if way == "ours" else pandas)(file)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"seconds": seconds, "megabytes": peak, "values": values}, sys.stdout)


def main() -> None:
    """Be one measured process, or measure and print."""
    if len(sys.argv) == 3:
        _child(sys.argv[1], Path(sys.argv[2]))
        return
    for row in measure():
        print(" | ".join(row.cells()))


if __name__ == "__main__":
    main()
