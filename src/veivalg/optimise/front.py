"""The front between cost and uncovered need: the cheapest plan at each level (M21)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from veivalg.optimise.problem import Problem
from veivalg.optimise.service_mix import Solution, solve

POINTS = 9
GAP = 2e-3
"""How near the bound a point's cost must be: 0.2 % is not seen in the picture."""


@dataclass(frozen=True, slots=True)
class Front:
    """The cheapest plan for each of a row of levels of uncovered need, fewest first.

    ``idle`` is the plan where nothing is built or bought; None where no such plan keeps the limits.
    """

    points: tuple[Solution, ...]
    idle: Solution | None


def idle_plan(problem: Problem, seconds: float = 10.0) -> Solution:
    """Give the best that can be done without building or buying anything."""
    steps = tuple(replace(step, most=0) for step in problem.steps)
    technologies = tuple(replace(t, pace=0.0) for t in problem.technologies)
    return solve(replace(problem, steps=steps, technologies=technologies), seconds=seconds)


def front(
    best: Solution,
    *,
    points: int = POINTS,
    seconds: float = 5.0,
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
    progress
        Called with points done and in all.
    """
    problem = best.problem
    idle = idle_plan(problem, seconds)
    tenth = 0.1 * float((problem.users @ problem.weights).sum(axis=1).mean())
    worst = idle.measure if idle.found else 0.0
    if worst - best.measure < 0.01 * tenth:
        worst = best.measure + tenth
    found = [best]
    for i, level in enumerate(np.linspace(best.measure, worst, points)[1:], start=1):
        if progress is not None:
            progress(i, points)
        plan = solve(problem, seconds=seconds, most_uncovered=float(level), gap=GAP)
        if plan.found:
            found.append(plan)
    return Front(tuple(found), idle if idle.found else None)
