"""The ensemble of all municipalities, beside plain NumPy and beside one pass over the memory.

357 municipalities × 1,000 draws × 25 years × 212 cells, rates varied by draw and chance for every
person, quantiles of eight age groups. The municipalities are made up: sizes as in Norway, rates of
no particular place. The whole run has a process of its own, so that its memory can be told.

Run: ``python -m benchmarks.ensemble``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from tests.maths.projections.ensemble import numpy_kernel

from benchmarks.measure import Row, median
from veivalg.maths.projections.ensemble.groups import groups
from veivalg.maths.projections.ensemble.kernel import simulate
from veivalg.maths.projections.ensemble.rates import AGES, Rates, Shocks

PLACES, DRAWS, STEPS = 357, 1_000, 25
SAMPLE = 8  # municipalities in the comparisons
SECONDS, MEGABYTES, RATIO = 5.0, 1536.0, 2.0


def made_rates(places: int = PLACES) -> Rates:
    """Make municipalities: median 5,000 people, a few of more than 100,000."""
    rng, age = np.random.default_rng(357), np.arange(AGES)
    level = np.where(age < 75, 1.0, np.exp(-np.maximum(age - 75, 0) / 9))
    size = np.exp(rng.normal(np.log(5_000), 1.15, places)) / level.sum() / 2
    start = rng.poisson(size[:, None, None] * level * np.ones((1, 2, 1)))
    die = np.minimum(0.5, np.exp(-10 + 0.095 * age))
    churn = 0.03 + 0.2 * np.exp(-(((age - 24) / 6) ** 2)) + 0.04 * np.exp(-age / 4)
    net = 0.003 - 0.02 * np.exp(-(((age - 21) / 3) ** 2))
    births = 0.11 * np.exp(-(((np.arange(15, 50) - 31) / 6) ** 2))
    cells = (places, STEPS, 2, AGES)
    return Rates(
        tuple(f"{n:04d}" for n in range(places)),
        2026,
        start.astype(np.float32),
        np.broadcast_to((1 - die).astype(np.float32), cells),
        np.broadcast_to(births.astype(np.float32), (places, STEPS, 35)),
        np.broadcast_to(net.astype(np.float32), cells),
        np.broadcast_to(churn.astype(np.float32), (places, 2, AGES)),
    )


def made_shocks(places: int = PLACES, draws: int = DRAWS) -> Shocks:
    """Make shocks with all five profiles of moves."""
    rng, age = np.random.default_rng(1_000), np.arange(AGES)
    profile = np.stack(
        [
            np.ones(AGES),
            np.exp(-(((age - 25) / 8) ** 2)),
            np.exp(-age / 8),
            age > 66,
            age < 50,
        ]
    ).astype(np.float32)
    flat = (places, draws, STEPS)
    normal = rng.standard_normal
    return Shocks(
        normal(flat[1:], np.float32) * np.float32(0.03),
        normal(flat, np.float32) * np.float32(0.05),
        normal((*flat, 5), np.float32) * np.float32(0.003),
        profile,
    )


def seconds(
    work: Callable[[], object], rounds: int = 3, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Give the best time of some rounds: others on the machine only make it longer."""
    taken = []
    for _ in range(rounds):
        started = clock()
        work()
        taken.append(clock() - started)
    return min(taken)


def work_seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Give the best processor time of this thread: what others do on the machine is left out."""
    return seconds(work, rounds, time.thread_time)


def streaming(cells: int) -> Callable[[], object]:
    """Make one pass over the memory that reads and writes `cells` numbers, on one core."""
    source, target = np.ones(cells, np.float32), np.empty(cells, np.float32)
    return lambda: np.add(source, np.float32(1), out=target)


def whole() -> dict[str, float]:
    """Simulate the country once and sum it up; give seconds and the process's largest memory."""
    rates, shocks, wanted = made_rates(), made_shocks(), groups()
    simulate(rates.only(slice(0, 1)), shocks.only(slice(0, 1)), seed=1, groups=wanted)
    started = time.perf_counter()
    worked = time.process_time()
    draws = simulate(rates, shocks, seed=1, groups=wanted)
    simulated, work = time.perf_counter() - started, time.process_time() - worked
    quantiles(draws.persons)
    taken = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"simulated": simulated, "work": work, "seconds": taken, "megabytes": peak}


