"""How a plan made for a few draws does in all of them (M21).

With buildings and equipment held, each draw and year is a small linear program of its own. The
cheapest of the ways that leave fewest uncovered is taken: an uncovered need is given a price above
anything it can cost to cover.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from veivalg.maths.optimise.problem import Array, Problem
from veivalg.maths.optimise.program import Program
from veivalg.maths.optimise.solution import Solution, tail_mean, uncovered_measure

DEAR = 100.0
"""The price of an uncovered need: this many times the dearest way to help, by weight."""

FREE = 1e9
"""Stands for no limit, in årsverk, places or million NOK: the solver takes no infinite sides."""

AT_ONCE = 25
"""Draws solved at a time: 1.5 s for 1,000 draws and 14 years, against 2.5 s with 100 at a time."""


@dataclass(frozen=True)
class Check:
    """A plan in all draws: users uncovered (D, T, G) and NOK without first-stage cost (D, T)."""

    problem: Problem
    uncovered: Array
    running: Array
    first_stage: float

    @property
    def measure(self) -> float:
        """Give the measure of uncovered need over all draws."""
        return uncovered_measure(self.problem, self.uncovered)

    @property
    def mean(self) -> float:
        """Give mean weighted person-years uncovered."""
        return float((self.uncovered @ self.problem.weights).sum(axis=1).mean())

    @property
    def tail(self) -> float:
        """Give the mean of the worst draws' weighted person-years uncovered."""
        total = (self.uncovered @ self.problem.weights).sum(axis=1)
        return tail_mean(total, self.problem.tail)

    @property
    def cost(self) -> float:
        """Give the mean cost, NOK summed over the years."""
        return float(self.running.sum(axis=1).mean()) + self.first_stage


def out_of_sample(solution: Solution, problem: Problem) -> Check:
    """Hold the plan's buildings and equipment, and let every draw of `problem` unfold.

    Parameters
    ----------
    problem
        The same problem with all its draws.
    """
    uncovered, running = [], []
    first_stage = np.concatenate([solution.standing, solution.units])
    for part in np.array_split(np.arange(problem.draws), -(-problem.draws // AT_ONCE)):
        lacking, cost = unfold(Program(problem.with_draws(part)), first_stage)
        uncovered.append(lacking)
        running.append(cost)
    program, x = solution.program, np.asarray(solution.x)
    first = float(program.cost[: program.first] @ x[: program.first])
    return Check(problem, np.concatenate(uncovered), np.concatenate(running), first)


def unfold(program: Program, first_stage: Array, at: slice = slice(None)) -> tuple[Array, Array]:
    """Solve each draw and year by itself with steps and units held.

    Parameters
    ----------
    first_stage
        Steps standing and units of technology in the years solved (J + M, T).
    at
        The years solved.

    Returns
    -------
    tuple
        Users uncovered (D, T, G), and NOK without first-stage cost (D, T).
    """
    draws, needs, years = program.problem.draws, len(program.problem.needs), first_stage.shape[1]
    block, (low, high) = program.block, (side[:, at] for side in program.block_sides)
    held = first_stage.T @ program.link.T.toarray()
    low, high = low - held, high - held
    equal = np.array([kind == "need" for kind, _id in program.block_names])
    sides_of = (program.blocks_of(side)[:, at] for side in program.bounds)
    bounds = np.column_stack([side.reshape(-1) for side in sides_of])
    # The money row can be below zero before anyone is helped; then no one can be.
    sides = np.clip(high[:, :, ~equal], 0.0, FREE).reshape(-1)
    price = np.tile(_price(program), draws * years)
    many = scipy.sparse.eye_array(draws * years)
    found: Any = scipy.optimize.linprog(
        price,
        A_ub=scipy.sparse.kron(many, block[~equal]),
        b_ub=sides,
        A_eq=scipy.sparse.kron(many, block[equal]),
        b_eq=low[:, :, equal].reshape(-1),
        bounds=bounds,
        method="highs",
    )
    if found.x is None:
        raise RuntimeError(f"the linear program failed: {found.message}")
    blocks = found.x.reshape(draws, years, -1)
    ways = len(program.ways)
    return blocks[:, :, ways : ways + needs], blocks @ program.block_cost


def _price(program: Program) -> Array:
    """Give the objective of a block, in millions: cost, and a high price for what is uncovered."""
    cost = program.block_cost / 1e6
    ways, weights = len(program.ways), program.problem.weights
    dearest = max((cost[i] / weights[g] for i, (g, _k, _s) in enumerate(program.ways)), default=1.0)
    price = cost.copy()
    price[ways : ways + len(weights)] = DEAR * max(dearest, 1e-3) * weights
    return price
