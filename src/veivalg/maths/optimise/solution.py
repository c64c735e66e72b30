"""A plan and what it leads to: places, people helped and uncovered, staff and money (M21)."""

from dataclasses import dataclass

import numpy as np

from veivalg.maths.optimise.problem import Array, Problem
from veivalg.maths.optimise.program import MILLION, Program
from veivalg.maths.optimise.solver import Proof


@dataclass(frozen=True)
class Solution:
    """A plan, what it leads to, and what is proved of it.

    Parameters
    ----------
    uncovered_proof, cost_proof
        Of the plan: against the fewest uncovered that can be, and against the least cost for as
        few uncovered. ``cost_proof`` is None when there is no plan.
    x
        The solver's columns; None without a plan.
    parts
        The same with each new place paid by its user, where wards were opened whole since: what
        is used up is read off it, for less than a ward of staff is of no use.
    """

    program: Program
    uncovered_proof: Proof
    cost_proof: Proof | None = None
    x: Array | None = None
    parts: Array | None = None

    @property
    def problem(self) -> Problem:
        """Give what was asked."""
        return self.program.problem

    @property
    def found(self) -> bool:
        """Say whether there is a plan."""
        return self.x is not None

    @property
    def _x(self) -> Array:
        if self.x is None:
            raise ValueError("there is no plan")
        return self.x

    @property
    def standing(self) -> Array:
        """Give how many of each step stand each year (J, T)."""
        return self.program.steps_of(self._x)

    @property
    def units(self) -> Array:
        """Give units of each technology each year (M, T)."""
        return self.program.units_of(self._x)

    @property
    def opened(self) -> tuple[tuple[int, int, int], ...]:
        """Give (step, year, how many) for each opening, in order of years."""
        added = np.diff(self.standing, axis=1, prepend=0.0)
        years = self.problem.years
        found = [(int(j), years[y], round(added[j, y])) for j, y in np.argwhere(added > 0.5)]
        return tuple(sorted(found, key=lambda item: (item[1], item[0])))

    @property
    def places(self) -> dict[str, Array]:
        """Give places by service and year, what exists and what is built."""
        return {
            s.id: s.places
            + sum(
                (
                    step.places.get(s.id, 0.0) * self.standing[j]
                    for j, step in enumerate(self.problem.steps)
                ),
                np.zeros(1),
            )
            for s in self.problem.services
            if s.places is not None
        }

    @property
    def uncovered(self) -> Array:
        """Give users uncovered (D, T, G)."""
        ways, needs = len(self.program.ways), len(self.problem.needs)
        return self.program.blocks_of(self._x)[:, :, ways : ways + needs]

    @property
    def helped(self) -> Array:
        """Give users helped by draw, year and service (D, T, K)."""
        blocks = self.program.blocks_of(self._x)
        found = np.zeros((*blocks.shape[:2], len(self.problem.services)))
        for i, (_g, k, _share) in enumerate(self.program.ways):
            found[:, :, k] += blocks[:, :, i]
        return found

    @property
    def staff(self) -> Array:
        """Give årsverk used by draw and year (D, T), time freed by technology taken off."""
        return self.row("staff")

    @property
    def money(self) -> Array:
        """Give NOK by draw and year (D, T), capital cost included."""
        return MILLION * self.row("money")

    def row(self, kind: str, id: str = "") -> Array:
        """Give the sum of a block row by draw and year; kroner in millions."""
        at = self.program.block_names.index((kind, id))
        own = self.program.blocks_of(self._x) @ self.program.block.toarray()[at]
        first = np.concatenate([self.standing, self.units]).T @ self.program.link.toarray()[at]
        return np.asarray(own + first)

    @property
    def measure(self) -> float:
        """Give the measure of uncovered need (weighted persons × years, mean and tail)."""
        return uncovered_measure(self.problem, self.uncovered)

    @property
    def cost(self) -> float:
        """Give the mean cost over the draws, NOK summed over the years."""
        return float(self.program.cost @ self._x)


def uncovered_measure(problem: Problem, uncovered: Array) -> float:
    """Give ``(1 − w)·mean + w·mean of the worst draws`` of weighted uncovered person-years.

    Parameters
    ----------
    uncovered
        Users by draw, year and need (D, T, G).
    """
    total = (uncovered @ problem.weights).sum(axis=1)
    weight = problem.tail_weight
    return float((1 - weight) * total.mean() + weight * tail_mean(total, problem.tail))


def tail_mean(values: Array, share: float) -> float:
    """Give the mean of the largest `share` of equally likely values (CVaR), parts of one counted.

    Examples
    --------
    >>> round(tail_mean(np.array([1.0, 2, 3, 4]), 0.375), 4)
    3.6667
    """
    ordered, left, total = np.sort(values)[::-1], share * len(values), 0.0
    for value in ordered:
        total += min(left, 1.0) * float(value)
        left -= min(left, 1.0)
        if left <= 0:
            break
    return total / (share * len(values))
