"""Build ``norway/data/ensemble_record.json``: what each base year could know of earlier ones.

Usage: ``python -m tools.teach_ensemble --befolkning FIL``. For every year, from the projections of
earlier base years and what had come of them by then: how much of what the peers differ has been
seen to last, and the sizes of the shocks that make 80 % intervals hold, ours and in the same way
those of each Hamilton–Perry (see docs/etterproving.md). The national wave is read from the
country's own series, for it has been seen too few times to be fitted. Takes some minutes.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import t as student

from tools.ensemble_errors import (
    LOCAL,
    SIZES,
    WAVE_KEPT,
    Errors,
    build,
    errors,
    total_errors,
)
from veivalg.maths.projections.ensemble.baseline import RIVALS
from veivalg.maths.projections.ensemble.counts import Counts
from veivalg.maths.projections.ensemble.groups import BACKTEST
from veivalg.maths.projections.ensemble.migration import flows
from veivalg.maths.projections.ensemble.mortality import national_mortality
from veivalg.maths.projections.ensemble.record import NAME, Record
from veivalg.maths.projections.ensemble.scores import SIZES as CLASSES
from veivalg.maths.projections.ensemble.shocks import SIZE, profiles

Floats = NDArray[np.float64]
FIRST = 2009
"""The first base year with four yearly changes behind it."""
TOLD = 2013
"""The first base year with so many behind it that widths can be learnt."""
PARTS = (1.0, 0.75, 0.5, 0.25)
"""The parts of the peers' difference that are tried; each counts as its past errors deserve."""
SHARPNESS = 5.0
"""How fast weight falls with error: a tenth more error than another gives 0.6 of its weight."""
AHEAD = 5
"""Years ahead that the parts of the peers' difference are judged by."""
AIM, AIM95 = 0.797, 0.945  # of the linear variance; whole numbers in the draws add a little
Z80, Z95 = 1.2816, 1.96
START = {
    "level_lasting": 0.003,
    "level_yearly": 0.004,
    "young_lasting": 0.01,
    "young_yearly": 0.01,
    "families_lasting": 0.003,
    "old_lasting": 0.003,
    "mortality_yearly": 0.01,
    "mortality_local": 0.04,
    "fertility_yearly": 0.03,
    "fertility_local": 0.03,
    "size_power": 0.15,
}
"""Round numbers to begin the first fit with; a choice. Later fits begin with the one before."""
WAVES = ("wave_yearly", "wave_lasting")
KEPT = [SIZES.index(name) for name in WAVES]
COLUMNS = ("method", "year", "led_on", "spread", "valid_from", "valid_to")


def deviations(found: Errors, off: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Give each error over its standard deviation, and its slope in each of `sizes`."""
    squared = np.exp(2 * sizes[:-1])
    scale = np.log(found.people / SIZE)
    wider = np.exp(-2 * sizes[-1] * scale)
    each = found.parts * squared * np.where(LOCAL, wider[:, None], 1.0)
    variance = np.maximum(each.sum(axis=1) + found.chance, 0.1)  # nobody is there: not 0
    z = np.abs(off) / np.sqrt(variance)
    power = -2 * scale * each[:, LOCAL].sum(axis=1)
    slopes = np.concatenate([2 * each, power[:, None]], axis=1)
    return z, -(z / (2 * variance))[:, None] * slopes


def _within(z: Floats, limit: float, width: float) -> tuple[Floats, Floats]:
    """Give a smooth count of those within the limit, and its slope."""
    share = 1 / (1 + np.exp(-np.clip((limit - z) / width, -30, 30)))
    return share, -share * (1 - share) / width


def _cost(held: Floats, cells: NDArray[np.int64], aim: float) -> tuple[float, Floats]:
    """Give the mean squared distance of the cells' means from `aim`, and its slope by row."""
    counted = np.bincount(cells)
    used = counted > 0
    off = np.where(used, np.bincount(cells, held) / np.maximum(counted, 1) - aim, 0)
    slope = 2 * off / np.maximum(counted, 1) / used.sum()
    return float((off**2).sum() / used.sum()), slope[cells]


def waves(counts: Counts, year: int) -> tuple[float, float]:
    """Give the sizes of the national wave as seen by `year`: what fades, and what lasts.

    Years hang together (`WAVE_KEPT` of one is left in the next), so that `n` of them tell as much
    as ``n·(1 − k)/(1 + k)`` that do not. With so few the spread seen is too small, the mean itself
    is unsure, and the 80 % end is that of Student's t.
    """
    country = counts.until(year).country
    seen = flows(country, national_mortality(country))
    index = seen.moves.sum(axis=(1, 2)) / (seen.survivors * profiles()[0]).sum(axis=(1, 2))
    told = max(len(index) * (1 - WAVE_KEPT) / (1 + WAVE_KEPT), 1.5)
    spread = index.std() / np.sqrt(1 - 1 / told) * student.ppf(0.9, told) / Z80
    return float(spread * np.sqrt(1 - WAVE_KEPT**2)), float(spread / np.sqrt(told))


def fit(found: Errors, off: Floats, start: Floats) -> Floats:
    """Give the sizes (logarithms, and the power of size last) that make the intervals hold.

    Those of the national wave, which stand first, are kept as they are in `start`.
    """
    size = np.digitize(found.people, CLASSES[1:])
    broad = size * len(BACKTEST) + found.group
    fine = broad * 10 + found.horizon - 1
    everything = np.zeros_like(fine)

    def cost(sizes: Floats) -> tuple[float, Floats]:
        z, dz = deviations(found, off, sizes)
        drift = (sizes - start) / 1.5
        value, slope = 1e-4 * float((drift**2).sum()), 2e-4 * drift / 1.5
        for limit, width, aim, cells, weight in (
            (Z80, 0.08, AIM, fine, 1.0),
            (Z80, 0.08, AIM, broad, 3.0),
            (Z95, 0.1, AIM95, fine, 0.3),
            (Z80, 0.08, AIM, everything, 10.0),
        ):
            held, dheld = _within(z, limit, width)
            one, by_row = _cost(held, cells, aim)
            value += weight * one
            slope = slope + weight * ((by_row * dheld) @ dz)
        return value, np.where(np.isin(np.arange(len(start)), KEPT), 0, slope)

    return np.asarray(minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 25}).x)


