"""How a plan made for a few draws does in all that are shown (M21).

With buildings and equipment held, each draw and year is a small linear program of its own. The
cheapest of the ways that leave fewest uncovered is taken: an uncovered need is given a price above
anything it can cost to cover.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy

from veivalg.maths.optimise.problem import Array, Problem
from veivalg.maths.optimise.program import MILLION, Program
from veivalg.maths.optimise.solution import Solution, tail_mean, uncovered_measure

DEAR = 100.0
"""The price of an uncovered need: this many times the dearest way to help, by weight."""

FREE = 1e9
"""Stands for no limit, in årsverk, places or million NOK: the solver takes no infinite sides."""

AT_ONCE = 25
"""Draws solved at a time: 1.5 s for 1,000 draws and 14 years, against 2.5 s with 100 at a time."""


@dataclass(frozen=True)
class Check:
    """A plan in many draws.

    Parameters
    ----------
    first
        Steps standing and units of equipment by year (J + M, T).
    blocks
        Who is helped where, who is uncovered, equipment in use: columns of a block (D, T, width).
    """

    problem: Problem
    first: Array
    blocks: Array

    @property
    def program(self) -> Program:
        """Give the program whose columns these are."""
        return Program(self.problem)

    @property
    def uncovered(self) -> Array:
        """Give users uncovered (D, T, G)."""
        ways = len(self.program.ways)
        return self.blocks[:, :, ways : ways + len(self.problem.needs)]

    @property
    def lacking(self) -> Array:
        """Give users uncovered in all (D, T)."""
        found: Array = self.uncovered.sum(axis=2)
        return found

    @property
    def helped(self) -> Array:
        """Give users helped by draw, year and service (D, T, K)."""
        found = np.zeros((*self.blocks.shape[:2], len(self.problem.services)))
        for i, (_g, k, _share) in enumerate(self.program.ways):
            found[:, :, k] += self.blocks[:, :, i]
        return found

    @property
    def staff(self) -> Array:
        """Give årsverk (D, T), those of what isn't chosen between with them."""
        return self._row("staff") + self.problem.held_fte

    @property
    def money(self) -> Array:
        """Give NOK a year (D, T), capital cost and what isn't chosen between with them."""
        return self._row("money") * MILLION + self.problem.held_cost

    def otherwise(self, what: str) -> Array:
        """Give what it takes to cover the uncovered in another way (D, T).

        Parameters
        ----------
        what
            ``cost`` (NOK a year) or ``fte``.
        """
        each = [
            getattr(self.problem.service(need.otherwise), what) if need.otherwise else 0.0
            for need in self.problem.needs
        ]
        return np.asarray(self.uncovered @ np.array(each))

    def _row(self, kind: str) -> Array:
        program = self.program
        at = program.block_names.index((kind, ""))
        own = self.blocks @ program.block.toarray()[at]
        return np.asarray(own + self.first.T @ program.link.toarray()[at])

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
        return float(self.money.sum(axis=1).mean())


def out_of_sample(solution: Solution, problem: Problem) -> Check:
    """Hold the plan's buildings and equipment, and let every draw of `problem` unfold.

    Parameters
    ----------
    problem
        The same problem with all its draws.
    """
    return held_in(problem, np.concatenate([solution.standing, solution.units]))


def held_in(problem: Problem, first: Array) -> Check:
    """Hold buildings and equipment, and let every draw of `problem` unfold.

    Parameters
    ----------
    first
        Steps standing and units of equipment (J + M, T).
    """
    parts = np.array_split(np.arange(problem.draws), -(-problem.draws // AT_ONCE))
    return Check(problem, first, np.concatenate([_unfolded(problem, p, first) for p in parts]))


def _unfolded(problem: Problem, part: Any, first: Array) -> Array:
    """Unfold some draws; a draw where the plan can't keep the ceiling goes without it."""
    some = problem.with_draws(part)
    blocks = unfold(Program(some), first)
    if blocks is not None:
        return blocks
    if len(part) > 1:
        halves = np.array_split(part, 2)
        return np.concatenate([_unfolded(problem, half, first) for half in halves])
    if some.ceiling is None:
        raise RuntimeError("the linear program of a draw has no answer")
    return _unfolded(replace(problem, ceiling=None), part, first)


def unfold(program: Program, first_stage: Array, at: slice = slice(None)) -> Array | None:
    """Solve each draw and year by itself with steps and units held.

    Parameters
    ----------
    first_stage
        Steps standing and units of technology in the years solved (J + M, T).
    at
        The years solved.

    Returns
    -------
    numpy.ndarray
        The blocks (D, T, width); None where a ceiling can't be kept.
    """
    draws, years = program.problem.draws, first_stage.shape[1]
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
    if found.status == 2:
        return None
    if found.x is None:
        raise RuntimeError(f"the linear program failed: {found.message}")
    blocks: Array = found.x.reshape(draws, years, -1)
    return blocks


def _price(program: Program) -> Array:
    """Give the objective of a block, in millions: cost, and a high price for what is uncovered."""
    cost = program.block_cost / 1e6
    ways, weights = len(program.ways), program.problem.weights
    dearest = max((cost[i] / weights[g] for i, (g, _k, _s) in enumerate(program.ways)), default=1.0)
    price = cost.copy()
    price[ways : ways + len(weights)] = DEAR * max(dearest, 1e-3) * weights
    return price
