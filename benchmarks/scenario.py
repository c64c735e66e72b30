"""A scenario answered: every quantity, three waterfalls and the quantiles, at 1,000 draws.

Beside it stand need, dementia and places worked out one draw at a time. Run:
``python -m benchmarks.scenario``. One process; each answer is of a scenario not asked before.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.measure import Row, median, percentile
from veivalg.chapters.common.care_paths import inputs_with
from veivalg.gather.gather import gather
from veivalg.maths.projections.dementia import with_dementia
from veivalg.maths.projections.ensemble.local import LocalEnsemble, ensemble_for
from veivalg.maths.projections.need import need_index
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.projections.places import places_needed
from veivalg.maths.scenarios.decompose import Explained, waterfall
from veivalg.maths.scenarios.engine import Resimulate, run
from veivalg.maths.scenarios.inputs import ScenarioInputs
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.population import resimulator
from veivalg.norway.cost_keys import system_for
from veivalg.norway.register import municipality

TARGET = 60
DRAWS, TIMES, PLAIN = 1_000, 30, 5
EXPLAINED: tuple[Explained, ...] = ("users", "fte", "cost")


def answer(inputs: ScenarioInputs, scenario: Scenario, resimulate: Resimulate) -> None:
    """Give all that the page shows of one scenario."""
    found = run(inputs, scenario, resimulate=resimulate)
    for quantity in found.arrays:
        found.quantiles(quantity, (0.1, 0.25, 0.5, 0.75, 0.9))
    for explained in EXPLAINED:
        waterfall(inputs, scenario, 2040, explained, resimulate=resimulate)


def plain(ensemble: LocalEnsemble, draw: int) -> None:
    """Work out need, dementia and places of one draw with the functions for one population."""
    years, one = ensemble.years, ensemble.persons[draw].astype(np.float64)

    def persons(low: int, high: int, year: int) -> float:
        return float(one[years.index(year), :, low : high + 1].sum())

    need_index(system_for(2026), "care", persons, years[0], years)
    with_dementia(one).sum(axis=(1, 2))
    places_needed(0.17, {y: persons(80, 105, y) for y in years})


def timed(work: Callable[[int], None], times: int) -> tuple[list[float], float]:
    """Give milliseconds of each run, and the median processor time; the first is a warm-up."""
    taken, used = [], []
    for n in range(times + 1):
        started, before = time.perf_counter(), time.process_time()
        work(n)
        taken.append((time.perf_counter() - started) * 1e3)
        used.append((time.process_time() - before) * 1e3)
    return taken[1:], median(used[1:])


def told(name: str, taken: list[float], used: float) -> Row:
    """Give the row of a measurement; processor time is over all cores."""
    note = f"95 % innen {percentile(taken, 95):.0f} ms, {used:.0f} ms prosessortid"
    return Row(name, median(taken), "ms", TARGET, note)


def measure() -> list[Row]:
    """Give a row each for levers, for moves, and for one draw at a time."""
    evidence = gather(municipality("5503"))
    tables = PeopleTables.among(evidence.tables)
    ensemble = ensemble_for(tables, evidence.place, draws=DRAWS)
    if ensemble is None:
        raise SystemExit("Harstad mangler ettårig alder.")
    inputs, again = inputs_with(evidence, ensemble), resimulator(tables, ensemble)

    def levers(n: int) -> None:
        settings = {"sick_leave": 0.05 + n / 1e3, "coverage_institution": 0.12, "dispensers": 100.0}
        answer(inputs, Scenario("", settings=settings), again)

    def moves(n: int) -> None:
        answer(inputs, Scenario("", settings={"net_moves": 5.0 + n}), again)

    quick = timed(levers, TIMES)
    slow, _used = timed(lambda n: plain(ensemble, n), PLAIN)
    loop = median(slow) * DRAWS
    return [
        told("Scenario, alle tall, 1000 trekk", *quick),
        told("Det samme når folk flytter (ny simulering)", *timed(moves, TIMES)),
        Row(
            "Ett trekk om gangen (målt på 5, ganget opp)",
            loop,
            "ms",
            note=f"{loop / median(quick[0]):.0f} × vår",
        ),
    ]


if __name__ == "__main__":
    for row in measure():
        print(*row.cells(), sep=" | ")
