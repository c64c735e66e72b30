"""Fewer buildings: a step that hardly helps is taken out or opened later (M21).

With buildings and equipment held, each year of each draw is a small linear program of its own, so
that moving one step needs only the years it changes to be solved again. Everything is tried in a
fixed order: the same problem gives the same plan.
"""

from __future__ import annotations

import numpy as np

from veivalg.maths.optimise.check import unfold
from veivalg.maths.optimise.problem import Array, Kind, Problem
from veivalg.maths.optimise.program import Program, held
from veivalg.maths.optimise.solution import uncovered_measure
from veivalg.maths.optimise.solver import Proof, Status, proof, run

ROUNDED = (0.5, 0.0, 0.999)
"""What is added before a part of a step is cut to a whole number: nearest, down, up."""


def fewer(program: Program, x: Array, most: float) -> Array:
    """Give the steps standing (J, T) after those that hardly help are gone.

    The step that saves most kroner for what is lost goes first, for as long as the measure of
    uncovered need is at most `most`; those left open as late as that allows.
    """
    years = Years(program, program.units_of(x))
    standing = program.steps_of(x).copy()
    while True:
        tried = [(years.measure(less), j, less) for j, _y, less in _without_one(standing)]
        kept = [(measure, j, less) for measure, j, less in tried if measure <= most]
        if not kept:
            break
        now = years.measure(standing)
        capital = [step.capital for step in program.problem.steps]
        standing = min(kept, key=lambda t: (t[0] - now) / max(capital[t[1]], 1.0))[2]
    return _later(years, standing, most)


def _later(years: Years, standing: Array, most: float) -> Array:
    """Open each step as late as can be, the last first."""
    openings = sorted(((y, j) for j, y, _less in _without_one(standing)), reverse=True)
    for y, j in openings:
        for year in range(y, standing.shape[1] - 1):
            later = standing.copy()
            later[j, year] -= 1
            before = later[j, year - 1] if year else 0.0
            if later[j, year] < before or years.measure(later) > most:
                break
            standing = later
    return standing


def _without_one(standing: Array) -> list[tuple[int, int, Array]]:
    """Give (step, year, standing without that opening), one for each opening."""
    found = []
    for j, y in np.argwhere(np.diff(standing, axis=1, prepend=0.0) > 0.5):
        less = standing.copy()
        less[j, y:] -= 1
        found.append((int(j), int(y), less))
    return found


Key = tuple[int, tuple[float, ...]]
"""A year, and how many of each step stand in it."""


class Years:
    """The measure of uncovered need of a building plan, each year solved once for the same steps.

    Parameters
    ----------
    units
        Equipment held (M, T).
    """

    def __init__(self, program: Program, units: Array) -> None:
        self._program, self._units = program, units
        self._lacking: dict[Key, Array] = {}

    def measure(self, standing: Array) -> float:
        """Give the measure; infinite where a limit is broken."""
        problem = self._program.problem
        if not _keeps(problem, standing):
            return np.inf
        keys = [(y, tuple(standing[:, y].tolist())) for y in range(len(problem.years))]
        if not self._solved([key for key in keys if key not in self._lacking]):
            return np.inf
        lacking = np.stack([self._lacking[key] for key in keys], axis=1)
        if not _keeps_promise(problem, lacking):
            return np.inf
        return uncovered_measure(problem, lacking)

    def _solved(self, keys: list[Key]) -> bool:
        """Solve the years that are not known, all at once; False where one breaks its limits."""
        if not keys:
            return True
        years = np.array([y for y, _steps in keys])
        first = np.concatenate([np.array([steps for _y, steps in keys]).T, self._units[:, years]])
        blocks = unfold(self._program, first, years)
        if blocks is None:
            return False
        ways, needs = len(self._program.ways), len(self._program.problem.needs)
        found = blocks[:, :, ways : ways + needs]
        self._lacking.update((key, found[:, i]) for i, key in enumerate(keys))
        return True


def _keeps(problem: Problem, standing: Array) -> bool:
    """Say whether the limits on buildings are kept."""
    for limit in problem.limits:
        if limit.kind is Kind.INVESTMENT:
            used = np.array([s.capital for s in problem.steps]) @ standing
            if (used > limit.values * (1 + 1e-9) + 1).any():
                return False
        if limit.kind in (Kind.PLACES_LEAST, Kind.PLACES_MOST):
            built = np.array([s.places.get(limit.service, 0.0) for s in problem.steps]) @ standing
            places = problem.service(limit.service).places
            over = built + (0.0 if places is None else places) - limit.values
            if (over < -1e-6 if limit.kind is Kind.PLACES_LEAST else over > 1e-6).any():
                return False
    return True


def _keeps_promise(problem: Problem, lacking: Array) -> bool:
    """Say whether no year leaves more uncovered than promised."""
    limit = problem.limit(Kind.UNCOVERED)
    if limit is None:
        return True
    need = (problem.users @ problem.weights).mean(axis=0)
    finite = np.isfinite(limit.values)
    share = np.where(finite, limit.values, 1.0)
    return bool(((lacking @ problem.weights).mean(axis=0) <= share * need + 1e-6)[finite].all())


def rounded(
    program: Program,
    objective: Array,
    row: tuple[Array, float, float] | None = None,
    known: tuple[Array, ...] = (),
) -> tuple[Proof, Array | None]:
    """Give the best of some plans with whole steps, and what is proved by the one with parts.

    Parameters
    ----------
    row
        One more row: coefficients, low and high.
    known
        Steps standing (J, T) to try in the place of those rounded.
    """
    loose, parts = run(program, objective, row=row, whole=False)
    if parts is None:
        return loose, None
    cut = [np.floor(program.steps_of(parts) + added) for added in ROUNDED] if not known else []
    best: tuple[float, Array | None] = (np.inf, None)
    seen: set[bytes] = set()
    for standing in (*known, *cut):
        if standing.tobytes() in seen or not _keeps(program.problem, standing):
            continue
        seen.add(standing.tobytes())
        found, x = run(program, objective, row=row, bounds=held(program, standing), whole=False)
        if x is not None and found.value < best[0]:
            best = (found.value, x)
    if best[1] is None:
        return Proof(Status.STOPPED, np.nan, loose.value, loose.seconds), None
    return proof(best[0], loose.value, loose.seconds), best[1]
