"""The best mix: fewest uncovered needs, and of those plans the one that costs least (M21).

Both steps are solved by HiGHS through :func:`scipy.optimize.milp`; the bound and the gap told are
the solver's own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from veivalg.i18n import _
from veivalg.optimise.problem import Array, Problem
from veivalg.optimise.program import MILLION, Program

GAP = 1e-6
"""A relative gap that counts as none: the solver's own sums carry about as much error."""

SLACK = 1e-6
"""How much of the measure of uncovered need the second step may give back, for rounding."""

Progress = Callable[[str, float], None]
"""Called with what is being done and how much is done, 0–1."""


class Status(StrEnum):
    """How far the solver came."""

    PROVED = "proved"  # no plan is better
    WITHIN = "within"  # best found; a better one is at most the gap away
    STOPPED = "stopped"  # stopped before any plan was found
    INFEASIBLE = "infeasible"  # no plan keeps every limit


@dataclass(frozen=True, slots=True)
class Proof:
    """What the solver proved of one step: the value found and a bound no plan can pass."""

    status: Status
    value: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """Give the distance to the bound as a share of the value (0 when proved)."""
        if self.status is Status.PROVED:
            return 0.0
        return (self.value - self.bound) / max(abs(self.value), 1e-9)

    def text(self) -> str:
        """Say it in words people use."""
        if self.status is Status.PROVED:
            return _("Bevist: ingen plan er bedre.")
        if self.status is Status.WITHIN:
            return _("Best funnet: en bedre plan er høyst {gap} % unna.").format(
                gap=f"{100 * self.gap:.1f}".replace(".", ",")
            )
        if self.status is Status.STOPPED:
            return _("Stoppet før noen plan var funnet.")
        return _("Ingen plan holder alle grensene.")


@dataclass(frozen=True)
class Solution:
    """A plan, what it leads to, and what is proved of it.

    Parameters
    ----------
    uncovered_proof, cost_proof
        Of the two steps. ``cost_proof`` is None when the first found no plan.
    x
        The solver's columns; None without a plan.
    """

    program: Program
    uncovered_proof: Proof
    cost_proof: Proof | None = None
    x: Array | None = None

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
        return {s.id: s.places + sum((step.places.get(s.id, 0.0) * self.standing[j]
                                      for j, step in enumerate(self.problem.steps)), np.zeros(1))
                for s in self.problem.services if s.places is not None}  # fmt: skip

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


def solve(
    problem: Problem,
    *,
    seconds: float = 10.0,
    most_uncovered: float | None = None,
    gap: float = GAP,
    progress: Progress | None = None,
) -> Solution:
    """Find the best mix.

    Parameters
    ----------
    problem
        The draws in it are all counted; reduce them first with ``representatives``.
    seconds
        The longest each of the two steps may take.
    most_uncovered
        Skip the first step and take the cheapest plan with at most this measure.
    gap
        Stop when the plan found is at most this share from the bound.

    Returns
    -------
    Solution
        With ``found`` False and an honest status where there is none.
    """
    tell = progress or (lambda _text, _share: None)
    program = Program(problem)
    first = Proof(Status.PROVED, most_uncovered or 0.0, most_uncovered or 0.0, 0.0)
    x: Array | None = None
    if most_uncovered is None:
        tell(_("Finner planen med færrest udekkede behov"), 0.0)
        first, x = run(program, program.uncovered, seconds=seconds, gap=gap)
        if x is None:
            return Solution(program, first)
        first = Proof(first.status, max(first.value, 0.0), max(first.bound, 0.0), first.seconds)
    tell(_("Finner den billigste av dem"), 0.5)
    slack = SLACK * max(first.value, 1.0)
    row = (program.uncovered, -np.inf, first.value + slack)
    second, cheapest = run(program, program.cost, seconds=seconds, row=row, gap=gap)
    tell(_("Ferdig"), 1.0)
    if most_uncovered is not None and cheapest is None:
        return Solution(program, second)
    return Solution(program, first, second, x if cheapest is None else cheapest)


def run(
    program: Program,
    objective: Array,
    *,
    seconds: float = 10.0,
    row: tuple[Array, float, float] | None = None,
    gap: float = GAP,
) -> tuple[Proof, Array | None]:
    """Minimise one objective; give what is proved and the columns.

    Parameters
    ----------
    row
        One more row: coefficients, low and high.
    gap
        Stop when the plan found is at most this share from the bound.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    held = [LinearConstraint(program.matrix, *program.sides)]
    if row is not None:
        held.append(LinearConstraint(row[0][None, :], row[1], row[2]))
    # Sums of kroner are scaled, so that the solver's tolerances mean the same in both steps.
    scale = max(float(np.abs(objective).max()), 1e-12)
    began = time.perf_counter()
    found: Any = milp(objective / scale, integrality=program.integrality, constraints=held,
                      bounds=Bounds(*program.bounds),
                      options={"time_limit": seconds, "mip_rel_gap": gap})  # fmt: skip
    taken = time.perf_counter() - began
    return _proof(found, scale, taken), None if found.x is None else _whole(program, found.x)


def _proof(found: Any, scale: float, taken: float) -> Proof:
    if found.x is None:
        status = Status.INFEASIBLE if found.status == 2 else Status.STOPPED
        return Proof(status, np.nan, np.nan, taken)
    value = float(found.fun) * scale
    bound = value if found.mip_dual_bound is None else float(found.mip_dual_bound) * scale
    near = value - bound <= 2 * GAP * max(abs(value), scale)
    return Proof(Status.PROVED if found.status == 0 and near else Status.WITHIN, value,
                 min(bound, value), taken)  # fmt: skip


def _whole(program: Program, x: Array) -> Array:
    """Round the whole numbers, which the solver gives to within its tolerance."""
    return np.where(program.integrality > 0, np.round(x), x)
