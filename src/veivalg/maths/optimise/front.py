"""The front between cost and uncovered need: the cheapest plan at each level (M21)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from veivalg.maths.optimise.fewer import fewer, rounded
from veivalg.maths.optimise.problem import Array, Kind, Problem
from veivalg.maths.optimise.search import solve
from veivalg.maths.optimise.solution import Solution
from veivalg.maths.optimise.solver import SLACK, Proof, Status, proof
from veivalg.maths.optimise.wards import in_whole_wards

POINTS = 9


@dataclass(frozen=True, slots=True)
class Front:
    """The cheapest plan for each of a row of levels of uncovered need, fewest first.

    ``idle`` is the plan where nothing is built or bought; None where no such plan keeps the limits.
    It is the last point that is told.
    """

    points: tuple[Solution, ...]
    idle: Solution | None


def idle_plan(problem: Problem) -> Solution:
    """Give what comes of building and buying nothing: no demand makes anyone build."""
    demands = (Kind.PLACES_LEAST, Kind.UNCOVERED)
    problem = problem.without([i.id for i in problem.limits if i.kind in demands])
    steps = tuple(replace(step, most=0) for step in problem.steps)
    technologies = tuple(replace(t, pace=0.0) for t in problem.technologies)
    return solve(replace(problem, steps=steps, technologies=technologies))


def front(
    best: Solution,
    *,
    points: int = POINTS,
    idle: Solution | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Front:
    """Give the front from the best plan to what comes of doing nothing (epsilon constraint).

    Where doing nothing is as good, or breaks a limit, the front goes on to where a tenth more of
    the need is uncovered.

    Parameters
    ----------
    best
        The solution with fewest uncovered needs: the first point.
    points
        How many plans, the first counted.
    idle
        What comes of building nothing, where it is known already.
    progress
        Called with points done and in all.
    """
    problem = best.problem
    idle = idle or idle_plan(problem)
    tenth = 0.1 * float((problem.users @ problem.weights).sum(axis=1).mean())
    worst = idle.measure if idle.found else 0.0
    if worst - best.measure < 0.01 * tenth:
        worst = best.measure + tenth
    levels = np.linspace(best.measure, worst, points)
    known = _known(best, float(levels[points // 2]))
    found = [best]
    for i, level in enumerate(levels[1:], start=1):
        if progress is not None:
            progress(i, points)
        found.append(_cheapest_at(float(level), best, known) or found[-1])
    return Front(tuple(found), idle if idle.found else None)


def _known(best: Solution, halfway: float) -> tuple[Array, ...]:
    """Give the buildings tried: the best plan's, those still needed halfway, and none."""
    if best.x is None:
        return ()
    few = fewer(best.program, best.x, halfway)
    return (best.standing, few, np.zeros_like(best.standing))


def _cheapest_at(level: float, best: Solution, known: tuple[Array, ...]) -> Solution | None:
    """Give the cheapest plan found at a level of uncovered need, with what is proved of it.

    The bound is the cost of the program where steps can be opened in parts.
    """
    program = best.program
    row = (program.uncovered, -np.inf, level + SLACK * max(level, 1.0))
    found, x = rounded(program, program.cost, row, known)
    if x is None:
        return None
    x = in_whole_wards(program, x, fewest=False)
    told = proof(float(program.cost @ x), found.bound, found.seconds)
    return Solution(program, _met(level), told, x)


def _met(level: float) -> Proof:
    return Proof(Status.PROVED, level, level, 0.0)