def deserved(errors: Floats) -> Floats:
    """Give each candidate's weight from its errors, ``(candidates, cases)``; they sum to 1.

    Every case counts alike: errors are taken over the mean of the candidates in the same case.
    """
    score = (errors / errors.mean(axis=0)).mean(axis=1)
    weight = np.exp(-SHARPNESS * (score - score.min()))
    return np.asarray(weight / weight.sum(), dtype=np.float64)


def led_on(counts: Counts) -> dict[int, float]:
    """Give for each year the part of the peers' difference that earlier base years speak for."""
    last = counts.years[-1]
    tried = {b: total_errors(counts, b, PARTS, AHEAD) for b in range(FIRST, last)}
    found = {}
    for year in range(FIRST, last + 1):
        seen = [e[:, : min(AHEAD, year - b)] for b, e in tried.items() if b < year]
        cases = np.concatenate(seen, axis=1) if seen else np.ones((len(PARTS), 1))
        found[year] = float(deserved(cases) @ PARTS)
    return found


def taught(counts: Counts) -> list[list[object]]:
    """Give a row for each method and year."""
    parts, last = led_on(counts), counts.years[-1]
    given = {y: Record(y, p, {}) for y, p in parts.items()}
    found = errors(counts, FIRST, last - 1, given)
    found = found.only(found.place % 2 == 0)  # every other municipality is enough, in half the time
    begin = np.array([*(np.log(START.get(name, 1)) for name in SIZES), START["size_power"]])
    rows: list[list[object]] = []
    for n, method in enumerate(("own", *RIVALS)):
        sizes = begin.copy()
        for year in range(TOLD, last + 1):
            seen = found.only(found.base_year + found.horizon <= year)
            sizes[KEPT] = np.log(waves(counts, year))
            sizes = fit(seen, seen.off[:, n], sizes)
            print(method, year, _held(seen, seen.off[:, n], sizes), flush=True)
            part = round(parts[year], 4) if method == "own" else None
            rows.append([method, year, part, _named(sizes), f"{year}-01-01", None])
    early = [y for y in parts if y < TOLD]
    return [["own", y, round(parts[y], 4), rows[0][3], f"{y}-01-01", None] for y in early] + rows


def _named(sizes: Floats) -> Mapping[str, float]:
    named = dict(zip(SIZES, (float(f"{v:.4g}") for v in np.exp(sizes[:-1])), strict=True))
    return named | {"wave_kept": WAVE_KEPT, "size_power": round(float(sizes[-1]), 4)}


def _held(found: Errors, off: Floats, sizes: Floats) -> str:
    return f"{(deviations(found, off, sizes)[0] < Z80).mean():.3f}"


def main() -> None:
    """Read the population, learn, and write the file."""
    note = (
        "Hver rad bygger bare på framskrivinger fra tidligere startår og det som var kjent av "
        "utfallet 1. januar det året."
    )
    told = "Hva tidligere startår hadde lært oss hvert år", note
    build(__doc__, NAME, told, COLUMNS, taught)


if __name__ == "__main__":
    main()
