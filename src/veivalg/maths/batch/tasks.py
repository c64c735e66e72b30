"""One block of municipalities as a task: everything it needs goes in, arrays come out.

A task is a pure function of its content, so it can be done here, in another process or on another
machine, and done again when a worker dies.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import parent_process
from threading import current_thread, main_thread

import numpy as np
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.components import Components
from veivalg.maths.projections.ensemble.draws import Draws, led, only
from veivalg.maths.projections.ensemble.rates import Rates
from veivalg.maths.projections.ensemble.ssb_led import Target

QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A block of municipalities to project.

    Parameters
    ----------
    number
        Its place in the whole.
    rates
        The rates of these municipalities only, local knowledge included.
    targets
        Municipality → what SSB projects, for SSB-led draws; empty in our own mode.
    keep_draws
        Give the draws too, not only mean and quantiles.
    """

    number: int
    rates: Rates
    components: Components
    draws: int
    seed: int
    targets: Mapping[str, Target]
    keep_draws: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """What a task gives: mean and quantiles, shape ``(m, years, 2, 106, 4)``, and draws if asked.

    `draws` has shape ``(m, years, 2, 106, draws)``: all draws of a cell lie together.
    """

    number: int
    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    summary: NDArray[np.float32]
    draws: Draws | None = None


def tasks(
    rates: Rates,
    components: Components,
    codes: Sequence[str],
    *,
    draws: int,
    seed: int,
    targets: Mapping[str, Target],
    keep_draws: bool,
    size: int,
) -> Iterator[Task]:
    """Cut the rates into tasks of `size` municipalities, in the order asked for."""
    for number, first in enumerate(range(0, len(codes), size)):
        block = tuple(codes[first : first + size])
        chosen = {code: targets[code] for code in block if code in targets}
        yield Task(number, only(rates, block), components, draws, seed, chosen, keep_draws)


def run_task(task: Task) -> Block:
    """Project a block, one municipality at a time, so that memory holds the draws of one."""
    found = [_one(task, code) for code in task.rates.municipalities]
    draws = np.stack([d for _s, d in found if d is not None]) if task.keep_draws else None
    return Block(
        task.number,
        task.rates.municipalities,
        task.rates.years(),
        np.stack([s for s, _d in found]),
        draws,
    )


def _one(task: Task, code: str) -> tuple[NDArray[np.float32], Draws | None]:
    persons = led(
        only(task.rates, (code,)),
        task.components,
        task.targets.get(code),
        draws=task.draws,
        seed=task.seed,
        threads=_threads(),
    )
    cells = np.ascontiguousarray(np.moveaxis(persons, 0, -1))
    kept = cells.copy() if task.keep_draws else None
    return summarised(cells), kept


def _threads() -> int | None:
    """Give one in a worker, where the workers are the parallelism, else None: one a core."""
    worker = parent_process() is not None or current_thread() is not main_thread()
    return 1 if worker else None


def summarised(cells: Draws) -> NDArray[np.float32]:
    """Give mean, p10, p50 and p90 along the last axis; sorts `cells` in place."""
    mean = cells.mean(axis=-1, dtype=np.float64)
    cells.sort(axis=-1)
    at = np.asarray(QUANTILES) * (cells.shape[-1] - 1)
    below = np.floor(at).astype(int)
    above = np.minimum(below + 1, cells.shape[-1] - 1)
    part = at - below
    quantiles = cells[..., below] * (1 - part) + cells[..., above] * part
    return np.concatenate([mean[..., None], quantiles], axis=-1).astype(np.float32)
