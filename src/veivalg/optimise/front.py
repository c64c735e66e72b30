"""The front between cost and uncovered need: the cheapest plan at each level (M21)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from veivalg.optimise.explain import fixed_bounds
from veivalg.optimise.problem import Problem
from veivalg.optimise.service_mix import SLACK, Proof, Solution, Status, run, solve

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
        proof = plan.cost_proof or plan.uncovered_proof
        if proof.status is Status.WITHIN or proof.status is Status.STOPPED:
            plan = _with_known_buildings(plan, (best, found[-1]), float(level), seconds)
        if plan.found:
            found.append(plan)
    return Front(tuple(found), idle if idle.found else None)


def _with_known_buildings(
    plan: Solution, known: tuple[Solution, ...], level: float, seconds: float
) -> Solution:
    """Give a cheaper plan than the one found in time, with the buildings of a plan next to it.

    The bound stays the solver's, so that what is said of the distance to it still holds.
    """
    program, old = plan.program, plan.cost_proof or plan.uncovered_proof
    row = (program.uncovered, -np.inf, level + SLACK * max(level, 1.0))
    for other in known:
        bounds = fixed_bounds(other, program)
        proof, x = run(program, program.cost, seconds=seconds, row=row, bounds=bounds)
        if x is None or (plan.x is not None and proof.value >= program.cost @ plan.x):
            continue
        told = Proof(Status.WITHIN, proof.value, old.bound, old.seconds + proof.seconds)
        plan = replace(plan, cost_proof=told, x=x)
    return plan
