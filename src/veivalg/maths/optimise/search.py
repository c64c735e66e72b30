"""The plan: fewest uncovered needs, no building that hardly helps, and least cost (M21).

HiGHS finds the plan with fewest uncovered (:func:`scipy.optimize.milp`). Building steps that
hardly help are taken out again, and the rest is a linear program. The bounds told are the solver's
own.
"""

from collections.abc import Callable

import numpy as np

from veivalg.foundation.i18n import _
from veivalg.maths.optimise.fewer import fewer, rounded
from veivalg.maths.optimise.problem import Array, Problem
from veivalg.maths.optimise.program import Program, held
from veivalg.maths.optimise.solution import Solution
from veivalg.maths.optimise.solver import GAP, NODES, SLACK, Status, proof, run
from veivalg.maths.optimise.wards import in_whole_wards

OWN_WAY = 1000.0
"""NOK a year that tell apart plans of the same cost: people get the help that is meant for them."""

Progress = Callable[[str, float], None]
"""Called with what is being done and how much is done, 0–1."""


def solve(
    problem: Problem,
    *,
    tolerance: float = SLACK,
    nodes: int = NODES,
    gap: float = GAP,
    progress: Progress | None = None,
) -> Solution:
    """Find the plan.

    Parameters
    ----------
    problem
        The draws in it are all counted; reduce them first with ``representatives``.
    tolerance
        How much more may be uncovered, as a share, to spare building steps that hardly help.
    nodes
        How many nodes the solver may search. Where it finds no plan by then, one rounded from the
        program without whole numbers is taken.
    gap
        Stop when the plan found is at most this share from the bound.

    Returns
    -------
    Solution
        With ``found`` False and an honest status where there is none.
    """
    tell = progress or (lambda _text, _share: None)
    program = Program(problem)
    tell(_("Finner planen med færrest udekkede behov"), 0.0)
    first, x = run(program, program.uncovered, nodes=nodes, gap=gap)
    if x is None and first.status is Status.STOPPED:
        first, x = rounded(program, program.uncovered)
    if x is None:
        return Solution(program, first)
    tell(_("Tar ut bygg som nesten ikke hjelper"), 0.4)
    standing = fewer(program, x, max(first.value, 0.0) * (1 + tolerance) + SLACK)
    tell(_("Finner den billigste driften"), 0.7)
    parts = cheapest(program, held(program, standing))
    x = in_whole_wards(program, parts)
    measure = Solution(program, first, x=x).measure
    told = proof(measure, max(min(first.bound, measure), 0.0), first.seconds)
    # The bound is for plans that leave as few uncovered, with any buildings, parts of a step too.
    row = (program.uncovered, -np.inf, measure + SLACK * max(measure, 1.0))
    least, _x = run(program, program.cost, row=row, whole=False)
    tell(_("Ferdig"), 1.0)
    cost = float(program.cost @ x)
    bound = cost if np.isnan(least.bound) else min(least.bound, cost)
    return Solution(program, told, proof(cost, bound, least.seconds), x, parts)


def cheapest(program: Program, bounds: tuple[Array, Array]) -> Array:
    """Give the plan with fewest uncovered with these buildings, and of those the cheapest."""
    fewest, x = run(program, program.uncovered, bounds=bounds, whole=False)
    if x is None:
        raise RuntimeError("the linear program of a plan that can be kept has no answer")
    row = (program.uncovered, -np.inf, fewest.value + SLACK * max(fewest.value, 1.0))
    objective = program.cost + own_way(program)
    _proof_of, better = run(program, objective, row=row, bounds=bounds, whole=False)
    return x if better is None else better


def own_way(program: Program) -> Array:
    """Give what tells apart plans of the same cost: a little for help meant for someone else."""
    found = np.zeros(program.columns)
    blocks, seen = program.blocks_of(found), set()
    for i, (g, _k, _share) in enumerate(program.ways):
        if g in seen:
            blocks[:, :, i] = OWN_WAY / program.problem.draws
        seen.add(g)
    return found
