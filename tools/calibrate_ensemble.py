"""Choose the sizes of the shocks, and try how much was won by choosing with all in view.

Usage: ``python -m tools.calibrate_ensemble --befolkning FIL [--prov]``. Prints the sizes for
``SPREAD`` in ``tools/build_ensemble.py``. ``--prov`` fits on a part, counts coverage on the rest,
and chooses the constants of the estimation anew for each base year from earlier ones only.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path
from unittest.mock import patch

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize

from tools.build_ensemble import SPREAD
from tools.ensemble_errors import LOCAL, SIZES, Errors, errors
from veivalg.maths.projections.ensemble import migration
from veivalg.maths.projections.ensemble.backtest import FIRST, LAST, back_test
from veivalg.maths.projections.ensemble.counts import Counts, counts_from
from veivalg.maths.projections.ensemble.groups import BACKTEST
from veivalg.maths.projections.ensemble.scores import SIZES as CLASSES
from veivalg.maths.projections.ensemble.shocks import SIZE

Floats = NDArray[np.float64]
AIM, AIM95 = 0.797, 0.945  # of the linear variance; whole numbers in the draws add a little
Z80, Z95 = 1.2816, 1.96
GRID = ((5, 8, 12), (200.0, 1000.0, 4000.0), (0.7, 0.9, 1.0))
"""Years behind a municipality's own moves, their weight, and what is left a year later."""


def _start() -> Floats:
    return np.array([*(np.log(SPREAD[name]) for name in SIZES), SPREAD["size_power"]])


def deviations(found: Errors, sizes: Floats) -> Floats:
    """Give each error over its standard deviation."""
    squared = np.exp(2 * sizes[:-1])
    wider = (found.people / SIZE) ** (-2 * sizes[-1])
    shared = found.parts[:, ~LOCAL] @ squared[~LOCAL]
    local = found.parts[:, LOCAL] @ squared[LOCAL]
    return np.asarray(np.abs(found.off) / np.sqrt(shared + wider * local + found.chance))


def _means(values: Floats, cells: NDArray[np.int64]) -> Floats:
    counted = np.bincount(cells)
    return np.asarray((np.bincount(cells, values) / np.maximum(counted, 1))[counted > 0])


def _within(z: Floats, limit: float, width: float) -> Floats:
    """Give a smooth count of those within the limit, so that it can be climbed."""
    return np.asarray(1 / (1 + np.exp(-np.clip((limit - z) / width, -30, 30))))


def fit(found: Errors) -> Floats:
    """Give the sizes (logarithms, and the power of size last) that make the intervals hold."""
    start = _start()
    size = np.digitize(found.people, CLASSES[1:])
    broad = size * len(BACKTEST) + found.group
    fine = broad * 10 + found.horizon - 1

    def cost(sizes: Floats) -> float:
        z = deviations(found, sizes)
        held, held95 = _within(z, Z80, 0.08), _within(z, Z95, 0.1)
        return float(
            ((_means(held, fine) - AIM) ** 2).mean()
            + 3 * ((_means(held, broad) - AIM) ** 2).mean()
            + 0.3 * ((_means(held95, fine) - AIM95) ** 2).mean()
            + 10 * (held.mean() - AIM) ** 2
            + 1e-4 * (((sizes - start) / 1.5) ** 2).sum()
        )

    return np.asarray(minimize(cost, start, method="L-BFGS-B", options={"maxiter": 20}).x)


def held(found: Errors, sizes: Floats) -> str:
    """Say how often the 80 % interval held: in all, and the lowest and highest cell."""
    inside = (deviations(found, sizes) < Z80).astype(np.float64)
    cells = np.digitize(found.people, CLASSES[1:]) * len(BACKTEST) + found.group
    by_cell = _means(inside, cells)
    return f"{inside.mean():.3f} (ruter {by_cell.min():.3f}–{by_cell.max():.3f})"


def try_parts(found: Errors) -> None:
    """Fit on a part and print how the rest was held."""
    half = (found.place * 2654435761 % 97) % 2 == 0
    known = found.base_year + found.horizon <= LAST
    later = (found.base_year >= LAST - 3) & ~known
    for name, here, there in (
        ("halvparten", half, ~half),
        ("den andre halvparten", ~half, half),
        (f"kjent i {LAST}", known, later),
    ):
        print(f"Tilpasset på {name}: resten {held(found.only(there), fit(found.only(here)))}")


def try_constants(counts: Counts) -> None:
    """Choose the constants for each base year from what was known then, and print the errors."""
    tried = {}
    real_local, real_ahead = migration.local_moves, migration.moves_ahead
    for years, weight, fades in itertools.product(*GRID):
        with (
            patch.object(migration, "YEARS", years),
            patch.object(migration, "local_moves", lambda b, p, w=weight: real_local(b, p, w)),
            patch.object(
                migration, "moves_ahead", lambda n, p, o, h, f=fades: real_ahead(n, p, o, h, f)
            ),
        ):
            trials = back_test(counts, FIRST - 4, LAST, draws=0)
            tried[years, weight, fades] = {
                t.base_year: np.abs(t.own / np.maximum(t.actual, 1) - 1).mean(axis=0)
                for t in trials
            }
    aged = BACKTEST.index("80-")
    chosen = np.array([_chosen(tried, year)[4, [0, aged]] for year in range(FIRST, LAST + 1)])
    every = np.array(
        [
            np.mean([e[y][4, [0, aged]] for y in range(FIRST, LAST + 1)], axis=0)
            for e in tried.values()
        ]
    )
    print("Konstanter valgt av eldre startår, feil fem år fram:", chosen.mean(axis=0).round(4))
    print("Alle kombinasjoner:", every.min(axis=0).round(4), "til", every.max(axis=0).round(4))


def _chosen(tried: dict[tuple[int, float, float], dict[int, Floats]], year: int) -> Floats:
    """Give the errors from `year` with the constants that were best by then."""
    aged = BACKTEST.index("80-")

    def so_far(by_year: dict[int, Floats]) -> float:
        scored = []
        for base, error in by_year.items():
            ahead = min(5, year - base)
            if ahead >= 2:
                scored.append((error[ahead - 1, 0] / 3 + error[ahead - 1, aged] / 4.5) / ahead)
        return float(np.mean(scored))

    return min(tried.values(), key=so_far)[year]


def main() -> None:
    """Read the population, fit, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--befolkning", type=Path, required=True)
    parser.add_argument("--prov", action="store_true")
    given = parser.parse_args()
    counts = counts_from(pl.read_parquet(given.befolkning))
    found = errors(counts, FIRST, LAST)
    sizes = fit(found)
    for name, value in zip((*SIZES, "size_power"), (*np.exp(sizes[:-1]), sizes[-1]), strict=True):
        print(f'"{name}": {value:.5f},')
    print("Dekning:", held(found, sizes), "med dem som følger med:", held(found, _start()))
    if given.prov:
        try_parts(found)
        try_constants(counts)


if __name__ == "__main__":
    main()