def quantiles(persons: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give p10, p50 and p90 over the draws (second axis), a municipality at a time."""
    levels = [round(level * (persons.shape[1] - 1)) for level in (0.1, 0.5, 0.9)]
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda one: np.sort(np.moveaxis(one, 0, -1))[..., levels], persons)
        return np.stack(list(found))


def apart() -> dict[str, float]:
    """Run `whole` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ensemble", "--whole"],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def repeated(places: int) -> Rates:
    """Give the sample's municipalities over and over, so that more are as those before."""
    sample = made_rates().only(slice(0, SAMPLE))
    order = np.arange(places) % SAMPLE
    return replace(
        sample,
        municipalities=tuple(f"{n:04d}" for n in range(places)),
        start=sample.start[order],
        survive=sample.survive[order],
        fertility=sample.fertility[order],
        net=sample.net[order],
        churn=sample.churn[order],
    )


def _time(places: int, draws: int, chance: bool = True) -> float:
    """Give the processor time of the compiled loops on one core."""
    rates, shocks = repeated(places), made_shocks(places, draws)
    return work_seconds(
        lambda: simulate(rates, shocks, seed=1, chance=chance, groups=groups(), threads=1)
    )


def comparisons() -> list[Row]:
    """Compare with NumPy, with the memory, and with twice as much of everything."""
    few = 100
    rates, shocks = made_rates().only(slice(0, SAMPLE)), made_shocks(SAMPLE, few)
    numpy = {
        c: work_seconds(lambda c=c: numpy_kernel.simulate(rates, shocks, seed=1, chance=c), 1)
        for c in (True, False)
    }
    ours = {c: _time(SAMPLE, few, c) for c in (True, False)}
    cells = SAMPLE * DRAWS * STEPS * 2 * AGES
    one, plain = _time(SAMPLE, DRAWS), _time(SAMPLE, DRAWS, chance=False)
    passed = work_seconds(streaming(cells), 5)
    rows = [
        Row("Ensemble: plain NumPy, med tilfeldighet", numpy[True] / ours[True], "× vår tid"),
        Row("Ensemble: plain NumPy, uten tilfeldighet", numpy[False] / ours[False], "× vår tid"),
        Row(
            "Ensemble uten tilfeldighet mot én gjennomlesing av minnet",
            plain / passed,
            "×",
            RATIO,
            "én kjerne, like mange celler lest og skrevet",
        ),
        Row("Ensemble med tilfeldighet mot én gjennomlesing av minnet", one / passed, "×"),
        Row("Ensemble med tilfeldighet, én kjerne", one / cells * 1e9, "ns/celle"),
    ]
    for name, twice in (
        ("trekninger", _time(SAMPLE, 2 * DRAWS)),
        ("kommuner", _time(2 * SAMPLE, DRAWS)),
    ):
        rows.append(
            Row(f"Ensemble: dobbelt så mange {name}, tid for hver", twice / one / 2, "×", 1.1)
        )
    return rows


def one_place() -> Row:
    """Time all ages of one municipality."""
    rates, shocks = made_rates(1), made_shocks(1)
    times = [seconds(lambda: simulate(rates, shocks, seed=1), 1) for _ in range(9)]
    return Row(
        "Ensemble: én kommune, 1 000 trekninger, alle aldre",
        median(times) * 1e3,
        "ms",
        25,
        "median av 9",
    )


def measure() -> list[Row]:
    """Measure everything."""
    found = apart()
    return [
        Row(
            "Ensemble: 357 kommuner × 1 000 trekninger × 25 år × 212 celler, med kvantiler",
            found["seconds"],
            "s",
            SECONDS,
            f"simulering {found['simulated']:.1f} s, prosessortid {found['work']:.1f} s".replace(
                ".", ","
            ),
        ),
        Row("Minne til ensemblet", found["megabytes"], "MB", MEGABYTES),
        one_place(),
        *comparisons(),
    ]


def main() -> None:
    if "--whole" in sys.argv:
        print(json.dumps(whole()))
        return
    print(f"{os.cpu_count()} kjerner")
    for row in measure():
        print("  " + " | ".join(row.cells()))


if __name__ == "__main__":
    main()
