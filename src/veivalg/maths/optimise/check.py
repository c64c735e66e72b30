"""How a plan made for a few draws does in all that are shown (M21).

With buildings and equipment held, each draw and year is a small linear program of its own.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from veivalg.maths.optimise.blocks import cheapest_blocks, dear, left
from veivalg.maths.optimise.problem import Array, At, Problem
from veivalg.maths.optimise.program import MILLION, Program
from veivalg.maths.optimise.solution import Solution, tail_mean, uncovered_measure
from veivalg.maths.optimise.wards import settled, standing

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

    def instead(self, need: str, service: str) -> float:
        """Give how many of a need are helped in a service in the last year, mean of the draws."""
        own, ways = self.problem, enumerate(self.program.ways)
        at = [
            i for i, (g, k, _s) in ways if (own.needs[g].id, own.services[k].id) == (need, service)
        ]
        return float(self.blocks[:, -1, at].sum(axis=1).mean())

    def lacks(self, need: str) -> float:
        """Give how many of a need are uncovered in the last year, mean of the draws."""
        at = [g for g, one in enumerate(self.problem.needs) if one.id == need]
        return float(self.uncovered[:, -1, at].sum(axis=1).mean())

    @property
    def heavy(self) -> float:
        """Give users who lack a place or dwelling in the last year, mean of the draws."""
        placed = [
            self.problem.service(next(iter(n.ways))).places is not None for n in self.problem.needs
        ]
        return float(self.uncovered[:, -1, placed].sum(axis=1).mean())

    def beds(self, *ids: str) -> float:
        """Give the places of some services that stand in the last year."""
        return sum(float(self.places(id)[-1]) for id in ids)

    def places(self, id: str) -> Array:
        """Give the places of a service that stand, the same in every draw (T,)."""
        return standing(self.problem, self.problem.service(id), self.first)

    def used(self, id: str) -> Array:
        """Give the places of a service that are in use (D, T)."""
        at = next(k for k, s in enumerate(self.problem.services) if s.id == id)
        return np.asarray(self.helped[:, :, at])

    def staffed_empty(self, id: str) -> Array:
        """Give the places that stand empty in wards that are open, kept or new (D, T)."""
        program = self.program
        spare = np.zeros(self.blocks.shape[:2])
        for i, k in enumerate(program.spares):
            if self.problem.services[k].id == id:
                spare = self.blocks[:, :, program.spare_columns.start + i]
        return np.asarray(self.problem.empty(id) - self.problem.closed(id) + spare)

    def closed(self, id: str) -> Array:
        """Give the places that stand empty in wards that are closed, or never opened (D, T)."""
        empty = self.places(id) - self.used(id) - self.staffed_empty(id)
        return np.maximum(empty, 0.0)

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
    blocks = unfold(Program(some), first, wards=True)
    if blocks is not None:
        return blocks
    if len(part) > 1:
        halves = np.array_split(part, 2)
        return np.concatenate([_unfolded(problem, half, first) for half in halves])
    if some.ceiling is None:
        raise RuntimeError("the linear program of a draw has no answer")
    return _unfolded(replace(problem, ceiling=None), part, first)


def unfold(
    program: Program, first_stage: Array, at: At = slice(None), *, wards: bool = False
) -> Array | None:
    """Solve each draw and year by itself with steps and units held.

    Parameters
    ----------
    first_stage
        Steps standing and units of technology in the years solved (J + M, T).
    at
        The years solved.
    wards
        Whether new places are paid ward by ward, else by who uses them.

    Returns
    -------
    numpy.ndarray
        The blocks (D, T, width); None where a ceiling can't be kept.
    """
    draws, width = program.problem.draws, program.width
    rows = len(program.block_names)
    low, high = (side.reshape(-1, rows) for side in left(program, first_stage, at))
    least, most = (program.blocks_of(side)[:, at].reshape(-1, width) for side in program.bounds)
    price = np.broadcast_to(dear(program), least.shape)
    found = cheapest_blocks(program, price, (low, high), (least, most))
    if found is None:
        return None
    blocks = found.reshape(draws, -1, width)
    return settled(program, first_stage, blocks, at) if wards else blocks
